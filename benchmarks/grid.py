"""Opening the table de dialogue of the demonstration, against pushing an empty screen, in one run.

    .venv/bin/python benchmarks/grid.py

From the key to the last paint it causes; the empty screen in a bare application (see bare.py), the table one
moment after its evaluation's page has appeared. Each run is a program of its own: its first opening reads the
file, the referential and the modules as a user's does; the next openings, told apart, are what
going back and forth costs.

Bound: 60 ms more than the empty screen, first opening and next ones. Exits 1 over it.
"""

import asyncio
import json
import statistics
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import ptce_ref.tui  # noqa: F401 - before Textual, as in the program: it sets how long a frame lasts

# isort: split
from bare import Watch, bare
from keys import GIVEN, choose, make_base, ours, press

RUNS, AGAIN = 9, 8
BOUND = 60.0


async def openings(path: Path) -> dict[str, list[float]]:
    """Return the milliseconds of each opening: of the empty screen, and of the table."""
    empty, table = [], []
    async with bare("screen") as against, ours(path) as app:
        await choose(app, f"evaluation:{GIVEN}")
        watch = Watch(app)
        for _ in range(AGAIN + 1):
            empty.append(await against.key("t") * 1000)
            await against.pop()
            table.append((await watch.key("t"))[0] * 1000)
            assert type(app.screen).__name__ == "GridScreen"
            await press(app, "escape")
    return {"empty": empty, "table": table}


def main() -> int:
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(openings(Path(sys.argv[1])))))
        return 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "exemples.sqlite"
        make_base(path)
        command = [sys.executable, __file__, str(path)]
        runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(RUNS)]
    missed = 0
    for name, kept in (("first opening", slice(0, 1)), ("next openings", slice(1, None))):
        extra = [t - e for run in runs for t, e in zip(run["table"][kept], run["empty"][kept], strict=True)]
        median = statistics.median(extra)
        missed += median > BOUND
        print(f"{name}: median {median:.1f} ms more (min {min(extra):.1f}, max {max(extra):.1f}), bound {BOUND:.0f}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
