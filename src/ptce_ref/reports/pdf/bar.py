"""Bars on the scale 1..k, readable in black and white, to stand in the cells of a table.

A missing value is an empty track, never a zero. Must not know where the figures come from.

They show nothing that is not written in the cells beside them: to those who hear the document, they are decoration.
"""

from reportlab.lib.colors import Color, toColor
from reportlab.platypus import Flowable

from ptce_ref.reports.pdf.shape import draw_symbol
from ptce_ref.reports.pdf.style import Look


class _ScaleBar(Flowable):
    """A flowable of one line on the scale 1..k."""

    alternative = ""

    def __init__(self, look: Look, levels: int, width: float) -> None:
        super().__init__()
        self.look, self.levels = look, levels
        self.width, self.height = width, 12.0

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def _x(self, level: float) -> float:
        # Half a step before level 1, so that the lowest level is seen as a bar and not as nothing.
        return self.width * (level - 0.5) / (self.levels - 0.5)


class LevelBar(_ScaleBar):
    """A bar on the scale 1..k, with a tick at each level; an empty track when there is no value."""

    def __init__(self, look: Look, level: float | None, levels: int, colour: Color, width: float) -> None:
        super().__init__(look, levels, width)
        self.level, self.colour = level, colour

    def draw(self) -> None:
        canvas, look = self.canv, self.look
        middle = self.height / 2 - 1
        canvas.setStrokeColor(look.rule)
        canvas.setLineWidth(0.6)
        if self.level is None:
            canvas.setDash(1.5, 2)
        canvas.line(0, middle, self.width, middle)
        canvas.setDash()
        if self.level is not None:
            canvas.setFillColor(self.colour)
            canvas.rect(0, middle - 3, self._x(self.level), 6, stroke=0, fill=1)
            canvas.setFillColor(look.ink)
            canvas.rect(self._x(self.level) - 1.1, middle - 4.6, 2.2, 9.2, stroke=0, fill=1)
        for rank in range(1, self.levels + 1):
            inside = self.level is not None and rank < self.level
            canvas.setStrokeColor(toColor("#FFFFFF") if inside else look.muted)
            canvas.line(self._x(rank), middle - 2.4, self._x(rank), middle + 2.4)


class LevelRuler(Flowable):
    """The numbers of the levels above a column of :class:`LevelBar` of the same width."""

    alternative = ""

    def __init__(self, look: Look, levels: int, width: float) -> None:
        super().__init__()
        self.look, self.levels = look, levels
        self.width, self.height = width, 9.0

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setFillColor(self.look.muted)
        self.canv.setFont(self.look.fonts.bold, 7)
        for rank in range(1, self.levels + 1):
            x = self.width * (rank - 0.5) / (self.levels - 0.5)
            if rank == self.levels:
                self.canv.drawRightString(self.width, 1.5, str(rank))
            else:
                self.canv.drawCentredString(x, 1.5, str(rank))


class ObjectiveSign(Flowable):
    """The symbol of an objective, to put before its code in a table."""

    alternative = ""

    def __init__(self, look: Look, group: int, size: float = 8.0) -> None:
        super().__init__()
        self.look, self.group = look, group
        self.width = self.height = size

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        half = self.width / 2
        draw_symbol(self.canv, self.group, half, half - 1.5, half * 0.88, self.look.objective(self.group))


class ChangeBar(_ScaleBar):
    """Two dates on the scale 1..k: a hollow point before, a full one now, a line between them."""

    def __init__(self, look: Look, before: float | None, now: float | None, levels: int, width: float) -> None:
        super().__init__(look, levels, width)
        self.before, self.now = before, now

    def draw(self) -> None:
        canvas, look = self.canv, self.look
        y = self.height / 2 - 1
        canvas.setStrokeColor(look.rule)
        canvas.setLineWidth(0.6)
        canvas.line(0, y, self.width, y)
        for rank in range(1, self.levels + 1):
            canvas.line(self._x(rank), y - 2.4, self._x(rank), y + 2.4)
        canvas.setStrokeColor(look.ink)
        canvas.setFillColor(toColor("#FFFFFF"))
        if self.before is not None and self.now is not None:
            canvas.setLineWidth(1.6)
            canvas.line(self._x(self.before), y, self._x(self.now), y)
        if self.before is not None:
            canvas.setLineWidth(1.1)
            canvas.circle(self._x(self.before), y, 3, stroke=1, fill=1)
        if self.now is not None:
            canvas.setFillColor(look.ink)
            canvas.circle(self._x(self.now), y, 3.2, stroke=0, fill=1)
