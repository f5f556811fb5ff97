"""Saisie: digits, arguments, what is refused, what is never lost, what is never shown."""

import time
from pathlib import Path

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import amend_answer
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.evaluation import save_evaluation
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui import sheet
from ptce_ref.tui.screens.scoring import ScoringScreen
from ptce_ref.tui.widgets.argument import WritingArea
from ptce_ref.tui.widgets.level_scale import AZERTY, LevelScale
from tests.bases import example_base, new_workspace
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened

HALF = "r03"
"""A respondent of the example who answered some of the questions."""


async def at_first_unanswered(story: Story) -> str:
    """Open the scoring of ``HALF`` at a question without answer; return its code."""
    await story.open_scoring(HALF)
    assert isinstance(story.app.screen, ScoringScreen)
    assert "Pas encore répondu" in story.words
    return story.app.screen.sheet.question.code


async def test_digits_typed_in_the_argument_are_text(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.type("1234 & é")
        assert code not in story.answers(HALF)
        assert story.app.screen.query_one("#argument", WritingArea).text == "1234 & é"
        assert "Ce qui est écrit s’enregistrera avec la réponse" in story.words


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
async def test_the_upper_row_of_a_french_keyboard_answers_without_shift(tmp_path: Path, rank: int) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("tab")
        await story.type(AZERTY[rank - 1])
        assert story.answers(HALF)[code].level == str(rank)


async def test_a_key_that_answers_nothing_says_so(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "7", "e", "z")
        assert story.notices == ["Cette touche ne répond à rien : 1 à 4, n ou s. F1 dit les autres touches."]
        assert code not in story.answers(HALF)
        story.app.clear_notifications()
        await story.press("m")
        assert story.notices == [], "a key of the screen is one"


async def test_the_explanation_leaves_the_levels_in_sight(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first_unanswered(story)
        assert "F2 explication" in story.words
        await story.press("tab")
        assert "x explication" in story.words
        await story.press("x")
        sheet_ = story.app.screen.sheet  # type: ignore[attr-defined] # a ScoringScreen
        assert sheet_.question.explanation.split()[0] in story.words
        for rank, level in enumerate(sheet_.referential.scale.levels, start=1):
            assert f"{rank} {level.name}" in story.words


async def test_arrows_and_enter_answer_then_go_on(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "down", "down", "enter")
        assert story.answers(HALF)[code].level == "3"
        await story.press("enter")
        assert isinstance(story.app.screen, ScoringScreen)
        assert story.app.screen.sheet.question.code != code


async def test_a_burst_of_keys_keeps_its_order(tmp_path: Path) -> None:
    """Over a slow line, « Tab 2 Entrée Tab 3 » arrives at once: no key may land elsewhere."""
    async with opened(example_base(tmp_path)) as story:
        first = await at_first_unanswered(story)
        sheet_ = story.app.screen.sheet  # type: ignore[attr-defined] # a ScoringScreen
        second = sheet_.questions[sheet_.position + 1].code
        await story.press("x", "tab", "2", "enter", "y", "tab", "3", "pagedown", "pageup")
        stored = story.answers(HALF)
        assert (stored[first].level, stored[first].argument) == ("2", "x")
        assert (stored[second].level, stored[second].argument) == ("3", "y")


async def test_a_burst_waits_for_a_slow_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes half a second for an answer: the keys behind it still land where they would have."""
    plain = amend_answer

    def slow(*given: object) -> object:
        time.sleep(0.5)  # the screen is frozen meanwhile, as with a real disk
        return plain(*given)  # type: ignore[arg-type] # as given

    async with opened(example_base(tmp_path)) as story:
        first = await at_first_unanswered(story)
        sheet_ = story.app.screen.sheet  # type: ignore[attr-defined] # a ScoringScreen
        second = sheet_.questions[sheet_.position + 1].code
        monkeypatch.setattr(sheet, "amend_answer", slow)
        await story.press("x", "tab", "2", "enter", "y", "tab", "3", "pagedown", "pageup")
        stored = story.answers(HALF)
        assert (stored[first].level, stored[first].argument) == ("2", "x")
        assert (stored[second].level, stored[second].argument) == ("3", "y")


async def test_alt_and_a_digit_answer_from_inside_the_argument(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.type("vu")
        await story.press("alt+2")
        assert (story.answers(HALF)[code].level, story.answers(HALF)[code].argument) == ("2", "vu")


async def test_an_argument_typed_after_the_level_is_stored_on_leaving_it(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "2", "shift+tab")
        await story.type("Après coup")
        assert "s’enregistre en quittant le champ" in story.words
        assert story.answers(HALF)[code].argument == ""
        await story.press("escape")
        assert "✓ Enregistré" in story.words
        assert story.answers(HALF)[code].argument == "Après coup"


async def test_pasted_paragraphs_stay(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.paste("Premier.\r\n\r\nSecond\x1b[31m, rouge\u202e.")
        await story.press("tab", "1")
        assert story.answers(HALF)[code].argument == "Premier.\n\nSecond[31m, rouge."


async def test_escape_and_coming_back_lose_nothing(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.type("À moitié écrit")
        await story.press("escape", "escape")
        assert story.place == "GridScreen"
        assert f"Ce que vous avez écrit à {code} est gardé" in story.notices[-1]
        await story.press("s")
        await story.choose(HALF)
        assert "À moitié écrit" in story.text
        await story.press("tab", "4")
        assert story.answers(HALF)[code].argument == "À moitié écrit"


async def test_leaving_stores_what_was_changed_in_an_answer(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "1", "shift+tab")
        await story.type("Dernier mot")
        await story.press("ctrl+q")
        assert story.answers(HALF)[code].argument == "Dernier mot"
    assert story.app.return_value == 0


async def test_an_argument_that_is_required_is_asked_for(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with new_workspace(base) as workspace:
        demanding = find_evaluation(workspace, FORGES).model_copy(update={"argument_required": True})
        save_evaluation(workspace.store, demanding, workspace.now)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "3")
        assert "Pas enregistré : Cette évaluation demande un argument" in story.words
        assert code not in story.answers(HALF)
        await story.press("shift+tab")
        await story.type("Parce que")
        await story.press("tab", "3")
        assert story.answers(HALF)[code].argument == "Parce que"


async def test_a_question_that_no_longer_concerns_the_pole_and_back(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.type("Nos raisons")
        await story.press("tab", "n")
        assert "Dites pourquoi" in story.words
        await story.press("escape")
        assert code not in story.answers(HALF)  # no reason, no answer
        await story.press("n")
        await story.type("Aucun emploi ici")
        await story.press("tab")
        assert isinstance(story.app.focused, LevelScale)
        stored = story.answers(HALF)[code]
        assert (stored.kind, stored.reason, stored.argument) == (
            AnswerKind.NOT_APPLICABLE,
            "Aucun emploi ici",
            "Nos raisons",
        )
        await story.press("2")
        stored = story.answers(HALF)[code]
        assert (stored.kind, stored.level, stored.reason, stored.argument) == (AnswerKind.LEVEL, "2", "", "Nos raisons")
        await story.press("delete")
        await story.press("right", "enter")
        assert code not in story.answers(HALF)
        assert "Nos raisons" in story.text


@pytest.mark.parametrize(
    "error",
    [DatabaseUnusableError("La base est occupée par un autre programme."), Refusal("Le disque est plein.")],
)
async def test_when_the_file_cannot_be_written_nothing_typed_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.type("Longue explication")
        monkeypatch.setattr(sheet, "amend_answer", fail)
        await story.press("tab", "2")
        assert f"Pas enregistré : {error}" in story.words
        await story.press("pagedown", "pageup", "home")
        assert story.app.screen.query_one("#argument", WritingArea).text == "Longue explication"
        monkeypatch.setattr(sheet, "amend_answer", amend_answer)
        await story.press("pagedown")
        answer = story.answers(HALF)[code]
        assert (answer.argument, answer.level) == ("Longue explication", "2")


async def test_an_answer_the_file_could_not_take_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise DatabaseUnusableError("La base est occupée par un autre programme.")

    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        monkeypatch.setattr(sheet, "amend_answer", busy)
        await story.press("tab", "3", "pagedown", "pagedown", "escape")
        assert story.place == "ScoringScreen"
        assert code in story.words
        assert "Pas enregistré" in story.words
        assert code not in story.answers(HALF)
        monkeypatch.setattr(sheet, "amend_answer", amend_answer)
        await story.press("pagedown")
        assert story.answers(HALF)[code].level == "3"


async def test_escape_then_a_digit_typed_fast_answers_and_writes_nothing(tmp_path: Path) -> None:
    assert "\x1b2" not in ANSI_SEQUENCES_KEYS
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.type("abc")
        await story.press("alt+j", "alt+2")
        answer = story.answers(HALF)[code]
        assert (answer.argument, answer.level) == ("abc", "2")


async def test_a_file_locked_by_another_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptce_ref.storage.database.BUSY_SECONDS", 0.05)
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        await story.type("Gardez-moi")
        with new_workspace(base) as other, other.store.writing():
            await story.press("tab", "2")
            assert "est occupée par un autre programme" in story.words
            assert "rien n’a été perdu" in story.words
        await story.press("2")
        assert story.answers(HALF)[code].argument == "Gardez-moi"


async def test_resizing_keeps_what_is_typed(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first_unanswered(story)
        await story.type("Texte en cours")
        for size in (LARGE, (40, 12), (20, 5), SMALL):
            await story.pilot.resize_terminal(*size)
            await story.settle()
            (screen,) = (item for item in story.app.screen_stack if isinstance(item, ScoringScreen))
            assert screen.query_one("#argument", WritingArea).text == "Texte en cours"
        assert "Texte en cours" in story.text


async def test_nobody_is_shown_the_answers_of_others(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base, LARGE) as story:
        mine = {answer.argument for answer in story.answers("r01").values() if answer.argument}
        assert mine
        await story.open_grid()
        await story.press("s", "a", "right", "ctrl+s")
        for _ in range(6):
            assert not any(argument in story.words for argument in mine)
            assert "0 réponse" in story.words
            assert not story.app.screen.query("LevelRow.-chosen")
            await story.press("pagedown")


async def test_jumping_to_a_code_and_to_the_next_unanswered(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await at_first_unanswered(story)
        await story.press("f4")
        await story.type("e2.03")
        await story.press("enter")
        assert isinstance(story.app.screen, ScoringScreen)
        assert story.app.screen.sheet.question.code == "E2.03"
        await story.press("f3")
        assert story.app.screen.sheet.answer is None
        assert story.app.screen.query_one("#argument", WritingArea).has_focus


async def test_the_mouse_answers_too(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        code = await at_first_unanswered(story)
        rows = list(story.app.screen.query_one(LevelScale).children)
        await story.pilot.click(rows[2])
        await story.settle()
        assert story.answers(HALF)[code].level == "3"
