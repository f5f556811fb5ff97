"""The table de dialogue: sub-objectives × themes, headers fixed, only the visible lines drawn.

Any number of rows and columns. Rows are as high as their names ask, so that no name is cut.
"""

from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ptce_ref.reports.view import CellView, CoevaluationView
from ptce_ref.tui.text import one_line, segment
from ptce_ref.tui.widgets.grid_cell import CellText, Display, cell_text

_SMALL_SCREEN = 100
_LEFT_SMALL, _LEFT_LARGE = 23, 32
_CELL_MIN, _CELL_MAX = 13, 22
_HEAD_HEIGHT = 2


@dataclass(frozen=True)
class _Row:
    """A band of lines: an objective (``index`` None) or a sub-objective; the last line is a rule."""

    names: tuple[str, ...]
    index: int | None
    top: int

    @property
    def height(self) -> int:
        return len(self.names) if self.index is None else max(2, len(self.names)) + 1


class DialogueGrid(ScrollView, can_focus=True):
    """Arrows move in the cells, Enter opens one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--head",
        "grid--objective",
        "grid--name",
        "grid--rule",
        "grid--quiet",
        "grid--alert",
        "grid--cursor",
        "grid--cursor-blurred",
    }
    DEFAULT_CSS = """
    DialogueGrid {
        height: 1fr; background: $background; scrollbar-size-vertical: 1; overflow-x: auto; overflow-y: auto;
        & > .grid--head { text-style: bold; background: $panel; }
        & > .grid--objective { color: $primary; text-style: bold; }
        & > .grid--name { color: $foreground; }
        & > .grid--rule { color: $rule; }
        & > .grid--quiet { color: $quiet; }
        & > .grid--alert { color: $warning; text-style: bold; }
        & > .grid--cursor { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
        & > .grid--cursor-blurred {
            background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "Monter", show=False),
        Binding("down", "move(1, 0)", "Descendre", show=False),
        Binding("left", "move(0, -1)", "À gauche", show=False),
        Binding("right", "move(0, 1)", "À droite", show=False),
        Binding("pageup", "move(-3, 0)", "Monter de trois lignes", show=False),
        Binding("pagedown", "move(3, 0)", "Descendre de trois lignes", show=False),
        Binding("home", "move(0, -9999)", "Premier enjeu", show=False),
        Binding("end", "move(0, 9999)", "Dernier enjeu", show=False),
        Binding("enter", "open", "Ouvrir", key_display="Entrée"),
    ]

    display_mode: reactive[Display] = reactive(Display.COVERAGE, init=False)

    class Moved(Message):
        """Another cell is marked."""

    class Opened(Message):
        """The user opens the marked cell."""

    def __init__(self, view: CoevaluationView) -> None:
        super().__init__()
        self.row = self.column = 0
        self._take(view)

    def _take(self, view: CoevaluationView) -> None:
        self._view = view
        flagged = {item.code for item in view.indicators if item.vigilance}
        self._flagged = [
            [sum(code in flagged for code, _ in cell.titles) if cell else 0 for cell in line] for line in view.cells
        ]
        self._rows: list[_Row] = []
        self._left = self._cell = 0

    def show(self, view: CoevaluationView) -> None:
        """Show another state of the same evaluation; the marked cell stays."""
        self._take(view)
        self._lay_out()
        self.refresh()

    @property
    def cell(self) -> CellView | None:
        """The marked cell; None where no question stands."""
        return self._view.cells[self.row][self.column]

    @property
    def _room(self) -> Size:
        """What can be drawn in, scrollbars apart."""
        return self.scrollable_content_region.size

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()
        self._reveal()

    def watch_display_mode(self) -> None:
        self.refresh()

    def _lay_out(self) -> None:
        """Decide widths and heights for the size of the screen."""
        width = self._room.width or 80
        view = self._view
        self._left = min(_LEFT_SMALL if width < _SMALL_SCREEN else _LEFT_LARGE, width // 2)
        needed = max([_CELL_MIN, *(cell_len(one_line(theme.short)) + 2 for theme in view.themes)])
        spread = (width - self._left - 1) // max(1, len(view.themes))
        self._cell = max(needed, min(spread, _CELL_MAX))
        self._rows, top, index = [], 0, 0
        for objective in view.objectives:
            bands: list[tuple[tuple[str, ...], int | None]] = [
                (self._name_lines(f"{objective.code} {objective.name}", width - 2), None)
            ]
            for sub in objective.sub_objectives:
                bands.append((self._name_lines(f"{sub.code} {sub.name}", self._left - 2), index))
                index += 1
            for names, place in bands:
                row = _Row(names, place, top)
                self._rows.append(row)
                top += row.height
        self.virtual_size = Size(self._left + self._cell * len(view.themes), _HEAD_HEIGHT + top)

    @staticmethod
    def _name_lines(name: str, width: int) -> tuple[str, ...]:
        return tuple(wrap(one_line(name), max(8, width))) or ("",)

    def render_line(self, y: int) -> Strip:
        if y < _HEAD_HEIGHT:
            return self._head_line(y)
        line = y - _HEAD_HEIGHT + self.scroll_offset.y
        row = next((row for row in self._rows if row.top <= line < row.top + row.height), None)
        if row is None:
            return self._strip([self._piece("", self._left, "grid--name")], [])
        inside = line - row.top
        if row.index is None:
            text = row.names[inside]
            return Strip([self._piece(f" {text}", self._room.width, "grid--objective")])
        if inside == row.height - 1:
            return self._rule_line()
        name = row.names[inside] if inside < len(row.names) else ""
        cells = [self._cell_piece(row.index, column, inside) for column in self._visible_columns()]
        return self._strip([self._piece(f" {name}", self._left, "grid--name")], cells)

    def _visible_columns(self) -> range:
        first = self.scroll_offset.x // self._cell
        last = (self.scroll_offset.x + self._room.width - self._left) // self._cell + 1
        return range(first, min(last, len(self._view.themes)))

    def _strip(self, left: list[Segment], cells: list[list[Segment]]) -> Strip:
        """Join the fixed left part and the part that scrolls, cut at the edges of the screen."""
        room = max(0, self._room.width - self._left)
        body = Strip([piece for cell in cells for piece in cell])
        start = self.scroll_offset.x % self._cell
        base = self._look("grid--name")
        moving = body.crop(start, start + room).extend_cell_length(room, base)
        return Strip.join([Strip(left), moving]).crop(0, self._room.width)

    def _head_line(self, y: int) -> Strip:
        style = "grid--head"
        if y == _HEAD_HEIGHT - 1:
            rule = self._look("grid--rule")
            return Strip([segment("━" * self._room.width, rule)])
        cells = [
            [
                segment(
                    _fit(f"  {self._view.themes[column].short}", self._cell),
                    self._look(style, marked=column == self.column),
                )
            ]
            for column in self._visible_columns()
        ]
        strip = self._strip([self._piece(f" {self.display_mode.value.capitalize()}", self._left, style)], cells)
        return strip.apply_style(Style(bgcolor=self._look(style).bgcolor))

    def _rule_line(self) -> Strip:
        rule = self._look("grid--rule")
        line = f"{'─' * (self._cell)}"
        cells = [[segment(f"┼{line[1:]}", rule)] for _ in self._visible_columns()]
        return self._strip([segment("─" * self._left, rule)], cells)

    def _cell_piece(self, row: int, column: int, inside: int) -> list[Segment]:
        text: CellText = cell_text(self._view.cells[row][column], self.display_mode, self._flagged[row][column])
        content = text.head if inside == 0 else text.body if inside == 1 else ""
        marked = (row, column) == (self.row, self.column)
        if marked:
            style = self._look("grid--cursor" if self.has_focus else "grid--cursor-blurred")
            mark = "▸" if inside == 0 else " "
        else:
            name = "grid--alert" if inside == 1 and text.alert else "grid--quiet" if inside == 0 else "grid--name"
            style, mark = self._look(name), " "
        return [segment("│", self._look("grid--rule")), segment(_fit(f"{mark}{content}", self._cell - 1), style)]

    def _piece(self, text: str, width: int, style: str) -> Segment:
        return segment(_fit(text, width), self._look(style))

    def _look(self, name: str, *, marked: bool = False) -> Style:
        style = self.get_component_rich_style(name)
        return style + self.get_component_rich_style("grid--objective") if marked else style

    def action_move(self, rows: int, columns: int) -> None:
        self.mark(self.row + rows, self.column + columns)

    def mark(self, row: int, column: int) -> None:
        """Mark a cell, the nearest one there is, and bring it into view."""
        row = min(max(row, 0), len(self._view.cells) - 1)
        column = min(max(column, 0), len(self._view.themes) - 1)
        if (row, column) != (self.row, self.column):
            self.row, self.column = row, column
            self.refresh()
            self.post_message(self.Moved())
        self._reveal()

    def _reveal(self) -> None:
        band = next((row for row in self._rows if row.index == self.row), None)
        if band is None:
            return
        room_x, room_y = self._room.width - self._left, self._room.height - _HEAD_HEIGHT
        x = _nearest(self.scroll_offset.x, self.column * self._cell, self._cell, room_x)
        # The objective's name comes with its first row.
        above = next((r for r in self._rows if r.index is None and r.top + r.height == band.top), None)
        top = above.top if above else band.top
        y = _nearest(self.scroll_offset.y, top, band.top + band.height - top, room_y)
        if (x, y) != tuple(self.scroll_offset):
            self.scroll_to(x, y, animate=False, immediate=True)

    def action_open(self) -> None:
        self.post_message(self.Opened())

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click marks a cell; a click on the marked cell opens it."""
        x, y = event.x - self._left, event.y - _HEAD_HEIGHT
        if x < 0 or y < 0:
            return
        line = y + self.scroll_offset.y
        found = next((r for r in self._rows if r.index is not None and r.top <= line < r.top + r.height), None)
        column = (x + self.scroll_offset.x) // self._cell
        if found is None or found.index is None or column >= len(self._view.themes):
            return
        if (found.index, column) == (self.row, self.column):
            self.action_open()
        else:
            self.mark(found.index, column)


def _fit(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` columns; what does not fit ends with an ellipsis."""
    text = one_line(text)
    if cell_len(text) > width:
        while text and cell_len(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cell_len(text))


def _nearest(start: int, item: int, length: int, room: int) -> int:
    """Return the scroll offset nearest to ``start`` that shows the whole item, its beginning at least."""
    if item + length > start + room:
        start = item + length - room
    return min(start, item)
