"""Start-up of `ptce`, as ratios to `python -c pass`, measured in turn in one run.

    .venv/bin/python benchmarks/startup.py

Bounds: --version 2, --help 5. Exits 1 when the median ratio of one is over its bound.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 31
BOUNDS = {"--version": 2.0, "--help": 5.0}
PYTHON = sys.executable
PTCE = str(Path(sys.executable).with_name("ptce"))


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    missed = 0
    for option, bound in BOUNDS.items():
        ratios = []
        for _ in range(RUNS):
            bare = seconds([PYTHON, "-c", "pass"])
            ratios.append(seconds([PTCE, option]) / bare)
        median = statistics.median(ratios)
        missed += median > bound
        print(f"ptce {option}: median ratio {median:.2f} (min {min(ratios):.2f}, max {max(ratios):.2f}), bound {bound}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
