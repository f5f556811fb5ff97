"""Reads the action plan of a workbook that comes back. Must not know what the database holds."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ptce_ref.domain.action import NAMES
from ptce_ref.domain.day import EXPECTED, read_day
from ptce_ref.domain.plan_row import FORMAT, FilledAction, PlanRow
from ptce_ref.domain.problem import Kind, Problem, nearest_value
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import clean_line, fold
from ptce_ref.domain.vocabulary import ActionState
from ptce_ref.loading.keyed_sheet import KeyedSheet, read_keyed_sheet
from ptce_ref.loading.spot import Spot

_FILLED = ("quoi", "questions", "qui", "echeance", "etat-action", "note")
_SEPARATORS = " \t\n\u00a0,;·-–"
_CUTS = re.compile(r"[\n;,]")
_SHOWN = 60


def read_plan(path: Path) -> KeyedSheet:
    """Return the rows of the sheet of the plan, as they stand in the file.

    Raises as :func:`~ptce_ref.loading.keyed_sheet.read_keyed_sheet`.
    """
    return read_keyed_sheet(path, FORMAT, "action", "le plan d’action")


@dataclass
class PlanReader:
    """Reads the rows of ``sheet``; :attr:`problems` fills as it goes."""

    sheet: KeyedSheet
    referential: Referential
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.problems += self.sheet.problems
        names: dict[str, str] = {}
        for item in self.referential.indicators:
            for word in (item.code, item.id, f"{item.code} · {item.title}", f"{item.code} {item.title}"):
                names.setdefault(_key(word), item.code)
        self._names = names
        # The longest first: a title may hold a comma, or begin as another one does.
        self._by_length = sorted(names, key=len, reverse=True)

    def rows(self) -> tuple[FilledAction, ...]:
        """Return what each row says, in the order of the file; rows with a problem are left out."""
        found: list[FilledAction] = []
        first: dict[str, Spot] = {}
        for cells in self.sheet.rows:
            ident = cells["action"].text
            if ident and ident in first:
                expected = f"une seule ligne ({first[ident].place.cell})"
                place = cells["action"].place
                self.problems.append(
                    Problem(Kind.DUPLICATE_ENTRY, f"l’action {ident} une seconde fois", expected, place=place)
                )
            first.setdefault(ident, cells["action"])
            before = len(self.problems)
            row = self._row(cells)
            if len(self.problems) == before and (row is not None or ident):
                found.append(FilledAction(ident, row, _text(cells, "etat")))
        return tuple(found)

    def _row(self, cells: Mapping[str, Spot]) -> PlanRow | None:
        """Return what a row says, or None when everything in it was emptied."""
        said = [key for key in _FILLED if _text(cells, key)]
        if not said:
            return None
        if "quoi" not in said:
            # An added row where only a state was chosen says nothing yet, but somebody began something there.
            place = cells["quoi"].place if "quoi" in cells else cells[said[0]].place
            self.problems.append(Problem(Kind.MISSING_CELL, "une case vide", "ce qui est à faire", place=place))
        return PlanRow(
            what=clean_line(_text(cells, "quoi")),
            codes=self._codes(cells),
            who=clean_line(_text(cells, "qui")),
            due=self._due(cells),
            state=self._state(cells),
            note=_text(cells, "note"),
        )

    def _due(self, cells: Mapping[str, Spot]) -> str:
        cell = cells.get("echeance")
        if cell is None or not cell.text:
            return ""
        if isinstance(cell.value, dt.date):
            day = cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value
            return day.isoformat()
        try:
            return read_day(cell.text).isoformat()
        except ValueError:
            self._wrong(cell, cell.text, EXPECTED)
            return ""

    def _state(self, cells: Mapping[str, Spot]) -> str:
        text = _text(cells, "etat-action")
        if not text:
            return NAMES[ActionState.PLANNED]
        names = {_key(word): name for state, name in NAMES.items() for word in (name, state.value)}
        found = names.get(_key(text))
        if found is None:
            self._wrong(cells["etat-action"], text, "un état de la liste", nearest_value(text, NAMES.values()))
        return found or ""

    def _codes(self, cells: Mapping[str, Spot]) -> tuple[str, ...]:
        """Return the codes a cell names, by codes, ids or whole lines of the list, however they are separated."""
        cell = cells.get("questions")
        # A spreadsheet may have taken a code such as « 1.1 » for a number: its point is not a comma.
        typed = str(cell.value) if cell and isinstance(cell.value, float) and not cell.value.is_integer() else None
        rest = _key(_text(cells, "questions") if typed is None else typed)
        found: set[str] = set()
        while rest := rest.lstrip(_SEPARATORS):
            name = next((word for word in self._by_length if _begins(rest, word)), None)
            if name is None:
                unknown = _CUTS.split(rest, maxsplit=1)[0]
                codes = [item.code for item in self.referential.indicators]
                hint = nearest_value(unknown.split(" ")[0].upper(), codes)
                self._wrong(cells["questions"], unknown, "des codes de questions, ou une ligne de la liste", hint)
                rest = rest[len(unknown) :]
            else:
                found.add(self._names[name])
                rest = rest[len(name) :]
        return tuple(item.code for item in self.referential.indicators if item.code in found)

    def _wrong(self, cell: Spot, found: str, expected: str, nearest: str | None = None) -> None:
        shown = found[:_SHOWN] + ("…" if len(found) > _SHOWN else "")
        self.problems.append(Problem(Kind.WRONG_VALUE, f"« {shown} »", expected, (), nearest, cell.place))


def _text(cells: Mapping[str, Spot], key: str) -> str:
    return cells[key].text if key in cells else ""


def _key(text: str) -> str:
    """Return words as they are compared: no case, no accent, spaces alike; line feeds still separate."""
    return "\n".join(" ".join(fold(line).split()) for line in text.split("\n"))


def _begins(text: str, word: str) -> bool:
    """Whether ``text`` begins with ``word``, and not with a longer one."""
    return text.startswith(word) and not text[len(word) : len(word) + 1].isalnum()
