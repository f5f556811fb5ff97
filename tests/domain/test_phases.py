"""The phases of an evaluation and what each allows (R5)."""

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.phase import (
    MEANINGS,
    NAMES,
    ORDER,
    answers_open,
    is_step_back,
    may_move,
    others_visible,
    positions_open,
    provisional,
    registering_open,
)
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView
from tests.grid import Question, evaluation, grid, pole, position, said, tally
from tests.strategies import studied

phases = st.sampled_from(Phase)


def test_six_phases_in_the_order_of_the_meeting() -> None:
    names = ["préparation", "avis", "dialogue", "position", "plan d’action", "clôture"]
    assert [NAMES[phase] for phase in ORDER] == names
    assert set(MEANINGS) == set(Phase)


def test_opinions_are_given_in_the_phase_avis_and_locked_afterwards() -> None:
    assert [phase for phase in ORDER if answers_open(phase)] == [Phase.OPINIONS]


def test_people_are_registered_until_opinions_are_closed() -> None:
    assert [phase for phase in ORDER if registering_open(phase)] == [Phase.PREPARATION, Phase.OPINIONS]


def test_nobody_sees_the_answers_of_others_before_the_dialogue() -> None:
    assert [phase for phase in ORDER if not others_visible(phase)] == [Phase.PREPARATION, Phase.OPINIONS]


def test_positions_are_written_while_people_talk() -> None:
    assert [phase for phase in ORDER if positions_open(phase)] == [Phase.DIALOGUE, Phase.POSITION]


def test_everything_is_provisional_until_the_closure() -> None:
    assert [phase for phase in ORDER if not provisional(phase)] == [Phase.CLOSED]


@given(phases, phases)
def test_every_step_back_is_possible_and_told(current: Phase, wanted: Phase) -> None:
    back = ORDER.index(wanted) < ORDER.index(current)
    assert is_step_back(current, wanted) is back
    if back:
        assert may_move(current, wanted)


def test_one_goes_forward_one_step_at_a_time() -> None:
    for current, following in pairwise(ORDER):
        assert may_move(current, following)
        assert not is_step_back(current, following)
    assert not may_move(Phase.PREPARATION, Phase.DIALOGUE)
    assert not may_move(Phase.OPINIONS, Phase.CLOSED)
    assert not any(may_move(phase, phase) for phase in Phase)


def view(contents: Contents, referential: Referential, phase: Phase) -> CoevaluationView:
    moved = contents.model_copy(update={"evaluation": contents.evaluation.model_copy(update={"phase": phase})})
    return view_coevaluation(Study(pole(), moved, referential, compute(moved, referential)))


@pytest.mark.parametrize("phase", [Phase.PREPARATION, Phase.OPINIONS])
def test_before_the_dialogue_a_screen_holds_nothing_of_what_others_said(phase: Phase) -> None:
    referential = grid(Question("volet", "enjeu", vigilance=True))
    contents = said(
        referential,
        {"question-0": ["1 1", "4 -", "?"]},
        tallies=[tally("question-0", 3, n4=7)],
        positions=[position("question-0", "2")],
    )
    shown = view(contents, referential, phase)
    assert shown.hidden
    item = shown.indicators[0]
    assert (item.counts, item.total, item.divergence, item.arguments, item.position) == ((), None, None, (), None)
    assert (item.reasons, shown.agenda, shown.consensual) == ((), (), ())
    figures = [item.figure, shown.whole, shown.themes[0].figure, shown.objectives[0].figure]
    assert all(f.value is None and f.level is None and f.n is None and f.alerts == () for f in figures)
    assert "Je l’ai vu." not in str(dataclasses.asdict(shown))
    # What is still missing may be seen: the coordinator reminds people with it.
    assert item.answered_by == 12
    assert shown.whole.coverage == 1


def test_from_the_dialogue_on_everything_is_on_the_table() -> None:
    referential = grid()
    shown = view(said(referential, {"question-0": ["1 1", "4 4"]}), referential, Phase.DIALOGUE)
    assert not shown.hidden
    assert shown.indicators[0].divergence is not None
    assert len(shown.indicators[0].arguments) == 4
    assert shown.agenda[0].reasons[0] == "polarisé"


@given(studied(), phases)
def test_a_screen_never_shows_a_figure_that_the_phase_forbids(
    study: tuple[Referential, Contents], phase: Phase
) -> None:
    referential, contents = study
    shown = view(contents, referential, phase)
    assert shown.hidden is (phase in {Phase.PREPARATION, Phase.OPINIONS})
    assert shown.provisional is (phase is not Phase.CLOSED)
    if shown.hidden:
        cells = [cell.figure for row in shown.cells for cell in row if cell]
        figures = [shown.whole, *(sub.figure for sub in shown.sub_objectives), *cells]
        assert all(figure.value is None and figure.n is None for figure in figures)


def test_the_same_evaluation_reads_the_same_whatever_the_date_it_is_read() -> None:
    referential = grid()
    contents = said(referential, {"question-0": ["2 3"]}, about=evaluation(referential, phase=Phase.CLOSED))
    assert view(contents, referential, Phase.CLOSED) == view(contents, referential, Phase.CLOSED)
