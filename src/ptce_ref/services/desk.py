"""What documents are made from, and what writes each of them: one function a document."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.theme import Theme
from ptce_ref.reports.questionnaire_view import QuestionnaireView
from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.services.addressee import addressees_of
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.reading import coevaluation_of, comparison_between, crossed_view_of, gather_candidates
from ptce_ref.services.spool import Spool
from ptce_ref.services.workspace import Workspace

if TYPE_CHECKING:
    from ptce_ref.reports.monograph_view import MonographView

GoOn = Callable[[], None]
"""Called now and then while a document is made; what it raises stops the making, and nothing is written."""


class Desk:
    """What documents are made from, read once for all of them."""

    def __init__(
        self,
        workspace: Workspace,
        reference: str | None,
        *,
        names: bool = False,
        for_others: bool = False,
        person: str | None = None,
        only: Sequence[str] | None = None,
        go_on: GoOn = lambda: None,
    ) -> None:
        """``reference`` is the evaluation; ``names`` puts names beside the arguments, ``for_others`` merges (R18).

        ``person`` is the respondent for whom a questionnaire is made; it is blank without. What is made for each
        person is made for ``only`` these respondents, for all of them when it is None.
        """
        self._workspace, self._reference, self.go_on = workspace, reference, go_on
        self._names, self._for_others, self._person, self._only = names, for_others, person, only

    def for_person(self, person: str) -> "Desk":
        """Return what is made of the same evaluation for one respondent (an id)."""
        return Desk(self._workspace, self._reference, person=person, go_on=self.go_on)

    @cached_property
    def evaluation(self) -> CoevaluationView:
        """Raises :class:`Refusal` when there is no such evaluation."""
        return coevaluation_of(self._workspace, self._reference or "", names=self._names, for_others=self._for_others)

    @cached_property
    def for_the_room(self) -> CoevaluationView:
        """What circulates in the room once filled. Raises :class:`Refusal` when there is no such evaluation."""
        from ptce_ref.services.meeting_paper import for_the_room  # noqa: PLC0415 - see below

        return for_the_room(self._workspace, self.evaluation)

    @cached_property
    def asked(self) -> Evaluation:
        """The evaluation as it is stored, without its figures. Raises :class:`Refusal` when there is none such."""
        return find_evaluation(self._workspace, self._reference or "")

    @cached_property
    def people(self) -> tuple[str, ...]:
        """For whom what is made for each person is made, by id. Raises :class:`Refusal` as ``asked`` does."""
        return tuple(person.id for person in addressees_of(self._workspace, self.asked, self._only))

    @cached_property
    def questionnaire(self) -> QuestionnaireView:
        """The questionnaire, of the person if there is one. Raises :class:`Refusal` as ``questionnaire_of`` does."""
        from ptce_ref.services.questionnaire import questionnaire_of  # noqa: PLC0415 - see below

        return questionnaire_of(self._workspace, self._reference or "", respondent=self._person)

    @cached_property
    def comparison(self) -> ComparisonView:
        """All the evaluations of the database. Raises :class:`Refusal` when there is nothing to compare."""
        candidates = gather_candidates(self._workspace, told=lambda _done, _total: self.go_on())
        return comparison_between(candidates, self._workspace.today, keep=Spool)

    @cached_property
    def crossed(self) -> CoevaluationView:
        """The evaluation with the view of another pôle. Raises :class:`Refusal` when there are not both."""
        return crossed_view_of(self._workspace, self._reference or "")

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


def write_blank_grid(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the grid to fill."""
    from ptce_ref.reports.pdf.grid import write_dialogue_grid  # noqa: PLC0415 - see above

    write_dialogue_grid(desk.evaluation, theme, file, filled=False)


def write_grid_in_sheets(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the grid to fill on ordinary paper, over several sheets."""
    from ptce_ref.reports.pdf.grid import write_dialogue_grid  # noqa: PLC0415 - see above

    write_dialogue_grid(desk.evaluation, theme, file, filled=False, paper="a4")


def write_grid_for_the_wall(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the grid to fill as one large sheet."""
    from ptce_ref.reports.pdf.grid import write_dialogue_grid  # noqa: PLC0415 - see above

    write_dialogue_grid(desk.evaluation, theme, file, filled=False, paper="a1")


def write_filled_grid(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the grid with its levels."""
    from ptce_ref.reports.pdf.grid import write_dialogue_grid  # noqa: PLC0415 - see above

    write_dialogue_grid(desk.evaluation, theme, file, filled=True)


def write_blank_sheets(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the sheets to fill."""
    from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets  # noqa: PLC0415 - see above

    write_indicator_sheets(desk.evaluation, theme, file)


def write_meeting_sheets(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the sheets to fill of what the agenda has time for, in its order."""
    from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets  # noqa: PLC0415 - see above
    from ptce_ref.services.meeting import questions_of_meeting  # noqa: PLC0415 - see above

    write_indicator_sheets(desk.evaluation, theme, file, wanted=questions_of_meeting(desk.evaluation))


def write_filled_sheets(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the sheets with what was said."""
    from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets  # noqa: PLC0415 - see above

    write_indicator_sheets(desk.for_the_room, theme, file, filled=True)


def write_cards(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the cards to cut."""
    from ptce_ref.reports.card_view import deck_of_evaluation  # noqa: PLC0415 - see above
    from ptce_ref.reports.pdf.card import write_cards  # noqa: PLC0415 - see above

    write_cards(deck_of_evaluation(desk.evaluation), theme, file)


def write_report(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the report of the co-evaluation."""
    from ptce_ref.reports.pdf.report import write_coevaluation_report  # noqa: PLC0415 - see above

    write_coevaluation_report(desk.evaluation, theme, file)


def write_peer_report(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write both views of the pôle side by side. Raises :class:`Refusal` when there are not both."""
    from ptce_ref.reports.pdf.peer_report import write_peer_report  # noqa: PLC0415 - see above

    write_peer_report(desk.crossed, theme, file)


def write_coevaluation_workbook(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the workbook of the co-evaluation."""
    from ptce_ref.reports.xlsx.coevaluation import write_coevaluation_workbook  # noqa: PLC0415 - see above

    write_coevaluation_workbook(desk.evaluation, theme, file)


def write_questionnaire(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the questionnaire, as a workbook."""
    from ptce_ref.reports.xlsx.questionnaire import write_questionnaire  # noqa: PLC0415 - see above

    write_questionnaire(desk.questionnaire, theme, file)


def write_paper_questionnaire(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the questionnaire to fill with a pen."""
    from ptce_ref.reports.pdf.paper_questionnaire import write_paper_questionnaire  # noqa: PLC0415 - see above

    write_paper_questionnaire(desk.questionnaire, theme, file)


def write_agenda(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the agenda of the meeting."""
    from ptce_ref.reports.pdf.agenda import write_agenda  # noqa: PLC0415 - see above
    from ptce_ref.services.meeting import agenda_of  # noqa: PLC0415 - see above

    write_agenda(agenda_of(desk.evaluation), theme, file)


def write_comparison_workbook(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the workbook of the comparison."""
    from ptce_ref.reports.xlsx.comparison import write_comparison_workbook  # noqa: PLC0415 - see above

    write_comparison_workbook(desk.comparison, theme, file, go_on=desk.go_on)


def write_comparison_report(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the report of the comparison."""
    from ptce_ref.reports.pdf.comparison_report import write_comparison_report  # noqa: PLC0415 - see above

    write_comparison_report(desk.comparison, theme, file, go_on=desk.go_on)


def write_monograph(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the account of the pôle."""
    from ptce_ref.reports.pdf.monograph import write_monograph  # noqa: PLC0415 - see above

    write_monograph(desk.monograph(theme), theme, file)


def write_world_cafe(desk: Desk, theme: Theme, file: BinaryIO) -> None:
    """Write the kit of a World Café."""
    from ptce_ref.reports.pdf.world_cafe import write_world_cafe  # noqa: PLC0415 - see above
    from ptce_ref.services.kit import world_cafe_of  # noqa: PLC0415 - see above

    write_world_cafe(world_cafe_of(desk.evaluation), theme, file)
