"""The home of a database of many pôles: only what is in sight is counted, and it says the same."""

from pathlib import Path

import pytest

from ptce_ref.domain.overview import EvaluationLine, Overview
from ptce_ref.services.overview import overview_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.overview import SEVERAL
from ptce_ref.tui.screens import home
from tests.many import many_base
from tests.tui.screen import opened

MANY = SEVERAL + 60


async def test_what_is_in_sight_is_counted_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = many_base(tmp_path / "base", MANY)
    counted: list[str | None] = []

    def watched(workspace: Workspace, evaluation_id: str | None = None) -> Overview:
        counted.append(evaluation_id)
        return overview_of(workspace, evaluation_id)

    monkeypatch.setattr(home, "overview_of", watched)
    async with opened(base) as story:
        assert f"accueil · {MANY + 8} pôles" in story.words
        assert "répondants" in story.words
        assert "…\n" not in story.text, "what is in sight is counted"
        assert None not in counted
        assert 0 < len(set(counted)) < 12
        before = len(set(counted))
        await story.press("end")
        assert "répondants" in story.words
        assert "…\n" not in story.text
        assert before < len(set(counted)) < 24
        await story.press("pageup")
        assert "…\n" not in story.text


async def test_a_long_home_says_of_an_evaluation_what_a_short_one_says(tmp_path: Path) -> None:
    told: list[EvaluationLine | None] = []
    for count in (1, MANY):
        async with opened(many_base(tmp_path / str(count), count)) as story:
            await story.press("c")
            await story.type("forges")
            await story.press("down")
            screen = story.app.screen
            assert isinstance(screen, home.HomeScreen)
            told.append(screen._current_evaluation())
            assert "avis ━━━━╌╌ 68 % 11 répondants" in story.words
    assert told[0] is not None
    assert told[0] == told[1]
