"""What an exchange file holds: the format by which evaluations go from one machine to another.

The file is JSON in one canonical form: keys sorted, no space, one row a line. Its fingerprint is that of
« contenu » without line feeds. Names of fields are those of the models; what is empty is left out, and so is
the line of the history that a row tells by itself: created at the moment of the row, and never changed since.
Complete, it carries everything of some evaluations, names and history included. Confidential, it carries
what a comparison needs: colleges instead of people, no text, and of a question that too few answered no count: a vote
without a voice says that there were some.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Answer, Evaluation, Position, Respondent, Tally
from ptce_ref.domain.model import Model, Reference
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Id

FORMAT = "ptce-echange"
VERSION = 2
"""Goes up when a reader of the version before could misread a file.

2: in a confidential file, a vote without a voice says that too few answered a question for others to know how many.
Before, such a question was left out, and was read as one that nobody answered.
"""
UNTOLD_SINCE = 2

Moment = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+\-]\d\d:\d\d)?$", max_length=40)
]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Scalar = str | int | float | None


class Nature(StrEnum):
    """How much a file says; the values are French."""

    COMPLETE = "complet"
    CONFIDENTIAL = "confidentiel"


class EvaluationRecord(Evaluation):
    """The settings of an evaluation, with the moment they were last written."""

    updated_at: Moment


class Logged(Model):
    """What is written at a moment, and has a history unless it says that it has none."""

    updated_at: Moment
    unlogged: bool = Field(alias="sans_historique", default=False)


class AnswerRecord(Answer, Logged):
    """An answer, with its moment."""


class TallyRecord(Tally, Logged):
    """A show of hands, with its moment."""


class PositionRecord(Position, Logged):
    """A position of the group, with its moment."""


class ActionRecord(Action, Logged):
    """An action of the plan, with its moment."""


class Mark(Model):
    """A question that a respondent wants to come back to."""

    respondent_id: Reference
    indicator_id: Id


class Receipt(Model):
    """What tells that a questionnaire in a workbook came already."""

    key: str = Field(max_length=200)
    respondent_id: Reference


class Snapshot(Model):
    """What a closing froze: the evaluation and its referential, whole."""

    at: Moment
    content: dict[str, object]


class ErasureRecord(Model):
    """Who was erased, and when; the name is gone."""

    respondent_id: Reference
    at: Moment


class PassageRecord(Model):
    """A passage to another version of the referential: what there was before, after, and what stayed behind."""

    at: Moment
    from_hash: Hash
    to_hash: Hash
    before: dict[str, object] | tuple[object, ...]
    after: dict[str, object] | tuple[object, ...]
    left_behind: dict[str, object] | tuple[object, ...]


class LineRecord(Model):
    """One line of the history: what there was before, and after; nothing before is a creation.

    Columns that are themselves JSON are texts here, as the journal of a base holds them.
    """

    at: Moment
    subject: str = Field(pattern=r"^[a-z_]{1,40}$")
    key: dict[str, str]
    before: dict[str, Scalar] | None = None
    after: dict[str, Scalar] | None = None


class EvaluationSection(Model):
    """One evaluation, and everything said in it."""

    card: EvaluationRecord = Field(alias="fiche")
    respondents: tuple[Respondent, ...] = Field(alias="repondants", default=())
    answers: tuple[AnswerRecord, ...] = Field(alias="avis", default=())
    tallies: tuple[TallyRecord, ...] = Field(alias="votes", default=())
    positions: tuple[PositionRecord, ...] = ()
    actions: tuple[ActionRecord, ...] = ()
    marks: tuple[Mark, ...] = Field(alias="reperes", default=())
    questionnaires: tuple[Receipt, ...] = ()
    snapshots: tuple[Snapshot, ...] = Field(alias="instantanes", default=())
    erasures: tuple[ErasureRecord, ...] = Field(alias="effacements", default=())
    passages: tuple[PassageRecord, ...] = ()
    journal: tuple[LineRecord, ...] = ()


class PoleRecord(Model):
    """The identity card of a pôle, with the moment it was last written."""

    card: Pole = Field(alias="fiche")
    updated_at: Moment


class ReferentialText(Model):
    """A version of the referential in full, under the hash of its canonical text."""

    hash: Hash = Field(alias="empreinte")
    content: dict[str, object] = Field(alias="contenu")


class Content(Model):
    """What is exchanged."""

    nature: Nature = Field(strict=False)
    referentials: tuple[ReferentialText, ...] = Field(alias="referentiels")
    poles: tuple[PoleRecord, ...]
    evaluations: tuple[EvaluationSection, ...]
    journal: tuple[LineRecord, ...] = ()


class ExchangeFile(Model):
    """The whole file. ``empreinte`` is the SHA-256 of ``contenu`` in its canonical form."""

    format: Literal["ptce-echange"]
    version: int = Field(ge=1)
    exported_at: Moment = Field(alias="exporte_le")
    generator: str = Field(alias="genere_par", max_length=200)
    fingerprint: Hash = Field(alias="empreinte")
    content: Content = Field(alias="contenu")


SECTIONS: dict[str, tuple[str, type[Model]]] = {
    "repondants": ("respondents", Respondent),
    "avis": ("answers", AnswerRecord),
    "votes": ("tallies", TallyRecord),
    "positions": ("positions", PositionRecord),
    "actions": ("actions", ActionRecord),
    "reperes": ("marks", Mark),
    "questionnaires": ("questionnaires", Receipt),
    "instantanes": ("snapshots", Snapshot),
    "effacements": ("erasures", ErasureRecord),
    "passages": ("passages", PassageRecord),
}
"""Key of an evaluation in the file → the table of its rows, and what one of them is."""

LOGGED = ("answers", "tallies", "positions", "actions")
"""Tables whose rows tell their own creation."""
UNLOGGED = "sans_historique"
