"""Exchanges to propose between two pôles (R12): who is ahead of what the other finds hard, both ways.

Knows names and values only. A thousand pôles make half a million pairs, five thousand twelve million: all
are counted, as many as a sheet can hold are kept, each in a few bytes until somebody looks at it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import isnan
from operator import or_

from ptce_ref.domain.result import ROUNDING_NOISE
from ptce_ref.domain.sequence import LazySequence

MOST = 1_000_000
"""How many pairs are kept, mutual ones first: what a sheet can hold. ``total`` says how many there are."""

_HALF = 0.5 - ROUNDING_NOISE
_STEP = 64
"""Pôles from one set that is kept to the next: those between the two are made when they are asked for."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A pôle in an exchange: what names it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Complementarity:
    """An exchange to propose: on which sub-objectives each is ahead of what the other finds hard."""

    first: Partner
    second: Partner
    first_brings: tuple[str, ...]
    second_brings: tuple[str, ...]

    @property
    def mutual(self) -> bool:
        """Whether each brings something to the other."""
        return bool(self.first_brings and self.second_brings)


class Exchanges(LazySequence[Complementarity]):
    """The pairs to propose: mutual exchanges first, then in the order of the pôles."""

    def __init__(self, partners: Sequence[Partner], ids: Sequence[str]) -> None:
        """``partners`` in the order in which pairs name them; ``ids`` are those of the sub-objectives."""
        self._partners, self._ids = partners, ids
        self._kinds: dict[tuple[int, int], int] = {}
        self._brought: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        # For each pair: its two pôles, and which of the kinds above it is.
        self._mutual, self._others = array("I"), array("I")
        self.total = 0

    def has_room(self, *, mutual: bool) -> bool:
        """Whether one more pair would be kept: mutual ones come first, and may take the place of the others."""
        return len(self._mutual) // 3 + (0 if mutual else len(self._others) // 3) < MOST

    def keep(self, one: int, other: int, brings: tuple[int, int]) -> None:
        """Keep a pair of pôles, by place; ``brings`` has a bit for each sub-objective that each brings."""
        kind = self._kinds.setdefault(brings, len(self._kinds))
        if kind == len(self._brought):
            self._brought.append((self._named(brings[0]), self._named(brings[1])))
        (self._mutual if all(brings) else self._others).extend((one, other, kind))

    def _named(self, bits: int) -> tuple[str, ...]:
        return tuple(ident for place, ident in enumerate(self._ids) if bits >> place & 1)

    def __len__(self) -> int:
        return min(MOST, (len(self._mutual) + len(self._others)) // 3)

    def make(self, place: int) -> Complementarity:
        """Return the pair at ``place``, from 0; built anew at each reading."""
        start, found = 3 * place, self._mutual
        if start >= len(found):
            start, found = start - len(found), self._others
        one, other, kind = found[start : start + 3]
        return Complementarity(self._partners[one], self._partners[other], *self._brought[kind])


class _Ladder:
    """The pôles that have a value of one sub-objective, lowest first; a set of pôles has a bit for each."""

    def __init__(self, column: Sequence[float], enough: float) -> None:
        """``column`` holds the value of each pôle, NaN where there is none; ``enough`` is the lead that counts."""
        self._column, self._enough = column, enough
        known = (place for place, value in enumerate(column) if not isnan(value))
        self._order = array("I", sorted(known, key=column.__getitem__))
        self._values = array("d", (column[place] for place in self._order))
        self._hard = bisect_left(self._values, _HALF)
        self._kept = [0]
        for start in range(0, len(self._order), _STEP):
            self._kept.append(self._kept[-1] | _bits(self._order[start : start + _STEP]))

    def helped_by(self, place: int) -> int:
        """Return those that find it hard, of whom the pôle at ``place`` is far enough ahead."""
        value = self._column[place]
        if isnan(value):
            return 0
        behind = bisect_right(self._values, -self._enough, key=lambda other: other - value)
        return self._lowest(min(behind, self._hard))

    def helping(self, place: int) -> int:
        """Return those that are far enough ahead of the pôle at ``place``, if it finds it hard."""
        value = self._column[place]
        if isnan(value) or value >= _HALF:
            return 0
        ahead = bisect_left(self._values, self._enough, key=lambda other: other - value)
        return self._kept[-1] ^ self._lowest(ahead)

    def _lowest(self, count: int) -> int:
        whole = count // _STEP
        return self._kept[whole] | _bits(self._order[whole * _STEP : count])


def find_exchanges(partners: Sequence[Partner], columns: Mapping[str, Sequence[float]], lead: float) -> Exchanges:
    """Return the pairs in which at least one is ahead, by ``lead``, of what the other finds hard.

    ``columns`` hold, by sub-objective, the value (0..1) of each of ``partners``, NaN where there is none.
    « Hard » is the lower half of the scale.
    """
    found = Exchanges(partners, list(columns))
    ladders = [_Ladder(column, lead - ROUNDING_NOISE) for column in columns.values()]
    for place in range(len(partners)):
        # A pair is met once, from the first of its two pôles: the others are those that come later.
        later = place + 1
        gives = [ladder.helped_by(place) >> later for ladder in ladders]
        gets = [ladder.helping(place) >> later for ladder in ladders]
        given, got = _together(gives), _together(gets)
        found.total += (given | got).bit_count()
        wanted = given | got if found.has_room(mutual=False) else given & got if found.has_room(mutual=True) else 0
        if wanted:
            brought, taken = _by_place(gives, wanted), _by_place(gets, wanted)
            for far in _places(wanted):
                brings = (brought.get(far, 0), taken.get(far, 0))
                if found.has_room(mutual=all(brings)):
                    found.keep(place, later + far, brings)
    return found


def _bits(places: Sequence[int]) -> int:
    """Return the set of these places."""
    bits = 0
    for place in places:
        bits |= 1 << place
    return bits


def _places(bits: int) -> Iterator[int]:
    """Yield the places of a set, in order."""
    # As a text: taking the bits of a long number away one by one would copy it each time.
    text = f"{bits:b}"[::-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)


def _together(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _by_place(sets: Iterable[int], wanted: int) -> dict[int, int]:
    """Return, for the places ``wanted``, which of ``sets`` hold each: a bit for each set."""
    found: dict[int, int] = {}
    for rank, bits in enumerate(sets):
        for place in _places(bits & wanted):
            found[place] = found.get(place, 0) | 1 << rank
    return found
