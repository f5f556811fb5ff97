"""Sharing out the time of a meeting: what the published rule promises, for any agenda and any length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain.agenda import DIVIDING, REASONS, Reason
from ptce_ref.domain.agenda_time import (
    BREAK,
    DIVIDING_BOUNDS,
    LONGEST_EDGE,
    OTHER_BOUNDS,
    SHORTEST_EDGE,
    STEP,
    Moment,
    Timetable,
    TooShortError,
    bounds,
    share_time,
)
from ptce_ref.domain.duration import duration_words, read_duration, read_time, time_words

REASON = st.sampled_from(REASONS)
POLARISED, UNKNOWN = Reason.POLARISED, Reason.DONT_KNOW
QUICK = settings(max_examples=200)


def lasting(plan: Timetable, moment: Moment) -> list[int]:
    return [slot.minutes for slot in plan.slots if slot.moment is moment]


def shortest_meeting(duration: int, reasons: list[Reason], adopted: int) -> int:
    """How long the meeting must be, when ``duration`` is too short; otherwise 0."""
    try:
        share_time(duration, reasons, adopted)
    except TooShortError as error:
        return error.needed
    return 0


@QUICK
@given(st.integers(1, 720), st.lists(REASON, max_size=60), st.integers(0, 96))
def test_a_timetable_keeps_its_promises_or_says_how_much_it_needs(
    duration: int, reasons: list[Reason], adopted: int
) -> None:
    needed = shortest_meeting(duration, reasons, adopted)
    if needed:
        assert needed > duration
        assert share_time(needed, reasons, adopted).kept >= min(1, len(reasons))
        return
    plan = share_time(duration, reasons, adopted)
    # One thing after the other, from the beginning to the end: nothing over, nothing lost.
    now = 0
    for slot in plan.slots:
        assert slot.start == now
        assert slot.minutes > 0
        now += slot.minutes
    assert now == duration
    assert (plan.slots[0].moment, plan.slots[-1].moment) == (Moment.WELCOME, Moment.CLOSING)
    # The first questions of the agenda, in their order, each within its bounds.
    questions = [slot for slot in plan.slots if slot.moment is Moment.QUESTION]
    assert [slot.question for slot in questions] == list(range(plan.kept))
    for slot, reason in zip(questions, reasons, strict=False):
        shortest, longest = bounds(reason)
        assert shortest <= slot.minutes <= longest
        assert slot.minutes % STEP == 0
    assert bool(lasting(plan, Moment.ADOPTION)) is bool(adopted)
    assert plan.kept or not reasons
    # A question waits only when its shortest time is not there.
    if plan.kept < len(reasons):
        assert sum(lasting(plan, Moment.MARGIN)) < bounds(reasons[plan.kept])[0] + BREAK
    assert all(
        SHORTEST_EDGE <= minutes <= LONGEST_EDGE
        for minutes in (*lasting(plan, Moment.WELCOME), *lasting(plan, Moment.CLOSING))
    )
    assert plan == share_time(duration, reasons, adopted)


@QUICK
@given(st.integers(60, 600), st.lists(REASON, min_size=1, max_size=40), st.integers(0, 30))
def test_a_good_hour_more_never_takes_a_question_away(duration: int, reasons: list[Reason], adopted: int) -> None:
    # A little more might: a meeting long enough to need a break gives it the time of a question.
    now, later = share_time(duration, reasons, adopted), share_time(duration + 75, reasons, adopted)
    assert later.kept >= now.kept


def test_two_hours_hold_six_questions_that_divide() -> None:
    plan = share_time(120, [POLARISED] * 9, 14)
    assert [(slot.moment, slot.start, slot.minutes) for slot in plan.slots] == [
        (Moment.WELCOME, 0, 10),
        (Moment.ADOPTION, 10, 10),
        *((Moment.QUESTION, start, 15) for start in (20, 35, 50, 65, 80, 95)),
        (Moment.CLOSING, 110, 10),
    ]


def test_what_is_left_goes_to_the_first_questions_in_turn() -> None:
    plan = share_time(120, [POLARISED, POLARISED, UNKNOWN], 0)
    assert lasting(plan, Moment.QUESTION) == [25, 25, 10]
    assert lasting(plan, Moment.MARGIN) == [40]
    assert lasting(share_time(65, [POLARISED, POLARISED, UNKNOWN], 0), Moment.QUESTION) == [25, 20, 10]


def test_a_long_meeting_has_its_break_between_two_questions() -> None:
    plan = share_time(240, [POLARISED] * 30, 5)
    moments = [slot.moment for slot in plan.slots]
    assert moments.count(Moment.BREAK) == 1
    pause = plan.slots[moments.index(Moment.BREAK)]
    assert abs(pause.start + BREAK / 2 - 120) <= DIVIDING_BOUNDS[0]
    assert Moment.BREAK not in {slot.moment for slot in share_time(120, [POLARISED] * 30, 5).slots}


def test_a_meeting_too_short_for_its_first_question_says_what_it_needs() -> None:
    with pytest.raises(TooShortError) as caught:
        share_time(29, [POLARISED], 3)
    assert caught.value.needed == 2 * SHORTEST_EDGE + STEP + DIVIDING_BOUNDS[0] == 30
    assert share_time(30, [POLARISED], 3).kept == 1


def test_what_divides_gets_longer_than_what_is_not_known() -> None:
    assert {bounds(reason) for reason in DIVIDING} == {DIVIDING_BOUNDS}
    assert {bounds(reason) for reason in set(REASONS) - DIVIDING} == {OTHER_BOUNDS}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h", 120),
        ("2h30", 150),
        ("1 h 45", 105),
        ("1\u00a0h\u00a005", 65),
        ("150min", 150),
        ("90 minutes", 90),
        ("2 heures", 120),
        ("1h30min", 90),
        ("1H", 60),
        (" 0h20 ", 20),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert read_duration(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "2", "90", "1h75", "h", "-2h", "2h-1", "deux heures", "1:30", "1,5h", "٢h", "2h 3 h"]
)
def test_what_is_not_a_length_is_not_guessed(text: str) -> None:
    assert read_duration(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"), [("14:00", 840), ("14h", 840), ("9 h 30", 570), ("9h05", 545), ("0:00", 0), ("23:59", 1439)]
)
def test_a_time_of_day_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert read_time(text) == minutes


@pytest.mark.parametrize("text", ["", "14", "24:00", "14:60", "14:5", "midi", "9h5"])
def test_what_is_not_a_time_of_day_is_not_guessed(text: str) -> None:
    assert read_time(text) is None


@given(st.integers(0, 5999))
def test_a_length_written_is_read_back(minutes: int) -> None:
    assert read_duration(duration_words(minutes)) == minutes
    assert time_words(minutes).endswith(f"h\u00a0{minutes % 60:02}")
