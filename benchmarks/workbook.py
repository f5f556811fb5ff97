"""The comparison workbook of 1,000 pôles against openpyxl write-only for the same cells, in one run; and its memory.

    .venv/bin/python benchmarks/workbook.py

A database of that many pôles is made from an example, its positions drawn anew for each. Each command
that reads it and writes the workbook is a process of its own, whose peak memory is what the system says.
Bounds: 1.5 for the median ratio of times, 150 MB for the peak, whatever the number of pôles. Exits 1 when
one is over its bound.
"""

import io
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook

from ptce_ref.loading.example import load_pole
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from ptce_ref.resources import examples_folder
from ptce_ref.services.evaluation import snapshot_of
from ptce_ref.services.production import make_comparison_workbook, sound_theme
from ptce_ref.services.reading import comparison_of
from ptce_ref.services.referential import adopt_referential, sound_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles

FEW, MANY = 250, 1000
RUNS = 3
TIME_BOUND, MEMORY_BOUND = 1.5, 150
EXAMPLE, VOICES = "01-val-de-sorne.yaml", 3


def build(base: Path, count: int) -> None:
    """Make a database of ``count`` pôles, each with an evaluation of every indicator, closed."""
    referential = sound_referential()
    loaded = load_pole(examples_folder() / EXAMPLE, referential)
    if loaded.pole is None:
        raise SystemExit("l’exemple ne se lit pas")
    contents = loaded.evaluations[0]
    people = contents.respondents[:VOICES]
    kept = {person.id for person in people}
    answers = tuple(answer for answer in contents.answers if answer.respondent_id in kept)
    levels = [level.id for level in referential.scale.levels]
    draw = random.Random(1)  # noqa: S311 - figures to show, nothing to keep secret
    with open_workspace(base, create=True) as workspace:
        adopt_referential(workspace, referential)
        for rank in range(count):
            ident = f"pole-{rank:05}"
            pole = loaded.pole.model_copy(update={"id": ident, "name": f"{loaded.pole.name} {rank}"})
            evaluation = contents.evaluation.model_copy(update={"id": f"{ident}-2026", "pole_id": ident})
            positions = tuple(
                position.model_copy(update={"level": draw.choice(levels)}) if position.level else position
                for position in contents.positions
            )
            new = contents.model_copy(
                update={
                    "evaluation": evaluation,
                    "respondents": people,
                    "answers": answers,
                    "positions": positions,
                    "actions": (),
                }
            )
            save_poles(workspace.store, [pole], workspace.now)
            save_contents(workspace.store, new, workspace.now, snapshot_of(new, referential) if rank == 0 else None)


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


def main() -> int:
    missed = 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        for count in (FEW, MANY):
            base = folder / f"{count}.sqlite"
            build(base, count)
            start = time.perf_counter()
            run = subprocess.run(  # noqa: S603 - this very program
                [sys.executable, __file__, str(base), str(folder / "classeur.xlsx")],
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
        with open_workspace(folder / f"{MANY}.sqlite", read_only=True) as workspace:
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
        f"{MANY} pôles, {len(view.indicators)} indicators, {cells:,} cells: {ours:.1f} s against {bare:.1f} s bare, "
        f"median ratio {median:.2f} (min {min(ratios):.2f}, max {max(ratios):.2f}), bound {TIME_BOUND}"
    )
    return int(missed > 0)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(Path(sys.argv[1]), Path(sys.argv[2]))
        sys.exit(0)
    sys.exit(main())
