"""Reads a referential from the workbook its authors edited, with the same checker as YAML.

Owns how a path of the content becomes a sheet and a cell. Must not know the YAML files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from openpyxl.utils.escape import unescape

from ptce_ref.domain.problem import Kind, Path, Place, Problem, nearest_value
from ptce_ref.domain.referential_form import forms
from ptce_ref.domain.referential_layout import CARD_LISTS, LIST, Field, Key, Table
from ptce_ref.domain.referential_row import Rebuilt, rebuild
from ptce_ref.loading.model_problem import shown
from ptce_ref.loading.raw_yaml import Document
from ptce_ref.loading.referential import LoadedReferential, build_referential
from ptce_ref.loading.referential_sheet import EMPTY, MOST_COLUMNS, MOST_ROWS, Read, SheetReader, plain
from ptce_ref.loading.referential_value import UNREAD, Values
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from ptce_ref.loading.workbook_opening import OpenedSheet, OpenedWorkbook, opened

MOST_SHEETS = 100
_EMPTY_IN_A_ROW = 500
"""Rows without anything after which a sheet is taken to have ended."""


@dataclass(frozen=True)
class ReferentialWorkbook:
    """What a workbook says, and the hidden sheet: « referentiel », « version », « empreinte » it was made from."""

    identity: Mapping[str, str]
    loaded: LoadedReferential


def read_referential_workbook(path: FilePath) -> ReferentialWorkbook:
    """Return the referential that the workbook at ``path`` holds, or every problem, each with its sheet and cell.

    Raises :class:`WorkbookRefusedError` when the file is no such workbook, or not one that can be read safely.
    """
    with opened(path) as workbook:
        reader = _read(path, workbook)
    if not reader.identity:
        raise WorkbookRefusedError(
            f"« {path.name} » n’est pas un classeur de référentiel, ou sa feuille cachée « ptce » a été supprimée : "
            "repartez d’un classeur que « ptce referentiel exporter » a écrit."
        )
    return ReferentialWorkbook(reader.identity, _build(path.name, Values(reader)))


def _read(path: FilePath, workbook: OpenedWorkbook) -> SheetReader:
    reader = SheetReader(path.name)

    if len(workbook.sheets) > MOST_SHEETS:
        raise WorkbookRefusedError(f"« {path.name} » a trop de feuilles pour un référentiel : il n’a pas été lu.")
    for sheet in workbook.sheets:
        reader.read(sheet.title, _rows(path, sheet, escaped=workbook.escaped))
    return reader


def _rows(path: FilePath, sheet: OpenedSheet, *, escaped: bool) -> Iterator[list[Read]]:
    """Yield the rows of a sheet one by one, until it has been empty for long."""
    empty = 0
    for number, row in enumerate(sheet.rows(MOST_ROWS + 1, MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            raise WorkbookRefusedError(f"« {path.name} » a trop de lignes (feuille « {sheet.title} »).")
        cells = [_cell(value, kind, escaped=escaped) for value, kind in row]
        empty = 0 if any(cell is not EMPTY for cell in cells) else empty + 1
        if empty > _EMPTY_IN_A_ROW:
            return
        yield cells


def _cell(value: object, kind: str, *, escaped: bool) -> Read:
    if value is None:
        return EMPTY
    return plain(unescape(value) if escaped and isinstance(value, str) else value, kind)


def _build(file: str, values: Values) -> LoadedReferential:
    rows = {key: [_known(row) for row in lines] for key, lines in values.rows.items()}
    made = rebuild(values.tables, rows, _known(values.once))
    content = _WorkbookContent(file, values, made)
    loaded = build_referential([content])
    problems = [*values.problems, *_orphans(values, made)]
    missing = {problem.place for problem in values.problems}
    # A cell that could not be read lacks nowhere else; a level without a column was said once.
    problems += [
        problem
        for problem in loaded.problems
        if problem.place not in missing
        and problem.kind is not Kind.MISSING_DESCRIPTOR
        and not (len(problem.path) == 1 and values.missing((str(problem.path[0]),)))
    ]
    return LoadedReferential(None if problems else loaded.referential, values.in_order(problems))


def _known(row: Mapping[Key, object]) -> dict[Key, object]:
    return {key: None if value is UNREAD else value for key, value in row.items()}


def _orphans(values: Values, made: Rebuilt) -> list[Problem]:
    """Return the problems of rows that belong to no element."""
    problems = []
    for table, number in made.orphans:
        key: Key = (LIST,) if table == "fiche_identite" else ("indicateur",)
        found = values.rows[table][number].get(key)
        expected, valid = "une des listes", list(CARD_LISTS.values())
        if table == "chiffres":
            expected = "l’identifiant d’un indicateur"
            valid = [str(row.get(("id",))) for row in values.rows["indicateurs"]]
        nearest = None if found is None else nearest_value(str(found), valid)
        said = "une case vide" if found is None else shown(found)
        place = values.cell(table, number, key)
        problems.append(Problem(Kind.UNKNOWN_REFERENCE, said, expected, (), nearest, place))
    return problems


class _WorkbookContent(Document):
    """What a workbook says, in the place of a YAML file: problems are located in its cells."""

    def __init__(self, name: str, values: Values, made: Rebuilt) -> None:
        super().__init__(name, "")
        self.content = made.content
        self._values, self._made = values, made
        self._tables: dict[str, Table] = {table.key: table for table in values.tables}

    def line_at(self, path: Path) -> int:  # noqa: ARG002 - a workbook has cells, not lines
        return 1

    def raw(self, path: Path) -> str | None:  # noqa: ARG002 - nothing lacks quotes in a workbook
        return None

    def locate(self, problem: Problem, path: Path | None = None) -> Problem:
        """Return ``problem`` with its sheet and cell, in the words of a spreadsheet."""
        path = problem.path if path is None else path
        field, place = self._cell(path)
        if field is None and len(path) <= 2 and problem.kind in (Kind.WRONG_VALUE, Kind.MISSING_KEY):  # noqa: PLR2004 - a list, or a list of the scale
            return replace(
                problem, kind=Kind.WRONG_VALUE, found="aucune ligne", expected="au moins une ligne", place=place
            )
        if problem.kind is Kind.MISSING_KEY and field is not None and problem.found == "rien":
            expected = f"« {field.header} »"
            return replace(problem, kind=Kind.WRONG_VALUE, found="une case vide", expected=expected, place=place)
        if problem.found == "un texte vide":
            return replace(problem, found="une case vide", expected="un texte", place=place)
        return replace(problem, place=place)

    def _cell(self, path: Path) -> tuple[Field | None, Place]:
        for length in range(len(path), 0, -1):
            origin = self._made.origins.get(path[:length])
            if origin is not None:
                table, row = origin
                field = _field(self._tables[table].fields, path[length:])
                return field, self._values.cell(table, row, field.key if field else ("id",))
        for form in forms():
            field = _field(form.fields, path)
            if field is not None:
                return field, self._values.form_cell(field.key)
        for table_ in self._tables.values():
            if path[: len(table_.path)] == table_.path:
                return None, self._values.top(table_.key)
        return None, Place(self.name)


def _field(fields: tuple[Field, ...], rest: Path) -> Field | None:
    """Return the column of a value: the one that holds it, or the first of those under it."""
    if not rest:
        return None
    for field in fields:
        if rest[: len(field.key)] == field.key:
            return field
    return next((field for field in fields if field.key[: len(rest)] == rest), None)
