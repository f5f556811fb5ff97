"""Figures of a group of pôles: never under a minimum, never by deduction (R12)."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan, nan
from statistics import median, quantiles

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import EvaluationResult


@dataclass(frozen=True)
class CohortFigure:
    """Median and quartiles (0..1) of a group of pôles; None when ``suppressed``.

    ``n`` is the number of pôles with a value. ``complementary`` says that the figure had enough
    pôles and is hidden so that a neighbour's cannot be worked out from it.
    """

    n: int
    median: float | None = None
    first_quartile: float | None = None
    third_quartile: float | None = None
    complementary: bool = False

    @property
    def suppressed(self) -> bool:
        """Whether the figure is not told: too few pôles, or one could be worked out from it."""
        return self.median is None


@dataclass(frozen=True)
class Cohort:
    """Figures by element id; ``n`` pôles kept in all, ``minimum`` from which a figure exists."""

    n: int
    minimum: int
    sub_objectives: Mapping[str, CohortFigure] = field(default_factory=dict)
    objectives: Mapping[str, CohortFigure] = field(default_factory=dict)
    themes: Mapping[str, CohortFigure] = field(default_factory=dict)


class Gathering:
    """Takes the results of a group one by one, and keeps of each a number by element."""

    def __init__(self, referential: Referential) -> None:
        self._referential = referential
        self.n = 0
        self.sub_objectives = {item.id: array("d") for item in referential.sub_objectives}
        """Values 0..1, by element id, in the order in which results are added; NaN where there is none."""
        self.objectives = {item.id: array("d") for item in referential.objectives}
        self.themes = {item.id: array("d") for item in referential.themes}

    def add(self, result: EvaluationResult) -> None:
        """Take the result of one more pôle."""
        self.n += 1
        for columns, found in (
            (self.sub_objectives, result.sub_objectives),
            (self.objectives, result.objectives),
            (self.themes, result.themes),
        ):
            for ident, column in columns.items():
                value = found[ident].value if ident in found else None
                column.append(nan if value is None else value)

    def cohort(self) -> Cohort:
        """Return the figures of the group, with complementary suppression (R12)."""
        minimum = self._referential.thresholds.comparison.cohort_size
        subs, objectives, themes = (
            {ident: cohort_figure([v for v in column if not isnan(v)], minimum) for ident, column in columns.items()}
            for columns in (self.sub_objectives, self.objectives, self.themes)
        )
        for objective in self._referential.objectives:
            family = [s.id for s in self._referential.sub_objectives_of(objective.id)]
            hidden = [ident for ident in family if subs[ident].suppressed]
            if len(hidden) == 1 and not objectives[objective.id].suppressed:
                # The objective is the mean of its sub-objectives: with all but one, the last one
                # could be worked out. Hide the objective's figure too.
                objectives[objective.id] = CohortFigure(objectives[objective.id].n, complementary=True)
        return Cohort(self.n, minimum, subs, objectives, themes)


def cohort_figure(values: Sequence[float], minimum: int) -> CohortFigure:
    """Return median and quartiles of ``values`` (inclusive method), or a suppressed figure."""
    if len(values) < max(minimum, 2):
        return CohortFigure(len(values))
    first, _, third = quantiles(values, n=4, method="inclusive")
    return CohortFigure(len(values), median(values), first, third)
