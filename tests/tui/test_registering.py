"""Registering people before opinions, and what the percentages count."""

from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.vocabulary import Mode, Phase
from ptce_ref.services.evaluation import (
    add_respondent,
    find_evaluation,
    move_phase,
    open_evaluation,
    respondents_of,
)
from ptce_ref.services.opinion import make_opinion, record_answer
from ptce_ref.services.overview import overview_of
from ptce_ref.services.pole import add_pole
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.registration import register_again, withdraw_evaluation, withdraw_respondent
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.evaluation import list_evaluations
from ptce_ref.tui.text import ChoiceList
from ptce_ref.tui.widgets.picker import Picker
from tests.bases import clock, example_base, new_workspace
from tests.samples import shipped_referential
from tests.tui.screen import FORGES, LARGE, Story, opened
from tests.tui.test_home import footer


def prepared(base: Path, *, opinions: bool = False) -> None:
    """An evaluation in preparation, or where only one college has somebody registered."""
    with new_workspace(base) as workspace:
        add_pole(workspace, {"id": "p", "nom": "Pôle"})
        evaluation = open_evaluation(
            workspace,
            shipped_referential(),
            pole="p",
            title="Essai",
            date=workspace.today,
            use="diagnostic",
            path="court",
            mode=Mode.CO.value,
        )
        if opinions:
            add_respondent(workspace, evaluation, college="habitants")
            move_phase(workspace, evaluation.id, Phase.OPINIONS)


async def register(story: Story, name: str) -> None:
    await story.press("a", "tab")
    await story.type(name)
    await story.press("ctrl+s")


async def test_one_person_after_the_other_without_leaving_the_list(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base)
    async with opened(base) as story:
        await story.press("enter", "s")
        await register(story, "Paul")
        assert story.place == "RespondentScreen"
        assert story.app.screen.query_one(ChoiceList).current_id == "r01"
        assert "Inscription enregistrée : Paul (r01)" in story.notices[-1]
        await register(story, "Une habitante")
        assert story.app.screen.query_one(ChoiceList).current_id == "r02"
        evaluation = story.evaluation(evaluation_of(story))
        assert [p.name for p in respondents_of(story.app.workspace, evaluation)] == ["Paul", "Une habitante"]


async def test_the_college_proposed_is_one_with_nobody_yet_and_none_when_all_have_somebody(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base)
    colleges = [college.id for college in shipped_referential().colleges]
    async with opened(base) as story:
        await story.press("enter", "s", "a", "right", "tab")
        await story.type("Paul")
        await story.press("ctrl+s")
        for number, _ in enumerate(colleges[1:]):
            await register(story, f"Une autre personne {number}")
        evaluation = story.evaluation(evaluation_of(story))
        found = [person.college for person in respondents_of(story.app.workspace, evaluation)]
        assert found == [colleges[1], colleges[0], *colleges[2:]]
        await register(story, "Amel")
        assert story.place == "RespondentForm"
        assert "Dites d’abord le collège" in story.words
        await story.press("right", "ctrl+s")
        assert respondents_of(story.app.workspace, evaluation)[-1].college == colleges[0]


@pytest.mark.parametrize("key", ["s", "r"])
async def test_the_list_begins_on_the_first_person_who_has_not_finished(tmp_path: Path, key: str) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        evaluation = story.evaluation()
        asked = len(evaluation.indicators)
        people = [person.id for person in respondents_of(story.app.workspace, evaluation)]
        unfinished = [name for name in people if len(story.answers(name)) < asked]
        await story.press(key)
        assert story.app.screen.query_one(ChoiceList).current_id == unfinished[0]


async def test_escape_comes_back_to_the_list_one_came_from(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base, opinions=True)
    async with opened(base) as story:
        await story.press("enter", "s")
        await story.choose("r01")
        assert story.place == "ScoringScreen"
        await story.press("tab", "2", "escape")
        assert story.place == "RespondentScreen"
        assert story.app.screen.query_one(ChoiceList).current_id == "r01"
        assert "1 réponse sur 27" in story.words, "what was just answered is counted"
        await register(story, "Un voisin")
        assert story.place == "ScoringScreen"
        await story.press("escape")
        assert story.app.screen.query_one(ChoiceList).current_id == "r02"
        await story.press("escape")
        assert story.place == "EvaluationScreen"


async def test_copying_papers_begins_with_the_first_person_who_has_not_finished(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base, opinions=True)
    with open_workspace(base, clock=clock) as workspace:
        (evaluation,) = (find_evaluation(workspace, line.id) for line in overview_of(workspace).evaluations)
        for _ in range(2):
            add_respondent(workspace, evaluation, college="habitants")
        for indicator in evaluation.indicators:
            fields = {"respondent_id": "r01", "indicator_id": indicator, "kind": "ne-sait-pas"}
            record_answer(workspace, evaluation, make_opinion(Answer, fields))
    async with opened(base) as story:
        await story.press("enter", "r")
        assert story.app.screen.query_one(ChoiceList).current_id == "r02"
        await story.press("enter")
        assert story.place == "QuickScreen"


async def test_enter_on_somebody_registered_says_that_opinions_come_later(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base)
    async with opened(base) as story:
        await story.press("enter", "s")
        await register(story, "Paul")
        assert "Voir" in footer(story)
        await story.press("enter")
        assert story.place == "RespondentScreen"
        assert "Paul (r01) est déjà dans la liste ; les avis se donneront" in story.notices[-1]


async def test_a_college_without_anybody_is_not_at_nought_per_cent(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base, opinions=True)
    async with opened(base) as story:
        assert "% : réponses reçues, sur celles qu’on attend" in story.words
        await story.press("enter")
        assert "Habitants 0 %" in story.words
        assert "personne d’inscrit" in story.words
        assert story.words.count("0 %") == 1
        assert "% : réponses reçues, sur celles qu’on attend" in story.words
        await story.press("y")
        assert "(0/27 questions) ; 0 réponse reçue sur 27 attendues" in story.words


def evaluation_of(story: Story) -> str:
    (line,) = overview_of(story.app.workspace).evaluations
    return line.id


async def test_the_last_page_of_the_visit_says_that_it_ends(tmp_path: Path) -> None:
    async with opened(tmp_path / "neuf.sqlite") as story:
        await story.press("right", "right", "enter")
        assert "Suite" in footer(story)
        while "Terminer" not in footer(story):
            await story.press("right")
        assert "Suite" not in footer(story)
        await story.press("left")
        assert "Suite" in footer(story)
        await story.press("right", "enter")
        assert story.place == "StartScreen"


async def test_a_registration_is_corrected_then_withdrawn(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base)
    async with opened(base) as story:
        await story.press("enter", "s")
        await register(story, "Pol")
        await story.press("c", "right", "tab")
        await story.type(" Martin")
        await story.press("ctrl+s")
        assert "Inscription corrigée : Pol Martin (r01)" in story.notices[-1]
        evaluation = story.evaluation(evaluation_of(story))
        (person,) = respondents_of(story.app.workspace, evaluation)
        assert (person.id, person.name) == ("r01", "Pol Martin")
        assert person.college == shipped_referential().colleges[1].id
        await story.press("delete", "escape")
        assert respondents_of(story.app.workspace, evaluation)
        await story.press("delete", "right", "enter")
        assert respondents_of(story.app.workspace, evaluation) == []
        await register(story, "Anne")
        (person,) = respondents_of(story.app.workspace, evaluation)
        assert person.id == "r02"  # the journal still speaks of another r01
        await story.press("escape", "j")
        assert "inscription retirée" in story.words


async def test_who_answered_stays_and_so_does_their_evaluation(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base, opinions=True)
    with new_workspace(base) as workspace:
        evaluation = list_evaluations(workspace.store)[0]
        question = evaluation.indicators[0]
        answer = make_opinion(Answer, {"respondent_id": "r01", "indicator_id": question, "kind": "ne-sait-pas"})
        record_answer(workspace, evaluation, answer)
        with pytest.raises(Refusal, match="a déjà répondu"):
            withdraw_respondent(workspace, evaluation, "r01")
        with pytest.raises(Refusal, match="ne se retire pas"):
            withdraw_evaluation(workspace, evaluation)
        assert len(respondents_of(workspace, evaluation)) == 1


async def test_an_evaluation_opened_twice_is_told_and_the_one_too_many_is_withdrawn(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    prepared(base)
    async with opened(base) as story:
        await story.press("e")
        await story.type("essai")
        await story.press("ctrl+s")
        assert "Ce pôle a déjà une évaluation" in story.words
        assert story.place == "EvaluationForm"
        await story.press("ctrl+s")
        assert len(list_evaluations(story.app.workspace.store)) == 2
        while story.place != "EvaluationScreen":
            await story.press("enter")
        await story.press("delete", "right", "enter")
        assert story.place == "HomeScreen"
        assert len(list_evaluations(story.app.workspace.store)) == 1
        assert "est retirée" in story.notices[-1]
        assert not any("n’existe pas" in notice for notice in story.notices)


async def test_the_people_of_the_year_before_are_registered_again_and_nothing_of_what_they_said(
    tmp_path: Path,
) -> None:
    base = example_base(tmp_path)
    async with opened(base, (80, 40)) as story:
        before = respondents_of(story.app.workspace, story.evaluation())
        named = [person for person in before if person.name or person.organisation]
        await story.choose(f"evaluation:{FORGES}")
        await story.press("escape", "e")
        await story.type("La deuxième année")
        await story.press(*["down"] * 6)
        assert isinstance(story.app.focused, Picker)
        assert story.app.focused.id == "people"
        await story.press("right")
        assert f"reprendre celles de la précédente : {len(named)} personnes" in story.words
        await story.press("ctrl+s")
        assert f"{len(named)} personnes inscrites à nouveau" in story.words
        (opened_now,) = [
            item for item in list_evaluations(story.app.workspace.store) if item.title == "La deuxième année"
        ]
        again = respondents_of(story.app.workspace, opened_now)
        assert [(p.college, p.name, p.organisation) for p in again] == [
            (p.college, p.name, p.organisation) for p in named
        ]
        assert not story.answers(again[0].id, opened_now.id)
        assert register_again(story.app.workspace, opened_now, story.evaluation()) == (), "nobody twice"


async def test_arrows_go_from_field_to_field_and_change_no_choice(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.choose(f"evaluation:{FORGES}")
        await story.press("escape", "e", "down", "down")
        use = story.app.focused
        assert isinstance(use, Picker)
        assert use.id == "use"
        first = use.value
        await story.press("down", "up")
        assert (story.app.focused, use.value) == (use, first)


async def test_a_path_chosen_by_hand_stays_when_the_use_changes_and_it_is_said(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.choose(f"evaluation:{FORGES}")
        await story.press("escape", "e", "down", "down", "right")
        form = story.app.screen
        path, use = form.query_one("#path", Picker), form.query_one("#use", Picker)
        uses = shipped_referential().use_by_id
        assert path.value == uses[use.value].path, "it follows the use"
        await story.press("down", "right")
        chosen = path.value
        assert chosen != uses[use.value].path
        assert "cet usage propose d’ordinaire" in story.words
        await story.press("up", "right")
        assert path.value == chosen


async def test_an_evaluation_where_something_was_said_is_not_even_offered_to_go(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press("delete")
        assert story.place == "EvaluationScreen"
        assert "elle ne se retire pas" in story.words
