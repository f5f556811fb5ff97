"""The structure of a tagged document: titles, paragraphs, lists, tables, figures, in the order they are read.

Owns the elements, the content that each one marks on the pages, and their text in the file. Must
not know how content is drawn nor how a file is laid out.
"""

from collections.abc import Callable, Iterator, Sequence

from reportlab.pdfbase.pdfdoc import DummyDoc, PDFString

_MOST_HEADING = 6


class Mark:
    """A piece of a page that belongs to an element: the page (from 1) and its number there (from 0)."""

    __slots__ = ("number", "page")

    def __init__(self, page: int, number: int) -> None:
        self.page, self.number = page, number


class Link:
    """The clickable area of a link: the page (from 1) and the name of its annotation."""

    __slots__ = ("name", "page")

    def __init__(self, page: int, name: str) -> None:
        self.page, self.name = page, name


class Element:
    """An element of the structure; ``more`` is what its entry in the file says besides its role and its content."""

    __slots__ = ("kids", "more", "number", "parent", "role")

    def __init__(self, role: str, parent: "Element | None" = None, more: str = "") -> None:
        self.role, self.parent, self.more = role, parent, more
        self.kids: list[Element | Mark | Link] = []
        self.number = 0
        if parent is not None:
            parent.kids.append(self)


class Tree:
    """The structure of one document, filled while pages are drawn."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.pages: list[list[Element]] = []
        """For each finished page, the element of each of its marks."""
        self.links: list[tuple[str, Element]] = []
        """Each annotation of a link with its element, in the order of their keys in the file."""
        self._page: list[Element] = []
        self._ranks: list[int] = []

    def mark(self, element: Element) -> int:
        """Return the number of a new mark on the current page, which belongs to ``element``."""
        number = len(self._page)
        self._page.append(element)
        element.kids.append(Mark(len(self.pages) + 1, number))
        return number

    def link(self, element: Element, name: str) -> None:
        """Put the annotation ``name`` of the current page under ``element``."""
        element.kids.append(Link(len(self.pages) + 1, name))
        self.links.append((name, element))

    def end_page(self) -> None:
        """Close the current page: marks that come afterwards are numbered from 0 on the next one."""
        self.pages.append(self._page)
        self._page = []

    def add_block(self, role: str, more: str = "", parent: Element | None = None) -> Element:
        """Return a new element at the end of ``parent``, or of the document; a list item joins the list before it."""
        parent = parent or self.root
        if role == "LI":
            last = parent.kids[-1] if parent.kids else None
            return Element("LI", last if isinstance(last, Element) and last.role == "L" else Element("L", parent))
        if role[0] == "H" and role[1:].isdigit():
            role = f"H{self._level(int(role[1:]))}"
        return Element(role, parent, more)

    @property
    def level(self) -> int:
        """The level of the last title, from 1; 0 before the first one."""
        return len(self._ranks)

    def _level(self, rank: int) -> int:
        """Return the level of a title: none is skipped, whatever ranks a document uses, for those who go by them."""
        while self._ranks and self._ranks[-1] >= rank:
            self._ranks.pop()
        self._ranks.append(rank)
        return min(self.level, _MOST_HEADING)

    def elements(self) -> Iterator[Element]:
        """Yield every element, parents before children, in reading order."""
        waiting = [self.root]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


class Place:
    """Where what is drawn belongs: an element that comes to be with its first content, and goes on over pages."""

    __slots__ = ("_element", "_parent", "more", "role")

    def __init__(self, role: str, parent: Element | None = None) -> None:
        """``parent`` is the element that will hold it; the document itself when there is none."""
        self.role, self.more, self._parent = role, "", parent
        self._element: Element | None = None

    @classmethod
    def of(cls, element: Element) -> "Place":
        """Return the place of an element that is there already."""
        place = cls(element.role)
        place._element = element
        return place

    def begun(self) -> bool:
        """Whether its element exists: something was drawn there already."""
        return self._element is not None

    def find(self, tree: Tree) -> Element:
        """Return the element; the first content of a list item is its label."""
        if self._element is None:
            self._element = tree.add_block(self.role, self.more, self._parent)
            if self.role == "LI":
                item = self._element
                label, self._element = Element("Lbl", item), Element("LBody", item)
                return label
        return self._element


Reference = Callable[[str], int]
"""Number in the file of what reportlab names so: « Page3 », « Annot.NUMBER12 »."""


def written(element: Element, root: int, reference: Reference) -> str:
    """Return the entry of an element, once numbers are given; ``root`` is that of the structure itself."""
    parent = root if element.parent is None else element.parent.number
    first = next((kid.page for kid in element.kids if isinstance(kid, Mark)), 0)
    page = f"/Pg {reference(f'Page{first}')} 0 R" if first else ""
    kids = [_kid(kid, first, reference) for kid in element.kids]
    content = "" if not kids else f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]"
    return f"<</Type/StructElem/S/{element.role}/P {parent} 0 R{page}{element.more}{content}>>"


def _kid(kid: Element | Mark | Link, page: int, reference: Reference) -> str:
    if isinstance(kid, Element):
        return f"{kid.number} 0 R"
    if isinstance(kid, Mark):
        if kid.page == page:
            return str(kid.number)
        return f"<</Type/MCR/Pg {reference(f'Page{kid.page}')} 0 R/MCID {kid.number}>>"
    area = reference(f"Annot.{kid.name}")
    return f"<</Type/OBJR/Pg {reference(f'Page{kid.page}')} 0 R/Obj {area} 0 R>>"


def said(text: str) -> str:
    """Return a text as the file writes it; whatever it holds, it stays a text."""
    written_text: bytes = PDFString(text).format(DummyDoc())
    return written_text.decode("latin-1")


def figure(alternative: str, box: Sequence[float]) -> str:
    """Return what the entry of a figure says: its text, and the box (left, bottom, right, top) it fills on its page."""
    edges = " ".join(f"{edge:.1f}" for edge in box)
    return f"/Alt {said(alternative)}/A<</O/Layout/Placement/Block/BBox[{edges}]>>"


def cell(*, head: str = "", columns: int = 1, rows: int = 1) -> str:
    """Return what the entry of a cell says: ``head`` is what it is the head of (« Column », « Row »), if anything."""
    facts = f"/Scope/{head}" if head else ""
    facts += f"/ColSpan {columns}" if columns > 1 else ""
    facts += f"/RowSpan {rows}" if rows > 1 else ""
    return f"/A<</O/Table{facts}>>" if facts else ""
