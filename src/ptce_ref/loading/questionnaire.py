"""Reads a questionnaire that comes back: whatever was sorted, inserted, renamed or translated in it.

Owns how columns, rows and answers are found again. Must not know what the database holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ptce_ref.domain.problem import Kind, Place, Problem, nearest_value
from ptce_ref.domain.questionnaire import FORMAT
from ptce_ref.domain.returned_row import KEY_PREFIX
from ptce_ref.loading.spot import Spot, Value, formulas_in, keys_in, note_identity, plain, spot_at
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from ptce_ref.loading.workbook_opening import OpenedWorkbook, opened

MOST_ROWS, MOST_COLUMNS = 5_000, 200
"""Further than any questionnaire goes, wherever columns were inserted."""
_EMPTY_IN_A_ROW = 500
"""Rows without anything after which a sheet is taken to have ended."""


@dataclass(frozen=True)
class RawRow:
    """The cells of one question, by the key of their column."""

    indicator_id: str
    cells: Mapping[str, Spot]
    place: Place


@dataclass(frozen=True)
class RawQuestionnaire:
    """What a file says, before it is compared with an evaluation.

    ``identity`` holds the hidden sheet (« evaluation », « repondant », « empreinte »…); ``who`` the
    cells « college », « nom », « organisation »; ``figures`` the numbers as (indicator, figure id, cell).
    """

    identity: Mapping[str, str]
    who: Mapping[str, Spot]
    rows: tuple[RawRow, ...]
    figures: tuple[tuple[str, str, Spot], ...]
    problems: tuple[Problem, ...] = field(default=())


def read_questionnaire(path: Path) -> RawQuestionnaire:
    """Return what the questionnaire at ``path`` says, with the problems found in its cells.

    Raises :class:`WorkbookRefusedError` when the file is not a questionnaire, or not one that can be read safely.
    """
    with opened(path) as workbook:
        return _read(path, workbook)


def _read(path: Path, workbook: OpenedWorkbook) -> RawQuestionnaire:
    """Return what the sheets hold together. Raises :class:`WorkbookRefusedError` without the hidden sheet or keys."""
    identity: dict[str, str] = {}
    sheets: list[_SheetReader] = []
    for sheet in workbook.sheets:
        reader = _SheetReader(path.name, sheet.title, escaped=workbook.escaped)
        rows_read = sheet.rows(MOST_ROWS + 1, MOST_COLUMNS)
        reader.read(tuple((value, kind == "f") for value, kind in row) for row in rows_read)
        identity = identity or reader.identity
        sheets.append(reader)
    if not identity:
        raise WorkbookRefusedError(
            f"« {path.name} » n’est pas un questionnaire de ptce, ou sa feuille cachée « ptce » a été supprimée : "
            "reprenez le fichier reçu."
        )
    rows = [row for sheet in sheets for row in sheet.rows]
    if not any("reponse" in sheet.columns for sheet in sheets):
        raise WorkbookRefusedError(
            f"Dans « {path.name} », la feuille des questions, ou sa ligne cachée, a été supprimée : "
            "reprenez le fichier reçu."
        )
    problems = [problem for sheet in sheets for problem in sheet.problems]
    problems += _repeated(rows)
    return RawQuestionnaire(
        identity,
        {key: spot for sheet in sheets for key, spot in sheet.who.items()},
        tuple(rows),
        tuple(found for sheet in sheets for found in sheet.figures),
        tuple(problems),
    )


def _repeated(rows: Sequence[RawRow]) -> Iterator[Problem]:
    seen: dict[str, RawRow] = {}
    for row in rows:
        if row.indicator_id in seen:
            code = row.cells["code"].text if "code" in row.cells else row.indicator_id
            first = seen[row.indicator_id].place.cell
            yield Problem(
                Kind.DUPLICATE_ENTRY,
                f"la question {code} une seconde fois",
                f"une seule ligne ({first})",
                place=row.place,
            )
        seen.setdefault(row.indicator_id, row)


class _SheetReader:
    """Reads one sheet from top to bottom; most sheets of most files hold nothing for us."""

    def __init__(self, file: str, title: str, *, escaped: bool) -> None:
        self._file, self._title, self._escaped = file, title, escaped
        self.identity: dict[str, str] = {}
        self.who: dict[str, Spot] = {}
        self.columns: dict[str, int] = {}
        self.rows: list[RawRow] = []
        self.figures: list[tuple[str, str, Spot]] = []
        self.problems: list[Problem] = []
        self._above: list[tuple[int, str, list[Value]]] = []

    def read(self, rows: Iterator[tuple[tuple[object, bool], ...]]) -> None:
        """Read (value, whether it is a formula) of every cell, row after row."""
        empty = 0
        for number, cells in enumerate(rows, start=1):
            values = [plain(value, escaped=self._escaped) for value, _ in cells]
            empty = 0 if any(value not in (None, "") for value in values) else empty + 1
            if empty > _EMPTY_IN_A_ROW:
                return
            if number > MOST_ROWS:
                raise WorkbookRefusedError(
                    f"« {self._file} » a trop de lignes pour un questionnaire (feuille « {self._title} »)."
                )
            if number == 1 and values and values[0] == FORMAT:
                self.identity["format"] = FORMAT
            elif self.identity:
                note_identity(self.identity, values)
            elif not self.columns:
                self._look_for_columns(number, values)
            else:
                self._row(number, values, {place for place, (_, formula) in enumerate(cells) if formula})

    def _spot(self, number: int, values: list[Value], column: int) -> Spot:
        return spot_at(self._file, self._title, number, column, values)

    def _look_for_columns(self, number: int, values: list[Value]) -> None:
        keys = keys_in(values)
        if "indicateur" not in keys:
            self._above += [(number, key, values) for key in keys]
            return
        self.columns = keys
        # Who answers stands above, in the column that describes the levels further down.
        place = keys.get("niveaux")
        if place is not None:
            self.who = {key: self._spot(line, above, place) for line, key, above in self._above}

    def _row(self, number: int, values: list[Value], formulas: set[int]) -> None:
        spots = {key: self._spot(number, values, place) for key, place in self.columns.items()}
        ident = spots["indicateur"].text
        filled = [
            key for key in ("reponse", "argument", "motif", "preuves", "valeur") if key in spots and spots[key].text
        ]
        if ident.startswith(KEY_PREFIX):
            return
        if not ident:
            if filled:
                self.problems.append(
                    Problem(
                        Kind.UNKNOWN_REFERENCE,
                        f"« {spots[filled[0]].text[:40]} » sur une ligne ajoutée",
                        "une réponse sur la ligne d’une question",
                        place=spots[filled[0]].place,
                    )
                )
            return
        self.problems += formulas_in(spots, self.columns, formulas, "un texte ou un nombre")
        if "chiffre" in self.columns:
            self.figures.append((ident, spots["chiffre"].text, spots["valeur"]))
        else:
            self.rows.append(RawRow(ident, spots, spots["indicateur"].place))


def unknown_value(spot: Spot, expected: str, valid: Sequence[str]) -> Problem:
    """Return the problem of a cell whose content is none of ``valid``."""
    shown = spot.text[:60] + ("…" if len(spot.text) > 60 else "")  # noqa: PLR2004 - enough to recognise it
    return Problem(Kind.WRONG_VALUE, f"« {shown} »", expected, (), nearest_value(spot.text, valid), spot.place)


def at(problem: Problem, place: Place) -> Problem:
    """Return ``problem`` with the cell it is about."""
    return replace(problem, path=(), place=place)
