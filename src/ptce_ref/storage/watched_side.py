"""A side of a merge that tells how far its reading went, and through which the merge is stopped."""

from collections.abc import Callable, Iterable, Sequence

from ptce_ref.storage.identity import Births
from ptce_ref.storage.parcel import Parcel, Row
from ptce_ref.storage.side import Side

Told = Callable[[int, int], None]
"""Is told how many evaluations were read, of how many; what it raises undoes the merge."""


class WatchedSide:
    """As the side it stands for; ``told`` is called before each evaluation is read."""

    def __init__(self, side: Side, told: Told) -> None:
        self._side, self._told, self._read = side, told, 0
        self._total = len(side.evaluation_ids()) + len(side.withdrawn_ids())

    def evaluation_ids(self) -> Sequence[str]:
        """Return those of the side watched; nothing is told."""
        return self._side.evaluation_ids()

    def withdrawn_ids(self) -> Sequence[str]:
        """Return those of the side watched; nothing is told."""
        return self._side.withdrawn_ids()

    def parcel(self, evaluation_id: str) -> Parcel:
        """Tell how many were read before this one, then return it. What ``told`` raises goes through."""
        self._told(self._read, self._total)
        self._read += 1
        return self._side.parcel(evaluation_id)

    def commons(self) -> Parcel:
        """Return those of the side watched; nothing is told."""
        return self._side.commons()

    def referentials(self) -> Iterable[Row]:
        """Return those of the side watched; nothing is told."""
        return self._side.referentials()

    def births(self) -> Births:
        """Return those of the side watched; nothing is told."""
        return self._side.births()

    def erasures(self) -> list[Row]:
        """Return those of the side watched; nothing is told."""
        return self._side.erasures()

    def same_anyway(self) -> set[str]:
        """Return those of the side watched; nothing is told."""
        return self._side.same_anyway()
