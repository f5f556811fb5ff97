"""The format of a file of a pôle with its evaluations, as a person writes it.

Owns the French keys; knows neither the referential that is answered nor the values of the domain
that come out of it.
"""

import datetime as dt

from pydantic import Field

from ptce_ref.domain.evaluation import Respondent
from ptce_ref.domain.model import Model, Reference
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.typed_text import FilledLine, FilledText, Line, Text
from ptce_ref.domain.vocabulary import ActionState, ArgumentKind, Outcome


class WrittenReason(Model):
    """Why some respondents say that an indicator does not concern them (« - » in the table)."""

    indicator: str = Field(alias="indicateur")
    respondents: tuple[str, ...] = Field(alias="repondants")
    reason: FilledText = Field(alias="motif")


class WrittenArgument(Model):
    """The argument that goes with the answer of one respondent to one indicator."""

    indicator: str = Field(alias="indicateur")
    respondent: str = Field(alias="repondant")
    kind: ArgumentKind = Field(alias="sorte", strict=False)
    text: FilledText = Field(alias="texte")


class WrittenHands(Model):
    """A vote by show of hands: voices of one college on one indicator, by level id."""

    indicator: str = Field(alias="indicateur")
    college: str
    voices: dict[str, int] = Field(alias="voix", default_factory=dict)
    dont_know: int = Field(alias="ne_sait_pas", default=0)
    not_applicable: int = Field(alias="non_concerne", default=0)
    argument: Text = ""


class WrittenPosition(Model):
    """What the group decided of an indicator; ``level`` is a level id, given with an agreement only."""

    indicator: str = Field(alias="indicateur")
    outcome: Outcome = Field(alias="issue", strict=False)
    level: str | None = Field(alias="niveau", default=None)
    argument: Text = ""
    minority_opinion: Text = Field(alias="avis_minoritaire", default="")
    decided_with: Line = Field(alias="decide_avec", default="")
    date: str


class WrittenWish(Model):
    """The level that a respondent wishes an indicator to reach, and the year by which (R3)."""

    indicator: str = Field(alias="indicateur")
    respondent: str = Field(alias="repondant")
    level: str = Field(alias="niveau")
    year: int | None = Field(alias="annee", default=None)


class WrittenOrigin(Model):
    """The action of an earlier evaluation that an action continues."""

    evaluation: Reference
    action: Reference


class WrittenAction(Model):
    """A line of the action plan; ``indicators`` are ids, asked or not by the evaluation."""

    id: Reference
    what: FilledLine = Field(alias="quoi")
    indicators: tuple[str, ...] = Field(alias="indicateurs", default=())
    who: Line = Field(alias="qui", default="")
    due: dt.date | None = Field(alias="echeance", default=None, strict=False)
    state: ActionState = Field(alias="etat", default=ActionState.PLANNED, strict=False)
    note: Text = ""
    origin: WrittenOrigin | None = Field(alias="suite_de", default=None)


class WrittenEvaluation(Model):
    """One evaluation. ``table`` holds its answers: a head of respondent ids, then a line an indicator id.

    A cell is a level id, « ? » does not know, « - » not concerned, « . » unanswered.
    """

    id: str
    title: str = Field(alias="titre")
    date: str
    use: str = Field(alias="usage")
    mode: str
    peer_pole: str | None = Field(alias="par_pole", default=None)
    path: str = Field(alias="parcours")
    phase: str
    argument_required: bool = Field(alias="argument_exige", default=False)
    colleges: tuple[str, ...] = ()
    respondents: tuple[Respondent, ...] = Field(alias="repondants", default=())
    table: str = Field(alias="avis", default="")
    reasons: tuple[WrittenReason, ...] = Field(alias="motifs", default=())
    arguments: tuple[WrittenArgument, ...] = ()
    hands: tuple[WrittenHands, ...] = Field(alias="mains_levees", default=())
    positions: tuple[WrittenPosition, ...] = ()
    wishes: tuple[WrittenWish, ...] = Field(alias="souhaits", default=())
    actions: tuple[WrittenAction, ...] = ()


class WrittenFile(Model):
    """The whole file: one pôle, and its evaluations if any."""

    pole: Pole
    evaluations: tuple[WrittenEvaluation, ...] = ()
