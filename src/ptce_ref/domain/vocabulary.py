"""The words an evaluation is made of, as enumerations. Imports nothing: the first screen needs them at once."""

from enum import StrEnum


class Mode(StrEnum):
    """Who evaluates: the pôle's own team, the pôle with its members and partners, another pôle."""

    SELF = "auto"
    CO = "co"
    PEER = "pair"


class Phase(StrEnum):
    """Where an evaluation stands, in order (R5)."""

    PREPARATION = "preparation"
    OPINIONS = "avis"
    DIALOGUE = "dialogue"
    POSITION = "position"
    ACTION_PLAN = "plan-d-action"
    CLOSED = "cloture"


class AnswerKind(StrEnum):
    """The three answers that exist; unanswered is the absence of an answer (R1)."""

    LEVEL = "niveau"
    NOT_APPLICABLE = "non-concerne"
    DONT_KNOW = "ne-sait-pas"


class ArgumentKind(StrEnum):
    """What an argument rests on: what one lived, what one saw, a document, a number."""

    TESTIMONY = "témoignage"
    OBSERVATION = "observation"
    DOCUMENT = "document"
    FIGURE = "chiffre"


class Outcome(StrEnum):
    """What a group did with an indicator: agreed, agreed to disagree, or set it aside."""

    AGREED = "accord"
    DISAGREED = "desaccord"
    NOT_APPLICABLE = "non-concerne"


class ActionState(StrEnum):
    """How far an action of the plan went."""

    PLANNED = "a-faire"
    UNDER_WAY = "en-cours"
    DONE = "faite"
    GIVEN_UP = "abandonnee"


class State(StrEnum):
    """What is known of an element; the three are never confused with a value of zero."""

    VALUE = "valeur"
    NOT_APPLICABLE = "non-concerne"
    NONE = "sans-valeur"
