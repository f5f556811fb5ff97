"""One pôle seen by itself and by another: near in time, the threshold of the referential, what one alone saw."""

import datetime as dt
from dataclasses import dataclass, replace

from ptce_ref.domain.peer_view import Glance, Remark, nearest, part, remark_on
from ptce_ref.domain.result import Aggregate
from ptce_ref.domain.vocabulary import State
from tests.samples import shipped_referential

THRESHOLDS = shipped_referential().thresholds


@dataclass(frozen=True)
class Done:
    id: str
    date: dt.date


def glance(value: float | None = None, **more: object) -> Glance:
    """What one side made of a question; ``value`` is 0..1."""
    state = State.NONE if value is None else State.VALUE
    figure = Aggregate(state, value, int(value is not None), 1, 3, provisional=True, alerts=(), size=1, reached=1)
    words = {key: more.pop(key) for key in ("alerts", "few") if key in more}
    return Glance(replace(figure, **words), **more)  # type: ignore[arg-type] # named by each test


def test_a_visit_is_read_beside_what_the_pole_said_at_that_time() -> None:
    early, late = Done("2023", dt.date(2023, 5, 2)), Done("2026", dt.date(2026, 5, 2))
    assert nearest([early, late], dt.date(2023, 9, 1)) is early
    assert nearest([early, late], dt.date(2026, 3, 1)) is late, "the evaluation may come after the visit"
    middle = early.date + (late.date - early.date) / 2
    assert nearest([early, late], middle) is late
    assert nearest([], middle) is None


def test_two_views_part_from_the_threshold_of_the_referential_on() -> None:
    assert THRESHOLDS.comparison.parting == 0.16
    assert part(0.5, 0.66, THRESHOLDS)
    assert not part(0.5, 0.65, THRESHOLDS)
    wider = THRESHOLDS.model_copy(update={"comparison": THRESHOLDS.comparison.model_copy(update={"parting": 0.5})})
    assert part(0.0, 0.5, wider)
    assert not part(0.5, 0.66, wider)


def test_what_one_side_alone_saw() -> None:
    flagged = tuple(item for item in shipped_referential().indicators if item.vigilance)[:1]
    assert remark_on(glance(0.5), glance(), THRESHOLDS) == (Remark.SCORED,)
    assert remark_on(glance(), glance(0.5), THRESHOLDS) == (Remark.SCORED,)
    assert remark_on(glance(0.3), glance(0.0, alerts=flagged), THRESHOLDS) == (Remark.VIGILANCE,)
    assert remark_on(glance(0.5, dont_know=0.1), glance(0.5, dont_know=0.6), THRESHOLDS) == (Remark.DONT_KNOW,)
    assert remark_on(glance(0.5, argued=True), glance(0.5, argued=False), THRESHOLDS) == (Remark.ARGUED,)
    assert remark_on(glance(0.5, argued=True), glance(0.9, argued=True), THRESHOLDS) == ()


def test_a_value_that_is_not_told_makes_no_remark() -> None:
    assert remark_on(glance(0.5), glance(few=1), THRESHOLDS) == ()
    assert remark_on(glance(0.5, argued=True), glance(0.5), THRESHOLDS) == ()
