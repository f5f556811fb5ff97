"""The exchanges of a comparison as views, each made when it is read: there may be half a million."""

from collections.abc import Sequence
from functools import lru_cache
from typing import overload

from ptce_ref.domain.exchange import Complementarity, Exchanges
from ptce_ref.domain.referential import Referential
from ptce_ref.reports.view import ComplementarityView


class ExchangeViews(Sequence[ComplementarityView]):
    """The views of ``exchanges`` in the words of a referential, in the same order."""

    def __init__(self, exchanges: Exchanges, referential: Referential) -> None:
        self._exchanges = exchanges
        names = {sub.id: f"{sub.code} {sub.name}" for sub in referential.sub_objectives}

        @lru_cache(maxsize=4096)
        def named(ids: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(names[ident] for ident in ids)

        self._named = named

    def __len__(self) -> int:
        return len(self._exchanges)

    @overload
    def __getitem__(self, index: int) -> ComplementarityView: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[ComplementarityView]: ...

    def __getitem__(self, index: int | slice) -> ComplementarityView | Sequence[ComplementarityView]:
        if isinstance(index, slice):
            return [self._view(pair) for pair in self._exchanges[index]]
        return self._view(self._exchanges[index])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment] # a sequence made of others, compared by what it holds

    def _view(self, pair: Complementarity) -> ComplementarityView:
        one, other = pair.first, pair.second
        brought = (self._named(pair.first_brings), self._named(pair.second_brings))
        return ComplementarityView(one.name, other.name, *brought, pair.mutual, one.id, other.id)
