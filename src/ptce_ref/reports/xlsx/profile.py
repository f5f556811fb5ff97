"""The sheets « Profils », « Objectifs » and « Enjeux »: pôles side by side, never ranked.

A few pôles are columns, as many as an A4 sheet shows: one reads down the shape of each, and a sort puts in order
the elements of one pôle, not the pôles. Many are rows, to be filtered. No shade follows the levels in either
(:mod:`ptce_ref.reports.own_shape`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.text import typeset
from ptce_ref.reports.figure_table import in_order
from ptce_ref.reports.own_shape import LEGEND, own_shape
from ptce_ref.reports.view import ComparisonView, EntryView, FigureView
from ptce_ref.reports.xlsx.cell import Item, centred, greyed, label
from ptce_ref.reports.xlsx.figure import coverage_share, level_item, voices_item
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row
from ptce_ref.reports.xlsx.side_by_side import SideBySide, Standpoint, fits
from ptce_ref.reports.xlsx.style import UPRIGHT, Look

PROFILES, OBJECTIVES, THEMES = "Profils", "Objectifs", "Enjeux"
_OPENING = (Column("Pôle", 26), Column("Situation", 10))
_CLOSING = Column("Pourquoi il est grisé", 25)
_LEVEL, _COVERAGE, _VOICES = 7.0, 5.2, 4.0
_STAR = "* : valeur provisoire. Les pôles ne sont pas classés."
_LEGEND = "Pour chaque élément : le niveau, sa couverture (« couv. ») et les avis donnés (« n »). " + _STAR


@dataclass(frozen=True)
class _Part:
    """What a sheet shows of each pôle: ``names`` are (code, name) of the elements, the code empty when it has none."""

    title: str
    element: str
    names: Sequence[tuple[str, str]]
    inks: Sequence[str]
    figures: Callable[[EntryView], Sequence[FigureView]]
    shaped: bool
    """Whether there are enough elements for a shape."""


def write_profiles(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Profils »: pôles and sub-objectives."""
    order = in_order(view)
    parents = [item.code for item in view.objectives]
    inks = [look.colours.of_objective(parents.index(item.parent)) for _, item in order]

    def figures(entry: EntryView) -> list[FigureView]:
        return [entry.sub_objectives[position] for position, _ in order]

    names = [(item.code, item.name) for _, item in order]
    _write(book, look, heading, view, _Part(PROFILES, "Sous-objectif", names, inks, figures, shaped=True))


def write_objectives(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Objectifs »: pôles and objectives."""
    names = [(item.code, item.name) for item in view.objectives]
    inks = [look.colours.of_objective(position) for position in range(len(names))]
    part = _Part(OBJECTIVES, "Objectif", names, inks, lambda entry: entry.objectives, shaped=False)
    _write(book, look, heading, view, part)


def write_themes(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Enjeux »: pôles and themes."""
    names = [("", item.name) for item in view.themes]
    part = _Part(THEMES, "Enjeu", names, [""] * len(names), lambda entry: entry.themes, shaped=True)
    _write(book, look, heading, view, part)


def in_columns(view: ComparisonView) -> bool:
    """Whether pôles are few enough to be columns."""
    return fits(len(view.entries))


def _write(book: Book, look: Look, heading: Heading, view: ComparisonView, part: _Part) -> None:
    if in_columns(view):
        _write_columns(book, look, heading, view, part)
    else:
        _write_rows(book, look, heading, view, part)


def _write_columns(book: Book, look: Look, heading: Heading, view: ComparisonView, part: _Part) -> None:
    points = [_standpoint(entry, part, view) for entry in view.entries if entry.standing is not Standing.LEFT_OUT]
    sheet = SideBySide(book, part.title, look, heading, part.element, part.names, part.inks, len(points))
    sheet.note(typeset(f"{LEGEND} {_STAR}" if part.shaped else _STAR))
    _caution(sheet.sheet, view)
    sheet.write(points)


def _standpoint(entry: EntryView, part: _Part, view: ComparisonView) -> Standpoint:
    figures = part.figures(entry)
    return Standpoint(
        entry.pole.name,
        figures,
        own_shape(figures) if part.shaped else (),
        entry.standing,
        " ".join(entry.reasons) if entry.standing is Standing.GREYED else "",
        0 if view.same_questions else entry.asked,
    )


def _caution(sheet: LongSheet, view: ComparisonView) -> None:
    if view.questions_caution:
        sheet.note(typeset(view.questions_caution))


def _write_rows(book: Book, look: Look, heading: Heading, view: ComparisonView, part: _Part) -> None:
    coded = all(code for code, _ in part.names)
    columns = [*_OPENING, *element_columns([code or name for code, name in part.names]), _CLOSING]
    sheet = LongSheet(book, part.title, look, heading, [column.width for column in columns])
    if coded:
        sheet.note(" · ".join(f"{code} {name}" for code, name in part.names))
    sheet.note(typeset(_LEGEND))
    _caution(sheet, view)
    headers: list[Item | str] = [column.header for column in columns]
    if not coded:
        groups = ((Item(name, UPRIGHT), "couv.", "n") for _, name in part.names)
        headers[len(_OPENING) : -1] = [header for group in groups for header in group]
    sheet.table(headers, _rows(view, part), frozen=1)


def element_columns(names: Sequence[str]) -> Iterator[Column]:
    """Yield the three columns of each element, where pôles are rows: its level, its coverage, its n."""
    for name in names:
        yield Column(name, _LEVEL)
        yield Column(f"{name} couv.", _COVERAGE)
        yield Column(f"{name} n", _VOICES)


def _rows(view: ComparisonView, part: _Part) -> Iterator[Row]:
    for entry in view.entries:
        if entry.standing is Standing.LEFT_OUT:
            continue
        row = [label(entry.pole.name), centred(entry.standing)]
        for figure in part.figures(entry):
            row += (level_item(figure, starred=True), coverage_share(figure), voices_item(figure, narrow=True))
        row.append(Item(" ".join(entry.reasons) or None))
        yield row if entry.standing is Standing.KEPT else greyed(row)
