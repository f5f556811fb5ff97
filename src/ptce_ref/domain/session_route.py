"""How people go round the tables of a World Café so as to meet as many others as they can. Pure.

A route is where somebody goes from their first table, round after round. All the people of one rank (the
second of each table, the third…) follow the same route, each from their own table: tables stay even. Two
people meet once for each different gap between their two routes, so routes are chosen for their gaps.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations
from math import perm

Route = tuple[int, ...]
_MOST_TRIED = 1000
"""Routes compared one by one; with more tables, only those that always go on by the same number of tables."""


@dataclass(frozen=True)
class Rounds:
    """Which of ``questions`` (how many) are found over which rounds (numbers from 0): what a route must bring anew."""

    questions: int
    numbers: range


@dataclass(frozen=True)
class Routes:
    """The routes by rank, for ``tables`` tables; ``exchanged`` tables swap two by two instead of turning."""

    tables: int
    exchanged: bool
    by_rank: tuple[Route, ...]

    def table(self, first: int, rank: int, number: int) -> int:
        """Return the table, at round ``number``, of who began at table ``first``; rank 0 is the host, who stays."""
        if not rank or not self.by_rank:
            return first
        route = self.by_rank[(rank - 1) % len(self.by_rank)]
        return _go(first, route[number % self.tables], self.tables, exchanged=self.exchanged)


def _go(first: int, by: int, tables: int, *, exchanged: bool) -> int:
    return first ^ by if exchanged else (first + by) % tables


def _gaps(one: Route, other: Route, tables: int, *, exchanged: bool) -> int:
    return len({a ^ b if exchanged else (a - b) % tables for a, b in zip(one, other, strict=True)})


@cache
def find_routes(tables: int, ranks: int, rounds: int, wanted: tuple[Rounds, ...]) -> Routes:
    """Return routes for ``ranks`` ranks of movers: never a table again before all were seen, new questions if possible.

    Deterministic. The routes that part people most come first: they are those of whoever certainly comes.
    """
    if tables == 1:
        return Routes(1, exchanged=False, by_rank=())
    # Exchanges bring everybody to another place when the tables are a power of two: they may part people better.
    ways = (False, True) if tables & (tables - 1) == 0 else (False,)
    seen = min(rounds, tables)
    found = [
        _choose(tables, ranks, seen, wanted, list(fresh(tables, seen)), exchanged=exchanged)
        for exchanged in ways
        for fresh in (_steady, _any)
    ]
    return max(found, key=lambda routes: _met(routes, seen))


def _met(routes: Routes, seen: int) -> int:
    """Return how many different meetings the first ``seen`` rounds make, hosts included."""
    cut = [(0,) * seen, *(route[:seen] for route in routes.by_rank)]
    return sum(_gaps(one, other, routes.tables, exchanged=routes.exchanged) for one, other in combinations(cut, 2))


def _is_new(route: Route, wanted: Iterable[Rounds], tables: int, *, exchanged: bool) -> bool:
    """Whether who follows ``route`` finds another question at each round of a series, wherever they begin."""
    for series in wanted:
        offsets = [route[number % tables] for number in series.numbers]
        fewest = min(
            len({_go(first, by, tables, exchanged=exchanged) % series.questions for by in offsets})
            for first in range(tables)
        )
        if fewest < min(len(offsets), series.questions):
            return False
    return True


def _choose(
    tables: int, ranks: int, seen: int, wanted: tuple[Rounds, ...], fresh: list[Route], *, exchanged: bool
) -> Routes:
    """Return the best routes that one finds by taking the best one each time, among those of ``fresh``."""
    usable = [route for route in fresh if _is_new(route, wanted, tables, exchanged=exchanged)] or fresh
    chosen: list[Route] = []
    # How many people each usable route would meet among those who follow the chosen ones.
    met = [0] * len(usable)
    # Their fewest meetings with one of the chosen routes: at equality, people should not go along together.
    least = [tables] * len(usable)
    for _ in range(ranks):
        last = usable[max(range(len(usable)), key=lambda place: (met[place], least[place]))]
        chosen.append(last)
        for place, route in enumerate(usable):
            gaps = _gaps(route[:seen], last[:seen], tables, exchanged=exchanged)
            met[place] += gaps
            least[place] = min(least[place], gaps)
    return Routes(tables, exchanged, tuple(chosen))


def _steady(tables: int, seen: int) -> Iterator[Route]:
    """Yield the routes that go on each time by the same number of tables and pass by ``seen`` different ones."""
    for step in range(1, tables):
        start = tuple(number * step % tables for number in range(seen))
        if len(set(start)) == seen:
            yield _whole(start, tables)


def _any(tables: int, seen: int) -> Iterator[Route]:
    """Yield all the routes by ``seen`` different tables; only the steady ones when there are too many."""
    if perm(tables - 1, seen - 1) > _MOST_TRIED:
        yield from _steady(tables, seen)
        return
    for places in permutations(range(1, tables), seen - 1):
        yield _whole((0, *places), tables)


def _whole(start: Route, tables: int) -> Route:
    return (*start, *(place for place in range(tables) if place not in start))
