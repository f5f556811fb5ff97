"""Keeps evaluations, their respondents, and the dated snapshots of their closing."""

import json
from collections.abc import Callable, Sequence

from sqlite_utils import Database

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.storage.database import Store, to_json
from ptce_ref.storage.journal import ids_in_journal
from ptce_ref.storage.record import Row, read_row, read_rows, table, write_row

PhaseGuard = Callable[[Phase], None]
"""Raises when the phase it is given does not allow what is being written."""


def save_evaluation(store: Store, evaluation: Evaluation, at: str) -> None:
    """Add ``evaluation`` or replace its settings. Its referential must be kept already."""
    with store.writing() as db:
        write_evaluation(db, evaluation, at)


def write_evaluation(db: Database, evaluation: Evaluation, at: str) -> None:
    """As :func:`save_evaluation`, inside a transaction."""
    e = evaluation
    row: Row = {
        "pole_id": e.pole_id,
        "peer_pole_id": e.peer_pole_id,
        "title": e.title,
        "date": e.date.isoformat(),
        "use": e.use,
        "mode": e.mode.value,
        "path": e.path,
        "phase": e.phase.value,
        "argument_required": int(e.argument_required),
        "colleges": to_json(e.colleges),
        "indicators": to_json(e.indicators),
        "referential_hash": e.referential_hash,
        "updated_at": at,
    }
    write_row(db, "evaluations", {"id": e.id}, row, at, {"evaluation": e.id})


def read_evaluation(store: Store, evaluation_id: str) -> Evaluation | None:
    """Return the evaluation of this id, or None."""
    with store.reading() as db:
        row = read_row(db, "evaluations", {"id": evaluation_id})
    return None if row is None else _evaluation(row)


def read_version(store: Store, evaluation_id: str) -> str | None:
    """Return the hash of the referential that an evaluation answers, or None when it is not there."""
    with store.reading() as db:
        found = db.execute("SELECT referential_hash FROM evaluations WHERE id = ?", (evaluation_id,)).fetchone()
    return None if found is None else str(found[0])


def came_counted(store: Store, evaluation_id: str) -> bool:
    """Whether an evaluation came from elsewhere as counts, without people nor texts."""
    sql = "SELECT count(*) FROM receptions WHERE evaluation_id = ? AND confidential = 1"
    with store.reading() as db:
        # A base of an earlier format, opened to be read, had received nothing yet.
        if "receptions" not in db.table_names():
            return False
        return bool(db.execute(sql, (evaluation_id,)).fetchone()[0])


def list_evaluations(store: Store, pole_id: str | None = None) -> list[Evaluation]:
    """Return every evaluation (of one pôle), latest date first."""
    with store.reading() as db:
        where = "pole_id = ?" if pole_id else None
        rows = read_rows(db, "evaluations", where, *([pole_id] if pole_id else []), order="date DESC, id")
        return [_evaluation(row) for row in rows]


def list_evaluation_ids(store: Store) -> list[str]:
    """Return the id of every evaluation, latest date first: the order of :func:`list_evaluations`."""
    with store.reading() as db:
        return [str(ident) for (ident,) in db.execute("SELECT id FROM evaluations ORDER BY date DESC, id")]


def count_answers(store: Store, evaluation_id: str) -> dict[str, int]:
    """Return how many answers each respondent gave, by id, those who gave none left out; no answer is read."""
    with store.reading() as db:
        sql = "SELECT respondent_id, count(*) FROM answers WHERE evaluation_id = ? GROUP BY respondent_id"
        return {str(who): int(count) for who, count in db.execute(sql, (evaluation_id,))}


def move_evaluation(
    store: Store, evaluation: Evaluation, phase: Phase, at: str, snapshot: str | None = None
) -> Evaluation:
    """Write the new phase; on closing, keep ``snapshot`` (JSON) with it. Returns the evaluation moved."""
    moved = evaluation.model_copy(update={"phase": phase})
    with store.writing() as db:
        write_evaluation(db, moved, at)
        if snapshot is not None:
            write_snapshot(db, moved.id, at, snapshot)
    return moved


def write_snapshot(db: Database, evaluation_id: str, at: str, snapshot: str) -> None:
    """Keep what a closing froze, inside its transaction."""
    table(db, "snapshots").upsert(
        {"evaluation_id": evaluation_id, "at": at, "content": snapshot}, pk=("evaluation_id", "at")
    )


def read_snapshots(store: Store, evaluation_id: str) -> list[tuple[str, str]]:
    """Return (date, JSON) of each closing of an evaluation, oldest first."""
    with store.reading() as db:
        rows = read_rows(db, "snapshots", "evaluation_id = ?", evaluation_id, order="at")
        return [(str(row["at"]), str(row["content"])) for row in rows]


def read_phase(db: Database, evaluation_id: str) -> Phase:
    """Return the phase of an evaluation as the open transaction sees it."""
    row = read_row(db, "evaluations", {"id": evaluation_id})
    return Phase(str(row["phase"])) if row is not None else Phase.CLOSED


def add_respondent(
    store: Store, evaluation_id: str, make: Callable[[set[str]], Respondent], at: str, allow: PhaseGuard
) -> Respondent:
    """Add the respondent that ``make`` returns, as :func:`add_respondents` does."""
    (added,) = add_respondents(store, evaluation_id, lambda taken: (make(taken),), at, allow)
    return added


def add_respondents(
    store: Store, evaluation_id: str, make: Callable[[set[str]], Sequence[Respondent]], at: str, allow: PhaseGuard
) -> tuple[Respondent, ...]:
    """Add the respondents that ``make`` returns, given the ids already taken.

    All in one transaction, so that two people registered at once are two people. ``allow`` and
    ``make`` may raise to refuse; nothing is then written.
    """
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        taken = {str(row["id"]) for row in read_rows(db, "respondents", "evaluation_id = ?", evaluation_id)}
        # Nor the ids of who was withdrawn: two people of one number could not be told apart in the journal.
        taken |= ids_in_journal(db, "respondents", evaluation_id)
        added = tuple(make(taken))
        for respondent in added:
            write_respondent(db, evaluation_id, respondent, at)
        return added


def write_respondent(db: Database, evaluation_id: str, respondent: Respondent, at: str) -> None:
    """Add a respondent, or correct its college, name or organisation, inside a transaction."""
    row: Row = {
        "college": respondent.college,
        "name": respondent.name or None,
        "organisation": respondent.organisation or None,
    }
    key = {"evaluation_id": evaluation_id, "id": respondent.id}
    write_row(db, "respondents", key, row, at, {"evaluation": evaluation_id, "respondent": respondent.id})


def list_respondents(store: Store, evaluation_id: str) -> list[Respondent]:
    """Return the respondents of an evaluation, by id."""
    with store.reading() as db:
        rows = read_rows(db, "respondents", "evaluation_id = ?", evaluation_id, order="id")
        return [
            Respondent(
                id=str(row["id"]),
                college=str(row["college"]),
                name=_optional(row["name"]),
                organisation=_optional(row["organisation"]),
            )
            for row in rows
        ]


def _optional(value: object) -> str | None:
    return None if value is None else str(value)


def _evaluation(row: Row) -> Evaluation:
    return Evaluation.model_validate(
        {
            "id": row["id"],
            "pole_id": row["pole_id"],
            "peer_pole_id": row["peer_pole_id"],
            "title": row["title"],
            "date": row["date"],
            "use": row["use"],
            "mode": row["mode"],
            "path": row["path"],
            "phase": row["phase"],
            "argument_required": bool(row["argument_required"]),
            "colleges": tuple(json.loads(str(row["colleges"]))),
            "indicators": tuple(json.loads(str(row["indicators"]))),
            "referential_hash": row["referential_hash"],
        }
    )
