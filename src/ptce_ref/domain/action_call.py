"""Why a question calls for an action of the plan, and in which order questions are proposed for one."""

from collections.abc import Iterable, Mapping
from enum import IntEnum

from ptce_ref.domain.agenda import DIVIDING, Reason
from ptce_ref.domain.referential import Indicator, Referential, in_reading_order


class Call(IntEnum):
    """Why a question calls for an action, what calls loudest first."""

    DISAGREED = 0
    """The group agreed to disagree."""
    DIVIDED = 1
    MINORITY = 2
    """The position of the group keeps a minority opinion."""
    VIGILANCE = 3
    """A flagged question stands at the lowest level."""
    LOWEST = 4
    UNDECIDED = 5
    """The group wrote no position."""


def call_of(
    reasons: Iterable[Reason], *, level: float | None, vigilance: bool, decided: bool, disagreed: bool, minority: bool
) -> Call | None:
    """Return the strongest reason why a question calls for an action, or None.

    ``reasons`` are those of the agenda; ``level`` is a rank from 1, None without value; ``decided`` says whether
    the group wrote a position, ``disagreed`` and ``minority`` what is in it.
    """
    tests = {
        Call.DISAGREED: disagreed,
        Call.DIVIDED: not DIVIDING.isdisjoint(reasons),
        Call.MINORITY: minority,
        Call.VIGILANCE: vigilance,
        Call.LOWEST: level == 1,
        Call.UNDECIDED: not decided,
    }
    return next((call for call in Call if tests[call]), None)


def in_order_of_call(
    referential: Referential, chosen: Iterable[str], calls: Mapping[str, Call | None]
) -> list[Indicator]:
    """Return every indicator once: those chosen, those that call for an action, those asked, then all the others.

    ``calls`` has a line for each question asked, None for one that calls for nothing or may not be told apart.
    Within one call, the order of reading.
    """
    asked = [item for item in referential.indicators if item.id in calls]
    called = sorted(((call, item) for item in asked if (call := calls[item.id]) is not None), key=lambda pair: pair[0])
    ordered = [*in_reading_order(referential, chosen), *(item for _, item in called), *asked, *referential.indicators]
    return list({item.id: item for item in ordered}.values())
