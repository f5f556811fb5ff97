"""The table of contents: each listed title with its page, known only once all pages are drawn.

Must not know what the titles say.
"""

from collections.abc import Mapping, Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph

from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag import Element, Place
from ptce_ref.reports.pdf.tag_canvas import DECORATION, TaggedCanvas, in_mark

_PADDING = 3.0
_DOT = " . "


class Contents(Flowable):
    """Lines of titles; the report gives their pages before it ends."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._styles = _styles(look)
        self._lines: Sequence[tuple[Paragraph, str]] = ()
        self._pages: Mapping[str, int] = {}
        self.tag_place = Place("TOC")

    def fill(self, titles: Sequence[tuple[int, str, str]], pages: Mapping[str, int]) -> None:
        """Take the titles (rank, markup, bookmark), and where their pages will be known when the document ends."""
        deepest = len(self._styles) - 1
        self._lines = [(Paragraph(text, self._styles[min(rank, deepest)]), key) for rank, text, key in titles]
        self._pages = pages

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.height = sum(_taken(line, width, height) for line, _ in self._lines)
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        taken, left = 0, height
        for line, _ in self._lines:
            left -= _taken(line, width, height)
            if left < 0:
                break
            taken += 1
        return [self._part(self._lines[:taken]), self._part(self._lines[taken:])] if taken else []

    def _part(self, lines: Sequence[tuple[Paragraph, str]]) -> "Contents":
        part = Contents.__new__(Contents)
        part.__dict__.update(self.__dict__)
        # reportlab marks what waited for the next page, and refuses it the second time: a part has not waited.
        part.__dict__.pop("_postponed", None)
        part.__dict__["_lines"] = lines
        return part

    def draw(self) -> None:
        y = self.height
        for line, key in self._lines:
            y -= line.getSpaceBefore() + line.height + 2 * _PADDING
            self._draw_line(line, key, y)

    def _draw_line(self, line: Paragraph, key: str, y: float) -> None:
        canvas = self.canv
        assert isinstance(canvas, TaggedCanvas)  # noqa: S101 - reports draw on no other
        item = Element("TOCI", self.tag_place.find(canvas.tree))
        link = Element("Link", Element("Reference", item))
        canvas.add_area(link, key, (0, y, self.width, y + line.height + 2 * _PADDING))
        with canvas.belonging(Place.of(link)):
            line.drawOn(canvas, 0, y + _PADDING)
        style = line.style
        start = line.getActualLineWidths0()[-1] - style.rightIndent
        baseline = y + _PADDING + style.leading - style.fontSize
        mark = canvas.tree.mark(link)

        def end_of_line() -> str:
            return _end_of_line(canvas, style, str(self._pages.get(key, "")), (start, self.width, baseline), mark)

        canvas.keep_slot(end_of_line)


def _taken(line: Paragraph, width: float, height: float) -> float:
    """Return the height that a line takes, with the space above it."""
    wrapped: float = line.wrap(width, height)[1]
    return line.getSpaceBefore() + wrapped + 2 * _PADDING


def _end_of_line(
    canvas: TaggedCanvas, style: ParagraphStyle, page: str, place: tuple[float, float, float], mark: int
) -> str:
    """Return the content of dots and of a page number, between two abscissas of a line; dots are decoration."""
    start, end, baseline = place
    taken = stringWidth(page, style.fontName, style.fontSize)
    dot = stringWidth(_DOT, style.fontName, style.fontSize)
    dots = max(0, int((end - start - taken) / dot))

    def text(x: float, said: str) -> str:
        drawn = canvas.beginText(x, baseline)
        drawn.setFont(style.fontName, style.fontSize)
        drawn.setFillColor(style.textColor)
        drawn.textOut(said)
        code: str = drawn.getCode()
        return code

    leaders = f"{DECORATION} {text(end - taken - dots * dot, dots * _DOT)} EMC " if dots else ""
    return leaders + in_mark("Link", mark, text(end - taken, page))


def _styles(look: Look) -> tuple[ParagraphStyle, ...]:
    body, small = look.styles.body, look.styles.small
    return (
        ParagraphStyle("contents0", parent=body, fontSize=11, leading=15, rightIndent=24, spaceBefore=6, spaceAfter=0),
        ParagraphStyle(
            "contents1", parent=small, fontSize=9.2, leading=13.5, leftIndent=14, rightIndent=24, spaceAfter=0
        ),
    )
