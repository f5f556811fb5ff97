"""What a workbook that comes back is made of: cells to fill, lists to choose in, and what is hidden to find them again.

Must not know what is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, NamedStyle, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.returned_row import KEY_PREFIX
from ptce_ref.domain.text import clean_text, typeset
from ptce_ref.reports.xlsx.cell import safe_text, write
from ptce_ref.reports.xlsx.style import HEADER, TEXT, Look, font, rgb, solid

FILL, CHOICE, NUMBER, DAY = "PTCE à remplir", "PTCE à choisir", "PTCE nombre à remplir", "PTCE date à remplir"
LISTS_NAME, IDENTITY_NAME = "Listes", "ptce"
_FORMATS = {FILL: "@", CHOICE: "@", NUMBER: "General", DAY: "dd/mm/yyyy"}


@dataclass(frozen=True)
class Field:
    """A column: the key that finds it again, its header, its width in characters, the style of its cells.

    ``names_rows``: what it holds finds the rows again.
    """

    key: str
    header: str
    width: float
    style: str = FILL
    names_rows: bool = False

    @property
    def title(self) -> str:
        """What stands in the header: in the column that names rows, that this row is none, wherever a sort puts it."""
        return f"{KEY_PREFIX}en-tete" if self.names_rows else typeset(self.header)


def register(workbook: Workbook, look: Look, names: Sequence[str], *, indent: int = 0) -> None:
    """Add the styles ``names`` of the cells to fill: framed, on white, unlocked; what is typed stays what it was."""
    frame = Side("thin", color=rgb(look.colours.muted))
    wrapped = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=indent)
    centred = Alignment(horizontal="center", vertical="top", wrap_text=True)
    for name in names:
        style = NamedStyle(
            name,
            font=font(look.colours.ink),
            alignment=wrapped if name == FILL else centred,
            border=Border(left=frame, right=frame, top=frame, bottom=frame),
            fill=solid("#FFFFFF"),
            protection=Protection(locked=False),
        )
        style.number_format = _FORMATS[name]
        workbook.add_named_style(style)


def cell_at(page: Worksheet, row: int, column: int) -> Cell:
    """Return the cell at a row and a column, from 1. Raises TypeError for one that was merged into its neighbour."""
    cell = page.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("une cellule fusionnée ne se remplit pas")
    return cell


def fill(page: Worksheet, row: int, column: int, content: str | float | None, style: str) -> None:
    """Put a text or a number in a cell, with its style."""
    cell = cell_at(page, row, column)
    cell.style = style
    write(cell, content)


def text_read_back(text: str) -> str:
    """Return ``text`` as it comes back from a cell: the same, but for what is too long for one."""
    return clean_text(unescape(safe_text(text)))


def write_columns(page: Worksheet, row: int, fields: Sequence[Field], hidden: frozenset[str]) -> None:
    """Write at ``row`` the hidden row of keys, under it the header, and hide the columns ``hidden`` by key."""
    for column, field in enumerate(fields, start=1):
        fill(page, row, column, KEY_PREFIX + field.key, TEXT)
        fill(page, row + 1, column, field.title, HEADER)
        if field.key in hidden:
            page.column_dimensions[get_column_letter(column)].hidden = True
    page.row_dimensions[row].hidden = True


def write_lists(workbook: Workbook, lists: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Write each (name, words) on a hidden sheet, where rules of validation find it by that name."""
    sheet = _hidden(workbook, LISTS_NAME)
    for column, (name, words) in enumerate(lists, start=1):
        for row, word in enumerate(words, start=1):
            write(cell_at(sheet, row, column), word)
        letter = get_column_letter(column)
        span = f"'{LISTS_NAME}'!${letter}$1:${letter}${max(1, len(words))}"
        workbook.defined_names[name] = DefinedName(name, attr_text=span)


def write_identity(workbook: Workbook, file_format: str, lines: Sequence[tuple[str, str]]) -> None:
    """Write on a hidden sheet which format the file is, then (key, value) of what it was made from."""
    sheet = _hidden(workbook, IDENTITY_NAME)
    for row, line in enumerate(((file_format, ""), *lines), start=1):
        for column, text in enumerate(line, start=1):
            write(cell_at(sheet, row, column), text)


def _hidden(workbook: Workbook, name: str) -> Worksheet:
    sheet: Worksheet = workbook.create_sheet(name)
    sheet.sheet_state = "hidden"
    return sheet
