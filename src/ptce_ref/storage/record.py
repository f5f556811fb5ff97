"""Rows in and out: one way to write a row with its journal line, one way to read rows."""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import cast

from sqlite_utils import Database
from sqlite_utils.db import Table

from ptce_ref.storage.journal import record_change
from ptce_ref.storage.schema import VERSION, version_of

Row = dict[str, object]
_UNLOGGED = ("updated_at", "added_at")


def table(db: Database, name: str) -> Table:
    """Return a table through the library, which types it as a table or a view."""
    return cast("Table", db[name])


def read_row(db: Database, name: str, key: Mapping[str, str]) -> Row | None:
    """Return the row of ``key`` (column → value), or None."""
    return next(read_rows(db, name, _where(key), *key.values()), None)


def read_rows(
    db: Database, name: str, where: str | None = None, *arguments: str, order: str | None = None
) -> Iterator[Row]:
    """Yield rows as dictionaries; ``where`` is SQL of this package, values go as arguments.

    None of a table that a file of an earlier format, opened to read only, does not have: in any other, a table that
    is gone is a damage, and SQLite's error goes through.
    """
    # The library asks for the list of tables and views at each reading: an answer reads four times.
    sql = f'SELECT * FROM "{name}"'  # noqa: S608 - names of ours
    sql += f" WHERE {where}" if where else ""
    sql += f" ORDER BY {order}" if order else ""
    try:
        cursor = db.conn.execute(sql, arguments)
    except sqlite3.OperationalError as error:
        if str(error) == f"no such table: {name}" and version_of(db.conn) < VERSION:
            return
        raise
    columns = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(columns, values, strict=True))


def write_row(
    db: Database, name: str, key: dict[str, str], row: Row, at: str, journal_key: dict[str, str] | None = None
) -> None:
    """Insert or replace the row of ``key`` and record what it replaced, in the current transaction."""
    before = read_row(db, name, key)
    whole: Row = {**key, **row}
    if before is None:
        names, marks = ", ".join(f'"{column}"' for column in whole), ", ".join("?" * len(whole))
        db.conn.execute(f'INSERT INTO "{name}" ({names}) VALUES ({marks})', tuple(whole.values()))  # noqa: S608 - names of ours
    else:
        changed = ", ".join(f'"{column}" = ?' for column in row)
        sql = f'UPDATE "{name}" SET {changed} WHERE {_where(key)}'  # noqa: S608 - as above
        db.conn.execute(sql, (*row.values(), *key.values()))
    record_change(db, at, name, journal_key or key, _logged(before), _logged(whole))


def delete_row(
    db: Database, name: str, key: dict[str, str], at: str, journal_key: dict[str, str] | None = None
) -> bool:
    """Delete the row of ``key``, keeping it in the journal; say whether there was one."""
    before = read_row(db, name, key)
    if before is None:
        return False
    db.conn.execute(f'DELETE FROM "{name}" WHERE {_where(key)}', tuple(key.values()))  # noqa: S608 - as above
    record_change(db, at, name, journal_key or key, _logged(before), None)
    return True


def _where(key: Mapping[str, str]) -> str:
    return " AND ".join(f'"{column}" = ?' for column in key)


def _logged(row: Mapping[str, object] | None) -> Row | None:
    return None if row is None else {column: value for column, value in row.items() if column not in _UNLOGGED}
