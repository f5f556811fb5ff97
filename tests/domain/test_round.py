"""A round of visits: each pôle goes once and is visited once, where most can be learned; no order of merit."""

import datetime as dt
from itertools import permutations
from math import nan
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain.exchange import Partner, find_exchanges
from ptce_ref.domain.round import MOST, ProposedVisit, Stage, Visit, propose_round, stage_of
from ptce_ref.domain.vocabulary import Phase

LEAD = 1 / 3
TODAY = dt.date(2027, 6, 1)
VALUES = st.sampled_from([0, 1 / 3, 2 / 3, 1, nan])


@st.composite
def groups(draw: st.DrawFn, most: int = 5) -> tuple[list[Partner], dict[str, list[float]]]:
    """Some pôles, and their values on three sub-objectives."""
    count = draw(st.integers(2, most))
    partners = [Partner(f"pole-{rank}", f"Pôle {rank % 3}") for rank in range(count)]
    return partners, {ident: draw(st.lists(VALUES, min_size=count, max_size=count)) for ident in ("a", "b", "c")}


def worth(visits: tuple[ProposedVisit, ...]) -> tuple[int, int, int]:
    """What is sought first, second, third."""
    return (
        sum(bool(visit.learns) for visit in visits),
        sum(bool(visit.brings) for visit in visits),
        sum(len(visit.learns) + len(visit.brings) for visit in visits),
    )


def every_way(partners: list[Partner], columns: dict[str, list[float]]) -> list[tuple[ProposedVisit, ...]]:
    """All the rounds in which nobody visits itself, by the rule and without a method."""

    def ahead(one: int, other: int) -> tuple[str, ...]:
        return tuple(
            ident
            for ident, of in columns.items()
            if of[one] - of[other] >= LEAD - 1e-9 and of[other] < 0.5  # NaN is never ahead nor behind
        )

    ways = []
    for hosts in permutations(range(len(partners))):
        if all(visitor != host for visitor, host in enumerate(hosts)):
            visits = (ProposedVisit(partners[v], partners[h], ahead(h, v), ahead(v, h)) for v, h in enumerate(hosts))
            ways.append(tuple(visits))
    return ways


@settings(max_examples=60, deadline=None)
@given(groups())
def test_each_goes_once_and_is_visited_once_and_no_other_round_is_worth_more(
    group: tuple[list[Partner], dict[str, list[float]]],
) -> None:
    partners, columns = group
    visits = propose_round(partners, find_exchanges(partners, columns, LEAD))
    ids = sorted(partner.id for partner in partners)
    assert sorted(visit.visitor.id for visit in visits) == ids
    assert sorted(visit.host.id for visit in visits) == ids
    assert all(visit.visitor.id != visit.host.id for visit in visits)
    ways = every_way(partners, columns)
    assert worth(visits) == max(map(worth, ways))
    said = {(visit.visitor.id, visit.host.id): (visit.learns, visit.brings) for visit in visits}
    told = {(v.visitor.id, v.host.id): (v.learns, v.brings) for way in ways for v in way}
    assert all(told[pair] == words for pair, words in said.items())


@settings(max_examples=40, deadline=None)
@given(groups(), st.randoms(use_true_random=False))
def test_the_order_in_which_poles_are_given_changes_nothing(
    group: tuple[list[Partner], dict[str, list[float]]], random: Random
) -> None:
    partners, columns = group
    order = list(range(len(partners)))
    random.shuffle(order)
    moved = [partners[place] for place in order]
    turned = {ident: [values[place] for place in order] for ident, values in columns.items()}
    one = propose_round(partners, find_exchanges(partners, columns, LEAD))
    assert propose_round(moved, find_exchanges(moved, turned, LEAD)) == one


def test_who_would_learn_goes_where_it_is_done() -> None:
    partners = [Partner("a", "A"), Partner("b", "B"), Partner("c", "C")]
    columns = {"s": [0, 1, 0.5], "t": [1, 0.5, 0], "u": [0.5, 0, 1]}
    visits = propose_round(partners, find_exchanges(partners, columns, LEAD))
    assert [(v.visitor.id, v.host.id, v.learns, v.brings) for v in visits] == [
        ("a", "b", ("s",), ("u",)),
        ("b", "c", ("u",), ("t",)),
        ("c", "a", ("t",), ("s",)),
    ]


def test_a_pole_alone_visits_nobody_and_a_crowd_is_refused() -> None:
    assert propose_round([Partner("a", "A")], ()) == ()
    with pytest.raises(ValueError, match=str(MOST + 1)):
        propose_round([Partner(f"p-{rank}", "P") for rank in range(MOST + 1)], ())


def test_a_visit_goes_from_planned_to_closed() -> None:
    planned = Visit(visitor_id="a", host_id="b")
    dated = planned.model_copy(update={"date": TODAY + dt.timedelta(1)})
    done = planned.model_copy(update={"date": TODAY})
    assert stage_of(planned, TODAY, None, crossed=False) is Stage.PLANNED
    assert stage_of(dated, TODAY, None, crossed=False) is Stage.PREPARED
    assert stage_of(planned, TODAY, Phase.PREPARATION, crossed=False) is Stage.PREPARED
    assert stage_of(done, TODAY, Phase.OPINIONS, crossed=False) is Stage.VISITED
    assert stage_of(done, TODAY, Phase.DIALOGUE, crossed=False) is Stage.VISITED, "nothing to set beside it yet"
    assert stage_of(done, TODAY, Phase.DIALOGUE, crossed=True) is Stage.GIVEN_BACK
    assert stage_of(done, TODAY, Phase.CLOSED, crossed=True) is Stage.CLOSED
