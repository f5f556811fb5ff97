"""The program in a real terminal, and without one."""

import asyncio
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import answers_by
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.app import PtceApp, run
from ptce_ref.tui.screens.home import HomeScreen
from tests.bases import example_base
from tests.samples import shipped_referential
from tests.tui.screen import FORGES

LAUNCH = "import sys, pathlib; from ptce_ref.tui.app import run; sys.exit(run(pathlib.Path(sys.argv[1])))"
SESSION = "ptce-essai"


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LAUNCH, str(tmp_path / "x.sqlite")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "demande un terminal" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "x.sqlite").exists()


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def sit_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Screen())
    monkeypatch.setattr(sys, "stdout", Screen())


def test_a_file_that_is_not_a_database_is_told_before_anything_opens(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sit_at_a_terminal(monkeypatch)
    file = tmp_path / "liste.sqlite"
    file.write_text("des courses à faire", encoding="utf-8")
    assert run(file) == 3
    assert "n’est pas une base de ptce" in capfd.readouterr().err
    assert file.read_text(encoding="utf-8") == "des courses à faire"


def test_a_traceback_never_reaches_the_user(
    base: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: HomeScreen) -> None:
        raise ZeroDivisionError("jamais vu")

    def headless(app: PtceApp) -> None:
        asyncio.run(app.run_async(headless=True, size=(80, 24)))

    sit_at_a_terminal(monkeypatch)
    monkeypatch.setattr(HomeScreen, "reload", broken)
    monkeypatch.setattr(PtceApp, "run", headless)
    assert run(base) == 3
    told = capfd.readouterr().err
    assert told.startswith("ptce s’est arrêté sur une erreur imprévue.")
    assert "Traceback" not in told
    assert "jamais vu" in base.with_name("exemples-erreur.txt").read_text(encoding="utf-8")


class Terminal:
    """A tmux of our own, at 80×24."""

    def __init__(self, folder: Path, command: str) -> None:
        self._tmux = ["tmux", "-S", str(folder / "tmux.socket"), "-f", "/dev/null"]
        size = ["-x", "80", "-y", "24"]
        self._run("new-session", "-d", "-s", SESSION, *size, f"{command}; echo CODE=$?; sleep 60")

    def _run(self, *arguments: str) -> str:
        return subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True, timeout=20).stdout

    @property
    def text(self) -> str:
        return self._run("capture-pane", "-p", "-t", SESSION)

    def send(self, *keys: str) -> None:
        self._run("send-keys", "-t", SESSION, *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-t", SESSION, "-l", text)

    def wait(self, *wanted: str) -> str:
        """Wait until the screen holds one of these texts."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            text = self.text
            if any(words in text for words in wanted):
                return text
            time.sleep(0.05)
        raise AssertionError(f"{wanted} not on the screen:\n{self.text}")

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False, timeout=20)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return example_base(tmp_path)


@pytest.fixture
def terminal(tmp_path: Path, base: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, f"TERM=screen-256color '{sys.executable}' -c '{LAUNCH}' '{base}'")
    yield opened
    opened.close()


def stored(base: Path, respondent: str) -> dict[str, Answer]:
    with open_workspace(base, read_only=True) as workspace:
        found = answers_by(workspace, find_evaluation(workspace, FORGES), respondent)
    return {shipped_referential().indicator_by_id[key].code: answer for key, answer in found.items()}


@pytest.mark.judge("tmux")
def test_a_respondent_answers_in_a_real_terminal(terminal: Terminal, base: Path) -> None:
    terminal.wait("accueil")
    terminal.send("c")
    terminal.type("forges")
    terminal.wait("Diagnostic avant")
    terminal.send("Enter", "Enter")
    terminal.wait("Couverture")
    terminal.send("s")
    terminal.wait("Ajouter un répondant")
    terminal.send("a")
    terminal.wait("Organisation")
    terminal.send("C-s")
    terminal.wait("T1.01")
    # Everything at once, as over a slow line: the order of the keys decides, not their speed.
    terminal.send("-l", "Vu en 2025 [ACME]")
    terminal.send("Tab", "2", "Enter", "Tab", "é", "Enter", "Tab", "s")
    terminal.wait("Enregistré : ne sait pas", "Enregistré\u00a0: ne sait pas")
    answers = stored(base, "r12")
    assert {code: answer.level for code, answer in answers.items()} == {"T1.01": "2", "T1.02": "2", "T1.03": None}
    assert answers["T1.01"].argument == "Vu en 2025 [ACME]"
    terminal.send("C-q")
    assert "CODE=0" in terminal.wait("CODE=")
