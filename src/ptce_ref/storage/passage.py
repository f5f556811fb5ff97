"""Takes an evaluation from one version of its referential to another, and keeps what it was and what it became.

All in one transaction. Rows that stay the same are not touched; those that go are kept by the journal, and whole
in ``passages``, with the list of what did not go on.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sqlite_utils import Database

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Answer, Contents, Position, Tally
from ptce_ref.domain.merging import instant
from ptce_ref.domain.migration import Left, Mark, Why
from ptce_ref.domain.referential import Referential
from ptce_ref.storage.action import write_action
from ptce_ref.storage.database import Store, to_json
from ptce_ref.storage.evaluation import PhaseGuard, read_evaluation, read_phase, write_evaluation
from ptce_ref.storage.journal import record_change
from ptce_ref.storage.opinion import delete_answer, read_contents, write_answer, write_position, write_tally
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.record import Row, delete_row, read_rows
from ptce_ref.storage.referential import write_referential

_KINDS: dict[str, type[Answer | Tally | Position | Action]] = {
    "answers": Answer,
    "tallies": Tally,
    "positions": Position,
    "actions": Action,
}
"""How what was left behind is named in the file."""
T = TypeVar("T")


@dataclass(frozen=True)
class State:
    """An evaluation at one moment: everything said in it, and what its respondents marked."""

    contents: Contents
    marks: frozenset[Mark]


@dataclass(frozen=True)
class Passage:
    """One passage, as it was kept. ``back`` says that it undid the one before it."""

    evaluation_id: str
    at: str
    from_hash: str
    to_hash: str
    before_text: str
    after_text: str
    left: tuple[Left, ...]
    back: bool

    # Most often only what was left behind is asked for: the two states are read when they are.
    @cached_property
    def before(self) -> State:
        """The evaluation before it."""
        return _read_state(self.before_text)

    @cached_property
    def after(self) -> State:
        """The evaluation as it made it."""
        return _read_state(self.after_text)


@dataclass(frozen=True)
class Decision:
    """What an evaluation becomes: its new state, its new referential, what is left behind."""

    state: State
    referential: Referential
    left: Sequence[Left] = ()
    back: bool = False
    told: Mapping[str, object] | None = None
    """What the journal says of it, besides the two versions."""


def pass_over(
    store: Store, evaluation_id: str, decide: Callable[[State], Decision | None], at: str, allow: PhaseGuard
) -> Passage | None:
    """Write what ``decide`` makes of the evaluation as it is, all in one transaction; None writes nothing.

    ``allow`` is called with the phase, and may raise to refuse, as may ``decide``.
    """
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        before = _state(store, db, evaluation_id)
        decision = decide(before)
        if decision is None:
            return None
        write_referential(db, decision.referential, at)
        _write_state(db, before, decision.state, at)
        passage = Passage(
            evaluation_id,
            _free_moment(db, evaluation_id, at),
            before.contents.evaluation.referential_hash,
            decision.referential.content_hash,
            _dumped(before),
            _dumped(decision.state),
            tuple(decision.left),
            decision.back,
        )
        _write_passage(db, passage)
        told = {**(decision.told or {}), "hash": passage.to_hash, "back": decision.back}
        record_change(db, at, "passages", {"evaluation": evaluation_id}, {"hash": passage.from_hash}, told)
    return passage


def list_passages(store: Store, evaluation_id: str) -> list[Passage]:
    """Return the passages of an evaluation, oldest first."""
    with store.reading() as db:
        return [_passage(row) for row in _rows(db, evaluation_id)]


def passage_moments(store: Store, evaluation_id: str) -> list[tuple[str, str, str]]:
    """Return the passages of an evaluation, oldest first: moment, hash of the referential before, and after."""
    with store.reading() as db:
        return [(str(row["at"]), str(row["from_hash"]), str(row["to_hash"])) for row in _rows(db, evaluation_id)]


def _rows(db: Database, evaluation_id: str) -> list[Row]:
    """Return the rows of an evaluation in the order of their moments, whatever their time zones."""
    rows = read_rows(db, "passages", "evaluation_id = ?", evaluation_id)
    return sorted(rows, key=lambda row: (instant(str(row["at"])), str(row["at"])))


def standing_passages(passages: list[Passage]) -> list[Passage]:
    """Return the passages that were not undone, oldest first.

    Two copies that made, or undid, the same passage each on its side hold it twice once merged.
    """
    standing: list[Passage] = []
    for passage in passages:
        if not passage.back:
            standing.append(passage)
            continue
        undone = (passage.to_hash, passage.from_hash)
        while standing and (standing[-1].from_hash, standing[-1].to_hash) == undone:
            standing.pop()
    return standing


def _state(store: Store, db: Database, evaluation_id: str) -> State:
    evaluation = read_evaluation(store, evaluation_id)
    if evaluation is None:
        # Withdrawn from another window since whoever asks has read it.
        raise DatabaseUnusableError(
            f"L’évaluation « {evaluation_id} » a été retirée depuis : rien n’a été changé. Rouvrez la liste."
        )
    marks = read_rows(db, "marks", "evaluation_id = ?", evaluation_id)
    return State(
        read_contents(store, evaluation),
        frozenset((str(row["respondent_id"]), str(row["indicator_id"])) for row in marks),
    )


def _write_state(db: Database, before: State, after: State, at: str) -> None:
    """Write what changes from ``before`` to ``after``, each row with its journal line, in the current transaction."""
    ident = before.contents.evaluation.id
    old, new = before.contents, after.contents

    def one(name: str, *columns: str) -> Callable[[Answer | Tally | Position], None]:
        def delete(said: Answer | Tally | Position) -> None:
            own = {column: str(getattr(said, column)) for column in columns}
            told = {column.removesuffix("_id"): value for column, value in own.items()}
            delete_row(db, name, {"evaluation_id": ident, **own}, at, {"evaluation": ident, **told})

        return delete

    write_evaluation(db, new.evaluation, at)
    _replace(
        old.answers,
        new.answers,
        lambda a: (a.indicator_id, a.respondent_id),
        lambda a: write_answer(db, ident, a, at),
        lambda a: delete_answer(db, ident, a.respondent_id, a.indicator_id, at),
    )
    _replace(
        old.tallies,
        new.tallies,
        lambda t: (t.indicator_id, t.college),
        lambda t: write_tally(db, ident, t, at),
        one("tallies", "indicator_id", "college"),
    )
    _replace(
        old.positions,
        new.positions,
        lambda p: (p.indicator_id,),
        lambda p: write_position(db, ident, p, at),
        one("positions", "indicator_id"),
    )
    # Actions are never taken out by a passage: only what they are about moves.
    _replace(old.actions, new.actions, lambda a: (a.id,), lambda a: write_action(db, ident, a, at), lambda _: None)
    _write_marks(db, ident, before.marks, after.marks)


def _replace(
    old: Iterable[T],
    new: Iterable[T],
    key: Callable[[T], tuple[str, ...]],
    write: Callable[[T], object],
    delete: Callable[[T], object],
) -> None:
    """Delete what is no longer there, write what is new or changed, and touch nothing else."""
    olds, news = {key(item): item for item in old}, {key(item): item for item in new}
    for ident, item in olds.items():
        if ident not in news:
            delete(item)
    for ident, item in news.items():
        if olds.get(ident) != item:
            write(item)


def _write_marks(db: Database, evaluation_id: str, before: frozenset[Mark], after: frozenset[Mark]) -> None:
    for who, ident in sorted(before - after):
        db.execute(
            "DELETE FROM marks WHERE evaluation_id = ? AND respondent_id = ? AND indicator_id = ?",
            (evaluation_id, who, ident),
        )
    for who, ident in sorted(after - before):
        db.execute(
            "INSERT INTO marks (evaluation_id, respondent_id, indicator_id) VALUES (?, ?, ?)",
            (evaluation_id, who, ident),
        )


def _free_moment(db: Database, evaluation_id: str, at: str) -> str:
    """Return ``at``, or the first millisecond after the last passage: their order is that of their moments."""
    moments = [instant(str(row["at"])) for row in _rows(db, evaluation_id)]
    if not moments or instant(at) > moments[-1]:
        return at
    return (moments[-1] + dt.timedelta(milliseconds=1)).isoformat(timespec="milliseconds")


def _write_passage(db: Database, passage: Passage) -> None:
    db.execute(
        "INSERT INTO passages (evaluation_id, at, from_hash, to_hash, before, after, left_behind) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            passage.evaluation_id,
            passage.at,
            passage.from_hash,
            passage.to_hash,
            passage.before_text,
            passage.after_text,
            to_json({"back": passage.back, "left": [_dumped_left(item) for item in passage.left]}),
        ),
    )


def _dumped(state: State) -> str:
    marks = [{"respondent_id": who, "indicator_id": ident} for who, ident in sorted(state.marks)]
    return to_json({"contents": state.contents.model_dump(mode="json", by_alias=True), "marks": marks})


def _dumped_left(item: Left) -> dict[str, object]:
    what = next(name for name, kind in _KINDS.items() if isinstance(item.said, kind))
    return {
        "why": item.why.value,
        "towards": list(item.towards),
        "what": what,
        "said": item.said.model_dump(mode="json", by_alias=True),
    }


def _passage(row: Row) -> Passage:
    behind = json.loads(str(row["left_behind"]))
    return Passage(
        str(row["evaluation_id"]),
        str(row["at"]),
        str(row["from_hash"]),
        str(row["to_hash"]),
        str(row["before"]),
        str(row["after"]),
        tuple(
            Left(
                Why(item["why"]),
                _KINDS[item["what"]].model_validate_json(to_json(item["said"])),
                tuple(item["towards"]),
            )
            for item in behind["left"]
        ),
        bool(behind["back"]),
    )


def _read_state(text: str) -> State:
    content = json.loads(text)
    marks = frozenset((mark["respondent_id"], mark["indicator_id"]) for mark in content["marks"])
    return State(Contents.model_validate_json(to_json(content["contents"])), marks)
