"""The plan of a room with its tables in a circle, numbered clockwise. Must not know who sits there."""

import math
from collections.abc import Sequence
from itertools import pairwise

from reportlab.platypus import Flowable

from ptce_ref.reports.pdf.style import Look

_HEIGHT, _TALL = 170.0, 250.0
"""Height of the plan, in points, and when tables stand on two circles."""
_MANY = 14
"""Beyond this number of tables, they stand on two circles."""
_INNER = 0.55
"""Size of the inner circle, that of the outer one being 1."""
_CHAIRS = 6
_REACH = 3.5
"""Radiuses of a table between the middles of two: their chairs do not touch."""
_LARGEST = 16.0
_STEPS = 720
"""Chords that stand for a circle when it is measured."""


class RoomPlan(Flowable):
    """The room seen from above: the tables in a ring, the harvest sheet on a wall."""

    def __init__(self, look: Look, tables: int, width: float) -> None:
        super().__init__()
        self.look, self.tables, self.width = look, tables, width
        self.height = _HEIGHT if tables <= _MANY else _TALL
        circles = "en cercle" if tables <= _MANY else "sur deux cercles"
        noun = "une table" if tables == 1 else f"{tables} tables {circles}, numérotées dans le sens des aiguilles"
        self.alternative = f"Plan de la salle : {noun} ; la feuille de récolte est au mur."

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height + 8

    def draw(self) -> None:
        canvas, look = self.canv, self.look
        canvas.saveState()
        canvas.setStrokeColor(look.rule)
        canvas.setFillColor(look.ground)
        canvas.setLineWidth(1)
        canvas.rect(0, 4, self.width, self.height, stroke=1, fill=1)
        canvas.setStrokeColor(look.accent)
        canvas.setLineWidth(3)
        canvas.line(self.width * 0.36, self.height + 2.5, self.width * 0.64, self.height + 2.5)
        canvas.setFillColor(look.ink)
        canvas.setFont(look.fonts.normal, 9)
        canvas.drawCentredString(self.width / 2, self.height - 9, "feuille de récolte")
        places, radius = self.places()
        for table, (x, y) in enumerate(places, start=1):
            self._draw_table(x, y, radius, str(table))
        canvas.restoreState()

    def places(self) -> tuple[list[tuple[float, float]], float]:
        """Return the middle of each table and the radius of all: clockwise from the top, the outer circle first."""
        centre, middle = self.width / 2, self.height / 2 - 4
        if self.tables == 1:
            return [(centre, middle)], 24.0
        across, up = self.width / 2 - 60, middle - 30
        shares = [self.tables]
        if self.tables > _MANY:
            # As far from each other on both circles.
            outer = round(self.tables / (1 + _INNER))
            shares = [outer, self.tables - outer]
        found: list[tuple[float, float]] = []
        gaps = [] if len(shares) == 1 else [up * (1 - _INNER)]
        for share, scale in zip(shares, (1.0, _INNER), strict=False):
            ring = _spread(across * scale, up * scale, share)
            gaps += [math.dist(one, other) for one, other in pairwise([*ring, ring[0]])]
            found += [(centre + x, middle + y) for x, y in ring]
        return found, min(_LARGEST, min(gaps) / _REACH)

    def _draw_table(self, x: float, y: float, radius: float, name: str) -> None:
        canvas, look = self.canv, self.look
        canvas.setFillColor(look.muted)
        for chair in range(_CHAIRS):
            turn = 2 * math.pi * chair / _CHAIRS
            reach = radius * 1.38
            canvas.circle(x + reach * math.cos(turn), y + reach * math.sin(turn), radius * 0.2, stroke=0, fill=1)
        canvas.setFillColor(look.accent)
        canvas.circle(x, y, radius, stroke=0, fill=1)
        canvas.setFillColor(look.ink_on(look.accent))
        canvas.setFont(look.fonts.bold, radius * 1.05)
        canvas.drawCentredString(x, y - radius * 0.36, name)


def _spread(across: float, up: float, count: int) -> Sequence[tuple[float, float]]:
    """Return ``count`` places as far from each other along an ellipse, clockwise, two of them about its top.

    By angle alone they would crowd at both ends of the long side.
    """
    turns = [math.pi / 2 - 2 * math.pi * step / _STEPS for step in range(_STEPS + 1)]
    edge = [(across * math.cos(turn), up * math.sin(turn)) for turn in turns]
    walked = [0.0]
    for one, other in pairwise(edge):
        walked.append(walked[-1] + math.dist(one, other))
    wanted = [(place + 0.5) * walked[-1] / count for place in range(count)]
    return [edge[min(range(_STEPS), key=lambda step: abs(walked[step] - length))] for length in wanted]
