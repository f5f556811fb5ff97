"""Changing phase: what one may do, what it closes, and what comes later, said before one chooses."""

from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.evaluation import add_respondent, find_evaluation, move_phase, open_evaluation
from ptce_ref.services.mark import mark
from ptce_ref.services.opinion import make_opinion, record_answer
from ptce_ref.services.pole import add_pole
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.evaluation import read_snapshots
from tests.bases import clock, example_base, new_workspace
from tests.samples import shipped_referential
from tests.tui.screen import FORGES, LARGE, SMALL, opened

CLAIRBOIS = "clairbois-2026"
SORNE = "val-de-sorne-2026"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_each_phase_says_whether_one_may_go_there(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(example_base(tmp_path), size) as story:
        await story.open_evaluation(FORGES)
        await story.press("p")
        for said in (
            "✓ Préparation Entrée : y revenir",
            "● Avis (phase actuelle)",
            "→ Dialogue Entrée : y passer",
            "Les avis et les votes ne se donnent plus, et tous peuvent les lire.",
            "○ Position pas encore : après « dialogue »",
            "○ Plan d’action pas encore : après « position »",
            "○ Clôture pas encore : après « plan d’action »",
        ):
            assert said in story.words, said
        await story.press("down")  # what cannot be chosen is passed over
        await story.press("enter")
        assert story.place == "ConfirmDialog"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_while_nothing_is_given_one_reads_how_to_change_the_use(tmp_path: Path, size: tuple[int, int]) -> None:
    base = tmp_path / "neuf.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"id": "p", "nom": "Pôle"})
        open_evaluation(workspace, shipped_referential(), pole="p", use="diagnostic", path="court", identifier="e")
    async with opened(base, size) as story:
        await story.open_evaluation("e")
        await story.press("p")
        assert "l’usage et les questions, choisis en ouvrant, sont fixés" in story.words
        assert "retirer l’évaluation (Échap, puis Suppr) et en ouvrir une autre" in story.words
        await story.press("escape", "delete")
        assert story.place == "ConfirmDialog"
        assert "Retirer" in story.words


async def test_what_closing_means_is_read_whole_on_a_small_screen(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with open_workspace(base, clock=clock) as other:
        for phase in (Phase.POSITION, Phase.ACTION_PLAN):
            move_phase(other, CLAIRBOIS, phase)
    async with opened(base, SMALL) as story:
        await story.open_evaluation(CLAIRBOIS)
        await story.press("p")
        assert "→ Clôture Entrée : y passer" in story.words
        assert "une copie datée est gardée." in story.words


async def test_before_the_dialogue_one_is_told_whose_answers_will_stay_unfinished(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    with new_workspace(base) as workspace:
        add_pole(workspace, {"id": "p", "nom": "Pôle"})
        evaluation = open_evaluation(
            workspace, shipped_referential(), pole="p", use="diagnostic", path="court", identifier="e"
        )
        for name, college in (("Amina", "habitants"), ("Bruno", "salaries"), ("Chloé", "habitants")):
            add_respondent(workspace, evaluation, college=college, name=name)
        evaluation = move_phase(workspace, "e", "avis")
        for person, given in (("r02", 4), ("r03", len(evaluation.indicators))):
            for indicator in evaluation.indicators[:given]:
                fields = {"respondent_id": person, "indicator_id": indicator, "kind": "ne-sait-pas"}
                record_answer(workspace, evaluation, make_opinion(Answer, fields))
        for indicator in evaluation.indicators[:2]:
            mark(workspace, evaluation, "r02", indicator, marked=True)
    asked, invited = len(evaluation.indicators), len(shipped_referential().colleges)
    late = f"Amina (0 réponse sur {asked}) et Bruno (4 sur {asked})"
    async with opened(base) as story:
        assert f"→ 2 personnes n’ont pas fini : {late}." in story.words
        await story.open_evaluation("e")
        assert f"→ 2 personnes n’ont pas fini : {late}." in story.words
        assert f"personne d’inscrit : {invited - 2} collèges" in story.words
        assert "pas répondu" not in story.words, "one count of the colleges, not two"
        await story.press("p", "enter")
        assert f"{late} n’ont pas fini : leurs avis seront figés en l’état." in story.words
        assert "2 questions restent marquées « à revoir », par 1 personne." in story.words
        assert f"{invited - 2} collèges n’ont personne d’inscrit : " in story.words
        assert "Chloé" not in story.words, "who has finished is not awaited"


async def test_a_whole_evaluation_goes_from_phase_to_phase_and_the_journal_says_it(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_evaluation(CLAIRBOIS)
        await story.press("p", "enter")
        assert story.evaluation(CLAIRBOIS).phase is Phase.POSITION
        await story.press("p", "enter")
        assert "questions n’ont pas de position" in story.words
        await story.press("right", "enter")
        assert story.evaluation(CLAIRBOIS).phase is Phase.ACTION_PLAN
        await story.press("p", "enter")
        for said in (
            "questions n’ont pas de position. Leur niveau restera celui des avis.",
            "Le plan d’action est figé aussi",
            "La prochaine évaluation du pôle proposera de reprendre ce qui n’est pas fini.",
            "Une copie datée est gardée",
        ):
            assert said in story.words
        await story.press("enter")
        assert story.evaluation(CLAIRBOIS).phase is Phase.ACTION_PLAN
        await story.press("enter", "right", "enter")
        assert story.evaluation(CLAIRBOIS).phase is Phase.CLOSED
        assert len(read_snapshots(story.app.workspace.store, CLAIRBOIS)) == 1
        await story.press("p", "enter", "right", "enter")
        assert story.evaluation(CLAIRBOIS).phase is Phase.ACTION_PLAN
        story.app.clear_notifications()
        await story.press("j")
        for said in (
            "Retour en arrière : clôture → plan d’action",
            "Changement de phase : plan d’action → clôture",
            "Changement de phase : position → plan d’action",
            "Changement de phase : dialogue → position",
        ):
            assert said in story.words


async def test_a_step_back_is_confirmed_and_erases_nothing(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        before = story.answers("r01", CLAIRBOIS)
        await story.open_evaluation(CLAIRBOIS)
        await story.press("p", "up", "enter")
        assert "Revenir de « dialogue » à « avis » ?" in story.words
        assert "Rien n’est effacé" in story.words
        await story.press("escape")
        assert story.evaluation(CLAIRBOIS).phase is Phase.DIALOGUE
        await story.press("enter", "right", "enter")
        assert story.evaluation(CLAIRBOIS).phase is Phase.OPINIONS
        assert story.answers("r01", CLAIRBOIS) == before


async def test_a_click_does_as_enter(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation(CLAIRBOIS)
        await story.press("p")
        line = next(i for i, text in enumerate(story.text.splitlines()) if "→ Position" in text)
        await story.pilot.click(offset=(12, line))
        await story.settle()
        assert story.evaluation(CLAIRBOIS).phase is Phase.POSITION


async def test_a_phase_changed_in_another_window_is_told_before_moving(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await story.open_evaluation(CLAIRBOIS)
        await story.press("p")
        with open_workspace(base, clock=clock) as other:
            move_phase(other, CLAIRBOIS, "position")
        await story.press("enter")
        assert story.place == "PhaseDialog"
        assert "Une autre fenêtre a changé la phase : l’évaluation en est à « position »." in story.notices
        assert "● Position (phase actuelle)" in story.words
        assert find_evaluation(story.app.workspace, CLAIRBOIS).phase is Phase.POSITION


async def test_a_closed_evaluation_reopens_at_the_phase_before(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation(SORNE)
        await story.press("p", "enter")
        assert "Revenir de « clôture » à « plan d’action » ?" in story.words
