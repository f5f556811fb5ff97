"""The comparison workbook of 1,000 pôles against openpyxl write-only for the same cells, in one run; and its memory.

    .venv/bin/python benchmarks/workbook.py [PÔLES]...

Databases of 250, 1,000 and 2,500 pôles, or of the numbers given, are made in bulk. Each command that reads one and
writes the workbook is a process of its own, whose peak memory is what the system says. Times are measured
at 1,000 pôles, or at the first number given.
Bounds: 1.5 for the median ratio of times, 150 MB for the peak, whatever the number of pôles. Exits 1 when
one is over its bound.
"""

import io
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from big_base import build
from openpyxl import Workbook, load_workbook

from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from ptce_ref.services.production import make_comparison_workbook
from ptce_ref.services.reading import comparison_of
from ptce_ref.services.theme import sound_theme
from ptce_ref.services.workspace import open_workspace

SIZES, TIMED = (250, 1000, 2500), 1000
RUNS = 3
TIME_BOUND, MEMORY_BOUND = 1.5, 150
VOICES = 3
CHILD = "--child"


def child(base: Path, target: Path) -> None:
    """Do what the command does, and print the peak of memory in MB."""
    with open_workspace(base, read_only=True) as workspace:
        view = comparison_of(workspace)
        read = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        make_comparison_workbook(view, sound_theme(), target)
    print(read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def rows_of(content: bytes) -> list[list[tuple[object, ...]]]:
    """Return the values of every sheet."""
    workbook = load_workbook(io.BytesIO(content), read_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets]


def write_bare(sheets: list[list[tuple[object, ...]]]) -> None:
    """Write the same cells with the library alone."""
    workbook = Workbook(write_only=True)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    workbook.save(io.BytesIO())


def main(sizes: Sequence[int]) -> int:
    missed = 0
    timed = TIMED if TIMED in sizes else sizes[0]
    with TemporaryDirectory() as name:
        folder = Path(name)
        for count in sizes:
            base = folder / f"{count}.sqlite"
            build(base, count, VOICES, decided=1)
            start = time.perf_counter()
            run = subprocess.run(
                [sys.executable, __file__, CHILD, str(base), str(folder / "classeur.xlsx")],
                check=True,
                capture_output=True,
                text=True,
            )
            read, peak = map(int, run.stdout.split())
            missed += peak > MEMORY_BOUND
            size = (folder / "classeur.xlsx").stat().st_size / 1e6
            print(
                f"{count} pôles: {time.perf_counter() - start:.0f} s in all, workbook of {size:.1f} MB, "
                f"peak {peak} MB ({read} once read), bound {MEMORY_BOUND}",
                flush=True,
            )
        with open_workspace(folder / f"{timed}.sqlite", read_only=True) as workspace:
            view = comparison_of(workspace)
    theme, ratios, times = sound_theme(), [], []
    content = io.BytesIO()
    write_comparison_workbook(view, theme, content)
    sheets = rows_of(content.getvalue())
    cells = sum(sum(value is not None for value in row) for rows in sheets for row in rows)
    for _ in range(RUNS):
        start = time.perf_counter()
        write_comparison_workbook(view, theme, io.BytesIO())
        ours = time.perf_counter() - start
        start = time.perf_counter()
        write_bare(sheets)
        bare = time.perf_counter() - start
        times.append((ours, bare))
        ratios.append(ours / bare)
    median = statistics.median(ratios)
    missed += median > TIME_BOUND
    ours, bare = (statistics.median(column) for column in zip(*times, strict=True))
    print(
        f"{timed} pôles, {len(view.indicators)} indicators, {cells:,} cells: {ours:.1f} s against {bare:.1f} s bare, "
        f"median ratio {median:.2f} (min {min(ratios):.2f}, max {max(ratios):.2f}), bound {TIME_BOUND}"
    )
    return int(missed > 0)


if __name__ == "__main__":
    if CHILD in sys.argv:
        child(Path(sys.argv[2]), Path(sys.argv[3]))
        sys.exit(0)
    sys.exit(main([int(count) for count in sys.argv[1:]] or SIZES))
