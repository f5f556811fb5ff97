"""Exchanges to propose between two pôles (R12): who is ahead of what the other finds hard, both ways.

Knows names and values only. A thousand pôles make half a million pairs: a pair takes a few bytes
until somebody looks at it.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

from ptce_ref.domain.pole import Pole
from ptce_ref.domain.result import ROUNDING_NOISE

MOST = 1_000_000
"""How many pairs are kept, mutual ones first: what a sheet can hold. ``total`` says how many there are."""

_HALF = 0.5 - ROUNDING_NOISE


@dataclass(frozen=True, slots=True)
class Complementarity:
    """An exchange to propose: on which sub-objectives each is ahead of what the other finds hard."""

    first: Pole
    second: Pole
    first_brings: tuple[str, ...]
    second_brings: tuple[str, ...]

    @property
    def mutual(self) -> bool:
        return bool(self.first_brings and self.second_brings)


class Exchanges(Sequence[Complementarity]):
    """The pairs to propose: mutual exchanges first, then in the order of the pôles."""

    def __init__(self, poles: Sequence[Pole], ids: Sequence[str]) -> None:
        """``poles`` in the order in which pairs name them; ``ids`` are those of the sub-objectives."""
        self._poles, self._ids = poles, ids
        self._kinds: dict[tuple[int, int], int] = {}
        self._brought: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        # For each pair: its two pôles, and which of the kinds above it is.
        self._mutual, self._others = array("I"), array("I")
        self.total = 0

    def add(self, one: int, other: int, brings: tuple[int, int]) -> None:
        """Add a pair of pôles, by place; ``brings`` has a bit for each sub-objective that each brings."""
        self.total += 1
        if self.total > MOST and not all(brings):
            return
        kind = self._kinds.setdefault(brings, len(self._kinds))
        if kind == len(self._brought):
            self._brought.append((self._named(brings[0]), self._named(brings[1])))
        (self._mutual if all(brings) else self._others).extend((one, other, kind))

    def _named(self, bits: int) -> tuple[str, ...]:
        return tuple(ident for place, ident in enumerate(self._ids) if bits >> place & 1)

    def __len__(self) -> int:
        return min(MOST, (len(self._mutual) + len(self._others)) // 3)

    @overload
    def __getitem__(self, index: int) -> Complementarity: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Complementarity]: ...

    def __getitem__(self, index: int | slice) -> Complementarity | Sequence[Complementarity]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        start, found = 3 * place, self._mutual
        if start >= len(found):
            start, found = start - len(found), self._others
        one, other, kind = found[start : start + 3]
        return Complementarity(self._poles[one], self._poles[other], *self._brought[kind])

    def __iter__(self) -> Iterator[Complementarity]:
        return (self[place] for place in range(len(self)))


def find_exchanges(
    poles: Sequence[Pole], values: Sequence[Mapping[str, float]], ids: Sequence[str], lead: float
) -> Exchanges:
    """Return the pairs in which at least one is ahead, by ``lead``, of what the other finds hard.

    ``values`` are those (0..1) of each pôle, by id, where it has one. « Hard » is the lower half of the scale.
    """
    found = Exchanges(poles, ids)
    enough = lead - ROUNDING_NOISE
    # Of each sub-objective, the pôles still to be met, lowest value first: those that are hard enough, or
    # far enough ahead, are then an end of a list, and no pair is looked at for nothing.
    waiting = [sorted((own[ident], i) for i, own in enumerate(values) if ident in own) for ident in ids]
    for i, own in enumerate(values):
        brings: dict[int, int] = {}
        gets: dict[int, int] = {}
        for place, (ident, others) in enumerate(zip(ids, waiting, strict=True)):
            value = own.get(ident)
            if value is None:
                continue
            del others[bisect_left(others, (value, i))]

            def lead_of(other: tuple[float, int], value: float = value) -> float:
                return other[0] - value

            behind = bisect_right(others, -enough, key=lead_of)
            for _, j in others[: min(behind, bisect_left(others, (_HALF, -1)))]:
                brings[j] = brings.get(j, 0) | 1 << place
            if value < _HALF:
                for _, j in others[bisect_left(others, enough, key=lead_of) :]:
                    gets[j] = gets.get(j, 0) | 1 << place
        for j in sorted(brings.keys() | gets.keys()):
            found.add(i, j, (brings.get(j, 0), gets.get(j, 0)))
    return found
