"""Finds again the rows of a sheet that came back: by hidden keys, never by place or header.

A hidden row names the columns (« ptce:quoi »), a hidden sheet says which format the file is and
what it was made from. Must not know what the rows mean.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ptce_ref.domain.problem import Problem
from ptce_ref.domain.returned_row import KEY_PREFIX
from ptce_ref.loading.spot import Spot, Value, formulas_in, keys_in, note_identity, plain, spot_at
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from ptce_ref.loading.workbook_opening import OpenedWorkbook, opened

MOST_TAGS = 1_500_000
"""Of a sheet: a workbook of results holds a sheet of facts, far longer than any questionnaire."""
MOST_ROWS, MOST_COLUMNS = 2_000, 100
_KEYS_WITHIN = 60
"""Rows from the top within which the hidden row of keys is looked for."""
_EMPTY_IN_A_ROW = 300


@dataclass(frozen=True)
class KeyedSheet:
    """What a file says: ``identity`` is its hidden sheet; each row, its cells by the key of their column."""

    identity: Mapping[str, str]
    rows: tuple[Mapping[str, Spot], ...]
    problems: tuple[Problem, ...]


def read_keyed_sheet(path: Path, file_format: str, key: str, what: str) -> KeyedSheet:
    """Return the rows of the sheet whose hidden row names the column ``key``.

    ``what`` names such a file to its reader (« le plan d’action »). Rows that hold nothing are left
    out; a formula is a problem. Raises :class:`WorkbookRefusedError` when the file is not of
    ``file_format``, or cannot be read safely.
    """
    with opened(path, MOST_TAGS) as workbook:
        return _Reader(path.name, file_format, key, escaped=workbook.escaped).read(workbook, what)


class _Reader:
    """Reads the sheets of one workbook, named ``file`` in what it says."""

    def __init__(self, file: str, file_format: str, key: str, *, escaped: bool) -> None:
        self._file, self._format, self._key, self._escaped = file, file_format, key, escaped

    def read(self, workbook: OpenedWorkbook, what: str) -> KeyedSheet:
        """Return the first sheet with keys, and what the hidden one says. Raises :class:`WorkbookRefusedError`."""
        identity: dict[str, str] = {}
        found: KeyedSheet | None = None
        for sheet in workbook.sheets:
            rows = sheet.rows(MOST_ROWS + 1, MOST_COLUMNS)
            cells = ([(value, kind == "f") for value, kind in row] for row in rows)
            kept = self._read_sheet(sheet.title, cells, identity)
            found = found or kept
        if not identity:
            raise WorkbookRefusedError(
                f"« {self._file} » n’est pas un classeur de ptce d’où l’on reprend {what}, ou sa feuille cachée "
                "« ptce » a été supprimée : refaites-le."
            )
        if found is None:
            raise WorkbookRefusedError(
                f"Dans « {self._file} », la feuille attendue pour {what}, ou sa ligne cachée, a été supprimée : "
                "refaites le classeur."
            )
        return KeyedSheet(identity, found.rows, found.problems)

    def _read_sheet(
        self, title: str, rows: Iterable[Sequence[tuple[object, bool]]], identity: dict[str, str]
    ) -> KeyedSheet | None:
        """Read one sheet: the rows under its keys, or None when it has none; a hidden sheet fills ``identity``."""
        columns: dict[str, int] = {}
        kept: list[Mapping[str, Spot]] = []
        problems: list[Problem] = []
        empty, own = 0, False
        for number, raw in enumerate(rows, start=1):
            cells = [plain(value, escaped=self._escaped) for value, _ in raw]
            if number == 1 and cells and cells[0] == self._format:
                own = True
                identity["format"] = self._format
            elif own:
                note_identity(identity, cells)
            elif not columns:
                columns = self._columns(cells)
                if not columns and number > _KEYS_WITHIN:
                    return None
            else:
                if number > MOST_ROWS:
                    raise WorkbookRefusedError(f"« {self._file} » a trop de lignes (feuille « {title} »).")
                row = {key: spot_at(self._file, title, number, place, cells) for key, place in columns.items()}
                empty = 0 if any(cell.text for cell in row.values()) else empty + 1
                if empty > _EMPTY_IN_A_ROW:
                    break
                if not empty and not row[self._key].text.startswith(KEY_PREFIX):
                    kept.append(row)
                    formulas = {place for place, (_, formula) in enumerate(raw) if formula}
                    problems += formulas_in(row, columns, formulas, "un texte ou une date")
        return KeyedSheet({}, tuple(kept), tuple(problems)) if columns else None

    def _columns(self, cells: Sequence[Value]) -> dict[str, int]:
        keys = keys_in(cells)
        return keys if self._key in keys else {}
