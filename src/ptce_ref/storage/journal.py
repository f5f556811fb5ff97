"""The append-only journal: every change with what it replaced."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from ptce_ref.storage.database import Store, to_json


@dataclass(frozen=True)
class Change:
    """One change: ``before`` is None for something new, ``after`` for something taken away."""

    seq: int
    at: str
    subject: str
    key: dict[str, str]
    before: dict[str, object] | None
    after: dict[str, object] | None


def record_change(
    db: Database,
    at: str,
    subject: str,
    key: dict[str, str],
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> None:
    """Append one change, inside the transaction that makes it. Nothing is written when nothing changed."""
    if before == after:
        return
    db.execute(
        "INSERT INTO journal (at, subject, key, before, after) VALUES (?, ?, ?, ?, ?)",
        (
            at,
            subject,
            to_json(key),
            None if before is None else to_json(before),
            None if after is None else to_json(after),
        ),
    )


def changes(store: Store, *, evaluation_id: str | None = None) -> Iterator[Change]:
    """Yield the changes, oldest first, of the whole file or of one evaluation."""
    with store.reading() as db:
        sql = "SELECT seq, at, subject, key, before, after FROM journal"
        arguments: tuple[str, ...] = ()
        if evaluation_id is not None:
            sql += " WHERE json_extract(key, '$.evaluation') = ?"
            arguments = (evaluation_id,)
        for seq, at, subject, key, before, after in db.execute(f"{sql} ORDER BY seq", arguments):
            yield Change(seq, at, subject, json.loads(key), _loaded(before), _loaded(after))


def ids_in_journal(db: Database, subject: str, evaluation_id: str) -> set[str]:
    """Return the ids that the journal of an evaluation names under ``subject``, gone or not."""
    sql = (
        "SELECT DISTINCT json_extract(key, ?) FROM journal WHERE subject = ? AND json_extract(key, '$.evaluation') = ?"
    )
    found = db.execute(sql, (f"$.{_WORDS[subject]}", subject, evaluation_id))
    return {str(ident) for (ident,) in found if ident is not None}


def creations(store: Store, subject: str, evaluation_id: str, ident: str) -> set[str]:
    """Return the moments when something of an evaluation was created, as the journal says: one most often."""
    word = _WORDS.get(subject, "evaluation")
    with store.reading() as db:
        lines = db.execute(
            "SELECT at FROM journal WHERE subject = ? AND before IS NULL "
            "AND json_extract(key, '$.evaluation') = ? AND json_extract(key, ?) = ?",
            (subject, evaluation_id, f"$.{word}", ident),
        )
        return {str(at) for (at,) in lines}


_WORDS = {"respondents": "respondent", "actions": "action"}
"""Table whose rows are numbered → the word of the number in the keys of its lines."""


def _loaded(text: str | None) -> dict[str, object] | None:
    return None if text is None else json.loads(text)
