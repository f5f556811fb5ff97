"""Sharing out the time of a meeting: what the published rule promises, for any agenda and any length."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain.agenda import DIVIDING, REASONS, Reason
from ptce_ref.domain.agenda_time import (
    ADOPTION_SHARE,
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
    share_topic,
)
from ptce_ref.domain.duration import duration_words, read_duration, read_time, time_words

REASON = st.sampled_from(REASONS)
ADOPTED = st.lists(st.booleans(), max_size=96)
"""What may be adopted in one go: whether each lacks arguments."""
POLARISED, UNKNOWN = Reason.POLARISED, Reason.DONT_KNOW
QUICK = settings(max_examples=200)


def lasting(plan: Timetable, moment: Moment) -> list[int]:
    return [slot.minutes for slot in plan.slots if slot.moment is moment]


def shortest_meeting(duration: int, reasons: list[Reason], adopted: list[bool]) -> int:
    """How long the meeting must be, when ``duration`` is too short; otherwise 0."""
    try:
        share_time(duration, reasons, adopted)
    except TooShortError as error:
        return error.needed
    return 0


@QUICK
@given(st.integers(1, 720), st.lists(REASON, max_size=60), ADOPTED)
def test_a_timetable_keeps_its_promises_or_says_how_much_it_needs(
    duration: int, reasons: list[Reason], adopted: list[bool]
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
    # What is adopted in one go has twenty seconds each, three minutes more when some lack arguments, and no more
    # than a quarter of the meeting; the rest waits.
    (adoption,) = lasting(plan, Moment.ADOPTION) or [0]
    held = adopted[: plan.adopted]
    assert 60 * adoption >= 20 * len(held) + 180 * any(held)
    assert adoption <= max(STEP, duration / ADOPTION_SHARE)
    assert bool(adoption) is bool(held)
    if plan.adopted < len(adopted):
        wanted = adopted[: plan.adopted + 1]
        assert 20 * len(wanted) + 180 * any(wanted) > 60 * max(STEP, duration // ADOPTION_SHARE // STEP * STEP)
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
@given(st.integers(60, 600), st.lists(REASON, min_size=1, max_size=40), ADOPTED)
def test_a_good_hour_more_never_takes_a_question_away(
    duration: int, reasons: list[Reason], adopted: list[bool]
) -> None:
    # A little more might: a meeting long enough to need a break gives it the time of a question.
    now, later = share_time(duration, reasons, adopted), share_time(duration + 75, reasons, adopted)
    assert later.kept >= now.kept


def test_two_hours_hold_five_questions_that_divide_and_a_break() -> None:
    plan = share_time(120, [POLARISED] * 9, [False] * 14)
    assert [(slot.moment, slot.start, slot.minutes) for slot in plan.slots] == [
        (Moment.WELCOME, 0, 10),
        (Moment.ADOPTION, 10, 5),
        (Moment.QUESTION, 15, 20),
        (Moment.QUESTION, 35, 20),
        (Moment.BREAK, 55, 10),
        *((Moment.QUESTION, start, 15) for start in (65, 80, 95)),
        (Moment.CLOSING, 110, 10),
    ]
    assert plan.adopted == 14


def test_what_a_quarter_of_the_meeting_does_not_hold_is_adopted_another_time() -> None:
    # Fifteen minutes: three to hear facts, and three questions in each of the twelve others.
    hour = share_time(60, [POLARISED] * 3, [True] * 42)
    assert (lasting(hour, Moment.ADOPTION), hour.adopted) == ([15], 36)
    evening = share_time(120, [POLARISED] * 3, [True] * 42)
    assert (lasting(evening, Moment.ADOPTION), evening.adopted) == ([20], 42)


def test_what_is_left_goes_to_the_first_questions_in_turn() -> None:
    plan = share_time(110, [POLARISED, POLARISED, UNKNOWN], [])
    assert lasting(plan, Moment.QUESTION) == [25, 25, 10]
    assert lasting(plan, Moment.MARGIN) == [40]
    assert lasting(share_time(65, [POLARISED, POLARISED, UNKNOWN], []), Moment.QUESTION) == [25, 20, 10]


@given(st.integers(OTHER_BOUNDS[0], 60))
def test_the_parts_of_a_question_make_the_question(minutes: int) -> None:
    parts = share_topic(minutes)
    each = (parts.read, parts.low, parts.high, parts.others, parts.agree, parts.write)
    assert sum(each) == minutes
    assert parts.low == parts.high
    assert min(parts.read, parts.low, parts.agree, parts.write) >= 1
    assert parts.others >= 0


def test_twenty_minutes_leave_as_long_to_the_lowest_as_to_the_highest_and_most_to_the_others() -> None:
    parts = share_topic(20)
    assert (parts.read, parts.low, parts.high, parts.others, parts.agree, parts.write) == (2, 3, 3, 6, 4, 2)


def test_a_long_meeting_has_its_break_between_two_questions() -> None:
    plan = share_time(200, [POLARISED] * 30, [False] * 5)
    moments = [slot.moment for slot in plan.slots]
    assert moments.count(Moment.BREAK) == 1
    pause = plan.slots[moments.index(Moment.BREAK)]
    assert abs(pause.start + BREAK / 2 - 100) <= DIVIDING_BOUNDS[0]
    two_hours = {slot.moment: slot for slot in share_time(120, [POLARISED] * 30, []).slots}
    assert abs(two_hours[Moment.BREAK].start + BREAK / 2 - 60) <= DIVIDING_BOUNDS[0]
    assert Moment.BREAK not in {slot.moment for slot in share_time(115, [POLARISED] * 30, []).slots}
    assert [slot.moment for slot in share_time(240, [POLARISED] * 30, []).slots].count(Moment.BREAK) == 2


def test_a_meeting_too_short_for_its_first_question_says_what_it_needs() -> None:
    with pytest.raises(TooShortError) as caught:
        share_time(29, [POLARISED], [False] * 3)
    assert caught.value.needed == 2 * SHORTEST_EDGE + STEP + DIVIDING_BOUNDS[0] == 30
    assert share_time(30, [POLARISED], [False] * 3).kept == 1


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
