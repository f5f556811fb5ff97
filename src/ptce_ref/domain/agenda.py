"""The agenda of the meeting, from the divergences, by a published rule (R7).

What divides first (polarised, then low consensus, then a gap between colleges, then a split
about whether the indicator applies), then what nobody knows, then what nobody argued. The
thresholds are in the referential. What opinions agree on can be adopted in one go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ptce_ref.domain.referential import AgendaThresholds, Indicator, Scale
from ptce_ref.domain.result import EvaluationResult, IndicatorResult


class Reason(StrEnum):
    """Why an indicator is on the agenda, strongest first."""

    POLARISED = "polarisé"
    LOW_CONSENSUS = "consensus faible"
    COLLEGE_GAP = "écart entre collèges"
    APPLICABILITY = "désaccord sur le fait d’être concerné"
    DONT_KNOW = "beaucoup ne savent pas"
    UNARGUED = "peu d’arguments"


REASONS: tuple[Reason, ...] = tuple(Reason)
DIVIDING = frozenset({Reason.POLARISED, Reason.LOW_CONSENSUS, Reason.COLLEGE_GAP, Reason.APPLICABILITY})
"""The reasons that tell of a disagreement, and not of what nobody knows or argued."""


@dataclass(frozen=True)
class AgendaItem:
    """An indicator to discuss, with all its reasons, the first being why it stands where it does."""

    indicator: Indicator
    reasons: tuple[Reason, ...]
    result: IndicatorResult


@dataclass(frozen=True)
class Agenda:
    """``items`` in order of discussion; ``consensual`` can be adopted in one go.

    An indicator that nobody answered is in neither list; nor is one that already has a position, nor, for others,
    one that too few answered.
    """

    items: tuple[AgendaItem, ...]
    consensual: tuple[Indicator, ...]


def reasons_of(result: IndicatorResult, thresholds: AgendaThresholds, scale: Scale) -> tuple[Reason, ...]:
    """Return why ``result`` deserves a discussion, strongest reason first; often none.

    None for others when too few voices spoke for them to be shown: a reason tells what these said (R18).
    """
    if result.few:
        return ()
    d = result.divergence
    width = len(scale.levels) - 1
    tests = {
        Reason.POLARISED: d.polarised,
        Reason.LOW_CONSENSUS: d.consensus is not None and d.consensus < thresholds.low_consensus,
        Reason.COLLEGE_GAP: d.college_gap is not None and d.college_gap / width >= thresholds.college_gap,
        Reason.APPLICABILITY: d.applicability_split
        and d.not_applicable_share is not None
        and thresholds.applicability <= d.not_applicable_share,
        Reason.DONT_KNOW: d.dont_know_share is not None and d.dont_know_share >= thresholds.dont_know,
        Reason.UNARGUED: d.unargued_share is not None and d.unargued_share >= thresholds.unargued,
    }
    return tuple(reason for reason in REASONS if tests[reason])


def draw_agenda(result: EvaluationResult, thresholds: AgendaThresholds, scale: Scale) -> Agenda:
    """Return the agenda of an evaluation; the order depends on nothing but the answers.

    Within one reason, the lowest agreement A first, then the lowest consensus, then the widest
    gap, then the most who do not know, then the order of reading.
    """
    items: list[AgendaItem] = []
    consensual: list[Indicator] = []
    for item in result.indicators.values():
        if item.position is not None or item.distribution.total.total == 0 or item.few:
            continue
        reasons = reasons_of(item, thresholds, scale)
        if reasons:
            items.append(AgendaItem(item.indicator, reasons, item))
        if adoptable(item, reasons, thresholds):
            consensual.append(item.indicator)
    return Agenda(tuple(_ordered(items)), tuple(consensual))


def draw_programme(result: EvaluationResult, thresholds: AgendaThresholds, scale: Scale) -> tuple[AgendaItem, ...]:
    """Return what the meeting discusses or has discussed, in the order of the agenda.

    The agenda, and in their places the items that have had a position since: an item keeps its place
    when the group has decided.
    """
    items = [
        AgendaItem(item.indicator, reasons, item)
        for item in result.indicators.values()
        if item.distribution.total.total and (reasons := reasons_of(item, thresholds, scale))
    ]
    return tuple(_ordered(items))


def adoptable(item: IndicatorResult, reasons: Iterable[Reason], thresholds: AgendaThresholds) -> bool:
    """Whether opinions agree: high consensus, median on a level, no reason but lacking arguments."""
    d = item.divergence
    return (
        d.consensus is not None
        and d.consensus >= thresholds.high_consensus
        and d.median is not None
        and d.median.is_integer()
        and all(reason is Reason.UNARGUED for reason in reasons)
    )


def _ordered(items: list[AgendaItem]) -> list[AgendaItem]:
    def key(entry: AgendaItem) -> tuple[float, ...]:
        d = entry.result.divergence
        return (
            REASONS.index(entry.reasons[0]),
            # Rounded: two questions equally divided must not be told apart by the last bit of a float.
            round(d.agreement, 9) if d.agreement is not None else 1.0,
            round(d.consensus, 9) if d.consensus is not None else 1.0,
            -(d.college_gap or 0.0),
            -(d.dont_know_share or 0.0),
        )

    return sorted(items, key=key)
