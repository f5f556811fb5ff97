"""Changing phase: what one may do, what it closes, and what comes later, said before one chooses."""

from pathlib import Path

import pytest

from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.evaluation import find_evaluation, move_phase
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.evaluation import read_snapshots
from tests.bases import clock, example_base
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


async def test_a_whole_evaluation_goes_from_phase_to_phase_and_the_journal_says_it(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_evaluation(CLAIRBOIS)
        await story.press("p", "enter")
        assert story.evaluation(CLAIRBOIS).phase is Phase.POSITION
        await story.press("p", "enter")
        assert "indicateurs n’ont pas de position" in story.words
        await story.press("right", "enter")
        assert story.evaluation(CLAIRBOIS).phase is Phase.ACTION_PLAN
        await story.press("p", "enter")
        for said in (
            "indicateurs n’ont pas de position. Leur niveau restera celui des avis.",
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
