"""Rows in and out: one way to write a row with its journal line, one way to read rows."""

from collections.abc import Iterator, Mapping
from typing import cast

from sqlite_utils import Database
from sqlite_utils.db import Table

from ptce_ref.storage.journal import record_change

Row = dict[str, object]
_UNLOGGED = ("updated_at", "added_at")


def table(db: Database, name: str) -> Table:
    return cast("Table", db[name])


def read_row(db: Database, name: str, key: Mapping[str, str]) -> Row | None:
    """Return the row of ``key`` (column → value), or None."""
    where = " AND ".join(f'"{column}" = ?' for column in key)
    return next(read_rows(db, name, where, *key.values()), None)


def read_rows(
    db: Database, name: str, where: str | None = None, *arguments: str, order: str | None = None
) -> Iterator[Row]:
    """Yield rows as dictionaries; ``where`` is SQL of this package, values go as arguments."""
    return table(db, name).rows_where(where, list(arguments), order_by=order)


def write_row(
    db: Database, name: str, key: dict[str, str], row: Row, at: str, journal_key: dict[str, str] | None = None
) -> None:
    """Insert or replace the row of ``key`` and record what it replaced, in the current transaction."""
    before = read_row(db, name, key)
    whole: Row = {**key, **row}
    if before is None:
        table(db, name).insert(whole)
    else:
        table(db, name).update(tuple(key.values()) if len(key) > 1 else next(iter(key.values())), row)
    record_change(db, at, name, journal_key or key, _logged(before), _logged(whole))


def delete_row(
    db: Database, name: str, key: dict[str, str], at: str, journal_key: dict[str, str] | None = None
) -> bool:
    """Delete the row of ``key``, keeping it in the journal; say whether there was one."""
    before = read_row(db, name, key)
    if before is None:
        return False
    table(db, name).delete(tuple(key.values()) if len(key) > 1 else next(iter(key.values())))
    record_change(db, at, name, journal_key or key, _logged(before), None)
    return True


def _logged(row: Mapping[str, object] | None) -> Row | None:
    return None if row is None else {column: value for column, value in row.items() if column not in _UNLOGGED}
