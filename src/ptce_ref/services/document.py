"""What can be produced from the database: one table of documents, and making several of them in a row.

To add a document, add a line to ``DOCUMENTS``: the screens and the demonstration read it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible, positions_open
from ptce_ref.domain.theme import Theme
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.reports.card_view import count_sheets
from ptce_ref.reports.questionnaire_view import QuestionnaireView
from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.services.evaluation import find_evaluation, lone_colleges_of, summarise_evaluations
from ptce_ref.services.reading import coevaluation_of, comparison_between, gather_candidates
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.spool import Spool
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.problem import DatabaseUnusableError

if TYPE_CHECKING:
    from ptce_ref.reports.monograph_view import MonographView

GoOn = Callable[[], None]
"""Called now and then while a document is made; what it raises stops the making, and nothing is written."""

FOR_THE_MEETING, AFTER_THE_MEETING, WORKBOOKS = "Pour la séance", "Après la séance", "Tableurs"
GROUPS = (FOR_THE_MEETING, AFTER_THE_MEETING, WORKBOOKS)
"""The groups of the documents, in the order in which they are listed."""

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
        return comparison_between(candidates, self._workspace.today, keep=Spool)

    def monograph(self, theme: Theme) -> "MonographView":
        """The account of its pôle, resting on the evaluation, without any name, cut as the templates say.

        Raises :class:`Refusal` when there is no such evaluation, or the templates cannot serve.
        """
        from ptce_ref.services.monograph import monograph_at, sound_frame  # noqa: PLC0415 - see below

        return monograph_at(self._workspace, self._reference or "", sound_frame(theme.folder))

    def write_plenary(self, theme: Theme, file: BinaryIO) -> None:
        """Write the kit of a plenary. Raises :class:`Refusal` when there is no such evaluation."""
        from ptce_ref.reports.pdf.plenary import write_plenary  # noqa: PLC0415 - see below
        from ptce_ref.services.kit import plenary_of  # noqa: PLC0415 - see below

        write_plenary(plenary_of(self._workspace, self.evaluation), theme, file)

    def write_visit(self, theme: Theme, file: BinaryIO) -> None:
        """Write the kit of a learning visit. Raises :class:`Refusal` when there is no such evaluation."""
        from ptce_ref.reports.pdf.visit import write_visit  # noqa: PLC0415 - see below
        from ptce_ref.services.kit import visit_of  # noqa: PLC0415 - see below

        write_visit(visit_of(self._workspace, self.evaluation), theme, file)


# What writes a document is imported when it is written: the list of documents must appear at once.


def _blank_grid(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.grid import write_dialogue_grid  # noqa: PLC0415 - see above

    write_dialogue_grid(desk.evaluation, theme, file, filled=False)


def _filled_grid(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.grid import write_dialogue_grid  # noqa: PLC0415 - see above

    write_dialogue_grid(desk.evaluation, theme, file, filled=True)


def _blank_sheets(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets  # noqa: PLC0415 - see above

    write_indicator_sheets(desk.evaluation, theme, file)


def _filled_sheets(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets  # noqa: PLC0415 - see above

    write_indicator_sheets(desk.evaluation, theme, file, filled=True)


def _cards(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.card_view import deck_of_evaluation  # noqa: PLC0415 - see above
    from ptce_ref.reports.pdf.card import write_cards  # noqa: PLC0415 - see above

    write_cards(deck_of_evaluation(desk.evaluation), theme, file)


def _report(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.report import write_coevaluation_report  # noqa: PLC0415 - see above

    write_coevaluation_report(desk.evaluation, theme, file)


def _coevaluation_workbook(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.xlsx.coevaluation import write_coevaluation_workbook  # noqa: PLC0415 - see above

    write_coevaluation_workbook(desk.evaluation, theme, file)


def _blank_questionnaire(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.xlsx.questionnaire import write_questionnaire  # noqa: PLC0415 - see above

    write_questionnaire(desk.questionnaire, theme, file)


def _paper_questionnaire(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.paper_questionnaire import write_paper_questionnaire  # noqa: PLC0415 - see above

    write_paper_questionnaire(desk.questionnaire, theme, file)


def _agenda(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.agenda import write_agenda  # noqa: PLC0415 - see above
    from ptce_ref.services.meeting import agenda_of  # noqa: PLC0415 - see above

    write_agenda(agenda_of(desk.evaluation), theme, file)


def _comparison_workbook(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.xlsx.comparison import write_comparison_workbook  # noqa: PLC0415 - see above

    write_comparison_workbook(desk.comparison, theme, file, go_on=desk.go_on)


def _comparison_report(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.comparison_report import write_comparison_report  # noqa: PLC0415 - see above

    write_comparison_report(desk.comparison, theme, file, go_on=desk.go_on)


def _monograph(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.monograph import write_monograph  # noqa: PLC0415 - see above

    write_monograph(desk.monograph(theme), theme, file)


def _world_cafe(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    from ptce_ref.reports.pdf.world_cafe import write_world_cafe  # noqa: PLC0415 - see above
    from ptce_ref.services.kit import world_cafe_of  # noqa: PLC0415 - see above

    write_world_cafe(world_cafe_of(desk.evaluation), theme, file)


def _always(_: Phase) -> str:
    return ""


def _while_answering(phase: Phase) -> str:
    return "" if phase in (Phase.PREPARATION, Phase.OPINIONS) else "les avis sont clos : plus personne n’y répond"


def _once_answered(phase: Phase) -> str:
    return "à partir de la phase « avis » : personne n’a encore répondu" if phase is Phase.PREPARATION else ""


def _before_closing(phase: Phase) -> str:
    return "l’évaluation est close" if phase is Phase.CLOSED else ""


def _once_visible(phase: Phase) -> str:
    return "" if others_visible(phase) else "à partir de la phase « dialogue » : les avis sont encore masqués"


def _while_discussing(phase: Phase) -> str:
    if positions_open(phase):
        return ""
    return "la discussion est finie" if others_visible(phase) else "à partir de la phase « dialogue »"


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
    moment: str = FOR_THE_MEETING
    """When one needs it: the group under which it is listed; a workbook is listed with the workbooks."""
    quotes: bool = False
    """Whether it tells what each college answered and argued: a college of one person is then recognised."""
    sheets: Callable[[int], int] | None = None
    """How many sheets of paper it takes for a number of questions, when that is worth knowing before."""
    on_request: bool = False
    """Whether only some sessions need it: it is offered, never ticked beforehand."""

    @property
    def group(self) -> str:
        """The title of the documents among which it is listed."""
        return WORKBOOKS if self.suffix == ".xlsx" else self.moment

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
        "questionnaire-papier",
        "Questionnaire papier, vierge",
        "PDF, A4",
        "à remplir au stylo, puis à recopier par la saisie rapide",
        "questionnaire-papier",
        ".pdf",
        _paper_questionnaire,
        _while_answering,
        on_request=True,
    ),
    Document(
        "ordre-du-jour",
        "Ordre du jour, pour deux heures",
        "PDF, A4",
        "ce qui divise d’abord : pourquoi, combien de temps, qui commence",
        "ordre-du-jour",
        ".pdf",
        _agenda,
        _while_discussing,
        shows_opinions=True,
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
        "fiches",
        "Fiches d’indicateur, à remplir",
        "PDF, A4",
        "une par question : arguments, position, avis minoritaire",
        "fiches",
        ".pdf",
        _blank_sheets,
        on_request=True,
    ),
    Document(
        "cartes",
        "Cartes à découper",
        "PDF, A4",
        "questions et niveaux, accords et divergences",
        "cartes",
        ".pdf",
        _cards,
        on_request=True,
        sheets=count_sheets,
    ),
    Document(
        "fiches-remplies",
        "Fiches d’indicateur, remplies",
        "PDF, A4",
        "avis par collège, arguments, position, question par question",
        "fiches-remplies",
        ".pdf",
        _filled_sheets,
        _once_visible,
        shows_opinions=True,
        quotes=True,
        on_request=True,
    ),
    Document(
        "world-cafe",
        "Dossier de World Café",
        "PDF, A4",
        "mener la séance : horaire, affiches, billets, cartes, récolte",
        "world-cafe",
        ".pdf",
        _world_cafe,
        _before_closing,
        on_request=True,
    ),
    Document(
        "pleniere",
        "Dossier de plénière à main levée",
        "PDF, A4",
        "mener la séance : affiches des niveaux, comptage par collège",
        "pleniere",
        ".pdf",
        Desk.write_plenary,
        _before_closing,
        on_request=True,
    ),
    Document(
        "visite",
        "Carnet de visite apprenante",
        "PDF, A4",
        "pour un autre pôle qui vient voir, et ce qu’il laisse",
        "visite",
        ".pdf",
        Desk.write_visit,
        on_request=True,
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
        quotes=True,
        moment=AFTER_THE_MEETING,
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
        quotes=True,
    ),
    Document(
        "monographie",
        "Monographie du pôle",
        "PDF, A4",
        "le récit du pôle, à compléter : origine, frictions, outils",
        "monographie",
        ".pdf",
        _monograph,
        _once_answered,
        shows_opinions=True,
        moment=AFTER_THE_MEETING,
        on_request=True,
    ),
    Document(
        "rapport-comparaison",
        "Rapport de comparaison",
        "PDF, A4",
        "les pôles de la base côte à côte, sans classement",
        "rapport-comparaison",
        ".pdf",
        _comparison_report,
        of_one_evaluation=False,
        moment=AFTER_THE_MEETING,
        on_request=True,
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


def require_sense(identifier: str, phase: Phase) -> None:
    """Raise :class:`Refusal` when a document (by id) has no sense in a phase, as the list of documents says it."""
    document = next(item for item in DOCUMENTS if item.id == identifier)
    reason = document.closed(phase)
    if reason:
        raise Refusal(f"{document.name}{wording.NBSP}: {reason}.")


def offer_documents(workspace: Workspace, reference: str | None) -> tuple[Offer, ...]:
    """Return the documents of an evaluation, then those of the whole database.

    Raises :class:`Refusal` when there is no such evaluation.
    """
    evaluation = find_evaluation(workspace, reference) if reference else None
    alone = lone_colleges_of(workspace, evaluation) if evaluation and others_visible(evaluation.phase) else ()
    compared = len(summarise_evaluations(workspace))
    return tuple(
        _offer(document, evaluation, compared, alone)
        for document in DOCUMENTS
        if evaluation or not document.of_one_evaluation
    )


def _offer(document: Document, evaluation: Evaluation | None, compared: int, alone: Sequence[str]) -> Offer:
    file = document.file_name(evaluation.id if evaluation else "")
    if evaluation is None or not document.of_one_evaluation:
        closed = "" if compared >= _COMPARED else "il faut au moins deux évaluations"
        return Offer(document, file, closed=closed, suggested=not (evaluation or closed or document.on_request))
    visible = others_visible(evaluation.phase)
    closed = document.closed(evaluation.phase)
    hides = document.shows_opinions and not visible and not closed
    note = "avis masqués jusqu’au dialogue : seule la couverture est montrée" if hides else ""
    if document.quotes and alone and not closed:
        note = f"{wording.count(len(alone), 'collège')} d’une seule personne, reconnaissable : à garder entre vous"
    if document.sheets:
        asked = len(evaluation.indicators)
        sheets = wording.count(document.sheets(asked), "feuille")
        note = f"{wording.count(asked, 'question')}{wording.NBSP}: environ {sheets} à imprimer en recto verso"
    suggested = document.shows_opinions is visible and not (closed or document.on_request)
    return Offer(document, file, note, closed, suggested)


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
    from ptce_ref.services.theme import sound_theme  # noqa: PLC0415 - see above

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
