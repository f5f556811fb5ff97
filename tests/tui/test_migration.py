"""Changing version on the screen: read what it does, say yes, find one's argument again, come back."""

from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.resources import examples_folder
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import make_opinion, record_answer
from ptce_ref.services.referential import adopt_referential, sound_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.widgets.entry import Entry
from tests.bases import clock, example_base
from tests.tui.screen import FORGES, LARGE, opened

SECOND = Path(examples_folder()) / "referentiel-v2"
SAID = "Le bus ne passe plus."


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The examples, r01's argument about the question that will be split, and the second version at hand."""
    path = example_base(tmp_path)
    with open_workspace(path, clock=clock) as workspace:
        fields = {"respondent_id": "r01", "indicator_id": "services-accessibles", "kind": "niveau", "level": "2"}
        record_answer(workspace, find_evaluation(workspace, FORGES), make_opinion(Answer, {**fields, "argument": SAID}))
        adopt_referential(workspace, sound_referential(SECOND))
    return path


async def test_one_reads_what_it_does_then_says_yes_then_comes_back(base: Path) -> None:
    async with opened(base) as story:
        await story.open_evaluation()
        await story.press("v")
        assert story.app.screen.query_one(Entry).value == "0.2.0"
        assert "720 avis : 700 repris, 13 redemandés, 7 restent en arrière" in story.words
        await story.press("ctrl+s")
        assert story.place == "ConfirmDialog"
        await story.press("escape")
        assert (story.place, story.evaluation().referential_hash) == (
            "MigrationScreen",
            sound_referential().content_hash,
        )
        await story.press("ctrl+s", "right", "enter")
        assert story.place == "EvaluationScreen"
        assert story.evaluation().referential_hash == sound_referential(SECOND).content_hash
        await story.press("v", "tab", "tab")
        assert "Revenir à la version 0.1.0" in story.words
        await story.press("enter", "right", "enter")
        assert story.evaluation().referential_hash == sound_referential().content_hash


async def test_a_folder_may_be_given_and_what_is_wrong_is_said_there(base: Path) -> None:
    async with opened(base) as story:
        await story.open_evaluation()
        await story.press("v", *["backspace"] * 5)
        await story.type("/nulle/part")
        await story.press("enter")
        assert "Le référentiel « /nulle/part » ne peut pas servir" in story.words
        await story.press("ctrl+s")
        assert story.place == "MigrationScreen"
        assert story.notices[-1] == "Dites d’abord vers quelle version aller."


async def test_a_closed_evaluation_is_not_taken_anywhere(base: Path) -> None:
    async with opened(base) as story:
        await story.open_evaluation("val-de-sorne-2026")
        await story.press("v")
        assert story.place == "EvaluationScreen"
        assert "avant la clôture" in story.notices[-1]


async def test_whoever_is_asked_again_finds_their_argument(base: Path) -> None:
    async with opened(base, LARGE) as story:
        await story.open_evaluation()
        await story.press("v", "ctrl+s", "right", "enter")
        await story.press("t", "s")
        await story.choose("r01")
        # The first question without an answer is one of the parts of the question that was split.
        assert f"{SAID} (repris de T1.03 « Accès aux biens et services »)" in story.words
        assert story.answers("r01").get("T1.03") is None
        await story.press("tab", "2")
        stored = story.answers("r01")["T1.03"]
        assert stored.level == "en-chemin"
        assert stored.argument.startswith(SAID)
