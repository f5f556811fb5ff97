# ruff: noqa: ARG002, N802, N803, SLF001 - reportlab calls these methods by its names, and has no public ones
# The stubs of reportlab leave out what it has no public name for.
# mypy: disable-error-code="attr-defined"
"""Which flowable is which element: titles, paragraphs, list items, tables, figures.

Owns the places of flowables in the structure, kept when one is cut by a page's foot. Must not know
how marks are written.

A drawing says in words what it shows by an attribute ``alternative``; an empty one says that it shows
nothing that is not said beside it. A table says how many rows and columns are heads by ``heads``.
"""

from reportlab.platypus import Flowable, Image, Paragraph, Table
from reportlab.platypus.tables import TableRenderCB

from ptce_ref.reports.pdf.tag import Element, Place, cell, figure
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas

_HEADING = "heading"
SIDE_BY_SIDE = "Div"
TABLES = ("Table", SIDE_BY_SIDE)
_NESTED = -1


def role_of(flowable: Flowable) -> str:
    """Return the role of a flowable in the structure; « Artifact » for what shows nothing of its own."""
    alternative = getattr(flowable, "alternative", "" if isinstance(flowable, Image) else None)
    if alternative is not None:
        return "Figure" if alternative else "Artifact"
    if isinstance(flowable, Table):
        return "Table" if heads_of(flowable) != (0, 0) else SIDE_BY_SIDE
    if isinstance(flowable, Paragraph):
        if flowable.bulletText:
            return "LI"
        name = flowable.style.name.removesuffix("-signed")
        if name.startswith(_HEADING):
            return f"H{name.removeprefix(_HEADING)}"
    return "P"


def is_title(flowable: Flowable) -> bool:
    """Whether a flowable is a title, of whatever level."""
    return role_of(flowable).removeprefix("H").isdigit()


def heads_of(table: Flowable) -> tuple[int, int]:
    """Return how many rows and columns of a table are heads; none at all when it only sets things side by side."""
    repeated: int = table.repeatRows if type(table.repeatRows) is int else 0
    heads: tuple[int, int] = getattr(table, "heads", (repeated, 0))
    return heads


def place_of(flowable: Flowable) -> Place:
    """Return the place of a flowable, which its parts share when it is cut."""
    place: Place | None = flowable.__dict__.get("tag_place")
    if place is None:
        place = flowable.tag_place = Place(role_of(flowable))
    return place


class TableTag(TableRenderCB):
    """Called while a table is drawn: makes its rows and cells. Heads that come again are decoration."""

    def __init__(self, canvas: TaggedCanvas, place: Place, heads: tuple[int, int]) -> None:
        self._canvas, self._place = canvas, place
        self._head_rows, self._head_columns = heads
        self._apart = place.role == SIDE_BY_SIDE
        self._again, self._start = False, 0
        self._row: Element | None = None
        self._figure: Element | None = None

    def startTable(self, T: Table) -> None:
        self._continued = self._place.begun()
        self._start = self._canvas.reached()

    def startBG(self, T: Table) -> None:
        """Begin the backgrounds: with the table."""

    def endBG(self, T: Table) -> None:
        self._canvas.decorate(self._start)

    def startRow(self, T: Table, row: int) -> None:
        self._again = self._continued and row < self._head_rows
        if not self._again and not self._apart:
            self._row = Element("TR", self._place.find(self._canvas.tree))

    def startCell(
        self,
        T: Table,
        row: int,
        column: int,
        content: object,
        style: object,
        corner: tuple[float, float],
        size: tuple[float, float],
    ) -> None:
        canvas = self._canvas
        self._start, self._figure = canvas.reached(), None
        parent = None if self._apart else self._row if self._again else self._cell(T, row, column)
        role = role_of(content) if isinstance(content, Flowable) else "P"
        if self._again or role == "Artifact":
            canvas.place = None
        elif isinstance(content, Table):
            self._start = _NESTED
            content._renderCB = TableTag(canvas, Place(role, parent), heads_of(content))
        elif role == "Figure":
            canvas.place = None
            left, low = canvas.absolutePosition(*corner)
            box = (left, low, left + size[0], low + size[1])
            self._figure = canvas.tree.add_block(role, figure(content.alternative, box), parent)
        elif parent is None:
            canvas.place = Place(role)
        else:
            canvas.place = Place.of(parent)

    def _cell(self, table: Table, row: int, column: int) -> Element:
        spans = getattr(table, "_spanRanges", {})
        left, top, right, bottom = spans.get((column, row)) or (column, row, column, row)
        columns, rows = right - left + 1, bottom - top + 1
        head = "Column" if row < self._head_rows and not self._continued else ""
        if not head and column < self._head_columns:
            head = "Row"
        return Element("TH" if head else "TD", self._row, cell(head=head, columns=columns, rows=rows))

    def endCell(self, T: Table) -> None:
        canvas = self._canvas
        if self._start == _NESTED:
            return  # the table inside has said it all
        if self._figure is None:
            canvas.decorate(self._start)
        elif canvas.reached() > self._start:
            canvas.picture(self._figure, self._start)
        canvas.place = None

    def endRow(self, T: Table) -> None:
        """End a row: nothing more to say of it."""

    def startLines(self, T: Table) -> None:
        self._start = self._canvas.reached()

    def endLines(self, T: Table) -> None:
        self._canvas.decorate(self._start)

    def endTable(self, T: Table) -> None:
        """End the table, or what of it the page holds."""
