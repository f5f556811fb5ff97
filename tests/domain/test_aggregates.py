"""From answers to values (R8 to R10). There is no overall score."""

import dataclasses

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate, EvaluationResult, IndicatorResult, compute
from ptce_ref.domain.vocabulary import Outcome, State
from tests.grid import Question, distribute, evaluation, grid, position, said, tally
from tests.strategies import referentials, respondents, studied

THIRD = pytest.approx(1 / 3)


def indicator(*colleges: str, levels: int = 4, agreed: str | None = None) -> IndicatorResult:
    referential = grid(levels=levels)
    settled = [position("question-0", agreed)] if agreed else []
    contents = said(referential, {"question-0": colleges}, positions=settled)
    return compute(contents, referential).indicators["question-0"]


def aggregates(result: EvaluationResult) -> list[Aggregate]:
    return [
        *result.sub_objectives.values(),
        *result.objectives.values(),
        *result.themes.values(),
        *result.cells.values(),
    ]


# R8: the value of an indicator.


@pytest.mark.parametrize(("level", "value"), [("1", 0), ("2", 1 / 3), ("3", 2 / 3), ("4", 1)])
def test_levels_go_from_zero_to_one(level: str, value: float) -> None:
    assert indicator(f"{level} {level}").value == pytest.approx(value)


def test_the_value_is_the_mean_of_the_medians_of_the_colleges() -> None:
    # medians 1 and 4: (0 + 1) / 2
    assert indicator("1 1 2", "4").value == 0.5
    # medians 1.5, 3 and 4: (1/6 + 2/3 + 1) / 3 = 11/18
    assert indicator("1 2", "3", "4 4 1").value == pytest.approx(11 / 18)


def test_a_college_that_gave_no_level_does_not_weigh() -> None:
    assert indicator("2 2", "? -", "").value == THIRD


@given(referentials(), st.data())
def test_a_large_college_does_not_outweigh_the_others(referential: Referential, data: st.DataObject) -> None:
    levels = list(referential.level_by_id)
    colleges = [college.id for college in referential.colleges]
    voices = {college: data.draw(st.dictionaries(st.sampled_from(levels), st.integers(0, 4))) for college in colleges}
    crowd = data.draw(st.sampled_from(colleges))
    times = data.draw(st.integers(2, 500))

    def value(factor: int) -> float | None:
        hands = [
            tally("question-0", i).model_copy(
                update={
                    "college": college,
                    "voices": {k: v * (factor if college == crowd else 1) for k, v in found.items()},
                }
            )
            for i, (college, found) in enumerate(voices.items())
        ]
        return compute(said(referential, {}, tallies=hands), referential).indicators["question-0"].value

    assert value(times) == value(1)


def test_forty_inhabitants_and_one_mayor_weigh_the_same() -> None:
    referential = grid()
    contents = said(referential, {}, tallies=[tally("question-0", 0, n4=40), tally("question-0", 1, n1=1)])
    found = compute(contents, referential).indicators["question-0"]
    assert (found.value, found.n) == (0.5, 41)


def test_without_a_position_the_value_is_provisional() -> None:
    found = indicator("3 3")
    assert (found.state, found.provisional) == (State.VALUE, True)


def test_the_position_of_the_group_decides() -> None:
    found = indicator("1 1", "2", agreed="4")
    assert (found.value, found.provisional) == (1, False)


def test_what_the_group_sets_aside_brings_neither_a_value_nor_voices() -> None:
    referential = grid(Question("volet", "enjeu"), Question("volet", "enjeu"))
    aside = position("question-1", None, outcome=Outcome.NOT_APPLICABLE)
    contents = said(referential, {"question-0": ["2 2"], "question-1": ["4 4 4"]}, positions=[aside])
    found = compute(contents, referential).sub_objectives["volet"]
    assert found.value == THIRD
    assert (found.answered, found.applicable, found.n) == (1, 1, 2)


def test_a_position_holds_even_when_nobody_answered_before() -> None:
    found = indicator(agreed="2")
    assert found.value == THIRD
    assert (found.n, found.provisional) == (0, False)


def test_a_disagreement_keeps_the_provisional_value() -> None:
    referential = grid()
    opinions = {"question-0": ["1 1", "4 4"]}
    disagreed = said(referential, opinions, positions=[position("question-0", None, Outcome.DISAGREED)])
    found = compute(disagreed, referential).indicators["question-0"]
    assert (found.value, found.provisional) == (0.5, True)
    assert found.value == compute(said(referential, opinions), referential).indicators["question-0"].value


def test_the_group_may_decide_that_it_does_not_concern_the_pole() -> None:
    referential = grid()
    aside = said(
        referential, {"question-0": ["1 1", "4"]}, positions=[position("question-0", None, Outcome.NOT_APPLICABLE)]
    )
    found = compute(aside, referential).indicators["question-0"]
    assert (found.state, found.value, found.provisional) == (State.NOT_APPLICABLE, None, False)


@given(studied())
def test_a_position_always_decides(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    result = compute(contents, referential)
    for settled in contents.positions:
        found = result.indicators.get(settled.indicator_id)
        if found is not None and settled.outcome is Outcome.AGREED and settled.level is not None:
            rank = list(referential.level_by_id).index(settled.level)
            assert found.value == pytest.approx(rank / (len(referential.scale.levels) - 1))
            assert not found.provisional


@given(studied())
def test_every_value_stays_between_the_lowest_and_the_highest_level(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    result = compute(contents, referential)
    computed: list[IndicatorResult | Aggregate] = [*result.indicators.values(), *aggregates(result)]
    for found in computed:
        assert (found.value is None) is (found.state is not State.VALUE)
        if found.value is not None:
            assert -1e-9 <= found.value <= 1 + 1e-9
            assert 1 - 1e-9 <= referential.scale.rank_of(found.value) <= len(referential.scale.levels) + 1e-9


# R9: means, what does not apply and what nobody said.


def test_a_sub_objective_is_the_weighted_mean_of_its_indicators() -> None:
    referential = grid(Question("volet", "x", weight=1), Question("volet", "y", weight=3))
    result = compute(said(referential, {"question-0": ["4 4"], "question-1": ["1 1"]}), referential)
    # weight 1 at the top, weight 3 at the bottom
    assert result.sub_objectives["volet"].value == 0.25


def test_a_theme_is_the_plain_mean_of_its_indicators() -> None:
    referential = grid(Question("a", "enjeu", weight=1), Question("b", "enjeu", weight=3))
    result = compute(said(referential, {"question-0": ["4 4"], "question-1": ["1 1"]}), referential)
    assert result.themes["enjeu"].value == 0.5


def test_an_objective_is_the_mean_of_its_sub_objectives_however_many_questions_they_have() -> None:
    referential = grid(*[Question("a", "x") for _ in range(3)], Question("b", "x"), subs={"a": "but", "b": "but"})
    opinions = {f"question-{i}": ["1 1"] for i in range(3)} | {"question-3": ["4 4"]}
    assert compute(said(referential, opinions), referential).objectives["but"].value == 0.5


def test_what_does_not_apply_is_left_out_of_the_mean() -> None:
    referential = grid(Question("volet", "x"), Question("volet", "x"), Question("volet", "x"))
    opinions = {"question-0": ["4 4"], "question-1": ["- -"], "question-2": ["? ."]}
    found = compute(said(referential, opinions), referential).sub_objectives["volet"]
    assert (found.value, found.answered, found.applicable, found.coverage) == (1, 1, 2, 0.5)


def test_when_nothing_applies_the_whole_does_not_apply() -> None:
    referential = grid(Question("a", "x"), Question("a", "x"), Question("b", "y"))
    result = compute(said(referential, {"question-0": ["- -"], "question-1": ["-"], "question-2": ["2"]}), referential)
    found = result.sub_objectives["a"]
    assert (found.state, found.value, found.coverage) == (State.NOT_APPLICABLE, None, None)
    assert result.themes["x"].state is State.NOT_APPLICABLE
    assert result.objectives["but"].value == THIRD  # the other sub-objective alone


def test_when_nobody_answered_there_is_no_value_and_never_zero() -> None:
    referential = grid(Question("a", "x"), Question("b", "y"))
    result = compute(said(referential, {"question-1": ["? ?"]}), referential)
    computed: list[IndicatorResult | Aggregate] = [*result.indicators.values(), *aggregates(result)]
    assert {(found.state, found.value) for found in computed} == {(State.NONE, None)}


def test_one_level_among_those_not_concerned_gives_a_value() -> None:
    assert indicator("- -", "2").value == THIRD


@given(studied())
def test_a_mean_lies_between_the_values_it_is_made_of(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    result = compute(contents, referential)
    for sub in referential.sub_objectives:
        inside = [
            r.value for r in result.indicators.values() if r.indicator.sub_objective == sub.id and r.value is not None
        ]
        mean = result.sub_objectives[sub.id].value if sub.id in result.sub_objectives else None
        assert (mean is None) is (not inside)
        if mean is not None:
            assert min(inside) - 1e-9 <= mean <= max(inside) + 1e-9


@given(studied())
def test_answering_not_concerned_to_what_nobody_answered_moves_no_mean(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    before = compute(contents, referential)
    silent = [key for key, found in before.indicators.items() if found.state is State.NONE]
    college = int(referential.colleges[0].id.split("-")[1])
    hands = tuple(tally(key, college, outside=2) for key in silent)
    after = compute(contents.model_copy(update={"tallies": contents.tallies + hands}), referential)
    for was, now in zip(aggregates(before), aggregates(after), strict=True):
        assert was.value == now.value
        assert was.answered == now.answered
        assert now.applicable <= was.applicable


@given(studied(), st.sampled_from([0.25, 2, 10]))
def test_only_the_proportions_of_the_weights_count(study: tuple[Referential, Contents], factor: float) -> None:
    referential, contents = study
    heavier = referential.model_copy(
        update={
            "indicators": tuple(
                item.model_copy(update={"weight": item.weight * factor}) for item in referential.indicators
            )
        }
    )
    for was, now in zip(
        aggregates(compute(contents, referential)), aggregates(compute(contents, heavier)), strict=True
    ):
        assert now.value == (None if was.value is None else pytest.approx(was.value))


def test_nothing_is_rounded_before_display() -> None:
    assert indicator("1 2", "3", "4").value != round(11 / 18, 2)


@given(studied())
def test_there_is_no_overall_score(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    assert compute(contents, referential).whole.value is None


def test_no_field_of_a_result_could_hold_an_overall_score() -> None:
    names = {item.name for item in dataclasses.fields(EvaluationResult)}
    assert names == {"indicators", "sub_objectives", "objectives", "themes", "cells", "whole", "merged"}


# R10: coverage, number of voices and alerts travel with every value.


@given(studied())
def test_every_aggregate_travels_with_its_coverage_and_its_voices(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    result = compute(contents, referential)
    asked = list(result.indicators.values())
    for sub_id, found in result.sub_objectives.items():
        inside = [item for item in asked if item.indicator.sub_objective == sub_id]
        assert found.answered == sum(item.state is State.VALUE for item in inside)
        assert found.applicable == sum(item.state is not State.NOT_APPLICABLE for item in inside)
        assert found.n == sum(item.n or 0 for item in inside if item.value is not None)
    for key in ("answered", "applicable", "n"):
        total = getattr(result.whole, key)
        for family in (result.sub_objectives, result.objectives, result.themes, result.cells):
            assert sum(getattr(found, key) for found in family.values()) == total


@given(studied())
def test_a_coverage_is_a_share(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    for found in aggregates(compute(contents, referential)):
        assert (found.coverage is None) is (found.applicable == 0)
        assert found.coverage is None or 0 <= found.coverage <= 1


def test_a_mean_does_not_hide_a_risk_at_the_lowest_level() -> None:
    referential = grid(
        Question("volet", "x", vigilance=True), *[Question("volet", "y") for _ in range(9)], subs={"volet": "but"}
    )
    opinions = {"question-0": ["1 1"]} | {f"question-{i}": ["4 4"] for i in range(1, 10)}
    result = compute(said(referential, opinions), referential)
    for found in (result.sub_objectives["volet"], result.objectives["but"], result.themes["x"], result.whole):
        assert [item.id for item in found.alerts] == ["question-0"]
    assert result.sub_objectives["volet"].value == 0.9
    assert result.themes["y"].alerts == ()


@pytest.mark.parametrize(
    ("opinions", "alert"),
    [
        (("1", "1"), True),
        (("1", "2"), True),  # half-way between the two lowest levels: a doubt is an alarm
        (("1 1", "2", "2"), False),  # nearer to the second
        (("2 2",), False),
        (("- -",), False),
        (("? ?",), False),
        ((), False),
    ],
)
def test_an_alert_is_given_at_the_lowest_level_and_half_a_level_above(opinions: tuple[str, ...], alert: bool) -> None:
    referential = grid(Question("volet", "enjeu", vigilance=True))
    assert bool(compute(said(referential, {"question-0": opinions}), referential).whole.alerts) is alert


@given(levels=st.integers(2, 7), colleges=st.integers(1, 6))
def test_half_way_is_half_way_on_every_scale(levels: int, colleges: int) -> None:
    """A mean of exact halves must not come out a hair above."""
    referential = grid(Question("volet", "enjeu", vigilance=True), levels=levels)
    found = compute(said(referential, {"question-0": ["1 2"] * colleges}), referential)
    assert found.indicators["question-0"].lowest
    assert found.whole.alerts


def test_the_position_of_the_group_raises_the_alert_or_lifts_it() -> None:
    assert indicator("4 4", agreed="1").lowest
    assert not indicator("1 1", agreed="3").lowest


@given(studied())
def test_alerts_are_the_flagged_indicators_at_the_lowest_level_and_no_other(
    study: tuple[Referential, Contents],
) -> None:
    referential, contents = study
    result = compute(contents, referential)
    low = {key for key, found in result.indicators.items() if found.lowest and found.indicator.vigilance}
    assert {item.id for item in result.whole.alerts} == low
    for family in (result.sub_objectives, result.objectives, result.themes):
        assert {item.id for found in family.values() for item in found.alerts} == low


@given(studied())
def test_an_aggregate_is_provisional_as_long_as_one_of_its_values_is(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    result = compute(contents, referential)
    for sub_id, found in result.sub_objectives.items():
        inside = [item for item in result.indicators.values() if item.indicator.sub_objective == sub_id]
        assert found.provisional is any(item.provisional for item in inside if item.state is State.VALUE)


# The indicators that take part.


def test_only_the_indicators_of_the_path_take_part() -> None:
    referential = grid(Question("a", "x"), Question("b", "y"))
    about = evaluation(referential, path="quelques-uns")
    result = compute(said(referential, {"question-0": ["2"], "question-1": ["4"]}, about=about), referential)
    assert (list(result.sub_objectives), list(result.themes)) == (["a"], ["x"])
    assert result.whole.applicable == 1


@given(studied())
def test_results_come_in_the_order_of_reading(study: tuple[Referential, Contents]) -> None:
    referential, contents = study
    result = compute(contents, referential)
    order = [item.id for item in referential.indicators]
    assert list(result.indicators) == [key for key in order if key in result.indicators]
    subs = [item.id for item in referential.sub_objectives]
    assert list(result.sub_objectives) == [key for key in subs if key in result.sub_objectives]


@given(referentials(), st.data())
def test_who_answered_nothing_changes_nothing(referential: Referential, data: st.DataObject) -> None:
    people = data.draw(respondents(referential))
    assume(people)
    empty = said(referential, {})
    crowded = empty.model_copy(update={"respondents": people})
    assert distribute(crowded, referential) == distribute(empty, referential)
    assert compute(crowded, referential) == compute(empty, referential)
