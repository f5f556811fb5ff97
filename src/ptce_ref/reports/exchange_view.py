"""The exchanges of a comparison as views, each made when it is read: there may be half a million."""

from collections.abc import Sequence
from functools import lru_cache

from ptce_ref.domain.exchange import Complementarity, Exchanges
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.sequence import Made
from ptce_ref.reports.view import ComplementarityView


def view_exchanges(exchanges: Exchanges, referential: Referential) -> Sequence[ComplementarityView]:
    """Return the views of ``exchanges`` in the words of a referential, in the same order."""
    names = {sub.id: f"{sub.code} {sub.name}" for sub in referential.sub_objectives}

    @lru_cache(maxsize=4096)
    def named(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names[ident] for ident in ids)

    def view(pair: Complementarity) -> ComplementarityView:
        one, other = pair.first, pair.second
        brought = (named(pair.first_brings), named(pair.second_brings))
        return ComplementarityView(one.name, other.name, *brought, pair.mutual, one.id, other.id)

    return Made(exchanges, view)
