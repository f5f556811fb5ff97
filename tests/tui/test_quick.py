"""Copying a paper questionnaire: one key an answer, each on disk before the next key."""

from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.evaluation import (
    add_respondent,
    find_evaluation,
    move_phase,
    open_evaluation,
    respondents_of,
)
from ptce_ref.services.opinion import make_opinion, record_answer
from ptce_ref.services.pole import add_pole
from ptce_ref.storage.evaluation import save_evaluation
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui import sheet
from ptce_ref.tui.screens.quick import QuickScreen
from ptce_ref.tui.text import ChoiceList
from tests.bases import example_base, new_workspace
from tests.other_shape import other_referential
from tests.tui.screen import FORGES, LARGE, Story, opened
from tests.tui.test_hostile_text import HOSTILE, clean, look


async def new_paper(story: Story) -> str:
    """Open the quick mode for somebody just added; return who."""
    await story.open_evaluation()
    await story.press("r", "a", "right", "ctrl+s")
    assert story.place == "QuickScreen"
    return respondents_of(story.app.workspace, story.evaluation())[-1].id


def codes(story: Story) -> list[str]:
    screen = story.app.screen
    assert isinstance(screen, QuickScreen)
    return [question.code for question in screen.sheet.questions]


def at(story: Story) -> str:
    screen = story.app.screen
    assert isinstance(screen, QuickScreen)
    return screen.sheet.question.code


async def test_thirty_keys_are_thirty_answers(tmp_path: Path) -> None:
    """All at once, as a quick hand types them: none is lost, none lands elsewhere."""
    async with opened(example_base(tmp_path)) as story:
        who = await new_paper(story)
        keys = ["1", "é", "3", "'", "s", "&", "b", '"', "d", "a"] * 3
        await story.press(*keys)
        stored, asked = story.answers(who), codes(story)
        levels = ["1", "2", "3", "4", None, "1", "2", "3", "4", "1"] * 3
        assert [stored[code].level for code in asked[:30]] == levels
        assert len(stored) == 30
        assert stored[asked[4]].kind is AnswerKind.DONT_KNOW
        assert at(story) == asked[30]
        assert "30 réponses, 66 en blanc" in story.words


async def test_the_tape_says_what_was_just_entered(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await new_paper(story)
        asked = codes(story)
        await story.press("2", "s", "up", "up", "3")
        assert f"{asked[0]} → 2 {asked[1]} → s {asked[0]} → 3 (avant 2)" in story.words
        assert f"✓ Enregistré : {asked[0]}, niveau 3" in story.words


async def test_a_question_left_blank_has_no_answer(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("1", "space", "down", "pagedown", "2", "pageup", "pageup", "4")
        assert {code: answer.level for code, answer in story.answers(who).items()} == {
            asked[0]: "1",
            asked[3]: "4",
            asked[4]: "2",
        }


async def test_non_concerne_asks_why_on_one_line(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("n")
        await story.type("Pas d’emploi 1 2 s n")
        await story.press("enter", "3")
        stored = story.answers(who)
        assert (stored[asked[0]].kind, stored[asked[0]].reason) == (AnswerKind.NOT_APPLICABLE, "Pas d’emploi 1 2 s n")
        assert stored[asked[1]].level == "3"


async def test_a_reason_not_given_is_told_and_awaited(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("n", "enter")
        assert "attend sa raison" in story.words
        assert at(story) == asked[0]
        assert story.answers(who) == {}
        await story.press("2")
        assert story.answers(who)[asked[0]].level == "2"


async def test_escape_abandons_a_reason_and_says_so(tmp_path: Path) -> None:
    """An « n » by mistake takes the answers that follow for text: leaving it must not store them."""
    async with opened(example_base(tmp_path)) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("3", "up", "n")
        await story.type("2s2132")
        await story.press("escape")
        assert "Raison abandonnée" in story.words
        assert {code: answer.level for code, answer in story.answers(who).items()} == {asked[0]: "3"}
        await story.press("n", "enter")
        assert story.answers(who)[asked[0]].reason == "2s2132"
        await story.press("up", "n")
        await story.type(" bis")
        await story.press("escape", "g")
        await story.type("Vu")
        await story.press("enter")
        assert story.answers(who)[asked[0]].reason == "2s2132"


async def test_the_line_shows_the_reason(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await new_paper(story)
        await story.press("n")
        await story.type("Ce n’est pas à nous")
        await story.press("enter", "2", "3")
        assert "« Ce n’est pas à nous »" in story.words


@pytest.mark.parametrize("key", ["3", "n", "s", "d"])
async def test_a_key_too_many_changes_nothing(tmp_path: Path, key: str) -> None:
    async with opened(example_base(tmp_path)) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("end", "2", key)
        assert "↑ revient sur une question" in story.words
        assert story.answers(who)[asked[-1]].level == "2"
        await story.press("up", "down", "1")
        assert story.answers(who)[asked[-1]].level == "1"


async def test_the_last_blank_filled_is_the_end(tmp_path: Path) -> None:
    async with opened(other_base(tmp_path)) as story:
        await story.open_evaluation("autre")
        await story.press("r", "enter")
        asked = codes(story)
        await story.press("1", "space", *["2"] * (len(asked) - 2))
        await story.press("f3", "4", "3")
        assert "Le questionnaire est complet" in story.words
        answers = story.answers("r01", "autre")
        assert [answers[code].level for code in asked[:3]] == ["1", "4", "2"]


async def test_an_argument_before_the_answer_or_after_it(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("g")
        await story.paste("Vu en mars\nsur deux lignes")
        await story.press("enter")
        assert "il s’enregistrera avec la réponse" in story.words
        await story.press("2", "1", "up", "enter")
        await story.type("Après coup")
        await story.press("enter")
        assert at(story) == asked[2]
        await story.press("up", "enter")
        await story.type(", relu")
        await story.press("escape")
        assert at(story) == asked[1]
        stored = story.answers(who)
        assert (stored[asked[0]].level, stored[asked[0]].argument) == ("2", "Vu en mars\nsur deux lignes")
        assert (stored[asked[1]].level, stored[asked[1]].argument) == ("1", "Après coup, relu")
        assert story.place == "QuickScreen"


async def test_an_evaluation_that_wants_arguments_asks_for_them_first(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with new_workspace(base) as workspace:
        demanding = find_evaluation(workspace, FORGES).model_copy(update={"argument_required": True})
        save_evaluation(workspace.store, demanding, workspace.now)
    async with opened(base) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("3")
        assert "Cette évaluation en demande un" in story.words
        await story.type("Parce que")
        await story.press("tab", "s")
        stored = story.answers(who)
        assert (stored[asked[0]].level, stored[asked[0]].argument) == ("3", "Parce que")
        assert stored[asked[1]].kind is AnswerKind.DONT_KNOW


async def test_undoing_goes_back_to_the_line(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("1", "2", "3", "u", "ctrl+z")
        assert set(story.answers(who)) == {asked[0]}
        assert at(story) == asked[1]
        await story.press("y")
        assert story.answers(who)[asked[1]].level == "2"


async def test_the_end_says_how_many_and_leads_to_the_next_paper(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await new_paper(story)
        await story.press("1", "end", "2")
        assert "Fin du questionnaire : 2 réponses données, 94 laissées en blanc" in story.words
        await story.press("f9")
        assert story.place == "RespondentScreen"
        await story.press("escape")
        assert story.place == "EvaluationScreen"


async def test_escape_goes_back_to_the_list_and_the_next_paper_is_another_one(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press("r")
        listed = story.app.screen.query_one(ChoiceList)
        await story.choose("r05")
        await story.press("escape")
        assert (story.place, listed.current_id) == ("RespondentScreen", "r05")
        await story.press("enter", "f9")
        assert (story.place, listed.current_id) == ("RespondentScreen", "r07")


async def test_the_mouse_answers_too(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.pilot.click(story.app.screen.query("LineAction").results().__next__())
        await story.settle()
        assert story.answers(who)[asked[0]].level == "1"


async def test_when_the_file_refuses_the_answer_waits_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise DatabaseUnusableError("La base est occupée par un autre programme.")

    base = example_base(tmp_path)
    async with opened(base) as story:
        who = await new_paper(story)
        asked = codes(story)
        with monkeypatch.context() as patched:
            patched.setattr(sheet, "amend_answer", busy)
            await story.press("2")
        assert "Pas enregistré : La base est occupée" in story.words
        assert at(story) == asked[0]
        assert "en attente" in story.words
        await story.press("2", "3")
        assert [story.answers(who)[code].level for code in asked[:2]] == ["2", "3"]


async def test_an_argument_written_elsewhere_while_one_opens_it_here_is_shown_and_stays(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        who = await new_paper(story)
        screen = story.app.screen
        assert isinstance(screen, QuickScreen)
        question = screen.sheet.question
        await story.press("2", "up", "g")
        with new_workspace(base) as other:
            fields = {"respondent_id": who, "indicator_id": question.id, "kind": "niveau", "level": "3"}
            answer = make_opinion(Answer, {**fields, "argument": "Écrit ailleurs"})
            record_answer(other, find_evaluation(other, FORGES), answer)
        story.app._look_elsewhere()
        await story.settle()
        assert "Écrit ailleurs" in story.text
        await story.press("enter")
        stored = story.answers(who)[question.code]
        assert (stored.level, stored.argument) == ("3", "Écrit ailleurs")


async def test_another_phase_closes_the_paper(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        who = await new_paper(story)
        with new_workspace(base) as other:
            move_phase(other, FORGES, "dialogue", confirmed=True)
        story.app._look_elsewhere()
        await story.settle()
        assert "les avis sont fermés" in story.notices[-1]
        await story.press("2")
        assert "Pas enregistré" in story.words
        assert story.answers(who) == {}


def other_base(folder: Path) -> Path:
    """A base with the evaluation « autre », of another grid, and r01 who answered nothing."""
    base = folder / "autre.sqlite"
    with new_workspace(base) as workspace:
        referential = other_referential()
        add_pole(workspace, {"id": "ici", "nom": "Pôle d’ici"})
        college = referential.colleges[0].id
        evaluation = open_evaluation(
            workspace,
            referential,
            pole="ici",
            use=referential.uses[0].id,
            title="Une autre grille",
            identifier="autre",
            colleges=(college,),
        )
        move_phase(workspace, "autre", "avis")
        add_respondent(workspace, evaluation, college=college, name=None, organisation=None)
    return base


async def test_a_scale_of_six_levels_has_six_keys(tmp_path: Path) -> None:
    async with opened(other_base(tmp_path)) as story:
        await story.open_evaluation("autre")
        await story.press("r", "enter")
        asked = codes(story)
        assert "6 Héritage" in story.words
        await story.press("f", "-", "e", "5", "7")
        stored = story.answers("r01", "autre")
        assert [stored[code].level for code in asked[:4]] == ["6", "6", "5", "5"]
        assert len(stored) == 4


async def test_five_entries_in_the_footer_wherever_one_writes(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await new_paper(story)
        for keys in (
            (),
            ("n",),
            ("escape", "g"),
            ("escape", "escape", "s", "down", "enter"),
            ("tab",),
            ("c",),
            ("tab",),
        ):
            await story.press(*keys)
            shown = {b.binding.action for b in story.app.screen.active_bindings.values() if b.binding.show}
            assert len(shown) <= 5, (keys, shown)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_are_shown_as_typed(tmp_path: Path, text: str) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        who = await new_paper(story)
        asked = codes(story)
        await story.press("n")
        await story.paste(text)
        await story.press("enter", "g")
        await story.paste(text)
        assert clean(text) in await look(story)
        await story.press("tab", "1")
        stored = story.answers(who)
        assert (stored[asked[0]].reason, stored[asked[1]].argument) == (clean(text), clean(text))
        await story.press("escape", "escape", "s")
        await story.choose(who)
        await story.press("pageup", "c")
        await story.paste(text)
        assert clean(text) in await look(story)
        await story.press("escape")
        assert story.answers(who)[asked[1]].evidence == clean(text)


async def test_nobody_is_shown_the_answers_of_others(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        assert story.answers("r01")
        await new_paper(story)
        assert "0 réponse, 96 en blanc" in story.words
        assert "argument" not in story.words.replace("g argument", "")
