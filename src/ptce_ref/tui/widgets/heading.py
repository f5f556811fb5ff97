"""The first line of a screen: where one is, and what must be known at a glance."""

from textual.app import ComposeResult
from textual.containers import Horizontal

from ptce_ref.tui.text import TextBlock, one_line


class Heading(Horizontal):
    """Where one is on the left (cut at the end when long), a mark on the right."""

    DEFAULT_CSS = """
    Heading {
        height: 1; background: $panel; padding: 0 1;
        & > #heading-left { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #heading-right { width: auto; height: 1; padding-left: 2; color: $accent; text-style: bold; }
    }
    """

    def __init__(self, title: str, place: str = "", mark: str = "") -> None:
        super().__init__()
        self._title, self._place, self._mark = title, place, mark

    def compose(self) -> ComposeResult:
        yield TextBlock(id="heading-left")
        yield TextBlock(id="heading-right")

    def on_mount(self) -> None:
        self.show(self._title, self._place, self._mark)

    def show(self, title: str, place: str = "", mark: str = "") -> None:
        """Write the title, the place after it, and the mark on the right."""
        after = f" · {one_line(place)}" if place else ""
        self.query_one("#heading-left", TextBlock).show((one_line(title), "bold"), after, resizes=False)
        right = self.query_one("#heading-right", TextBlock)
        right.show(one_line(mark))
        right.display = bool(mark)
