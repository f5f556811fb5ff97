"""What an evaluation takes up from those before it: the one it is read beside, and what their plans left."""

import datetime as dt

import pytest

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.time_before import previous_evaluation, unfinished_before
from ptce_ref.domain.vocabulary import ActionState, Mode, Phase
from tests.grid import evaluation, grid

REFERENTIAL = grid()


def held(year: int, phase: Phase = Phase.CLOSED, ident: str = "", **changed: object) -> Evaluation:
    found = evaluation(REFERENTIAL, phase=phase)
    fields = {"id": ident or f"e{year}", "date": dt.date(year, 6, 1), "mode": Mode.CO, **changed}
    return found.model_copy(update=fields)


NOW = held(2026)


def test_the_latest_one_before_is_the_previous_one() -> None:
    others = [held(2024), held(2025), NOW, held(2027)]
    assert previous_evaluation(NOW, others) == held(2025)
    assert previous_evaluation(held(2024), others) is None


def test_of_two_of_one_day_the_last_id_is_the_previous_one() -> None:
    assert previous_evaluation(NOW, [held(2025, ident="b"), held(2025, ident="a")]) == held(2025, ident="b")


@pytest.mark.parametrize(
    "other",
    [
        held(2025, Phase.OPINIONS),
        held(2025, Phase.PREPARATION),
        held(2025, mode=Mode.SELF),
        held(2025, referential_hash="autre"),
        held(2025, pole_id="autre"),
    ],
)
def test_what_cannot_be_read_beside_it_is_passed_over(other: Evaluation) -> None:
    assert previous_evaluation(NOW, [other, held(2024)]) == held(2024)


def test_what_visitors_said_has_no_time_before() -> None:
    visit = held(2026, mode=Mode.PEER)
    assert previous_evaluation(visit, [held(2025, mode=Mode.PEER)]) is None


def action(ident: str, state: ActionState = ActionState.PLANNED, origin: str = "") -> Action:
    evaluation_id, _, action_id = origin.partition("/")
    return Action(
        id=ident,
        what="Agir",
        state=state,
        origin_evaluation_id=evaluation_id or None,
        origin_id=action_id or None,
    )


def test_what_is_not_finished_waits_the_latest_evaluation_first() -> None:
    plans = {
        "e2024": [action("a01"), action("a02", ActionState.DONE)],
        "e2025": [action("a01", ActionState.UNDER_WAY), action("a02", ActionState.GIVEN_UP)],
        "e2026": [],
    }
    found = unfinished_before(NOW, plans, [held(2024), NOW, held(2025)])
    assert [(other.id, waiting.id) for other, waiting in found] == [("e2025", "a01"), ("e2024", "a01")]


def test_what_a_plan_since_continues_waits_no_more() -> None:
    others = [held(2024), held(2025), NOW]
    left = {"e2024": [action("a01"), action("a02")], "e2025": [], "e2026": []}
    assert [item.id for _, item in unfinished_before(NOW, left, others)] == ["a01", "a02"]
    between = {**left, "e2025": [action("a07", ActionState.DONE, "e2024/a01")]}
    assert [item.id for _, item in unfinished_before(NOW, between, others)] == ["a02"]
    here = {**between, "e2026": [action("a01", origin="e2024/a02")]}
    assert unfinished_before(NOW, here, others) == []


def test_another_mode_and_a_later_day_leave_nothing() -> None:
    others = [held(2025, mode=Mode.SELF), held(2027), NOW]
    plans = {"e2025": [action("a01")], "e2027": [action("a01")], "e2026": [action("a03")]}
    assert unfinished_before(NOW, plans, others) == []
