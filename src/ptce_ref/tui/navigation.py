"""From one screen to the next: which one follows, and what it is given.

Screens not needed at once are imported when first opened. Knows neither keys nor what a screen shows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ptce_ref.domain.phase import NAMES, answers_open
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.steady import LOCK_PATIENCE, SteadyApp
from ptce_ref.tui.text import say

if TYPE_CHECKING:  # the first screen needs no model; what opens the next ones imports what it calls
    from ptce_ref.domain.evaluation import Evaluation, Respondent
    from ptce_ref.domain.pole import Pole
    from ptce_ref.services.workspace import Workspace
    from ptce_ref.tui.draft import Drafts


class Navigation(SteadyApp):
    """An application that holds an open database and goes from screen to screen."""

    def __init__(self, workspace: Workspace | None, drafts: Drafts) -> None:
        super().__init__()
        self._workspace = workspace
        self._put_down: Workspace | None = None
        self.drafts = drafts

    @property
    def workspace(self) -> Workspace:
        """The open database; no screen that needs it is shown before there is one."""
        if self._workspace is None:
            raise RuntimeError("the first screen makes the database")
        return self._workspace

    def close_workspace(self) -> None:
        if self._workspace is not None:
            self._workspace.store.close()

    def put_base_down(self) -> None:
        """Close the file for a while: another one is about to take its place. Nothing may read it until then."""
        self._put_down, self._workspace = self._workspace, None
        if self._put_down is not None:
            self._put_down.store.close()

    def take_base_up(self) -> None:
        """Open again the file that was put down; raises :class:`DatabaseUnusableError`. Nothing else moves."""
        if self._put_down is not None:
            self._workspace, self._put_down = self._put_down, None
            self._workspace.reopen()
            self._workspace.store.wait_at_most(LOCK_PATIENCE)

    def pole_of(self, evaluation: Evaluation) -> Pole:
        """Return the pôle of an evaluation."""
        from ptce_ref.services.pole import find_pole  # noqa: PLC0415 - not needed by the first screen

        return find_pole(self.workspace, evaluation.pole_id)

    def open_evaluation(self, evaluation: Evaluation) -> None:
        """Show the page of an evaluation."""
        from ptce_ref.tui.screens.evaluation import EvaluationScreen  # noqa: PLC0415 - not needed by the first screen

        self.push_screen(EvaluationScreen(evaluation))

    def open_grid(self, evaluation: Evaluation) -> None:
        """Show the table de dialogue. Raises :class:`Refusal` or :class:`DatabaseUnusableError`."""
        from ptce_ref.services.reading import state_of  # noqa: PLC0415 - not needed by the first screen
        from ptce_ref.tui.screens.grid import GridScreen  # noqa: PLC0415 - as above

        self.push_screen(GridScreen(evaluation, state_of(self.workspace, evaluation.id)))

    def open_answers(
        self,
        evaluation: Evaluation,
        respondent: Respondent | None,
        indicator: str | None,
        chosen: Callable[[Respondent], None],
    ) -> None:
        """Open the scoring for a respondent, after choosing one when none is given.

        ``indicator`` is the first question shown. In the phase « préparation » people may be listed,
        nothing more. Raises :class:`Refusal` once answers are locked, :class:`DatabaseUnusableError`.
        """
        from ptce_ref.tui.screens.respondent import RespondentScreen  # noqa: PLC0415 - not needed by the first screen

        evaluation = self._collecting(evaluation)

        def score(person: Respondent | None) -> None:
            if person is not None:
                chosen(person)
                self._score(evaluation, person, indicator)

        if respondent is None:
            self.push_screen(RespondentScreen(evaluation), score)
        else:
            score(respondent)

    def open_people(self, evaluation: Evaluation) -> None:
        """List who answers; the list stays under the scoring it opens. Raises as :meth:`open_answers`."""
        from ptce_ref.tui.screens.respondent import RespondentScreen  # noqa: PLC0415 - not needed by the first screen

        evaluation = self._collecting(evaluation)
        self.push_screen(RespondentScreen(evaluation, opens=lambda person: self._score(evaluation, person, None)))

    def _collecting(self, evaluation: Evaluation) -> Evaluation:
        """Return the evaluation as the file has it, while people may be registered or answer."""
        from ptce_ref.services.evaluation import find_evaluation  # noqa: PLC0415 - not needed by the first screen

        current = find_evaluation(self.workspace, evaluation.id)
        if current.phase is not Phase.PREPARATION:
            _require_opinions(current)
        return current

    def _score(self, evaluation: Evaluation, person: Respondent, indicator: str | None) -> None:
        """Open the sheet of somebody, or say why it cannot be."""
        from ptce_ref.tui.screens.scoring import ScoringScreen  # noqa: PLC0415 - not needed by the first screen
        from ptce_ref.tui.sheet import Sheet  # noqa: PLC0415 - as above

        try:
            current = self._collecting(evaluation)
            if current.phase is Phase.PREPARATION:
                say(self, f"{person.id} est inscrit. Les avis se donneront à la phase « avis » (touche p).")
                return
            sheet = Sheet(self.workspace, current, person, self.drafts, indicator, offering=True)
        except (Refusal, DatabaseUnusableError) as error:
            say(self, str(error), "error")
        else:
            self.push_screen(ScoringScreen(sheet))

    def open_quick(self, evaluation: Evaluation) -> None:
        """List whose paper questionnaire to copy; the list stays under the copy, to go on with the next one."""
        from ptce_ref.services.evaluation import find_evaluation  # noqa: PLC0415 - not needed by the first screen
        from ptce_ref.tui.screens.quick import QuickScreen  # noqa: PLC0415 - as above
        from ptce_ref.tui.screens.respondent import RespondentScreen  # noqa: PLC0415 - as above
        from ptce_ref.tui.sheet import Sheet  # noqa: PLC0415 - as above

        def copy(person: Respondent) -> None:
            try:
                current = find_evaluation(self.workspace, evaluation.id)
                _require_opinions(current)
                sheet = Sheet(self.workspace, current, person, self.drafts)
            except (Refusal, DatabaseUnusableError) as error:
                say(self, str(error), "error")
            else:
                self.push_screen(QuickScreen(sheet, lambda: listed.propose_after(person.id)))

        listed = RespondentScreen(evaluation, copying=True, opens=copy)
        self.push_screen(listed)

    def open_identity(self, pole: Pole | None, saved: Callable[[Pole | None], None]) -> None:
        """Show the identity card of a pôle, or the form of a new one."""
        from ptce_ref.tui.screens.identity import IdentityForm  # noqa: PLC0415 - not needed by the first screen

        self.push_screen(IdentityForm(pole), saved)

    def open_comparison(self, evaluation: Evaluation | None = None) -> None:
        """Compare evaluations; the one given is chosen from the start."""
        from ptce_ref.tui.screens.comparison import ComparisonScreen  # noqa: PLC0415 - not needed by the first screen

        self.push_screen(ComparisonScreen(evaluation))

    def open_referential(self, evaluation: Evaluation | None = None, indicator: str | None = None) -> None:
        """Read the referential of an evaluation, or the shipped one; ``indicator`` is shown first.

        Raises :class:`Refusal` when the shipped referential cannot serve.
        """
        from ptce_ref.services.referential import referential_of, sound_referential  # noqa: PLC0415 - reads YAML
        from ptce_ref.tui.screens.referential import ReferentialScreen  # noqa: PLC0415 - not needed by the first screen

        referential = referential_of(self.workspace, evaluation.referential_hash) if evaluation else sound_referential()
        self.push_screen(ReferentialScreen(referential, indicator))

    def open_evaluation_form(self, pole: Pole, opened: Callable[[Evaluation | None], None]) -> None:
        """Raises :class:`Refusal` when the shipped referential cannot serve."""
        from ptce_ref.services.referential import sound_referential  # noqa: PLC0415 - reads YAML, only here
        from ptce_ref.tui.screens.evaluation_form import EvaluationForm  # noqa: PLC0415 - not needed by the first screen

        self.push_screen(EvaluationForm(pole, sound_referential()), opened)

    def open_phases(self, evaluation: Evaluation, moved: Callable[[Evaluation | None], None]) -> None:
        from ptce_ref.tui.screens.phase import PhaseDialog  # noqa: PLC0415 - not needed by the first screen

        self.push_screen(PhaseDialog(evaluation), moved)

    def open_returned(self) -> None:
        """Take back what people filled; the screen under it is read again after."""
        from ptce_ref.tui.screens.base import BaseScreen  # noqa: PLC0415 - not needed by the first screen
        from ptce_ref.tui.screens.returned_choice import ReturnedChoiceScreen  # noqa: PLC0415 - as above

        def read_again(_: None) -> None:
            screen = self.screen
            if isinstance(screen, BaseScreen) and screen.is_mounted:
                screen.database_changed()

        self.push_screen(ReturnedChoiceScreen(), read_again)

    def open_tour(self) -> None:
        """Show the guided visit; what was on the screen is there again after."""
        from ptce_ref.tui.screens.tour import TourScreen  # noqa: PLC0415 - not needed by the first screen

        if not isinstance(self.screen, TourScreen):
            self.push_screen(TourScreen())


def _require_opinions(evaluation: Evaluation) -> None:
    if not answers_open(evaluation.phase):
        phase = NAMES[evaluation.phase]
        raise Refusal(
            f"Les avis se donnent dans la phase « avis » ; l’évaluation en est à la phase « {phase} ». "
            "La touche p en change."
        )
