"""Sequences whose items are made when they are read: a thousand pôles are compared without holding them all.

Must not know where the items come from.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, overload

Item_co = TypeVar("Item_co", covariant=True)
Key = TypeVar("Key")


class LazySequence(Sequence[Item_co]):
    """Reads like a tuple. What it is made of says how many items there are, and makes one."""

    @abstractmethod
    def make(self, place: int) -> Item_co:
        """Return the item at ``place``, from 0 to the length, which is left out."""

    @overload
    def __getitem__(self, index: int) -> Item_co: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Item_co]: ...

    def __getitem__(self, index: int | slice) -> Item_co | Sequence[Item_co]:
        if isinstance(index, slice):
            return [self.make(place) for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return self.make(place)

    def __iter__(self) -> Iterator[Item_co]:
        return (self.make(place) for place in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment] # a sequence made of others, compared by what it holds

    def __repr__(self) -> str:
        return f"({', '.join(map(repr, self))})"


class Made(LazySequence[Item_co], Generic[Item_co, Key]):
    """One item for each of ``keys``, made by ``make_of`` each time it is read."""

    def __init__(self, keys: Sequence[Key], make_of: Callable[[Key], Item_co]) -> None:
        self._keys, self._make_of = keys, make_of

    def __len__(self) -> int:
        return len(self._keys)

    def make(self, place: int) -> Item_co:
        """Return ``make_of`` of the key at ``place``: nothing is remembered from one reading to the next."""
        return self._make_of(self._keys[place])
