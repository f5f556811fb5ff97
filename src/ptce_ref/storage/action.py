"""Keeps the plan of each evaluation. Each change is on disk when its call returns."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from ptce_ref.domain.action import Action
from ptce_ref.storage.database import Store, to_json
from ptce_ref.storage.evaluation import PhaseGuard, read_phase
from ptce_ref.storage.journal import ids_in_journal
from ptce_ref.storage.record import Row, delete_row, read_row, read_rows, write_row


def add_actions(
    store: Store,
    evaluation_id: str,
    make: Callable[[list[Action], set[str]], Iterable[Action]],
    at: str,
    allow: PhaseGuard,
) -> list[Action]:
    """Add the actions that ``make`` returns, given the plan as it is and the ids taken, all in one transaction.

    The id of an action that was withdrawn stays taken: another copy of the base may still speak of it.
    ``allow`` is called with the phase, and may raise, as may ``make``: nothing is then written.
    """
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        plan = _read(db, evaluation_id)
        added = list(make(plan, _taken(db, evaluation_id, plan)))
        for action in added:
            write_action(db, evaluation_id, action, at)
    return added


def change_action(
    store: Store,
    evaluation_id: str,
    action_id: str,
    change: Callable[[Action | None], Action],
    at: str,
    allow: PhaseGuard,
) -> Action:
    """Replace an action by what ``change`` makes of the stored one; the journal keeps the one before."""
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        row = read_row(db, "actions", {"evaluation_id": evaluation_id, "id": action_id})
        changed = change(None if row is None else _action(row))
        write_action(db, evaluation_id, changed, at)
    return changed


def remove_action(store: Store, evaluation_id: str, action_id: str, at: str, allow: PhaseGuard) -> bool:
    """Take an action out of the plan; say whether there was one. The journal keeps it."""
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        key = {"evaluation_id": evaluation_id, "id": action_id}
        return delete_row(db, "actions", key, at, _journal_key(evaluation_id, action_id))


@dataclass(frozen=True)
class Rewriting:
    """What to write in a plan: actions to add or replace, and the ids of those to take out."""

    written: Sequence[Action]
    withdrawn: Sequence[str]


def rewrite_plan(
    store: Store,
    evaluation_id: str,
    decide: Callable[[list[Action], set[str]], Rewriting],
    at: str,
    allow: PhaseGuard,
) -> None:
    """Write what ``decide`` makes of the plan as it is and of the ids taken, all in one transaction.

    It may raise to refuse.
    """
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        plan = _read(db, evaluation_id)
        found = decide(plan, _taken(db, evaluation_id, plan))
        for action in found.written:
            write_action(db, evaluation_id, action, at)
        for action_id in found.withdrawn:
            key = {"evaluation_id": evaluation_id, "id": action_id}
            delete_row(db, "actions", key, at, _journal_key(evaluation_id, action_id))


def taken_ids(store: Store, evaluation_id: str) -> set[str]:
    """Return the ids that no new action may bear: those of the plan, and of what was withdrawn from it."""
    with store.reading() as db:
        return _taken(db, evaluation_id, _read(db, evaluation_id))


def _taken(db: Database, evaluation_id: str, plan: Iterable[Action]) -> set[str]:
    return {action.id for action in plan} | ids_in_journal(db, "actions", evaluation_id)


def list_actions(store: Store, evaluation_id: str) -> list[Action]:
    """Return the plan of an evaluation, by id."""
    with store.reading() as db:
        return _read(db, evaluation_id)


def write_action(db: Database, evaluation_id: str, action: Action, at: str) -> None:
    """Write one action, inside a transaction."""
    row: Row = {
        "what": action.what,
        "indicators": to_json(action.indicators),
        "who": action.who,
        "due": action.due.isoformat() if action.due else None,
        "state": action.state.value,
        "note": action.note,
        "origin_evaluation_id": action.origin_evaluation_id,
        "origin_id": action.origin_id,
        "updated_at": at,
    }
    key = {"evaluation_id": evaluation_id, "id": action.id}
    write_row(db, "actions", key, row, at, _journal_key(evaluation_id, action.id))


def _read(db: Database, evaluation_id: str) -> list[Action]:
    return [_action(row) for row in read_rows(db, "actions", "evaluation_id = ?", evaluation_id, order="id")]


def _journal_key(evaluation_id: str, action_id: str) -> dict[str, str]:
    return {"evaluation": evaluation_id, "action": action_id}


def _action(row: Row) -> Action:
    content = {k: v for k, v in row.items() if k not in {"evaluation_id", "updated_at"}}
    return Action.model_validate({**content, "indicators": tuple(json.loads(str(row["indicators"])))})
