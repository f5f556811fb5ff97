"""The table de dialogue: sub-objectives × themes, headers fixed, only the visible lines drawn.

Columns are shown whole or not at all; the rule under their names says how many are on each side.
"""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ptce_ref.reports import wording
from ptce_ref.reports.view import CellView, CoevaluationView
from ptce_ref.tui.text import segment
from ptce_ref.tui.widgets.grid_cell import CellText, Display, cell_text, displays
from ptce_ref.tui.widgets.grid_layout import Band, Layout, fit, lay_out, nearest


class DialogueGrid(ScrollView, can_focus=True):
    """Arrows move in the cells, Enter opens one; the wheel scrolls, a click marks, another opens."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "grid--head",
        "grid--objective",
        "grid--name",
        "grid--rule",
        "grid--more",
        "grid--quiet",
        "grid--alert",
        "grid--cursor",
        "grid--cursor-blurred",
    }
    DEFAULT_CSS = """
    DialogueGrid {
        height: 1fr; background: $background; overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1;
        & > .grid--head { text-style: bold; background: $panel; }
        & > .grid--objective { color: $primary; text-style: bold; }
        & > .grid--name { color: $foreground; }
        & > .grid--rule { color: $rule; }
        & > .grid--more { color: $quiet; }
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
        Binding("enter", "open", "Ouvrir", key_display="Entrée", tooltip="les questions de la case"),
    ]

    display_mode: reactive[Display] = reactive(Display.COVERAGE, init=False, repaint=False)

    class Opened(Message):
        """The user opens the marked cell."""

    def __init__(self, view: CoevaluationView, moved: Callable[[], None]) -> None:
        """``moved`` is called when another cell is marked: a message would be painted a frame later."""
        super().__init__()
        self._moved = moved
        self.row, self.column = _first_cell(view)
        self._first = 0
        """The first column shown."""
        self._looks: dict[str, Style] = {}
        self._take(view)

    def _take(self, view: CoevaluationView) -> None:
        self._view = view
        flagged = {item.code for item in view.indicators if item.vigilance}
        counts = [
            [sum(code in flagged for code, _ in cell.titles) if cell else 0 for cell in row] for row in view.cells
        ]
        self._texts: dict[Display, list[list[CellText]]] = {
            mode: [
                [cell_text(cell, mode, counts[i][j]) for j, cell in enumerate(row)] for i, row in enumerate(view.cells)
            ]
            for mode in displays(hidden=view.hidden)
        }
        self._layout_for = -1
        self.row = min(self.row, len(view.cells) - 1)
        self.column = min(self.column, len(view.themes) - 1)

    def show(self, view: CoevaluationView) -> None:
        """Show another state of the same evaluation; the marked cell stays."""
        self._take(view)
        self._lay_out(self._room.width)
        self.refresh()

    @property
    def cell(self) -> CellView | None:
        """The marked cell; None where no question stands."""
        return self._view.cells[self.row][self.column]

    @property
    def _room(self) -> Size:
        """What can be drawn in, the scrollbar apart."""
        return self.scrollable_content_region.size

    def on_mount(self) -> None:
        # The table takes the whole width: knowing it now saves drawing the screen a second time.
        self._lay_out(self.app.size.width - 1)

    def on_resize(self) -> None:
        self._lay_out(self._room.width)
        self._reveal()

    def watch_display_mode(self) -> None:
        self.refresh()

    def notify_style_update(self) -> None:
        self._looks.clear()
        super().notify_style_update()

    def _lay_out(self, width: int) -> None:
        """Decide widths and heights for a number of columns, the scrollbar apart."""
        if width <= 0 or width == self._layout_for:
            return
        self._layout_for = width
        # Over all the displays: going from one to the other must not move the columns.
        texts = (
            line for rows in self._texts.values() for row in rows for text in row for line in (text.head, text.body)
        )
        self._plan: Layout = lay_out(self._view, width, texts)
        self._first = min(self._first, self._last_first)
        self.virtual_size = Size(width, self._plan.height)

    @property
    def _last_first(self) -> int:
        return max(0, len(self._view.themes) - self._plan.shown)

    @property
    def _columns(self) -> range:
        return range(self._first, min(self._first + self._plan.shown, len(self._view.themes)))

    # Drawing

    def render_line(self, y: int) -> Strip:
        if self._layout_for < 0:
            return Strip.blank(self.size.width, self.rich_style)
        plan = self._plan
        if y < plan.head_height:
            return self._head_line(y)
        line = y - plan.head_height + self.scroll_offset.y
        band = plan.band_at(line)
        if band is None:
            return self._strip([], "grid--name")
        inside = line - band.top
        if band.index is None:
            return self._strip(
                [self._piece(f" {band.names[inside]}", self._room.width, "grid--objective")], "grid--name"
            )
        if inside == band.height - 1:
            crossed = f"┼{'─' * (plan.cell - 1)}" * len(self._columns)
            return self._strip([segment(f"{'─' * plan.left}{crossed}", self._look("grid--rule"))], "grid--name")
        name = band.names[inside] if inside < len(band.names) else ""
        look = self._look("grid--name") + Style(bold=band.index == self.row)
        left = segment(fit(f" {name}", plan.left), look)
        cells = [piece for column in self._columns for piece in self._cell_pieces(band.index, column, inside)]
        return self._strip([left, *cells], "grid--name")

    def _strip(self, pieces: list[Segment], base: str) -> Strip:
        return Strip(pieces).adjust_cell_length(self._room.width, self._look(base))

    def _head_line(self, y: int) -> Strip:
        plan = self._plan
        if y == plan.head_height - 1:
            return self._sides_line()
        look = self._look("grid--head")
        left = f" {self.display_mode.value.capitalize()}" if y == 0 else ""
        pieces = [segment(fit(left, plan.left), look)]
        for column in self._columns:
            lines = plan.heads[column]
            text = lines[y] if y < len(lines) else ""
            marked = look + Style(underline=True, color=self._look("grid--objective").color)
            pieces += [
                segment(" ", look),
                segment(text, marked if column == self.column else look),
                segment(" " * (plan.cell - 1 - cell_len(text)), look),
            ]
        return self._strip(pieces, "grid--head")

    def _sides_line(self) -> Strip:
        """The rule under the heads, with how many columns are out of sight on each side."""
        width, before = self._room.width, self._first
        after = len(self._view.themes) - self._columns.stop
        left = f" ◂ {wording.count(before, 'enjeu', 'enjeux')} " if before else ""
        right = f" {wording.count(after, 'enjeu', 'enjeux')} ▸ (touche →) " if after else ""
        rule, more = self._look("grid--rule"), self._look("grid--more")
        return Strip(
            [
                segment(left, more),
                segment("━" * (width - cell_len(left) - cell_len(right)), rule),
                segment(right, more),
            ]
        )

    def _cell_pieces(self, row: int, column: int, inside: int) -> list[Segment]:
        text = self._texts[self.display_mode][row][column]
        words = text.head if inside == 0 else text.body if inside == 1 else ""
        width = self._plan.cell - 1
        if (row, column) == (self.row, self.column):
            look = self._look("grid--cursor" if self.has_focus else "grid--cursor-blurred")
            return [segment(f"{'▸' if inside == 0 else ' '}{fit(words, width)}", look)]
        name = "grid--alert" if inside == 1 and text.alert else "grid--quiet" if inside == 0 else "grid--name"
        return [segment("│", self._look("grid--rule")), segment(fit(words, width), self._look(name))]

    def _piece(self, text: str, width: int, style: str) -> Segment:
        return segment(fit(text, width), self._look(style))

    def _look(self, name: str) -> Style:
        if name not in self._looks:
            self._looks[name] = self.get_component_rich_style(name)
        return self._looks[name]

    # Moving

    def action_move(self, rows: int, columns: int) -> None:
        self.mark(self.row + rows, self.column + columns)

    def mark(self, row: int, column: int) -> None:
        """Mark a cell, the nearest one there is, and bring it into view."""
        row = min(max(row, 0), len(self._view.cells) - 1)
        column = min(max(column, 0), len(self._view.themes) - 1)
        if (row, column) != (self.row, self.column):
            before, self.row, self.column = self.row, row, column
            self._refresh_rows(before, row)
            self._moved()
        self._reveal()

    def _refresh_rows(self, *rows: int) -> None:
        """Draw some rows again, and the heads: the rest of the table has not changed."""
        if self._layout_for < 0:
            return
        shift = self._plan.head_height - self.scroll_offset.y
        bands = [self._plan.band_of(row) for row in set(rows)]
        heads = Region(0, 0, self._room.width, self._plan.head_height)
        self.refresh(heads, *(Region(0, band.top + shift, self._room.width, band.height) for band in bands))

    def _reveal(self) -> None:
        if self._layout_for < 0:
            return
        plan = self._plan
        first = nearest(self._first, self.column, 1, plan.shown)
        if first != self._first:
            self._first = first
            self.refresh()
        top, room = plan.top_of(self.row), self._room.height - plan.head_height
        y = nearest(self.scroll_offset.y, top, plan.band_of(self.row).end - top, room)
        if y != self.scroll_offset.y:
            self.scroll_to(y=y, animate=False, immediate=True)

    def _slide(self, columns: int) -> None:
        """Show other columns, the marked cell staying where it is."""
        first = min(max(self._first + columns, 0), self._last_first)
        if first != self._first:
            self._first = first
            self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._slide_by_wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._slide_by_wheel(event, -1)

    def _slide_by_wheel(self, event: events.MouseEvent, columns: int) -> None:
        """With Maj, the wheel goes sideways."""
        if event.shift:
            self._slide(columns)
            event.stop()
            event.prevent_default()

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        self._slide(-1)
        event.stop()

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        self._slide(1)
        event.stop()

    def action_open(self) -> None:
        self.post_message(self.Opened())

    def on_focus(self) -> None:
        self._refresh_rows(self.row)

    def on_blur(self) -> None:
        self._refresh_rows(self.row)

    def on_click(self, event: events.Click) -> None:
        """A click marks a cell, a row by its name or a column by its head; on the marked cell it opens it."""
        plan = self._plan
        if event.y == plan.head_height - 1:
            self._slide(plan.shown if event.x > self._room.width // 2 else -plan.shown)
            return
        place = (event.x - plan.left) // plan.cell
        column = self._first + place if event.x >= plan.left else self.column
        if place >= len(self._columns):
            return
        row = self.row
        if event.y >= plan.head_height:
            band: Band | None = plan.band_at(event.y - plan.head_height + self.scroll_offset.y)
            if band is None or band.index is None:
                return
            row = band.index
        if (row, column) == (self.row, self.column):
            if event.y >= plan.head_height and event.x >= plan.left:
                self.action_open()
        else:
            self.mark(row, column)


def _first_cell(view: CoevaluationView) -> tuple[int, int]:
    """Return the first cell with a question, in reading order."""
    places = ((i, j) for i, row in enumerate(view.cells) for j, cell in enumerate(row) if cell is not None)
    return next(places, (0, 0))
