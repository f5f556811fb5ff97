"""The cells of a workbook that came back: their values made plain, where they stand, the hidden names among them."""

import datetime as dt
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from ptce_ref.domain.problem import Kind, Place, Problem
from ptce_ref.domain.returned_row import KEY_PREFIX
from ptce_ref.domain.text import clean_text

Value = str | float | int | bool | dt.date | None


@dataclass(frozen=True)
class Spot:
    """A value of the file and where it stands."""

    value: Value
    place: Place

    @property
    def text(self) -> str:
        """The value as a French spreadsheet shows it, made safe."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "VRAI" if value else "FAUX"
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() else f"{value:.15g}".replace(".", ",")
        return f"{value:%d/%m/%Y}" if _is_day(value) else clean_text(str(value))


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def plain(value: object, *, escaped: bool) -> Value:
    """Return what openpyxl found in a cell as a plain value; ``escaped``: its text still holds the format's escapes."""
    if isinstance(value, str):
        return unescape(value) if escaped else value
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value if value is None or isinstance(value, float | int | bool | dt.date) else str(value)


def spot_at(file: str, sheet: str, row: int, column: int, cells: Sequence[Value]) -> Spot:
    """Return what stands in a column of a row, which may be shorter; ``row`` counts from 1, ``column`` from 0."""
    return Spot(cells[column] if column < len(cells) else None, place_at(file, sheet, row, column))


def place_at(file: str, sheet: str, row: int, column: int) -> Place:
    """Return the place of a cell; ``row`` counts from 1, ``column`` from 0."""
    return Place(f"{file}, feuille « {sheet} »", cell=f"{get_column_letter(column + 1)}{row}")


def keys_in(cells: Sequence[Value]) -> dict[str, int]:
    """Return the hidden names found in a row, without what begins them, and their columns."""
    return {
        value.removeprefix(KEY_PREFIX): column
        for column, value in enumerate(cells)
        if isinstance(value, str) and value.startswith(KEY_PREFIX)
    }


def note_identity(identity: MutableMapping[str, str], cells: Sequence[Value]) -> None:
    """Add to ``identity`` the key and the value that a row of the hidden sheet holds."""
    if len(cells) > 1 and isinstance(cells[0], str):
        identity[cells[0]] = "" if cells[1] is None else str(cells[1])


def formulas_in(
    cells: Mapping[str, Spot], columns: Mapping[str, int], formulas: set[int], expected: str
) -> list[Problem]:
    """Return the problems of the named cells that hold a formula: nobody can tell what it was worth."""
    wrong = [cells[key] for key, column in columns.items() if column in formulas]
    return [Problem(Kind.WRONG_VALUE, f"la formule « {spot.text[:40]} »", expected, place=spot.place) for spot in wrong]
