"""A table of any length: only the visible lines are drawn, so that a thousand rows cost no more than ten.

The heads and the first columns stay in place; arrows move a mark, the mouse wheel scrolls. What a row
says is asked for when the row is drawn. Must not know what it shows.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ptce_ref.reports import wording
from ptce_ref.tui.fit import fit, nearest
from ptce_ref.tui.text import segment

LARGE = 100
"""From this many columns of the screen on, a table takes the wide form of its columns."""
_KEPT_ROWS = 256


@dataclass(frozen=True)
class Column:
    """A column: its head (one text a line), its width on a small and on a large screen."""

    head: tuple[str, ...]
    width: int
    wide: int = 0
    fixed: bool = False
    """Whether it stays in place when the others scroll; fixed columns come first."""
    fills: bool = False
    """Whether it takes the room that is left."""

    def room(self, *, large: bool) -> int:
        return (self.wide or self.width) if large else self.width


@dataclass(frozen=True)
class Cell:
    """What a cell says, one text a line of its row; ``look`` is a name of ``LineTable.LOOKS``, by line or for all."""

    lines: tuple[str, ...]
    look: str | tuple[str, ...] = "plain"

    def style(self, inside: int) -> str:
        if isinstance(self.look, str):
            return self.look
        return self.look[inside] if inside < len(self.look) else "plain"


@dataclass(frozen=True)
class Sheet:
    """What a table shows: its columns, how many rows, and how to have the cells of one."""

    columns: tuple[Column, ...]
    count: int
    cells: Callable[[int], Sequence[Cell]]
    height: int = 1
    """Lines of every row, when ``heights`` does not say them one by one."""
    heights: tuple[int, ...] = ()
    by_cell: bool = False
    """Whether the mark is on one cell, or on the whole row."""


NOTHING = Sheet((), 0, lambda _: ())


class LineTable(ScrollView, can_focus=True):
    """Arrows, PgUp, PgDn, Home, End and clicks move the mark; Enter or a second click opens it."""

    LOOKS: ClassVar[tuple[str, ...]] = ("plain", "strong", "quiet", "alert", "head", "rule")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"lines--{look}" for look in LOOKS),
        "lines--row",
        "lines--cursor",
        "lines--cursor-blurred",
    }
    DEFAULT_CSS = """
    LineTable {
        height: 1fr; background: $background; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1;
        overflow-x: auto; overflow-y: auto;
        & > .lines--plain { color: $foreground; }
        & > .lines--strong { color: $foreground; text-style: bold; }
        & > .lines--quiet { color: $quiet; }
        & > .lines--alert { color: $warning; text-style: bold; }
        & > .lines--head { text-style: bold; background: $panel; }
        & > .lines--rule { color: $rule; }
        & > .lines--row { background: $highlight-blurred; }
        & > .lines--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .lines--cursor-blurred {
            background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "Ligne précédente", show=False),
        Binding("down", "move(1, 0)", "Ligne suivante", show=False),
        Binding("left", "move(0, -1)", "Colonne de gauche", show=False),
        Binding("right", "move(0, 1)", "Colonne de droite", show=False),
        Binding("pageup", "page(-1)", "Page précédente", show=False),
        Binding("pagedown", "page(1)", "Page suivante", show=False),
        Binding("home", "move(-999999999, 0)", "Première ligne", show=False),
        Binding("end", "move(999999999, 0)", "Dernière ligne", show=False),
        Binding("enter,space", "open", "Ouvrir", show=False, key_display="Entrée"),
    ]

    class Moved(Message):
        """Another row or another cell is marked."""

    class Opened(Message):
        """The user opens the marked row."""

    def __init__(self, sheet: Sheet = NOTHING, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.row = self.column = 0
        self._widths: list[int] = []
        self._starts: list[int] = []
        self._take(sheet)

    def _take(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._cells = lru_cache(maxsize=_KEPT_ROWS)(sheet.cells)
        self._tops = (0, *accumulate(sheet.heights)) if sheet.heights else ()
        self._fixed = sum(column.fixed for column in sheet.columns)
        self._head_height = max((len(column.head) for column in sheet.columns), default=0) + 1
        self.row = max(0, min(self.row, sheet.count - 1))
        self.column = max(self._fixed, min(self.column, len(sheet.columns) - 1))

    def show(self, sheet: Sheet, *, row: int | None = None) -> None:
        """Show another table; the mark stays on the row of the same rank, or goes to ``row``."""
        if row is not None:
            self.row = row
        self._take(sheet)
        self._lay_out()
        self.refresh()
        self._reveal()

    @property
    def _room(self) -> Size:
        return self.scrollable_content_region.size

    def _top(self, row: int) -> int:
        """Return the first line of a row, under the heads."""
        return self._tops[row] if self._tops else row * self.sheet.height

    def _row_at(self, line: int) -> int:
        return bisect_right(self._tops, line) - 1 if self._tops else line // self.sheet.height

    @property
    def _left(self) -> int:
        """Width of the columns that stay in place."""
        return self._starts[self._fixed] if self._fixed < len(self._starts) else sum(self._widths)

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()
        self._reveal()

    def _lay_out(self) -> None:
        columns, outer = self.sheet.columns, self.outer_size
        height = self._head_height + self._top(self.sheet.count)
        # The scrollbar is counted before it is there, so that what fits never scrolls sideways.
        width = (outer.width or 80) - int(height > outer.height)
        self._widths = [column.room(large=width >= LARGE) for column in columns]
        spare = width - sum(self._widths)
        for place, column in enumerate(columns):
            if column.fills and spare > 0:
                self._widths[place] += spare
                break
        self._starts = [sum(self._widths[:place]) for place in range(len(columns) + 1)]
        # Past the last column, room enough to begin the view on a column when it is the last one that is seen.
        beyond = self._starts[-1] - width
        after = self._snapped(beyond) - beyond if self.sheet.by_cell and beyond > 0 else 0
        # From cell to cell, the rule under the heads counts the columns that are out of sight.
        self.styles.scrollbar_size_horizontal = 0 if self.sheet.by_cell else 1
        # Under the last row, room enough to begin the view on a whole row when the last one is seen.
        hidden = height - outer.height
        under = self._top(min(self._row_at(hidden - 1) + 1, self.sheet.count)) - hidden if hidden > 0 else 0
        self.virtual_size = Size(self._starts[-1] + after, height + under)

    # Drawing

    def render_line(self, y: int) -> Strip:
        if y < self._head_height:
            return self._head_line(y)
        line = y - self._head_height + self.scroll_offset.y
        row, base = self._row_at(line), self._look("plain")
        if row >= self.sheet.count:
            return Strip([segment(" " * self._room.width, base)])
        inside = line - self._top(row)
        cells = self._cells(row)
        here = row == self.row
        background = self.get_component_rich_style("lines--row") if here else None

        def piece(place: int) -> Segment:
            cell = cells[place]
            text = cell.lines[inside] if inside < len(cell.lines) else ""
            style = self._cell_style(cell.style(inside), background, marked=here and self._marks(place))
            return segment(self._fitted(text, place, "▸" if here and not inside else " "), style)

        return self._joined(piece, base + background if background else base)

    def _cell_style(self, look: str, background: Style | None, *, marked: bool) -> Style:
        if marked:
            return self.get_component_rich_style("lines--cursor" if self.has_focus else "lines--cursor-blurred")
        style = self._look(look)
        return style + Style(bgcolor=background.bgcolor) if background else style

    def _marks(self, place: int) -> bool:
        """Whether the mark covers this column: its cell, or the whole row."""
        return not self.sheet.by_cell or place == self.column

    def _head_line(self, y: int) -> Strip:
        style = self._look("head")
        if y == self._head_height - 1:
            away = self._away()
            rule = segment("━" * max(0, self._room.width - cell_len(away)), self._look("rule"))
            # What is out of sight is read, the rule is only drawn.
            return Strip([rule, segment(away, self._look("quiet"))])

        def piece(place: int) -> Segment:
            head = self.sheet.columns[place].head
            # Short heads stand on the rule, whatever the height of the others.
            line = y - (self._head_height - 1 - len(head))
            marked = self.sheet.by_cell and place == self.column
            text = self._fitted(head[line] if line >= 0 else "", place)
            return segment(text, style + Style(underline=True) if marked and line >= 0 else style)

        return self._joined(piece, style)

    def _fitted(self, text: str, place: int, margin: str = " ") -> str:
        """Return a text in the width of its column; a margin before the first, a space after each."""
        return fit(text if place else f"{margin}{text}", self._widths[place] - 1) + " "

    def _joined(self, piece: Callable[[int], Segment], base: Style) -> Strip:
        """Join the columns that stay and those that scroll, cut at the edges of the screen."""
        room = max(0, self._room.width - self._left)
        start, places = self.scroll_offset.x, range(self._fixed, len(self._widths))
        first = next((p for p in places if self._starts[p + 1] - self._left > start), len(self._widths))
        shown = [p for p in places if p >= first and self._starts[p] - self._left < start + room]
        whole = self._whole
        moving = Strip([piece(p) if p in whole else segment(" " * self._widths[p], base) for p in shown])
        cut = start - (self._starts[first] - self._left) if shown else 0
        moving = moving.crop(cut, cut + room).extend_cell_length(room, base)
        return Strip.join([Strip([piece(place) for place in range(self._fixed)]), moving]).crop(0, self._room.width)

    @property
    def _whole(self) -> range:
        """The columns shown among those that scroll: a figure cut at the edge would be read as another figure."""
        moving = range(self._fixed, len(self._widths))
        if not self.sheet.by_cell:
            return moving
        start = self.scroll_offset.x + self._left
        seen = [p for p in moving if self._starts[p] >= start and self._starts[p + 1] <= start + self._seen_width]
        if not seen:
            # A column wider than the screen is better cut than never seen.
            first = next((p for p in moving if self._starts[p] >= start), self._fixed)
            return range(first, min(first + 1, len(self._widths)))
        return range(seen[0], seen[-1] + 1)

    @property
    def _seen_width(self) -> int:
        """How much of the columns that scroll is seen."""
        return max(0, self._room.width - self._left)

    def _snapped(self, x: int) -> int:
        """Return where the first column from ``x`` on begins."""
        return next((start - self._left for start in self._starts[self._fixed :] if start - self._left >= x), x)

    def _away(self) -> str:
        """Return how many columns are on either side of what is seen, for the rule under the heads."""
        whole = self._whole
        before, after = whole.start - self._fixed, len(self._widths) - whole.stop
        left = f" ◂ {wording.count(before, 'colonne')} " if before > 0 else ""
        right = f" {wording.count(after, 'colonne')} ▸" if after > 0 else ""
        return f"{left}{'━' if left and right else ''}{right}"

    def _look(self, name: str) -> Style:
        return self.get_component_rich_style(f"lines--{name}")

    # Moving

    def action_move(self, rows: int, columns: int) -> None:
        if columns and not self.sheet.by_cell:
            self.scroll_relative(x=columns * 10, animate=False)
            return
        self.mark(self.row + rows, self.column + columns)

    def action_page(self, pages: int) -> None:
        wanted = self._top(self.row) + pages * max(1, self._body_height - self._height_of(self.row))
        last = self._top(self.sheet.count) - 1
        self.mark(self._row_at(max(0, min(wanted, last))), self.column)

    def mark(self, row: int, column: int | None = None) -> None:
        """Mark a row and a column, the nearest there are, and bring them into view."""
        row = max(0, min(row, self.sheet.count - 1))
        column = self.column if column is None else column
        column = max(self._fixed, min(column, len(self.sheet.columns) - 1))
        if (row, column) != (self.row, self.column):
            self.row, self.column = row, column
            self.refresh()
            self.post_message(self.Moved())
        self._reveal()

    @property
    def _body_height(self) -> int:
        return max(1, self._room.height - self._head_height)

    def _height_of(self, row: int) -> int:
        return self._top(row + 1) - self._top(row)

    def _reveal(self) -> None:
        if not self.sheet.count or not self._widths:
            return
        top, height = self._top(self.row), self._height_of(self.row)
        x, y = self.scroll_offset.x, nearest(self.scroll_offset.y, top, height, self._body_height)
        first = self._row_at(y)
        if y != self._top(first) and first < self.row:
            # Rows are shown whole, the first one above all: what is under the heads is read first.
            y = self._top(first + 1)
        if self.sheet.by_cell and self.column < len(self._widths):
            start = self._starts[self.column] - self._left
            x = self._snapped(nearest(x, start, self._widths[self.column], max(1, self._seen_width)))
        if (x, y) != tuple(self.scroll_offset):
            # What has just grown has no scrollbar yet, and scrolls all the same.
            self.scroll_to(x, y, animate=False, immediate=True, force=True)

    def action_open(self) -> None:
        if self.sheet.count:
            self.post_message(self.Opened())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click marks; a click on what is marked opens it."""
        line = event.y - self._head_height + self.scroll_offset.y
        row = self._row_at(max(0, line))
        if event.y < self._head_height or not 0 <= row < self.sheet.count:
            return
        column = self._column_at(event.x)
        if row == self.row and (not self.sheet.by_cell or column == self.column):
            self.action_open()
        else:
            self.mark(row, column)

    def _column_at(self, x: int) -> int:
        if x >= self._left:
            x += self.scroll_offset.x
            found = [place for place in range(self._fixed, len(self._widths)) if self._starts[place] <= x]
            return found[-1] if found else self.column
        return self.column
