"""Reads the sheets of a referential's workbook: rows of values, and the cell of each.

Owns how columns are found again, whatever was sorted, inserted, hidden, translated or renamed.
Must not know whether what is said makes a sound referential.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from ptce_ref.domain.problem import Kind, Place, Problem
from ptce_ref.domain.referential_layout import FORM_KEY, FORMAT, ORDER, Key
from ptce_ref.domain.referential_row import Cell
from ptce_ref.domain.returned_row import KEY_PREFIX

MOST_ROWS, MOST_COLUMNS = 20_000, 300
"""Further than any referential goes, wherever columns were inserted."""


@dataclass(frozen=True)
class Read:
    """What a cell of a file holds, and whether a formula or an error stands there."""

    value: Cell
    wrong: str = ""


EMPTY = Read(None)
"""A cell that holds nothing: the same for all of them, for there are many."""


@dataclass
class Line:
    """A row of a sheet: the cell of each column that has a name, and where it stands in reading order."""

    number: int
    cells: dict[Key, Read]
    order: float = 0


@dataclass
class SheetRows:
    """A sheet that holds a table: its columns by key, its unnamed headers, its rows."""

    title: str
    key: str
    top: int
    columns: dict[Key, int]
    headers: dict[int, str] = field(default_factory=dict)
    others: dict[int, dict[int, Read]] = field(default_factory=dict)
    """Column → row → what stands in a column without a name, which may be of a level just added."""
    lines: list[Line] = field(default_factory=list)


@dataclass
class FormLines:
    """A sheet that holds a form: the row of each key, and what stands there."""

    title: str
    rows: dict[Key, tuple[int, Read]]


def plain(value: object, kind: str) -> Read:
    """Return what openpyxl found in a cell as a plain value; ``kind`` is its data type."""
    if kind == "f":
        return Read(None, f"la formule « {str(value)[:40]} »")
    if kind == "e":
        return Read(None, f"l’erreur « {value} »")
    if isinstance(value, dt.datetime):
        return Read(value.date().isoformat())
    if isinstance(value, dt.date):
        return Read(value.isoformat())
    if value is None or isinstance(value, str | int | float | bool):
        return Read(value)
    return Read(str(value))


class SheetReader:
    """Reads one sheet after another, and keeps what is ours."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.identity: dict[str, str] = {}
        self.sheets: dict[str, SheetRows] = {}
        self.forms: list[FormLines] = []
        self.problems: list[Problem] = []
        self._titles: list[str] = []

    def rank(self, place: Place) -> tuple[int, int, int]:
        """Return where a place comes for who reads the file: sheet, row, column."""
        titles = [place.file == self._sheet(title) for title in self._titles]
        column, row = coordinate_from_string(place.cell) if place.cell else ("A", 0)
        return titles.index(True) if any(titles) else -1, row, column_index_from_string(column)

    def _sheet(self, title: str) -> str:
        return f"{self.file}, feuille « {title} »"

    def read(self, title: str, rows: Iterable[Sequence[Read]]) -> None:
        """Read one sheet from top to bottom; a sheet without our names is somebody's own, and is left alone."""
        self._titles.append(title)
        found: SheetRows | None = None
        form: tuple[int, FormLines] | None = None
        identity = False
        for number, cells in enumerate(rows, start=1):
            names = {place: cell.value for place, cell in enumerate(cells) if _is_name(cell.value)}
            if number == 1 and cells and cells[0].value == FORMAT:
                identity = True
            elif identity:
                if len(cells) > 1 and isinstance(cells[0].value, str):
                    self.identity[cells[0].value] = str(cells[1].value or "")
            elif form is not None:
                self._form_line(form, number, cells)
            elif found is not None:
                _row(found, number, cells)
            elif FORM_KEY in names.values():
                place = next(place for place, name in names.items() if name == FORM_KEY)
                form = (place, FormLines(title, {}))
                self.forms.append(form[1])
            elif names:
                found = self._columns(title, number, names)

    def _columns(self, title: str, number: int, names: dict[int, Cell]) -> SheetRows | None:
        columns: dict[Key, int] = {}
        table = ""
        for place, name in names.items():
            table, *key = str(name).removeprefix(KEY_PREFIX).split(".")
            if tuple(key) in columns:
                here = self.place(title, number + 1, place)
                twice = "une colonne une seconde fois"
                self.problems.append(Problem(Kind.DUPLICATE_KEY, twice, "une seule fois", place=here))
            columns.setdefault(tuple(key), place)
        if table in self.sheets:
            here = self.place(title, number, 0)
            twice = f"la feuille « {self.sheets[table].title} » une seconde fois"
            self.problems.append(Problem(Kind.DUPLICATE_SECTION, twice, "une seule fois", place=here))
            return None
        self.sheets[table] = SheetRows(title, table, number, columns)
        return self.sheets[table]

    def _form_line(self, form: tuple[int, FormLines], number: int, cells: Sequence[Read]) -> None:
        place, lines = form
        name = cells[place].value if place < len(cells) else None
        if _is_name(name):
            key = tuple(str(name).removeprefix(KEY_PREFIX).split("."))
            # The value stands in the second column of those that are written, whatever was inserted.
            lines.rows[key] = (number, _value_before(cells, place))

    def place(self, title: str, number: int, column: int) -> Place:
        """Return the place of a cell; ``column`` counts from 0."""
        return Place(self._sheet(title), cell=f"{get_column_letter(column + 1)}{number}")


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.startswith(KEY_PREFIX)


def _value_before(cells: Sequence[Read], place: int) -> Read:
    return cells[place - 2] if place > 1 else EMPTY


def _row(sheet: SheetRows, number: int, cells: Sequence[Read]) -> None:
    if number == sheet.top + 1:
        named = set(sheet.columns.values())
        sheet.headers = {
            place: str(cell.value)
            for place, cell in enumerate(cells)
            if place not in named and cell.value not in (None, "")
        }
        return
    found = {key: cells[place] for key, place in sheet.columns.items() if place < len(cells)}
    for place in sheet.headers:
        if place < len(cells) and cells[place].value not in (None, ""):
            sheet.others.setdefault(place, {})[number] = cells[place]
    if any(is_filled(cell) for key, cell in found.items() if key != ORDER.key):
        sheet.lines.append(Line(number, found))


def is_filled(cell: Read) -> bool:
    """Whether something stands in a cell."""
    return bool(cell.wrong) or (cell.value is not None and str(cell.value).strip() != "")
