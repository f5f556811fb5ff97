"""The plan of a room with its tables in a circle, numbered clockwise. Must not know who sits there."""

import math

from reportlab.platypus import Flowable

from ptce_ref.reports.pdf.style import Look

_HEIGHT = 170.0
_MANY = 14
"""Beyond this number of tables, they stand on two circles."""
_CHAIRS = 6


class RoomPlan(Flowable):
    """The room seen from above: the tables in a ring, the harvest sheet on a wall, the facilitator beside."""

    def __init__(self, look: Look, tables: int, width: float) -> None:
        super().__init__()
        self.look, self.tables, self.width = look, tables, width
        self.height = _HEIGHT
        noun = "une table" if tables == 1 else f"{tables} tables en cercle, numérotées dans le sens des aiguilles"
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
        for table in range(self.tables):
            x, y, radius = self._place(table)
            self._draw_table(x, y, radius, str(table + 1))
        canvas.restoreState()

    def _place(self, table: int) -> tuple[float, float, float]:
        """Return the middle of a table and its radius."""
        middle = self.height / 2 - 4
        if self.tables == 1:
            return self.width / 2, middle, 24.0
        rings = 2 if self.tables > _MANY else 1
        ring, on_ring = table % rings, -(-self.tables // rings)
        angle = math.pi / 2 - 2 * math.pi * (table // rings + 0.5) / on_ring
        shrink = 1 - 0.45 * ring
        across, up = (self.width / 2 - 60) * shrink, (middle - 30) * shrink
        # The shorter way round an ellipse leaves the least room between two tables.
        radius = max(5.0, min(16.0, 2.2 * up / on_ring * 1.6))
        return self.width / 2 + across * math.cos(angle), middle + up * math.sin(angle), radius

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
