"""Saisie: the keys do what the screen says where one is, and what was typed too late can be given up."""

from pathlib import Path

from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.evaluation import move_phase
from ptce_ref.tui.screens.quick import QuickScreen
from ptce_ref.tui.screens.scoring import ScoringScreen
from ptce_ref.tui.widgets.argument import WritingArea
from ptce_ref.tui.widgets.level_scale import LevelScale
from ptce_ref.tui.widgets.questionnaire import Questionnaire
from tests.bases import example_base, new_workspace
from tests.tui.screen import FORGES, Story, opened
from tests.tui.test_scoring import HALF, at_first_unanswered


async def test_escape_in_an_argument_nobody_began_leaves_at_once(tmp_path: Path) -> None:
    """« Échap r ↓ ↓ Entrée », typed for the screen before, must answer nothing."""
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("escape")
        assert story.place == "GridScreen"
        assert code not in story.answers(HALF)


async def test_the_title_of_where_one_is_is_marked_and_its_keys_work_there(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first_unanswered(story)
        assert "▸ 1. Votre argument" in story.words
        assert "▸ 2." not in story.words
        for shown in ("F9 sorte", "F8 compléments", "F7", "F6 à revoir", "Tab, puis une touche"):
            assert shown in story.words
        await story.press("f9")
        assert "F9 sorte : témoignage" in story.words
        await story.press("tab")
        assert "▸ 2. Votre réponse" in story.words
        assert "▸ 1." not in story.words
        for shown in ("t sorte", "c compléments", "l ", "m à revoir"):
            assert shown in story.words
        await story.press("m")
        assert "m ne plus revoir" in story.words


async def test_no_answer_is_marked_where_one_is_not(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first_unanswered(story)
        assert "▸○" not in story.text, "one is in the argument: a marked level would seem chosen"
        await story.press("tab")
        assert "▸○ 1 Pas encore" in story.words
        await story.press("n")
        assert "▸○" not in story.text, "one is in the reason"
        await story.press("escape")
        assert "▸○ n Non concerné" in story.words


async def test_what_is_out_of_sight_is_told_only_when_something_is(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first_unanswered(story)
        await story.press("tab", "2", "ctrl+z")
        assert "Annulé." in story.notices[-1]
        assert "s Ne sait pas" in story.words, "the last answer is in sight"
        assert "▼" not in story.words


async def test_what_was_undone_is_redone_from_where_one_is_left(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "4", "ctrl+z")
        assert code not in story.answers(HALF)
        assert isinstance(story.app.focused, LevelScale)
        await story.press("ctrl+y")
        assert story.answers(HALF)[code].level == "4"
        await story.press("ctrl+z", "shift+tab", "ctrl+y")
        assert story.answers(HALF)[code].level == "4"
        await story.press("ctrl+y")
        assert story.notices[-1] == "Rien à rétablir."


async def test_redo_in_a_text_is_first_of_all_its_own(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "4", "ctrl+z", "shift+tab")
        await story.type("abc")
        await story.press("ctrl+z", "ctrl+y")
        assert story.app.screen.query_one("#argument", WritingArea).text == "abc"
        assert code not in story.answers(HALF)


async def test_enter_stores_the_reason_as_on_a_paper(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "n")
        assert "Entrée l’enregistre" in story.words
        await story.type("Aucun emploi")
        assert "○ n Non concerné à justifier" in story.words, "it is no answer yet"
        await story.type("\n")
        stored = story.answers(HALF)[code]
        assert (stored.kind, stored.reason) == (AnswerKind.NOT_APPLICABLE, "Aucun emploi")
        assert "✓ Enregistré : non concerné. Entrée : suivante ; Ctrl+Z annule." in story.words
        assert "● n Non concerné (dire pourquoi)" in story.words


async def test_the_explanation_does_not_follow_to_the_next_question(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first_unanswered(story)
        explanation = story.app.screen.query_one("#explanation")
        await story.press("f2")
        assert explanation.display
        await story.press("pagedown")
        assert not explanation.display


async def test_a_question_is_found_by_a_word_of_its_text(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first_unanswered(story)
        screen = story.app.screen
        assert isinstance(screen, ScoringScreen)
        questions = screen.sheet.questions
        wanted = next(q for q in questions if "habitants" in q.question and "habitants" not in q.title)
        await story.press("f4")
        await story.type(f"{wanted.code} habitants")
        await story.press("enter")
        assert screen.sheet.question.code == wanted.code


async def write_too_late(tmp_path: Path) -> Path:
    """Type a text without answering, then let the opinions be closed; return the base."""
    base = example_base(tmp_path)
    async with opened(base) as story:
        await at_first_unanswered(story)
        await story.type("Trop tard")
        await story.press("ctrl+q")
    with new_workspace(base) as other:
        move_phase(other, FORGES, "dialogue", confirmed=True)
    return base


async def test_a_text_typed_too_late_is_told_once_and_can_be_given_up(tmp_path: Path) -> None:
    base = await write_too_late(tmp_path)
    async with opened(base) as story:
        (notice,) = story.notices
        assert "1 texte jamais enregistré, et les avis sont fermés" in notice
        assert "Trop tard" not in notice
    async with opened(base) as story:
        assert story.notices == []
        await give_up(story)
        assert story.place == "EvaluationScreen"
        assert "jamais enregistré" not in story.words
    async with opened(base) as story:
        assert story.app.drafts.found == ()


async def give_up(story: Story) -> None:
    await story.open_evaluation()
    assert "w 1 texte jamais enregistré" in story.words
    await story.press("w")
    assert "Trop tard" in story.words
    await story.press("delete", "enter")  # the button that changes nothing
    assert "Trop tard" in story.words
    await story.press("delete", "right", "enter")


async def test_a_text_typed_too_late_is_back_with_the_phase(tmp_path: Path) -> None:
    base = await write_too_late(tmp_path)
    async with opened(base) as story:
        assert len(story.notices) == 1
    with new_workspace(base) as other:
        move_phase(other, FORGES, "avis", confirmed=True)
    async with opened(base) as story:
        assert "il vous attend à sa place" in story.notices[-1]
        await story.open_scoring(HALF)
        assert "Trop tard" in story.text


async def test_the_next_paper_is_that_of_the_next_person_who_has_not_finished(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press("r")
        assert "recopie" in story.words
        await story.choose("r01")
        screen = story.app.screen
        assert isinstance(screen, QuickScreen)
        assert "Recopie · r01" in story.words
        await story.press("end", "2")
        questionnaire = story.app.screen.query_one(Questionnaire)
        assert "Fin du questionnaire" in story.words
        last = screen.sheet.question
        assert sum(f"{last.code} " in line and last.title[:20] in line for line in story.text.splitlines()) == 1
        assert questionnaire.highlighted == len(screen.sheet.questions) - 1
        await story.press("f9", "enter")
        screen = story.app.screen
        assert isinstance(screen, QuickScreen)
        assert screen.sheet.respondent.id != "r01"
        assert screen.left > 0
