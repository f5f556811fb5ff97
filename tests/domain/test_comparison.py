"""Several pôles side by side, without a ranking (R11 to R13)."""

from collections.abc import Sequence
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain import exchange
from ptce_ref.domain.candidate import Candidate, lighten
from ptce_ref.domain.cohort import cohort_figure
from ptce_ref.domain.comparison import Comparison, compare
from ptce_ref.domain.comparison_condition import Order, Rule, Standing, comparable, sort_key
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import fold
from ptce_ref.domain.vocabulary import Mode, Phase
from ptce_ref.reports.comparison_view import view_comparison
from tests.grid import Question, build, candidate, evaluation, grid, grid_content, pole, said
from tests.strategies import candidates, referentials

TWO = grid(Question("a", "x"), Question("b", "y"), subs={"a": "but", "b": "but"})


def entry(
    name: str,
    *levels: str,
    referential: Referential = TWO,
    demonstration: bool = False,
    mode: Mode = Mode.CO,
    phase: Phase = Phase.CLOSED,
    date: str = "2026-03-12",
    region: str = "Bretagne",
) -> Candidate:
    """The evaluation of a pôle whose only college gave these levels, one a question, « . » for none."""
    card = pole(fold(name).replace(" ", "-"), name, demonstration=demonstration, region=region)
    about = evaluation(referential, ident=f"{card.id}-{date}-{mode}", pole=card.id, mode=mode, phase=phase, date=date)
    opinions = {f"question-{i}": [level] for i, level in enumerate(levels)}
    return candidate(card, said(referential, opinions, about=about), referential, pole("autre-pole", "Autre"))


def failures(comparison: Comparison) -> dict[str, tuple[Standing, tuple[Rule, ...]]]:
    return {item.candidate.pole.name: (item.standing, item.failed) for item in comparison.entries}


def reasons(comparison: Comparison, name: str) -> tuple[str, ...]:
    found = [item for item in view_comparison(comparison, "2026-11-22").entries if item.pole.name == name]
    return found[0].reasons


# R11: the conditions, each with its reason.


def test_what_meets_every_condition_is_compared() -> None:
    found = failures(compare([entry("Un", "2", "3"), entry("Deux", "3", "3")]))
    assert found == {"Un": (Standing.KEPT, ()), "Deux": (Standing.KEPT, ())}


def test_an_open_evaluation_is_greyed_because_it_is_provisional() -> None:
    comparison = compare([entry("Un", "2", "3"), entry("Deux", "3", "3", phase=Phase.POSITION)])
    assert failures(comparison)["Deux"] == (Standing.GREYED, (Rule.PHASE,))
    assert reasons(comparison, "Deux") == ("Provisoire\u00a0: phase «\u00a0position\u00a0».",)


def test_another_mode_is_greyed() -> None:
    comparison = compare([entry("Un", "2", "3"), entry("Deux", "2", "3"), entry("Trois", "3", "3", mode=Mode.SELF)])
    assert failures(comparison)["Trois"] == (Standing.GREYED, (Rule.MODE,))
    assert reasons(comparison, "Trois") == ("Autre mode\u00a0: auto-évaluation.",)


def test_a_pole_that_only_others_evaluated_is_greyed_and_not_forgotten() -> None:
    comparison = compare([entry("Un", "2", "3"), entry("Deux", "3", "3", mode=Mode.PEER)])
    assert failures(comparison)["Deux"] == (Standing.GREYED, (Rule.MODE,))


def test_too_thin_an_evaluation_is_left_out() -> None:
    comparison = compare([entry("Un", "2", "3"), entry("Deux", "3", ".")])
    assert failures(comparison)["Deux"] == (Standing.LEFT_OUT, (Rule.COVERAGE,))
    assert "50\u00a0% (1/2)" in reasons(comparison, "Deux")[0]
    assert "60\u00a0%" in reasons(comparison, "Deux")[0]


def test_the_coverage_is_of_what_applies() -> None:
    found = failures(compare([entry("Un", "2", "3"), entry("Deux", "3", "-")]))
    assert found["Deux"] == (Standing.KEPT, ())


def test_where_nothing_applies_there_is_nothing_to_compare() -> None:
    found = failures(compare([entry("Un", "2", "3"), entry("Deux", "-", "-")]))
    assert found["Deux"] == (Standing.LEFT_OUT, (Rule.COVERAGE,))


def test_another_referential_is_left_out_even_when_its_words_are_unknown_here() -> None:
    content = grid_content([Question("ailleurs", "z", vigilance=True)], colleges=6)
    content["referentiel"]["id"] = "un-autre"
    content["vigilances"][0]["id"] = "risque-inconnu-ici"
    content["indicateurs"][0]["vigilance"] = "risque-inconnu-ici"
    other = build(content)
    comparison = compare([entry("Un", "2", "3"), entry("Deux", "2", "3"), entry("Trois", "1", referential=other)])
    assert failures(comparison)["Trois"] == (Standing.LEFT_OUT, (Rule.REFERENTIAL,))
    assert reasons(comparison, "Trois")[0].startswith("Répond à un autre référentiel")


def test_fictional_poles_never_stand_beside_real_ones() -> None:
    comparison = compare([entry("Réel", "2", "3"), entry("Fictif", "3", "3", demonstration=True)])
    assert not comparison.demonstration
    assert failures(comparison)["Fictif"] == (Standing.LEFT_OUT, (Rule.DEMONSTRATION,))
    assert reasons(comparison, "Fictif") == ("Pôle fictif de démonstration.",)


def test_fictional_poles_are_compared_among_themselves() -> None:
    comparison = compare([entry(name, "3", "3", demonstration=True) for name in ("Un", "Deux")])
    assert comparison.demonstration
    assert {standing for standing, _ in failures(comparison).values()} == {Standing.KEPT}


def test_many_fictional_poles_do_not_impose_their_mode_on_a_real_one() -> None:
    fictional = [entry(f"Fictif {i}", "3", "3", demonstration=True) for i in range(8)]
    comparison = compare([*fictional, entry("Réel", "2", "3", mode=Mode.SELF)])
    assert comparison.mode is Mode.SELF
    assert failures(comparison)["Réel"] == (Standing.KEPT, ())


def test_many_fictional_poles_do_not_impose_their_referential_on_a_real_one() -> None:
    content = grid_content([Question("ailleurs", "z")], colleges=6)
    content["referentiel"]["id"] = "un-autre"
    other = build(content)
    fictional = [entry(f"Fictif {i}", "3", "3", demonstration=True) for i in range(8)]
    comparison = compare([*fictional, entry("Réel", "2", referential=other)])
    assert comparison.referential.id == "un-autre"
    assert failures(comparison)["Réel"] == (Standing.KEPT, ())


def test_every_reason_is_told_and_the_worst_decides() -> None:
    comparison = compare([
        entry("Un", "2", "3"),
        entry("Deux", "2", "3"),
        entry("Trois", "3", ".", mode=Mode.SELF, phase=Phase.DIALOGUE),
    ])  # fmt: skip
    assert failures(comparison)["Trois"] == (Standing.LEFT_OUT, (Rule.MODE, Rule.COVERAGE, Rule.PHASE))
    assert len(reasons(comparison, "Trois")) == 3


def test_what_is_left_out_shows_its_reason_and_no_figure() -> None:
    view = view_comparison(compare([entry("Un", "2", "3"), entry("Deux", "3", ".")]), "2026-11-22")
    out = next(item for item in view.entries if item.pole.name == "Deux")
    assert out.reasons
    assert all(figure.value is None for figure in (*out.sub_objectives, *out.objectives, *out.themes))
    assert len(out.sub_objectives) == len(view.sub_objectives)


def test_what_people_may_not_see_yet_is_not_seen_in_a_comparison_either() -> None:
    view = view_comparison(
        compare([entry("Un", "2", "3"), entry("Deux", "3", "3", phase=Phase.OPINIONS)]), "2026-11-22"
    )
    greyed = next(item for item in view.entries if item.pole.name == "Deux")
    assert greyed.standing == "grisé"
    assert all(f.hidden and f.value is None for f in (*greyed.sub_objectives, *greyed.objectives, greyed.whole))


@settings(max_examples=25)
@given(referentials(), st.data())
def test_nothing_disappears_silently(referential: Referential, data: st.DataObject) -> None:
    given_ones = data.draw(candidates(referential))
    comparison = compare(given_ones)
    assert {item.candidate.pole.id for item in comparison.entries} == {item.pole.id for item in given_ones}
    for item in view_comparison(comparison, "2026-11-22").entries:
        assert (item.standing == "comparé") is (not item.reasons)


def test_a_comparison_needs_something_to_compare() -> None:
    with pytest.raises(ValueError, match="aucune évaluation"):
        compare([])


# The same referential, or a declared lineage.


def version(number: str, lineage: list[dict[str, Any]] | None = None, **changed: Any) -> Referential:
    content = grid_content([Question("a", "x"), Question("b", "y")], colleges=6)
    content["referentiel"] |= {"version": number, **changed}
    content["lignee"] = lineage or []
    return build(content)


def test_versions_of_a_declared_lineage_are_comparable_both_ways() -> None:
    old, new = version("1.2.0"), version("1.10.0", [{"depuis": "1.2.0"}])
    assert comparable(old, new)
    assert comparable(new, old)


def test_versions_are_compared_as_numbers() -> None:
    old, new = version("1.9.0"), version("1.10.0", [{"depuis": "1.9.0"}])
    comparison = compare([entry("Un", "2", "3", referential=old), entry("Deux", "3", "3", referential=new)])
    assert comparison.referential.version == "1.10.0"


def test_without_a_declared_lineage_versions_are_not_comparable() -> None:
    assert not comparable(version("1.0.0"), version("1.1.0"))
    assert not comparable(version("1.0.0"), version("1.2.0", [{"depuis": "1.1.0"}]))


def test_when_the_scale_changed_figures_are_not_comparable() -> None:
    assert not comparable(version("1.0.0"), version("1.1.0", [{"depuis": "1.0.0", "echelle_changee": True}]))


def test_the_same_version_with_other_words_is_not_the_same_referential() -> None:
    assert comparable(version("1.0.0"), version("1.0.0"))
    assert not comparable(version("1.0.0"), version("1.0.0", titre="Autre titre"))
    assert not comparable(version("1.0.0"), version("1.1.0", [{"depuis": "1.0.0"}], id="un-autre"))


# R12: no ranking, no figure of a group under five.


def test_poles_are_listed_by_name_whatever_their_accents() -> None:
    names = ["Zébulon", "Écluse", "atelier", "Œuvre", "île aux Pins"]
    comparison = compare([entry(name, "3", "3") for name in names], Order.NAME)
    assert [item.candidate.pole.name for item in comparison.entries] == [
        "atelier",
        "Écluse",
        "île aux Pins",
        "Œuvre",
        "Zébulon",
    ]


def test_poles_are_listed_by_territory_then_by_name() -> None:
    placed = [("Bé", "Occitanie"), ("Cé", "Île-de-France"), ("Dé", "Bretagne"), ("Ah", "Occitanie")]
    comparison = compare([entry(name, "3", "3", region=region) for name, region in placed])
    assert [item.candidate.pole.name for item in comparison.entries] == ["Dé", "Cé", "Ah", "Bé"]


@pytest.mark.parametrize("order", list(Order))
def test_values_never_move_a_pole(order: Order) -> None:
    names = ["Un", "Deux", "Trois"]
    low = compare([entry(name, "1", "1") for name in names], order)
    mixed = compare([entry(name, level, level) for name, level in zip(names, "421", strict=True)], order)
    listed = [item.candidate.pole.name for item in low.entries]
    assert [item.candidate.pole.name for item in mixed.entries] == listed


@settings(max_examples=25)
@given(referentials(), st.data(), st.sampled_from(Order))
def test_the_order_of_the_list_knows_only_names_and_places(
    referential: Referential, data: st.DataObject, order: Order
) -> None:
    comparison = compare(data.draw(candidates(referential)), order)
    keys = [sort_key(item.candidate.pole, order) for item in comparison.entries]
    assert keys == sorted(keys)
    for family in (comparison.trajectories, comparison.peer_views):
        listed = [sort_key(item.pole, order) for item in family]
        assert listed == sorted(listed)


@settings(max_examples=25)
@given(referentials(), st.data(), st.randoms(use_true_random=False))
def test_the_order_in_which_files_were_read_changes_nothing(
    referential: Referential, data: st.DataObject, random: Random
) -> None:
    given_ones = data.draw(candidates(referential))
    mixed = list(given_ones)
    random.shuffle(mixed)
    assert view_comparison(compare(mixed), "2026-11-22") == view_comparison(compare(given_ones), "2026-11-22")


def test_there_is_no_way_to_ask_for_a_ranking() -> None:
    assert {order.value for order in Order} == {"territoire", "nom"}


def group(size: int) -> list[Candidate]:
    return [entry(f"Pôle {i}", "1234"[i % 4], "3") for i in range(size)]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_no_figure_of_a_group_under_five_poles(size: int) -> None:
    comparison = compare(group(size))
    cohort = comparison.cohort
    assert cohort.n == size
    for family in (cohort.sub_objectives, cohort.objectives, cohort.themes):
        assert all(figure.suppressed for figure in family.values())
    view = view_comparison(comparison, "2026-11-22")
    assert all(line.median is None and line.why_hidden == "moins de 5 pôles" for line in view.cohort)
    assert "à partir de 5" in view.cohort_note


def test_median_and_quartiles_from_five_poles_up() -> None:
    # levels 1 2 3 4 1, that is 0 1/3 2/3 1 0: sorted 0 0 1/3 2/3 1
    figure = compare(group(5)).cohort.sub_objectives["a"]
    assert figure.n == 5
    assert figure.first_quartile == 0
    assert figure.median == pytest.approx(1 / 3)
    assert figure.third_quartile == pytest.approx(2 / 3)


def test_greyed_and_left_out_poles_are_not_in_the_group() -> None:
    others = [entry("Ouvert", "4", "4", phase=Phase.DIALOGUE), entry("Mince", "4", ".")]
    cohort = compare([*group(4), *others]).cohort
    assert cohort.n == 4
    assert cohort.sub_objectives["a"].suppressed


def test_the_size_of_a_group_is_counted_for_each_figure() -> None:
    """Five pôles, of which one says that « b » does not concern it: « b » rests on four."""
    comparison = compare([*group(4), entry("Pôle 5", "2", "-")])
    cohort = comparison.cohort
    assert cohort.n == 5
    assert not cohort.sub_objectives["a"].suppressed
    assert (cohort.sub_objectives["b"].n, cohort.sub_objectives["b"].suppressed) == (4, True)
    assert cohort.themes["y"].suppressed


def test_what_would_give_away_a_hidden_figure_is_hidden_too() -> None:
    """The objective is the mean of « a » and « b »: with « a » and the objective, « b » is found."""
    comparison = compare([*group(4), entry("Pôle 5", "2", "-")])
    objective = comparison.cohort.objectives["but"]
    assert (objective.n, objective.suppressed, objective.complementary) == (5, True, True)
    line = next(line for line in view_comparison(comparison, "2026-11-22").cohort if line.code == "O0")
    assert line.why_hidden == "permettrait d’en déduire un autre"


@settings(max_examples=25)
@given(referentials(), st.data())
def test_a_hidden_figure_of_a_group_cannot_be_worked_out(referential: Referential, data: st.DataObject) -> None:
    cohort = compare(data.draw(candidates(referential))).cohort
    for family in (cohort.sub_objectives, cohort.objectives, cohort.themes):
        for figure in family.values():
            assert figure.suppressed or figure.n >= 5
            if figure.suppressed:
                assert (figure.median, figure.first_quartile, figure.third_quartile) == (None, None, None)
    for objective in referential.objectives:
        hidden = [cohort.sub_objectives[sub.id].suppressed for sub in referential.sub_objectives_of(objective.id)]
        if sum(hidden) == 1:
            assert cohort.objectives[objective.id].suppressed


@given(st.lists(st.floats(0, 1), max_size=12), st.integers(2, 8))
def test_quartiles_stand_around_the_median(values: list[float], minimum: int) -> None:
    figure = cohort_figure(values, minimum)
    assert figure.suppressed is (len(values) < minimum)
    if figure.median is not None:
        assert figure.first_quartile is not None
        assert figure.third_quartile is not None
        assert min(values) <= figure.first_quartile <= figure.median <= figure.third_quartile <= max(values)


# Complementarities: an exchange to propose, in both directions.


def brought(comparison: Comparison) -> list[tuple[str, tuple[str, ...], str, tuple[str, ...]]]:
    return [
        (pair.first.name, pair.first_brings, pair.second.name, pair.second_brings)
        for pair in comparison.complementarities
    ]


def test_each_is_ahead_of_what_the_other_finds_hard() -> None:
    comparison = compare([entry("Un", "4", "1"), entry("Deux", "1", "4")])
    assert brought(comparison) == [("Deux", ("b",), "Un", ("a",))]
    assert comparison.complementarities[0].mutual


def test_being_ahead_of_what_goes_well_is_no_help() -> None:
    # « Deux » stands at 3 of 4 on « a », in the upper half: it does not find it hard
    assert brought(compare([entry("Un", "4", "3"), entry("Deux", "3", "3")])) == []


def test_a_lead_of_one_level_is_enough_and_less_is_not() -> None:
    # 0.33 of the width: one level of four
    assert brought(compare([entry("Un", "3", "3"), entry("Deux", "2", "3")])) == [("Deux", (), "Un", ("a",))]
    assert brought(compare([entry("Un", "2 3", "3"), entry("Deux", "2", "3")])) == []


def test_a_lead_equal_to_the_threshold_counts_in_spite_of_floats() -> None:
    content = grid_content([Question("a", "x")], levels=[str(i) for i in range(1, 7)], colleges=6)
    content["seuils"]["comparaison"]["avance_complementarite"] = 0.4
    six = build(content)
    # 4 and 2 of 6: 0.6 - 0.2, which floats make 0.39999999999999997
    found = compare([entry("Un", "4", referential=six), entry("Deux", "2", referential=six)])
    assert brought(found) == [("Deux", (), "Un", ("a",))]


def test_mutual_exchanges_come_first_then_the_order_of_names() -> None:
    comparison = compare([entry("Ah", "4", "1"), entry("Bé", "1", "1"), entry("Cé", "1", "4")])
    assert [(first, second) for first, _, second, _ in brought(comparison)] == [
        ("Ah", "Cé"),
        ("Ah", "Bé"),
        ("Bé", "Cé"),
    ]


def test_only_compared_poles_are_proposed_an_exchange() -> None:
    assert brought(compare([entry("Un", "4", "1"), entry("Deux", "1", "4", phase=Phase.DIALOGUE)])) == []


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.sampled_from(["1", "2", "3", "4", "1 2", "2 3", "-"])] * 2), max_size=9))
def test_every_pair_follows_the_rule_and_no_pair_is_forgotten(scores: list[tuple[str, str]]) -> None:
    comparison = compare([entry(f"Pôle {rank}", *score) for rank, score in enumerate([("3", "3"), *scores])])
    lead = comparison.referential.thresholds.comparison.lead
    kept = sorted((e.candidate for e in comparison.entries if e.standing is Standing.KEPT), key=lambda c: c.pole.name)

    def ahead(one: Candidate, other: Candidate) -> tuple[str, ...]:
        values = [
            (ident, c.value, other.result.sub_objectives[ident].value) for ident, c in one.result.sub_objectives.items()
        ]
        return tuple(
            i for i, a, b in values if a is not None and b is not None and a - b >= lead - 1e-9 and b < 0.5 - 1e-9
        )

    pairs = [(one, ahead(one, other), other, ahead(other, one)) for one, other in combinations(kept, 2)]
    expected = [(one.pole.name, gives, other.pole.name, takes) for one, gives, other, takes in pairs if gives or takes]
    assert brought(comparison) == sorted(expected, key=lambda pair: not (pair[1] and pair[3]))


# R13: trajectories and peer views.


def test_two_dates_of_one_pole_make_a_trajectory_oldest_first() -> None:
    dates = ["2026-03-12", "2023-05-02"]
    comparison = compare([entry("Un", "2", "3", date=date) for date in dates])
    assert len(comparison.entries) == 1
    assert comparison.entries[0].candidate.evaluation.date.isoformat() == "2026-03-12"
    steps = comparison.trajectories[0].steps
    assert [step.evaluation.date.isoformat() for step in steps] == sorted(dates)


def test_a_trajectory_does_not_mix_the_ways_of_evaluating() -> None:
    first = entry("Un", "2", "3", date="2023-05-02", mode=Mode.SELF)
    assert compare([first, entry("Un", "3", "3")]).trajectories == ()


def test_the_own_view_and_that_of_a_peer_are_set_side_by_side() -> None:
    comparison = compare([entry("Un", "4", "3", mode=Mode.SELF), entry("Un", "1", "3", mode=Mode.PEER)])
    assert [
        (view.pole.name, view.own.evaluation.mode, view.peer.evaluation.mode) for view in comparison.peer_views
    ] == [("Un", Mode.SELF, Mode.PEER)]
    view = view_comparison(comparison, "2026-11-22").peer_views[0]
    assert view.peer_pole == "Autre"
    assert [(row.code, row.own, row.peer) for row in view.apart] == [("Q.00", 4, 1)]
    assert [(row.code, row.own, row.peer) for row in view.together] == [("Q.01", 3, 3)]


def test_a_peer_view_alone_is_no_regard_croise() -> None:
    assert compare([entry("Un", "1", "3", mode=Mode.PEER)]).peer_views == ()


def test_what_people_may_not_see_yet_is_in_no_trajectory_nor_peer_view() -> None:
    comparison = compare([
        entry("Un", "2", "3", date="2023-05-02"),
        entry("Un", "3", "3", phase=Phase.OPINIONS),
        entry("Un", "1", "3", mode=Mode.PEER, phase=Phase.OPINIONS),
    ])  # fmt: skip
    assert (comparison.trajectories, comparison.peer_views) == ((), ())


def test_fictional_poles_have_no_trajectory_beside_real_ones() -> None:
    fictional = [entry("Fictif", "2", "3", date=date, demonstration=True) for date in ("2023-05-02", "2026-03-12")]
    assert compare([*fictional, entry("Réel", "2", "3")]).trajectories == ()
    assert len(compare(fictional).trajectories) == 1


# What leaves the pôle carries colleges and no person (R18).


def test_no_argument_and_no_person_is_in_a_comparison() -> None:
    given_ones: Sequence[Candidate] = group(5)
    told = repr(view_comparison(compare(given_ones), "2026-11-22"))
    assert "Je l’ai vu." not in told
    assert "c0p0" not in told


def test_a_pole_is_named_once_whatever_the_number_of_its_evaluations() -> None:
    both = [entry("Un", "2", "3", mode=Mode.SELF), entry("Un", "2", "3"), entry("Deux", "2", "3")]
    names = [item.candidate.pole.name for item in compare(both).entries]
    assert sorted(names) == ["Deux", "Un"]
    assert isinstance(compare(both).entries[0].candidate.pole, Pole)


def test_an_evaluation_under_way_does_not_hide_the_one_closed_last_year() -> None:
    comparison = compare(
        [
            entry("a", "3", "3", date="2025-03-12"),
            entry("a", "2", "2", date="2026-03-12", phase=Phase.DIALOGUE),
            entry("b", "2", "2", date="2026-03-12", phase=Phase.DIALOGUE),
        ]
    )
    shown = {e.candidate.pole.name: (e.candidate.evaluation.date.year, e.standing) for e in comparison.entries}
    assert shown == {"a": (2025, Standing.KEPT), "b": (2026, Standing.GREYED)}


def test_exchanges_are_a_sequence_that_stops_at_what_a_sheet_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    candidates = [entry(f"Pôle {rank}", *("41" if rank < 2 else "14" if rank < 4 else "11")) for rank in range(6)]
    whole = compare(candidates).complementarities
    assert list(whole) == [whole[place] for place in range(len(whole))]
    assert whole[-1] == list(whole)[-1]
    assert whole[1:3] == list(whole)[1:3]
    assert whole.total == len(whole)
    with pytest.raises(IndexError):
        whole[len(whole)]
    monkeypatch.setattr(exchange, "MOST", 5)
    cut = compare(candidates).complementarities
    assert cut.total == whole.total
    # Mutual exchanges stay, whatever comes before them.
    assert list(cut) == list(whole)[:5]


def test_a_light_candidate_says_the_same() -> None:
    full = [entry("Un", "4", "1"), entry("Deux", "1", "4"), entry("Trois", "2", "3")]
    light = [lighten(candidate) for candidate in full]
    assert not light[0].result.indicators
    assert light[0].indicators == full[0].indicators
    assert view_comparison(compare(light), "2026-11-22") == view_comparison(compare(full), "2026-11-22")
