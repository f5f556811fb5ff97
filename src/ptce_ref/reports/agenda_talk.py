"""How a question of the meeting is introduced: why it is there, who begins. Sentences, as plain data.

A college is named with what it said only when it is large enough (R18): what leaves the room is not what one
or two people said.
"""

from collections.abc import Collection
from dataclasses import dataclass

from ptce_ref.domain.agenda import Reason
from ptce_ref.reports import wording
from ptce_ref.reports.view import CountsView, IndicatorView

_MOST_REASONS = 2
"""Reasons that a question of the agenda recalls; the sheet of the question has them all."""
PLAIN = {
    Reason.POLARISED: "avis très éloignés",
    Reason.LOW_CONSENSUS: "avis dispersés",
    Reason.COLLEGE_GAP: "avis différents selon la place",
    Reason.APPLICABILITY: "désaccord sur le fait d’être concerné",
    Reason.DONT_KNOW: "beaucoup ne savent pas",
    Reason.UNARGUED: "peu ont dit pourquoi",
}
"""The reasons of the agenda in the words of those who read its paper."""
WITH_CONSENT = f"Une parole risque de faire reconnaître son auteur{wording.NBSP}? Ne la lisez pas sans son accord."
"""At the foot of what quotes people to a room."""
ANYBODY = "Parle qui veut ; on peut passer son tour."


@dataclass(frozen=True)
class TurnView:
    """A question to the room, « Qui voit le niveau le plus bas ? », and the colleges named that answered so, if any."""

    what: str
    colleges: tuple[str, ...]


def named_counts(item: IndicatorView, nameable: Collection[str], threshold: int) -> tuple[CountsView, ...]:
    """Return the colleges that may be named with what they said of a question.

    Those among ``nameable`` with ``threshold`` voices on it. What is left is not under the threshold either,
    unless nobody is left: otherwise a subtraction would tell what those few said, so the smallest one joins them.
    """
    shown = sorted(
        (count for count in item.counts if count.college in nameable and voices_of(count) >= threshold),
        key=voices_of,
    )
    left = sum(map(voices_of, item.counts)) - sum(map(voices_of, shown))
    while shown and 0 < left < threshold:
        left += voices_of(shown.pop(0))
    kept = {count.college for count in shown}
    return tuple(count for count in item.counts if count.college in kept)


def why_discussed(item: IndicatorView) -> tuple[str, ...]:
    """Return in plain sentences why a question is on the agenda, the strongest reason first."""
    return tuple(_sentence(reason, item) for reason in worth_saying(item))


def worth_saying(item: IndicatorView) -> tuple[Reason, ...]:
    """Return the reasons worth saying: two camps that face each other are a weak consensus already."""
    polarised = Reason.POLARISED in item.reasons
    return tuple(reason for reason in item.reasons if reason is not Reason.LOW_CONSENSUS or not polarised)


def _sentence(reason: Reason, item: IndicatorView) -> str:
    total = item.total
    unknown = total.dont_know if total else 0
    apart = total.not_applicable if total else 0
    voices = item.answered_by
    return {
        Reason.POLARISED: "Les avis sont très éloignés.",
        Reason.LOW_CONSENSUS: "Les avis sont dispersés : aucun niveau ne rassemble.",
        Reason.COLLEGE_GAP: "Selon la place d’où l’on parle, on ne voit pas le même niveau.",
        Reason.APPLICABILITY: f"Pour {apart} voix sur {voices}, la question ne concerne pas le pôle.",
        Reason.DONT_KNOW: f"Beaucoup ne savent pas : {unknown} voix sur {voices}.",
        Reason.UNARGUED: f"{wording.sentence(told_why(item))}.",
    }[reason]


def told_why(item: IndicatorView) -> str:
    """Return how many of the levels given came with an argument: « 2 avis sur 9 disent pourquoi », no final stop."""
    spread = item.divergence
    if spread is None or spread.unargued_share is None:
        return PLAIN[Reason.UNARGUED]
    argued = spread.n - round(spread.unargued_share * spread.n)
    if not argued:
        return "aucun avis ne dit pourquoi"
    return f"{argued}{wording.NBSP}avis sur {spread.n} {wording.agreed(argued, 'dit', 'disent')} pourquoi"


def who_begins(item: IndicatorView, named: Collection[CountsView], *, high_first: bool = False) -> tuple[TurnView, ...]:
    """Return what to ask, in order: the two ends, then who is not concerned, then who does not know.

    ``named`` are the colleges that may be named (:func:`named_counts`). ``high_first`` begins with the highest level:
    from one question to the next, the same people are not always the first to speak.
    """
    medians = {count.college: count.median for count in named if count.median is not None}
    apart = bool(medians) and min(medians.values()) < max(medians.values())
    given = [rank for rank, voices in enumerate(item.total.levels if item.total else (), start=1) if voices]
    turns: list[TurnView] = []
    if len(given) > 1:
        ends = [("le plus bas", min), ("le plus haut", max)]
        for what, end in reversed(ends) if high_first else ends:
            level = end(medians.values()) if apart else None
            names = tuple(name for name, found in medians.items() if found == level)
            turns.append(TurnView(f"Qui voit le niveau {what} ?", names))
    elif given:
        turns.append(TurnView("Qui a un fait, un exemple ? Qui voit autre chose ?", ()))
    if Reason.APPLICABILITY in item.reasons:
        colleges = tuple(count.college for count in named if count.not_applicable)
        turns.append(TurnView("Pour qui la question ne concerne-t-elle pas le pôle ?", colleges))
    if Reason.DONT_KNOW in item.reasons or not given:
        turns.append(TurnView("Que faudrait-il savoir, et qui pourrait nous le dire ?", ()))
    return tuple(turns)


def voices_of(count: CountsView) -> int:
    """Return how many voices a college gave to a question, whatever they said."""
    return count.n + count.dont_know + count.not_applicable


def reasons_given(item: IndicatorView, named: Collection[CountsView]) -> tuple[tuple[str, str], ...]:
    """Return (college, text) of a few reasons that people wrote, one a college; the college is empty when not named.

    No author is ever named.
    """
    shorts = {count.college: count.college_short for count in named}
    by_college = {argument.college: argument.text for argument in reversed(item.arguments) if argument.text}
    first = [
        college for college in dict.fromkeys(argument.college for argument in item.arguments) if college in by_college
    ]
    told = [(shorts.get(college, ""), by_college[college]) for college in first]
    return tuple(sorted(told, key=lambda one: not one[0])[:_MOST_REASONS])


def other_answers(item: IndicatorView) -> str:
    """Return how many gave an answer that is not a level, unless the reasons say it already; may be empty."""
    if item.total is None:
        return ""
    answers = (
        (Reason.APPLICABILITY, "non concerné", item.total.not_applicable),
        (Reason.DONT_KNOW, "ne sait pas", item.total.dont_know),
    )
    said = [f"{label} : {n}{wording.NBSP}voix" for reason, label, n in answers if n and reason not in item.reasons]
    return f"{wording.sentence(' ; '.join(said))}." if said else ""
