"""A questionnaire that comes back: what the file changed is written, what others changed meanwhile is not lost."""

from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.questionnaire import FilledRow, compare_rows, fingerprint, settle
from ptce_ref.domain.returned_row import Conflict, Fate
from ptce_ref.domain.vocabulary import AnswerKind

LEVELS = ("1", "2", "3", "4")


def level(rank: str, argument: str = "") -> Answer:
    return Answer(respondent_id="r01", indicator_id="besoins", kind=AnswerKind.LEVEL, level=rank, argument=argument)


states = st.one_of(st.none(), st.builds(level, st.sampled_from(LEVELS), st.sampled_from(["", "Oui.", "=1+1"])))


def fate(base: Answer | None, stored: Answer | None, filled: Answer | None, policy: Conflict = Conflict.STOP) -> Fate:
    rows = (FilledRow("besoins", filled, fingerprint(base)),)
    (line,) = settle(compare_rows(rows, {} if stored is None else {"besoins": stored}), policy)
    return line.fate


@given(states, states)
def test_what_only_the_file_changed_is_written(base: Answer | None, filled: Answer | None) -> None:
    found = fate(base, base, filled)
    if filled == base:
        assert found is Fate.UNCHANGED
    elif filled is None:
        assert found is Fate.WITHDRAWN
    else:
        assert found is (Fate.ADDED if base is None else Fate.CHANGED)


@given(states, states)
def test_what_only_the_database_changed_is_kept(base: Answer | None, stored: Answer | None) -> None:
    assert fate(base, stored, base) is (Fate.UNCHANGED if stored == base else Fate.KEPT)


@given(states, states, states)
def test_both_changed_differently_is_a_conflict_and_only_that(
    base: Answer | None, stored: Answer | None, filled: Answer | None
) -> None:
    conflict = stored not in (base, filled) and filled != base
    assert (fate(base, stored, filled) is Fate.CONFLICT) == conflict
    if conflict:
        assert fate(base, stored, filled, Conflict.KEEP) is Fate.KEPT
        assert fate(base, stored, filled, Conflict.REPLACE) in {Fate.ADDED, Fate.CHANGED, Fate.WITHDRAWN}


@given(states, states)
def test_a_second_import_changes_nothing(base: Answer | None, filled: Answer | None) -> None:
    assert fate(base, filled, filled) is Fate.UNCHANGED


@given(states, states)
def test_the_fingerprint_tells_contents_apart_and_not_people(first: Answer | None, second: Answer | None) -> None:
    assert (fingerprint(first) == fingerprint(second)) == (first == second)
    if first is not None:
        assert fingerprint(first.model_copy(update={"respondent_id": "r02"})) == fingerprint(first)


def test_a_file_has_one_zero() -> None:
    """« -0 » comes back as « 0 »: nobody changed anything."""
    below, zero = (level("1").model_copy(update={"figures": {"emplois": value}}) for value in (-0.0, 0.0))
    assert fingerprint(below) == fingerprint(zero)
    assert fingerprint(below) != fingerprint(level("1"))
