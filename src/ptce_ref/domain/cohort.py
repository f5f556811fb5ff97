"""Figures of a group of pôles: never under a minimum, never by deduction (R12)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate, EvaluationResult


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
        return self.median is None


@dataclass(frozen=True)
class Cohort:
    """Figures by element id; ``n`` pôles kept in all, ``minimum`` from which a figure exists."""

    n: int
    minimum: int
    sub_objectives: Mapping[str, CohortFigure] = field(default_factory=dict)
    objectives: Mapping[str, CohortFigure] = field(default_factory=dict)
    themes: Mapping[str, CohortFigure] = field(default_factory=dict)


def gather_cohort(results: Sequence[EvaluationResult], referential: Referential) -> Cohort:
    """Return the figures of the group whose results these are, with complementary suppression (R12)."""
    minimum = referential.thresholds.comparison.cohort_size
    n = len(results)

    def figures(
        ids: Iterable[str], read: Callable[[EvaluationResult], Mapping[str, Aggregate]]
    ) -> dict[str, CohortFigure]:
        result: dict[str, CohortFigure] = {}
        for ident in ids:
            found = [read(one).get(ident) for one in results]
            result[ident] = cohort_figure([a.value for a in found if a is not None and a.value is not None], minimum)
        return result

    subs = figures((s.id for s in referential.sub_objectives), lambda r: r.sub_objectives)
    objectives = figures((o.id for o in referential.objectives), lambda r: r.objectives)
    themes = figures((t.id for t in referential.themes), lambda r: r.themes)
    for objective in referential.objectives:
        family = [s.id for s in referential.sub_objectives_of(objective.id)]
        hidden = [ident for ident in family if subs[ident].suppressed]
        if len(hidden) == 1 and not objectives[objective.id].suppressed:
            # The objective is the mean of its sub-objectives: with all but one, the last one
            # could be worked out. Hide the objective's figure too.
            objectives[objective.id] = CohortFigure(objectives[objective.id].n, complementary=True)
    return Cohort(n, minimum, subs, objectives, themes)


def cohort_figure(values: Sequence[float], minimum: int) -> CohortFigure:
    """Return median and quartiles of ``values`` (inclusive method), or a suppressed figure."""
    if len(values) < max(minimum, 2):
        return CohortFigure(len(values))
    first, _, third = quantiles(values, n=4, method="inclusive")
    return CohortFigure(len(values), median(values), first, third)
