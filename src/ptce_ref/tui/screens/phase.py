"""The phases of an evaluation: what each one allows, and going from one to the next (R5)."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.overview import EvaluationLine, Task, next_step
from ptce_ref.domain.phase import MEANINGS, NAMES, ORDER, is_step_back, may_move
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.reports.awaited import frozen, recognisable, still_voting, unrepresented
from ptce_ref.services.evaluation import find_evaluation, lone_colleges_of, move_phase, respondents_of
from ptce_ref.services.mark import marks_of
from ptce_ref.services.overview import overview_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.list_window import ListWindow
from ptce_ref.tui.text import Choice, ChoiceList, Piece, TextBlock, say, set_frame_title

_TALL = 30
"""Rows from which the phases already gone through say again what they mean."""
_LEAVING = {
    Phase.PREPARATION: "On peut encore inscrire des répondants pendant les avis.",
    Phase.OPINIONS: "Les avis et les votes ne se donnent plus, et tous peuvent les lire.",
    Phase.DIALOGUE: "Rien ne se ferme : les positions s’écrivent dans les deux phases.",
    Phase.POSITION: "Les positions ne s’écrivent plus.",
    Phase.ACTION_PLAN: "Plus rien ne change, plan d’action compris ; une copie datée est gardée.",
}
"""What going forward from a phase closes."""
_ANEW = "Pour changer d’usage ou de questions : retirer l’évaluation (Échap, puis Suppr) et en ouvrir une autre."
"""What nothing here lets one do: said while it costs little."""


class PhaseDialog(ListWindow[Evaluation]):
    """Returns the evaluation once moved, or None when nothing moved."""

    HERE = Help(
        "Changer de phase",
        (
            (
                "Une évaluation avance d’une phase à la fois : → marque la suivante, et dit ce que l’on ferme en y "
                "passant. Les phases grisées viennent après, chacune à son tour."
            ),
            (
                "On peut revenir à toute phase déjà passée, marquée ✓ : rien n’est effacé, et le retour est inscrit "
                "au journal."
            ),
        ),
        (("↑ ↓", "passer d’une phase à l’autre"), ("Entrée ou clic", "aller à la phase marquée")),
    )
    DEFAULT_CSS = """
    PhaseDialog ChoiceList { border: none; background: $surface; padding: 0; margin: 1 0 0 0; max-height: 100%; }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, "Changer de phase")
            yield TextBlock((self._evaluation.title, "bold"))
            yield ChoiceList()

    def on_mount(self) -> None:
        self._refresh_phase()
        self._show()

    def _refresh_phase(self) -> bool:
        """Read the phase again; say whether another window has changed it."""
        try:
            current = find_evaluation(self.ptce.workspace, self._evaluation.id)
        except (Refusal, DatabaseUnusableError) as error:
            say(self.app, sentence_of(error), "error")
            return False
        changed = current.phase is not self._evaluation.phase
        self._evaluation = current
        return changed

    def _show(self) -> None:
        current = self._evaluation.phase
        choices = self.query_one(ChoiceList)
        self._fill()
        place = ORDER.index(current)
        choices.highlight_id(ORDER[place + 1 if place + 1 < len(ORDER) else place - 1].value)

    def _fill(self) -> None:
        tall = self.app.size.height >= _TALL
        self.query_one(ChoiceList).fill([_line(self._evaluation.phase, phase, tall=tall) for phase in ORDER])

    def on_resize(self) -> None:
        self._fill()

    @on(ChoiceList.OptionSelected)
    def _choose(self, event: ChoiceList.OptionSelected) -> None:
        if self._refresh_phase():
            self._show()
            now = NAMES[self._evaluation.phase]
            say(self.app, f"Une autre fenêtre a changé la phase : l’évaluation en est à « {now} ».", "warning")
            return
        wanted, current = Phase(event.option_id or ""), self._evaluation.phase
        try:
            asked = _back(current, wanted) if is_step_back(current, wanted) else self._forward(current)
        except (Refusal, DatabaseUnusableError) as error:
            say(self.app, sentence_of(error), "error")
            return
        if asked is None:
            self._move(wanted)
        else:
            self.app.push_screen(asked, self._on_confirmed(wanted))

    def _forward(self, current: Phase) -> ConfirmDialog | None:
        """Return what to ask before leaving a phase, or None when nothing closes."""
        closes = _LEAVING.get(current, "")
        if current is Phase.OPINIONS:
            alone = lone_colleges_of(self.ptce.workspace, self._evaluation)
            told = (*_missing(self._line()), *self._to_see_again(), *((recognisable(alone),) if alone else ()))
            sentences = (*told, f"{closes} On pourra revenir en arrière.")
            return ConfirmDialog("Passer au dialogue", sentences, "Passer")
        if current is Phase.POSITION:
            sentences = (_positions(self._line()), f"{closes} On peut revenir.")
            return ConfirmDialog("Passer au plan d’action", sentences, "Passer")
        if current is Phase.ACTION_PLAN:
            line = self._line()
            unsettled = " Leur niveau restera celui des avis." if line.positions < line.questions else ""
            closing = (
                "Clore l’évaluation ? Elle est figée avec son référentiel.",
                f"{_positions(line)}{unsettled}",
                (
                    "Le plan d’action est figé aussi : l’état des actions ne changera plus ici. La prochaine "
                    "évaluation du pôle proposera de reprendre ce qui n’est pas fini."
                ),
                "Une copie datée est gardée, dans le même fichier. On pourra rouvrir l’évaluation.",
            )
            return ConfirmDialog("Clore", closing, "Clore")
        return None

    def _to_see_again(self) -> tuple[str, ...]:
        """Return how many questions people meant to come back to: they will not any more."""
        workspace = self.ptce.workspace
        people = respondents_of(workspace, self._evaluation)
        marks = [count for person in people if (count := len(marks_of(workspace, self._evaluation, person.id)))]
        if not marks:
            return ()
        still = wording.agreed(sum(marks), "reste marquée", "restent marquées")
        whose = wording.count(len(marks), "personne")
        return (f"{wording.count(sum(marks), 'question')} {still} « à revoir », par {whose}.",)

    def _line(self) -> EvaluationLine:
        """Return how far the evaluation went. Raises :class:`Refusal` when another window has withdrawn it."""
        found = overview_of(self.ptce.workspace, self._evaluation.id).of(self._evaluation.id)
        if found is None:
            raise Refusal("Cette évaluation a été retirée dans une autre fenêtre.")
        return found

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


def _positions(line: EvaluationLine) -> str:
    """Return how many questions the group took no position on."""
    left = line.questions - line.positions
    without = wording.count(left, "question n’a pas de position", "questions n’ont pas de position")
    return f"{without}." if left else "Toutes les positions sont écrites."


def _missing(line: EvaluationLine) -> tuple[str, ...]:
    """Return who is still awaited: people first, whose answers stay as they are, then the colleges not heard."""
    if next_step(line).task is Task.COLLECT:
        return ("Personne n’a encore répondu.",)
    told = (
        frozen(line.late) if line.late else "",
        unrepresented(line.absent) if line.absent else "",
        still_voting(line.voting) if line.voting else "",
    )
    return tuple(sentence for sentence in told if sentence) or ("Tout le monde a répondu.",)


def _back(current: Phase, wanted: Phase) -> ConfirmDialog:
    sentences = (
        f"Revenir de « {NAMES[current]} » à « {NAMES[wanted]} » ?",
        f"{MEANINGS[wanted]} Rien n’est effacé. Le retour est inscrit au journal.",
    )
    return ConfirmDialog("Revenir en arrière", sentences, "Revenir")


def _line(current: Phase, phase: Phase, *, tall: bool) -> Choice:
    """Return the line of a phase; ``tall`` when there is room to say what each one means."""
    name, meaning = wording.sentence(NAMES[phase]), MEANINGS[phase]
    if phase is current:
        pieces: tuple[Piece, ...] = (("● ", "bold $primary"), (f"{name} (phase actuelle)", "bold $primary"))
        anew = bind_signs(f"\n  {_ANEW}") if phase is Phase.PREPARATION else ""
        return Choice(phase.value, (*pieces, f"\n  {meaning}", anew), disabled=True)
    if is_step_back(current, phase):
        told = f"\n  {meaning}" if tall else ""
        return Choice(
            phase.value, ("✓ ", (name, "bold"), (bind_signs("  Entrée : y revenir"), "$quiet"), (told, "$quiet"))
        )
    if may_move(current, phase):
        closes = (f"\n  {_LEAVING[current]}", "bold") if current in _LEAVING else ""
        return Choice(phase.value, ("→ ", (name, "bold"), bind_signs("  Entrée : y passer"), f"\n  {meaning}", closes))
    before = NAMES[ORDER[ORDER.index(phase) - 1]]
    return Choice(
        phase.value, ((f"○ {name}", "$quiet"), (f"  pas encore : après « {before} »", "italic $quiet")), disabled=True
    )
