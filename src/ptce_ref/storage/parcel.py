"""All that a base holds of one evaluation, as rows and journal lines: what travels, and what is merged.

Rows are tuples in the order of :func:`columns`. Says which tables an evaluation is made of and how each of
its rows is named in the journal; must not know how two parcels become one.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import NamedTuple

from ptce_ref.storage.database import to_json
from ptce_ref.storage.schema import migrate

Row = tuple[object, ...]

RECORDS: dict[str, dict[str, str]] = {
    "poles": {"pole": "id"},
    "rounds": {"id": "id"},
    "visits": {"host_id": "host_id", "round_id": "round_id", "visitor_id": "visitor_id"},
    "evaluations": {"evaluation": "id"},
    "respondents": {"evaluation": "evaluation_id", "respondent": "id"},
    "answers": {"evaluation": "evaluation_id", "indicator": "indicator_id", "respondent": "respondent_id"},
    "tallies": {"college": "college", "evaluation": "evaluation_id", "indicator": "indicator_id"},
    "positions": {"evaluation": "evaluation_id", "indicator": "indicator_id"},
    "actions": {"action": "id", "evaluation": "evaluation_id"},
}
"""Journaled tables → the words of their journal keys, in alphabetical order, and the columns they stand for."""

SETS: dict[str, tuple[str, ...]] = {
    "marks": ("evaluation_id", "respondent_id", "indicator_id"),
    "questionnaires": ("evaluation_id", "key"),
    "snapshots": ("evaluation_id", "at"),
    "erasures": ("evaluation_id", "respondent_id"),
    "passages": ("evaluation_id", "at"),
    "receptions": ("evaluation_id",),
}
"""Tables whose rows only add up → the columns of their key."""

COMMON = ("poles", "rounds", "visits")
"""What belongs to no evaluation."""

TABLES = (*(table for table in RECORDS if table not in COMMON), *SETS)
"""What an evaluation is made of; the tables that others refer to come first."""


class JournalLine(NamedTuple):
    """One line of a journal; ``seq`` is its number in the base it was read from, 0 for none yet."""

    seq: int
    at: str
    subject: str
    key: str
    before: str | None
    after: str | None

    @property
    def same(self) -> tuple[str, str, str, str | None, str | None]:
        """What tells it from any other line, in whatever base."""
        return self[1:]


@dataclass
class Parcel:
    """An evaluation: its rows by table, and its lines in the order they were written."""

    evaluation_id: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    lines: list[JournalLine] = field(default_factory=list)

    def of(self, table: str) -> list[Row]:
        """Return the rows of ``table``, [] when it holds none."""
        return self.rows.get(table, [])

    def value(self, table: str, column: str) -> object:
        """Return one column of the first row of ``table``, or None."""
        rows = self.of(table)
        return rows[0][columns(table).index(column)] if rows else None

    @property
    def confidential(self) -> bool:
        """Whether it came without people nor texts: it is then replaced as a whole, never completed."""
        return bool(self.value("receptions", "confidential"))


@lru_cache(maxsize=1)
def _layout() -> dict[str, tuple[str, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate(db, "")
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {name: tuple(row[1] for row in db.execute(f'PRAGMA table_info("{name}")')) for name in names}


def columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table of the present format, in its order."""
    return _layout()[table]


def key_columns(table: str) -> tuple[str, ...]:
    """Return the columns that tell one row of ``table`` from another, of :data:`RECORDS` or :data:`SETS`."""
    return tuple(RECORDS[table].values()) if table in RECORDS else SETS[table]


@cache
def key_places(table: str) -> tuple[int, ...]:
    """Return where the columns of the key are in a row of ``table``."""
    return tuple(columns(table).index(column) for column in key_columns(table))


def key_of(table: str, row: Row) -> Row:
    """Return the values of the key of ``row``, in the order of :func:`key_columns`."""
    return tuple(row[place] for place in key_places(table))


def journal_key(table: str, row: Row) -> str:
    """Return the key that names ``row`` in the journal, as it is written there."""
    return to_json(dict(zip(RECORDS[table], key_of(table, row), strict=True)))


def logged(table: str, row: Row) -> tuple[str, str]:
    """Return a row as the journal says it, and the moment it was last written."""
    content = dict(zip(columns(table), row, strict=True))
    at = content.pop("updated_at", "")
    return to_json(content), str(at)


def row_of(table: str, value: str, at: str) -> Row:
    """Return the row that a journal value describes; a column it does not know is left to the database to refuse."""
    content: Mapping[str, object] = {"updated_at": at, **json.loads(value)}
    return tuple(content.get(column) for column in columns(table))


def insertion(table: str) -> str:
    """Return the SQL that adds a row, the values in the order of :func:`columns`."""
    names = columns(table)
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of our own schema


def replacement(table: str) -> str:
    """Return the SQL that adds a row, or replaces the one of the same key."""
    key = key_columns(table)
    others = [name for name in columns(table) if name not in key]
    change = "UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in others) if others else "NOTHING"
    return f"{insertion(table)} ON CONFLICT ({', '.join(key)}) DO {change}"


LINE_INSERTION = "INSERT INTO journal (at, subject, key, before, after) VALUES (?, ?, ?, ?, ?)"


class ParcelReader:
    """Reads parcels from an open base, inside whatever transaction is open on it.

    The journal is gone through once, whatever the number of evaluations wanted.
    """

    def __init__(self, db: sqlite3.Connection, wanted: Iterable[str] | None = None) -> None:
        self._db = db
        self._wanted = None if wanted is None else set(wanted)
        self._lines: dict[str, array[int]] | None = None

    def read(self, evaluation_id: str) -> Parcel:
        """Return what the base holds of an evaluation; nothing is not an error."""
        rows: dict[str, list[Row]] = {}
        for table in TABLES:
            column = "id" if table == "evaluations" else "evaluation_id"
            order = ", ".join(key_columns(table))
            sql = f"SELECT {', '.join(columns(table))} FROM {table} WHERE {column} = ? ORDER BY {order}"  # noqa: S608 - names of our own schema
            found = self._db.execute(sql, (evaluation_id,)).fetchall()
            if found:
                rows[table] = found
        return Parcel(evaluation_id, rows, self._read_lines(evaluation_id))

    def _read_lines(self, evaluation_id: str) -> list[JournalLine]:
        if self._lines is None:
            self._lines = self._index()
        return read_lines(self._db, self._lines.get(evaluation_id, ()))

    def _index(self) -> dict[str, "array[int]"]:
        index: dict[str, array[int]] = {}
        for seq, evaluation in self._db.execute(
            "SELECT seq, json_extract(key, '$.evaluation') FROM journal ORDER BY seq"
        ):
            if evaluation is not None and (self._wanted is None or evaluation in self._wanted):
                index.setdefault(str(evaluation), array("q")).append(seq)
        return index


_AT_ONCE = 500


def read_lines(db: sqlite3.Connection, numbers: Sequence[int]) -> list[JournalLine]:
    """Return the journal lines of these numbers, in order."""
    found: list[JournalLine] = []
    for start in range(0, len(numbers), _AT_ONCE):
        part = list(numbers[start : start + _AT_ONCE])
        marks = ", ".join("?" * len(part))
        sql = f"SELECT seq, at, subject, key, before, after FROM journal WHERE seq IN ({marks}) ORDER BY seq"  # noqa: S608 - question marks only
        found += [JournalLine(*row) for row in db.execute(sql, part)]
    return found
