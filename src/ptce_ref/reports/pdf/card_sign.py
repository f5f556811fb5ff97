"""The four cards one raises or fills in: each told apart by its shape, its word and its colour.

Must not know where the card stands on the sheet.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.card_layout import PADDING, Cell, rule_lines
from ptce_ref.reports.pdf.card_text import Passage, Setter, draw_block, tell
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.shape import draw_mark
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag import Place


@dataclass(frozen=True)
class Sign:
    """A card that answers: its word, the sentence on it, its colour, its shape."""

    word: str
    text: str
    """Name of its sentence in the templates."""
    colour: Callable[[Look], Color]
    draw: Callable[[Canvas, Look, float, float, float, Color], None]
    """Draws its shape around (x, y) with a radius."""


def _tick(canvas: Canvas, look: Look, x: float, y: float, radius: float, colour: Color) -> None:
    canvas.setFillColor(colour)
    canvas.circle(x, y, radius, stroke=0, fill=1)
    canvas.setStrokeColor(look.ink_on(colour))
    canvas.setLineWidth(radius * 0.22)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    path.moveTo(x - 0.48 * radius, y - 0.02 * radius)
    path.lineTo(x - 0.14 * radius, y - 0.38 * radius)
    path.lineTo(x + 0.48 * radius, y + 0.36 * radius)
    canvas.drawPath(path, stroke=1, fill=0)


def _apart(canvas: Canvas, look: Look, x: float, y: float, radius: float, colour: Color) -> None:
    draw_mark(canvas, "polarised", x, y, radius * 0.85, colour, look.fonts.bold)


def _question(canvas: Canvas, look: Look, x: float, y: float, radius: float, colour: Color) -> None:
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    canvas.setLineWidth(radius * 0.14)
    canvas.circle(x, y, radius * 0.93, stroke=1, fill=0)
    canvas.setFont(look.fonts.bold, radius * 1.4)
    canvas.drawCentredString(x, y - radius * 0.5, "?")


def _barred(canvas: Canvas, _: Look, x: float, y: float, radius: float, colour: Color) -> None:
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(radius * 0.14)
    side = radius * 0.86
    canvas.rect(x - side, y - side, 2 * side, 2 * side, stroke=1, fill=0)
    canvas.line(x - side, y - side, x + side, y + side)


AGREEMENT = Sign("Accord", "carte-accord", lambda look: look.accent, _tick)
DIVERGENCE = Sign("Divergence", "carte-divergence", lambda look: look.alert, _apart)
UNKNOWN = Sign("Ne sait pas", "carte-ne-sait-pas", lambda look: look.ink, _question)
NOT_CONCERNED = Sign("Non concerné", "carte-non-concerne", lambda look: look.muted, _barred)


def draw_sign(canvas: Canvas, look: Look, sign: Sign, cell: Cell, said: Place | None = None) -> None:
    """Draw the front of a card to fill in: its sign and word on a band, its sentence, lines to write on.

    Its words belong to ``said``, or nowhere on a card that is part of a picture.
    """
    box = cell.inside(PADDING)
    colour = sign.colour(look)
    _draw_frame(canvas, cell, colour)
    radius = 10.0
    y = box.y + box.height - radius - 2
    sign.draw(canvas, look, box.x + radius + 2, y, radius, colour)
    canvas.setFillColor(colour)
    canvas.setFont(look.fonts.bold, 18)
    tell(canvas, "H2", said)
    canvas.drawString(box.x + 2 * radius + 10, y - 6, look.type.line(sign.word))
    top = y - radius - 6
    text = " ".join(block.text for block in read_prose(look.theme, sign.text))
    setting = Setter(look, look.fonts.normal, box.width, box.height * 0.4).set([Passage(text)], 10, "")
    canvas.setFillColor(look.ink)
    tell(canvas, "P", said)
    y = draw_block(canvas, look, "", setting.blocks[0], setting.size, box.x, top)
    canvas.setFont(look.fonts.normal, 10)
    place = f"Question n°{wording.NBSP}: "
    tell(canvas, "P", said)
    canvas.drawString(box.x, box.y + 2, place)
    canvas.setStrokeColor(look.muted)
    canvas.setLineWidth(0.5)
    after = box.x + stringWidth(place, look.fonts.normal, 10)
    canvas.line(after, box.y + 1, after + 62, box.y + 1)
    rule_lines(canvas, Cell(box.x, box.y + 14, box.width, y - 4 - box.y - 14))


def draw_raised(canvas: Canvas, look: Look, sign: Sign, cell: Cell, said: Place) -> None:
    """Draw the back of a card to fill in: its sign and its word, to be seen from the other end of the room."""
    colour = sign.colour(look)
    _draw_frame(canvas, cell, colour)
    radius = min(cell.width, cell.height) * 0.22
    x, y = cell.x + cell.width / 2, cell.y + cell.height / 2 + radius * 0.45
    sign.draw(canvas, look, x, y, radius, colour)
    size = min(30.0, 0.85 * cell.width / max(1.0, stringWidth(sign.word, look.fonts.bold, 1)))
    canvas.setFillColor(colour)
    canvas.setFont(look.fonts.bold, size)
    tell(canvas, "P", said)
    canvas.drawCentredString(x, y - radius - size * 1.15, look.type.line(sign.word))


def _draw_frame(canvas: Canvas, cell: Cell, colour: Color) -> None:
    """Draw a wide line around the card, well inside of where it is cut."""
    canvas.saveState()
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(2.4)
    inner = cell.inside(2.4 * mm)
    canvas.roundRect(inner.x, inner.y, inner.width, inner.height, 6, stroke=1, fill=0)
    canvas.restoreState()
