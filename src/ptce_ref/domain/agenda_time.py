"""How the time of a meeting is shared out, by a published rule; R7 says in which order things come.

Welcome and closing take a twelfth of the meeting each; what opinions agree on is adopted in one go; a
break is kept for each two hours beyond the first. What is left goes to the questions of the agenda, in
its order: as many as may have their shortest time, then five minutes more to each in turn, up to their
longest. The others wait. All lengths are minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ptce_ref.domain.agenda import DIVIDING, Reason

STEP = 5
"""Minutes are handed out five by five: nobody keeps a meeting to the minute."""
EDGE_SHARE, SHORTEST_EDGE, LONGEST_EDGE = 12, 5, 15
"""Welcome and closing: one part in twelve, between five and fifteen minutes."""
ADOPTED_AT_ONCE, LONGEST_ADOPTION = 10, 15
"""Questions adopted in one go in five minutes, the time to read their titles; and the longest it takes."""
BREAK, BREAK_EVERY, FIRST_BREAK = 15, 120, 150
"""How long a break is; one for each two hours, from a meeting of two hours and a half."""
DIVIDING_BOUNDS = (15, 25)
"""Shortest and longest time for a question that divides: each side speaks, then they answer each other."""
OTHER_BOUNDS = (5, 10)
"""The same for what nobody knows or argued: to find who knows, or to say why."""


class Moment(StrEnum):
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
    """The slots follow each other without a gap and fill the meeting; the first ``kept`` questions are in it."""

    slots: tuple[Slot, ...]
    kept: int


class TooShortError(ValueError):
    """The meeting cannot even hold its first question; ``needed`` is the shortest that can."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"{needed} min at least")
        self.needed = needed


def bounds(reason: Reason) -> tuple[int, int]:
    """Return the shortest and the longest time of a question that is on the agenda for ``reason`` first of all."""
    return DIVIDING_BOUNDS if reason in DIVIDING else OTHER_BOUNDS


def share_time(duration: int, reasons: Sequence[Reason], adopted: int) -> Timetable:
    """Return the timetable of a meeting of ``duration`` minutes.

    ``reasons`` are the first reasons of the questions, in the order of the agenda; ``adopted`` counts
    what may be adopted in one go. Raises :class:`TooShortError`.
    """
    edge = _edge(duration)
    adoption = min(LONGEST_ADOPTION, STEP * -(-adopted // ADOPTED_AT_ONCE))
    breaks = max(0, (duration - FIRST_BREAK) // BREAK_EVERY + 1)
    limits = [bounds(reason) for reason in reasons]
    # The first question matters more than the break.
    left = duration - 2 * edge - adoption
    needed = limits[0][0] if limits else 0
    if left < needed or left < 0:
        raise TooShortError(2 * SHORTEST_EDGE + adoption + needed)
    lengths = _lengths(left - breaks * BREAK if left - breaks * BREAK >= needed else left, limits)
    return Timetable(tuple(_slots(duration, edge, adoption, breaks, lengths)), len(lengths))


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
