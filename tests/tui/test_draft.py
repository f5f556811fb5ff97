"""What is typed and not stored survives accidents: the program killed, the database locked, gone, a full disk."""

import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from textual import events

from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.storage.database import open_store
from ptce_ref.storage.draft import draft_file, read_drafts
from ptce_ref.tui.draft import Drafts
from tests.bases import example_base
from tests.tui.screen import FORGES, LARGE, Story, opened
from tests.tui.terminal import Terminal

KEY = ("avis", "e", "r01", "t1-03")
BASE = Path("base.sqlite")


def test_what_was_typed_is_found_by_the_next_run(tmp_path: Path) -> None:
    first = Drafts(tmp_path, BASE)
    assert first.found == ()
    first.put(KEY, "T1.03", {"argument": "À moitié\nécrit", "reason": ""})
    assert first.flush()
    second = Drafts(tmp_path, BASE)
    assert second.found == ("T1.03",)
    assert second.get(KEY) == {"argument": "À moitié\nécrit"}
    assert second.keys_under("avis", "e", "r01") == [KEY]
    assert second.keys_under("avis", "e", "r02") == []


def test_the_last_draft_stored_leaves_no_file(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, BASE)
    drafts.put(KEY, "T1.03", {"argument": "x"})
    drafts.flush()
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    drafts.drop(KEY)
    drafts.flush()
    assert list(tmp_path.iterdir()) == []


def test_two_databases_and_two_ways_to_write_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert draft_file(tmp_path, Path("a.sqlite")) == draft_file(tmp_path, tmp_path / "x" / ".." / "a.sqlite")
    assert draft_file(tmp_path, Path("a.sqlite")) != draft_file(tmp_path, Path("b.sqlite"))


def test_two_windows_keep_each_other_s_texts(tmp_path: Path) -> None:
    one, other = Drafts(tmp_path, BASE), Drafts(tmp_path, BASE)
    one.put(KEY, "T1.03", {"argument": "un"})
    one.flush()
    other.put(("fiche", "pole"), "la fiche", {"resume": "deux"})
    other.flush()
    assert set(Drafts(tmp_path, BASE).found) == {"T1.03", "la fiche"}
    one.drop(KEY)
    one.flush()
    assert Drafts(tmp_path, BASE).found == ("la fiche",)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"drafts": [1]}', '{"drafts": [{"place": 1}]}', "\udcff"])
def test_a_file_that_is_not_ours_is_set_aside_not_lost(tmp_path: Path, text: str) -> None:
    file = draft_file(tmp_path, BASE)
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    drafts = Drafts(tmp_path, BASE)
    assert drafts.found == ()
    drafts.put(KEY, "T1.03", {"argument": "x"})
    assert drafts.flush()
    assert file.with_suffix(".illisible").read_bytes() == text.encode("utf-8", "surrogateescape")


def test_a_disk_that_refuses_keeps_the_text_in_memory_and_tries_again(tmp_path: Path) -> None:
    folder = tmp_path / "brouillons"
    folder.write_text("un fichier à la place du dossier")
    drafts = Drafts(folder, BASE)
    drafts.put(KEY, "T1.03", {"argument": "x"})
    assert not drafts.flush()
    assert drafts.get(KEY) == {"argument": "x"}
    folder.unlink()
    assert drafts.flush()
    assert Drafts(folder, BASE).get(KEY) == {"argument": "x"}


def test_nothing_half_written_when_the_disk_fills_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts = Drafts(tmp_path, BASE)
    drafts.put(KEY, "T1.03", {"argument": "avant"})
    drafts.flush()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    drafts.put(KEY, "T1.03", {"argument": "après"})
    assert not drafts.flush()
    assert read_drafts(draft_file(tmp_path, BASE))[KEY][1] == {"argument": "avant"}
    assert len(list(tmp_path.iterdir())) == 1


def test_the_file_says_which_database_it_belongs_to(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, BASE)
    drafts.put(KEY, "T1.03", {"argument": "x"})
    drafts.flush()
    assert json.loads(draft_file(tmp_path, BASE).read_text())["database"].endswith("base.sqlite")


def test_without_a_folder_texts_live_as_long_as_the_program() -> None:
    drafts = Drafts()
    assert drafts.flush()
    drafts.put(KEY, "T1.03", {"argument": "x"})
    assert not drafts.flush()
    assert drafts.labels == ("T1.03",)


def test_a_base_that_was_closed_well_needed_no_mending(tmp_path: Path) -> None:
    with open_store(tmp_path / "b.sqlite", "2026-11-22", create=True) as store:
        assert not store.recovered
    with open_store(tmp_path / "b.sqlite", "2026-11-22") as store:
        assert not store.recovered


STOPPED_WHILE_WRITING = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size = 2")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE poles SET card = card || hex(randomblob(4000))")
db.execute("UPDATE answers SET argument = argument || hex(randomblob(4000))")
os._exit(9)
"""


def stop_while_writing(base: Path) -> None:
    subprocess.run([sys.executable, "-c", STOPPED_WHILE_WRITING, str(base)], check=False, timeout=20)


async def test_a_base_left_in_the_middle_of_a_write_is_mended_and_it_is_said(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    stop_while_writing(base)
    assert base.with_name(f"{base.name}-journal").stat().st_size > 0
    async with opened(base) as story:
        (notice,) = story.notices
        assert notice.startswith("La base a été remise en ordre après un arrêt brutal ; aucune réponse")
        assert len(story.answers("r01")) > 0
    async with opened(base) as story:
        assert story.notices == []


async def test_what_was_typed_is_kept_when_leaving_and_offered_again(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await story.open_scoring("r03")
        await story.type("À moitié écrit")
        await story.press("ctrl+q")
    assert story.app.return_value == 0
    async with opened(base) as story:
        told = "1 texte non enregistré a été retrouvé (C2.01 (r03)) ; il vous attend à sa place."
        assert told in story.notices[-1]
        await story.open_grid()
        await story.press("s")
        await story.choose("r03")
        assert "À moitié écrit" in story.text


@pytest.mark.parametrize("way", ["terminal closed", "window left first"])
@pytest.mark.parametrize("keys", [("s", "tab"), ("r",)], ids=["one after the other", "copied"])
async def test_a_reason_half_typed_is_no_answer(tmp_path: Path, keys: tuple[str, ...], way: str) -> None:
    """« n », the beginning of a reason, the terminal closed: nobody pressed Enter."""
    base = example_base(tmp_path)
    opening, *then = keys

    async def open_sheet(story: Story) -> None:
        await story.open_evaluation()
        await story.press(opening)
        await story.choose("r03")

    async with opened(base) as story:
        before = story.answers("r03")
        await open_sheet(story)
        await story.press(*then, "n")
        await story.type("Raison tronqu")
        if way == "window left first":
            story.app.post_message(events.AppBlur())
            await story.settle()
        story.app.keep_typed()
        story.app.exit(129)
    async with opened(base) as story:
        assert "1 texte non enregistré a été retrouvé (C2.01 (r03))" in story.notices[-1]
        assert story.answers("r03") == before
        await open_sheet(story)
        await story.press("down", "up") if opening == "r" else await story.press("pagedown", "pageup")
        assert story.answers("r03") == before
        await story.press(*then, "n")
        await story.type("ée")
        await story.press("enter" if opening == "r" else "tab")
        answer = story.answers("r03")["C2.01"]
        assert (answer.kind, answer.reason) == (AnswerKind.NOT_APPLICABLE, "Raison tronquée")
        assert story.app.drafts.labels == ()


async def test_the_list_of_respondents_says_whose_texts_wait(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_scoring("r03")
        await story.type("À moitié")
        await story.press("escape", "escape", "s")
        assert "1 texte en attente" in story.words


@pytest.mark.parametrize("what", ["deleted", "locked"])
async def test_without_its_database_a_text_is_kept_all_the_same(tmp_path: Path, what: str) -> None:
    base = example_base(tmp_path)
    copy = Path(shutil.copy(base, tmp_path / "copie.sqlite"))
    async with opened(base) as story:
        story.app.workspace.store.db.execute("PRAGMA busy_timeout = 50")
        await story.open_scoring("r03")
        await story.type("Gardez-moi")
        other = sqlite3.connect(base, isolation_level=None)
        if what == "deleted":
            base.unlink()
        else:
            other.execute("BEGIN EXCLUSIVE")
        await story.press("tab", "2")
        assert "Pas enregistré" in story.words
        await story.press("ctrl+q")
        other.close()
    if what == "deleted":
        shutil.copy(copy, base)
    async with opened(base) as story:
        await story.open_scoring("r03")
        assert "Gardez-moi" in story.text
        assert "Cette réponse n’est pas encore enregistrée" in story.words
        await story.press("pagedown")
        answer = story.answers("r03")["C2.01"]
        assert (answer.level, answer.argument) == ("2", "Gardez-moi")


async def test_when_texts_cannot_be_set_aside_it_is_said_and_leaving_asks(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    (tmp_path / "brouillons").write_text("un fichier à la place du dossier")
    async with opened(base) as story:
        await story.open_scoring("r03")
        await story.type("Fragile")
        story.app._keep_drafts()
        await story.settle()
        assert "ne peut pas être mis de côté sur ce disque" in story.notices[-1]
        await story.press("ctrl+q")
        assert "Quitter maintenant le perd" in story.words
        await story.press("enter")  # « Rester »
        assert "Fragile" in story.text


def wait_for(folder: Path, text: str) -> None:
    """Wait until a file of drafts holds a text."""
    deadline = time.monotonic() + 30
    while not any(text in file.read_text(encoding="utf-8") for file in folder.rglob("*.json")):
        assert time.monotonic() < deadline, "nothing was kept"
        time.sleep(0.02)


@pytest.mark.judge("tmux")
def test_a_program_killed_loses_nothing_that_was_typed(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    terminal = Terminal(tmp_path, base)
    try:
        terminal.wait("accueil")
        terminal.send("c")
        terminal.type("forges")
        terminal.wait("Diagnostic avant")
        terminal.send("Enter")
        terminal.wait("Saisir les avis")
        terminal.send("s")
        terminal.wait("Ajouter un répondant")
        # The mark is on the first person who has not finished.
        terminal.send("Enter")
        terminal.wait("C2.01")
        terminal.type("Tué en pleine phrase")
        terminal.wait("Tué en pleine phrase")
        wait_for(tmp_path / "etat", "Tué en pleine phrase")
        os.kill(terminal.program, signal.SIGKILL)
        terminal.wait("CODE=")
    finally:
        terminal.close()
    kept = Drafts(tmp_path / "etat" / "ptce" / "brouillons", base)
    assert kept.found == ("C2.01 (r03)",)
    (key,) = kept.keys_under("avis", FORGES, "r03")
    assert kept.get(key) == {"argument": "Tué en pleine phrase"}
