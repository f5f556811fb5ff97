"""The phases of an evaluation: what each one allows, and going from one to the next (R5)."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import MEANINGS, NAMES, ORDER, is_step_back, may_move
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports.wording import sentence
from ptce_ref.services.evaluation import move_phase, summarise_evaluations
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseDialog, sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.text import Choice, ChoiceList, Piece, TextBlock, say, set_frame_title


class PhaseDialog(BaseDialog[Evaluation]):
    """Returns the evaluation once moved, or None when nothing moved."""

    HERE = Help(
        "Changer de phase",
        (
            (
                "Une évaluation avance d’une phase à la fois. On peut revenir à toute phase déjà passée : "
                "rien n’est effacé, et le retour est inscrit au journal."
            ),
        ),
        (("↑ ↓", "passer d’une phase à l’autre"), ("Entrée", "aller à la phase marquée")),
    )
    DEFAULT_CSS = """
    PhaseDialog ChoiceList { border: none; background: $surface; padding: 0; margin: 1 0; max-height: 100%; }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, "Changer de phase")
            yield TextBlock((self._evaluation.title, "bold"))
            yield ChoiceList([_line(self._evaluation.phase, phase) for phase in ORDER])

    def on_mount(self) -> None:
        current = ORDER.index(self._evaluation.phase)
        following = ORDER[min(current + 1, len(ORDER) - 1)]
        self.query_one(ChoiceList).highlight_id(following.value)

    @on(ChoiceList.OptionSelected)
    def _choose(self, event: ChoiceList.OptionSelected) -> None:
        wanted, current = Phase(event.option_id or ""), self._evaluation.phase
        if is_step_back(current, wanted):
            sentences = (
                f"Revenir de « {NAMES[current]} » à « {NAMES[wanted]} » ?",
                "Rien n’est effacé. Le retour est inscrit au journal.",
            )
            self.app.push_screen(ConfirmDialog("Revenir en arrière", sentences, "Revenir"), self._on_confirmed(wanted))
        elif current is Phase.OPINIONS:
            sentences = (self._late(), "Les avis seront figés, et montrés à tous. On pourra revenir en arrière.")
            self.app.push_screen(ConfirmDialog("Passer au dialogue", sentences, "Passer"), self._on_confirmed(wanted))
        elif wanted is Phase.CLOSED:
            sentences = (
                "Clore l’évaluation ?",
                "Elle est figée avec son référentiel, et une copie datée en est gardée. On pourra la rouvrir.",
            )
            self.app.push_screen(ConfirmDialog("Clore", sentences, "Clore"), self._on_confirmed(wanted))
        else:
            self._move(wanted)

    def _late(self) -> str:
        """Return who has not finished, in one sentence."""
        summaries = summarise_evaluations(self.ptce.workspace, self._evaluation.pole_id)
        return next(s.next_step for s in summaries if s.evaluation.id == self._evaluation.id)

    def _on_confirmed(self, wanted: Phase) -> Callable[[bool | None], None]:
        def move(confirmed: bool | None) -> None:
            if confirmed:
                self._move(wanted)

        return move

    def _move(self, wanted: Phase) -> None:
        try:
            moved = move_phase(self.ptce.workspace, self._evaluation.id, wanted.value, confirmed=True)
        except (Refusal, DatabaseUnusableError) as error:
            say(self.app, sentence_of(error), "error")
            return
        say(self.app, f"Phase « {NAMES[moved.phase]} ». {MEANINGS[moved.phase]}")
        self.dismiss(moved)


def _line(current: Phase, phase: Phase) -> Choice:
    name: Piece = (sentence(NAMES[phase]), "bold")
    if phase is current:
        return Choice(
            phase.value, ("● ", name, (" (phase actuelle)", "bold"), (f"\n{MEANINGS[phase]}", "$quiet")), disabled=True
        )
    mark = "✓ " if is_step_back(current, phase) else "○ "
    return Choice(phase.value, (mark, name, (f"\n{MEANINGS[phase]}", "$quiet")), disabled=not may_move(current, phase))
