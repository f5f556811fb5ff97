"""The counts of a show of hands: a line for each college, a column for each answer, a live bar under each.

Draws and is clicked; who stores is told by ``Picked``. The marked cell has a sign as well as a colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from ptce_ref.tui.fit import fit, lines_of
from ptce_ref.tui.text import Piece, content, one_line

_NAME_SMALL, _NAME_LARGE, _LARGE = 17, 50, 116
_STEPS = " ▁▂▃▄▅▆▇█"
_CURSOR = "bold $block-cursor-foreground on $block-cursor-background"
RIGHT_BUTTON = 3


@dataclass(frozen=True)
class HandsRow:
    """A college: its name in full and in short, its voices by column, whether something was heard."""

    name: str
    short: str
    counts: tuple[int, ...]
    heard: bool


class HandsTable(Widget):
    """``bar_rows`` is the height of the live bars."""

    DEFAULT_CSS = """
    HandsTable { height: auto; width: 1fr; padding: 0 1; }
    """

    class Picked(Message):
        """A cell was clicked: one voice more, or one less with the right button."""

        def __init__(self, row: int, column: int, step: int) -> None:
            self.row, self.column, self.step = row, column, step
            super().__init__()

    def __init__(self, heads: Sequence[tuple[str, str]]) -> None:
        """``heads`` are the sign and the name of each column."""
        super().__init__()
        self._heads = [(one_line(sign), one_line(name)) for sign, name in heads]
        self._rows: tuple[HandsRow, ...] = ()
        self._cursor = (0, 0)
        self.bar_rows = 2

    def show(self, rows: Sequence[HandsRow], cursor: tuple[int, int]) -> None:
        """Show other counts; ``cursor`` is the row and the column marked."""
        resized = len(rows) != len(self._rows)
        self._rows, self._cursor = tuple(rows), cursor
        self.refresh(layout=resized)

    @property
    def _name_width(self) -> int:
        return self._name_in(self.size.width)

    def _name_in(self, width: int) -> int:
        if width < _LARGE:
            return _NAME_SMALL
        return min(_NAME_LARGE, max([cell_len(row.name) for row in self._rows] + [_NAME_SMALL]) + 4)

    def _column_width(self, width: int) -> int:
        return max(4, (width - self._name_in(width)) // len(self._heads))

    def _head_lines(self, width: int) -> list[tuple[str, ...]]:
        room = self._column_width(width) - 2
        return [lines_of(name, room) if room >= len(max(name.split(), key=len)) else () for _, name in self._heads]

    def head_height(self, width: int) -> int:
        """Return the rows above the colleges: the sign, then the name when there is room for it."""
        return 1 + max(len(lines) for lines in self._head_lines(width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own signature
        return self.head_height(width) + len(self._rows) + self.bar_rows + 1

    def render(self) -> Piece:  # type: ignore[override] # a Content is a Visual; Piece keeps Textual's name out of here
        width = self._column_width(self.size.width)
        pieces: list[Piece] = []
        self._draw_heads(pieces, width)
        wide = self.size.width >= _LARGE
        for place, row in enumerate(self._rows):
            here = place == self._cursor[0]
            name = fit(row.name if wide else row.short, self._name_width - 3)
            pieces.append((f" {name}{'»' if row.heard else ' '} ", "bold $primary" if here else ""))
            for column, count in enumerate(row.counts):
                self._draw_cell(pieces, count, width, marked=(place, column) == self._cursor)
            pieces.append("\n")
        self._draw_bars(pieces, width)
        return content(*pieces)

    def _draw_heads(self, pieces: list[Piece], width: int) -> None:
        lines = self._head_lines(self.size.width)
        blank = " " * self._name_width
        pieces.append(blank)
        for place, (sign, _) in enumerate(self._heads):
            pieces.append(
                (fit(f" {sign}", width), "bold $primary underline" if place == self._cursor[1] else "bold $primary")
            )
        for row in range(max(len(item) for item in lines)):
            pieces.append(f"\n{blank}")
            pieces += [(fit(f" {item[row]}" if row < len(item) else "", width), "$quiet") for item in lines]
        pieces.append("\n")

    def _draw_cell(self, pieces: list[Piece], count: int, width: int, *, marked: bool) -> None:
        if marked:
            text = f"▸{count}"
            pieces += [(f"{text} ", _CURSOR), " " * (width - len(text) - 1)]
        elif count:
            pieces.append((fit(f" {count}", width), "bold"))
        else:
            pieces.append((fit(" ·", width), "$quiet"))

    def _draw_bars(self, pieces: list[Piece], width: int) -> None:
        totals = [sum(row.counts[place] for row in self._rows) for place in range(len(self._heads))]
        most = max([*totals, 1])
        for row in range(self.bar_rows):
            floor = (self.bar_rows - row - 1) * 8
            pieces.append(" " * self._name_width)
            for total in totals:
                eighths = -(-total * self.bar_rows * 8 // most)
                block = _STEPS[min(max(eighths - floor, 0), 8)]
                pieces.append((f" {block * (width - 2)} ", "$primary"))
            pieces.append("\n")
        pieces.append((fit(" Ensemble", self._name_width), "bold"))
        pieces += [(fit(f" {total}", width), "bold" if total else "$quiet") for total in totals]

    def on_click(self, event: events.Click) -> None:
        """Add a voice where one clicks; the right button takes one away."""
        at = event.get_content_offset(self)
        if at is None:
            return
        row = at.y - self.head_height(self.size.width)
        column = (at.x - self._name_width) // self._column_width(self.size.width)
        if 0 <= row < len(self._rows):
            step = -1 if event.button == RIGHT_BUTTON else 1
            if at.x < self._name_width:
                self.post_message(self.Picked(row, self._cursor[1], 0))
            elif column < len(self._heads):
                self.post_message(self.Picked(row, column, step))
