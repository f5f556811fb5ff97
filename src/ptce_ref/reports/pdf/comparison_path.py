"""One pôle at several dates: series on the same scale.

Must not know in which document they stand.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.bar import ChangeBar, LevelRuler
from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.comparison_profile import alert_legend, figure_words
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import HeadingView, SeriesView, TrajectoryView

_NAME, _BAR, _STEP, _WIDEST = 54 * mm, 34 * mm, 24 * mm, 34 * mm
_GAP = 14.0
_ABREAST = max(2, int((WIDTH - _NAME - _BAR) // _STEP))
"""Dates that a page holds side by side."""

Elements = Sequence[tuple[int, HeadingView]]
"""The sub-objectives in reading order, with their place in a series."""


def build_trajectories(
    trajectories: Sequence[TrajectoryView], order: Elements, levels: int, look: Look
) -> list[Flowable]:
    """Return the section « Trajectoires », or nothing when no pôle has two dates."""
    if not trajectories:
        return []
    story: list[Flowable] = []
    opening: list[Flowable] = [heading(look, "Trajectoires", "trajectoires")]
    opening += prose(look, read_prose(look.theme, "comparaison-trajectoires"))
    if any(item.merged for item in trajectories):
        opening += [look.paragraph(look.styles.muted, wording.MERGED_LEVELS), Spacer(0, 6)]
    for number, trajectory in enumerate(trajectories):
        title = heading(look, short(trajectory.pole, 160), f"trajectoire-{number}", 1)
        for steps in _spans(trajectory.steps):
            said = [look.paragraph(look.styles.small, trajectory.caution)] if trajectory.caution else []
            parts = [*said, _dated_table(steps, order, levels, look), *series_legend(steps, look)]
            story += [KeptClose([*opening, title, *parts]), Spacer(0, 8)]
            opening = []
            title = heading(look, f"{short(trajectory.pole, 160)} (suite)", "", 1)
    return story


_MOST_UNDATED = 60
"""Pôles without a trajectory of whom it is told one by one: a reader goes through no more."""


def build_undated(undated: Sequence[str], look: Look, *, titled: bool) -> list[Flowable]:
    """Return why pôles that have several evaluations have no trajectory, under a title of its own if ``titled``."""
    if not undated:
        return []
    story: list[Flowable] = [heading(look, "Trajectoires", "trajectoires")] if titled else []
    told = list(islice(undated, _MOST_UNDATED))
    story += [Paragraph(look.type.markup(short(said, 600)), look.styles.bullet, bulletText="•") for said in told]
    if len(undated) > len(told):
        more = wording.count(len(undated) - len(told), "autre pôle est dans ce cas", "autres pôles sont dans ce cas")
        story.append(look.paragraph(look.styles.body, f"{more}."))
    return [room(90), *story, Spacer(0, 8)]


def _spans(steps: Sequence[SeriesView]) -> Iterator[Sequence[SeriesView]]:
    """Yield the dates in spans that a page can hold; a span begins with the last date of the one before."""
    start = 0
    while start == 0 or start + 1 < len(steps):
        yield steps[start : start + _ABREAST]
        start += _ABREAST - 1


def _dated_table(steps: Sequence[SeriesView], order: Elements, levels: int, look: Look) -> Flowable:
    dates = [look.type.markup(short(step.label, 40), f"\n{wording.long_date(step.date)}") for step in steps]
    return series_table(steps, dates, order, levels, look)


def series_table(
    series: Sequence[SeriesView], heads: Sequence[str], order: Elements, levels: int, look: Look
) -> Flowable:
    """Return one row a sub-objective: its name, the first and the last series on one bar, then each of them."""
    rows = Rows()
    for place, item in order:
        figures = [one.sub_objectives[place] for one in series]
        rows.add(
            look.type.markup(look.type.bold(f"{item.code} "), short(item.name)),
            ChangeBar(look, figures[0].level, figures[-1].level, levels, _BAR - _GAP),
            *(figure_words(look, figure) for figure in figures),
        )
    step = min(_WIDEST, (WIDTH - _NAME - _BAR) / len(series))
    widths = (WIDTH - _BAR - step * len(series), _BAR, *[step] * len(series))
    return build_table(look, ("Sous-objectif", LevelRuler(look, levels, _BAR - _GAP), *heads), rows, widths)


def series_legend(series: Sequence[SeriesView], look: Look) -> list[Flowable]:
    """Return what goes under such a table: the question of each alert; nothing without an alert."""
    return alert_legend(look, (figure for one in series for figure in one.sub_objectives))
