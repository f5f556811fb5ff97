"""One line to type, with its label before it and what is wrong under it."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from ptce_ref.tui.text import TextBlock, one_line


class LineInput(Input):
    """A line of text; what a terminal would obey is removed as it comes in."""

    def replace(self, text: str, start: int, end: int) -> None:
        super().replace(one_line(text), start, end)


class Entry(Vertical):
    """A labelled line. ``value`` is what was typed."""

    DEFAULT_CSS = """
    Entry {
        height: auto; border-left: outer $background; padding-left: 1;
        & > Horizontal { height: 1; }
        .entry-label { width: 24; height: 1; color: $quiet; }
        LineInput { width: 1fr; background: $panel; }
        LineInput:focus { background: $block-cursor-blurred-background; }
        .entry-error { color: $error; padding-left: 24; display: none; }
        &:focus-within { border-left: outer $primary; }
        &:focus-within .entry-label { color: $primary; text-style: bold; }
    }
    """

    def __init__(self, label: str, *, id: str, value: str = "", hint: str = "") -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._label = label
        self._first = one_line(value)
        self._hint = one_line(hint)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield TextBlock(self._label, classes="entry-label")
            yield LineInput(self._first, placeholder=self._hint, compact=True, select_on_focus=False)
        yield TextBlock(classes="entry-error")

    @property
    def value(self) -> str:
        return self.query_one(LineInput).value

    @property
    def changed(self) -> bool:
        """Whether something else than the first value is there."""
        return self.value != self._first

    def focus_input(self) -> None:
        self.query_one(LineInput).focus()

    def show_error(self, sentence: str = "") -> None:
        """Say under the line what is wrong with it; nothing when it is right."""
        block = self.query_one(".entry-error", TextBlock)
        block.show(sentence)
        block.display = bool(sentence)
