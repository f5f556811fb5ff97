"""What the agenda of a meeting shows: the timetable, then what each question is there for, and who begins.

Texts are plain data. Nothing here exists before the dialogue: other people's answers are its matter (R5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ptce_ref.domain.agenda import Reason
from ptce_ref.domain.agenda_time import DIVIDING_BOUNDS, OTHER_BOUNDS, Moment, Slot, share_time
from ptce_ref.domain.duration import DAY, duration_words, time_words
from ptce_ref.reports import wording
from ptce_ref.reports.agenda_talk import (
    TurnView,
    is_named,
    other_answers,
    reasons_given,
    voices_of,
    who_begins,
    why_discussed,
)
from ptce_ref.reports.view import CoevaluationView, CountsView, IndicatorView, LevelView


@dataclass(frozen=True)
class SlotView:
    """A line of the timetable.

    ``start`` is « 0 h 20 » from the beginning, or « 14 h 20 »; ``topic`` is its number, or 0.
    """

    moment: Moment
    start: str
    length: str
    what: str
    topic: int


@dataclass(frozen=True)
class StakeView:
    """A level that people gave: its descriptor, how many voices, in which colleges (« Habitants 3 sur 4 »).

    A college for which one voice alone speaks is counted and not named.
    """

    rank: int
    name: str
    descriptor: str
    voices: int
    colleges: tuple[str, ...]


@dataclass(frozen=True)
class TopicView:
    """A question of the meeting."""

    number: int
    code: str
    title: str
    question: str
    start: str
    length: str
    why: tuple[str, ...]
    """Sentences, the strongest reason first."""
    turns: tuple[TurnView, ...]
    stakes: tuple[StakeView, ...]
    """Lowest level first; levels that nobody gave are left out."""
    reasons: tuple[tuple[str, str], ...]
    """(college, or empty when one voice alone speaks for it; text) of a few reasons given, without any name."""
    others: str
    """Answers that are not levels, when ``why`` does not say them; may be empty."""


@dataclass(frozen=True)
class AdoptedView:
    """What opinions agree on; ``level`` is « niveau 3 », ``unargued`` says that few told why."""

    code: str
    title: str
    level: str
    unargued: bool


@dataclass(frozen=True)
class MeetingAgendaView:
    """The agenda of one meeting; ``postponed`` are (code, title, strongest reason) of what does not fit."""

    id: str
    pole: str
    demonstration: bool
    title: str
    date: str
    """ISO date of the evaluation."""
    length: str
    clock: bool
    """Whether times are those of the clock, and not counted from the beginning."""
    start: str
    end: str
    slots: tuple[SlotView, ...]
    topics: tuple[TopicView, ...]
    adopted: tuple[AdoptedView, ...]
    postponed: tuple[tuple[str, str, str], ...]
    levels: int
    rule: tuple[str, ...]
    """The published rule by which time is shared out, in sentences."""


def view_meeting(view: CoevaluationView, duration: int, begin: int | None = None) -> MeetingAgendaView:
    """Return the agenda of a meeting of ``duration`` minutes about ``view``.

    ``begin`` is its time of day, in minutes since midnight; without it, times are counted from the
    beginning. Raises ValueError while opinions are hidden, :class:`TooShortError` when ``duration``
    cannot hold the first question.
    """
    if view.hidden:
        raise ValueError("opinions are hidden")
    items = {item.code: item for item in view.indicators}
    agreed = {code for code, _ in view.consensual}
    # What is adopted in one go may lack arguments: that alone does not put it in discussion as well.
    listed = [items[entry.code] for entry in view.agenda if entry.code not in agreed]
    plan = share_time(duration, [Reason(item.reasons[0]) for item in listed], len(agreed))
    slots = {slot.question: slot for slot in plan.slots if slot.question is not None}
    adopted = tuple(_adopted(items[code]) for code, _ in view.consensual)

    def at(minutes: int) -> str:
        return time_words(minutes if begin is None else (begin + minutes) % DAY)

    return MeetingAgendaView(
        id=view.id,
        pole=view.pole.name,
        demonstration=view.pole.demonstration,
        title=view.title,
        date=view.date,
        length=duration_words(duration),
        clock=begin is not None,
        start=at(0),
        end=at(duration),
        slots=tuple(
            SlotView(slot.moment, at(slot.start), duration_words(slot.minutes), _what(slot, listed), _number(slot))
            for slot in plan.slots
        ),
        topics=tuple(
            _topic(place + 1, listed[place], at(slots[place].start), slots[place].minutes, view.referential.levels)
            for place in range(plan.kept)
        ),
        adopted=adopted,
        postponed=tuple((item.code, item.title, item.reasons[0]) for item in listed[plan.kept :]),
        levels=len(view.referential.levels),
        rule=_rule(),
    )


def _number(slot: Slot) -> int:
    return 0 if slot.question is None else slot.question + 1


def _what(slot: Slot, listed: Sequence[IndicatorView]) -> str:
    said = {
        Moment.WELCOME: "Accueil : pourquoi nous sommes là, comment nous allons parler",
        Moment.ADOPTION: "Adopter d’un seul geste ce que personne ne conteste",
        Moment.BREAK: "Pause",
        Moment.MARGIN: "Marge : pour ce qui déborde, ou pour finir plus tôt",
        Moment.CLOSING: "Clôture : relire ce qui est convenu, dire la suite",
    }
    if slot.question is None:
        return said[slot.moment]
    item = listed[slot.question]
    return f"{item.code} {item.title}"


def _topic(number: int, item: IndicatorView, start: str, minutes: int, levels: Sequence[LevelView]) -> TopicView:
    total = item.total
    return TopicView(
        number=number,
        code=item.code,
        title=item.title,
        question=item.question,
        start=start,
        length=duration_words(minutes),
        why=why_discussed(item),
        turns=who_begins(item),
        stakes=tuple(
            StakeView(level.rank, level.name, descriptor, voices, _given(item.counts, level.rank))
            for level, descriptor, voices in zip(
                levels, item.descriptors, total.levels if total else (0,) * len(levels), strict=True
            )
            if voices
        ),
        reasons=reasons_given(item),
        others=other_answers(item),
    )


def _given(counts: Sequence[CountsView], rank: int) -> tuple[str, ...]:
    return tuple(
        f"{count.college_short}{wording.NBSP}{count.levels[rank - 1]} sur {voices_of(count)}"
        for count in counts
        if count.levels[rank - 1] and is_named(count)
    )


def _adopted(item: IndicatorView) -> AdoptedView:
    median = item.divergence.median if item.divergence else None
    return AdoptedView(
        item.code, item.title, f"niveau{wording.NBSP}{wording.median(median)}", Reason.UNARGUED in item.reasons
    )


def _rule() -> tuple[str, ...]:
    return (
        "Ce qui divise vient d’abord, puis ce que beaucoup ne savent pas, puis ce que peu ont argumenté.",
        f"Une question qui divise reçoit de {_between(DIVIDING_BOUNDS)}, une autre de {_between(OTHER_BOUNDS)}.",
        "Le groupe peut toujours en décider autrement.",
    )


def _between(bounds: tuple[int, int]) -> str:
    return f"{bounds[0]} à {bounds[1]} minutes"
