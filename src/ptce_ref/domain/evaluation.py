"""An evaluation and what people say in it: answers, tallies, positions (R1-R5)."""

import datetime as dt
from typing import Self

from pydantic import Field, model_validator

from ptce_ref.domain.action import Action
from ptce_ref.domain.model import Model, Reference
from ptce_ref.domain.pole import Count, Name
from ptce_ref.domain.referential import Id
from ptce_ref.domain.typed_text import Line, Text
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind, Mode, Outcome, Phase


class Evaluation(Model):
    """One pôle, one date, one use, one version of the referential, one mode."""

    id: Reference
    pole_id: Id
    title: Name = Field(alias="titre")
    date: dt.date = Field(strict=False)
    use: Id = Field(alias="usage")
    mode: Mode = Field(strict=False)
    peer_pole_id: Id | None = Field(alias="par_pole", default=None)
    path: Id = Field(alias="parcours")
    phase: Phase = Field(default=Phase.PREPARATION, strict=False)
    argument_required: bool = Field(alias="argument_exige", default=False)
    colleges: tuple[Id, ...] = ()
    referential_hash: str
    indicators: tuple[Id, ...] = Field(min_length=1, description="the selected indicators, in reading order")

    @model_validator(mode="after")
    def _peer_has_an_author(self) -> Self:
        if (self.mode is Mode.PEER) != (self.peer_pole_id is not None):
            raise ValueError("une évaluation par un pair nomme le pôle qui évalue, et elle seule")
        if self.peer_pole_id == self.pole_id:
            raise ValueError("un pôle n’est pas son propre pair")
        return self


class Respondent(Model):
    """A person or a group answering, under a pseudonym if wished (R18)."""

    id: Reference
    college: Id
    name: Line | None = Field(alias="nom", default=None)
    organisation: Line | None = None


class Answer(Model):
    """What one respondent says of one indicator."""

    respondent_id: Reference
    indicator_id: Id
    kind: AnswerKind = Field(strict=False)
    level: str | None = None
    reason: Text = ""
    argument: Text = ""
    argument_kind: ArgumentKind | None = Field(default=None, strict=False)
    evidence: Text = ""
    wished_level: str | None = None
    wished_year: int | None = Field(default=None, ge=1900, le=2200)
    figures: dict[Id, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if (self.kind is AnswerKind.LEVEL) != (self.level is not None):
            raise ValueError("un niveau accompagne la réponse « niveau », et elle seule")
        if (self.kind is AnswerKind.NOT_APPLICABLE) != bool(self.reason):
            raise ValueError("« non concerné » se dit avec sa raison, et elle seule")
        if self.wished_level is None and self.wished_year is not None:
            raise ValueError("une échéance accompagne un niveau souhaité")
        return self


class Tally(Model):
    """How many voices each answer got in a college, when names are not kept.

    One without any voice, which nobody can type, stands in what leaves the pôle: some spoke on the question, too few
    for others to know how many, or what they said (R18).
    """

    indicator_id: Id
    college: Id
    voices: dict[str, Count] = Field(default_factory=dict, description="voices by level id")
    dont_know: Count = 0
    not_applicable: Count = 0
    argument: Text = ""

    @property
    def total(self) -> int:
        """Voices counted, whatever they said: levels and the two other answers."""
        return sum(self.voices.values()) + self.dont_know + self.not_applicable

    @property
    def untold(self) -> bool:
        """Whether it stands for voices that are too few to be told: never for « nobody »."""
        return not self.total


class Position(Model):
    """What the group agreed, or that it agreed to disagree; never replaces an answer."""

    indicator_id: Id
    outcome: Outcome = Field(strict=False)
    level: str | None = None
    argument: Text = ""
    minority_opinion: Text = ""
    decided_with: Line = ""
    date: dt.date = Field(strict=False)

    @model_validator(mode="after")
    def _level_when_agreed(self) -> Self:
        if (self.outcome is Outcome.AGREED) != (self.level is not None):
            raise ValueError("un accord porte un niveau, et lui seul")
        return self


class Contents(Model):
    """An evaluation with everything said in it: what the computations read."""

    evaluation: Evaluation
    respondents: tuple[Respondent, ...] = ()
    answers: tuple[Answer, ...] = ()
    tallies: tuple[Tally, ...] = ()
    positions: tuple[Position, ...] = ()
    actions: tuple[Action, ...] = ()
