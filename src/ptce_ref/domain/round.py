"""A round of visits between pôles: who goes to whom, and how far each visit went. Pure.

A round is proposed so that each pôle visits once and is visited once; what each could learn decides who goes
where. Nothing here says who is better: a visit is proposed for what the host does that the visitor finds hard.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from ptce_ref.domain.exchange import Complementarity, Partner
from ptce_ref.domain.model import Model, Reference
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.referential import Id
from ptce_ref.domain.typed_text import FilledLine, Text
from ptce_ref.domain.vocabulary import Phase

MOST = 120
"""Pôles of one round: with more, nobody can follow it, and several smaller rounds serve better."""


class Visit(Model):
    """A visit of a round: ``evaluation_id`` is the evaluation of the host by the visitor, once it is opened."""

    visitor_id: Id
    host_id: Id
    evaluation_id: Reference | None = None
    date: dt.date | None = Field(default=None, strict=False)
    visitor_gained: Text = ""
    """What the visitor says it learned."""
    host_gained: Text = ""
    """What the host says the visit brought it."""


class Round(Model):
    """A round of visits: its title, the day it was decided, its visits."""

    id: Reference
    title: FilledLine
    date: dt.date = Field(strict=False)
    visits: tuple[Visit, ...] = ()


class Stage(StrEnum):
    """How far a visit went, as the user reads it."""

    PLANNED = "à préparer"
    PREPARED = "préparée"
    VISITED = "faite"
    GIVEN_BACK = "regard rendu"
    CLOSED = "close"


def stage_of(visit: Visit, today: dt.date, phase: Phase | None, *, crossed: bool) -> Stage:
    """Return how far a visit went on ``today``.

    ``phase`` is that of the evaluation made during the visit, None when there is none; ``crossed`` says whether a
    regard croisé can be read: the pôle has also evaluated itself.
    """
    if phase is Phase.CLOSED:
        return Stage.CLOSED
    if phase is not None and others_visible(phase) and crossed:
        return Stage.GIVEN_BACK
    if visit.date is not None and visit.date <= today:
        return Stage.VISITED
    return Stage.PREPARED if phase is not None or visit.date is not None else Stage.PLANNED


@dataclass(frozen=True)
class ProposedVisit:
    """A visit to propose: the sub-objectives (ids) on which the visitor could learn, and those on which it brings."""

    visitor: Partner
    host: Partner
    learns: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()


def propose_round(partners: Sequence[Partner], exchanges: Iterable[Complementarity]) -> tuple[ProposedVisit, ...]:
    """Return one visit out and one visit in for each of ``partners``, in the order of their names.

    Of all the ways to do so, one with as many visits as can be where the visitor finds what it looks for; then
    where it brings something too; then with the most sub-objectives to share. Equal ways are told apart by the
    ids, so that the order of ``partners`` changes nothing. Nothing is proposed for a single pôle. Raises ValueError
    over :data:`MOST` pôles.
    """
    if len(partners) > MOST:
        raise ValueError(len(partners))
    known = sorted({partner.id: partner for partner in partners}.values(), key=lambda partner: partner.id)
    if len(known) < 2:  # noqa: PLR2004 - a visit takes two
        return ()
    brought = _both_ways(exchanges)
    most = max((len(ids) for ids in brought.values()), default=0)
    total = 2 * most * len(known) + 1
    costs = [[_cost(visitor, host, brought, total, len(known)) for host in known] for visitor in known]
    hosts = _assign(costs)
    visits = [
        ProposedVisit(
            visitor,
            known[hosts[place]],
            brought.get((known[hosts[place]].id, visitor.id), ()),
            brought.get((visitor.id, known[hosts[place]].id), ()),
        )
        for place, visitor in enumerate(known)
    ]
    return tuple(sorted(visits, key=lambda visit: (visit.visitor.name, visit.visitor.id)))


Brought = Mapping[tuple[str, str], tuple[str, ...]]
"""(who brings, to whom) → the sub-objectives."""


def _both_ways(exchanges: Iterable[Complementarity]) -> Brought:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for pair in exchanges:
        found[pair.first.id, pair.second.id] = pair.first_brings
        found[pair.second.id, pair.first.id] = pair.second_brings
    return found


def _cost(visitor: Partner, host: Partner, brought: Brought, total: int, count: int) -> int:
    """Return the cost of a visit, the lower the more it is worth proposing; a pôle does not visit itself.

    Three things one after the other, each worth more than all that follows: the visitor learns, it brings, how much.
    """
    if visitor.id == host.id:
        return total * (count + 1) ** 3
    learns, brings = brought.get((host.id, visitor.id), ()), brought.get((visitor.id, host.id), ())
    worth = (bool(learns) * (count + 1) + bool(brings)) * total + len(learns) + len(brings)
    return -worth


def _assign(costs: Sequence[Sequence[int]]) -> list[int]:
    """Return, for each row, a column of its own, so that the sum of the costs is the least (Hungarian method)."""
    size = len(costs)
    row_price, column_price = [0] * (size + 1), [0] * (size + 1)
    taken = [0] * (size + 1)
    """The row that each column is given to, from 1; 0 for none."""
    for row in range(1, size + 1):
        taken[0], column = row, 0
        least: list[float] = [float("inf")] * (size + 1)
        before, seen = [0] * (size + 1), [False] * (size + 1)
        while taken[column]:
            seen[column] = True
            current, gap, following = taken[column], float("inf"), 0
            for other in range(1, size + 1):
                if seen[other]:
                    continue
                reduced = costs[current - 1][other - 1] - row_price[current] - column_price[other]
                if reduced < least[other]:
                    least[other], before[other] = reduced, column
                if least[other] < gap:
                    gap, following = least[other], other
            for other in range(size + 1):
                if seen[other]:
                    row_price[taken[other]] += int(gap)
                    column_price[other] -= int(gap)
                else:
                    least[other] -= gap
            column = following
        while column:
            taken[column] = taken[before[column]]
            column = before[column]
    hosts = [0] * size
    for column in range(1, size + 1):
        hosts[taken[column] - 1] = column - 1
    return hosts
