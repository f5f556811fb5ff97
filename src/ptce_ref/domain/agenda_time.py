"""How the time of a meeting is shared out, by a published rule; R7 says in which order things come.

Welcome and closing take a twelfth of the meeting each; what opinions agree on is adopted in one go, in a
quarter of the meeting at the most; a break is kept for each two hours. What is left goes to the questions of
the agenda, in its order: as many as may have their shortest time, then five minutes more to each in turn, up
to their longest. The others wait. All lengths are minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ptce_ref.domain.agenda import DIVIDING, Reason

STEP = 5
"""Minutes are handed out five by five: nobody keeps a meeting to the minute."""
EDGE_SHARE, SHORTEST_EDGE, LONGEST_EDGE = 12, 5, 15
"""Welcome and closing: one part in twelve, between five and fifteen minutes."""
ADOPTED_A_MINUTE, UNARGUED_MINUTES, ADOPTION_SHARE = 3, 3, 4
"""To adopt in one go: questions read in a minute, each with its level; what is left to hear a fact for those that
nobody argued; one part in four of the meeting at the most."""
BREAK, BREAK_EVERY, FIRST_BREAK = 10, 120, 120
"""How long a break is; one for each two hours, from a meeting of two hours."""
DIVIDING_BOUNDS = (15, 25)
"""Shortest and longest time for a question that divides: each side speaks, then they answer each other."""
OTHER_BOUNDS = (5, 10)
"""The same for what nobody knows or argued: to find who knows, or to say why."""


class Moment(StrEnum):
    """What a slot is for; a MARGIN is what the questions leave, in minutes that nobody is given."""

    WELCOME = "accueil"
    ADOPTION = "adoption"
    QUESTION = "question"
    BREAK = "pause"
    MARGIN = "marge"
    CLOSING = "clôture"


@dataclass(frozen=True)
class Slot:
    """A moment of the meeting: ``start`` from its beginning, ``question`` the place on the agenda, from 0."""

    moment: Moment
    start: int
    minutes: int
    question: int | None = None


@dataclass(frozen=True)
class Timetable:
    """The slots follow each other without a gap and fill the meeting.

    The first ``kept`` questions are in it, and the first ``adopted`` of those to adopt in one go.
    """

    slots: tuple[Slot, ...]
    kept: int
    adopted: int


@dataclass(frozen=True)
class TopicMinutes:
    """How the minutes of a question are shared: read it, hear the lowest level, the highest, the others, agree, write.

    ``others`` may be 0 in a short one.
    """

    read: int
    low: int
    high: int
    others: int
    agree: int
    write: int


class TooShortError(ValueError):
    """The meeting cannot even hold its first question; ``needed`` is the shortest that can."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"{needed} min at least")
        self.needed = needed


def bounds(reason: Reason) -> tuple[int, int]:
    """Return the shortest and the longest time of a question that is on the agenda for ``reason`` first of all."""
    return DIVIDING_BOUNDS if reason in DIVIDING else OTHER_BOUNDS


def share_topic(minutes: int) -> TopicMinutes:
    """Return the parts of a question of ``minutes`` (5 at least), whose sum is ``minutes``."""

    def part(share: int) -> int:
        return max(1, (2 * minutes * share + _WHOLE) // (2 * _WHOLE))

    read, side, agree = part(2), part(3), part(4)
    return TopicMinutes(read, side, side, minutes - 2 * read - 2 * side - agree, agree, read)


_WHOLE = 20
"""Minutes of the question from which the others take their proportions: 2, 3, 3, 6, 4 and 2."""


def share_time(duration: int, reasons: Sequence[Reason], adopted: Sequence[bool]) -> Timetable:
    """Return the timetable of a meeting of ``duration`` minutes.

    ``reasons`` are the first reasons of the questions, in the order of the agenda; ``adopted`` says of each one
    that may be adopted in one go whether it lacks arguments. Raises :class:`TooShortError`.
    """
    edge = _edge(duration)
    adoption, held = _adoption(duration, adopted)
    breaks = max(0, (duration - FIRST_BREAK) // BREAK_EVERY + 1)
    limits = [bounds(reason) for reason in reasons]
    # The first question matters more than the break.
    left = duration - 2 * edge - adoption
    needed = limits[0][0] if limits else 0
    if left < needed or left < 0:
        raise TooShortError(_shortest(adopted, needed))
    lengths = _lengths(left - breaks * BREAK if left - breaks * BREAK >= needed else left, limits)
    return Timetable(tuple(_slots(duration, edge, adoption, breaks, lengths)), len(lengths), held)


def _adoption(duration: int, adopted: Sequence[bool]) -> tuple[int, int]:
    """Return how long it takes to adopt in one go what has its place in the meeting, and how many that makes."""
    most = max(STEP, duration // ADOPTION_SHARE // STEP * STEP)
    held = len(adopted)
    while held and _to_adopt(adopted[:held]) > most:
        held -= 1
    return STEP * -(-_to_adopt(adopted[:held]) // STEP), held


def _to_adopt(adopted: Sequence[bool]) -> int:
    return -(-len(adopted) // ADOPTED_A_MINUTE) + (UNARGUED_MINUTES if any(adopted) else 0)


def _shortest(adopted: Sequence[bool], needed: int) -> int:
    """Return the shortest meeting that holds its edges, its adoption and ``needed`` minutes."""
    duration = 2 * SHORTEST_EDGE + needed
    while duration - 2 * _edge(duration) - _adoption(duration, adopted)[0] < needed:
        duration += 1
    return duration


def _edge(duration: int) -> int:
    part = duration // EDGE_SHARE // STEP * STEP
    return max(SHORTEST_EDGE, min(LONGEST_EDGE, part))


def _lengths(left: int, limits: Sequence[tuple[int, int]]) -> list[int]:
    """Return how long each of the questions that fit in ``left`` minutes lasts."""
    lengths: list[int] = []
    for shortest, _ in limits:
        if shortest > left:
            break
        lengths.append(shortest)
        left -= shortest
    growing = True
    while growing and left >= STEP:
        growing = False
        for place, (length, (_, longest)) in enumerate(zip(lengths, limits, strict=False)):
            if left >= STEP and length + STEP <= longest:
                lengths[place] += STEP
                left -= STEP
                growing = True
    return lengths


def _slots(duration: int, edge: int, adoption: int, breaks: int, lengths: Sequence[int]) -> list[Slot]:
    slots = [Slot(Moment.WELCOME, 0, edge)]
    now = edge

    def add(moment: Moment, minutes: int, question: int | None = None) -> None:
        nonlocal now
        if minutes:
            slots.append(Slot(moment, now, minutes, question))
            now += minutes

    add(Moment.ADOPTION, adoption)
    left = duration - 2 * edge - adoption - sum(lengths)
    taken = 0
    for place, minutes in enumerate(lengths):
        # Where the meeting is cut in equal parts, or at the nearest end of a question.
        due = taken < breaks and now + minutes / 2 >= (taken + 1) * duration / (breaks + 1)
        if place and due and left >= BREAK:
            add(Moment.BREAK, BREAK)
            taken, left = taken + 1, left - BREAK
        add(Moment.QUESTION, minutes, place)
    add(Moment.MARGIN, left)
    add(Moment.CLOSING, edge)
    return slots
