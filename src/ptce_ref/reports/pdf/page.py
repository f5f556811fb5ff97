"""The pages of a report: heads, feet, numbers, contents, bookmarks, document properties.

Owns what stands around the text. Must not know what the sections say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate, TableStyle
from reportlab.platypus.tableofcontents import TableOfContents

from ptce_ref.reports.pdf.section import Signed, signed_style
from ptce_ref.reports.pdf.style import Look

PAGE = A4
MARGIN = 20 * mm
WIDTH = PAGE[0] - 2 * MARGIN
HEAD = 24 * mm
FOOT = 21 * mm
HEIGHT = PAGE[1] - HEAD - FOOT
BODY = "body"
COVER = "cover"
_MOST_PASSES = 4


@dataclass(frozen=True)
class Properties:
    """What a PDF says of itself, and what its pages repeat; plain texts."""

    title: str
    author: str
    subject: str
    head: str
    """At the top left of each page."""
    mark: str
    """At the top right of each page: demonstration, provisional; may be empty."""
    foot: str
    """At the bottom left of each page."""


class Heading(Signed):
    """A heading with its bookmark; it also enters the contents when ``listed``."""

    key = ""
    plain = ""
    rank = 0
    listed = False

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Return the parts of a heading cut by a page's foot; the first keeps the bookmark."""
        parts: list[Flowable] = super().split(availWidth, availHeight)
        if parts and isinstance(parts[0], Heading):
            parts[0].key, parts[0].plain, parts[0].rank, parts[0].listed = self.key, self.plain, self.rank, self.listed
        return parts

    def draw(self) -> None:
        if self.key:
            self.canv.bookmarkHorizontal(self.key, 0, self.height + 6)
            self.canv.addOutlineEntry(self.plain, self.key, self.rank, closed=1)
        super().draw()


def heading(
    look: Look, text: str, key: str, rank: int = 0, *, group: int | None = None, listed: bool = False
) -> Heading:
    """Return a heading of ``rank`` 0, 1 or 2 with the bookmark ``key``.

    ``group`` puts the symbol of that objective before it. Sections (rank 0) always enter the
    contents, others when ``listed``.
    """
    style = look.styles.heading[rank]
    made = Heading(look.type.markup(text), style if group is None else signed_style(look, style, group))
    made.key, made.plain, made.rank = key, look.type.line(text), rank
    made.listed = listed or rank == 0
    return made


def contents(look: Look) -> TableOfContents:
    """Return the table of contents, filled while the document is laid out."""
    table = TableOfContents(dotsMinLevel=0)
    table.tableStyle = TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ]
    )
    table.levelStyles = [
        ParagraphStyle("contents0", parent=look.styles.body, fontSize=11, leading=21, rightIndent=24, spaceAfter=0),
        ParagraphStyle(
            "contents1",
            parent=look.styles.small,
            fontSize=9.2,
            leading=13.5,
            leftIndent=14,
            rightIndent=24,
            spaceAfter=0,
        ),
    ]
    return table


def room(height: float) -> CondPageBreak:
    """Return a page break unless ``height`` points are left: put before a heading, it never stands alone."""
    return CondPageBreak(min(height, HEIGHT))


def _cover(draw: Callable[[Canvas], None]) -> PageTemplate:
    foot = 30 * mm
    text = Frame(MARGIN, FOOT + foot, WIDTH, PAGE[1] - FOOT - MARGIN - foot, 0, 0, 0, 0, id="cover")
    last = Frame(MARGIN, FOOT, WIDTH, foot, 0, 0, 0, 0, id="cover-foot")
    return PageTemplate(COVER, [text, last], onPage=lambda canvas, _: draw(canvas))


class Report(BaseDocTemplate):
    """An A4 document that flows from page to page; ``write`` lays it out and saves it."""

    def __init__(
        self,
        target: BinaryIO,
        look: Look,
        properties: Properties,
        draw_cover: Callable[[Canvas], None] | None = None,
    ) -> None:
        """``draw_cover`` draws what stands behind the first page; without it, the text starts at once."""
        line = look.type.line
        super().__init__(
            target,
            pagesize=PAGE,
            title=line(properties.title),
            author=line(properties.author),
            subject=line(properties.subject),
            creator="ptce-ref",
            lang="fr-FR",
            displayDocTitle=True,
            invariant=1,
            initialFontName=look.fonts.normal,
        )
        self._look, self._properties = look, properties
        self._last_page = self._pages_before = 0
        frame = Frame(MARGIN, FOOT, WIDTH, HEIGHT, 0, 0, 0, 0, id="text")
        if draw_cover is not None:
            self.addPageTemplates(_cover(draw_cover))
        self.addPageTemplates(PageTemplate(BODY, [frame], onPage=self._furnish))

    def write(self, story: list[Flowable]) -> None:
        """Lay out ``story``, twice or more until page numbers hold, and save the document."""
        self.multiBuild(story, maxPasses=_MOST_PASSES)

    def beforeDocument(self) -> None:  # noqa: N802 - reportlab's name
        self._pages_before, self._last_page = self._last_page, 0

    def afterPage(self) -> None:  # noqa: N802 - reportlab's name
        self._last_page = self.page

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        if isinstance(flowable, Heading) and flowable.listed:
            text = self._look.type.markup(flowable.plain)
            self.notify("TOCEntry", (min(flowable.rank, 1), text, self.page, flowable.key))

    def _furnish(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """Draw the head and the foot of a page."""
        look, said = self._look, self._properties
        right = PAGE[0] - MARGIN
        top, bottom = PAGE[1] - 15 * mm, 12 * mm
        canvas.saveState()
        canvas.setStrokeColor(look.rule)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, top - 5, right, top - 5)
        canvas.setFillColor(look.alert)
        canvas.setFont(look.fonts.bold, 8)
        mark = look.type.line(said.mark)
        canvas.drawRightString(right, top, mark)
        taken = canvas.stringWidth(mark, look.fonts.bold, 8) + 12
        canvas.setFillColor(look.muted)
        canvas.setFont(look.fonts.normal, 8)
        canvas.drawString(MARGIN, top, look.type.fit(said.head, look.fonts.normal, 8, WIDTH - taken))
        canvas.drawString(MARGIN, bottom, look.type.fit(said.foot, look.fonts.normal, 8, WIDTH - 80))
        canvas.setFont(look.fonts.bold, 8)
        canvas.drawRightString(right, bottom, f"page {self.page} sur {self._pages_before}")
        canvas.restoreState()
