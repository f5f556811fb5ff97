"""What the views of an evaluation share: the study they are made from, and figures."""

from dataclasses import dataclass

from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.result import Aggregate, EvaluationResult, IndicatorResult
from ptce_ref.domain.vocabulary import State
from ptce_ref.reports.view import AlertView, FigureView


@dataclass(frozen=True)
class Study:
    """What the view of an evaluation is made from."""

    pole: Pole
    contents: Contents
    referential: Referential
    result: EvaluationResult
    peer_pole: Pole | None = None
    for_others: bool = False
    """Whether it leaves the pôle: small colleges are merged, and nothing rests on too few voices."""
    received: bool = False
    """Whether it came from elsewhere as counts, without the people: no hand was raised for them."""


def view_figure(
    referential: Referential, aggregate: Aggregate | IndicatorResult, *, hidden: bool = False
) -> FigureView:
    """Return the figure of an aggregate or of an indicator; nothing of its value when ``hidden``."""
    if isinstance(aggregate, IndicatorResult):
        answered = int(aggregate.state is State.VALUE)
        applicable = int(aggregate.state is not State.NOT_APPLICABLE)
        flagged = aggregate.lowest and aggregate.indicator.vigilance is not None
        alerts: tuple[Indicator, ...] = (aggregate.indicator,) if flagged else ()
        coverage = answered / applicable if applicable else None
    else:
        answered, applicable, alerts = aggregate.answered, aggregate.applicable, aggregate.alerts
        coverage = aggregate.coverage
    if hidden:
        # Not even that somebody does not know, or feels unconcerned: only that there was an answer.
        answered, applicable, alerts = aggregate.reached, aggregate.size, ()
        coverage = answered / applicable if applicable else None
    value = None if hidden else aggregate.value
    unsaid = aggregate.few and aggregate.state is State.NONE and not hidden
    minimum = referential.thresholds.confidentiality.minimum
    few = minimum if unsaid else 0
    n = None if hidden or few else aggregate.n
    return FigureView(
        state=State.NONE if hidden else aggregate.state,
        value=value,
        level=None if value is None else referential.scale.rank_of(value),
        answered=answered,
        applicable=applicable,
        coverage=coverage,
        # « n = 1 » of three who answered would tell that two of them gave no level.
        n=n,
        provisional=hidden or aggregate.provisional,
        hidden=hidden,
        alerts=() if hidden else tuple(_alert(referential, item) for item in alerts),
        few=few,
        fewer=minimum if n is None and value is not None and aggregate.size == 1 else 0,
    )


def _alert(referential: Referential, item: Indicator) -> AlertView:
    return AlertView(item.code, item.title, referential.vigilance_by_id[item.vigilance or ""].name)
