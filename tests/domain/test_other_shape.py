"""Any referential of the format works everywhere (R17), and keeps its identity (R14)."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ptce_ref.domain.agenda import draw_agenda
from ptce_ref.domain.comparison import compare
from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.referential import Referential, Selection, in_reading_order
from ptce_ref.domain.referential_check import check_referential
from ptce_ref.domain.result import compute
from ptce_ref.reports import wording
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.study import Study
from tests.grid import Question, build, candidate, grid, grid_content, pole
from tests.samples import shipped_referential
from tests.strategies import candidates, contents, referential_contents, referentials, studied

# R17: no number and no name is known in advance.


@given(referentials())
def test_a_referential_of_another_shape_is_sound(referential: Referential) -> None:
    assert check_referential(referential) == []


@given(studied())
def test_a_coevaluation_of_another_shape_is_shown_whole(study: tuple[Referential, Contents]) -> None:
    referential, said = study
    view = view_coevaluation(Study(pole(), said, referential, compute(said, referential)), names=True)
    asked = set(said.evaluation.indicators)
    assert [item.id for item in view.indicators] != [] or not asked
    assert {item.id for item in view.indicators} == asked
    assert [level.rank for level in view.referential.levels] == list(range(1, len(referential.scale.levels) + 1))
    assert len(view.cells) == len(view.sub_objectives)
    assert {len(row) for row in view.cells} == {len(view.themes)}
    placed = [code for row in view.cells for cell in row if cell for code, _ in cell.titles]
    assert sorted(placed) == sorted(item.code for item in view.indicators)
    for item in view.indicators:
        assert len(item.descriptors) == len(referential.scale.levels)
        assert item.total is None or len(item.total.levels) == len(referential.scale.levels)
    assert view.whole.value is None


@given(studied())
def test_every_figure_of_another_scale_can_be_written(study: tuple[Referential, Contents]) -> None:
    referential, said = study
    view = view_coevaluation(Study(pole(), said, referential, compute(said, referential)))
    figures = [
        *(item.figure for item in view.indicators),
        *(item.figure for item in view.sub_objectives),
        *(item.figure for item in view.objectives),
        *(item.figure for item in view.themes),
        view.whole,
    ]
    for figure in figures:
        assert wording.figure(figure)
        assert re.fullmatch(r"\d+/\d+", wording.coverage(figure))
        if figure.level is not None:
            assert 1 - 1e-9 <= figure.level <= len(referential.scale.levels) + 1e-9


@given(studied())
def test_the_agenda_of_another_scale_uses_its_own_thresholds(study: tuple[Referential, Contents]) -> None:
    referential, said = study
    agenda = draw_agenda(compute(said, referential), referential.thresholds.agenda, referential.scale)
    assert {item.indicator.id for item in agenda.items} <= set(said.evaluation.indicators)


@given(referentials(), st.data())
def test_poles_that_answer_another_referential_are_compared(referential: Referential, data: st.DataObject) -> None:
    view = view_comparison(compare(data.draw(candidates(referential))), "2026-11-22")
    assert len(view.sub_objectives) == len(referential.sub_objectives)
    for item in view.entries:
        assert len(item.sub_objectives) == len(view.sub_objectives)
        assert len(item.themes) == len(view.themes)
    assert len(view.cohort) == len(view.objectives) + len(view.sub_objectives) + len(view.themes)
    assert view.referential.statement


@given(referentials(), referentials(), st.data())
def test_poles_that_answer_different_referentials_are_told_apart(
    one: Referential, other: Referential, data: st.DataObject
) -> None:
    first, second = data.draw(contents(one, pole="un")), data.draw(contents(other, pole="deux"))
    view = view_comparison(
        compare([candidate(pole("un", "Un"), first, one), candidate(pole("deux", "Deux"), second, other)]),
        "2026-11-22",
    )
    assert len(view.entries) == 2


@given(studied())
def test_two_dates_of_another_shape_show_an_evolution(study: tuple[Referential, Contents]) -> None:
    referential, said = study
    found = Study(pole(), said, referential, compute(said, referential))
    view = view_coevaluation(found, found)
    assert view.hidden or len(view.evolution) == len(view.sub_objectives)
    assert {line.change for line in view.evolution} <= {0, None}


def test_the_code_names_no_objective_no_theme_and_no_indicator() -> None:
    shipped = shipped_referential()
    words = {item.code for item in shipped.indicators} | {item.code for item in shipped.sub_objectives}
    for family in (shipped.objectives, shipped.sub_objectives, shipped.themes, shipped.indicators):
        words |= {item.id for item in family}
    # An order of the pôles and three keys of the identity card are words of the referential too.
    words -= {"territoire", "membres", "collectivites", "emplois-animation"}
    quoted = {f"{quote}{word}{quote}" for word in words for quote in "\"'"}
    source = Path(__file__).parents[2] / "src" / "ptce_ref"
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(source.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if any(word in line for word in quoted)
    ]
    assert found == []


# R14: identity.


@given(referential_contents())
def test_a_stored_referential_reads_back_the_same(content: dict[str, object]) -> None:
    referential = build(content)
    again = Referential.model_validate_json(referential.canonical_json)
    assert again == referential
    assert again.content_hash == referential.content_hash


@given(referential_contents())
def test_the_hash_does_not_depend_on_the_order_of_the_keys(content: dict[str, object]) -> None:
    turned = json.loads(json.dumps(content, sort_keys=True))
    assert build(turned).content_hash == build(content).content_hash


@given(referential_contents(), st.data())
def test_the_slightest_change_changes_the_hash(content: dict[str, object], data: st.DataObject) -> None:
    changed = json.loads(json.dumps(content))
    item = data.draw(st.sampled_from(changed["indicateurs"]))
    key = data.draw(st.sampled_from(["titre", "question", "explication"]))
    item[key] += " !"
    assert build(changed).content_hash != build(content).content_hash


def test_plain_and_typeset_spaces_make_the_same_referential() -> None:
    """An author who types the non-breaking spaces and one who does not wrote the same thing."""
    plain, typeset = grid_content([Question("a", "x")]), grid_content([Question("a", "x")])
    plain["indicateurs"][0]["question"] = "Qui décide ? L'équipe ?"
    typeset["indicateurs"][0]["question"] = "Qui décide\u00a0? L’équipe\u202f?"
    assert build(plain).content_hash == build(typeset).content_hash


@pytest.mark.parametrize(
    ("key", "value"),
    [("version", "1.10"), ("version", "1"), ("date", "2026-13-45"), ("date", "hier"), ("id", "PTCE"), ("id", "a--b")],
)
def test_an_identity_that_could_not_be_compared_is_refused(key: str, value: str) -> None:
    content = grid_content([Question("a", "x")])
    content["referentiel"][key] = value
    with pytest.raises(ValidationError):
        build(content)


@pytest.mark.parametrize("weight", [0, -1, "inf", "nan", 1e9])
def test_a_weight_that_would_spoil_a_mean_is_refused(weight: object) -> None:
    content = grid_content([Question("a", "x")])
    content["indicateurs"][0]["poids"] = weight
    with pytest.raises(ValidationError):
        build(content)


# Finding one's way.


def test_an_indicator_is_found_by_its_id_or_by_its_code_whatever_the_case() -> None:
    referential = grid()
    for reference in ("question-0", "Q.00", "q.00"):
        found = referential.find_indicator(reference)
        assert found is not None
        assert found.id == "question-0"
    assert referential.find_indicator("Q.99") is None


def test_a_path_is_the_union_of_what_it_names_in_reading_order() -> None:
    referential = grid(Question("a", "x"), Question("b", "x", vigilance=True), Question("b", "y"), Question("c", "z"))

    def chosen(selection: Selection) -> list[str]:
        return [item.id for item in referential.select(selection)]

    assert chosen(Selection(indicators=("question-3", "question-0"))) == ["question-0", "question-3"]
    assert chosen(Selection(sub_objectives=("b",))) == ["question-1", "question-2"]
    assert chosen(Selection(themes=("x",), indicators=("question-1",))) == ["question-0", "question-1"]
    assert chosen(Selection(vigilance=True)) == ["question-1"]
    assert len(chosen(Selection(everything=True))) == 4
    assert chosen(Selection()) == []


def test_indicators_that_a_referential_no_longer_has_are_dropped_from_a_list() -> None:
    assert [item.id for item in in_reading_order(grid(), ["disparu", "question-0"])] == ["question-0"]


@given(referentials())
def test_a_level_and_its_value_answer_each_other(referential: Referential) -> None:
    scale = referential.scale
    assert [scale.normalise(rank) for rank in (1, len(scale.levels))] == [0, 1]
    for rank in scale.ranks.values():
        assert scale.rank_of(scale.normalise(rank)) == pytest.approx(rank)
