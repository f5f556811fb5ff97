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
    """Return the respondents of an evaluation that the journal speaks of under ``subject``, gone or not."""
    sql = (
        "SELECT DISTINCT json_extract(key, '$.respondent') FROM journal "
        "WHERE subject = ? AND json_extract(key, '$.evaluation') = ?"
    )
    return {str(who) for (who,) in db.execute(sql, (subject, evaluation_id)) if who is not None}


def _loaded(text: str | None) -> dict[str, object] | None:
    return None if text is None else json.loads(text)
