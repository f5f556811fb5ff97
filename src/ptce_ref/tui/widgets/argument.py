"""An area to write in, over several lines: the argument, or the reason why a question does not apply."""

from collections.abc import Callable
from typing import ClassVar, cast

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from ptce_ref.tui.text import shown

# Textual takes Escape then a digit for the sign a Mac makes with Option, « ™ » for 2; a Mac that
# writes signs sends the sign itself. Without these, Escape then 2 is Alt+2, as everywhere else.
_SEQUENCES = cast("dict[str, object]", ANSI_SEQUENCES_KEYS)
for _digit in "0123456789-=":
    _SEQUENCES.pop(f"\x1b{_digit}", None)


_BOUND_SPACES = ("\u00a0", "\u202f")


_NOT_OURS = {"f6", "f7", "pagedown", "pageup"}
"""Keys by which Textual selects text or scrolls it: the screens have a better use for them."""


class WritingArea(TextArea, inherit_bindings=False):
    """Digits and letters are text here; Tab or Escape leaves, Alt and a level's key answers at once."""

    DEFAULT_CSS = """
    WritingArea {
        height: auto; min-height: 5; max-height: 10; padding: 0 1;
        background: $surface; border: round $rule;
        &:focus { border: heavy $primary; }
        &.-textual-compact { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(item for item in TextArea.BINDINGS if isinstance(item, Binding) and item.key not in _NOT_OURS),
        Binding("tab", "screen.leave_text", "Passer à la réponse", show=False),
    ]

    def __init__(self, on_alt: Callable[[str], bool], *, id: str) -> None:  # noqa: A002 - Textual's own name
        """``on_alt`` is told the character typed with Alt, and says whether it meant something."""
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self._on_alt = on_alt

    def show(self, text: str) -> None:
        """Replace the whole text, with the cursor at its end; what was typed before can no longer be undone here."""
        if self.text != text:
            self.load_text(shown(text))
        self.history.clear()
        self.move_cursor(self.document.end)

    def edit(self, edit: Edit) -> EditResult:
        """Let a change in, without what a terminal would obey: pasted text comes from anywhere."""
        edit.text = shown(edit.text)
        return super().edit(edit)

    def action_redo(self) -> None:
        """Make again what was undone in this text; without any, the key means what it means around it."""
        if not self.history.redo_stack:
            raise SkipAction
        super().action_redo()

    async def _on_key(self, event: events.Key) -> None:
        # « Échap 2 » typed fast arrives as Alt+2: both mean « leave the text, answer 2 ».
        # Any other Alt means nothing here, and must write nothing.
        if event.key.startswith("alt+"):
            self._on_alt(_character(event))
            event.stop()
            event.prevent_default()
            return
        # Textual takes only what Python calls printable, and French writes « oui ! » with these two.
        if event.character in _BOUND_SPACES:
            self.insert(event.character)
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)


class EnterArea(WritingArea):
    """Enter stores what is written and goes on; lines come with a text that is pasted."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.screen.run_action("leave_text")
            return
        await super()._on_key(event)


_NAMES = {
    "ampersand": "&",
    "quotation_mark": '"',
    "apostrophe": "'",
    "left_parenthesis": "(",
    "minus": "-",
    "underscore": "_",
}


def _character(event: events.Key) -> str:
    name = event.key.removeprefix("alt+")
    return _NAMES.get(name, name)
