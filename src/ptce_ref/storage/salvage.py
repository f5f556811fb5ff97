"""Saves what can still be read of a damaged base into a new one, row by row.

Three sources, the surest first: the rows of the tables, page by page; the journal, which holds each row a
second time; rows of which a text is damaged. A referential, one long text on which everything hangs, may
also come from elsewhere, for its hash says whether it is the same.
"""

import errno
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Answer, Evaluation, Position, Respondent, Tally
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.storage.page import PageFile, Record, Value
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.schema import MIGRATIONS, migrate

Spare = Mapping[str, tuple[str, str, str, str]]
"""Referentials known elsewhere, by hash: id, version, title, canonical JSON."""

_SKIPPED = {"sqlite_sequence", "migrations"}
_SCHEMA_COLUMNS = 5


@dataclass
class Salvage:
    """What was saved and what was not; counts are rows, by name of table."""

    unreadable_pages: Counter[str] = field(default_factory=Counter)
    """Pages of each table that make no sense; "" for those that belong to no table we could tell."""
    read: Counter[str] = field(default_factory=Counter)
    from_journal: Counter[str] = field(default_factory=Counter)
    from_elsewhere: int = 0
    """Referentials brought back from another file, the same to the letter."""
    doubtful: Counter[str] = field(default_factory=Counter)
    """Rows kept with a damaged text in them, where U+FFFD stands for what was lost."""
    refused: Counter[str] = field(default_factory=Counter)
    """Rows whose values made no sense."""
    unattached: list[tuple[str, dict[str, Value]]] = field(default_factory=list)
    """(table, row) of what could be read but hangs on something lost: it cannot go into a sound base."""
    evaluations: set[str] = field(default_factory=set)
    """The evaluations that one of these rows speaks of."""

    @property
    def whole(self) -> bool:
        """Whether nothing shows a loss."""
        counted = (self.unreadable_pages, self.from_journal, self.doubtful, self.refused)
        return not any(counter.total() for counter in counted) and not self.unattached and not self.from_elsewhere


def salvage_file(damaged: Path, target: Path, at: str, spare: Spare) -> Salvage:
    """Write into ``target``, a file that does not exist, what can be read of ``damaged``, which is not touched.

    ``at`` dates the new file. Raises OSError when the one cannot be read or the disk is full,
    :class:`DatabaseUnusableError` when the other cannot be written.
    """
    report = Salvage()
    content = damaged.read_bytes()
    try:
        with closing(sqlite3.connect(target, isolation_level=None)) as db:
            # Nothing here is worth keeping half done; trials are undone, and need a journal.
            db.execute("PRAGMA journal_mode = MEMORY")
            migrate(db, at)
            db.execute("BEGIN")
            _Writer(db, report).save(PageFile(content), spare)
            db.execute("COMMIT")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise OSError(errno.ENOSPC, str(error)) from error
        raise DatabaseUnusableError(f"Le sauvetage n’a pas pu être écrit dans « {target} » ({error}).") from error
    return report


class _Writer:
    """Fills the new base, table by table."""

    def __init__(self, db: sqlite3.Connection, report: Salvage) -> None:
        self._db, self._report = db, report
        # In the order of creation: what hangs on something comes after it.
        named = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").fetchall()
        self._columns = {name: self._stored(name, sql) for name, sql in named if name not in _SKIPPED}
        self._numbered = {name for name, sql in named if "WITHOUT ROWID" not in sql}

    def save(self, file: PageFile, spare: Spare) -> None:
        """Take the rows of tables, of lost pages, then of the journal; doubtful ones last, unless it has them gone."""
        unsure: list[tuple[str, Record]] = []
        for table, root in _roots(file).items():
            before = len(file.damaged)
            for record in file.rows(root):
                if table not in self._columns:
                    continue
                if record.doubtful:
                    unsure.append((table, record))
                elif self._insert(table, record):
                    self._report.read[table] += 1
            if len(file.damaged) > before:
                self._report.unreadable_pages[table] += len(file.damaged) - before
        for _, records in file.orphans():
            self._adopt(records)
        elsewhere = len(file.damaged) - self._report.unreadable_pages.total()
        if elsewhere:
            self._report.unreadable_pages[""] += elsewhere
        gone = self._from_journal()
        for table, record in unsure:
            if self._key(table, record) not in gone and self._insert(table, record):
                self._report.doubtful[table] += 1
                self._note(self._named(table, record))
        self._mend_referentials(spare)
        self._take_out_unattached()

    def _stored(self, table: str, sql: str) -> list[str]:
        """Return the columns of a table in the order in which its rows are stored."""
        found = self._info(table)
        names = [str(name) for _, name, *_ in found]
        if "WITHOUT ROWID" not in sql:
            return names
        keys = [str(name) for _, name, *_, rank in sorted(found, key=lambda column: column[-1]) if rank]
        return keys + [name for name in names if name not in keys]

    def _named(self, table: str, record: Record) -> dict[str, Value]:
        row = dict(zip(self._columns[table], record.values, strict=False))
        if table == "journal":
            row["seq"] = record.rowid
        return row

    def _insert(self, table: str, record: Record) -> bool:
        """Write a row; say whether it was taken. One already there stays: its first source is the surest."""
        if len(record.values) > len(self._columns[table]):
            self._report.refused[table] += 1
            return False
        return self._write(table, self._named(table, record))

    def _write(self, table: str, row: Mapping[str, object], *, count: bool = True, replace: bool = False) -> bool:
        if not _makes_sense(table, row):
            if count:
                self._report.refused[table] += 1
            return False
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        verb = "INSERT OR REPLACE" if replace else "INSERT"
        try:
            self._db.execute(f"{verb} INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
        except _UNWRITABLE as error:
            known = getattr(error, "sqlite_errorcode", 0) in _THERE_ALREADY
            if count and not known:
                self._report.refused[table] += 1
            return False
        return True

    def _adopt(self, records: list[Record]) -> None:
        """Keep the rows of a page whose tree is lost, when they can be rows of one table only."""
        for record in records:
            fit = [table for table in self._columns if self._would_fit(table, record)]
            if len(fit) == 1 and not record.doubtful:
                self._report.read[fit[0]] += self._insert(fit[0], record)
            elif record.rowid is not None:
                # Without a row number it may also be a line of an index, which says nothing new.
                self._report.refused[""] += 1

    def _would_fit(self, table: str, record: Record) -> bool:
        """Whether the table takes such a row: the kinds of values, then the rules, tried and undone."""
        if len(record.values) != len(self._columns[table]) or (record.rowid is None) == (table in self._numbered):
            return False
        row = self._named(table, record)
        kinds = {name: kind for _, name, kind, *_ in self._info(table)}
        if any(not isinstance(value, _KINDS[kinds[name]]) for name, value in row.items() if value is not None):
            return False
        self._db.execute("SAVEPOINT trial")
        try:
            return self._write(table, row, count=False, replace=True)
        finally:
            self._db.execute("ROLLBACK TO trial")
            self._db.execute("RELEASE trial")

    def _key(self, table: str, record: Record) -> tuple[str, str]:
        return table, _identity(self._keys(table), self._named(table, record))

    def _keys(self, table: str) -> list[str]:
        return [str(name) for _, name, *_, rank in self._info(table) if rank]

    def _info(self, table: str) -> list[tuple[int, str, str, int, Value, int]]:
        """Return what SQLite says of each column: rank, name, kind, NOT NULL, default, rank in the key."""
        return self._db.execute(f"PRAGMA table_info({table})").fetchall()

    def _from_journal(self) -> set[tuple[str, str]]:
        """Write again the rows that only the journal still has; return what it says was taken away."""
        gone: set[tuple[str, str]] = set()
        last = """
            SELECT subject, at, before, after FROM journal
            WHERE seq IN (SELECT max(seq) FROM journal GROUP BY subject, key)
        """
        for table, at, before, after in self._db.execute(last).fetchall():
            if table not in self._columns or table == "journal":
                continue
            try:
                row = json.loads(after or before or "{}")
                complete = isinstance(row, dict) and {*self._keys(table)} <= row.keys()
            except ValueError:
                continue
            if not complete:
                continue
            if after is None:
                gone.add((table, _identity(self._keys(table), row)))
                continue
            if not row.keys() <= set(self._columns[table]):
                continue
            dated = {**row, "updated_at": at} if "updated_at" in self._columns[table] else row
            if self._write(table, dated, count=False):
                self._report.from_journal[table] += 1
                self._note(row)
        return gone

    def _mend_referentials(self, spare: Spare) -> None:
        """Replace the referentials whose text is no longer the one of their hash by those known, where they are.

        Of one known nowhere else, a text that can still be read is better than none: everything hangs on it.
        """
        for ident, content in self._db.execute("SELECT hash, content FROM referentials").fetchall():
            if sha256(content.encode()).hexdigest() == ident:
                continue
            if ident in spare or not _is_referential(content):
                self._db.execute("DELETE FROM referentials WHERE hash = ?", (ident,))
                self._report.refused["referentials"] += ident not in spare
            else:
                self._report.doubtful["referentials"] += 1
        kept = {ident for (ident,) in self._db.execute("SELECT hash FROM referentials")}
        asked = {ident for (ident,) in self._db.execute("SELECT referential_hash FROM evaluations")}
        for ident in sorted((asked - kept) & spare.keys()):
            names = ("id", "version", "title", "content")
            row = {"hash": ident, **dict(zip(names, spare[ident], strict=True)), "added_at": ""}
            self._report.from_elsewhere += self._write("referentials", row)

    def _take_out_unattached(self) -> None:
        """Take out the rows that hang on a row that is lost: a table comes after those it hangs on."""
        for table in self._columns:
            for parent, pairs in self._parents(table):
                here = " AND ".join(f'"{table}"."{column}" IS NOT NULL' for column, _ in pairs)
                there = " AND ".join(f'"p"."{theirs}" = "{table}"."{ours}"' for ours, theirs in pairs)
                sql = f'DELETE FROM "{table}" WHERE {here} AND NOT EXISTS (SELECT 1 FROM "{parent}" AS p WHERE {there})'  # noqa: S608 - names of ours
                self._take_out(table, sql)
        for table in ("answers", "tallies", "positions"):
            self._take_out(table, _UNASKED.format(table=table))

    def _take_out(self, table: str, sql: str) -> None:
        cursor = self._db.execute(f"{sql} RETURNING *")
        names = [column[0] for column in cursor.description]
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            self._report.unattached.append((table, row))
            self._note(row)

    def _parents(self, table: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield what a table hangs on: the other table, and (column here, column there)."""
        links: dict[int, tuple[str, list[tuple[str, str]]]] = {}
        for number, _, parent, ours, theirs, *_ in self._db.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            links.setdefault(number, (parent, []))[1].append((ours, theirs))
        yield from links.values()

    def _note(self, row: Mapping[str, object]) -> None:
        evaluation = row.get("evaluation_id")
        if isinstance(evaluation, str):
            self._report.evaluations.add(evaluation)


_UNASKED = """
    DELETE FROM {table} WHERE NOT EXISTS (
        SELECT 1 FROM evaluations AS e WHERE e.id = {table}.evaluation_id
        AND (NOT json_valid(e.indicators) OR {table}.indicator_id IN (SELECT value FROM json_each(e.indicators)))
    )
"""
"""What speaks of a question that its evaluation does not ask: one flipped letter makes such a row."""
_UNWRITABLE = (
    *(sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError),
    *(OverflowError, UnicodeEncodeError),
)
"""What a row that makes no sense gives; a disk that is full gives something else, and stops everything."""
_KINDS: dict[str, type] = {"TEXT": str, "INTEGER": int}
_THERE_ALREADY = {
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_ROWID,
}


_MODELS: dict[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "evaluations": (Evaluation, ("colleges", "indicators")),
    "respondents": (Respondent, ()),
    "answers": (Answer, ("figures",)),
    "tallies": (Tally, ("voices",)),
    "positions": (Position, ()),
    "actions": (Action, ("indicators",)),
}
"""The model that the rows of a table must make, and which of their columns are JSON."""
_FLAGS = {"argument_required"}


def _is_referential(content: str) -> bool:
    try:
        Referential.model_validate_json(content)
    except ValueError:
        return False
    return True


def _makes_sense(table: str, row: Mapping[str, object]) -> bool:
    """Whether a row still makes what it is read as: one flipped bit passes every rule of the database."""
    try:
        if table == "poles":
            Pole.model_validate_json(str(row["card"]))
        elif table in _MODELS:
            model, written = _MODELS[table]
            own = {name: value for name, value in row.items() if name in model.model_fields}
            read = {name: json.loads(str(row[name])) for name in written}
            lists = {name: tuple(value) for name, value in read.items() if isinstance(value, list)}
            flags = {name: bool(own[name]) for name in _FLAGS & own.keys()}
            model.model_validate({**own, **read, **lists, **flags})
    except (ValueError, KeyError):
        return False
    return True


def _identity(keys: list[str], row: Mapping[str, object]) -> str:
    return json.dumps([row.get(key) for key in keys], ensure_ascii=False)


def _roots(file: PageFile) -> dict[str, int]:
    """Return where each table begins, by name, parents first; our order of creation when the list is damaged."""
    known = [
        line.split()[2] for migration in MIGRATIONS for line in migration.sql.splitlines() if "CREATE TABLE" in line
    ]
    found: dict[str, int] = {}
    indexes: list[int] = []
    for record in file.rows(1):
        if len(record.values) != _SCHEMA_COLUMNS:
            continue
        kind, name, _, root, _ = record.values
        if isinstance(root, int) and root > 1 and isinstance(name, str):
            if kind == "table":
                found[name] = root
            else:
                indexes.append(root)
    # The pages of an index are nobody's rows.
    for root in indexes:
        for _ in file.rows(root):
            pass
    order = {name: rank for rank, name in enumerate(known)}
    return dict(sorted(found.items(), key=lambda item: order.get(item[0], len(order))))
