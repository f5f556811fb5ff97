"""What is shown costs what is shown, not what is kept: a base of 1,000 pôles against a base of 10.

    .venv/bin/python benchmarks/large_base.py [POLES [RESPONDENTS_OF_A_POLE [FOLDER]]]

Each is measured on the large base and on one of 10 pôles of the same size, in turn, the best of five, files read once
before: what the home screen lists, one evaluation (its view-object), and a comparison of 50 pôles (of the 10 pôles
five times each in the small base, for the same work). The times of the large base over those of the small one: at
most 1.5. FOLDER keeps the bases from one run to the next. 20 million answers weigh about 3 GB and ten minutes.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from big_base import build

from ptce_ref.domain.comparison_condition import Order
from ptce_ref.services.overview import listing_of, overview_of
from ptce_ref.services.reading import coevaluation_of, comparison_between, gather_candidates
from ptce_ref.services.spool import Spool
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.evaluation import list_evaluation_ids

POLES, VOICES, FEW, COMPARED, RUNS, AT_MOST = 1000, 210, 10, 50, 5, 1.5
IN_SIGHT = 10
"""How many evaluations a window of 40 lines shows: three lines each, and the name of the pôle."""
"""210 respondents to 96 questions of 1,000 pôles: 20 million answers."""


def made(folder: Path, poles: int, voices: int) -> Path:
    """Return a base of ``poles`` pôles whose evaluation has ``voices`` respondents to every question."""
    base = folder / f"{poles}-poles-{voices}-voix.sqlite"
    if not base.exists():
        start, beside = time.perf_counter(), base.with_suffix(".en-cours")
        beside.unlink(missing_ok=True)
        answers = build(beside, poles, voices, decided=0.6)
        beside.rename(base)
        told = f"{poles} pôles, {answers:,} answers, {base.stat().st_size / 1e9:.2f} GB"
        sys.stdout.write(f"{told}: built in {time.perf_counter() - start:.0f} s\n")
    return base


def home(workspace: Workspace) -> object:
    """Read what the home screen reads: every pôle, and what each of the evaluations in sight waits for."""
    listing = listing_of(workspace)
    shown = listing.evaluations[:IN_SIGHT]
    return shown or [overview_of(workspace, head.id) for head in listing.heads[:IN_SIGHT]]


def evaluation(workspace: Workspace) -> object:
    return coevaluation_of(workspace, list_evaluation_ids(workspace.store)[FEW // 2])


def comparison(workspace: Workspace) -> object:
    """Compare 50 evaluations, spread over the whole base; five times 10 of them where there are no more."""
    idents = list_evaluation_ids(workspace.store)
    if len(idents) < COMPARED:
        for _ in range(COMPARED // len(idents)):
            found = comparison_between(gather_candidates(workspace, idents), workspace.today, Order.NAME, Spool)
        return found
    step = len(idents) // COMPARED
    chosen = idents[::step][:COMPARED]
    return comparison_between(gather_candidates(workspace, chosen), workspace.today, Order.NAME, Spool)


def seconds(base: Path, work: Callable[[Workspace], object]) -> float:
    """Return how long ``work`` takes on a base just opened."""
    with open_workspace(base, read_only=True) as workspace:
        start = time.perf_counter()
        work(workspace)
        return time.perf_counter() - start


def main() -> int:
    poles = int(sys.argv[1]) if len(sys.argv) > 1 else POLES
    voices = int(sys.argv[2]) if len(sys.argv) > 2 else VOICES
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(mkdtemp(prefix="ptce-grande-base-"))
    folder.mkdir(parents=True, exist_ok=True)
    few, many = made(folder, FEW, voices), made(folder, poles, voices)
    over = False
    for work in (home, evaluation, comparison):
        runs = [(seconds(few, work), seconds(many, work)) for _ in range(RUNS)]
        small, large = (min(times) for times in zip(*runs, strict=True))
        over |= large > small * AT_MOST
        sys.stdout.write(
            f"{work.__name__}: {FEW} pôles {small * 1000:.0f} ms, {poles} pôles {large * 1000:.0f} ms, "
            f"{large / small:.2f} times (at most {AT_MOST:g})\n"
        )
        sys.stdout.flush()
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
