"""One pôle seen by itself and by another: where the two meet, where they part, what one alone saw (R13).

Knows two figures of one question at a time; who may see them is decided before (R5, R18).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from ptce_ref.domain.referential import Thresholds
from ptce_ref.domain.result import ROUNDING_NOISE, Aggregate


class Dated(Protocol):
    """What was done on a day, and what tells it from another of the same day."""

    @property
    def date(self) -> dt.date:
        """The day it was done."""

    @property
    def id(self) -> str:
        """Its stable identifier, by which two of one day are put in order."""


Moment = TypeVar("Moment", bound=Dated)


def nearest(own: Sequence[Moment], day: dt.date) -> Moment | None:
    """Return the one of ``own`` nearest to ``day``, the later of two as near; None when there is none.

    A visit is read beside what the pôle said of itself at that time, not years after.
    """
    return min(own, key=lambda item: (abs((item.date - day).days), -item.date.toordinal(), item.id), default=None)


class Remark(StrEnum):
    """What one side saw of a question and the other did not."""

    SCORED = "un niveau d’un seul côté"
    VIGILANCE = "une alerte de vigilance d’un seul côté"
    DONT_KNOW = "beaucoup de « ne sait pas » d’un seul côté"
    ARGUED = "des arguments d’un seul côté"


@dataclass(frozen=True)
class Glance:
    """What one side made of a question that it was asked."""

    figure: Aggregate
    dont_know: float | None = None
    """Share of its voices that do not know, 0..1; None without voice, or when that is not told."""
    argued: bool | None = None
    """Whether it gave arguments; None when that is not told."""


def part(own: float, peer: float, thresholds: Thresholds) -> bool:
    """Whether two values (0..1) of one question are far enough apart to be talked about."""
    return abs(own - peer) >= thresholds.comparison.parting - ROUNDING_NOISE


def remark_on(own: Glance, peer: Glance, thresholds: Thresholds) -> tuple[Remark, ...]:
    """Return what one side alone saw of a question asked on both; nothing rests on a value that is not told."""
    found: list[Remark] = []
    if not own.figure.few and not peer.figure.few:
        if (own.figure.value is None) is not (peer.figure.value is None):
            found.append(Remark.SCORED)
        if bool(own.figure.alerts) is not bool(peer.figure.alerts):
            found.append(Remark.VIGILANCE)
    if own.dont_know is not None and peer.dont_know is not None:
        many = thresholds.agenda.dont_know - ROUNDING_NOISE
        if (own.dont_know >= many) is not (peer.dont_know >= many):
            found.append(Remark.DONT_KNOW)
    if own.argued is not None and peer.argued is not None and own.argued is not peer.argued:
        found.append(Remark.ARGUED)
    return tuple(found)
