"""The same day in a real terminal at 80×24, entirely by keyboard: the database holds exactly what was typed."""

from pathlib import Path

import pytest

from tests.tui.day import Day
from tests.tui.hands import TerminalHands
from tests.tui.terminal import Terminal
from tests.tui.test_day import ask, check_documents, conclude, meet


@pytest.mark.judge("tmux")
async def test_a_day_in_a_real_terminal(tmp_path: Path) -> None:
    base = tmp_path / "donnees" / "journée.sqlite"
    folders = {"XDG_DATA_HOME": str(tmp_path / "donnees"), "XDG_DOCUMENTS_DIR": str(tmp_path / "Documents")}
    terminal = Terminal(tmp_path, base, **folders)
    try:
        day = Day(TerminalHands(terminal), base)
        await ask(day)
        await meet(day)
        await conclude(day)
        terminal.send("C-q")
        assert "CODE=0" in terminal.wait("CODE=")
    finally:
        terminal.close()
    day.check_file()
    check_documents(tmp_path / "Documents" / "ptce" / day.evaluation().id, day)
