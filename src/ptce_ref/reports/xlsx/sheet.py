"""A sheet from top to bottom: title, context, notes, tables.

Owns the layout that every sheet shares. Must not know what the rows say.
"""

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

from ptce_ref.reports.xlsx.cell import Item, put
from ptce_ref.reports.xlsx.measure import line_count, row_height
from ptce_ref.reports.xlsx.page import Heading, set_page
from ptce_ref.reports.xlsx.style import (
    ALERT,
    CONTEXT,
    HEADER,
    INDENTED,
    LABEL,
    NOTE,
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

_MARGIN = 0.71
"""What programs count in the width of a column beside its letters."""
_TITLE_HEIGHT, _SECTION_HEIGHT, _UPRIGHT_HEIGHT = 27.0, 30.0, 120.0


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
    """Writes one sheet, from its first row down. Every table of a sheet shares its columns."""

    def __init__(self, workbook: Workbook, name: str, look: Look, heading: Heading, widths: Sequence[float]) -> None:
        self.look = look
        self.worksheet: Worksheet = workbook.create_sheet(name)
        self.widths = widths
        self.row = 0
        self._headed = False
        for position, width in enumerate(widths, start=1):
            self.worksheet.column_dimensions[get_column_letter(position)].width = width + _MARGIN
        self.worksheet.sheet_properties.tabColor = look.colours.accent[1:]
        self.worksheet.sheet_view.showGridLines = False
        set_page(self.worksheet, heading, look.colours.muted)
        self._line(name, TITLE, _TITLE_HEIGHT)
        self._line(heading.context, CONTEXT)
        if heading.alert:
            self._line(heading.alert, ALERT)

    def note(self, text: str) -> None:
        """Write a sentence over the whole width."""
        self._line(text, NOTE)

    def section(self, text: str) -> None:
        """Write the heading of a part of the sheet, after some room."""
        self._line(text, SECTION, _SECTION_HEIGHT)

    def leave(self, rows: int) -> None:
        """Leave empty rows."""
        self.row += rows

    def new_page(self) -> None:
        """Begin a new printed page under what is written."""
        self.worksheet.row_breaks.append(Break(id=self.row))

    def freeze(self, row: int, columns: int = 0, *, first: int = 0) -> None:
        """Keep rows up to ``row`` and ``columns`` in sight; repeat rows ``first`` to ``row`` in print."""
        self._headed = True
        self.worksheet.freeze_panes = f"{get_column_letter(columns + 1)}{row + 1}"
        self.worksheet.print_title_rows = f"{first or row}:{row}"

    def table(self, headers: Row, rows: Iterable[Row], *, frozen: int = 0, name: str = "") -> range:
        """Write a table and return the range of its rows, header left out.

        The first table of a sheet keeps its header and its ``frozen`` first columns in sight,
        repeats its header on every printed page and can be filtered; with ``name`` it is a table
        in the spreadsheet's own sense.
        """
        items = [header if isinstance(header, Item) else Item(header, HEADER) for header in headers]
        self._row(items, _UPRIGHT_HEIGHT if any(item.style == UPRIGHT for item in items) else 0)
        top = self.row
        for row in rows:
            self._row([item if isinstance(item, Item) else Item(item, TEXT) for item in row])
        if not self._headed:
            self.freeze(top, frozen)
            span = f"A{top}:{get_column_letter(len(headers))}{self.row}"
            # Programs refuse a table, or a filter, without a row under its header.
            if name and self.row > top:
                columns = [TableColumn(id=i, name=str(item.content)) for i, item in enumerate(items, start=1)]
                table = Table(displayName=name, ref=span, tableColumns=columns, autoFilter=AutoFilter(ref=span))
                self.worksheet.add_table(table)
                # Long texts run over the edge of a table of data: on paper they must not narrow the rest.
                self.worksheet.print_area = f"A1:{span.split(':')[1]}"
            elif self.row > top:
                self.worksheet.auto_filter.ref = span
        return range(top + 1, self.row + 1)

    def _row(self, items: Sequence[Item], height: float = 0) -> None:
        """Write a row, of the ``height`` said or else of the one that its texts ask for."""
        self.row += 1
        for position, item in enumerate(items[: len(self.widths)], start=1):
            cell = self._cell(self.row, position)
            put(cell, item, self.look)
            if item.link:
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{item.link}'!A1")
        if height:
            self.worksheet.row_dimensions[self.row].height = height
        elif fitted := self._height(items):
            self.worksheet.row_dimensions[self.row] = _FittedRow(self.worksheet, index=self.row, ht=fitted)

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
        """Write a line of text over the whole width of the sheet, above or between its tables."""
        self.row += 1
        put(self._cell(self.row, 1), Item(text, style), self.look)
        self.worksheet.merge_cells(start_row=self.row, end_row=self.row, start_column=1, end_column=len(self.widths))
        # Fixed: a program that fits heights by itself overlooks merged cells.
        self.worksheet.row_dimensions[self.row].height = height or self._line_height(text, style)

    def _line_height(self, text: str, style: str) -> float:
        size = SIZE if style == NOTE else SIZE + 1
        return row_height(line_count(text, sum(self.widths), size, bold=style == ALERT), size)

    def _cell(self, row: int, column: int) -> Cell:
        cell = self.worksheet.cell(row, column)
        if not isinstance(cell, Cell):
            raise TypeError("une cellule fusionnée ne se remplit pas")
        return cell
