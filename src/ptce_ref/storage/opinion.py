"""Keeps what is said in an evaluation: answers, tallies, positions. Each is on disk when its call returns."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from ptce_ref.domain.distribution import Ballot
from ptce_ref.domain.evaluation import Answer, Contents, Evaluation, Position, Tally
from ptce_ref.storage.action import list_actions, write_action
from ptce_ref.storage.database import Store, to_json
from ptce_ref.storage.evaluation import (
    PhaseGuard,
    list_respondents,
    read_phase,
    write_evaluation,
    write_respondent,
    write_snapshot,
)
from ptce_ref.storage.record import Row, delete_row, read_row, read_rows, write_row


@dataclass(frozen=True)
class Amendment:
    """One answer before and after a change; None is « pas répondu »."""

    before: Answer | None
    after: Answer | None


def change_answer(
    store: Store,
    evaluation_id: str,
    respondent_id: str,
    indicator_id: str,
    change: Callable[[Answer | None], Answer | None],
    at: str,
    allow: PhaseGuard,
) -> Amendment:
    """Change one answer from what the file holds at that moment; ``change`` returns None to take it back.

    Reading and writing are one transaction: what another program wrote meanwhile is seen, and the journal keeps
    what is replaced. What ``change`` raises undoes all. Here and below, ``allow`` is called with the phase of the
    evaluation inside the transaction, and raises what it likes to refuse: another program may have closed the
    phase meanwhile.
    """
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        row = read_row(db, "answers", _answer_key(evaluation_id, respondent_id, indicator_id))
        before = None if row is None else _answer(row)
        after = change(before)
        if after is None:
            delete_answer(db, evaluation_id, respondent_id, indicator_id, at)
        elif after != before:
            write_answer(db, evaluation_id, after, at)
    return Amendment(before, after)


def list_answers(store: Store, evaluation_id: str, respondent_id: str | None = None) -> list[Answer]:
    """Return the answers of an evaluation, or of one respondent in it."""
    with store.reading() as db:
        where, arguments = "evaluation_id = ?", [evaluation_id]
        if respondent_id is not None:
            where, arguments = f"{where} AND respondent_id = ?", [evaluation_id, respondent_id]
        return [_answer(row) for row in read_rows(db, "answers", where, *arguments)]


def count_written(store: Store, evaluation_id: str) -> dict[tuple[str, str], int]:
    """Return how many people of each college answered each question, by (indicator id, college); no answer is read."""
    sql = (
        "SELECT indicator_id, college, count(*) FROM answers "
        "JOIN respondents ON respondents.evaluation_id = answers.evaluation_id AND id = respondent_id "
        "WHERE answers.evaluation_id = ? GROUP BY 1, 2"
    )
    with store.reading() as db:
        found = db.execute(sql, (evaluation_id,))
        return {(str(indicator), str(college)): int(count) for indicator, college, count in found}


def save_tally(store: Store, evaluation_id: str, tally: Tally, at: str, allow: PhaseGuard) -> None:
    """Write the show of hands of one college on one indicator."""
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        write_tally(db, evaluation_id, tally, at)


def remove_tally(store: Store, evaluation_id: str, college: str, indicator_id: str, at: str, allow: PhaseGuard) -> bool:
    """Take a show of hands back; say whether there was one. The journal keeps it."""
    key = {"evaluation_id": evaluation_id, "indicator_id": indicator_id, "college": college}
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        return delete_row(db, "tallies", key, at, _journal_key(key))


def list_tallies(store: Store, evaluation_id: str) -> list[Tally]:
    """Return the shows of hands of an evaluation."""
    with store.reading() as db:
        return [_tally(row) for row in read_rows(db, "tallies", "evaluation_id = ?", evaluation_id)]


def change_tally(
    store: Store,
    evaluation_id: str,
    indicator_id: str,
    college: str,
    change: Callable[[Tally], Tally],
    at: str,
    allow: PhaseGuard,
) -> Tally | None:
    """Change one show of hands from what the file holds at that moment; return what it holds then.

    Reading and writing are one transaction: two windows that count the same college add up. A show of
    hands without a voice is taken out, and None is returned; what ``change`` raises undoes all.
    """
    key = {"evaluation_id": evaluation_id, "indicator_id": indicator_id, "college": college}
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        row = read_row(db, "tallies", key)
        before = _tally(row) if row else None
        after = change(before or Tally(indicator_id=indicator_id, college=college))
        if not after.total:
            delete_row(db, "tallies", key, at, _journal_key(key))
            return None
        if after != before:
            write_tally(db, evaluation_id, after, at)
        return after


def read_position(store: Store, evaluation_id: str, indicator_id: str) -> Position | None:
    """Return the position on one indicator, or None."""
    with store.reading() as db:
        row = read_row(db, "positions", {"evaluation_id": evaluation_id, "indicator_id": indicator_id})
    return None if row is None else _position(row)


def save_positions(store: Store, evaluation_id: str, positions: Iterable[Position], at: str, allow: PhaseGuard) -> None:
    """Write positions, all or none."""
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        for position in positions:
            write_position(db, evaluation_id, position, at)


def remove_position(store: Store, evaluation_id: str, indicator_id: str, at: str, allow: PhaseGuard) -> bool:
    """Take the position on an indicator back; say whether there was one. The journal keeps it."""
    key = {"evaluation_id": evaluation_id, "indicator_id": indicator_id}
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        return delete_row(db, "positions", key, at, _journal_key(key))


def save_contents(store: Store, contents: Contents, at: str, snapshot: str | None = None) -> None:
    """Write a whole evaluation at once, all or nothing; a closed one comes with its ``snapshot``."""
    ident = contents.evaluation.id
    with store.writing() as db:
        write_evaluation(db, contents.evaluation, at)
        for respondent in contents.respondents:
            write_respondent(db, ident, respondent, at)
        for answer in contents.answers:
            write_answer(db, ident, answer, at)
        for tally in contents.tallies:
            write_tally(db, ident, tally, at)
        for position in contents.positions:
            write_position(db, ident, position, at)
        for action in contents.actions:
            write_action(db, ident, action, at)
        if snapshot is not None:
            write_snapshot(db, ident, at, snapshot)


def read_contents(store: Store, evaluation: Evaluation) -> Contents:
    """Return everything said in ``evaluation``, read at one moment."""
    ident = evaluation.id
    with store.reading() as db:
        return Contents(
            evaluation=evaluation,
            respondents=tuple(list_respondents(store, ident)),
            answers=tuple(_answer(row) for row in read_rows(db, "answers", "evaluation_id = ?", ident)),
            tallies=tuple(_tally(row) for row in read_rows(db, "tallies", "evaluation_id = ?", ident)),
            positions=tuple(_position(row) for row in read_rows(db, "positions", "evaluation_id = ?", ident)),
            actions=tuple(list_actions(store, ident)),
        )


def read_ballot(store: Store, evaluation_id: str) -> Ballot:
    """Return what counts in an evaluation, read at one moment: no name, no text, and no object for each answer."""
    with store.reading() as db:
        people = db.execute("SELECT id, college FROM respondents WHERE evaluation_id = ?", (evaluation_id,))
        answers = db.execute(
            "SELECT indicator_id, respondent_id, kind, level, argument <> '' FROM answers WHERE evaluation_id = ?",
            (evaluation_id,),
        )
        return Ballot(
            colleges=dict(people.fetchall()),
            answers=answers.fetchall(),
            tallies=list_tallies(store, evaluation_id),
            positions=[_position(row) for row in read_rows(db, "positions", "evaluation_id = ?", evaluation_id)],
        )


def write_answer(db: Database, evaluation_id: str, answer: Answer, at: str) -> None:
    """Write one answer, inside a transaction; the journal keeps the one it replaces."""
    key = _answer_key(evaluation_id, answer.respondent_id, answer.indicator_id)
    row: Row = {
        "kind": answer.kind.value,
        "level": answer.level,
        "reason": answer.reason,
        "argument": answer.argument,
        "argument_kind": answer.argument_kind.value if answer.argument_kind else None,
        "evidence": answer.evidence,
        "wished_level": answer.wished_level,
        "wished_year": answer.wished_year,
        "figures": to_json(answer.figures),
        "updated_at": at,
    }
    write_row(db, "answers", key, row, at, _journal_key(key))


def delete_answer(db: Database, evaluation_id: str, respondent_id: str, indicator_id: str, at: str) -> bool:
    """Take one answer back, inside a transaction; say whether there was one. The journal keeps it."""
    key = _answer_key(evaluation_id, respondent_id, indicator_id)
    return delete_row(db, "answers", key, at, _journal_key(key))


def write_tally(db: Database, evaluation_id: str, tally: Tally, at: str) -> None:
    """As :func:`save_tally`, inside a transaction."""
    key = {"evaluation_id": evaluation_id, "indicator_id": tally.indicator_id, "college": tally.college}
    row: Row = {
        "voices": to_json(tally.voices),
        "dont_know": tally.dont_know,
        "not_applicable": tally.not_applicable,
        "argument": tally.argument,
        "updated_at": at,
    }
    write_row(db, "tallies", key, row, at, _journal_key(key))


def write_position(db: Database, evaluation_id: str, position: Position, at: str) -> None:
    """Write one position, inside a transaction."""
    key = {"evaluation_id": evaluation_id, "indicator_id": position.indicator_id}
    row: Row = {
        "outcome": position.outcome.value,
        "level": position.level,
        "argument": position.argument,
        "minority_opinion": position.minority_opinion,
        "decided_with": position.decided_with,
        "date": position.date.isoformat(),
        "updated_at": at,
    }
    write_row(db, "positions", key, row, at, _journal_key(key))


def _answer_key(evaluation_id: str, respondent_id: str, indicator_id: str) -> dict[str, str]:
    return {"evaluation_id": evaluation_id, "indicator_id": indicator_id, "respondent_id": respondent_id}


def _journal_key(key: dict[str, str]) -> dict[str, str]:
    return {column.removesuffix("_id"): value for column, value in key.items()}


def _answer(row: Row) -> Answer:
    return Answer.model_validate(
        {
            **{k: v for k, v in row.items() if k not in {"evaluation_id", "updated_at"}},
            "figures": _figures(str(row["figures"])),
        }
    )


def _figures(text: str) -> object:
    # Most answers have none, and thousands are read at once.
    return {} if text == "{}" else json.loads(text)


def _tally(row: Row) -> Tally:
    return Tally.model_validate(
        {
            **{k: v for k, v in row.items() if k not in {"evaluation_id", "updated_at"}},
            "voices": json.loads(str(row["voices"])),
        }
    )


def _position(row: Row) -> Position:
    return Position.model_validate({k: v for k, v in row.items() if k not in {"evaluation_id", "updated_at"}})
