"""The figures of two million answers against a full scan of their table by sqlite3, in one run; and the memory.

    .venv/bin/python benchmarks/figures.py [MILLIONS]

Figures: everything that is computed from the answers of every evaluation (values, medians by college,
divergences, aggregates), as a comparison computes them. Scan: the bare library fetching, row by row, the columns
that these figures are made from. Both are measured in turn, the best of three each. Memory is what the system
says of a process that does nothing else, for all the answers and for a quarter of them.
Bounds: 12 for the ratio of times, 1.1 for that of the two memories. Exits 1 when one is over its bound.
"""

import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from big_base import build

from ptce_ref.services.reading import compute_evaluations
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.evaluation import list_evaluation_ids

RESPONDENTS = 40
RUNS = 3
TIME_BOUND, MEMORY_BOUND = 12.0, 1.1
SCAN = "SELECT evaluation_id, indicator_id, respondent_id, kind, level, argument <> '' FROM answers"


def seconds(work: Callable[[], Iterable[object]]) -> float:
    """Return how long it takes to make everything that ``work`` yields, one at a time."""
    start = time.perf_counter()
    for _ in work():
        pass
    return time.perf_counter() - start


def figures(base: Path) -> float:
    with open_workspace(base, read_only=True) as workspace:
        return seconds(lambda: compute_evaluations(workspace, list_evaluation_ids(workspace.store)))


def scan(base: Path) -> float:
    with closing(sqlite3.connect(base)) as db:
        return seconds(lambda: db.execute(SCAN))


def peak(base: Path) -> int:
    """Return the most memory, in MB, of a process that makes the figures."""
    run = subprocess.run([sys.executable, __file__, str(base)], check=True, capture_output=True, text=True)
    return int(run.stdout)


def main(millions: float) -> int:
    poles = round(millions * 1e6 / RESPONDENTS / len(sound_referential().indicators))
    with TemporaryDirectory() as name:
        whole, part = Path(name) / "whole.sqlite", Path(name) / "part.sqlite"
        count = build(whole, poles, RESPONDENTS, decided=0.5)
        build(part, poles // 4, RESPONDENTS, decided=0.5)
        pairs = [(scan(whole), figures(whole)) for _ in range(RUNS)]
        bare, ours = (min(column) for column in zip(*pairs, strict=True))
        most, least = peak(whole), peak(part)
    print(
        f"{count:,} answers, {poles} pôles: figures {ours:.1f} s, scan {bare:.2f} s, "
        f"ratio {ours / bare:.1f}, bound {TIME_BOUND:g}"
    )
    print(f"peak {most} MB, {least} MB for a quarter: ratio {most / least:.2f}, bound {MEMORY_BOUND}")
    return int(ours / bare > TIME_BOUND or most / least > MEMORY_BOUND)


if __name__ == "__main__":
    argument = sys.argv[1] if len(sys.argv) > 1 else "2"
    if Path(argument).exists():
        figures(Path(argument))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        sys.exit(0)
    sys.exit(main(float(argument)))
