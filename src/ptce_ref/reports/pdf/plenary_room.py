"""The plan of a plenary: the chairs by college, facing the posters. Must not know who sits there."""

from reportlab.platypus import Flowable

from ptce_ref.reports.pdf.style import Look

_ACROSS = 6
"""Colleges side by side; the others sit behind."""
_ROW, _HEAD = 58.0, 44.0
"""Height of a row of colleges, and of the front of the room."""
_CHAIR, _GAP, _CHAIRS = 3.4, 12.0, 4
"""Radius of a chair, the distance between two, and how many of them stand for a college, side by side."""
_LABEL = 9


class PlenaryRoom(Flowable):
    """The room seen from above: the posters in front, the colleges around, each under its number."""

    def __init__(self, look: Look, colleges: int, width: float) -> None:
        super().__init__()
        self.look, self.width = look, width
        rows = -(-colleges // _ACROSS)
        each, more = divmod(colleges, max(1, rows))
        # Rows as even as can be, the longer ones behind.
        self.rows = [each + (row >= rows - more) for row in range(rows)]
        self.height = _HEAD + rows * _ROW
        self.alternative = (
            "Plan de la salle : devant, les affiches, vous, et à côté la table des deux personnes qui comptent ; en "
            f"face, les chaises par collège, numérotées de 1 à {colleges}."
        )

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height + 8

    def draw(self) -> None:
        canvas, look = self.canv, self.look
        canvas.saveState()
        canvas.setStrokeColor(look.rule)
        canvas.setFillColor(look.ground)
        canvas.setLineWidth(1)
        canvas.rect(0, 4, self.width, self.height, stroke=1, fill=1)
        self._draw_front()
        number, top = 1, self.height + 4 - _HEAD
        for row, count in enumerate(self.rows):
            for place in range(count):
                self._draw_college(str(number), self.width * (place + 0.5) / count, top - (row + 0.45) * _ROW)
                number += 1
        canvas.restoreState()

    def _draw_front(self) -> None:
        canvas, look, top = self.canv, self.look, self.height + 4
        canvas.setStrokeColor(look.accent)
        canvas.setLineWidth(3)
        canvas.line(self.width * 0.32, top - 1.5, self.width * 0.68, top - 1.5)
        canvas.setFillColor(look.ink)
        canvas.setFont(look.fonts.normal, _LABEL)
        canvas.drawCentredString(self.width / 2, top - 13, "affiches")
        canvas.setFillColor(look.accent)
        canvas.circle(self.width / 2, top - 24, 4, stroke=0, fill=1)
        canvas.setFillColor(look.ink)
        canvas.drawString(self.width / 2 + 8, top - 27, "vous")
        canvas.setStrokeColor(look.muted)
        canvas.setLineWidth(1)
        canvas.rect(self.width * 0.8, top - 30, 34, 13, stroke=1, fill=0)
        canvas.drawString(self.width * 0.8, top - 41, "comptage")

    def _draw_college(self, name: str, x: float, y: float) -> None:
        canvas, look = self.canv, self.look
        canvas.setFillColor(look.muted)
        for chair in range(2 * _CHAIRS):
            row, column = divmod(chair, _CHAIRS)
            across = (column - (_CHAIRS - 1) / 2) * _GAP
            canvas.circle(x + across, y - row * _GAP - 8, _CHAIR, stroke=0, fill=1)
        canvas.setFillColor(look.accent)
        canvas.circle(x, y + 10, 8, stroke=0, fill=1)
        canvas.setFillColor(look.ink_on(look.accent))
        canvas.setFont(look.fonts.bold, _LABEL)
        canvas.drawCentredString(x, y + 6.8, name)
