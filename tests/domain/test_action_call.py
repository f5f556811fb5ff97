"""Why a question calls for an action, and the order in which questions are proposed for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.action_call import Call, call_of, in_order_of_call
from ptce_ref.domain.agenda import DIVIDING, Reason
from tests.samples import shipped_referential

QUIET = {"level": 3.0, "vigilance": False, "decided": True, "disagreed": False, "minority": False}


@pytest.mark.parametrize(
    ("reasons", "told", "call"),
    [
        ((), {}, None),
        ((Reason.UNARGUED,), {}, None),
        ((Reason.POLARISED,), {"disagreed": True, "vigilance": True}, Call.DISAGREED),
        ((Reason.DONT_KNOW, Reason.COLLEGE_GAP), {"minority": True}, Call.DIVIDED),
        ((Reason.DONT_KNOW,), {"minority": True, "level": 1.0}, Call.MINORITY),
        ((), {"vigilance": True, "level": 1.0}, Call.VIGILANCE),
        ((), {"level": 1.0, "decided": False}, Call.LOWEST),
        ((), {"level": None, "decided": False}, Call.UNDECIDED),
        ((Reason.DONT_KNOW,), {"decided": False}, Call.UNDECIDED),
    ],
)
def test_the_strongest_reason_is_told(
    reasons: tuple[Reason, ...], told: dict[str, float | bool | None], call: Call | None
) -> None:
    assert call_of(reasons, **{**QUIET, **told}) is call  # type: ignore[arg-type] # the fields of QUIET


@given(st.sets(st.sampled_from(Reason)))
def test_what_divides_calls_for_an_action_whatever_the_other_reasons(reasons: set[Reason]) -> None:
    found = call_of(reasons, level=3, vigilance=False, decided=True, disagreed=False, minority=False)
    assert (found is Call.DIVIDED) is bool(reasons & DIVIDING)


@given(st.data())
def test_every_question_is_proposed_once_what_calls_loudest_first(data: st.DataObject) -> None:
    ref = shipped_referential()
    idents = [item.id for item in ref.indicators]
    asked = data.draw(st.sets(st.sampled_from(idents)))
    chosen = data.draw(st.sets(st.sampled_from(idents), max_size=3))
    calls = {ident: data.draw(st.sampled_from([None, *Call])) for ident in asked}
    ordered = [item.id for item in in_order_of_call(ref, chosen, calls)]
    assert sorted(ordered) == sorted(idents)
    assert set(ordered[: len(chosen)]) == chosen

    def group(ident: str) -> tuple[int, int, int]:
        call = calls.get(ident)
        place = idents.index(ident)
        return (0, call, place) if call is not None else (1, 0, place) if ident in asked else (2, 0, place)

    rest = ordered[len(chosen) :]
    assert rest == sorted(rest, key=group)
