"""Saisie, beyond one answer: undo, marks, links, the level wished for, complements, another window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.mark import marks_of
from ptce_ref.services.opinion import Amendment, amend_answer, make_opinion, record_answer
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.journal import changes
from ptce_ref.tui import sheet
from ptce_ref.tui.screens.scoring import ScoringScreen
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.widgets.argument import WritingArea
from ptce_ref.tui.widgets.level_scale import LevelScale
from tests.bases import clock, example_base, new_workspace
from tests.samples import shipped_referential
from tests.tui.screen import FORGES, LARGE, Story, opened

HALF = "r03"
FUTURE = "avenir"
ANA = "r01"


def sheet_of(story: Story) -> Sheet:
    screen = story.app.screen
    assert isinstance(screen, ScoringScreen)
    return screen.sheet


async def at_first_unanswered(story: Story) -> str:
    await story.open_scoring(HALF)
    return sheet_of(story).question.code


def future_base(folder: Path) -> Path:
    """An evaluation whose use asks for the level wished for, with one respondent."""
    base = example_base(folder)
    with new_workspace(base) as workspace:
        evaluation = open_evaluation(
            workspace,
            shipped_referential(),
            pole="faubourg-des-forges",
            use="prospective",
            title="Vers 2030",
            identifier=FUTURE,
            colleges=("habitants",),
        )
        move_phase(workspace, FUTURE, "avis")
        add_respondent(workspace, evaluation, college="habitants", name="Ana", organisation=None)
    return base


async def test_undo_brings_back_the_answer_before_and_redo_the_one_after(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.type("Mes raisons")
        await story.press("tab", "2", "3")
        assert "Remplace « niveau 2" in story.words
        assert "Ctrl+Z annule" in story.words
        await story.press("pagedown", "tab", "ctrl+z")
        assert sheet_of(story).question.code == code
        assert (story.answers(HALF)[code].level, story.answers(HALF)[code].argument) == ("2", "Mes raisons")
        await story.press("u")
        assert code not in story.answers(HALF)
        assert "Mes raisons" in story.text
        assert "Annulé" in story.notices[-1]
        await story.press("ctrl+y", "y")
        assert story.answers(HALF)[code].level == "3"
        await story.press("y")
        assert "Rien à rétablir" in story.notices[-1]


async def test_a_click_by_mistake_is_told_and_undone(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        code = await at_first_unanswered(story)
        await story.type("Longue explication")
        await story.press("tab", "4")
        rows = list(story.app.screen.query_one(LevelScale).children)
        await story.pilot.click(rows[0])
        await story.settle()
        assert story.answers(HALF)[code].level == "1"
        assert "Ctrl+Z annule" in story.words
        await story.press("ctrl+z")
        answer = story.answers(HALF)[code]
        assert (answer.level, answer.argument) == ("4", "Longue explication")


async def test_the_journal_keeps_what_was_undone(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        before = len(list(changes(story.app.workspace.store)))
        await at_first_unanswered(story)
        await story.press("tab", "2", "u", "y")
        assert len(list(changes(story.app.workspace.store))) == before + 3


async def test_in_a_text_ctrl_z_is_the_text_s_own(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "2", "shift+tab")
        await story.paste("Un mot de trop")
        await story.press("ctrl+z")
        assert story.app.screen.query_one("#argument", WritingArea).text == ""
        assert story.answers(HALF)[code].level == "2"


async def test_what_another_window_answered_is_not_undone(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "2")
        answer_elsewhere(base, sheet_of(story).question.id, level="4")
        await story.press("u")
        assert "a changé dans une autre fenêtre" in story.notices[-1]
        assert story.answers(HALF)[code].level == "4"


async def test_a_question_marked_is_found_again_after_closing(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        ident = sheet_of(story).question.id
        await story.press("tab", "m")
        assert "◄ à revoir" in story.words
    with open_workspace(base, read_only=True, clock=clock) as workspace:
        assert marks_of(workspace, find_evaluation(workspace, FORGES), HALF) == {ident}
    async with opened(base, LARGE) as story:
        await story.open_scoring(HALF)
        await story.press("pagedown", "pagedown", "f5")
        assert sheet_of(story).question.code == code
        await story.press("f4")
        await story.type("revoir")
        assert f"○ {code}" in story.words
        await story.press("escape", "f6")
        assert "◄ à revoir" not in story.words
        await story.press("f5")
        assert "Aucune question n’est marquée" in story.notices[-1]


async def test_linked_questions_and_the_way_back(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        code = await at_first_unanswered(story)
        question = sheet_of(story).question
        linked = shipped_referential().indicator_by_id[question.links[0]]
        await story.press("f7")
        assert f"Questions liées à {code}" in story.words
        assert linked.title in story.words
        await story.press("enter")
        assert sheet_of(story).question.id == linked.id
        if story.app.focused is not story.app.screen.query_one(LevelScale):
            await story.press("escape")
        await story.press("escape")
        assert sheet_of(story).question.code == code


async def test_links_show_the_respondent_s_own_answers_only(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        assert story.answers("r01")
        await story.open_grid()
        await story.press("s", "a", "right", "ctrl+s")
        await story.press("tab", "l")
        assert "pas encore répondu" in story.words
        assert "niveau " not in story.words.replace("niveau souhaité", "")


async def test_the_level_wished_for_and_its_year(tmp_path: Path) -> None:
    async with opened(future_base(tmp_path)) as story:
        await story.open_scoring(ANA, FUTURE)
        code = sheet_of(story).question.code
        await story.press("tab", "é", "enter", "'", "enter")
        await story.type("2à30")  # the unshifted zero of a French keyboard
        await story.press("backspace", "backspace", "backspace")
        await story.type("03")
        await story.press("enter")
        answer = story.answers(ANA, FUTURE)[code]
        assert (answer.level, answer.wished_level, answer.wished_year) == ("2", "4", None)  # 203 is no year
        await story.press("pageup")
        assert "l’année souhaitée" in story.words
        await story.press("tab", "tab")
        await story.type("2030")
        await story.press("escape")
        assert story.answers(ANA, FUTURE)[code].wished_year == 2030
        assert "souhaité : 4 en 2030" in story.words


async def test_the_level_wished_for_can_be_skipped_and_taken_away(tmp_path: Path) -> None:
    async with opened(future_base(tmp_path)) as story:
        await story.open_scoring(ANA, FUTURE)
        code = sheet_of(story).question.code
        await story.press("tab", "2", "enter", "enter")
        assert sheet_of(story).question.code != code
        assert story.answers(ANA, FUTURE)[code].wished_level is None
        await story.press("pageup", "tab", "right", "right")
        assert story.answers(ANA, FUTURE)[code].wished_level == "2"
        await story.press("delete")
        assert story.answers(ANA, FUTURE)[code].wished_level is None


async def test_nobody_is_asked_what_they_wish_when_the_use_does_not(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await at_first_unanswered(story)
        assert "souhaité" not in story.words


async def test_evidence_and_figures_go_with_the_answer(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        code = await at_first_unanswered(story)
        figure = sheet_of(story).question.figures[0]
        await story.press("f8")
        assert story.place == "ComplementScreen"
        await story.type("Compte rendu du 3 mars")
        await story.press("tab")
        await story.type("1 200,5")
        await story.press("escape")
        assert code not in story.answers(HALF)  # no answer yet: kept aside
        assert "compléments : 2" in story.words
        await story.press("tab", "3")
        answer = story.answers(HALF)[code]
        assert (answer.level, answer.evidence, answer.figures) == ("3", "Compte rendu du 3 mars", {figure.id: 1200.5})
        await story.press("c", "tab")
        await story.press(*["backspace"] * 7)
        await story.press("tab")
        assert story.answers(HALF)[code].figures == {}


async def test_a_figure_that_is_no_number_holds_nothing_back_and_is_kept(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base, LARGE) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "2", "c", "tab")
        await story.type("une dizaine")
        await story.press("tab")
        assert "un nombre, comme 12 ou 12,5" in story.words
        await story.press("escape")
        assert "Reste à préciser" in story.words
        await story.press("3", "ctrl+q")
        assert story.answers(HALF)[code].level == "3"
    async with opened(base, LARGE) as story:
        await story.open_scoring(HALF)
        assert sheet_of(story).question.code == code
        await story.press("c")
        assert "une dizaine" in story.words


async def test_a_question_set_aside_without_a_reason_is_not_forgotten(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        await story.press("tab", "n", "pagedown")
        assert f"{code} : « non concerné » attend sa raison" in story.notices[-1]
        assert sheet_of(story).question.code != code
        await story.press("pageup")
        assert "il y manque la raison" in story.words
    async with opened(base) as story:
        await story.open_scoring(HALF)
        assert sheet_of(story).question.code == code
        await story.press("tab", "n")
        await story.type("Pas d’emploi ici")
        await story.press("pagedown")
        assert story.answers(HALF)[code].kind is AnswerKind.NOT_APPLICABLE


async def test_the_last_question_tells_what_is_left(tmp_path: Path) -> None:
    async with opened(future_base(tmp_path)) as story:
        await story.open_scoring(ANA, FUTURE)
        count = len(sheet_of(story).questions)
        for _ in range(count - 1):
            await story.press("tab", "s", "pagedown")
        await story.press("tab", "pagedown")
        assert "C’était la dernière question. 1 question sans réponse ; F3 y mène." in story.notices[-1]
        await story.press("m", "2")
        told = (
            "toutes les questions ont une réponse. Restent : 1 question à revoir (F5 y mène), 1 niveau sans argument."
        )
        assert told in story.notices[-1]
        # Of whom: the notice stays over pages that tell of everybody.
        assert story.notices[-1].startswith(f"{ANA} ")
        await story.press("pagedown")
        assert told in story.notices[-1]
        await story.press("f3")
        assert told in story.notices[-1]


def answer_elsewhere(base: Path, indicator: str, level: str, argument: str = "", evidence: str = "") -> None:
    """Answer for ``HALF`` from another window."""
    with new_workspace(base) as other:
        fields = {"respondent_id": HALF, "indicator_id": indicator, "kind": "niveau", "level": level}
        answer = make_opinion(Answer, {**fields, "argument": argument, "evidence": evidence})
        record_answer(other, find_evaluation(other, FORGES), answer)


@pytest.fixture
def just_before(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Let another window write between what the screen knows and what it writes, once."""

    def arrange(write: Callable[[], None]) -> None:
        def amend(*given: Any) -> Amendment:
            monkeypatch.setattr(sheet, "amend_answer", amend_answer)
            write()
            return amend_answer(*given)

        monkeypatch.setattr(sheet, "amend_answer", amend)

    return arrange


async def test_what_another_window_writes_at_the_same_moment_is_not_overwritten(
    tmp_path: Path, just_before: Callable[[Callable[[], None]], None]
) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        question = sheet_of(story).question.id
        just_before(lambda: answer_elsewhere(base, question, "4", "Écrit ailleurs", "preuve d’ailleurs"))
        await story.press("tab", "2")
        answer = story.answers(HALF)[code]
        assert (answer.level, answer.argument, answer.evidence) == ("2", "Écrit ailleurs", "preuve d’ailleurs")
        await story.press("u")
        answer = story.answers(HALF)[code]
        assert (answer.level, answer.argument, answer.evidence) == ("4", "Écrit ailleurs", "preuve d’ailleurs")


async def test_what_another_window_writes_while_the_complements_are_open_stays(
    tmp_path: Path, just_before: Callable[[Callable[[], None]], None]
) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        question = sheet_of(story).question.id
        await story.press("tab", "2", "c")
        answer_elsewhere(base, question, "3", "Écrit ailleurs", "preuve d’ailleurs")
        await elsewhere(story)
        assert "preuve d’ailleurs" in story.text
        just_before(lambda: answer_elsewhere(base, question, "4", "Écrit plus tard", "preuve d’ailleurs"))
        await story.type(", et la mienne")
        await story.press("escape")
        assert "Écrit plus tard" in story.text
        await story.press("pagedown")
        answer = story.answers(HALF)[code]
        assert answer.argument == "Écrit plus tard"
        assert answer.evidence == "preuve d’ailleurs, et la mienne"


@pytest.mark.parametrize("key", ["u", "y"])
async def test_nothing_is_undone_or_redone_over_what_another_window_writes_at_the_same_moment(
    tmp_path: Path, just_before: Callable[[Callable[[], None]], None], key: str
) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        question = sheet_of(story).question.id
        await story.press("tab", "2", "3")
        if key == "y":
            await story.press("u")
        just_before(lambda: answer_elsewhere(base, question, "4", "Écrit ailleurs"))
        await story.press(key)
        assert "a changé dans une autre fenêtre" in story.notices[-1]
        assert (story.answers(HALF)[code].level, story.answers(HALF)[code].argument) == ("4", "Écrit ailleurs")


async def test_undoing_what_one_took_back_gives_what_the_file_held_then(
    tmp_path: Path, just_before: Callable[[Callable[[], None]], None]
) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        question = sheet_of(story).question.id
        await story.press("tab", "2")
        just_before(lambda: answer_elsewhere(base, question, "4", "Écrit ailleurs"))
        await story.press("delete", "right", "enter")
        assert code not in story.answers(HALF)
        assert "Écrit ailleurs" in story.text
        await story.press("tab", "u")
        assert (story.answers(HALF)[code].level, story.answers(HALF)[code].argument) == ("4", "Écrit ailleurs")


async def elsewhere(story: Story) -> None:
    """Let the program see what another window wrote, as it does every second."""
    story.app._look_elsewhere()
    await story.settle()


async def test_an_answer_given_in_another_window_shows_and_what_is_typed_stays(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        await story.type("J’écris")
        answer_elsewhere(base, sheet_of(story).question.id, "4", argument="Dit ailleurs")
        await elsewhere(story)
        assert "Cette réponse a changé dans une autre fenêtre" in story.words
        assert "J’écris" in story.text
        assert "● 4" in story.words
        await story.press("tab")
        answer = story.answers(HALF)[code]
        assert (answer.level, answer.argument) == ("4", "J’écris")


async def test_a_field_nobody_touched_here_keeps_what_another_window_wrote(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        answer_elsewhere(base, sheet_of(story).question.id, "4", argument="Dit ailleurs")
        await story.press("tab", "1")  # before this window looked
        answer = story.answers(HALF)[code]
        assert (answer.level, answer.argument) == ("1", "Dit ailleurs")


async def test_when_the_phase_moves_what_is_typed_is_kept_in_its_place(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        code = await at_first_unanswered(story)
        await story.type("Trop tard")
        with new_workspace(base) as other:
            move_phase(other, FORGES, "dialogue", confirmed=True)
        await elsewhere(story)
        assert "« dialogue » : les avis sont fermés" in story.notices[-1]
        assert f"reste à sa place, à {code}" in story.notices[-1]
        await story.press("tab", "2")
        assert "Pas enregistré" in story.words
        await story.press("escape")
    with new_workspace(base) as other:
        move_phase(other, FORGES, "avis", confirmed=True)
    async with opened(base) as story:
        assert f"1 texte non enregistré a été retrouvé ({code} ({HALF}))" in story.notices[-1]
        await story.open_scoring(HALF)
        assert "Trop tard" in story.text


@pytest.mark.parametrize("space", ["\u00a0", "\u202f"])
async def test_the_spaces_of_french_are_typed_and_kept(tmp_path: Path, space: str) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        await story.type(f"Oui{space}! E\u0301te\u0301")
        await story.press("tab", "2")
        assert story.answers(HALF)[code].argument == f"Oui{space}! Été"


async def test_a_very_long_argument_stays_usable(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        code = await at_first_unanswered(story)
        text = "\n\n".join(["Un paragraphe assez long pour faire plusieurs lignes. " * 10] * 10).strip()
        assert len(text) > 5000
        await story.paste(text)
        await story.type(" fin")
        assert "fin" in story.text
        await story.press("tab", "2")
        assert story.answers(HALF)[code].argument == f"{text} fin"
        assert "4 Bien ancré" in story.words
