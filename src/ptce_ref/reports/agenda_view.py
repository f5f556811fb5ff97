"""What the agenda of a meeting shows: the timetable, then what each question is there for, and who begins.

Texts are plain data. Nothing here exists before the dialogue: other people's answers are its matter (R5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ptce_ref.domain.agenda import Reason
from ptce_ref.domain.agenda_time import (
    DIVIDING_BOUNDS,
    OTHER_BOUNDS,
    Moment,
    Slot,
    share_time,
    share_topic,
)
from ptce_ref.domain.duration import DAY, duration_words, time_words
from ptce_ref.reports import wording
from ptce_ref.reports.agenda_talk import (
    PLAIN,
    TurnView,
    named_counts,
    other_answers,
    reasons_given,
    voices_of,
    who_begins,
    why_discussed,
)
from ptce_ref.reports.view import CoevaluationView, CountsView, IndicatorView, LevelView

_TURNS = 2
"""Every second question begins with the highest level."""


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
    """A level: its descriptor, how many voices it has, in which colleges (« Habitants 3 sur 4 »).

    A college that is too small is counted and not named.
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
    steps: tuple[tuple[str, int], ...]
    """How its minutes are shared: (what is done, minutes)."""
    stakes: tuple[StakeView, ...]
    """Every level, the lowest first, those that nobody gave too."""
    unnamed: bool
    """Whether some voices come from colleges that are not named while others are."""
    reasons: tuple[tuple[str, str], ...]
    """(college, or empty when it is too small; text) of a few reasons given, without any name."""
    others: str
    """Answers that are not levels, when ``why`` does not say them; may be empty."""


@dataclass(frozen=True)
class AdoptedView:
    """What opinions agree on; ``level`` is « niveau 3 », ``descriptor`` what one sees at that level.

    ``voices`` is « 5 voix sur 9 »: those at the level, over the levels given; « 2 non concernés » follows, if any.
    ``unargued`` says that few told why, ``lowest`` that it is the lowest level; ``name`` is that of the level.
    """

    code: str
    title: str
    level: str
    name: str
    descriptor: str
    voices: str
    unargued: bool
    lowest: bool


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
    """What the meeting has time to adopt in one go."""
    adopted_later: tuple[tuple[str, str], ...]
    """(code, title) of what it has not."""
    present: str
    """« 10 personnes ont répondu. Personne n’a répondu dans… », to be said when the meeting opens."""
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
    levels = view.referential.levels
    agreeing = [_adopted(items[code], levels) for code, _ in view.consensual]
    plan = share_time(duration, [item.reasons[0] for item in listed], [item.unargued for item in agreeing])
    slots = {slot.question: slot for slot in plan.slots if slot.question is not None}

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
            _topic(view, place + 1, listed[place], at(slots[place].start), slots[place].minutes)
            for place in range(plan.kept)
        ),
        adopted=tuple(agreeing[: plan.adopted]),
        adopted_later=view.consensual[plan.adopted :],
        present=_present(view),
        postponed=tuple((item.code, item.title, PLAIN[item.reasons[0]]) for item in listed[plan.kept :]),
        levels=len(levels),
        rule=_rule(),
    )


def _number(slot: Slot) -> int:
    return 0 if slot.question is None else slot.question + 1


def _what(slot: Slot, listed: Sequence[IndicatorView]) -> str:
    said = {
        Moment.WELCOME: "Accueil : pourquoi nous sommes là, comment nous allons parler",
        Moment.ADOPTION: "Adopter d’un seul geste ce à quoi personne ne s’oppose",
        Moment.BREAK: "Pause",
        Moment.MARGIN: "Marge : pour ce qui déborde, ou pour finir plus tôt",
        Moment.CLOSING: "Clôture : relire les points, dire la suite",
    }
    if slot.question is None:
        return said[slot.moment]
    item = listed[slot.question]
    return f"{item.code} {item.title}"


def _topic(view: CoevaluationView, number: int, item: IndicatorView, start: str, minutes: int) -> TopicView:
    levels = view.referential.levels
    named = named_counts(item, view.nameable, view.nameable_from)
    total = item.total.levels if item.total else (0,) * len(levels)
    # The lowest begins, then the highest, in turn.
    high_first = number % _TURNS == 0
    return TopicView(
        number=number,
        code=item.code,
        title=item.title,
        question=item.question,
        start=start,
        length=duration_words(minutes),
        why=why_discussed(item),
        turns=who_begins(item, named, high_first=high_first),
        steps=_steps(minutes, apart=sum(map(bool, total)) > 1, high_first=high_first),
        stakes=tuple(
            StakeView(level.rank, level.name, descriptor, voices, _given(named, level.rank))
            for level, descriptor, voices in zip(levels, item.descriptors, total, strict=True)
        ),
        unnamed=0 < len(named) < len(item.counts),
        reasons=reasons_given(item, named),
        others=other_answers(item),
    )


def _steps(minutes: int, *, apart: bool, high_first: bool) -> tuple[tuple[str, int], ...]:
    """Return how the minutes of a question are shared; without levels ``apart`` from each other, people just talk."""
    parts = share_topic(minutes)
    ends = (("le plus bas", parts.low), ("le plus haut", parts.high))
    talk = (
        (*(ends[::-1] if high_first else ends), ("les autres", parts.others))
        if apart
        else (("en parler", parts.low + parts.high + parts.others),)
    )
    steps = (("lire niveaux et raisons", parts.read), *talk, ("convenir", parts.agree), ("écrire", parts.write))
    return tuple(step for step in steps if step[1])


def _given(counts: Sequence[CountsView], rank: int) -> tuple[str, ...]:
    return tuple(
        f"{count.college_short}{wording.NBSP}{count.levels[rank - 1]}{wording.NBSP}sur{wording.NBSP}{voices_of(count)}"
        for count in counts
        if count.levels[rank - 1]
    )


def _present(view: CoevaluationView) -> str:
    """Return how many people answered, and the colleges from which nobody did."""
    spoke = {count.college for item in view.indicators for count in item.counts if voices_of(count)}
    silent = [college.name for college in view.colleges if college.name not in spoke]
    people = sum(college.answered for college in view.colleges)
    hands = any(college.tallied for college in view.colleges)
    # A raised hand may be that of somebody who wrote: the two are not added.
    told = [wording.count(people, "personne a répondu", "personnes ont répondu")] if people or not hands else []
    told[:1] = [f"{said} par écrit" for said in told] if hands else told
    if view.received:
        told = ["Les avis ont été reçus comptés, sans les personnes"]
    elif hands:
        told.append("d’autres à main levée" if told else "Des personnes ont répondu à main levée")
    answered = ", ".join(told)
    if not silent:
        return f"{answered}, de tous les collèges invités."
    named = f"{', '.join(silent[:-1])} et {silent[-1]}" if silent[1:] else silent[0]
    which = wording.agreed(len(silent), "dans ce collège", "dans ces collèges")
    return f"{answered}. Personne n’a répondu {which} : {named}. Qui en vient ce soir compte comme les autres."


def _adopted(item: IndicatorView, levels: Sequence[LevelView]) -> AdoptedView:
    median = item.divergence.median if item.divergence else None
    rank = int(median or 1)
    return AdoptedView(
        item.code,
        item.title,
        f"niveau{wording.NBSP}{wording.median(median)}",
        levels[rank - 1].name,
        item.descriptors[rank - 1],
        _shared(item, rank),
        Reason.UNARGUED in item.reasons,
        rank == 1,
    )


def _shared(item: IndicatorView, rank: int) -> str:
    """Return how many voices are at a level, over the levels given, and how many say that it does not concern them."""
    if item.total is None:
        return ""
    said = f"{item.total.levels[rank - 1]}{wording.NBSP}voix{wording.NBSP}sur{wording.NBSP}{sum(item.total.levels)}"
    apart = item.total.not_applicable
    return f"{said}, {wording.count(apart, 'non concerné', 'non concernés')}" if apart else said


def _rule() -> tuple[str, ...]:
    return (
        "Ce qui divise vient d’abord, puis ce que beaucoup ne savent pas, puis ce que peu ont argumenté.",
        f"Une question qui divise reçoit de {_between(DIVIDING_BOUNDS)}, une autre de {_between(OTHER_BOUNDS)}.",
        "Ce qui s’adopte d’un seul geste prend au plus un quart de la séance.",
        "Le groupe peut toujours en décider autrement.",
    )


def _between(bounds: tuple[int, int]) -> str:
    return f"{bounds[0]} à {bounds[1]} minutes"
