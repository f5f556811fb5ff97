"""Exchanges between many pôles (R12): no pair forgotten, mutual ones first, as many as a sheet can hold."""

from itertools import combinations
from math import isnan, nan
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain import exchange
from ptce_ref.domain.exchange import Complementarity, Partner, find_exchanges

LEAD = 1 / 3
MANY = 150
"""More pôles than one set of those that are kept holds."""


def partners(count: int) -> list[Partner]:
    return [Partner(f"pole-{rank}", f"Pôle {rank}") for rank in range(count)]


def drawn(count: int, seed: int) -> dict[str, list[float]]:
    """Values on thirds, halves and in between, some missing: many are equal, many stand right at the lead."""
    draw = Random(seed)  # noqa: S311 - figures to compare
    steps = [nan, 0, 1 / 6, 1 / 3, 0.5, 0.5 - 1e-12, 2 / 3, 5 / 6, 1]
    return {ident: [draw.choice(steps) for _ in range(count)] for ident in ("a", "b", "c")}


def expected(columns: dict[str, list[float]], count: int) -> list[Complementarity]:
    """Look at every pair, as the rule says it."""
    who = partners(count)

    def ahead(one: int, other: int) -> tuple[str, ...]:
        return tuple(
            ident
            for ident, values in columns.items()
            if not isnan(values[one] + values[other])
            and values[one] - values[other] >= LEAD - 1e-9
            and values[other] < 0.5 - 1e-9
        )

    pairs = [Complementarity(who[i], who[j], ahead(i, j), ahead(j, i)) for i, j in combinations(range(count), 2)]
    return sorted((p for p in pairs if p.first_brings or p.second_brings), key=lambda p: not p.mutual)


@pytest.mark.parametrize("seed", range(3))
def test_no_pair_of_many_poles_is_forgotten(seed: int) -> None:
    columns = drawn(MANY, seed)
    found = find_exchanges(partners(MANY), columns, LEAD)
    assert list(found) == expected(columns, MANY)
    assert found.total == len(found) > MANY


@settings(max_examples=40)
@given(st.integers(0, 12), st.integers(0, 1000), st.integers(0, 60))
def test_what_is_kept_begins_the_list_whatever_a_sheet_holds(count: int, seed: int, most: int) -> None:
    columns = drawn(count, seed)
    whole = expected(columns, count)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "MOST", most)
        found = find_exchanges(partners(count), columns, LEAD)
        assert list(found) == whole[:most]
    assert found.total == len(whole)


def test_without_a_value_there_is_nothing_to_exchange() -> None:
    assert list(find_exchanges(partners(2), {"a": [nan, nan]}, LEAD)) == []
    assert list(find_exchanges([], {"a": []}, LEAD)) == []
