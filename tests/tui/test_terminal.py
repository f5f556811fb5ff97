"""The program in a real terminal, and without one."""

import asyncio
import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import answers_by
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.app import PtceApp
from ptce_ref.tui.screens.home import HomeScreen
from ptce_ref.tui.session import run
from tests.bases import example_base
from tests.samples import shipped_referential
from tests.tui.screen import FORGES
from tests.tui.terminal import Terminal


def test_without_a_terminal_it_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ptce_ref", "--base", str(tmp_path / "x.sqlite")],
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


def test_nor_before_the_first_screen(
    base: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("jamais vu")

    sit_at_a_terminal(monkeypatch)
    monkeypatch.setattr("ptce_ref.tui.session.open_workspace", broken)
    assert run(base) == 3
    assert "Traceback" not in capfd.readouterr().err
    assert "jamais vu" in base.with_name("exemples-erreur.txt").read_text(encoding="utf-8")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return example_base(tmp_path)


@pytest.fixture
def terminal(tmp_path: Path, base: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, base)
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
    terminal.send("Enter")
    terminal.wait("Saisir les avis")
    terminal.send("s")
    terminal.wait("Ajouter un répondant")
    terminal.send("a")
    terminal.wait("Organisation")
    # Every college has somebody: none is proposed.
    terminal.send("Right")
    terminal.wait("‹ Entreprises de l’économie")
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
