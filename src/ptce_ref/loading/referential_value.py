"""Reads the cells of a referential's workbook as their columns say, and gathers what is wrong in them.

Owns the order of rows and the columns of levels just added. Must not know whether what is said makes
a sound referential.
"""

from collections.abc import Iterable

from ptce_ref.domain.problem import Kind, Place, Problem
from ptce_ref.domain.referential_form import forms
from ptce_ref.domain.referential_layout import ORDER, Field, Key, Sort, Table
from ptce_ref.domain.referential_row import read_value
from ptce_ref.domain.referential_table import level_field, tables
from ptce_ref.loading.model_problem import shown
from ptce_ref.loading.referential_sheet import EMPTY, Line, Read, SheetReader, SheetRows, is_filled

_LEVELS, _DESCRIBED = "niveaux", "indicateurs"


class Values:
    """The values of all the sheets, each read as its column says, with the problems of the cells."""

    def __init__(self, reader: SheetReader) -> None:
        self._reader = reader
        self.problems: list[Problem] = list(reader.problems)
        self.once: dict[Key, object] = {}
        self.rows: dict[str, list[dict[Key, object]]] = {}
        self._in_order()
        self.levels = self._levels()
        self.tables = tables(self.levels)
        self._find_level_columns()
        for table in self.tables:
            self.rows[table.key] = self._table(table)
        self._forms()

    def missing(self, path: Key) -> bool:
        """Whether the whole sheet of this list lacks, which was said once."""
        return any(t.path[0] == path[0] and t.key not in self._reader.sheets for t in self.tables)

    def in_order(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return problems in the order of the sheets, from top to bottom."""
        return tuple(sorted(problems, key=lambda problem: self._reader.rank(problem.place)))

    def cell(self, table: str, row: int, key: Key) -> Place:
        """Return the place of a value: the row counts from 0, in reading order."""
        sheet = self._reader.sheets[table]
        return self._reader.place(sheet.title, sheet.lines[row].number, sheet.columns.get(key, 0))

    def top(self, table: str) -> Place:
        """Return the place of the header of a table."""
        sheet = self._reader.sheets.get(table)
        return Place() if sheet is None else self._reader.place(sheet.title, sheet.top + 1, 0)

    def form_cell(self, key: Key) -> Place:
        """Return the place of a value that is said once."""
        for form in self._reader.forms:
            if key in form.rows:
                return self._reader.place(form.title, form.rows[key][0], 1)
        return Place()

    def _in_order(self) -> None:
        """Sort rows by their rank; one without a rank comes after the one above it in the sheet."""
        for sheet in self._reader.sheets.values():
            rank = 0.0
            for line in sheet.lines:
                value = self._value(ORDER, line.cells.get(ORDER.key), sheet, line)
                rank = line.order = value if isinstance(value, (int, float)) else rank
            sheet.lines.sort(key=lambda line: (line.order, line.number))

    def _levels(self) -> list[tuple[str, str]]:
        sheet = self._reader.sheets.get(_LEVELS)
        ident = level_field("x")
        found = []
        for line in sheet.lines if sheet else ():
            cell = line.cells.get(("id",), EMPTY)
            text = None if cell.wrong or isinstance(cell.value, bool) else read_value(ident, cell.value)
            if isinstance(text, str):
                found.append((text, str(line.cells.get(("nom",), Read("")).value or "")))
        return found

    def _find_level_columns(self) -> None:
        """Give its name to the column of a level just added; say which levels have none, and which columns no level."""
        sheet = self._reader.sheets.get(_DESCRIBED)
        if sheet is None or _LEVELS not in self._reader.sheets:
            return
        known = [ident for ident, _ in self.levels]
        for place, header in sheet.headers.items():
            ident = header.split("·")[0].strip()
            if ident in known and ("niveaux", ident) not in sheet.columns:
                sheet.columns["niveaux", ident] = place
                for line in sheet.lines:
                    line.cells["niveaux", ident] = sheet.others.get(place, {}).get(line.number, EMPTY)
        for key, place in list(sheet.columns.items()):
            if key[0] == "niveaux" and key[-1] not in known:
                if any(is_filled(line.cells.get(key, EMPTY)) for line in sheet.lines):
                    here = self._reader.place(sheet.title, sheet.top + 1, place)
                    expected = "un niveau de la feuille « Échelle », ou pas de colonne"
                    found = f"une colonne pour le niveau « {key[-1]} »"
                    self.problems.append(Problem(Kind.UNKNOWN_REFERENCE, found, expected, place=here))
                del sheet.columns[key]

    def _table(self, table: Table) -> list[dict[Key, object]]:
        sheet = self._reader.sheets.get(table.key)
        if sheet is None:
            found = f"aucune feuille « {table.title} »"
            expected = "la feuille, avec sa ligne cachée"
            self.problems.append(Problem(Kind.MISSING_KEY, found, expected, place=Place(self._reader.file)))
            return []
        for column in table.fields:
            if column.key not in sheet.columns:
                expected = "la colonne, et son nom dans la ligne cachée au-dessus"
                if _is_level(column):
                    expected = f"une colonne dont l’en-tête commence par « {column.key[-1]} »"
                found = f"aucune colonne « {column.header} »"
                self.problems.append(Problem(Kind.MISSING_KEY, found, expected, place=self.top(table.key)))
        return [self._line(table, sheet, line) for line in sheet.lines]

    def _line(self, table: Table, sheet: SheetRows, line: Line) -> dict[Key, object]:
        row: dict[Key, object] = {}
        for column in table.fields:
            value = self._value(column, line.cells.get(column.key), sheet, line)
            # A descriptor nobody wrote is an empty text: it lacks in that very cell.
            described = _is_level(column) and column.key in sheet.columns
            row[column.key] = "" if value is None and described else value
        return row

    def _value(self, column: Field, cell: Read | None, sheet: SheetRows, line: Line) -> object:
        here = self._reader.place(sheet.title, line.number, sheet.columns.get(column.key, 0))
        return self._read(column, cell, here)

    def _read(self, column: Field, cell: Read | None, here: Place) -> object:
        if cell is None:
            return None
        if cell.wrong:
            expected = "un nombre" if column.sort in (Sort.WHOLE, Sort.DECIMAL) else "un texte"
            self.problems.append(Problem(Kind.WRONG_VALUE, cell.wrong, expected, place=here))
            return UNREAD
        try:
            return read_value(column, cell.value)
        except ValueError as error:
            self.problems.append(Problem(Kind.WRONG_VALUE, shown(cell.value), str(error), place=here))
            return UNREAD

    def _forms(self) -> None:
        lines = {key: spot for form in self._reader.forms for key, spot in form.rows.items()}
        for form in forms():
            for column in form.fields:
                if column.key not in lines:
                    found = f"aucune ligne « {column.header} »"
                    expected = f"la ligne, dans la feuille « {form.title} »"
                    self.problems.append(Problem(Kind.MISSING_KEY, found, expected, place=Place(self._reader.file)))
                    continue
                self.once[column.key] = self._read(column, lines[column.key][1], self.form_cell(column.key))


def _is_level(column: Field) -> bool:
    """Whether a column describes one level of the scale, for each indicator."""
    return column.key[0] == _LEVELS and len(column.key) > 1


class Unread:
    """A cell that holds something, which could not be read and was said to be wrong."""

    def __bool__(self) -> bool:
        return False


UNREAD = Unread()
