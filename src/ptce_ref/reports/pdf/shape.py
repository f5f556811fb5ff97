"""Small drawn signs: symbols of objectives, patterns of levels, marks of divergence.

Colour never carries meaning alone: each sign is told apart by its shape, in black and white too.
Must not know what the signs stand for in an evaluation.
"""

import math
from collections.abc import Callable

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas


def _polygon(canvas: Canvas, points: list[tuple[float, float]]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _regular(canvas: Canvas, x: float, y: float, radius: float, corners: int, turn: float) -> None:
    angles = [turn + 2 * math.pi * i / corners for i in range(corners)]
    _polygon(canvas, [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles])


def _star(canvas: Canvas, x: float, y: float, radius: float) -> None:
    reach = [radius * (1.15 if i % 2 == 0 else 0.5) for i in range(10)]
    angles = [math.pi / 2 + math.pi * i / 5 for i in range(10)]
    _polygon(canvas, [(x + r * math.cos(a), y + r * math.sin(a)) for r, a in zip(reach, angles, strict=True)])


def _ring(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.setLineWidth(radius * 0.55)
    canvas.circle(x, y, radius * 0.72, stroke=1, fill=0)


_SYMBOLS: tuple[Callable[[Canvas, float, float, float], None], ...] = (
    lambda c, x, y, r: c.circle(x, y, r, stroke=0, fill=1),
    lambda c, x, y, r: c.rect(x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r, stroke=0, fill=1),
    lambda c, x, y, r: _regular(c, x, y - 0.15 * r, 1.2 * r, 3, math.pi / 2),
    lambda c, x, y, r: _regular(c, x, y, 1.2 * r, 4, 0),
    _star,
    lambda c, x, y, r: _regular(c, x, y, 1.05 * r, 6, 0),
    _ring,
)


def draw_symbol(canvas: Canvas, position: int, x: float, y: float, radius: float, colour: Color) -> None:
    """Draw the symbol of the objective at ``position`` (from 0) around (x, y); shapes come round again."""
    canvas.saveState()
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    _SYMBOLS[position % len(_SYMBOLS)](canvas, x, y, radius)
    canvas.restoreState()


_DOTS, _SLANTED, _UPRIGHT, CROSSED, FLAT = range(1, 6)


def level_pattern(rank: int, levels: int) -> int:
    """Return the pattern of a level: none at both ends of the scale, which shade tells apart, others in turn."""
    return 0 if rank in (1, levels) else _DOTS + (rank - 2) % (_UPRIGHT - _DOTS + 1)


def draw_pattern(canvas: Canvas, kind: int, x: float, y: float, width: float, height: float, ink: Color) -> None:
    """Draw pattern ``kind`` in a rectangle: 0 nothing, 1 dots, 2 slanted, 3 upright, 4 crossed, 5 flat lines."""
    if kind == 0 or width <= 0:
        return
    canvas.saveState()
    frame = canvas.beginPath()
    frame.rect(x, y, width, height)
    canvas.clipPath(frame, stroke=0, fill=0)
    canvas.setStrokeColor(ink)
    canvas.setLineWidth(0.45)
    if kind == _DOTS:
        _dots(canvas, x, y, width, height)
    if kind in (_SLANTED, CROSSED):
        _slanted(canvas, x, y, width, height)
    if kind == _UPRIGHT:
        count = int(width // 2.6) + 1
        canvas.lines([(x + 1.3 + 2.6 * i, y, x + 1.3 + 2.6 * i, y + height) for i in range(count)])
    if kind == CROSSED:
        steps = int((width + height) // 4) + 1
        canvas.lines([(x + 4 * i, y, x + 4 * i - height, y + height) for i in range(steps + 1)])
    if kind == FLAT:
        canvas.lines([(x, y + 1.3 + 2.6 * i, x + width, y + 1.3 + 2.6 * i) for i in range(int(height // 2.6) + 1)])
    canvas.restoreState()


def _dots(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    # Dashes of no length with round ends are dots: one line in the file for a whole row of them.
    canvas.setLineCap(1)
    canvas.setLineWidth(0.85)
    for row in range(int(height // 3) + 1):
        canvas.setDash([0, 3.2], 1.6 if row % 2 else 0)
        canvas.line(x + 1, y + 1.4 + 3 * row, x + width, y + 1.4 + 3 * row)


def _slanted(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    steps = int((width + height) // 4) + 1
    canvas.lines([(x + 4 * i - height, y, x + 4 * i, y + height) for i in range(steps + 1)])


def draw_mark(canvas: Canvas, mark: str, x: float, y: float, radius: float, colour: Color, font: str) -> None:
    """Draw a mark around (x, y): « divided », « polarised », « unknown » or « alert »."""
    canvas.saveState()
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    if mark == "divided":
        _regular(canvas, x, y - 0.15 * radius, 1.15 * radius, 3, math.pi / 2)
    elif mark == "polarised":
        # Two points that turn their backs on each other.
        for side in (-1, 1):
            gap, tip = side * 0.25 * radius, side * 1.25 * radius
            _polygon(canvas, [(x + gap, y + radius), (x + tip, y), (x + gap, y - radius)])
    else:
        canvas.setLineWidth(0.6)
        if mark == "unknown":
            canvas.circle(x, y, radius, stroke=1, fill=0)
        else:
            canvas.rect(x - radius, y - radius, 2 * radius, 2 * radius, stroke=1, fill=0)
        size = radius * 1.9
        canvas.setFont(font, size)
        canvas.drawCentredString(x, y - size * 0.35, "?" if mark == "unknown" else "!")
    canvas.restoreState()
