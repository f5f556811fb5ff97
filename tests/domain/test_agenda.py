"""The agenda of the meeting: what divides, then what nobody knows, then what nobody argued (R7)."""

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ptce_ref.domain.agenda import REASONS, Agenda, Reason, draw_agenda
from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.referential import AgendaThresholds, Referential
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import Outcome
from tests.grid import Question, grid, position, said, tally
from tests.strategies import level_counts, studied


def draw(contents: Contents, referential: Referential, **changed: float) -> Agenda:
    thresholds = referential.thresholds.agenda
    given_ones = AgendaThresholds.model_validate({**thresholds.model_dump(), **changed})
    return draw_agenda(compute(contents, referential), given_ones, referential.scale)


def reasons(*colleges: str, **changed: float) -> tuple[Reason, ...]:
    """Why one indicator is on the agenda, when colleges said this, with arguments."""
    referential = grid()
    items = draw(said(referential, {"question-0": colleges}), referential, **changed).items
    return items[0].reasons if items else ()


def listed(agenda: Agenda) -> list[tuple[str, tuple[Reason, ...]]]:
    return [(item.indicator.id, item.reasons) for item in agenda.items]


# Each reason, by example.


def test_two_camps_at_both_ends_are_polarised() -> None:
    assert reasons("1 1 1", "4 4 4")[0] is Reason.POLARISED


def test_voices_spread_evenly_have_a_weak_consensus_without_being_polarised() -> None:
    # Cns = 0.368, A = 0; the medians of the colleges are both 2.5
    assert reasons("1 4", "2 3") == (Reason.LOW_CONSENSUS,)


def test_a_small_college_far_from_the_others_is_heard() -> None:
    # Cns = 0.702 and A = 0.667: the crowd hides the gap of two levels between the medians
    assert reasons("2 2 2 2 2 2", "4") == (Reason.COLLEGE_GAP,)


def test_some_say_that_it_does_not_concern_the_pole() -> None:
    assert reasons("3 3 3 3", "- -") == (Reason.APPLICABILITY,)


def test_many_do_not_know() -> None:
    assert reasons("3 3", "? ?") == (Reason.DONT_KNOW,)


def test_nobody_said_why() -> None:
    referential = grid()
    contents = said(referential, {"question-0": ["3 3 3"]}, silent={"question-0"})
    assert listed(draw(contents, referential)) == [("question-0", (Reason.UNARGUED,))]


def test_an_indicator_may_have_several_reasons_the_strongest_first() -> None:
    referential = grid()
    contents = said(referential, {"question-0": ["1 1 ?", "4 4 - - ?"]}, silent={"question-0"})
    expected = (
        Reason.POLARISED,
        Reason.LOW_CONSENSUS,
        Reason.COLLEGE_GAP,
        Reason.APPLICABILITY,
        # two of eight do not know: 0.25, under 0.33
        Reason.UNARGUED,
    )
    assert listed(draw(contents, referential)) == [("question-0", expected)]


def test_what_everyone_agrees_on_and_argues_is_not_discussed() -> None:
    assert reasons("3 3 3", "3") == ()


# The thresholds are in the referential, and reached when met.


def test_the_thresholds_are_those_of_the_referential() -> None:
    assert reasons("2 2", "3 3", college_gap=0.5) == ()
    assert reasons("2 2", "3 3", college_gap=0.3) == (Reason.COLLEGE_GAP,)  # one level of three
    assert reasons("2 2", "3 3", low_consensus=0.8) == (Reason.LOW_CONSENSUS,)  # Cns = 0.737
    assert reasons("3 3 3", "?", dont_know=0.3) == ()
    assert reasons("3 3 3", "?", dont_know=0.2) == (Reason.DONT_KNOW,)


@pytest.mark.parametrize(
    ("colleges", "reason", "threshold", "value"),
    [
        (("2 2 2 2 2", "2 3 4 4"), Reason.COLLEGE_GAP, "college_gap", 0.5),  # 3.5 - 2, of 3 levels
        (("3 3 3", "-"), Reason.APPLICABILITY, "applicability", 0.25),
        (("3 3 3", "?"), Reason.DONT_KNOW, "dont_know", 0.25),
    ],
)
def test_a_threshold_is_reached_when_it_is_met(
    colleges: tuple[str, ...], reason: Reason, threshold: str, value: float
) -> None:
    assert reason in reasons(*colleges, **{threshold: value})
    assert reason not in reasons(*colleges, **{threshold: value + 0.01})


def test_a_consensus_is_weak_below_the_threshold_only() -> None:
    # one voice in four at the other end: Cns = 0.188722
    assert Reason.LOW_CONSENSUS in reasons("1 1 1 4", low_consensus=0.1888)
    assert Reason.LOW_CONSENSUS not in reasons("1 1 1 4", low_consensus=0.1887)


def test_gaps_are_read_as_a_share_of_the_scale() -> None:
    """Two levels apart on four is a gap; on seven it is not."""
    for levels, expected in ((4, True), (7, False)):
        referential = grid(levels=levels)
        agenda = draw(said(referential, {"question-0": ["2 2 2 2 2 2", "4"]}), referential)
        assert any(Reason.COLLEGE_GAP in item.reasons for item in agenda.items) is expected


# The order.


def test_the_order_of_the_meeting() -> None:
    referential = grid(*[Question("volet", "enjeu") for _ in range(7)])
    contents = said(
        referential,
        {
            "question-0": ["3 3 3", ". . ."],  # nobody argued
            "question-1": ["3 3 ? ?"],  # many do not know
            "question-2": ["3 3 3 3", "- -"],  # concerned or not
            "question-3": ["2 2 2 2 2 2", "4"],  # colleges apart
            "question-4": ["1 4", "2 3"],  # weak consensus
            "question-5": ["1 1 1", "4 4 4"],  # polarised
            "question-6": ["3 3 3", "3"],  # agreed
        },
        silent={"question-0"},
    )
    agenda = draw(contents, referential)
    assert [item.reasons[0] for item in agenda.items] == list(REASONS)
    assert [item.indicator.id for item in agenda.items] == [f"question-{i}" for i in (5, 4, 3, 2, 1, 0)]


def test_among_polarised_indicators_the_most_divided_comes_first() -> None:
    referential = grid(Question("volet", "enjeu"), Question("volet", "enjeu"))
    # A = -8/15 for the first, -1 for the second
    contents = said(referential, {"question-0": ["1 1", "3 4 4"], "question-1": ["1 1", "4 4"]})
    assert [item.indicator.id for item in draw(contents, referential).items] == ["question-1", "question-0"]


def test_what_is_equal_stays_in_reading_order() -> None:
    referential = grid(*[Question("volet", "enjeu") for _ in range(4)])
    contents = said(referential, {f"question-{i}": ["1 1", "4 4"] for i in (2, 0, 3, 1)})
    assert [item.indicator.id for item in draw(contents, referential).items] == [f"question-{i}" for i in range(4)]


@given(level_counts(4, 4, voices=4), st.integers(2, 30))
def test_a_crowd_that_divides_as_a_few_do_is_no_more_urgent(counts: list[int], times: int) -> None:
    referential = grid(Question("volet", "enjeu"), Question("volet", "enjeu"))
    voices = {str(rank): count for rank, count in enumerate(counts, start=1)}
    hands = [
        tally(f"question-{i}", 0).model_copy(update={"voices": {k: v * factor for k, v in voices.items()}})
        for i, factor in enumerate((times, 1))
    ]
    assume(sum(counts) >= 2)
    items = draw(said(referential, {}, tallies=hands), referential).items
    assert [item.indicator.id for item in items] in ([], ["question-0", "question-1"])


@given(studied(), st.randoms(use_true_random=False))
def test_the_agenda_does_not_depend_on_the_order_of_the_answers(
    study: tuple[Referential, Contents], random: Random
) -> None:
    referential, contents = study
    mixed: dict[str, object] = {}
    for name in ("respondents", "answers", "tallies", "positions"):
        items = list(getattr(contents, name))
        random.shuffle(items)
        mixed[name] = tuple(items)
    other = contents.model_copy(update=mixed)
    assert listed(draw(other, referential)) == listed(draw(contents, referential))
    assert draw(other, referential).consensual == draw(contents, referential).consensual


@given(studied())
def test_the_agenda_goes_from_the_strongest_reason_to_the_weakest(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    ranks = [REASONS.index(item.reasons[0]) for item in draw(contents, referential).items]
    assert ranks == sorted(ranks)


@given(studied())
def test_reasons_are_listed_strongest_first_and_once(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    for item in draw(contents, referential).items:
        ranks = [REASONS.index(reason) for reason in item.reasons]
        assert ranks == sorted(set(ranks))
        assert ranks


@given(studied())
def test_only_what_was_answered_and_is_not_settled_is_on_the_agenda(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    agenda = draw(contents, referential)
    settled = {item.indicator_id for item in contents.positions}
    result = compute(contents, referential)
    for found in (*(item.indicator for item in agenda.items), *agenda.consensual):
        assert found.id not in settled
        assert result.indicators[found.id].distribution.total.total > 0


# What can be adopted in one go.


def test_what_nobody_disputes_can_be_adopted_in_one_go() -> None:
    referential = grid(*[Question("volet", "enjeu") for _ in range(5)])
    contents = said(
        referential,
        {
            "question-0": ["3 3 3", "3"],
            "question-1": ["1 1", "4 4"],
            "question-2": ["3 3", "3 3"],  # without argument: to be told, and adoptable
            "question-3": ["2 3"],  # between two levels: something has to be chosen
            "question-4": ["3"],  # one voice is no consensus
        },
        silent={"question-2"},
    )
    agenda = draw(contents, referential)
    assert [item.id for item in agenda.consensual] == ["question-0", "question-2"]
    assert ("question-2", (Reason.UNARGUED,)) in listed(agenda)


@given(studied())
def test_nothing_that_divides_is_adopted_in_one_go(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    agenda = draw(contents, referential)
    divided = {item.indicator.id for item in agenda.items if item.reasons[0] is not Reason.UNARGUED}
    assert not divided & {item.id for item in agenda.consensual}


@pytest.mark.parametrize("outcome", [Outcome.AGREED, Outcome.DISAGREED, Outcome.NOT_APPLICABLE])
def test_what_the_group_settled_leaves_the_agenda(outcome: Outcome) -> None:
    referential = grid()
    settled = position("question-0", "2" if outcome is Outcome.AGREED else None, outcome)
    agenda = draw(said(referential, {"question-0": ["1 1", "4 4"]}, positions=[settled]), referential)
    assert (agenda.items, agenda.consensual) == ((), ())


def test_a_show_of_hands_makes_an_agenda_as_well() -> None:
    referential = grid()
    hands = [tally("question-0", 0, n1=12), tally("question-0", 1, n4=12)]
    assert listed(draw(said(referential, {}, tallies=hands), referential))[0][1][0] is Reason.POLARISED
