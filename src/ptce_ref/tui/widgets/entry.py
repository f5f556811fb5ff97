"""One line to type, with its label before it and what is wrong under it."""

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.strip import Strip
from textual.widgets import Input

from ptce_ref.tui.text import TextBlock, one_line, segment
from ptce_ref.tui.widgets.field import Check, Field, anything_goes

_CUTTABLE = 4
"""Columns under which an ellipsis would hide more than it says."""


class LineInput(Input, inherit_bindings=False):
    """A line of text; what a terminal would obey is removed as it comes in."""

    # Those of a line only: a line scrolls neither up nor down, and these keys belong to the form.
    BINDINGS = Input.BINDINGS

    def render_line(self, y: int) -> Strip:
        """Show with an ellipsis, in a line one is not in, that it holds more than there is room for."""
        strip, room, start = super().render_line(y), self.scrollable_content_region.width, self.scroll_offset.x
        if y or self.has_focus or room <= _CUTTABLE or cell_len(self.value) <= room:
            return strip
        more_before, more_after = start > 0, cell_len(self.value) - start > room
        kept = strip.crop(int(more_before), room - int(more_after))
        dots = Strip([segment("…", self.rich_style)])
        return Strip.join([dots] * more_before + [kept] + [dots] * more_after)

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
        proposed: bool = False,
    ) -> None:
        """``proposed``: ``value`` is only a proposal, that typing replaces."""
        super().__init__(label, id=id, value=one_line(value), check=check)
        self._hint, self._proposed = one_line(hint), proposed

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield TextBlock(self.label, classes="entry-label")
            yield LineInput(self._first, placeholder=self._hint, compact=True, select_on_focus=self._proposed)

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
