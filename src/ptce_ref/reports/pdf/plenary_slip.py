"""The voting slips of a plenary: when a college is so small that a raised hand tells who raised it.

Owns the slip: its question, its college and its answer, all to tick, so that no hand is recognised.
"""

from collections.abc import Sequence
from functools import partial

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from ptce_ref.reports import wording
from ptce_ref.reports.kit_view import PlenaryView
from ptce_ref.reports.pdf.card_layout import PAGE, CardLayout, Cell
from ptce_ref.reports.pdf.kit_block import cut_sheets
from ptce_ref.reports.pdf.kit_page import BARE, KitLook, on_page
from ptce_ref.reports.pdf.plenary_sheet import answers_of

_MARGIN, _PADDING = 20 * mm, 4 * mm
"""Of the page, above and below together; of a slip."""
_LINE, _SIZE, _HEAD, _BOX, _AIR = 15.0, 10.0, 16.0, 8.5, 12.0
_ACROSS = 2
"""Slips side by side."""
_MOST_ROWS = 8


def build_slips(view: PlenaryView, look: KitLook) -> list[Flowable]:
    """Return one page of voting slips, as many as it holds: it is copied as often as people and questions need."""
    layout = slip_layout(view)
    draw = partial(_draw_slip, look=look, view=view)
    return [
        *on_page(BARE),
        *cut_sheets(look, layout, [draw] * layout.count, "bulletins", "Bulletins de vote à découper"),
    ]


def slip_layout(view: PlenaryView) -> CardLayout:
    """Return how the slips stand on the page: as many rows as their height allows."""
    rows = int((PAGE[1] - _MARGIN) / _height(view))
    return CardLayout(_ACROSS, max(1, min(_MOST_ROWS, rows)))


def _height(view: PlenaryView) -> float:
    return 2 * _PADDING + 2 * _HEAD + _LINE * len(view.colleges) + _AIR


def _draw_slip(canvas: Canvas, cell: Cell, *, look: KitLook, view: PlenaryView) -> None:
    """Draw a slip: the number of the question, a box for each college, a box for each answer."""
    box = cell.inside(_PADDING)
    top, bold, normal = box.y + box.height, look.fonts.bold, look.fonts.normal
    canvas.setFillColor(look.ink)
    canvas.setFont(bold, _SIZE)
    said = f"Question n°{wording.NBSP}: "
    canvas.drawString(box.x, top - _SIZE, said)
    start = box.x + stringWidth(said, bold, _SIZE)
    canvas.setStrokeColor(look.muted)
    canvas.setLineWidth(0.5)
    canvas.line(start, top - _SIZE - 1, start + 34, top - _SIZE - 1)
    canvas.setFont(normal, _SIZE)
    canvas.drawRightString(box.x + box.width, top - _SIZE, "deux croix, puis pliez")
    _draw_colleges(canvas, look, view, Cell(box.x, box.y, box.width, box.height - _HEAD - 3))
    _draw_answers(canvas, look, answers_of(view), Cell(box.x, box.y, box.width, _HEAD))


def _draw_colleges(canvas: Canvas, look: KitLook, view: PlenaryView, room: Cell) -> None:
    """Draw a box for each college, named in full when its line allows it: nobody has to guess which is theirs."""
    width = room.width - _BOX - 4
    for row, (name, shorter) in enumerate(zip(view.colleges, view.short_names, strict=True)):
        y = room.y + room.height - row * _LINE - _SIZE
        _tick(canvas, look, room.x, y)
        holds = stringWidth(look.type.line(name), look.fonts.normal, _SIZE) <= width
        said = look.type.fit(name if holds else shorter, look.fonts.normal, _SIZE, width)
        canvas.drawString(room.x + _BOX + 4, y, said)


def _draw_answers(canvas: Canvas, look: KitLook, signs: Sequence[str], room: Cell) -> None:
    """Draw a box for each answer, the sign that the poster gives it at its right."""
    canvas.setStrokeColor(look.rule)
    canvas.line(room.x, room.y + room.height + 1, room.x + room.width, room.y + room.height + 1)
    step = room.width / len(signs)
    for place, sign in enumerate(signs):
        x = room.x + place * step
        _tick(canvas, look, x, room.y + 2)
        canvas.setFont(look.fonts.bold, _SIZE + 1)
        canvas.drawString(x + _BOX + 4, room.y + 2, look.type.line(sign))


def _tick(canvas: Canvas, look: KitLook, x: float, y: float) -> None:
    canvas.setStrokeColor(look.ink)
    canvas.setLineWidth(0.7)
    canvas.rect(x, y - 0.8, _BOX, _BOX, stroke=1, fill=0)
