"""How a question of the meeting is introduced: why it is there, who begins. Sentences, as plain data."""

from dataclasses import dataclass

from ptce_ref.domain.agenda import Reason
from ptce_ref.reports import wording
from ptce_ref.reports.view import CountsView, IndicatorView

_HALF = 2
_MOST_REASONS = 2
"""Reasons that a question of the agenda recalls; the sheet of the question has them all."""


@dataclass(frozen=True)
class TurnView:
    """Who speaks at a moment of the discussion, and as what: « ceux qui ne savent pas »."""

    what: str
    colleges: tuple[str, ...]
    """Empty for everybody."""


def why_discussed(item: IndicatorView) -> tuple[str, ...]:
    """Return in plain sentences why a question is on the agenda, the strongest reason first."""
    return tuple(_sentence(reason, item) for reason in _worth_saying(item))


def _worth_saying(item: IndicatorView) -> tuple[Reason, ...]:
    """Return the reasons worth saying: two camps that face each other are a weak consensus already."""
    reasons = tuple(Reason(reason) for reason in item.reasons)
    return tuple(reason for reason in reasons if reason is not Reason.LOW_CONSENSUS or Reason.POLARISED not in reasons)


def _sentence(reason: Reason, item: IndicatorView) -> str:
    d, total = item.divergence, item.total
    gap = (d.college_gap if d else None) or 0.0
    apart_by = f"{wording.median(gap)}{wording.NBSP}{wording.agreed(int(gap), 'niveau', 'niveaux')}"
    unknown = total.dont_know if total else 0
    apart = total.not_applicable if total else 0
    voices = item.answered_by
    return {
        Reason.POLARISED: "Deux camps se font face.",
        Reason.LOW_CONSENSUS: "Les avis sont dispersés : aucun niveau ne rassemble.",
        Reason.COLLEGE_GAP: f"Entre les collèges, l’écart va jusqu’à {apart_by}.",
        Reason.APPLICABILITY: f"Pour {apart} voix sur {voices}, la question ne concerne pas le pôle.",
        Reason.DONT_KNOW: f"Beaucoup ne savent pas : {unknown} voix sur {voices}.",
        Reason.UNARGUED: "Peu ont dit pourquoi.",
    }[reason]


def who_begins(item: IndicatorView) -> tuple[TurnView, ...]:
    """Return who should speak first: the colleges farthest apart, then those who say no, then those who do not know.

    A college for which one voice alone speaks is not named: what it answered would be what that person answered.
    """
    named = [count for count in item.counts if is_named(count)]
    medians = {count.college: count.median for count in named if count.median is not None}
    turns: list[TurnView] = []
    if medians and min(medians.values()) < max(medians.values()):
        for what, end in (("le plus bas", min(medians.values())), ("le plus haut", max(medians.values()))):
            names = tuple(name for name, found in medians.items() if found == end)
            turns.append(TurnView(f"{what} (niveau du milieu{wording.NBSP}{wording.median(end)})", names))
    elif item.divergence and item.divergence.range:
        turns.append(
            TurnView(
                "deux minutes à voix basse avec son voisin, puis une raison pour le niveau le plus bas, une pour "
                "le plus haut (deux minutes chacune)",
                (),
            )
        )
    elif medians:
        turns.append(
            TurnView("deux minutes à voix basse avec son voisin, puis une raison par collège (une minute chacun)", ())
        )
    if Reason.APPLICABILITY in item.reasons:
        apart = tuple(count.college for count in named if count.not_applicable)
        turns.append(TurnView("ceux que la question ne concerne pas", apart))
    unknown = tuple(count.college for count in named if _mostly_unknown(count))
    if not unknown and Reason.DONT_KNOW in item.reasons:
        unknown = tuple(count.college for count in named if count.dont_know)
    if unknown or Reason.DONT_KNOW in item.reasons:
        turns.append(TurnView("ceux qui ne savent pas", unknown))
    return tuple(turns)


def _mostly_unknown(count: CountsView) -> bool:
    return count.dont_know > 0 and count.dont_know * _HALF >= voices_of(count)


def voices_of(count: CountsView) -> int:
    """Return how many voices a college gave to a question, whatever they said."""
    return count.n + count.dont_know + count.not_applicable


def is_named(count: CountsView) -> bool:
    """Whether a college may be named with what it answered: at least two people spoke for it."""
    return voices_of(count) > 1


def reasons_given(item: IndicatorView) -> tuple[tuple[str, str], ...]:
    """Return (college, text) of a few reasons that people wrote, one a college; the college is empty when it is alone.

    No author is ever named.
    """
    named = {count.college: count.college_short for count in item.counts if is_named(count)}
    by_college = {argument.college: argument.text for argument in reversed(item.arguments) if argument.text}
    first = [
        college for college in dict.fromkeys(argument.college for argument in item.arguments) if college in by_college
    ]
    told = [(named.get(college, ""), by_college[college]) for college in first]
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
