"""Two coordinators of one pôle, each with a copy of the base, and the clock that both live by."""

import datetime as dt
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from ptce_ref.domain.evaluation import Answer, Position
from ptce_ref.domain.pole import Pole
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.merging import Choice, Fusion, Policy, merge_base
from ptce_ref.services.opinion import make_opinion, record_answer
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.pole import save_poles
from tests.samples import shipped_referential

EVALUATION = "deux-rives-2026"
_HELD = {
    "referentials": "hash",
    "journal": "at, subject, key, before, after",
    **dict.fromkeys(("poles", "evaluations", "respondents", "answers", "tallies", "positions", "actions"), "*"),
    **dict.fromkeys(("marks", "questionnaires", "snapshots", "erasures", "passages", "rounds", "visits"), "*"),
}
"""Table → what two bases that hold the same have in common: neither the order of lines, nor when a text was kept."""


class Clock:
    """A minute passes each time somebody looks."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now


class Copy:
    """One coordinator's base, opened only while something is done."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path, self.clock = path, clock

    def open(self, *, create: bool = False) -> Workspace:
        return open_workspace(self.path, create=create, clock=self.clock)

    def do(self, job: Callable[[Workspace], object]) -> None:
        with self.open() as workspace:
            job(workspace)

    def copy(self, name: str) -> "Copy":
        return Copy(Path(shutil.copy(self.path, self.path.with_name(name))), self.clock)

    def register(self, college: int, name: str) -> str:
        with self.open() as workspace:
            evaluation = find_evaluation(workspace, EVALUATION)
            chosen = shipped_referential().colleges[college].id
            return add_respondent(workspace, evaluation, college=chosen, name=name).id

    def answer(self, who: str, question: int, level: int, why: str = "") -> None:
        content = {
            "respondent_id": who,
            "kind": "niveau",
            "level": shipped_referential().scale.levels[level].id,
            "argument": why,
        }
        with self.open() as workspace:
            evaluation = find_evaluation(workspace, EVALUATION)
            indicator = evaluation.indicators[question]
            record_answer(workspace, evaluation, make_opinion(Answer, {**content, "indicator_id": indicator}))

    def move(self, phase: str, *, back: bool = False) -> None:
        self.do(lambda workspace: move_phase(workspace, EVALUATION, phase, confirmed=back))

    def merge(
        self,
        other: "Copy",
        *,
        policy: Policy = Policy.LATEST,
        chosen: dict[str, Choice] | None = None,
        trial: bool = False,
    ) -> Fusion:
        with self.open() as workspace:
            return merge_base(workspace, other.path, policy=policy, chosen=chosen, trial=trial)

    def said(self) -> dict[tuple[str, int], str]:
        """Return the level of each answer, by respondent and place of the question."""
        with self.open() as workspace:
            asked = list(find_evaluation(workspace, EVALUATION).indicators)
        ranks = shipped_referential().scale.ranks
        with closing(sqlite3.connect(self.path)) as db:
            rows = db.execute("SELECT respondent_id, indicator_id, level, argument FROM answers").fetchall()
        return {(who, asked.index(item)): f"{ranks[level] - 1} {why}".strip() for who, item, level, why in rows}

    def held(self) -> dict[str, list[str]]:
        """Return all that the base holds, the order of rows and of the journal left out."""
        with closing(sqlite3.connect(self.path)) as db:
            return {
                table: sorted(repr(row) for row in db.execute(f"SELECT {columns} FROM {table}"))  # noqa: S608 - our own names
                for table, columns in _HELD.items()
            }


def first_copy(folder: Path, clock: Clock) -> Copy:
    """A base of one pôle, whose evaluation asks for opinions; nobody is registered yet."""
    copy = Copy(folder / "nora.sqlite", clock)
    with copy.open(create=True) as workspace:
        save_poles(workspace.store, [Pole(id="deux-rives", name="Pôle des Deux Rives")], workspace.now)
        open_evaluation(
            workspace, shipped_referential(), pole="deux-rives", use="diagnostic", identifier=EVALUATION, title="2026"
        )
        move_phase(workspace, EVALUATION, "avis")
    return copy


def agreed(workspace: Workspace, question: int, level: int) -> Position:
    """A position of the group on a question."""
    evaluation = find_evaluation(workspace, EVALUATION)
    content = {
        "indicator_id": evaluation.indicators[question],
        "outcome": "accord",
        "level": shipped_referential().scale.levels[level].id,
        "date": "2026-11-05",
    }
    return make_opinion(Position, content)
