"""Importing an exchange file of 200,000 answers, against sqlite3's executemany of the very same rows.

    .venv/bin/python benchmarks/exchange.py [answers]

The file is complete: each answer comes with its line of history, as it does when a person typed it. The
import reads the file, checks its fingerprint and every value, says what it would do, copies the base aside,
and writes; sqlite3 alone writes the same rows to an empty base of the same format, same pragmas, both in one
transaction. Bound: 4 times, the best of three runs of each, taken in turn.
"""

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from ptce_ref.domain.pole import Pole
from ptce_ref.services.evaluation import find_evaluation, move_phase, open_evaluation
from ptce_ref.services.exchange import export_evaluations, import_exchange, read_exchange
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.database import to_json
from ptce_ref.storage.parcel import LINE_INSERTION, TABLES, columns, insertion
from ptce_ref.storage.pole import save_poles

BOUND, RUNS = 4.0, 3
ANSWERS = 200_000
ARGUMENT = "Les comptes rendus de l’atelier le montrent : on en parle, on ne le mesure pas encore."
EVALUATION = "deux-rives-2026"


def build(base: Path, answers: int) -> None:
    """Make a base of one pôle and one evaluation, with that many answers and their history."""
    referential = sound_referential()
    levels = [level.id for level in referential.scale.levels]
    colleges = [college.id for college in referential.colleges]
    with open_workspace(base, create=True) as workspace:
        save_poles(
            workspace.store, [Pole.model_validate({"id": "deux-rives", "nom": "Pôle des Deux Rives"})], workspace.now
        )
        open_evaluation(workspace, referential, pole="deux-rives", use="diagnostic", identifier=EVALUATION)
        move_phase(workspace, EVALUATION, "avis")
        asked = find_evaluation(workspace, EVALUATION).indicators
        at = workspace.now
        people = [
            (EVALUATION, f"r{n:05}", colleges[n % len(colleges)], None, None) for n in range(-(-answers // len(asked)))
        ]
        rows, lines = [], []
        for number in range(answers):
            who, indicator = people[number // len(asked)][1], asked[number % len(asked)]
            content = {
                "evaluation_id": EVALUATION,
                "indicator_id": indicator,
                "respondent_id": who,
                "kind": "niveau",
                "level": levels[number % len(levels)],
                "reason": "",
                "argument": ARGUMENT if number % 3 == 0 else "",
                "argument_kind": "observation" if number % 3 == 0 else None,
                "evidence": "",
                "wished_level": None,
                "wished_year": None,
                "figures": "{}",
            }
            key = {"evaluation": EVALUATION, "indicator": indicator, "respondent": who}
            rows.append(tuple({**content, "updated_at": at}[column] for column in columns("answers")))
            lines.append((at, "answers", to_json(key), None, to_json(content)))
        with workspace.store.writing() as db:
            db.conn.executemany(insertion("respondents"), people)
            db.conn.executemany(insertion("answers"), rows)
            db.conn.executemany(LINE_INSERTION, lines)


def empty(path: Path) -> Workspace:
    path.unlink(missing_ok=True)
    return open_workspace(path, create=True)


def take_in(file: Path, target: Path) -> float:
    """Import the file into a new base; return the seconds."""
    with empty(target) as workspace:
        start = time.perf_counter()
        done = import_exchange(workspace, read_exchange(file))
        seconds = time.perf_counter() - start
    assert done.accounts[0].new
    return seconds


def insert(source: Path, target: Path) -> float:
    """Write the same rows with sqlite3 alone; return the seconds."""
    tables = ("referentials", "poles", *TABLES)
    with open_workspace(source, read_only=True) as workspace:
        db = workspace.store.connection
        rows = {table: db.execute(f"SELECT {', '.join(columns(table))} FROM {table}").fetchall() for table in tables}  # noqa: S608 - our own names
        lines = db.execute("SELECT at, subject, key, before, after FROM journal ORDER BY seq").fetchall()
    with empty(target) as workspace:
        db = workspace.store.connection
        start = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        for table in tables:
            db.executemany(insertion(table), rows[table])
        db.executemany(LINE_INSERTION, lines)
        db.execute("COMMIT")
        return time.perf_counter() - start


def main() -> int:
    answers = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    with TemporaryDirectory(prefix="ptce-echange-") as folder:
        source, file = Path(folder) / "source.sqlite", Path(folder) / "echange.json"
        build(source, answers)
        with open_workspace(source) as workspace:
            start = time.perf_counter()
            export_evaluations(workspace, [EVALUATION], file, complete=True)
            exported = time.perf_counter() - start
        print(f"{answers:,} answers, {file.stat().st_size / 1e6:.0f} MB, exported in {exported:.1f} s")
        ours, bare = [], []
        for _ in range(RUNS):
            bare.append(insert(source, Path(folder) / "nu.sqlite"))
            ours.append(take_in(file, Path(folder) / "prise.sqlite"))
            print(f"  import {ours[-1]:5.2f} s    executemany {bare[-1]:5.2f} s    load {os.getloadavg()[0]:.1f}")
    ratio = min(ours) / min(bare)
    print(f"import / executemany: {ratio:.2f} (bound {BOUND})")
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
