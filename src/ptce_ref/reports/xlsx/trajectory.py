"""The sheet « Trajectoires »: one pôle at several dates, oldest first.

The dates of a pôle are columns side by side; where there are many pôles, each date is a row.
"""

from collections.abc import Iterator, Sequence

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order
from ptce_ref.reports.view import ComparisonView, HeadingView, SeriesView
from ptce_ref.reports.xlsx.cell import Item, label
from ptce_ref.reports.xlsx.figure import coverage_share, date_item, level_item, voices_item
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.profile import element_columns
from ptce_ref.reports.xlsx.sheet import Column, Row
from ptce_ref.reports.xlsx.side_by_side import SideBySide, Standpoint, fits
from ptce_ref.reports.xlsx.style import Look

NAME = "Trajectoires"
_STEP = (Column("Pôle", 26), Column("Évaluation", 22), Column("Date", 11))
_CAUTION = (
    "Un écart entre deux dates vient du pôle, mais aussi de qui a répondu : la couverture et n aident à en juger. "
    "* : valeur provisoire."
)
_SHADES = "Les couleurs suivent les niveaux d’un seul et même pôle."


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write the sheet: a table a pôle, or a row a date when there are many pôles."""
    if in_columns(view):
        _write_columns(book, look, heading, view)
    else:
        _write_rows(book, look, heading, view)


def in_columns(view: ComparisonView) -> bool:
    """Whether pôles are few enough for a table each."""
    return fits(len(view.trajectories))


def _write_columns(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    order = in_order(view)
    parents = [item.code for item in view.objectives]
    inks = [look.colours.of_objective(parents.index(item.parent)) for _, item in order]
    names = [(item.code, item.name) for _, item in order]
    most = max(len(item.steps) for item in view.trajectories)
    page = SideBySide(book, NAME, look, heading, "Sous-objectif", names, inks, most, alone=len(view.trajectories) == 1)
    page.note(typeset(f"{_CAUTION} {_SHADES}"))
    _remarks(page.sheet, view)
    for rank, trajectory in enumerate(view.trajectories):
        if rank:
            page.sheet.new_page()
        page.sheet.section(trajectory.pole)
        if trajectory.caution:
            page.note(typeset(trajectory.caution))
        page.write([_standpoint(step, order) for step in trajectory.steps], shaded=True)


def _standpoint(step: SeriesView, order: Sequence[tuple[int, HeadingView]]) -> Standpoint:
    figures = [step.sub_objectives[position] for position, _ in order]
    return Standpoint(f"{step.label} ({wording.long_date(step.date)})", figures)


def _write_rows(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    order = in_order(view)
    columns = [*_STEP, *element_columns([item.code for _, item in order])]
    sheet = LongSheet(book, NAME, look, heading, [column.width for column in columns])
    sheet.note(" · ".join(f"{item.code} {item.name}" for _, item in order))
    sheet.note(typeset(_CAUTION))
    _remarks(sheet, view)
    sheet.table([column.header for column in columns], _steps(view, order), frozen=3)


def _remarks(sheet: LongSheet, view: ComparisonView) -> None:
    if any(item.merged for item in view.trajectories):
        sheet.note(wording.MERGED_LEVELS)
    if fits(len(view.undated)):
        for sentence in view.undated:
            sheet.note(typeset(sentence))


def _steps(view: ComparisonView, order: Sequence[tuple[int, HeadingView]]) -> Iterator[Row]:
    for trajectory in view.trajectories:
        for step in trajectory.steps:
            row: list[Item | str] = [label(trajectory.pole), step.label, date_item(step.date)]
            for position, _ in order:
                figure = step.sub_objectives[position]
                row += (level_item(figure, starred=True), coverage_share(figure), voices_item(figure, narrow=True))
            yield row
