"""One line to type, with its label before it and what is wrong under it."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from ptce_ref.tui.text import TextBlock, one_line
from ptce_ref.tui.widgets.field import Check, Field, anything_goes


class LineInput(Input, inherit_bindings=False):
    """A line of text; what a terminal would obey is removed as it comes in."""

    # Those of a line only: a line scrolls neither up nor down, and these keys belong to the form.
    BINDINGS = Input.BINDINGS

    def replace(self, text: str, start: int, end: int) -> None:
        super().replace(one_line(text), start, end)

    def _on_paste(self, event: events.Paste) -> None:
        """Take all the lines of what is pasted, as one: Textual would keep the first and lose the others."""
        event.stop()
        event.prevent_default()
        text = " ".join(event.text.split("\n")).strip("\r")
        if text:
            self.replace(text.replace("\r", ""), *self.selection)


class Entry(Field):
    """A labelled line. ``value`` is what was typed."""

    DEFAULT_CSS = """
    Entry {
        & > Horizontal { height: 1; }
        .entry-label { width: 24; height: 1; color: $quiet; padding-right: 1; }
        LineInput { width: 1fr; background: $panel; }
        LineInput:focus { background: $block-cursor-blurred-background; }
        & > .entry-error, & > .entry-note { padding-left: 24; }
        &.-wide > Horizontal { height: auto; }
        &.-wide .entry-label { width: 48; height: auto; }
        &.-wide > .entry-error, &.-wide > .entry-note { padding-left: 48; }
    }
    """

    def __init__(
        self,
        label: str,
        *,
        id: str,  # noqa: A002 - Textual's own name
        value: str = "",
        hint: str = "",
        check: Check = anything_goes,
    ) -> None:
        super().__init__(label, id=id, value=one_line(value), check=check)
        self._hint = one_line(hint)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield TextBlock(self.label, classes="entry-label")
            yield LineInput(self._first, placeholder=self._hint, compact=True, select_on_focus=False)

    @property
    def value(self) -> str:
        return self.query_one(LineInput).value

    def put(self, value: str) -> None:
        line = self.query_one(LineInput)
        line.value = one_line(value)
        line.cursor_position = len(line.value)

    def renew(self, value: str) -> None:
        super().renew(one_line(value))

    def focus_input(self) -> None:
        self.query_one(LineInput).focus()
