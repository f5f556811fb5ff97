"""The pages of a report: heads, feet, numbers, contents, bookmarks, document properties.

Owns what stands around the text. Must not know what the sections say.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    PageTemplate,
)

from ptce_ref.reports.pdf.contents import Contents
from ptce_ref.reports.pdf.link import drop_dead_links, kept
from ptce_ref.reports.pdf.section import Signed, signed_style
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas
from ptce_ref.reports.pdf.tag_flow import is_title
from ptce_ref.reports.pdf.tag_frame import TEXT, TaggedFrame

PAGE = A4
MARGIN = 20 * mm
WIDTH = PAGE[0] - 2 * MARGIN
HEAD = 24 * mm
FOOT = 21 * mm
HEIGHT = PAGE[1] - HEAD - FOOT
BODY = "body"
COVER = "cover"

Later = Callable[[Canvas, int, int], None]
"""Draws on a page what depends on how many there are: canvas, page, number of pages."""


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
    brief: str = ""
    """Said instead of ``head`` when that would be cut: words left out on purpose look better than « … »."""


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
        super().draw()
        if self.key:
            self.canv.bookmarkHorizontal(self.key, 0, self.height + 6)
            level = self.canv.outline_level() if isinstance(self.canv, TaggedCanvas) else self.rank
            self.canv.addOutlineEntry(self.plain, self.key, level, closed=1)


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


def contents(look: Look) -> Contents:
    """Return the table of contents, which the report fills."""
    return Contents(look)


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

    canv: TaggedCanvas
    frame: TaggedFrame

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
        self._look, self._properties, self._target = look, properties, target
        self._later: dict[int, Later] = {}
        self._found: dict[str, int] = {}
        frame = Frame(MARGIN, FOOT, WIDTH, HEIGHT, 0, 0, 0, 0, id=TEXT)
        if draw_cover is not None:
            self.addPageTemplates(_cover(draw_cover))
        self.addPageTemplates(PageTemplate(BODY, [frame], onPage=self._furnish))

    def addPageTemplates(self, pageTemplates: PageTemplate | list[PageTemplate] | tuple[PageTemplate, ...]) -> None:  # noqa: N802, N803
        super().addPageTemplates(pageTemplates)
        for template in self.pageTemplates:
            template.frames = [TaggedFrame.like(frame) for frame in template.frames]

    def write(self, story: list[Flowable]) -> None:
        """Lay out ``story``, which is used up, and save the document: each page is drawn once, and written."""
        drop_dead_links(story)
        tables = [part for part in story if isinstance(part, Contents)]
        if tables:
            text = self._look.type.markup
            titles = [(part.rank, text(part.plain), part.key) for part in _headings(story) if part.listed]
            for table in tables:
                table.fill(titles, self._found)
        self.build(story, canvasmaker=TaggedCanvas)

    def draw_later(self, draw: Later) -> None:
        """Call ``draw`` for the current page once it is known how many pages there are."""
        self._later[self.page] = draw

    def beforeDocument(self) -> None:  # noqa: N802 - reportlab's name
        self.canv.draw_foot = self._draw_foot
        self._drawn = 0

    def beforePage(self) -> None:  # noqa: N802 - reportlab's name
        # What a template draws on each page is not part of the text.
        self.canv.decorate(0)
        self._drawn = self.canv.reached()

    def afterPage(self) -> None:  # noqa: N802 - reportlab's name
        self.canv.decorate(self._drawn)

    def handle_flowable(self, flowables: list[Flowable]) -> None:
        """Handle the next flowable; a title goes to the next page when nothing of what it announces fits under it."""
        if is_title(flowables[0]) and not self.frame.begins(flowables, self.canv):
            flowables.insert(0, FrameBreak())
        super().handle_flowable(flowables)
        self._drawn = self.canv.reached()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        if isinstance(flowable, Heading) and flowable.key:
            self._found.setdefault(flowable.key, self.page)

    def _furnish(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """Draw the head and the foot of a page, but for its number."""
        look, said = self._look, self._properties
        self.draw_later(self._number)
        right = PAGE[0] - MARGIN
        top = PAGE[1] - 15 * mm
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
        head = said.head
        if said.brief and canvas.stringWidth(look.type.line(head), look.fonts.normal, 8) > WIDTH - taken:
            head = said.brief
        canvas.drawString(MARGIN, top, look.type.fit(head, look.fonts.normal, 8, WIDTH - taken))
        canvas.restoreState()

    def _draw_foot(self, canvas: TaggedCanvas, page: int, pages: int) -> None:
        if page in self._later:
            self._later[page](canvas, page, pages)

    def _number(self, canvas: Canvas, page: int, pages: int) -> None:
        """Draw the foot of a page."""
        look, bottom = self._look, 12 * mm
        canvas.setFillColor(look.muted)
        canvas.setFont(look.fonts.normal, 8)
        canvas.drawString(MARGIN, bottom, look.type.fit(self._properties.foot, look.fonts.normal, 8, WIDTH - 80))
        canvas.setFont(look.fonts.bold, 8)
        canvas.drawRightString(PAGE[0] - MARGIN, bottom, f"page {page} sur {pages}")


def _headings(story: Sequence[Flowable]) -> Iterator[Heading]:
    """Yield the headings of a story in their order, those kept together with others too."""
    for part in story:
        if isinstance(part, Heading):
            yield part
        elif isinstance(part, KeepTogether):
            yield from _headings(kept(part))
