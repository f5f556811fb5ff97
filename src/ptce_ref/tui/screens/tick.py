"""A list to search by a few letters, in which any number of lines are ticked."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ptce_ref.domain.text import bind_signs
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.search import Found, SearchDialog
from ptce_ref.tui.text import ActionButton, ChoiceList, Piece, TextBlock
from ptce_ref.tui.widgets.entry import LineInput

_TICKING = bind_signs("Espace : cocher · Entrée : terminer")
_SEARCHING = bind_signs("Entrée : cocher la ligne trouvée · ↓ : aller dans la liste")


class _Words(LineInput):
    """The words one looks for; the space bar ticks, unless one is typing them."""

    def on_key(self, event: events.Key) -> None:
        if event.key == "space" and isinstance(self.screen, TickDialog) and not self.screen.typing:
            event.stop()
            event.prevent_default()
            self.screen.action_tick()


class _TickLines(ChoiceList, can_focus=False):
    """The lines, ticked by a click too; the keys stay with the words, so that Enter always means the same."""


class TickDialog(SearchDialog):
    """Tells ``toggle`` each line ticked or unticked, at once; returns None."""

    HERE = Help(
        "Cocher dans une liste",
        (
            "Descendez dans la liste : la barre d’espace coche la ligne marquée, ou la décoche. Entrée termine.",
            "Ou tapez quelques lettres : Entrée coche alors la ligne trouvée, et une seconde fois termine.",
        ),
        (
            ("↑ ↓", "passer d’une ligne à l’autre"),
            ("Espace", "cocher ou décocher la ligne marquée"),
            ("Entrée ou Ctrl+S", "terminer ; après des lettres tapées, d’abord cocher la ligne trouvée"),
            ("Échap", "terminer aussi : ce qui est coché est gardé"),
        ),
    )
    KEYS = ""
    LINE = _Words
    LIST = _TickLines
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Cocher", show=False, key_display="Espace"),
        Binding("ctrl+s", "back", "Terminer", show=False, key_display="Ctrl+S"),
    ]
    DEFAULT_CSS = """
    TickDialog {
        ChoiceList { max-height: 12; margin-bottom: 0; }
        #window > #keys { color: $quiet; }
        #buttons { margin: 0 0 1 0; }
    }
    """

    def __init__(
        self, title: str, hint: str, lines: Sequence[Found], ticked: Iterable[str], toggle: Callable[[str], None]
    ) -> None:
        super().__init__(title, hint, lines)
        self._named = {line.id: line for line in lines}
        self._ticked, self._toggle = set(ticked), toggle
        self.typing = False
        """Whether the last key wrote in the words one looks for."""

    def bottom(self) -> ComposeResult:
        yield TextBlock(_TICKING, id="keys")
        with Horizontal(id="buttons"):
            yield ActionButton("Terminer", id="done", primary=True)

    def pieces_of(self, line: Found) -> tuple[Piece, ...]:
        return f"[{'x' if line.id in self._ticked else ' '}] ", *super().pieces_of(line)

    def take(self, wanted: str | None) -> None:
        if wanted is None:
            return
        self._ticked ^= {wanted}
        self._toggle(wanted)
        choices = self.query_one(ChoiceList)
        if choices.highlighted is not None:
            choices.rewrite(choices.highlighted, self.pieces_of(self._named[wanted]))
        # What is typed next looks for another line.
        self._be_typing(False)
        self.query_one(LineInput).select_all()

    @on(LineInput.Changed)
    def _type(self, event: LineInput.Changed) -> None:
        self._be_typing(bool(event.value.strip()))

    def _be_typing(self, typing: bool) -> None:
        self.typing = typing
        self.query_one("#keys", TextBlock).show(_SEARCHING if typing else _TICKING)

    def choose_current(self) -> None:
        """Tick what was just looked for; then, or without looking for anything, finish."""
        choices = self.query_one(ChoiceList)
        if not self.typing:
            self.action_back()
        elif choices.display and choices.current_id is not None and choices.current_id not in self._ticked:
            self.take(choices.current_id)
        elif choices.display:
            self._be_typing(False)

    def action_move(self, steps: int) -> None:
        self._be_typing(False)
        super().action_move(steps)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """A button is pressed, it ticks nothing."""
        return not (action == "tick" and isinstance(self.focused, ActionButton))

    def action_tick(self) -> None:
        choices = self.query_one(ChoiceList)
        if choices.display:
            self.take(choices.current_id)

    @on(ActionButton.Pressed, "#done")
    def _finish(self) -> None:
        self.action_back()
