"""A sheet from top to bottom: title, context, notes, tables.

Owns the layout that every sheet shares. Must not know what the rows say.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.text import typeset
from ptce_ref.reports.xlsx.cell import Item, put
from ptce_ref.reports.xlsx.measure import full_width, line_count, row_height
from ptce_ref.reports.xlsx.page import (
    Heading,
    Layout,
    columns_on_a_page,
    repeat_columns,
    set_page,
    spare_last_page,
)
from ptce_ref.reports.xlsx.style import (
    ALERT,
    CONTEXT,
    HEADER,
    INDENTED,
    LABEL,
    NOTE,
    QUIET,
    SECTION,
    SIZE,
    TEXT,
    TITLE,
    UPRIGHT,
    WRAPPED,
    Look,
)

Row = Sequence[Item | str]
"""The cells of a row; a plain text is an ordinary cell of text."""

_OFF_PAPER = "Cette feuille sert à trier, à filtrer et à calculer : sur le papier, seul ce titre est imprimé."
_TITLE_HEIGHT, _SECTION_HEIGHT, _UPRIGHT_HEIGHT = 27.0, 30.0, 120.0
_PLAIN_HEADER = re.compile(r"(?!.*_x[0-9A-Fa-f]{4}_)[^\x00-\x1f]{1,255}")
PLAIN_HEIGHT = 15.0
"""Points of a row without a height of its own."""
_REPEATED_HEIGHT, _ALONE_HEIGHT = 45.0, 120.0
"""Points that repeated rows take on a page; points under a heading without which it would stay alone."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its header and its width in characters."""

    header: str
    width: float


class _FittedRow(RowDimension):
    """A row with a height that a program may still fit by itself, after an edit for instance."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the name in the format
        return False


class Sheet:
    """Writes one sheet, from its first row down. Every table of a sheet shares its columns.

    ``printed`` is how many of its first columns go on paper, all of them unless it is said; with 0 the
    sheet is for computing, and only its title is printed. Where columns leave room on the paper, letters grow up to
    ``largest`` times.
    """

    def __init__(
        self,
        workbook: Workbook,
        name: str,
        look: Look,
        heading: Heading,
        widths: Sequence[float],
        *,
        printed: int | None = None,
        largest: float = 1.0,
    ) -> None:
        self.look = look
        self.worksheet: Worksheet = workbook.create_sheet(name)
        self.widths = widths
        self.row = 0
        self.height = 0.0
        """Points, of all the rows."""
        self._used = 0.0
        self._headed = False
        self._on_paper = printed != 0
        # What is over the tables is as wide as a page: it is read whole, on a screen as on paper.
        self.printed = widths[:printed] if printed else widths[: None if self._on_paper else columns_on_a_page(widths)]
        self.layout = Layout.of(self.printed, largest)
        self._across = self.layout.first
        for position, width in enumerate(widths, start=1):
            self.worksheet.column_dimensions[get_column_letter(position)].width = full_width(width)
        self.worksheet.sheet_properties.tabColor = look.colours.accent[1:]
        self.worksheet.sheet_view.showGridLines = False
        set_page(self.worksheet, heading, look.colours.muted, self.layout)
        self._line(name, TITLE, _TITLE_HEIGHT)
        self._line(heading.context, CONTEXT)
        if heading.alert:
            self._line(heading.alert, ALERT)
        if not self._on_paper:
            self.note(typeset(_OFF_PAPER))
            self._print_down_to(self.row)

    def note(self, text: str) -> None:
        """Write a sentence over the whole width."""
        self._line(text, NOTE)

    def section(self, text: str) -> None:
        """Write the heading of a part of the sheet, after some room; never alone at the foot of a printed page."""
        if self._used + _ALONE_HEIGHT > self._room:
            self.new_page()
        self._line(text, SECTION, _SECTION_HEIGHT)

    def leave(self, rows: int) -> None:
        """Leave empty rows."""
        self.row += rows
        self._grow(rows * PLAIN_HEIGHT)

    def new_page(self) -> None:
        """Begin a new printed page under what is written."""
        self.worksheet.row_breaks.append(Break(id=self.row))
        self._used = _REPEATED_HEIGHT

    def keep_together(self, height: float) -> None:
        """Begin a new printed page, unless ``height`` more points fit this one."""
        if self._used + height > self._room:
            self.new_page()

    def spare_last_page(self) -> None:
        """Once all is written: print on a page fewer a sheet whose last page would hold a few lines."""
        spare_last_page(self.worksheet, self.layout, self.height, _REPEATED_HEIGHT)

    def freeze(self, row: int, columns: int = 0, *, first: int = 0) -> None:
        """Keep rows up to ``row`` and ``columns`` in sight; repeat rows ``first`` to ``row`` in print."""
        self._headed = True
        self.worksheet.freeze_panes = f"{get_column_letter(columns + 1)}{row + 1}"
        if self._on_paper:
            self.worksheet.print_title_rows = f"{first or row}:{row}"
            repeat_columns(self.worksheet, self.layout, self.printed, columns)

    def headings(self, texts: Sequence[str]) -> None:
        """Write what each column is in plain words, over a table whose headers are for formulas; kept in sight too."""
        self._row([Item(text, QUIET) for text in texts])

    def table(self, headers: Row, rows: Iterable[Row], *, frozen: int = 0, name: str = "") -> range:
        """Write a table and return the range of its rows, header left out.

        The first table of a sheet keeps its header and its ``frozen`` first columns in sight,
        repeats its header on every printed page and can be filtered. Each is a table in the spreadsheet's
        own sense; ``name`` is that of a table of data, which formulas use.
        """
        items = [header if isinstance(header, Item) else Item(header, HEADER) for header in headers]
        self._row(items, _UPRIGHT_HEIGHT if any(item.style == UPRIGHT for item in items) else 0)
        top = self.row
        for row in rows:
            self._row([item if isinstance(item, Item) else Item(item, TEXT) for item in row])
        first = not self._headed
        if first:
            self.freeze(top, frozen)
        # Programs refuse a table, or a filter, without a row under its header.
        if self.row > top:
            self._declare(items, top, name, filtered=first)
        if self.row > top and name and self._on_paper:
            # Long texts run over the edge of a table of data: on paper they must not narrow the rest.
            self._print_down_to(self.row)
        return range(top + 1, self.row + 1)

    def _declare(self, items: Sequence[Item], top: int, name: str, *, filtered: bool) -> None:
        """Declare the rows from ``top`` on as a table, which screen readers announce; ``filtered``: with its arrows."""
        headers = [item.content if isinstance(item.content, str) else "" for item in items]
        span = f"A{top}:{get_column_letter(len(headers))}{self.row}"
        # In a table each header is one of a kind, in whatever case, and programs read it as it is written.
        different = {header.casefold() for header in headers if _PLAIN_HEADER.fullmatch(header)}
        if len(different) < len(headers):
            if filtered:
                self.worksheet.auto_filter.ref = span
            return
        columns = [TableColumn(id=place, name=header) for place, header in enumerate(headers, start=1)]
        rank = f"_{len(self.worksheet.tables) + 1}" if self.worksheet.tables else ""
        shown = name or re.sub(r"\W", "_", self.worksheet.title) + rank
        buttons = AutoFilter(ref=span) if filtered else None
        self.worksheet.add_table(Table(displayName=shown, ref=span, tableColumns=columns, autoFilter=buttons))

    @property
    def _room(self) -> float:
        """Points of rows that a printed page takes."""
        return self.layout.paper.down / self.layout.scale

    def _grow(self, height: float) -> None:
        """Count what was written, and about where it stands on its page."""
        self.height += height
        self._used += height
        if self._used > self._room:
            self._used = _REPEATED_HEIGHT + height

    def _print_down_to(self, row: int) -> None:
        self.worksheet.print_area = f"A1:{get_column_letter(len(self.printed))}{row}"

    def _row(self, items: Sequence[Item], height: float = 0) -> None:
        """Write a row, of the ``height`` said or else of the one that its texts ask for."""
        self.row += 1
        for position, item in enumerate(items[: len(self.widths)], start=1):
            cell = self._cell(self.row, position)
            put(cell, item, self.look)
            if item.link:
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{item.link}'!A1")
        fitted = 0.0 if height else self._height(items)
        if height:
            self.worksheet.row_dimensions[self.row].height = height
        elif fitted:
            self.worksheet.row_dimensions[self.row] = _FittedRow(self.worksheet, index=self.row, ht=fitted)
        self._grow(height or fitted or PLAIN_HEIGHT)

    def _height(self, items: Sequence[Item]) -> float:
        """Return the height that the wrapped texts of a row ask for; 0 when one line is enough."""
        lines = 1
        for item, width in zip(items, self.widths, strict=False):
            if isinstance(item.content, str) and item.style in WRAPPED:
                room = width - 1 if item.style in INDENTED else width
                bold = item.style in (LABEL, HEADER)
                lines = max(lines, line_count(item.content, room, SIZE, bold=bold))
        return row_height(lines, SIZE) if lines > 1 else 0

    def _line(self, text: str, style: str, height: float = 0) -> None:
        """Write a line of text over the width of a page, above or between the tables."""
        self.row += 1
        put(self._cell(self.row, 1), Item(text, style), self.look)
        if self._across > 1:
            self.worksheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=self._across)
        # Fixed: a program that fits heights by itself overlooks merged cells.
        taken = height or self._line_height(text, style)
        self.worksheet.row_dimensions[self.row].height = taken
        self._grow(taken)

    def _line_height(self, text: str, style: str) -> float:
        size = SIZE if style == NOTE else SIZE + 1
        return row_height(line_count(text, sum(self.widths[: self._across]), size, bold=style == ALERT), size)

    def _cell(self, row: int, column: int) -> Cell:
        cell = self.worksheet.cell(row, column)
        if not isinstance(cell, Cell):
            raise TypeError("une cellule fusionnée ne se remplit pas")
        return cell
