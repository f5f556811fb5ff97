"""Keeps the rounds of visits between pôles. Each change is on disk when its call returns."""

from collections.abc import Callable

from sqlite_utils import Database

from ptce_ref.domain.round import Round, Visit
from ptce_ref.storage.database import Store
from ptce_ref.storage.record import Row, delete_row, read_row, read_rows, write_row


def create_round(store: Store, make: Callable[[set[str]], Round], at: str) -> Round:
    """Add the round that ``make`` returns, given the ids that are taken, with its visits: all or nothing."""
    with store.writing() as db:
        made = make({str(row["id"]) for row in read_rows(db, "rounds")})
        row: Row = {"title": made.title, "date": made.date.isoformat(), "updated_at": at}
        write_row(db, "rounds", {"id": made.id}, row, at)
        for visit in made.visits:
            _write(db, made.id, visit, at)
    return made


def change_visit(
    store: Store,
    round_id: str,
    visitor_id: str,
    host_id: str,
    change: Callable[[Visit | None], Visit | None],
    at: str,
) -> Visit | None:
    """Replace a visit by what ``change`` makes of the stored one; None takes it out. It may raise to refuse.

    The journal keeps what it replaced.
    """
    key = {"round_id": round_id, "visitor_id": visitor_id, "host_id": host_id}
    with store.writing() as db:
        row = read_row(db, "visits", key)
        before = None if row is None else _visit(row)
        changed = change(before)
        if changed is None:
            delete_row(db, "visits", key, at)
        elif changed != before:
            _write(db, round_id, changed, at)
    return changed


def read_round(store: Store, round_id: str) -> Round | None:
    """Return the round of this id with its visits, or None."""
    with store.reading() as db:
        row = read_row(db, "rounds", {"id": round_id})
        return None if row is None else _round(db, row)


def list_rounds(store: Store) -> list[Round]:
    """Return every round, the latest first."""
    with store.reading() as db:
        return [_round(db, row) for row in read_rows(db, "rounds", order="date DESC, id")]


def _write(db: Database, round_id: str, visit: Visit, at: str) -> None:
    row: Row = {
        "evaluation_id": visit.evaluation_id,
        "date": visit.date.isoformat() if visit.date else None,
        "visitor_gained": visit.visitor_gained,
        "host_gained": visit.host_gained,
        "updated_at": at,
    }
    key = {"round_id": round_id, "visitor_id": visit.visitor_id, "host_id": visit.host_id}
    write_row(db, "visits", key, row, at)


def _round(db: Database, row: Row) -> Round:
    visits = read_rows(db, "visits", "round_id = ?", str(row["id"]), order="visitor_id, host_id")
    content = {"id": row["id"], "title": row["title"], "date": row["date"]}
    return Round.model_validate({**content, "visits": tuple(_visit(item) for item in visits)})


def _visit(row: Row) -> Visit:
    return Visit.model_validate({k: v for k, v in row.items() if k not in {"round_id", "updated_at"}})
