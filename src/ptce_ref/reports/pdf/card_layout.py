"""Where cards stand on a sheet: cells side by side, crop marks in the margins, fronts and backs that meet.

Lengths are points, from the bottom left corner of the page. Must not know what is on a card.
"""

from dataclasses import dataclass
from enum import Enum

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ptce_ref.reports.pdf.style import Look

PAGE = A4
MARGIN = 10 * mm
PADDING = 4 * mm
"""Between the cut and what is drawn on a card."""
_LINE = 8 * mm
"""Between two lines to write on."""
_MARK_START, _MARK_END = 1.5 * mm, 5.5 * mm
"""From the cards outwards: the marks stop where most printers no longer print."""


class Duplex(Enum):
    """Along which edge the printer turns the sheet over."""

    LONG_EDGE = "bord-long"
    SHORT_EDGE = "bord-court"


@dataclass(frozen=True)
class Cell:
    """The place of one card: its bottom left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    def inside(self, padding: float) -> "Cell":
        """Return what is left of the cell with ``padding`` points off each side."""
        return Cell(self.x + padding, self.y + padding, self.width - 2 * padding, self.height - 2 * padding)


@dataclass(frozen=True)
class CardLayout:
    """``columns`` × ``rows`` cards that touch, so that one cut serves two of them."""

    columns: int
    rows: int

    @property
    def count(self) -> int:
        """Cards on one sheet."""
        return self.columns * self.rows

    @property
    def xs(self) -> list[float]:
        """The upright cuts, from the left."""
        width = (PAGE[0] - 2 * MARGIN) / self.columns
        return [MARGIN + i * width for i in range(self.columns + 1)]

    @property
    def ys(self) -> list[float]:
        """The level cuts, from the bottom."""
        height = (PAGE[1] - 2 * MARGIN) / self.rows
        return [MARGIN + i * height for i in range(self.rows + 1)]

    def front(self, place: int) -> Cell:
        """Return the cell of the card at ``place``, counted along the lines from the top left."""
        row, column = divmod(place, self.columns)
        return self._cell(column, self.rows - 1 - row)

    def back(self, place: int, duplex: Duplex) -> Cell:
        """Return the cell of the next page that lies behind :meth:`front`, once the sheet is printed on both sides.

        Turned over along its long edge the sheet swaps left and right; along its short edge, top and bottom.
        """
        row, column = divmod(place, self.columns)
        if duplex is Duplex.LONG_EDGE:
            return self._cell(self.columns - 1 - column, self.rows - 1 - row)
        return self._cell(column, row)

    def _cell(self, column: int, row: int) -> Cell:
        xs, ys = self.xs, self.ys
        return Cell(xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row])


LAYOUTS = {4: CardLayout(2, 2), 8: CardLayout(2, 4)}
"""Cards on a sheet → how they stand: A6 upright or A7 lying, less the margin that printers need."""


def draw_crop_marks(canvas: Canvas, look: Look, layout: CardLayout) -> None:
    """Draw where to cut: marks in the margins for a guillotine, dotted lines between the cards for scissors."""
    canvas.saveState()
    canvas.setStrokeColor(look.ink)
    canvas.setLineWidth(0.5)
    left, right, bottom, top = layout.xs[0], layout.xs[-1], layout.ys[0], layout.ys[-1]
    for x in layout.xs:
        canvas.line(x, bottom - _MARK_END, x, bottom - _MARK_START)
        canvas.line(x, top + _MARK_START, x, top + _MARK_END)
    for y in layout.ys:
        canvas.line(left - _MARK_END, y, left - _MARK_START, y)
        canvas.line(right + _MARK_START, y, right + _MARK_END, y)
    canvas.setStrokeColor(look.muted)
    canvas.setLineWidth(0.6)
    canvas.setDash([2, 3])
    for x in layout.xs:
        canvas.line(x, bottom, x, top)
    for y in layout.ys:
        canvas.line(left, y, right, y)
    canvas.restoreState()


def rule_lines(canvas: Canvas, room: Cell) -> None:
    """Draw lines to write on over ``room``, in the current colour; none when it is too low for one."""
    count = int(room.height / _LINE)
    for line in range(count):
        y = room.y + 1 + line * _LINE
        canvas.line(room.x, y, room.x + room.width, y)
