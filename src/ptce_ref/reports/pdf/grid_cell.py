"""One cell of the table de dialogue, drawn: questions, figures, marks.

Owns what stands where in a cell. Must not know of pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.grid_layout import LEADING, PADDING, TitleLine
from ptce_ref.reports.pdf.shape import draw_mark
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag import Element
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas
from ptce_ref.reports.view import CellView, FigureView

SMALL = 6.5
STAR = "*"
"""After a provisional value; explained in the legend."""


@dataclass(frozen=True)
class Box:
    """A rectangle: its lower left corner, width and height, in points."""

    x: float
    y: float
    width: float
    height: float


def draw_empty(canvas: TaggedCanvas, look: Look, box: Box) -> None:
    """Draw a cell where no question stands."""
    canvas.setFillColor(look.ground)
    canvas.rect(box.x, box.y, box.width, box.height, stroke=0, fill=1)
    canvas.setStrokeColor(look.rule)
    canvas.setLineWidth(0.6)
    canvas.line(box.x, box.y, box.x + box.width, box.y + box.height)


def draw_titles(
    canvas: TaggedCanvas, look: Look, lines: tuple[TitleLine, ...], box: Box, size: float, said: Element
) -> None:
    """Draw the codes and titles of the questions from the top of ``box``, a paragraph each in the cell ``said``."""
    y = box.y + box.height - PADDING - size
    for line in lines:
        x = box.x + PADDING
        if line.code or line is lines[0]:
            canvas.tell("P", said)
        if line.code:
            canvas.setFillColor(look.ink)
            canvas.setFont(look.fonts.bold, size)
            code = f"{look.type.line(line.code)} "
            canvas.drawString(x, y, code)
            x += stringWidth(code, look.fonts.bold, size)
        canvas.setFillColor(look.ink)
        canvas.setFont(look.fonts.normal, size)
        canvas.drawString(x, y, line.text)
        y -= size * LEADING


def draw_figures(canvas: TaggedCanvas, look: Look, cell: CellView, box: Box, said: Element) -> None:
    """Draw level, coverage, n and the marks of divergence at the foot of ``box``, in the cell ``said``."""
    x, y = box.x + PADDING, box.y + PADDING
    marks = marks_of(look, cell)
    canvas.tell("P", said)
    draw_value(canvas, look, cell.figure, x, y + 9.5 if marks else y)
    if marks:
        canvas.tell("P", said)
        draw_marks(canvas, look, marks, x, y)


def draw_value(canvas: TaggedCanvas, look: Look, figure: FigureView, x: float, y: float) -> None:
    """Draw the level in its colour, then coverage and n, on a line 10 points tall."""
    if not figure.hidden:
        text = shown_level(figure)
        width = max(20.0, stringWidth(text, look.fonts.bold, 8) + 6)
        ground = look.ground if figure.value is None else look.value(figure.value)
        canvas.setFillColor(ground)
        canvas.setStrokeColor(look.rule)
        canvas.setLineWidth(0.4)
        canvas.roundRect(x, y, width, 10, 2, stroke=1, fill=1)
        canvas.setFillColor(look.ink_on(ground))
        canvas.setFont(look.fonts.bold, 8)
        canvas.drawCentredString(x + width / 2, y + 2.3, text)
        x += width + 4
    canvas.setFillColor(look.ink)
    canvas.setFont(look.fonts.normal, 7)
    canvas.drawString(x, y + 2.5, counted(figure))


def shown_level(figure: FigureView) -> str:
    """Return the level of a figure with a star when it is provisional."""
    text = wording.figure(figure)
    return f"{text}{STAR}" if figure.provisional and figure.value is not None else text


def counted(figure: FigureView) -> str:
    """Return « couv. 3/3 · n 36 »; without n while opinions are hidden."""
    text = f"couv.{wording.NBSP}{wording.coverage(figure)}"
    return text if figure.n is None else f"{text} · n{wording.NBSP}{figure.n}"


Mark = tuple[str, int, str, Color]
"""A mark of a cell: its shape, how many questions have it, its word, its colour."""


def marks_of(look: Look, cell: CellView) -> list[Mark]:
    """Return the marks of a cell, often none."""
    marks = [
        ("divided", cell.divided, "div.", look.ink),
        ("polarised", cell.polarised, "pol.", look.alert),
        ("unknown", cell.unknown, "nsp", look.ink),
        ("alert", len(cell.figure.alerts), "vig.", look.alert),
    ]
    return [mark for mark in marks if mark[1]]


def draw_marks(canvas: TaggedCanvas, look: Look, marks: Sequence[Mark], x: float, y: float) -> None:
    """Draw the marks of a cell on one line that begins at (x, y)."""
    for name, count, word, colour in marks:
        with canvas.unsaid():
            draw_mark(canvas, name, x + 3, y + 3.2, 2.7, colour, look.fonts.bold)
        canvas.setFillColor(colour)
        canvas.setFont(look.fonts.bold, SMALL)
        text = f"{count}{wording.NBSP}{word}"
        canvas.drawString(x + 7.5, y + 1, text)
        x += 7.5 + stringWidth(text, look.fonts.bold, SMALL) + 4.5
