"""A comparison of 1,000 pôles against one of 10: showing its profiles, then each step of scrolling, in one run.

    .venv/bin/python benchmarks/comparison.py

Both views are ready: what is measured is the screen, from the order to show until it is painted. Bound:
1.5 for the median ratio of each. Exits 1 when one is over it.
"""

import asyncio
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.reports.view import ComparisonView
from ptce_ref.services.demo import load_examples
from ptce_ref.services.reading import comparison_of
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.app import PtceApp
from ptce_ref.tui.screens.comparison import ComparisonScreen, Shown
from ptce_ref.tui.widgets.line_table import LineTable

FEW, MANY = 10, 1000
RUNS, STEPS = 15, 20
BOUND = 1.5


def of_size(view: ComparisonView, count: int) -> ComparisonView:
    """Return a comparison of ``count`` pôles, the entries of ``view`` again and again."""
    entries = []
    for rank in range(count):
        entry = view.entries[rank % len(view.entries)]
        pole = replace(entry.pole, id=f"pole-{rank}", name=f"{entry.pole.name} {rank}")
        entries.append(replace(entry, pole=pole, standing=Standing.KEPT))
    return replace(view, entries=tuple(entries))


async def opening(screen: ComparisonScreen, pilot: Pilot[int], view: ComparisonView) -> float:
    start = time.perf_counter()
    screen.present(view, Shown.PROFILES)
    await pilot.pause()
    return time.perf_counter() - start


async def scrolling(screen: ComparisonScreen, pilot: Pilot[int]) -> float:
    table = screen.query_one(LineTable)
    table.mark(0)
    start = time.perf_counter()
    for step in range(STEPS):
        table.mark((step + 1) * 7 % table.sheet.count)
        await pilot.pause()
    return time.perf_counter() - start


async def measure(base: Path) -> dict[str, list[float]]:
    ratios: dict[str, list[float]] = {"opening": [], "scrolling": []}
    with open_workspace(base) as workspace:
        view = comparison_of(workspace)
        few, many = of_size(view, FEW), of_size(view, MANY)
        app = PtceApp(base, workspace)
        async with app.run_test(size=(120, 40)) as pilot:
            screen = ComparisonScreen()
            app.push_screen(screen)
            await pilot.pause()
            for view in (few, many):  # what is loaded once is not part of either
                await opening(screen, pilot, view)
            for _ in range(RUNS):
                bare = await opening(screen, pilot, few)
                bare_steps = await scrolling(screen, pilot)
                ratios["opening"].append(await opening(screen, pilot, many) / bare)
                ratios["scrolling"].append(await scrolling(screen, pilot) / bare_steps)
    return ratios


def main() -> int:
    with TemporaryDirectory() as folder:
        base = Path(folder) / "comparaison.sqlite"
        with open_workspace(base, create=True) as workspace:
            load_examples(workspace, sound_referential())
        measured = asyncio.run(measure(base))
    missed = 0
    for what, ratios in measured.items():
        median = statistics.median(ratios)
        missed += median > BOUND
        print(
            f"{what} {MANY} pôles against {FEW}: median ratio {median:.2f} "
            f"(min {min(ratios):.2f}, max {max(ratios):.2f}), bound {BOUND}"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
