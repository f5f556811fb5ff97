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
    indicator: str = Field(alias="indicateur")
    respondents: tuple[str, ...] = Field(alias="repondants")
    reason: FilledText = Field(alias="motif")


class WrittenArgument(Model):
    indicator: str = Field(alias="indicateur")
    respondent: str = Field(alias="repondant")
    kind: ArgumentKind = Field(alias="sorte", strict=False)
    text: FilledText = Field(alias="texte")


class WrittenHands(Model):
    indicator: str = Field(alias="indicateur")
    college: str
    voices: dict[str, int] = Field(alias="voix", default_factory=dict)
    dont_know: int = Field(alias="ne_sait_pas", default=0)
    not_applicable: int = Field(alias="non_concerne", default=0)
    argument: Text = ""


class WrittenPosition(Model):
    indicator: str = Field(alias="indicateur")
    outcome: Outcome = Field(alias="issue", strict=False)
    level: str | None = Field(alias="niveau", default=None)
    argument: Text = ""
    minority_opinion: Text = Field(alias="avis_minoritaire", default="")
    decided_with: Line = Field(alias="decide_avec", default="")
    date: str


class WrittenWish(Model):
    indicator: str = Field(alias="indicateur")
    respondent: str = Field(alias="repondant")
    level: str = Field(alias="niveau")
    year: int | None = Field(alias="annee", default=None)


class WrittenOrigin(Model):
    """The action of an earlier evaluation that an action continues."""

    evaluation: Reference
    action: Reference


class WrittenAction(Model):
    id: Reference
    what: FilledLine = Field(alias="quoi")
    indicators: tuple[str, ...] = Field(alias="indicateurs", default=())
    who: Line = Field(alias="qui", default="")
    due: dt.date | None = Field(alias="echeance", default=None, strict=False)
    state: ActionState = Field(alias="etat", default=ActionState.PLANNED, strict=False)
    note: Text = ""
    origin: WrittenOrigin | None = Field(alias="suite_de", default=None)


class WrittenEvaluation(Model):
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
    pole: Pole
    evaluations: tuple[WrittenEvaluation, ...] = ()
