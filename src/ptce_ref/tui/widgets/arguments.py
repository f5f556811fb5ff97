"""The arguments on one question, college by college; in two columns where there is room. No name."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal

from ptce_ref.reports.view import ArgumentView
from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.text import Piece, TextBlock

_WIDE = 100
"""Columns of the screen from which the colleges stand side by side."""


class Arguments(Horizontal):
    """Colleges keep their order; each goes to the shorter of the two columns."""

    DEFAULT_CSS = """
    Arguments {
        height: auto;
        & > TextBlock { height: auto; width: 1fr; padding-right: 2; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._blocks: tuple[tuple[list[Piece], int], ...] = ()

    def compose(self) -> ComposeResult:
        yield TextBlock(id="left")
        yield TextBlock(id="right")

    def show(self, arguments: Sequence[ArgumentView]) -> None:
        """Replace the arguments."""
        colleges: dict[str, list[ArgumentView]] = {}
        for argument in arguments:
            colleges.setdefault(argument.college, []).append(argument)
        self._blocks = tuple(_block(college, said) for college, said in colleges.items())
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        wide = self.app.size.width >= _WIDE and len(self._blocks) > 1
        columns: tuple[list[Piece], list[Piece]] = ([], [])
        sizes = [0, 0]
        for pieces, size in self._blocks:
            place = int(wide and sizes[1] < sizes[0])
            columns[place].extend(["\n\n" if columns[place] else "", *pieces])
            sizes[place] += size
        for name, column in zip(("#left", "#right"), columns, strict=True):
            self.query_one(name, TextBlock).show(*column)
        self.query_one("#right").display = wide


def _block(college: str, arguments: Sequence[ArgumentView]) -> tuple[list[Piece], int]:
    """Return what one college said, and how long it is."""
    pieces: list[Piece] = [(college, "bold $primary")]
    for argument in arguments:
        who = ", ".join(part for part in (argument.level, argument.kind) if part)
        pieces += [f"\n«{NBSP}{argument.text}{NBSP}» ", (f"— {who}", "$quiet")]
    return pieces, sum(len(argument.text) + 40 for argument in arguments)
