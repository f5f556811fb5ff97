"""One's own templates on the screens: what is wrong in them is told where documents are asked for."""

from pathlib import Path

import pytest

from tests.bases import example_base
from tests.services.test_theme import Copy
from tests.tui.screen import LARGE, opened
from tests.tui.test_production import open_production, wait_until


async def test_a_mistake_in_the_templates_is_told_with_its_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Copy(tmp_path / "modeles")
    place = copy.change("theme.yaml", "accent:", "accen:")
    monkeypatch.setenv("PTCE_MODELES", str(copy.folder))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_production(story)
        await story.press("ctrl+s")
        await wait_until(story, lambda: place in story.words)
        assert "ne peuvent pas servir" in story.words
    assert not (tmp_path / "Documents").exists()
