"""From a key to the screen painted: ours against a bare Textual application with one Input, in one run.

    .venv/bin/python benchmarks/keys.py

A key is over when the last paint it causes has been written out. Keys come one at a time, in turn on
each screen and on the bare one, so that a noisy machine disturbs both alike. The bare application has a
process of its own, where Textual and Python run as they come (see bare.py): the frames and the garbage
collection that ptce sets for itself help or harm it alone. The answer's own commit (its write transaction,
until SQLite has it on the disk) is subtracted from its key, key by key, and told apart.

Bounds: 4 times the bare Input's median at the median, 6 times its 95th percentile at the 95th percentile.
A machine that disturbs one key in ten makes both 95th percentiles grow alike: the second ratio may then be
the smaller one. Exits 1 over a bound.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import ptce_ref.tui  # noqa: F401 - before Textual, as in the program: it sets how long a frame lasts

# isort: split
from bare import SIZE, Bare, Watch, bare, key_event

from ptce_ref.services.demo import load_examples
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.database import Store
from ptce_ref.tui.app import PtceApp
from ptce_ref.tui.text import ChoiceList

RUNS, WARM = 120, 10
BOUND_MEDIAN, BOUND_HIGH = 4.0, 6.0
GIVEN, GATHERING = "val-de-sorne-2026", "faubourg-des-forges-2026"
"""Examples: one whose opinions are given, one that is gathering them."""


@contextmanager
def commits_watched(watches: list[Watch]) -> Iterator[None]:
    """Add to the watches the time of each write transaction."""
    plain = Store.writing

    @contextmanager
    def writing(self: Store) -> Iterator[object]:
        start = time.perf_counter()
        with plain(self) as db:
            yield db
        for watch in watches:
            watch.committed += time.perf_counter() - start

    Store.writing = writing  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        Store.writing = plain  # type: ignore[method-assign]


async def settle(app: PtceApp) -> None:
    while app._held or app._in_flight:  # noqa: ASYNC110 - the app has no event for it
        await asyncio.sleep(0.002)
    await asyncio.sleep(0.15)


async def press(app: PtceApp, *keys: str) -> None:
    for key in keys:
        app.post_message(key_event(key))
    await settle(app)


async def choose(app: PtceApp, identifier: str) -> None:
    listed = app.screen.query_one(ChoiceList)
    listed.highlight_id(identifier)
    await press(app, "enter")


@asynccontextmanager
async def ours(path: Path) -> AsyncIterator[PtceApp]:
    app = PtceApp(path, open_workspace(path))
    try:
        async with app.run_test(size=SIZE, notifications=True):
            await settle(app)
            yield app
    finally:
        app.close_workspace()


async def at_home(app: PtceApp) -> None:
    del app


async def at_grid(app: PtceApp) -> None:
    await choose(app, f"evaluation:{GIVEN}")
    await press(app, "t")


async def at_argument(app: PtceApp) -> None:
    await choose(app, f"evaluation:{GATHERING}")
    await press(app, "s")
    await choose(app, "r03")


async def at_levels(app: PtceApp) -> None:
    await at_argument(app)
    await press(app, "tab")


async def at_quick(app: PtceApp) -> None:
    await choose(app, f"evaluation:{GATHERING}")
    await press(app, "r")
    await choose(app, "r03")


JOBS: dict[str, tuple[Callable[[PtceApp], Awaitable[None]], tuple[str, ...]]] = {
    "home, arrows in the list": (at_home, ("down", "up")),
    "table de dialogue, arrows": (at_grid, ("right", "down", "left", "up")),
    "scoring, typing an argument": (at_argument, tuple("une phrase ")),
    "scoring, arrows in the levels": (at_levels, ("down", "up")),
    "scoring, a level": (at_levels, ("2", "3")),
    "quick mode, a level": (at_quick, ("2", "3")),
}
PAPER, REWOUND_EVERY = "quick mode, a level", 41
"""A paper has an end, where a level answers nothing more: back to its first question in time, untimed. An odd number:
each pass then gives a question another level than the last, which is stored."""


async def measure(path: Path, job: str, *, against: Bare, watches: list[Watch]) -> tuple[list[float], ...]:
    """Return the seconds of each key, bare and ours, and of the commits."""
    reach, keys = JOBS[job]
    plain: list[float] = []
    own: list[float] = []
    written: list[float] = []
    async with ours(path) as app:
        await reach(app)
        watch = Watch(app)
        watches[:] = [watch]
        for run in range(RUNS + WARM):
            if job == PAPER and run % REWOUND_EVERY == REWOUND_EVERY - 1:
                await press(app, "home")
            seconds = await against.key("e")
            taken, committed = await watch.key(keys[run % len(keys)])
            if run >= WARM:
                plain.append(seconds)
                own.append(taken - committed)
                written.append(committed)
    return plain, own, written


def high(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


async def compare(path: Path, watches: list[Watch]) -> int:
    missed = 0
    async with bare("input") as against:
        for job in JOBS:
            plain, own, written = await measure(path, job, against=against, watches=watches)
            middle, top = statistics.median(own) / statistics.median(plain), high(own) / high(plain)
            missed += middle > BOUND_MEDIAN or top > BOUND_HIGH
            commit = f", commit {statistics.median(written) * 1000:.1f} ms apart" if any(written) else ""
            print(
                f"{job}: median {middle:.2f} times ({statistics.median(own) * 1000:.1f} ms against "
                f"{statistics.median(plain) * 1000:.1f}), bound {BOUND_MEDIAN}; 95th percentile {top:.2f} times "
                f"({high(own) * 1000:.1f} ms against {high(plain) * 1000:.1f}), bound {BOUND_HIGH}{commit}"
            )
    return int(missed > 0)


def make_base(path: Path) -> None:
    """Make the database of the demonstration."""
    with open_workspace(path, create=True) as workspace:
        load_examples(workspace, sound_referential())


def main() -> int:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "exemples.sqlite"
        make_base(path)
        watches: list[Watch] = []
        with commits_watched(watches):
            return asyncio.run(compare(path, watches))


if __name__ == "__main__":
    sys.exit(main())
