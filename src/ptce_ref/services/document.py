"""What can be produced from the database: one table of documents, and making several of them in a row.

To add a document, add a line to ``DOCUMENTS``: the screens and the demonstration read it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.theme import Theme
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports.questionnaire_view import QuestionnaireView
from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.services.evaluation import find_evaluation, summarise_evaluations
from ptce_ref.services.reading import coevaluation_of, comparison_between, gather_candidates
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.problem import DatabaseUnusableError

GoOn = Callable[[], None]
"""Called now and then while a document is made; what it raises stops the making, and nothing is written."""

_COMPARED = 2
"""A comparison needs two evaluations."""


class StoppedError(Exception):
    """Somebody asked to stop: what was being made is not written."""


class Desk:
    """What documents are made from, read once for all of them."""

    def __init__(
        self, workspace: Workspace, reference: str | None, *, names: bool = False, go_on: GoOn = lambda: None
    ) -> None:
        """``reference`` is the evaluation; ``names`` puts names beside the arguments (R18)."""
        self._workspace, self._reference, self._names, self.go_on = workspace, reference, names, go_on

    @cached_property
    def evaluation(self) -> CoevaluationView:
        """Raises :class:`Refusal` when there is no such evaluation."""
        return coevaluation_of(self._workspace, self._reference or "", names=self._names)

    @cached_property
    def questionnaire(self) -> QuestionnaireView:
        """The blank questionnaire. Raises :class:`Refusal` when there is no such evaluation, or opinions are closed."""
        from ptce_ref.services.questionnaire import questionnaire_of  # noqa: PLC0415 - see below

        return questionnaire_of(self._workspace, self._reference or "")

    @cached_property
    def comparison(self) -> ComparisonView:
        """All the evaluations of the database. Raises :class:`Refusal` when there is nothing to compare."""
        candidates = gather_candidates(self._workspace, told=lambda _done, _total: self.go_on())
        return comparison_between(candidates, self._workspace.today)


# What writes a document is imported when it is written: the list of documents must appear at once.


def _blank_grid(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.grid import write_dialogue_grid  # noqa: PLC0415 - see above

    write_dialogue_grid(desk.evaluation, theme, file, filled=False)


def _filled_grid(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.grid import write_dialogue_grid  # noqa: PLC0415 - see above

    write_dialogue_grid(desk.evaluation, theme, file, filled=True)


def _report(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.report import write_coevaluation_report  # noqa: PLC0415 - see above

    write_coevaluation_report(desk.evaluation, theme, file)


def _coevaluation_workbook(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.xlsx.coevaluation import write_coevaluation_workbook  # noqa: PLC0415 - see above

    write_coevaluation_workbook(desk.evaluation, theme, file)


def _blank_questionnaire(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.xlsx.questionnaire import write_questionnaire  # noqa: PLC0415 - see above

    write_questionnaire(desk.questionnaire, theme, file)


def _comparison_workbook(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.xlsx.comparison import write_comparison_workbook  # noqa: PLC0415 - see above

    write_comparison_workbook(desk.comparison, theme, file, go_on=desk.go_on)


def _always(_: Phase) -> str:
    return ""


def _while_answering(phase: Phase) -> str:
    return "" if phase in (Phase.PREPARATION, Phase.OPINIONS) else "les avis sont clos : plus personne n’y répond"


def _once_answered(phase: Phase) -> str:
    return "à partir de la phase « avis » : personne n’a encore répondu" if phase is Phase.PREPARATION else ""


@dataclass(frozen=True)
class Document:
    """A kind of document: what it is for, when it has a sense, how it is written."""

    id: str
    name: str
    form: str
    purpose: str
    stem: str
    suffix: str
    write: Callable[[Desk, Theme, BinaryIO], None]
    closed: Callable[[Phase], str] = _always
    """Why it has no sense yet in a phase; empty when it has."""
    shows_opinions: bool = False
    of_one_evaluation: bool = True

    def file_name(self, reference: str) -> str:
        """Return the name of its file, which tells evaluations apart in one folder."""
        return f"{self.stem}-{reference}{self.suffix}" if self.of_one_evaluation else self.stem + self.suffix


DOCUMENTS: tuple[Document, ...] = (
    Document(
        "grille-vierge",
        "Grille de dialogue, vierge",
        "PDF, A3",
        "à afficher au mur et à remplir ensemble",
        "grille-vierge",
        ".pdf",
        _blank_grid,
    ),
    Document(
        "questionnaire",
        "Questionnaire, vierge",
        "tableur, .xlsx",
        "à envoyer aux membres, puis à reprendre rempli",
        "questionnaire",
        ".xlsx",
        _blank_questionnaire,
        _while_answering,
    ),
    Document(
        "grille-remplie",
        "Grille de dialogue, remplie",
        "PDF, A3",
        "niveaux, couverture et divergences, case par case",
        "grille-remplie",
        ".pdf",
        _filled_grid,
        _once_answered,
        shows_opinions=True,
    ),
    Document(
        "rapport",
        "Rapport de co-évaluation",
        "PDF, A4",
        "à remettre aux membres : profil, désaccords, positions",
        "rapport",
        ".pdf",
        _report,
        _once_answered,
        shows_opinions=True,
    ),
    Document(
        "classeur",
        "Classeur de co-évaluation",
        "tableur, .xlsx",
        "les mêmes chiffres, à trier et à réutiliser",
        "co-evaluation",
        ".xlsx",
        _coevaluation_workbook,
        _once_answered,
        shows_opinions=True,
    ),
    Document(
        "comparaison",
        "Classeur de comparaison",
        "tableur, .xlsx",
        "toutes les évaluations de la base, sans classement",
        "comparaison",
        ".xlsx",
        _comparison_workbook,
        of_one_evaluation=False,
    ),
)


@dataclass(frozen=True)
class Offer:
    """A document one may ask for now: its file, what it will not show yet, or why it cannot be made."""

    document: Document
    file: str
    note: str = ""
    closed: str = ""
    suggested: bool = False
    """Whether it is what one most likely wants at this moment."""


def offer_documents(workspace: Workspace, reference: str | None) -> tuple[Offer, ...]:
    """Return the documents of an evaluation, then those of the whole database.

    Raises :class:`Refusal` when there is no such evaluation.
    """
    evaluation = find_evaluation(workspace, reference) if reference else None
    compared = len(summarise_evaluations(workspace))
    return tuple(
        _offer(document, evaluation, compared) for document in DOCUMENTS if evaluation or not document.of_one_evaluation
    )


def _offer(document: Document, evaluation: Evaluation | None, compared: int) -> Offer:
    file = document.file_name(evaluation.id if evaluation else "")
    if evaluation is None or not document.of_one_evaluation:
        closed = "" if compared >= _COMPARED else "il faut au moins deux évaluations"
        return Offer(document, file, closed=closed, suggested=evaluation is None and not closed)
    visible = others_visible(evaluation.phase)
    hides = document.shows_opinions and not visible
    note = "avis masqués jusqu’au dialogue : seule la couverture est montrée" if hides else ""
    closed = document.closed(evaluation.phase)
    return Offer(document, file, note, closed, document.shows_opinions is visible and not closed)


@dataclass(frozen=True)
class Outcome:
    """What became of a document: its file and its size, or why there is none."""

    document: Document
    file: Path
    size: int = 0
    problem: str = ""


def produce(
    workspace: Workspace,
    reference: str | None,
    wanted: Sequence[str],
    folder: Path,
    *,
    names: bool = False,
    go_on: GoOn = lambda: None,
) -> Iterator[Outcome]:
    """Make the documents wanted (by id) in ``folder``, one after the other, yielding each as it is done.

    One that fails does not stop the next. ``go_on`` may raise :class:`StoppedError`: what was being
    made then leaves no file. Raises :class:`Refusal` when the templates cannot serve.
    """
    from ptce_ref.services.production import sound_theme  # noqa: PLC0415 - see above

    theme, desk = sound_theme(), Desk(workspace, reference, names=names, go_on=go_on)
    for document in DOCUMENTS:
        if document.id in wanted:
            go_on()
            yield _make(document, desk, theme, folder / document.file_name(reference or ""), go_on)


def _make(document: Document, desk: Desk, theme: Theme, target: Path, go_on: GoOn) -> Outcome:
    from ptce_ref.services.production import write_whole  # noqa: PLC0415 - see above

    try:
        file = write_whole(target, lambda stream: document.write(desk, theme, stream), go_on)
        return Outcome(document, file, file.stat().st_size)
    except (Refusal, DatabaseUnusableError) as error:
        return Outcome(document, target, problem=str(error))
    except OSError:
        # Written, and already moved by somebody: there is nothing to say of its size.
        return Outcome(document, target)
