"""Makes databases of as many pôles and answers as one likes, for the other benchmarks: rows written in bulk.

The first pôle and its evaluation are written as the program writes them, from an example; the others are
copies of these rows under other names, with answers and positions drawn for each. No journal is kept.
"""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from ptce_ref.loading.example import load_pole
from ptce_ref.resources import examples_folder
from ptce_ref.services.referential import adopt_referential, sound_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles

EXAMPLE = "01-val-de-sorne.yaml"
ARGUMENT = "Nous l’avons vu le 12 mars, à plusieurs, et c’est écrit au compte rendu de la réunion."
MOMENT = "2026-11-22T12:00:00.000+00:00"

UNKNOWN, OUTSIDE, ARGUED = 0.08, 0.07, 0.6
"""Shares of the answers that do not know, that are not concerned; and of the levels that say why."""

Values = tuple[object, ...]


def build(base: Path, poles: int, voices: int, *, decided: float) -> int:
    """Make a database of ``poles`` pôles, whose closed evaluation asks every indicator of ``voices`` respondents.

    ``decided`` is the share of the indicators with a position. Returns how many answers there are.
    """
    referential = sound_referential()
    loaded = load_pole(examples_folder() / EXAMPLE, referential)
    if loaded.pole is None:
        raise SystemExit("l’exemple ne se lit pas")
    contents = loaded.evaluations[0]
    indicators = tuple(item.id for item in referential.indicators)
    evaluation = contents.evaluation.model_copy(update={"indicators": indicators})
    nobody = {"respondents": (), "answers": (), "tallies": (), "positions": (), "actions": ()}
    with open_workspace(base, create=True) as workspace:
        adopt_referential(workspace, referential)
        save_poles(workspace.store, [loaded.pole], MOMENT)
        save_contents(workspace.store, contents.model_copy(update={"evaluation": evaluation, **nobody}), MOMENT)
    levels = [level.id for level in referential.scale.levels]
    colleges = [college.id for college in referential.colleges]
    people = [f"r{rank:02}" for rank in range(1, voices + 1)]
    draw = random.Random(1)  # noqa: S311 - figures to show, nothing to keep secret
    with closing(sqlite3.connect(base)) as db, db:
        _copy(db, "poles", poles, loaded.pole.id, loaded.pole.name)
        _copy(db, "evaluations", poles, evaluation.id, loaded.pole.id)
        idents = [ident for (ident,) in db.execute("SELECT id FROM evaluations ORDER BY id")]
        _insert(
            db,
            "respondents",
            ((i, who, colleges[rank % len(colleges)], None, None) for i in idents for rank, who in enumerate(people)),
        )
        _insert(db, "answers", (row for i in idents for row in _answers(draw, i, indicators, people, levels)))
        _insert(db, "positions", (row for i in idents for row in _positions(draw, i, indicators, levels, decided)))
        found: int = db.execute("SELECT count(*) FROM answers").fetchone()[0]
    return found


def _copy(db: sqlite3.Connection, table: str, count: int, ident: str, name: str) -> None:
    """Copy the one row of ``table`` under other names: wherever it says its id, or a name, with a number after."""
    (row,) = db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - a table of ours

    def renamed(value: object, rank: int) -> object:
        if not isinstance(value, str):
            return value
        return value.replace(ident, f"{ident}-{rank:05}").replace(name, f"{name}-{rank:05}")

    _insert(db, table, (tuple(renamed(value, rank) for value in row) for rank in range(1, count)))


def _answers(
    draw: random.Random, ident: str, indicators: tuple[str, ...], people: list[str], levels: list[str]
) -> Iterator[Values]:
    """Yield the rows of the answers: some do not know, some are not concerned, some do not say why."""
    for indicator in indicators:
        usual = draw.randrange(len(levels))
        for who in people:
            kind, reason = "niveau", ""
            level: str | None = levels[min(len(levels) - 1, max(0, usual + draw.choice((-1, 0, 0, 1))))]
            chance = draw.random()
            if chance < UNKNOWN:
                kind, level = "ne-sait-pas", None
            elif chance < UNKNOWN + OUTSIDE:
                kind, level, reason = "non-concerne", None, "Pas ici."
            said = ARGUMENT if level and draw.random() < ARGUED else ""
            yield (ident, indicator, who, kind, level, reason, said, None, "", None, None, "{}", MOMENT)


def _positions(
    draw: random.Random, ident: str, indicators: tuple[str, ...], levels: list[str], decided: float
) -> Iterator[Values]:
    for indicator in indicators:
        if draw.random() < decided:
            yield (ident, indicator, "accord", draw.choice(levels), "", "", "", "2026-11-22", MOMENT)


def _insert(db: sqlite3.Connection, table: str, rows: Iterator[Values]) -> None:
    width = len(db.execute(f"PRAGMA table_info({table})").fetchall())
    db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)  # noqa: S608 - a table of ours
