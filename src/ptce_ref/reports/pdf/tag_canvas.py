# The stubs of reportlab leave out what it has no public name for.
# mypy: disable-error-code="attr-defined, misc"
"""A canvas that tags what is drawn on it: text and figures belong to an element, all else is decoration.

Owns the marks in the content of pages. Must not know which flowables there are.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, BinaryIO, Literal

from reportlab.pdfbase.pdfdoc import LinkAnnotation, PDFPage
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from ptce_ref.reports.pdf.tag import Element, Place, Tree
from ptce_ref.reports.pdf.tag_document import TaggedLink, Taker, write_document
from ptce_ref.reports.pdf.tag_file import TagFile

_PAINTING = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "ET"))
DECORATION = "/Artifact BMC"
_END = "EMC"
Direction = Literal["LTR", "RTL"] | None
FOOT = "/Artifact <</Type/Pagination/Subtype/Footer>> BDC"
Slot = Callable[[], str]
"""What is known only once all pages are drawn: returns the content that takes its place."""


def in_mark(role: str, number: int, code: str) -> str:
    """Return content between the marks that make it the mark ``number`` of its page."""
    return f"/{role} <</MCID {number}>> BDC {code} {_END}"


class TaggedText(PDFTextObject):
    """A text object that keeps words apart from line to line, and notes where links begin and end."""

    def __init__(self, canvas: Canvas, x: float = 0, y: float = 0, direction: Direction = None) -> None:
        super().__init__(canvas, x, y, direction)
        self.links: list[tuple[int, str]] = []
        """Where in the code another link begins, and its bookmark; none where plain text goes on."""
        self.blank = True

    def _formatText(self, text: str) -> str:  # noqa: N802 - reportlab's name
        self.blank = self.blank and not text.strip()
        code: str = super()._formatText(text)
        return code

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N802, N803 - reportlab's names
        # The end of a line is no character: without a space, its last word would be read with the next one.
        self._code.append(f"{self._formatText(text + ' ')} T*" if TStar else self._formatText(text))

    def textLine(self, text: str = "") -> None:  # noqa: N802 - reportlab's name
        super().textLine(f"{text} ")

    def _linkRecord(self, link: tuple[int, str], what: str) -> None:  # noqa: N802 - reportlab's name
        # Said once the first words of the link are in the code, and before the words that follow it.
        starts = what == "start"
        self.links.append((len(self._code) - starts, link[1].removeprefix("#") if starts else ""))

    def code(self) -> list[str]:
        """Return the pieces of its content, without its end."""
        pieces: list[str] = self._code
        return pieces

    def whole_link(self) -> str:
        """Return the bookmark that all of this text leads to, if any."""
        state = getattr(self, "XtraState", None)
        links = getattr(state, "link", None)
        return links[0][1].removeprefix("#") if links else ""


class TaggedCanvas(Canvas):
    """A canvas whose document is structured; ``place`` is where the text drawn now belongs, if anywhere."""

    def __init__(self, filename: Any, **options: Any) -> None:  # noqa: ANN401 - reportlab's options
        """``filename`` is the binary file to write to, in spite of its name, which is reportlab's."""
        super().__init__(filename, pdfVersion=(1, 7), **options)
        target: BinaryIO = filename
        self.tree = Tree()
        self.place: Place | None = None
        self.repeating = False
        """Whether what is drawn now, said on an earlier page, is decoration on this one."""
        self.draw_foot: Callable[[TaggedCanvas, int, int], None] | None = None
        """Draws what depends on the number of pages: canvas, page, number of pages."""
        self._take = Taker(self._doc)
        self._file = TagFile(target, self._take)
        self._texts: list[int] = []
        self._areas: dict[str, list[str]] = {}
        self._slots: dict[str, Slot] = {}
        self._pages: list[tuple[PDFPage, int, str, dict[str, Slot]]] = []

    # What is drawn

    def beginText(self, x: float = 0, y: float = 0, direction: Direction = None) -> TaggedText:  # noqa: N802
        return TaggedText(self, x, y, direction)

    def drawText(self, aTextObject: PDFTextObject) -> None:  # noqa: N802, N803
        if isinstance(aTextObject, TaggedText) and aTextObject.blank:
            return  # an empty cell is no paragraph
        if self.place is None:
            super().drawText(aTextObject)
            return
        element = self.place.find(self.tree)
        whole = aTextObject.whole_link() if isinstance(aTextObject, TaggedText) else ""
        if whole:
            code = self._marked(self._link(element, whole, {}), aTextObject.getCode())
        elif isinstance(aTextObject, TaggedText) and aTextObject.links:
            code = self._marked_parts(element, aTextObject)
        else:
            code = self._marked(element, aTextObject.getCode())
        self._texts.append(len(self._code))
        self._code.append(code)

    def _marked(self, element: Element, code: str) -> str:
        return in_mark(element.role, self.tree.mark(element), code)

    def _marked_parts(self, element: Element, text: TaggedText) -> str:
        """Return the code of a text where links alternate with plain words, each with its own mark."""
        code, made = text.code(), [text.code()[0]]
        known: dict[str, Element] = {}
        borders = [(1, ""), *text.links, (len(code), "")]
        for (start, name), (end, _) in pairwise(borders):
            part = " ".join(code[start:end])
            if "Tj" in part or "TJ" in part:
                part = self._marked(self._link(element, name, known) if name else element, part)
            if part:
                made.append(part)
        return " ".join([*made, "ET"])

    def _link(self, parent: Element, name: str, known: dict[str, Element]) -> Element:
        """Return the element of the link to the bookmark ``name``, with the areas that lead there."""
        if name not in known:
            known[name] = Element("Link", parent)
            for area in self._areas.pop(name, ()):
                self.tree.link(known[name], area)
        return known[name]

    def linkRect(self, contents: str, destinationname: str, Rect: Any = None, *more: Any, **named: Any) -> None:  # noqa: ANN401, N802, N803
        """Make the area; the element it belongs to comes with its text, just after."""
        super().linkRect(contents, destinationname, Rect, *more, **named)
        self._areas.setdefault(destinationname, []).append(f"NUMBER{self._annotationCount}")

    def _addAnnotation(self, annotation: Any, name: str | None = None, addtopage: int = 1) -> None:  # noqa: ANN401, N802
        if type(annotation) is LinkAnnotation:
            annotation.__class__ = TaggedLink
        super()._addAnnotation(annotation, name, addtopage)

    def outline_level(self) -> int:
        """Return the level, from 0, of an entry of the outline for the title just drawn.

        An outline never skips a level, and reportlab would refuse the document.
        """
        last: int = self._doc.outline.currentlevel
        return min(max(0, self.tree.level - 1), last + 1)

    # What it belongs to

    def tell(self, role: str, parent: Element | None = None) -> Place | None:
        """Put the text drawn from now on in a new element, at the end of ``parent`` or of the document; returns it."""
        self.place = None if self.repeating else Place(role, parent)
        return self.place

    @contextmanager
    def unsaid(self) -> Iterator[None]:
        """Keep the text drawn inside out of the structure: a sign, or what the words beside it say."""
        before, self.place = self.place, None
        yield
        self.place = before

    def reached(self) -> int:
        """Return how far the content of the page goes, to say later what has been drawn since."""
        return len(self._code)

    @contextmanager
    def belonging(self, place: Place | None) -> Iterator[None]:
        """Put the text drawn inside at ``place``, or nowhere; the rest of what is drawn there is decoration."""
        before, start = self.place, self.reached()
        self.place = place
        yield
        self.place = before
        self.decorate(start)

    def decorate(self, start: int) -> None:
        """Mark as decoration what has been painted since ``start``, the text that belongs somewhere left out."""
        code, end = self._code, len(self._code)
        for text in (*reversed(self._texts), start - 1):
            if any(piece.rpartition(" ")[2] in _PAINTING for piece in code[text + 1 : end]):
                code.insert(end, _END)
                code.insert(text + 1, DECORATION)
            end = text
        self._texts.clear()

    def picture(self, element: Element, start: int) -> None:
        """Mark all that has been drawn since ``start`` as one picture, which is ``element``."""
        self._code.insert(start, f"/{element.role} <</MCID {self.tree.mark(element)}>> BDC")
        self._code.append(_END)

    def add_area(self, element: Element, key: str, box: tuple[float, float, float, float]) -> None:
        """Make of ``box`` a clickable area that belongs to the link ``element`` and leads to the bookmark ``key``."""
        super().linkRect("", key, box, relative=1)
        self.tree.link(element, f"NUMBER{self._annotationCount}")

    def keep_slot(self, slot: Slot) -> None:
        """Leave room in the content for what ``slot`` returns once all pages are drawn: text in its marks."""
        marker = f"%slot {len(self._slots)}."
        self._slots[marker] = slot
        self._code.append(marker)

    # Pages, and the end

    def _setAnnotations(self, page: PDFPage) -> None:  # noqa: N802 - reportlab's name
        """Take the page, all its content being known, and write this content."""
        super()._setAnnotations(page)
        page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self.tree.pages), "/S"
        self.tree.end_page()
        number, content = self._take(), page.stream
        page.stream = None
        if not self._slots:
            self._file.add_stream(number, content.encode())
            content = ""
        self._pages.append((page, number, content, self._slots))
        self._slots = {}

    def save(self) -> None:
        """Draw what depends on the number of pages, write the rest of the document and end the file."""
        if self._code:
            self.showPage()
        for rank, (page, number, content, slots) in enumerate(self._pages, start=1):
            if slots:
                for marker, slot in slots.items():
                    # Alone on its line, as no text is: somebody may have typed a marker.
                    content = content.replace(f"\n{marker}\n", f"\n{slot()}\n", 1)  # noqa: PLW2901 - what it becomes
                self._file.add_stream(number, content.encode())
            page.Contents = f"[{number} 0 R{self._foot(rank)}]"
        write_document(self._doc, self, self._file, self.tree, self._take)

    def _foot(self, rank: int) -> str:
        """Write what is drawn on the page ``rank`` once their number is known; returns the reference to it."""
        if self.draw_foot is None:
            return ""
        self._code: list[str] = []
        self.init_graphics_state()
        self.draw_foot(self, rank, len(self._pages))
        number = self._take()
        self._file.add_stream(number, "\n".join([FOOT, *self._code, _END]).encode())
        return f" {number} 0 R"
