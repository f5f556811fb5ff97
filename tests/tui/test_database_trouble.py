"""The database locked, gone, replaced, full or read-only while somebody works: a sentence, and the text stays."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import TextArea

from ptce_ref.tui.place import PLACES
from ptce_ref.tui.steady import LOCK_PATIENCE
from tests.bases import example_base
from tests.tui.screen import Story, opened

TEXT = "Vu mardi au marché"

Trouble = Callable[[Story, Path], Callable[[], None]]
"""Makes the database unusable; returns what makes it usable again."""


def locked(_: Story, base: Path) -> Callable[[], None]:
    other = sqlite3.connect(base, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    def release() -> None:
        other.execute("ROLLBACK")
        other.close()

    return release


def moved(_: Story, base: Path) -> Callable[[], None]:
    elsewhere = base.with_name("ailleurs.sqlite")
    base.rename(elsewhere)

    def bring_back() -> None:
        elsewhere.replace(base)

    return bring_back


def read_only(story: Story, _: Path) -> Callable[[], None]:
    db = story.app.workspace.store.db
    db.execute("PRAGMA query_only = ON")

    def allow() -> None:
        db.execute("PRAGMA query_only = OFF")

    return allow


def patience_of(story: Story) -> float:
    """How many seconds the open database waits for somebody who holds it."""
    (milliseconds,) = story.app.workspace.store.db.execute("PRAGMA busy_timeout").fetchone()
    return float(milliseconds / 1000)


def argument_of(story: Story) -> str:
    return story.app.screen.query(TextArea).first().text


async def start_answering(story: Story) -> str:
    """Open the questions of somebody new, type an argument; returns who."""
    await story.open_evaluation()
    await story.press("s", "a", "right", "ctrl+s")
    assert "T1.01" in story.words
    await story.type(TEXT)
    return "r12"


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (locked, "est occupée par un autre programme"),
        (moved, "a disparu ou a été déplacée"),
        (read_only, "est en lecture seule"),
    ],
)
async def test_an_answer_that_cannot_be_stored_is_told_and_its_text_stays(
    tmp_path: Path, trouble: Trouble, said: str
) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        person = await start_answering(story)
        mend = trouble(story, base)
        await story.press("tab", "2")
        assert patience_of(story) == LOCK_PATIENCE
        assert said in story.words
        assert argument_of(story) == TEXT
        mend()
        await story.press("2")
        assert "Enregistré" in story.words
        assert story.answers(person)["T1.01"].argument == TEXT


async def test_a_full_disk_is_told_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        person = await start_answering(story)
        db = story.app.workspace.store.db
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        await story.paste(" puis " + "long " * 4000)
        await story.press("tab", "2")
        assert "Le disque est plein" in story.words
        db.execute("PRAGMA max_page_count = 1000000")
        await story.press("2")
        assert story.answers(person)["T1.01"].argument.endswith("long long")


async def test_a_base_replaced_by_another_file_is_not_written_over(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    other = tmp_path / "autre.sqlite"
    shutil.copy(base, other)
    async with opened(base) as story:
        await start_answering(story)
        before = other.read_bytes()
        other.replace(base)
        await story.press("tab", "2")
        assert "a été remplacée par un autre fichier" in story.words
        assert argument_of(story) == TEXT
        assert base.read_bytes() == before


async def test_a_locked_base_lets_one_go_from_place_to_place_with_a_sentence(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        release = locked(story, base)
        await story.press("enter")
        assert patience_of(story) == LOCK_PATIENCE
        assert any("est occupée" in sentence for sentence in story.notices)
        assert story.place == "HomeScreen"
        release()
        await story.press("enter")
        assert story.place == "EvaluationScreen"


async def test_a_locked_base_never_ends_the_program_wherever_one_goes(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base) as story:
        await story.open_evaluation()
        story.app.workspace.store.db.execute("PRAGMA busy_timeout = 1")
        release = locked(story, base)
        story.app.workspace.store.connection.execute("PRAGMA busy_timeout = 1")
        for place in PLACES:
            await story.press(place.key)
            assert story.app.is_running, place.name
            for _ in range(3):
                if story.place != "EvaluationScreen":
                    await story.press("escape")
            assert story.place == "EvaluationScreen", place.name
        release()
        await story.press("t")
        assert story.place == "GridScreen"


async def test_while_the_base_is_locked_keys_that_need_nothing_of_it_are_not_slowed(tmp_path: Path) -> None:
    """The look at what other windows wrote waits for nobody."""
    base = example_base(tmp_path)
    async with opened(base) as story:
        release = locked(story, base)
        asked: list[str] = []
        connection = story.app.workspace.store.connection
        connection.set_trace_callback(asked.append)
        story.app._look_elsewhere()
        connection.set_trace_callback(None)
        look = asked.index("PRAGMA data_version")
        patience = [sql for sql in asked[:look] if sql.startswith("PRAGMA busy_timeout =")]
        assert patience[-1:] == ["PRAGMA busy_timeout = 0"]
        assert patience_of(story) == LOCK_PATIENCE
        release()
