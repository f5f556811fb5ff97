"""The sheets « Profils », « Objectifs », « Enjeux » and « Trajectoires »: one row a pôle, never ranked.

Each element takes three columns: its level, its coverage and its n.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ptce_ref.domain.comparison import Standing
from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order
from ptce_ref.reports.view import ComparisonView, EntryView, FigureView, HeadingView
from ptce_ref.reports.xlsx.cell import Item, centred, greyed, label
from ptce_ref.reports.xlsx.figure import coverage_share, date_text, level_item, voices_item
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row, Sheet
from ptce_ref.reports.xlsx.style import UPRIGHT, Look

PROFILES, OBJECTIVES, THEMES, TRAJECTORIES = "Profils", "Objectifs", "Enjeux", "Trajectoires"
_OPENING = (Column("Pôle", 26), Column("Situation", 10))
_CLOSING = Column("Pourquoi il est grisé", 25)
_STEP = (Column("Pôle", 26), Column("Évaluation", 22), Column("Date", 16))
_LEVEL, _COVERAGE, _VOICES = 7.0, 5.2, 4.0
_LEGEND = (
    "Pour chaque élément : le niveau, sa couverture (« couv. ») et les voix qui l’ont donné (« n »). "
    "* : valeur provisoire. Les pôles ne sont pas classés."
)


def write_profiles(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Profils »: pôles and sub-objectives."""
    order = in_order(view)
    legend = " · ".join(f"{item.code} {item.name}" for _, item in order)
    _write(
        LongSheet(book, PROFILES, look, heading, _widths(len(order))),
        view,
        [item.code for _, item in order],
        lambda entry: [entry.sub_objectives[position] for position, _ in order],
        legend,
    )


def write_objectives(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Objectifs »: pôles and objectives."""
    _write(
        LongSheet(book, OBJECTIVES, look, heading, _widths(len(view.objectives))),
        view,
        [item.code for item in view.objectives],
        lambda entry: entry.objectives,
        " · ".join(f"{item.code} {item.name}" for item in view.objectives),
    )


def write_themes(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Enjeux »: pôles and themes."""
    _write(
        LongSheet(book, THEMES, look, heading, _widths(len(view.themes))),
        view,
        [item.name for item in view.themes],
        lambda entry: entry.themes,
        upright=True,
    )


def write_trajectories(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Trajectoires »: the dates of each pôle that has several, oldest first."""
    order = in_order(view)
    columns = [*_STEP, *_columns([item.code for _, item in order])]
    sheet = LongSheet(book, TRAJECTORIES, look, heading, [column.width for column in columns])
    sheet.note(" · ".join(f"{item.code} {item.name}" for _, item in order))
    caution = (
        "Un écart entre deux dates vient du pôle, mais aussi de qui a répondu : la couverture et n aident à en juger. "
        "* : valeur provisoire."
    )
    sheet.note(typeset(caution))
    if any(item.merged for item in view.trajectories):
        sheet.note(wording.MERGED_LEVELS)
    sheet.table([column.header for column in columns], _steps(view, look, order), frozen=3)


def _write(
    sheet: Sheet,
    view: ComparisonView,
    names: Sequence[str],
    figures: Callable[[EntryView], Sequence[FigureView]],
    legend: str = "",
    *,
    upright: bool = False,
) -> None:
    if legend:
        sheet.note(legend)
    sheet.note(typeset(_LEGEND))
    headers: list[Item | str] = [column.header for column in (*_OPENING, *_columns(names), _CLOSING)]
    if upright:
        groups = ((Item(name, UPRIGHT), "couv.", "n") for name in names)
        headers[len(_OPENING) : -1] = [header for group in groups for header in group]
    sheet.table(headers, _rows(view, sheet.look, figures), frozen=1)


def _columns(names: Iterable[str]) -> list[Column]:
    return [
        column
        for name in names
        for column in (
            Column(name, _LEVEL),
            Column(f"{name} couv.", _COVERAGE),
            Column(f"{name} n", _VOICES),
        )
    ]


def _widths(count: int) -> list[float]:
    return [column.width for column in (*_OPENING, *_columns([""] * count), _CLOSING)]


def _rows(view: ComparisonView, look: Look, figures: Callable[[EntryView], Sequence[FigureView]]) -> Iterator[Row]:
    for entry in view.entries:
        if entry.standing is Standing.LEFT_OUT:
            continue
        row = [label(entry.pole.name), centred(entry.standing)]
        row += _figures(figures(entry), look)
        row.append(Item(" ".join(entry.reasons) or None))
        yield row if entry.standing is Standing.KEPT else greyed(row)


def _steps(view: ComparisonView, look: Look, order: Sequence[tuple[int, HeadingView]]) -> Iterator[Row]:
    for trajectory in view.trajectories:
        for step in trajectory.steps:
            figures = [step.sub_objectives[position] for position, _ in order]
            yield [
                label(trajectory.pole),
                step.label,
                centred(date_text(step.date)),
                *_figures(figures, look),
            ]


def _figures(figures: Iterable[FigureView], look: Look) -> Iterator[Item]:
    for figure in figures:
        yield level_item(figure, look, starred=True)
        yield coverage_share(figure)
        yield voices_item(figure, narrow=True)
