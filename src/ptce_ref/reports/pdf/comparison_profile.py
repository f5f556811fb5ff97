"""Pôles side by side: one row a pôle, one bar an element, as many elements as a page is wide.

Pôles stand in the order of the view, never of a value. Must not know why a pôle is greyed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer

from ptce_ref.domain.comparison_condition import Order, Standing
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order, shown
from ptce_ref.reports.pdf.bar import LevelBar, LevelRuler
from ptce_ref.reports.pdf.comparison_question import caution
from ptce_ref.reports.pdf.comparison_radar import build_radars
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table, shown_level
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.view import ComparisonView, EntryView, FigureView, HeadingView

_NAME = 44 * mm
_FIGURE, _GAP = 65.0, 13.0
_SHORTEST, _LONGEST = 40.0, 60.0
"""Points between which bars take the width that figures leave."""
_MOST_ROWS = 120
"""Rows of one table: a longer one takes reportlab more than its share of time."""
_UNSHARED = "°"
_NOWHERE = "Région non renseignée"


@dataclass(frozen=True)
class _Column:
    """An element of the referential: its code or name above the column, and its figure in an entry."""

    label: str
    legend: str
    figure: Callable[[EntryView], FigureView]


@dataclass(frozen=True)
class _Shape:
    """How wide figures and bars are, and how many elements stand side by side."""

    figure: float
    bar: float
    abreast: int

    @classmethod
    def of(cls, look: Look, columns: Sequence[_Column]) -> Self:
        """Return the shape in which no word of a label is cut, if a page can hold it."""
        words = (word for column in columns for word in look.type.line(column.label).split(" "))
        style = look.styles.column
        longest = max((stringWidth(word, style.fontName, style.fontSize) for word in words), default=0.0)
        free = WIDTH - _NAME
        figure = min(max(_FIGURE, longest + 8), free - _SHORTEST - _GAP)
        abreast = int(free // (figure + _SHORTEST + _GAP))
        return cls(figure, min(_LONGEST, free / abreast - figure - _GAP), abreast)


def build_profiles(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the section « Profils côte à côte »: the sub-objectives, objective by objective."""
    story: list[Flowable] = [*_opening(view, look, "Profils côte à côte", "profils")]
    if not any(shown(view)):
        return [*story, look.paragraph(look.styles.body, "Aucun pôle ne remplit les conditions pour être montré.")]
    story += build_radars(view, look)
    order = in_order(view)
    for group, objective in enumerate(view.objectives):
        columns = [_sub_column(place, item) for place, item in order if item.parent == objective.code]
        title = heading(look, f"{objective.code} · {objective.name}", f"profils-{group}", 1, group=group, listed=True)
        story += _tables(view, look, columns, group, title)
    return story


def build_side_objectives(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the section « Objectifs côte à côte »."""
    columns = [_objective_column(place, item) for place, item in enumerate(view.objectives)]
    return _section(view, look, columns, "Objectifs côte à côte", "objectifs")


def build_side_themes(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the section « Enjeux côte à côte »: the other entry into the same questions."""
    columns = [_theme_column(place, item) for place, item in enumerate(view.themes)]
    return _section(view, look, columns, "Enjeux côte à côte", "enjeux")


def _section(view: ComparisonView, look: Look, columns: Sequence[_Column], title: str, key: str) -> list[Flowable]:
    if not any(shown(view)):
        return []
    return [*_opening(view, look, title, key), *_tables(view, look, columns, None)]


def _opening(view: ComparisonView, look: Look, title: str, key: str) -> list[Flowable]:
    levels = len(view.referential.levels)
    text = (
        f"Chaque barre va de 1 à {levels}, l’échelle du référentiel ; à côté, le niveau, puis la couverture et les "
        f"avis donnés. Les pôles gardent la même place d’un tableau à l’autre, celle que donne le {view.order}."
    )
    return [room(200), heading(look, title, key), look.paragraph(look.styles.body, text), *caution(view, look)]


def _sub_column(place: int, item: HeadingView) -> _Column:
    return _Column(item.code, f"{item.code} {item.name}", lambda entry: entry.sub_objectives[place])


def _objective_column(place: int, item: HeadingView) -> _Column:
    return _Column(item.code, f"{item.code} {item.name}", lambda entry: entry.objectives[place])


def _theme_column(place: int, item: HeadingView) -> _Column:
    return _Column(short(item.name, 80), "", lambda entry: entry.themes[place])


def _tables(
    view: ComparisonView, look: Look, columns: Sequence[_Column], group: int | None, title: Flowable | None = None
) -> list[Flowable]:
    """Return the tables of these columns, as many abreast as fit, each with all the pôles, after ``title``."""
    story: list[Flowable] = []
    shape = _Shape.of(look, columns)
    for part in _parts(columns, shape.abreast):
        story += [room(150), *([title] if title is not None else [])]
        title = None
        legend = " · ".join(column.legend for column in part if column.legend)
        if legend:
            story.append(look.paragraph(look.styles.small, legend))
        story += [*_part_tables(view, look, part, group, shape)]
        figures = (column.figure(entry) for entry in shown(view) for column in part)
        story += [*alert_legend(look, figures), Spacer(0, 10)]
    return story


def _parts(columns: Sequence[_Column], abreast: int) -> Iterator[Sequence[_Column]]:
    """Yield the columns in parts of about the same size, none wider than a page."""
    count = -(-len(columns) // abreast)
    for part in range(count):
        yield columns[part * len(columns) // count : (part + 1) * len(columns) // count]


def _part_tables(
    view: ComparisonView, look: Look, columns: Sequence[_Column], group: int | None, shape: _Shape
) -> Iterator[Flowable]:
    levels = len(view.referential.levels)
    heads: list[str | Flowable] = ["Pôle"]
    for column in columns:
        heads += [column.label, LevelRuler(look, levels, shape.bar)]
    widths = (_NAME, *(shape.figure, shape.bar + _GAP) * len(columns))
    rows = Rows()
    for region, entries in _by_region(view):
        title = region
        for entry in entries:
            if len(rows.cells) >= _MOST_ROWS:
                yield build_table(look, heads, rows, widths)
                rows, title = Rows(), f"{region} (suite)" if region else ""
            if title:
                rows.add_group(look.type.bold(title), len(widths))
                title = ""
            rows.add(*_cells(look, entry, columns, levels, group, shape.bar))
    yield build_table(look, heads, rows, widths)


def _by_region(view: ComparisonView) -> list[tuple[str, list[EntryView]]]:
    """Return the entries shown under the name of their region, which is empty when there is nothing to group."""
    entries = list(shown(view))
    if view.order != Order.TERRITORY or len({entry.pole.region for entry in entries}) < 2:  # noqa: PLR2004 - two make groups
        return [("", entries)]
    groups = groupby(entries, key=lambda entry: entry.pole.region)
    return [(short(region, 80) or _NOWHERE, list(found)) for region, found in groups]


def _cells(
    look: Look, entry: EntryView, columns: Sequence[_Column], levels: int, group: int | None, bar: float
) -> Iterator[str | Flowable]:
    kept = entry.standing is Standing.KEPT
    colour = look.muted if not kept else look.accent if group is None else look.objective(group)
    yield look.type.markup(look.type.bold(short(entry.pole.name, 120)), "" if kept else f" ({entry.standing})")
    for column in columns:
        figure = column.figure(entry)
        yield figure_words(look, figure)
        yield LevelBar(look, figure.level, levels, colour, bar)


def figure_words(look: Look, figure: FigureView) -> Markup:
    """Return the level of a figure, then on a second line its coverage and its opinions, then the alerts it hides."""
    more = f"\n{wording.coverage(figure)} · {wording.told(figure.n)}{wording.NBSP}avis"
    parts = [look.type.coloured(look.colours.muted, more)]
    if figure.alerts:
        codes = ", ".join(f"{alert.code}{_UNSHARED if alert.unshared else ''}" for alert in figure.alerts)
        parts.append(look.type.coloured(look.colours.alert, f"\nalerte {codes}"))
    small = Markup(f'<font size="7.8">{look.type.markup(*parts)}</font>')
    return look.type.markup(look.type.bold(shown_level(figure)), small)


def alert_legend(look: Look, figures: Iterable[FigureView]) -> list[Flowable]:
    """Return the question of each alert that ``figures`` give the code of; nothing without an alert."""
    alerts = {alert.code: alert for figure in figures for alert in figure.alerts}
    if not alerts:
        return []
    said = " ; ".join(
        f"{code}{_UNSHARED if alert.unshared else ''} « {short(alert.title)} »"
        for code, alert in sorted(alerts.items())
    )
    sign = f" {_UNSHARED} : question que certains des pôles comparés n’ont pas eue." if _UNSHARED in said else ""
    words = look.type.coloured(look.colours.alert, "Alertes : ")
    return [Spacer(0, 3), look.paragraph(look.styles.small, words, f"{said}.{sign}")]
