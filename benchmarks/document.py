"""The co-evaluation report against bare platypus for the same texts and tables, in one run; its memory; the grid.

    .venv/bin/python benchmarks/document.py

The report is one of 200 respondents with arguments up to 5,000 characters, its questions repeated until it has
some 200 pages, then ten times as many. Bare platypus lays out the same paragraphs and the same tables in the same
styles, bold words included, untagged, without figures, heads, contents nor links. The grid is timed in a program that
has imported what it needs, the import of reportlab in one that has imported nothing. Each measure is a process of its
own, whose peak memory is what the system says; documents are timed by the processor, as others may use the machine.

Bounds: at least half the pages a second of bare platypus; 2,000 pages within 12 times 200; at the peak, 250 KB a
page over what the program takes before; the A3 grid within twice the import of reportlab. Exits 1 over one.
"""

import io
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from tempfile import TemporaryFile
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.platypus import (
    ActionFlowable,
    Flowable,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from ptce_ref.domain.result import compute
from ptce_ref.loading.example import load_pole
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.pdf.grid import write_dialogue_grid
from ptce_ref.reports.pdf.page import Report
from ptce_ref.reports.pdf.report import write_coevaluation_report
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import ArgumentView, CoevaluationView, IndicatorView, SaidAs
from ptce_ref.resources import examples_folder
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.theme import sound_theme

RUNS, GRID_RUNS = 3, 15
FEW, MANY = 2, 20
"""Copies of each question: some 200 pages, and some 2,000."""
SPEED_BOUND, GROWTH_BOUND, MEMORY_BOUND, GRID_BOUND = 0.5, 12.0, 250, 2.0
EXAMPLE, RESPONDENTS = "01-val-de-sorne.yaml", 200
LENGTHS = ((5000, 300, 240, 380, 90, 420), *[(1200, 300, 240, 380, 90, 420)] * 8)
"""Characters of the arguments of a question, in turn."""
WORDS = "Nous l’avons vu sur le terrain, et chacun peut le vérifier : « ce qui se partage se garde », dit-on ici. "
IMPORT = "import time; s = time.perf_counter(); import reportlab.platypus; print(time.perf_counter() - s)"


def example() -> CoevaluationView:
    referential = sound_referential()
    loaded = load_pole(examples_folder() / EXAMPLE, referential)
    if loaded.pole is None:
        raise SystemExit("l’exemple ne se lit pas")
    said = loaded.evaluations[0]
    return view_coevaluation(Study(loaded.pole, said, referential, compute(said, referential)))


def large(view: CoevaluationView, copies: int) -> CoevaluationView:
    """Return ``view`` with each question that many times, and what many people say of each."""
    count = 0

    def argued(item: IndicatorView) -> IndicatorView:
        nonlocal count
        count += 1
        said = tuple(
            ArgumentView(
                "Habitants et usagers",
                f"Personne {(5 * count + rank) % RESPONDENTS}",
                "niveau 2",
                SaidAs.TESTIMONY,
                (WORDS * (length // len(WORDS) + 1))[:length],
            )
            for rank, length in enumerate(LENGTHS[count % len(LENGTHS)])
        )
        return replace(item, arguments=said, id=f"{item.id}-{count}")

    return replace(
        view,
        objectives=tuple(
            replace(
                objective,
                sub_objectives=tuple(
                    replace(sub, indicators=tuple(argued(item) for _ in range(copies) for item in sub.indicators))
                    for sub in objective.sub_objectives
                ),
            )
            for objective in view.objectives
        ),
    )


def bare_parts(story: Sequence[Flowable]) -> Iterator[Any]:
    """Yield what bare platypus needs to lay out the paragraphs and the tables of a story; figures leave a space."""
    for part in story:
        if isinstance(part, KeepTogether):
            yield from bare_parts(part._content)  # type: ignore[attr-defined] # not in the stubs
        elif isinstance(part, Paragraph):
            yield part.style, bare_markup(part)
        elif isinstance(part, Table):
            cells = [[bare_cell(cell) for cell in row] for row in part._cellvalues]  # type: ignore[attr-defined] # as above
            yield cells, part._argW, part.repeatRows  # type: ignore[attr-defined] # as above
        elif isinstance(part, PageBreak):
            yield None
        elif not isinstance(part, ActionFlowable):
            yield getattr(part, "height", 0)


def bare_cell(cell: Any) -> Any:
    return (cell.style, bare_markup(cell)) if isinstance(cell, Paragraph) else ""


def bare_markup(paragraph: Paragraph) -> str:
    """Return the text of a paragraph with its bold words and its broken lines."""
    style, said = paragraph.style, ""
    for part in paragraph.frags:
        if getattr(part, "lineBreak", False):
            said += "<br/>"
            continue
        text = escape(part.text)
        same = part.fontName == style.fontName and part.textColor == style.textColor
        said += text if same else f'<font name="{part.fontName}" color="#{part.textColor.hexval()[2:]}">{text}</font>'
    return said


def write_bare(parts: Sequence[Any]) -> int:
    """Lay out the parts with platypus alone; returns the number of pages."""

    def flowable(part: Any) -> Any:
        if part is None:
            return PageBreak()
        if isinstance(part, int | float):
            return Spacer(0, part)
        if isinstance(part, str):
            return part
        if len(part) == 2:
            return Paragraph(part[1], part[0])
        cells, widths, repeated = part
        plain = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
        return Table([[flowable(cell) for cell in row] for row in cells], widths, repeatRows=repeated, style=plain)

    document = SimpleDocTemplate(
        io.BytesIO(), pagesize=A4, leftMargin=56, rightMargin=50, topMargin=62, bottomMargin=53
    )
    document.build([flowable(part) for part in parts])
    return document.page


def laid_out(view: CoevaluationView, *, story_only: bool) -> tuple[list[Flowable], int]:
    """Write the report of ``view``; return its story instead if only that is wanted, and its number of pages."""
    story: list[Flowable] = []
    pages = 0
    write = Report.write

    def watched(report: Report, parts: list[Flowable]) -> None:
        nonlocal pages
        if story_only:
            story.extend(parts)
        else:
            write(report, parts)
            pages = report.page

    Report.write = watched  # type: ignore[method-assign,assignment] # seen from outside
    with TemporaryFile() as target:
        write_coevaluation_report(view, sound_theme(), target)
    return story, pages


def measure(which: str, copies: int) -> dict[str, float]:
    """Return the seconds of the processor, the pages and the kilobytes at the peak of one writing."""
    view = example()
    if which == "grid":
        theme = sound_theme()
        start = time.perf_counter()
        write_dialogue_grid(view, theme, io.BytesIO(), filled=True)
        return {"seconds": time.perf_counter() - start}
    view = large(view, copies)
    parts = list(bare_parts(laid_out(view, story_only=True)[0])) if which == "bare" else []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    pages = write_bare(parts) if which == "bare" else laid_out(view, story_only=False)[1]
    seconds = time.process_time() - start
    return {
        "seconds": seconds,
        "pages": pages,
        "kilobytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before,
    }


def child(which: str, copies: int = 0) -> dict[str, float]:
    """Return what :func:`measure` says in a process of its own."""
    run = subprocess.run([sys.executable, __file__, which, str(copies)], check=True, capture_output=True)
    result: dict[str, float] = json.loads(run.stdout)
    return result


def import_seconds() -> float:
    run = subprocess.run([sys.executable, "-c", IMPORT], check=True, capture_output=True)
    return float(run.stdout)


def verdict(said: str, value: float, bound: float, *, most: bool = True) -> bool:
    """Print a measure with its bound; return whether it is missed."""
    print(f"{said}: {value:.2f}, bound {bound:g}", flush=True)
    return value > bound if most else value < bound


def main() -> int:
    missed = False
    ratios = []
    for _ in range(RUNS):
        ours, bare = child("ours", FEW), child("bare", FEW)
        ratios.append(ours["pages"] / ours["seconds"] * bare["seconds"] / bare["pages"])
        print(
            f"{ours['pages']:.0f} pages, {ours['pages'] / ours['seconds']:.0f} a second; "
            f"bare platypus {bare['pages']:.0f}, {bare['pages'] / bare['seconds']:.0f} a second",
            flush=True,
        )
    missed |= verdict("pages a second, against bare platypus", statistics.median(ratios), SPEED_BOUND, most=False)
    # The short one before and after the long one: where others use the machine, its pace changes meanwhile.
    before, many, after = child("ours", FEW), child("ours", MANY), child("ours", FEW)
    print(f"{many['pages']:.0f} pages in {many['seconds']:.0f} s", flush=True)
    growth = many["seconds"] / statistics.mean((before["seconds"], after["seconds"]))
    missed |= verdict(f"time for {MANY // FEW} times the pages", growth, GROWTH_BOUND)
    missed |= verdict("kilobytes a page at the peak", many["kilobytes"] / many["pages"], MEMORY_BOUND)
    grids = [child("grid")["seconds"] / import_seconds() for _ in range(GRID_RUNS)]
    missed |= verdict("A3 grid, against the import of reportlab", statistics.median(grids), GRID_BOUND)
    return int(missed)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
        sys.exit(0)
    sys.exit(main())
