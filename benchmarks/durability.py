"""What one durable answer costs, against bare sqlite3 writing the same rows with the same settings.

    .venv/bin/python benchmarks/durability.py [HOW_MANY]

Both write one answer in one transaction on a file of the same content: rollback journal, synchronous FULL,
foreign keys on. Bare sqlite3 writes the answer and its line of journal, prepared beforehand; the program goes through
``services.opinion.record_answer``: who speaks, in which phase, what was there before. They take turns, answer by
answer, so that a noisy disk disturbs both alike. At most 2 times: the median of the one over the median of the other.
"""

import shutil
import sqlite3
import statistics
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ptce_ref.domain.evaluation import Answer, Evaluation
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.loading.example import load_pole
from ptce_ref.resources import examples_folder
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.referential import adopt_referential, sound_referential
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles

EXAMPLE, HOW_MANY, AT_MOST = "02-faubourg-des-forges.yaml", 400, 2.0
ARGUMENT = "Nous l’avons vu le 12 mars, à plusieurs, et c’est écrit au compte rendu de la réunion. "
MOMENT = "2026-11-22T12:00:00.000+00:00"

_ANSWER = """
    INSERT INTO answers VALUES (?, ?, ?, 'niveau', ?, '', ?, NULL, '', NULL, NULL, '{}', ?)
    ON CONFLICT DO UPDATE SET kind = excluded.kind, level = excluded.level, reason = excluded.reason,
        argument = excluded.argument, updated_at = excluded.updated_at
"""
_JOURNAL = "INSERT INTO journal (at, subject, key, before, after) VALUES (?, 'answers', ?, ?, ?)"


def build(base: Path) -> None:
    referential = sound_referential()
    loaded = load_pole(examples_folder() / EXAMPLE, referential)
    if loaded.pole is None:
        raise SystemExit("l’exemple ne se lit pas")
    with open_workspace(base, create=True) as workspace:
        adopt_referential(workspace, referential)
        save_poles(workspace.store, [loaded.pole], MOMENT)
        for contents in loaded.evaluations:
            save_contents(workspace.store, contents, MOMENT)


class Bare:
    """The rows, and nothing else."""

    def __init__(self, path: Path, evaluation: Evaluation, person: str) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode = DELETE", "synchronous = FULL", "foreign_keys = ON"):
            self.db.execute(f"PRAGMA {setting}").fetchall()
        self.evaluation, self.person = evaluation, person
        (line,) = self.db.execute("SELECT after FROM journal WHERE subject = 'answers' LIMIT 1").fetchone()
        self.line = str(line)

    def write(self, indicator: str, level: str, argument: str) -> None:
        db = self.db
        key = f'{{"evaluation":"{self.evaluation.id}","indicator":"{indicator}","respondent":"{self.person}"}}'
        db.execute("BEGIN IMMEDIATE")
        db.execute(_ANSWER, (self.evaluation.id, indicator, self.person, level, argument, MOMENT))
        db.execute(_JOURNAL, (MOMENT, key, self.line, self.line))
        db.execute("COMMIT")


def measure(workspace: Workspace, bare: Bare, evaluation: Evaluation, person: str, many: int) -> tuple[float, float]:
    """Return the medians, in milliseconds: the program, bare sqlite3."""
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(many):
        indicator = evaluation.indicators[number % len(evaluation.indicators)]
        level, argument = str(1 + number % 4), f"{ARGUMENT}{number}"
        answer = Answer(
            respondent_id=person, indicator_id=indicator, kind=AnswerKind.LEVEL, level=level, argument=argument
        )
        start = time.perf_counter()
        record_answer(workspace, evaluation, answer)
        middle = time.perf_counter()
        bare.write(indicator, level, argument)
        ours.append(middle - start)
        theirs.append(time.perf_counter() - middle)
    return statistics.median(ours) * 1000, statistics.median(theirs) * 1000


def main() -> int:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else HOW_MANY
    with TemporaryDirectory(dir=Path.cwd()) as folder:
        one, other = Path(folder) / "ptce.sqlite", Path(folder) / "bare.sqlite"
        build(one)
        shutil.copy(one, other)
        with open_workspace(one) as workspace:
            evaluation = find_evaluation(workspace, "faubourg-des-forges-2026")
            person = respondents_of(workspace, evaluation)[0].id
            bare = Bare(other, evaluation, person)
            with closing(bare.db):
                ours, theirs = measure(workspace, bare, evaluation, person, many)
    ratio = ours / theirs
    sys.stdout.write(
        f"one durable answer ({many} of them): ptce {ours:.2f} ms, bare sqlite3 {theirs:.2f} ms, "
        f"{ratio:.2f} times (at most {AT_MOST:g})\n"
    )
    return 0 if ratio <= AT_MOST else 1


if __name__ == "__main__":
    sys.exit(main())
