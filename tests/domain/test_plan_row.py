"""What becomes of a row of a plan that comes back: three states, and never a guess."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.action import Action
from ptce_ref.domain.plan_row import FilledAction, PlanRow, compare_plan, settle_plan
from ptce_ref.domain.returned_row import Conflict, Fate

ROW = PlanRow("Ouvrir le samedi", ("T1.01",), "Lucie", "2027-06-30", "à faire", "")
OTHER, THIRD = replace(ROW, who="Paul"), replace(ROW, who="Nora")


def action(what: str = ROW.what) -> Action:
    return Action(id="a01", what=what, who="Lucie", due=dt.date(2027, 6, 30))


@pytest.mark.parametrize(
    ("base", "now", "said", "fate"),
    [
        (ROW, ROW, ROW, Fate.UNCHANGED),
        (ROW, ROW, OTHER, Fate.CHANGED),
        (ROW, ROW, None, Fate.WITHDRAWN),
        (ROW, OTHER, ROW, Fate.KEPT),
        (ROW, OTHER, OTHER, Fate.UNCHANGED),
        (ROW, OTHER, THIRD, Fate.CONFLICT),
        (ROW, OTHER, None, Fate.CONFLICT),
        (ROW, None, ROW, Fate.KEPT),
        (ROW, None, None, Fate.UNCHANGED),
        (ROW, None, OTHER, Fate.CONFLICT),
    ],
)
def test_the_three_states(base: PlanRow, now: PlanRow | None, said: PlanRow | None, fate: Fate) -> None:
    plan, rows = ([action()], {"a01": now}) if now else ([], {})
    (line,) = compare_plan([FilledAction("a01", said, base.fingerprint)], plan, rows)
    assert (line.id, line.fate) == ("a01", fate)
    (kept,) = settle_plan([line], Conflict.KEEP)
    (replaced,) = settle_plan([line], Conflict.REPLACE)
    if fate is not Fate.CONFLICT:
        assert kept == replaced == line
    else:
        assert kept.fate is Fate.KEPT
        wanted = Fate.WITHDRAWN if said is None else Fate.CHANGED if now else Fate.ADDED
        assert replaced.fate is wanted


def test_an_added_row_that_asks_for_what_is_planned_already_is_that_action() -> None:
    filled = [FilledAction("", replace(ROW, what="OUVRIR LE SAMEDI")), FilledAction("", replace(ROW, what="Fermer"))]
    first, second = compare_plan(filled, [action()], {"a01": ROW})
    assert (first.id, first.fate) == ("a01", Fate.CONFLICT)
    assert (second.id, second.fate) == ("", Fate.ADDED)
    (same,) = compare_plan([FilledAction("", ROW)], [action()], {"a01": ROW})
    assert (same.id, same.fate) == ("a01", Fate.UNCHANGED)


def test_a_number_typed_by_hand_is_not_one_of_ours() -> None:
    (line,) = compare_plan([FilledAction("<b>", ROW)], [], {})
    assert (line.id, line.fate) == ("", Fate.ADDED)


TEXTS = st.text(max_size=12)
ROWS = st.builds(PlanRow, TEXTS, st.lists(TEXTS, max_size=3).map(tuple), TEXTS, TEXTS, TEXTS, TEXTS)


@given(ROWS, ROWS)
def test_two_rows_have_one_fingerprint_only_when_they_say_the_same(one: PlanRow, other: PlanRow) -> None:
    assert (one.fingerprint == other.fingerprint) == (one == other)
