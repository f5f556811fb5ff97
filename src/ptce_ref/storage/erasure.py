"""Erases a person from the file: row, journal, snapshots, passages; and from the pages SQLite had set free.

The journal only grows, save here: the law gives people a right that no history stands against. The
triggers that guard it are taken down and put back within one transaction, and the lines about other
people are not touched. What remains of the erasure is a line without a name.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from ptce_ref.storage.blanking import blank_row, blank_text
from ptce_ref.storage.database import Store
from ptce_ref.storage.journal import record_change
from ptce_ref.storage.problem import explained
from ptce_ref.storage.record import read_row, read_rows, table


@dataclass(frozen=True)
class Erasure:
    """Who was erased, and when; without a name."""

    evaluation_id: str
    respondent_id: str
    at: str


def list_erasures(store: Store, evaluation_id: str | None = None) -> list[Erasure]:
    """Return the erasures of the whole file, or of one evaluation, oldest first."""
    with store.reading() as db:
        where, arguments = ("evaluation_id = ?", (evaluation_id,)) if evaluation_id else (None, ())
        rows = read_rows(db, "erasures", where, *arguments, order="at, evaluation_id, respondent_id")
        return [Erasure(str(row["evaluation_id"]), str(row["respondent_id"]), str(row["at"])) for row in rows]


def is_erased(store: Store, evaluation_id: str, respondent_id: str) -> bool:
    """Whether this person was erased: nothing more is written about them."""
    with store.reading() as db:
        key = {"evaluation_id": evaluation_id, "respondent_id": respondent_id}
        return read_row(db, "erasures", key) is not None


def erase_person(store: Store, evaluation_id: str, respondent_id: str, at: str) -> bool:
    """Erase a person for good; say whether they were not erased already. Their counts stay.

    Call :func:`sweep` next: pages that SQLite had set free before may still hold the name. Raises
    :class:`DatabaseUnusableError`; nothing is then changed.
    """
    with explained(store.path):
        # What is taken out of a page is overwritten, not only forgotten.
        store.connection.execute("PRAGMA secure_delete = ON")
    with store.writing() as db:
        new = read_row(db, "erasures", {"evaluation_id": evaluation_id, "respondent_id": respondent_id}) is None
        erase_within(db, evaluation_id, respondent_id, at)
    return new


def sweep(store: Store) -> None:
    """Rewrite the file: what earlier changes left in its free pages goes."""
    with explained(store.path):
        store.connection.execute("VACUUM")


def may_hold(path: Path, evaluation_id: str, respondent_id: str) -> bool:
    """Whether a copy of the base holds this person and has not erased them; True when it cannot be read."""
    key = (evaluation_id, respondent_id)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not db.execute("SELECT 1 FROM respondents WHERE evaluation_id = ? AND id = ?", key).fetchone():
                return False
            known = db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'erasures'").fetchone()
            erased = "SELECT 1 FROM erasures WHERE evaluation_id = ? AND respondent_id = ?"
            return not (known and db.execute(erased, key).fetchone())
    except sqlite3.Error:
        return True


@dataclass(frozen=True)
class FormerErasure:
    """Who was erased in another copy of the base, and the moments that copy says they were registered."""

    evaluation_id: str
    respondent_id: str
    born: frozenset[str]


def erasures_in(path: Path) -> list[FormerErasure] | None:
    """Return the erasures that another base holds; None when it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'erasures'").fetchone():
                return []  # a base of an earlier format
            born: dict[tuple[str, str], set[str]] = {
                (str(evaluation), str(who)): set()
                for evaluation, who in db.execute("SELECT evaluation_id, respondent_id FROM erasures ORDER BY 1, 2")
            }
            lines = db.execute(
                "SELECT json_extract(key, '$.evaluation'), json_extract(key, '$.respondent'), at FROM journal "
                "WHERE subject = 'respondents' AND before IS NULL"
            )
            for evaluation, who, at in lines if born else ():
                if (evaluation, who) in born:
                    born[evaluation, who].add(str(at))
    except (sqlite3.Error, OSError):
        return None
    return [FormerErasure(*key, frozenset(moments)) for key, moments in born.items()]


def erase_within(db: Database, evaluation_id: str, respondent_id: str, at: str) -> None:
    """As :func:`erase_person`, inside a transaction, once more if need be: a merge may bring the texts back.

    The caller has set ``secure_delete``, and calls :func:`sweep` afterwards.
    """
    key = (evaluation_id, respondent_id)
    _blank_rows(db, *key)
    db.execute("DELETE FROM marks WHERE evaluation_id = ? AND respondent_id = ?", key)
    _blank_journal(db, *key)
    _blank_column(db, "snapshots", ("content",), *key)
    _blank_column(db, "passages", ("before", "after", "left_behind"), *key)
    known = read_row(db, "erasures", {"evaluation_id": evaluation_id, "respondent_id": respondent_id})
    if known is None:
        db.execute("INSERT INTO erasures (evaluation_id, respondent_id, at) VALUES (?, ?, ?)", (*key, at))
        record_change(db, at, "erasures", {"evaluation": evaluation_id, "respondent": respondent_id}, None, {"at": at})


def _blank_rows(db: Database, evaluation_id: str, respondent_id: str) -> None:
    key = {"evaluation_id": evaluation_id, "respondent_id": respondent_id}
    db.execute(
        "UPDATE respondents SET name = NULL, organisation = NULL WHERE evaluation_id = ? AND id = ?", [*key.values()]
    )
    for row in list(read_rows(db, "answers", "evaluation_id = ? AND respondent_id = ?", *key.values())):
        moment = row.pop("updated_at")
        blanked = {**blank_row(row), "updated_at": moment}
        changes = {column: blanked[column] for column in blanked if column not in {*key, "indicator_id"}}
        table(db, "answers").update((evaluation_id, str(row["indicator_id"]), respondent_id), changes)


def _blank_journal(db: Database, evaluation_id: str, respondent_id: str) -> None:
    lines = db.execute(
        "SELECT seq, key, before, after FROM journal WHERE json_extract(key, '$.evaluation') = ?", (evaluation_id,)
    )
    changes = []
    for seq, key, before, after in lines:
        whole = json.loads(key).get("respondent") == respondent_id
        blanked = tuple(blank_text(text, respondent_id, whole=whole) for text in (before, after))
        if blanked != (before, after):
            changes.append((*blanked, seq))
    if changes:
        with unguarded_journal(db):
            db.conn.executemany("UPDATE journal SET before = ?, after = ? WHERE seq = ?", changes)


@contextmanager
def unguarded_journal(db: Database) -> Iterator[None]:
    """Take down the triggers that guard the journal, and put back the same ones."""
    triggers = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'journal'"
    ).fetchall()
    for name, _ in triggers:
        db.execute(f'DROP TRIGGER "{str(name).replace(chr(34), chr(34) * 2)}"')
    yield
    for _, sql in triggers:
        db.execute(sql)


def _blank_column(db: Database, name: str, columns: tuple[str, ...], evaluation_id: str, respondent_id: str) -> None:
    for row in list(read_rows(db, name, "evaluation_id = ?", evaluation_id)):
        changes = {
            column: blanked
            for column in columns
            if (blanked := blank_text(str(row[column]), respondent_id)) != row[column]
        }
        if changes:
            table(db, name).update((evaluation_id, str(row["at"])), changes)
