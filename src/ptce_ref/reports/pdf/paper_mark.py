"""What people write on: boxes to tick with the key that copies them, lines to write on."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from ptce_ref.reports.pdf.style import Look

BOX = 5 * mm
KEY = 9.0
"""Room for a key, in points, at the left of its box."""
TICK = KEY + BOX + 5
"""Width of a box with its key and the space after it."""
LINE = 7 * mm
"""Between two lines to write on."""
SIZE = 10.0
_KEY_SIZE = 8.5
_GAP = 12.0
"""Between two parts of a line."""


@dataclass(frozen=True)
class Box:
    """A box to tick; ``key`` is what one types to copy it, empty when nothing is."""

    key: str = ""


@dataclass(frozen=True)
class Blank:
    """A line to write on, ``width`` points long; as long as the place allows when it is 0."""

    width: float = 0.0


class FormLine(Flowable):
    """Boxes, words and blanks one after the other on one line; words are data."""

    def __init__(self, look: Look, *parts: Box | Blank | str, height: float = BOX) -> None:
        super().__init__()
        self.look, self.parts, self.height = look, parts, height
        self.width = 0.0
        self.alternative = " ".join(_words(part) for part in parts)

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        self.width = width
        return width, self.height

    def draw(self) -> None:
        font, ends = self.look.fonts.normal, self._lengths()
        x, foot = 0.0, (self.height - BOX) / 2
        for part, length in zip(self.parts, ends, strict=True):
            if isinstance(part, Box):
                draw_box(self, self.look, part.key, x, foot)
            elif isinstance(part, Blank):
                self.canv.setStrokeColor(self.look.muted)
                self.canv.setLineWidth(0.4)
                self.canv.line(x, foot + 1, x + length - _GAP, foot + 1)
            else:
                self.canv.setFillColor(self.look.ink)
                self.canv.setFont(font, SIZE)
                self.canv.drawString(x, foot + BOX / 2 - 3.4, self.look.type.fit(part, font, SIZE, self.width - x))
            x += length

    def _lengths(self) -> Sequence[float]:
        """Return how far each part reaches, the space after it included."""
        lengths = [self._length(part) for part in self.parts]
        left = max(0.0, self.width + _GAP - sum(lengths))
        open_ended = sum(part == Blank() for part in self.parts)
        return [
            length + left / open_ended if part == Blank() else length
            for part, length in zip(self.parts, lengths, strict=True)
        ]

    def _length(self, part: Box | Blank | str) -> float:
        if isinstance(part, Box):
            return TICK if part.key else TICK - KEY
        if isinstance(part, Blank):
            return part.width + _GAP if part.width else 0.0
        return stringWidth(self.look.type.line(part), self.look.fonts.normal, SIZE) + _GAP


def _words(part: Box | Blank | str) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Blank):
        return "(ligne à remplir)"
    return f"(case {part.key})" if part.key else "(case)"


class TickBox(Flowable):
    """A box to tick, the key that copies it at its left."""

    def __init__(self, look: Look, key: str) -> None:
        super().__init__()
        self.look, self.key = look, key
        self.width, self.height = TICK, BOX
        self.alternative = _words(Box(key))

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_box(self, self.look, self.key, 0, 0)


class WritingLines(Flowable):
    """Lines to write on in ``height`` points; the last one is at its foot."""

    alternative = "Lignes à remplir"

    def __init__(self, look: Look, width: float, height: float) -> None:
        super().__init__()
        self.look, self.width, self.height = look, width, height

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(self.look.muted)
        self.canv.setLineWidth(0.4)
        for rank in range(max(1, round(self.height / LINE))):
            self.canv.line(0, rank * LINE, self.width, rank * LINE)


def draw_box(flowable: Flowable, look: Look, key: str, x: float, y: float) -> None:
    """Draw a box to tick on the canvas of ``flowable``, its lower left corner at (x, y), its key before it."""
    canvas = flowable.canv
    if key:
        canvas.setFillColor(look.muted)
        canvas.setFont(look.fonts.bold, _KEY_SIZE)
        canvas.drawRightString(x + KEY - 2.5, y + BOX / 2 - 3, key)
        x += KEY
    canvas.setStrokeColor(look.ink)
    canvas.setLineWidth(0.8)
    canvas.rect(x, y, BOX, BOX, stroke=1, fill=0)
