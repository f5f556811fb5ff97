"""The plan of a World Café holds for any number of people, of questions and of minutes."""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.session_plan import (
    BREAK,
    CLOSING,
    LEAST_AT_TABLE,
    LEAST_MINUTES,
    LEAST_PEOPLE,
    MOST_AT_TABLE,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_QUESTIONS,
    NOTES,
    OPENING,
    WELCOME,
    MomentKind,
    SessionPlan,
    fit_questions,
    plan_session,
    plenary_breaks,
    share_question,
    share_round,
)

people = st.integers(LEAST_PEOPLE, 90) | st.integers(LEAST_PEOPLE, MOST_PEOPLE)
minutes = st.integers(LEAST_MINUTES, MOST_MINUTES)
plans = st.builds(plan_session, people, st.integers(1, MOST_QUESTIONS), minutes)


@given(plans, st.data())
def test_everybody_is_placed_at_every_round_at_tables_of_four_to_seven(plan: SessionPlan, data: st.DataObject) -> None:
    present = data.draw(st.sampled_from([plan.participants, plan.least, plan.most]))
    for number in range(plan.rounds):
        groups = [plan.group(table, number, present) for table in range(plan.tables)]
        assert sorted(ticket for group in groups for ticket in group) == list(range(1, present + 1))
        sizes = [len(group) for group in groups]
        assert min(sizes) >= LEAST_AT_TABLE
        assert max(sizes) <= MOST_AT_TABLE
        assert max(sizes) - min(sizes) <= 1


@given(plans)
def test_a_chair_is_free_at_the_fullest_table_of_every_round_and_never_two(plan: SessionPlan) -> None:
    for number in range(plan.rounds):
        assert plan.chairs == max(len(plan.group(table, number)) for table in range(plan.tables)) + 1


@given(plans)
def test_nobody_meets_a_table_again_while_there_are_others(plan: SessionPlan) -> None:
    for ticket in range(plan.tables + 1, plan.most + 1):
        tables = [plan.table_of(ticket, number) for number in range(plan.rounds)]
        fresh = tables[: plan.tables]
        assert len(set(fresh)) == len(fresh)


@given(plans)
def test_a_table_keeps_one_host_who_never_moves(plan: SessionPlan) -> None:
    for number in range(plan.rounds):
        for table in range(plan.tables):
            assert [ticket for ticket in plan.group(table, number) if ticket <= plan.tables] == [table + 1]


@given(plans)
def test_every_question_has_its_table_and_its_rounds(plan: SessionPlan) -> None:
    assert [place for series in plan.series for place in series.questions] == list(range(plan.questions))
    assert [number for series in plan.series for number in series.rounds] == list(range(plan.rounds))
    for series in plan.series:
        assert {plan.question_at(table, series) for table in range(plan.tables)} == set(series.questions)


@given(plans)
def test_the_minutes_add_up(plan: SessionPlan) -> None:
    clock = 0
    for moment in plan.moments:
        assert moment.start == clock
        assert moment.minutes > 0
        clock += moment.minutes
    assert clock == plan.total
    kinds = Counter(moment.kind for moment in plan.moments)
    assert kinds[MomentKind.ROUND] == plan.rounds
    assert kinds[MomentKind.MOVE] == plan.rounds - len(plan.series)
    assert kinds[MomentKind.CARDS] == len(plan.series)
    rounds = [moment for moment in plan.moments if moment.kind is MomentKind.ROUND]
    assert [moment.number for moment in rounds] == list(range(plan.rounds))
    assert {moment.minutes for moment in rounds} == {plan.round_minutes}


@given(minutes, st.booleans())
def test_the_parts_of_a_round_make_the_round(length: int, first: bool) -> None:
    parts = share_round(length, first=first)
    assert parts.welcome + parts.summary + parts.talk + parts.notes == length
    assert parts.notes == NOTES
    assert parts.talk >= 2 * length // 5
    assert bool(parts.summary) is not first


@pytest.mark.parametrize(
    ("participants", "questions", "tables", "rounds"),
    [
        (4, 3, 1, 3),  # one table treats the questions one after the other
        (12, 2, 2, 2),
        (18, 3, 3, 3),
        (24, 4, 4, 4),
        (24, 3, 4, 3),  # six tables of four would be even, but too small
        (30, 3, 6, 3),  # tables of five, two for each question
        (50, 3, 9, 3),
        (40, 7, 7, 4),
        (12, 5, 2, 5),  # three series of two, two and one
        (20, 1, 3, 3),
    ],
)
def test_tables_and_rounds_of_usual_sessions(participants: int, questions: int, tables: int, rounds: int) -> None:
    plan = plan_session(participants, questions)
    assert (plan.tables, plan.rounds) == (tables, rounds)


def test_with_a_table_for_each_question_everybody_talks_of_all_of_them() -> None:
    for questions, participants in ((2, 12), (3, 18), (4, 24), (3, 36)):
        plan = plan_session(participants, questions)
        assert not plan.meets_twice
        for ticket in range(plan.tables + 1, plan.most + 1):
            seen = {plan.question_at(plan.table_of(ticket, r), plan.series[0]) for r in range(plan.rounds)}
            assert seen == set(range(questions))
    assert plan_session(24, 3).meets_twice


def test_neighbours_part_when_they_move() -> None:
    plan = plan_session(30, 5)
    first = set(plan.group(0, 0))
    for table in range(plan.tables):
        assert len(first & set(plan.group(table, 1))) <= 2


def met(plan: SessionPlan) -> list[int]:
    """How many others each participant has sat with."""
    return _met(plan, plan.table_of)


def _met(plan: SessionPlan, table_of: Callable[[int, int], int]) -> list[int]:
    seen: dict[int, set[int]] = {ticket: set() for ticket in range(1, plan.participants + 1)}
    for number in range(plan.rounds):
        groups: dict[int, set[int]] = {}
        for ticket in seen:
            groups.setdefault(table_of(ticket, number), set()).add(ticket)
        for group in groups.values():
            for ticket in group:
                seen[ticket] |= group - {ticket}
    return [len(others) for others in seen.values()]


def test_at_four_tables_of_six_everybody_meets_most_of_the_room_and_most_neighbours_part() -> None:
    plan = plan_session(24, 4)
    assert min(met(plan)) >= 17
    ways = {ticket: [plan.table_of(ticket, number) for number in range(plan.rounds)] for ticket in range(1, 25)}
    # Four tables allow three ways that part everybody: the last two movers of a table go along with the first two.
    assert len({tuple(way) for way in ways.values()}) == 16
    together = Counter(tuple(way) for way in ways.values())
    assert max(together.values()) == 2


@given(st.integers(LEAST_PEOPLE, 60), st.integers(1, MOST_QUESTIONS))
def test_people_meet_at_least_as_many_as_if_they_all_went_on_by_one_table(participants: int, questions: int) -> None:
    plan = plan_session(participants, questions)

    def by_one(ticket: int, number: int) -> int:
        rank, first = divmod(ticket - 1, plan.tables)
        return (first + (number * (1 if rank % 2 else -1) if rank else 0)) % plan.tables

    assert sum(met(plan)) >= sum(_met(plan, by_one))


def test_a_question_put_to_a_plenary_lasts_eleven_minutes_and_a_long_scale_is_slower() -> None:
    assert share_question(8, 4).total == 11
    assert share_question(8, 6).total == 12
    # To count and add up takes a while, however few colleges there are.
    assert share_question(2, 4).vote == share_question(8, 4).vote == 3
    assert share_question(40, 4).vote > share_question(8, 4).vote


def test_a_vote_on_paper_takes_longer_so_fewer_questions_hold_in_the_same_time() -> None:
    by_hand = share_question(8, 4)
    assert by_hand.on_paper().total == 13
    assert [by_hand.held_on_paper(questions) for questions in (1, 5, 12)] == [1, 4, 10]
    # A vote that is slow by hand, level by level, is no slower on paper.
    slow = share_question(40, 4)
    assert slow.on_paper() == slow
    assert slow.held_on_paper(5) == 5


@given(st.integers(60, 480), st.integers(8, 30))
def test_a_plenary_holds_the_questions_that_its_length_allows(length: int, each: int) -> None:
    count = fit_questions(length, each)
    pause = BREAK if plenary_breaks(count, each) else 0
    assert count == 1 or WELCOME + OPENING + count * each + pause + CLOSING <= length
    assert WELCOME + OPENING + (count + 1) * each + CLOSING + BREAK > length or plenary_breaks(count + 1, each)
    assert 2 * plenary_breaks(count, each) in (0, count, count + 1)


@pytest.mark.parametrize(("participants", "questions", "length"), [(3, 1, 20), (281, 1, 20), (12, 0, 20), (12, 2, 9)])
def test_what_cannot_be_planned_is_refused(participants: int, questions: int, length: int) -> None:
    with pytest.raises(ValueError, match=str(participants)):
        plan_session(participants, questions, length)
