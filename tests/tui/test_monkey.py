"""Whatever is pressed, the program goes on, keeps what it said it stored, and hides what is not to be read yet."""

from pathlib import Path

import pytest

from tests.tui.monkey import BASES, play

STEPS = {"exemples": 50, "autre": 40, "vide": 25}
"""How many presses; more of them: python -m tests.tui.monkey. What thousands gave: docs/reliability.md."""


@pytest.mark.parametrize("base", STEPS)
async def test_any_key_click_text_and_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Documents"))
    await play(BASES[base](tmp_path), f"{base}1", STEPS[base])
