"""Voices by college as small stacked bars: one row a college, one segment an answer.

Each answer has its shade, its pattern and its count, so that no colour is needed to read it.
Must not know why the distribution is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color, toColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.shape import CROSSED, FLAT, draw_pattern, level_pattern
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.view import CountsView, LevelView

_ROW = 14.0
_NAMES = 92.0
_NOTES = 96.0
_UNKNOWN = "ne sait pas"
_NOT_APPLICABLE = "non concerné"


@dataclass(frozen=True)
class _Segment:
    label: str
    count: int
    fill: Color
    pattern: int


class VoicesChart(Flowable):
    """The answers of each college, side by side on the same length; the counts are written inside."""

    def __init__(
        self,
        look: Look,
        counts: Sequence[CountsView],
        levels: Sequence[LevelView],
        width: float,
        *,
        plain: bool = False,
    ) -> None:
        """``plain`` tells how many answered each row, and no median: members read it."""
        super().__init__()
        self.look, self.counts, self.levels, self.plain = look, counts, levels, plain
        self.width, self.height = width, _ROW * len(counts) + 3

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    @property
    def alternative(self) -> str:
        """What the bars show, for those who do not see them."""
        return "Répartition des voix. " + " ".join(f"{self._said(count)}." for count in self.counts)

    def _said(self, count: CountsView) -> str:
        parts = [
            f"{wording.count(part.count, 'voix', 'voix')} pour « {part.label} »"
            for part in segments_of(self.look, count, self.levels)
            if part.count
        ]
        parts.append(self._noted(count))
        return f"{self.look.type.line(count.college_short)}{wording.NBSP}: {', '.join(parts)}"

    def _noted(self, count: CountsView) -> str:
        answers = count.n + count.dont_know + count.not_applicable
        return wording.count(answers, "réponse") if self.plain else _measured(count)

    def draw(self) -> None:
        y = self.height - _ROW
        for count in self.counts:
            self._draw_row(count, y)
            y -= _ROW

    def _draw_row(self, count: CountsView, y: float) -> None:
        canvas, look = self.canv, self.look
        together = count is self.counts[-1] and len(self.counts) > 1
        font = look.fonts.bold if together else look.fonts.normal
        canvas.setFillColor(look.ink)
        canvas.setFont(font, 8)
        canvas.drawString(0, y + 3.4, look.type.fit(count.college_short, font, 8, _NAMES - 6))
        length = self.width - _NAMES - _NOTES
        x = _NAMES
        segments = [part for part in segments_of(look, count, self.levels) if part.count]
        total = sum(part.count for part in segments)
        for part in segments:
            width = length * part.count / total
            self._draw_segment(part, x, y + 1.5, width)
            x += width
        canvas.setFillColor(look.muted)
        canvas.setFont(look.fonts.normal, 8)
        canvas.drawString(self.width - _NOTES + 8, y + 3.4, self._noted(count))

    def _draw_segment(self, part: _Segment, x: float, y: float, width: float) -> None:
        canvas, look = self.canv, self.look
        height = _ROW - 3
        _draw_sample(self.canv, look, part, x, y, width, height)
        text = str(part.count)
        taken = canvas.stringWidth(text, look.fonts.bold, 7.5)
        if width < taken + 3:
            return
        middle = x + width / 2
        if part.pattern and width > taken + 6:
            canvas.setFillColor(part.fill)
            canvas.rect(middle - taken / 2 - 2, y + 1.2, taken + 4, height - 2.4, stroke=0, fill=1)
        canvas.setFillColor(look.ink_on(part.fill))
        canvas.setFont(look.fonts.bold, 7.5)
        canvas.drawCentredString(middle, y + 2.9, text)


def _measured(count: CountsView) -> str:
    if count.median is None:
        return wording.voices(count.n) if count.n != 1 else wording.count(1, "avis", "avis")
    return f"{wording.voices(count.n)} · médiane{wording.NBSP}{wording.median(count.median)}"


class VoicesLegend(Flowable):
    """What the shades and patterns mean, on one line or more."""

    def __init__(self, look: Look, levels: Sequence[LevelView], width: float) -> None:
        super().__init__()
        nobody = CountsView("", "", (0,) * len(levels), 0, 0, 0, None)
        self.look, self.width = look, width
        self._places: list[tuple[float, int, _Segment, str]] = []
        x, row = 0.0, 0
        for part in segments_of(look, nobody, levels):
            label = look.type.fit(part.label, look.fonts.normal, 7.8, width - 24)
            taken = 19 + stringWidth(label, look.fonts.normal, 7.8) + 12
            if x and x + taken > width:
                x, row = 0.0, row + 1
            self._places.append((x, row, part, label))
            x += taken
        self.height = 12.0 * (row + 1)

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        for x, row, part, label in self._places:
            y = self.height - 12 * (row + 1) + 2
            _draw_sample(self.canv, self.look, part, x, y, 14, 8.5)
            self.canv.setFillColor(self.look.ink)
            self.canv.setFont(self.look.fonts.normal, 7.8)
            self.canv.drawString(x + 18, y + 1.6, label)


def _draw_sample(canvas: Canvas, look: Look, part: _Segment, x: float, y: float, width: float, height: float) -> None:
    canvas.setFillColor(part.fill)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    ink = look.ink_on(part.fill)
    draw_pattern(canvas, part.pattern, x, y, width, height, ink if ink != look.ink else look.muted)
    canvas.setStrokeColor(look.muted)
    canvas.setLineWidth(0.5)
    canvas.rect(x, y, width, height, stroke=1, fill=0)


def segments_of(look: Look, count: CountsView, levels: Sequence[LevelView]) -> list[_Segment]:
    """Return the segments of a row: the levels from the lowest, then the two other answers."""
    white = toColor("#FFFFFF")
    shades = [look.level(level.rank, len(levels)) for level in levels]
    return [
        *(
            _Segment(f"{level.rank} {level.name}", voices, shade, level_pattern(level.rank, len(levels)))
            for level, voices, shade in zip(levels, count.levels, shades, strict=True)
        ),
        _Segment(_UNKNOWN, count.dont_know, white, CROSSED),
        _Segment(_NOT_APPLICABLE, count.not_applicable, white, FLAT),
    ]
