"""Stray bytes, a lost connection, a small window, a poor terminal: nothing typed is lost, nothing ends by surprise."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ptce_ref.tui.terminal import new_decoder
from tests.bases import example_base
from tests.tui.screen import opened
from tests.tui.terminal import Terminal

Opening = Callable[..., Terminal]


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Opening]:
    """Open the examples in a terminal; settings of the environment are given by name."""
    terminals = []

    def start(**environment: str) -> Terminal:
        terminals.append(Terminal(tmp_path, example_base(tmp_path), **environment))
        terminals[-1].wait("accueil")
        return terminals[-1]

    yield start
    for terminal in terminals:
        terminal.close()


def write_an_argument(terminal: Terminal, text: str) -> None:
    """Go to the first unanswered question of somebody, and begin to type."""
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
    terminal.type(text)
    terminal.wait(text)


@pytest.mark.judge("tmux")
def test_bytes_that_are_not_utf8_do_not_end_the_program(launch: Opening) -> None:
    terminal = launch()
    terminal.send("c")
    terminal.type("a")
    terminal.type_bytes(0xFF, 0xFE, 0xC3)
    terminal.type("forges")
    terminal.wait("forges")
    # As an old western terminal sends « é ».
    terminal.type_bytes(0xE9)
    terminal.wait("forgesé")
    terminal.send("C-q")
    assert "CODE=0" in terminal.wait("CODE=")


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_character_cut_between_two_reads_is_whole(cut: int) -> None:
    sent = "déjà « 3 € » 𝄞".encode()
    decoder = new_decoder()
    assert decoder.decode(sent[:cut]) + decoder.decode(sent[cut:], final=True) == sent.decode()


@pytest.mark.judge("tmux")
@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_asked_to_stop_it_keeps_what_is_typed_and_gives_the_terminal_back(launch: Opening, name: str) -> None:
    terminal = launch()
    write_an_argument(terminal, "Vu mardi au marché")
    number = getattr(signal, name)
    os.kill(terminal.program, number)
    left = terminal.wait("CODE=")
    assert f"CODE={128 + number}" in left
    assert "Traceback" not in left
    assert " echo " in terminal.wait("icanon")
    terminal.close()
    again = launch()
    assert "Vu" not in again.wait("retrouvé")


@pytest.mark.judge("tmux")
def test_when_the_connection_is_lost_what_is_typed_waits_for_the_next_time(launch: Opening) -> None:
    terminal = launch()
    write_an_argument(terminal, "Vu mardi au marché")
    program = terminal.program
    terminal.close()
    for _ in range(200):
        if not Path(f"/proc/{program}").exists():
            break
        time.sleep(0.05)
    else:
        pytest.fail("the program still runs, without a terminal")
    launch().wait("retrouvé")


@pytest.mark.judge("tmux")
def test_a_window_made_too_small_says_so_and_gives_back_what_was_typed(launch: Opening) -> None:
    terminal = launch()
    write_an_argument(terminal, "Vu mardi au marché")
    terminal.resize(40, 10)
    assert "60 colonnes" in terminal.wait("Fenêtre trop petite")
    terminal.type("xyz")
    terminal.send("Escape")
    terminal.resize(10, 3)
    terminal.wait("petite")
    terminal.resize(80, 24)
    terminal.wait("Vu mardi au marché")
    terminal.type(", à dix heures")
    terminal.wait("Vu mardi au marché, à dix heures")


@pytest.mark.judge("tmux")
@pytest.mark.parametrize(
    "settings",
    [
        {"TERM": "dumb"},
        {"NO_COLOR": "1"},
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "latin-1"},
        {"COLUMNS": "30", "LINES": "8"},
    ],
    ids=" ".join,
)
def test_a_poor_terminal_still_serves(launch: Opening, settings: dict[str, str]) -> None:
    terminal = launch(**settings)
    assert "Échap" not in terminal.text
    write_an_argument(terminal, "Dès l’été")
    assert "Échap" in terminal.text
    terminal.send("C-q")
    assert "CODE=0" in terminal.wait("CODE=")


async def test_the_sentence_of_a_small_window_goes_with_a_dialog_above_and_under(tmp_path: Path) -> None:
    """Whatever was open when the window shrank is there again, and Escape did not close it."""
    async with opened(example_base(tmp_path)) as story:
        await story.press("p")
        before = story.place
        await story.pilot.resize_terminal(30, 8)
        await story.settle()
        assert "Fenêtre trop petite" in story.words
        await story.press("escape", "enter", "ctrl+p", "f1")
        assert "Fenêtre trop petite" in story.words
        await story.pilot.resize_terminal(80, 24)
        await story.settle()
        assert story.place == before


async def test_a_program_opened_in_a_small_window_says_so(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), (30, 8)) as story:
        await story.settle()
        assert "Fenêtre trop petite" in story.words
        await story.pilot.resize_terminal(80, 24)
        await story.settle()
        assert story.place == "HomeScreen"
