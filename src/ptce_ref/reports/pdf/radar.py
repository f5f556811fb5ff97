"""The radar: a profile on the scale 1..k, drawn by us and readable in black and white.

Every axis has the same scale and a missing value is a gap, never a zero. Must not know where
the figures come from.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import toColor
from reportlab.platypus import Flowable

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.shape import draw_symbol
from ptce_ref.reports.pdf.style import Look

FEWEST_AXES = 3
"""A radar with fewer values than this has no shape to read."""


@dataclass(frozen=True)
class Axis:
    """A value on the scale 1..k, or None; ``group`` chooses symbol and colour; ``said`` is printed."""

    code: str
    name: str
    group: int
    level: float | None
    said: str


class Radar(Flowable):
    """A profile on the scale 1..k. The centre is below level 1: the lowest level is not zero."""

    def __init__(self, look: Look, axes: Sequence[Axis], levels: int, width: float, height: float) -> None:
        super().__init__()
        self.look, self.axes, self.levels = look, axes, levels
        self.width, self.height = width, height
        self._radius = min(height / 2 - 30, width / 2 - 130)
        self._symbol = 3.6

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    @property
    def alternative(self) -> str:
        """What the drawing shows, for those who do not see it."""
        line, space = self.look.type.line, wording.NBSP
        said = " ; ".join(f"{line(axis.code)} {line(axis.name)}{space}: {axis.said}" for axis in self.axes)
        return f"Radar des sous-objectifs, sur une échelle de 1 à {self.levels}. {said}."

    def draw(self) -> None:
        self._draw_rings()
        self._draw_ranks()
        self._draw_profile()
        self._draw_labels()

    def _point(self, position: int, level: float) -> tuple[float, float]:
        angle = math.pi / 2 - 2 * math.pi * position / len(self.axes)
        reach = self._radius * level / self.levels
        return self.width / 2 + reach * math.cos(angle), self.height / 2 + reach * math.sin(angle)

    def _draw_rings(self) -> None:
        canvas, look = self.canv, self.look
        for rank in range(1, self.levels + 1):
            path = canvas.beginPath()
            path.moveTo(*self._point(0, rank))
            for position in range(1, len(self.axes)):
                path.lineTo(*self._point(position, rank))
            path.close()
            canvas.setStrokeColor(look.muted if rank == self.levels else look.rule)
            canvas.setLineWidth(0.8 if rank == self.levels else 0.6)
            canvas.drawPath(path, stroke=1, fill=0)
        canvas.setStrokeColor(look.rule)
        for position in range(len(self.axes)):
            canvas.line(*self._point(position, 0), *self._point(position, self.levels))

    def _draw_profile(self) -> None:
        """Join neighbours that both have a value; a missing value leaves a gap."""
        canvas, look = self.canv, self.look
        points = [None if a.level is None else self._point(i, a.level) for i, a in enumerate(self.axes)]
        canvas.setStrokeColor(look.ink)
        canvas.setLineWidth(1.8)
        canvas.setLineJoin(1)
        known = [point for point in points if point is not None]
        if len(known) == len(points):
            path = canvas.beginPath()
            path.moveTo(*known[0])
            for corner in known[1:]:
                path.lineTo(*corner)
            path.close()
            canvas.saveState()
            canvas.setFillColor(look.accent)
            canvas.setFillAlpha(0.14)
            canvas.drawPath(path, stroke=1, fill=1)
            canvas.restoreState()
        else:
            for first, second in zip(points, [*points[1:], points[0]], strict=True):
                if first is not None and second is not None:
                    canvas.line(*first, *second)
        for axis, point in zip(self.axes, points, strict=True):
            if point is not None:
                draw_symbol(canvas, axis.group, *point, self._symbol + 1, toColor("#FFFFFF"))
                draw_symbol(canvas, axis.group, *point, self._symbol, look.objective(axis.group))

    def _draw_ranks(self) -> None:
        """Number the rings halfway between the first two axes, away from the points."""
        canvas, look = self.canv, self.look
        angle = math.pi / 2 - math.pi / len(self.axes)
        inner = math.cos(math.pi / len(self.axes))
        for rank in range(1, self.levels + 1):
            reach = self._radius * rank / self.levels * inner
            x, y = self.width / 2 + reach * math.cos(angle), self.height / 2 + reach * math.sin(angle)
            canvas.setFillColor(toColor("#FFFFFF"))
            canvas.circle(x, y, 4.6, stroke=0, fill=1)
            canvas.setFillColor(look.muted)
            canvas.setFont(look.fonts.bold, 7)
            canvas.drawCentredString(x, y - 2.5, str(rank))

    def _draw_labels(self) -> None:
        look = self.look
        for position, axis in enumerate(self.axes):
            x, y = self._point(position, self.levels * 1.07)
            side = round((x - self.width / 2) / self._radius, 2)
            named = len(self.axes) <= 12  # noqa: PLR2004 - with more, names would run into each other
            lines = look.type.fit_lines(axis.name, look.fonts.normal, 7.2, 112, 2) if named else []
            up = (y - self.height / 2) / self._radius
            # Above its point at the top, below it at the bottom, centred at the sides.
            y += (2 + 8.6 * len(lines)) * (1 + up) / 2 - 9 * (1 - up) / 2
            code = f"{look.type.line(axis.code)}  {axis.said}"
            self._draw_label(code, lines, axis.group, x, y, side)

    def _draw_label(self, code: str, lines: Sequence[str], group: int, x: float, y: float, side: float) -> None:
        canvas, look = self.canv, self.look
        width = canvas.stringWidth(code, look.fonts.bold, 8.5) + 11
        centred = abs(side) < 0.12  # noqa: PLR2004 - straight above or below the centre
        left = x - width / 2 if centred else x if side > 0 else x - width
        draw_symbol(canvas, group, left + 4, y + 3, 3.2, look.objective(group))
        canvas.setFillColor(look.ink)
        canvas.setFont(look.fonts.bold, 8.5)
        canvas.drawString(left + 11, y, code)
        canvas.setFillColor(look.muted)
        canvas.setFont(look.fonts.normal, 7.2)
        for line in lines:
            y -= 8.6
            if centred:
                canvas.drawCentredString(x, y, line)
            elif side > 0:
                canvas.drawString(x, y, line)
            else:
                canvas.drawRightString(x, y, line)
