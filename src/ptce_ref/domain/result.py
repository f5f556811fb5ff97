"""From answers to values: indicators, sub-objectives, objectives, themes (R8-R10).

There is no value above the objectives: no overall score exists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ptce_ref.domain.confidentiality import declared, is_untold, merge_small_colleges
from ptce_ref.domain.distribution import Ballot, Distribution, ballot_of, count_voices
from ptce_ref.domain.divergence import Divergence, measure
from ptce_ref.domain.evaluation import Contents, Position
from ptce_ref.domain.referential import Indicator, Referential, Scale, in_reading_order
from ptce_ref.domain.vocabulary import Outcome, State

ROUNDING_NOISE = 1e-9
"""Values 0..1 closer than this are the same value."""


@dataclass(frozen=True)
class IndicatorResult:
    """One indicator: ``value`` is 0..1 when ``state`` is VALUE, None otherwise.

    ``provisional`` is true when the value does not come from an agreed position.
    ``few`` is true when too few voices spoke for others to see them: only what the group decided is then given,
    and neither what they said nor how many they are.
    ``lowest`` is true when the value stands at the lowest level (nearer to it than to the
    next one, the half-way point included: a doubt is an alarm).
    """

    indicator: Indicator
    distribution: Distribution
    divergence: Divergence
    position: Position | None
    state: State
    value: float | None
    provisional: bool
    lowest: bool
    few: bool = False

    @property
    def n(self) -> int | None:
        """Voices that gave a level, named respondents and shows of hands together (R4); None when not told."""
        return None if self.few else self.distribution.total.n

    @property
    def size(self) -> int:
        """Always 1: an indicator counts for itself where :class:`Aggregate` counts several."""
        return 1

    @property
    def reached(self) -> int:
        """1 as soon as one voice answered anything, « ne sait pas » included; else 0."""
        return int(self.few or self.distribution.total.total > 0)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A sub-objective, an objective, a theme or a cell of the grid (R9, R10).

    ``value`` is 0..1 or None; ``answered`` and ``applicable`` count indicators; ``n`` counts
    the voices behind the value, ``alerts`` are the flagged indicators at the lowest level. ``size``
    counts all of its indicators, ``reached`` those about which anything at all was said, ``few`` those whose
    value is left out because it rests on too few voices. ``untold`` counts those whose value the group decided when
    too few had spoken: their voices are not in ``n``, which is None, and not 0, when no other has a value.
    """

    state: State
    value: float | None
    answered: int
    applicable: int
    n: int | None
    provisional: bool
    alerts: tuple[Indicator, ...]
    size: int
    reached: int
    few: int = 0
    untold: int = 0

    @property
    def coverage(self) -> float | None:
        """Answered over applicable, 0..1; None when nothing applies."""
        return self.answered / self.applicable if self.applicable else None


@dataclass(frozen=True)
class EvaluationResult:
    """Everything computed from one evaluation, keyed by stable identifiers, in reading order."""

    indicators: Mapping[str, IndicatorResult]
    sub_objectives: Mapping[str, Aggregate]
    objectives: Mapping[str, Aggregate]
    themes: Mapping[str, Aggregate]
    cells: Mapping[tuple[str, str], Aggregate]
    whole: Aggregate
    """Coverage, n and alerts of the whole evaluation; its value is always None (no overall score)."""
    merged: bool = False
    """Whether small colleges were counted as one: the pôle itself then reads other levels where it decided nothing."""


def compute(contents: Contents, referential: Referential, *, for_others: bool = False) -> EvaluationResult:
    """Return every value of an evaluation that was read in full; see :func:`count`."""
    return count(ballot_of(contents), contents.evaluation.indicators, referential, for_others=for_others)


def count(
    ballot: Ballot, indicators: Sequence[str], referential: Referential, *, for_others: bool = False
) -> EvaluationResult:
    """Return every value that ``ballot`` gives. Only ``indicators``, those of the evaluation, take part.

    ``for_others`` is for what leaves the pôle: small colleges are merged, and no value rests on fewer voices
    than the threshold (:mod:`ptce_ref.domain.confidentiality`).
    """
    positions = {position.indicator_id: position for position in ballot.positions}
    distributions: Mapping[str, Distribution] = count_voices(ballot, indicators, referential)
    threshold = referential.thresholds.confidentiality.minimum if for_others else 0
    merged = False
    if for_others:
        known = declared(referential)
        merging = merge_small_colleges(distributions, threshold, known)
        # What came from another base was merged there: its groups are no college of the referential.
        distributions, merged = merging.distributions, not known.issuperset(merging.groups.values())
    scale = referential.scale
    results = {
        item.id: evaluate_indicator(item, distributions[item.id], positions.get(item.id), scale, threshold)
        for item in in_reading_order(referential, indicators)
    }
    by_sub: dict[str, list[IndicatorResult]] = {}
    by_theme: dict[str, list[IndicatorResult]] = {}
    by_cell: dict[tuple[str, str], list[IndicatorResult]] = {}
    for result in results.values():
        item = result.indicator
        by_sub.setdefault(item.sub_objective, []).append(result)
        by_theme.setdefault(item.theme, []).append(result)
        by_cell.setdefault((item.sub_objective, item.theme), []).append(result)

    subs = {sub.id: aggregate(by_sub[sub.id]) for sub in referential.sub_objectives if sub.id in by_sub}
    objectives: dict[str, Aggregate] = {}
    for objective in referential.objectives:
        parts = [subs[sub.id] for sub in referential.sub_objectives_of(objective.id) if sub.id in subs]
        if parts:
            objectives[objective.id] = combine(parts)
    themes = {
        theme.id: aggregate(by_theme[theme.id], weighted=False) for theme in referential.themes if theme.id in by_theme
    }
    cells = {key: aggregate(group) for key, group in by_cell.items()}
    whole = _without_value(aggregate(list(results.values())))
    return EvaluationResult(results, subs, objectives, themes, cells, whole, merged)


def evaluate_indicator(
    indicator: Indicator, distribution: Distribution, position: Position | None, scale: Scale, threshold: int = 0
) -> IndicatorResult:
    """Return the result of one indicator (R8).

    The agreed position decides; without one, or when the group agreed to disagree, the value is
    the mean of the colleges' medians, provisional. An indicator that nobody scored and that at
    least one voice called not applicable does not apply. What the group did not decide, and that fewer voices
    than ``threshold`` said, is not given.
    """
    divergence = measure(distribution)
    state, value, provisional = State.NONE, None, True
    if position is not None and position.outcome is Outcome.AGREED and position.level is not None:
        state, value, provisional = State.VALUE, scale.normalise(scale.ranks[position.level]), False
    elif position is not None and position.outcome is Outcome.NOT_APPLICABLE:
        state, provisional = State.NOT_APPLICABLE, False
    elif divergence.college_medians:
        medians = [scale.normalise(rank) for rank in divergence.college_medians.values()]
        state, value = State.VALUE, sum(medians) / len(medians)
    elif distribution.total.not_applicable:
        state = State.NOT_APPLICABLE
    few = is_untold(distribution, threshold)
    if few and provisional:
        state, value = State.NONE, None
    half_step = 0.5 / (len(scale.levels) - 1)
    # A mean of exact half-way points may come out a hair above: an alert must not hang on it.
    lowest = value is not None and value <= half_step + ROUNDING_NOISE
    return IndicatorResult(indicator, distribution, divergence, position, state, value, provisional, lowest, few)


def aggregate(results: Sequence[IndicatorResult], *, weighted: bool = True) -> Aggregate:
    """Return the mean of the indicators that have a value, weighted or plain (R9, R10)."""
    valued = [(r.value, r.indicator.weight if weighted else 1.0) for r in results if r.value is not None]
    total_weight = sum(weight for _, weight in valued)
    value = sum(v * weight for v, weight in valued) / total_weight if valued else None
    applicable = sum(r.state is not State.NOT_APPLICABLE for r in results)
    return Aggregate(
        state=_state(value, applicable),
        value=value,
        answered=len(valued),
        applicable=applicable,
        n=_sum_told(r.n for r in results if r.value is not None),
        provisional=any(r.provisional for r in results if r.state is State.VALUE),
        alerts=tuple(r.indicator for r in results if r.lowest and r.indicator.vigilance is not None),
        size=len(results),
        reached=sum(r.reached for r in results),
        few=sum(r.few and r.state is State.NONE for r in results),
        untold=sum(r.few and r.value is not None for r in results),
    )


def combine(parts: Iterable[Aggregate]) -> Aggregate:
    """Return the plain mean of aggregates that have a value: an objective from its sub-objectives."""
    parts = list(parts)
    values = [part.value for part in parts if part.value is not None]
    value = sum(values) / len(values) if values else None
    applicable = sum(part.applicable for part in parts)
    return Aggregate(
        state=_state(value, applicable),
        value=value,
        answered=sum(part.answered for part in parts),
        applicable=applicable,
        n=_sum_told(part.n for part in parts if part.answered),
        provisional=any(part.provisional for part in parts),
        alerts=tuple(item for part in parts for item in part.alerts),
        size=sum(part.size for part in parts),
        reached=sum(part.reached for part in parts),
        few=sum(part.few for part in parts),
        untold=sum(part.untold for part in parts),
    )


def _sum_told(counts: Iterable[int | None]) -> int | None:
    """Return the voices that may be told, all together; None when there are some and none may be."""
    found = list(counts)
    told = [n for n in found if n is not None]
    return sum(told) if told or not found else None


def _state(value: float | None, applicable: int) -> State:
    if value is not None:
        return State.VALUE
    return State.NONE if applicable else State.NOT_APPLICABLE


def _without_value(whole: Aggregate) -> Aggregate:
    return replace(whole, value=None)
