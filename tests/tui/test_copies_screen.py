"""Copies of the base on the screen: making one, seeing what each holds, going back to one; two windows at once."""

from pathlib import Path

import pytest

from ptce_ref.services.backup import Why, backups_beside, keep_backup
from ptce_ref.services.copies import make_copy
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.outcome import StoppedError
from ptce_ref.services.person import erase_person
from ptce_ref.services.pole import add_pole, all_poles
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened
from tests.tui.sights_of_exchange import work_over


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return example_base(tmp_path)


def keep(base: Path) -> None:
    with open_workspace(base, clock=clock) as workspace:
        keep_backup(workspace, Why.ASKED)


def add(base: Path, name: str) -> None:
    with open_workspace(base, clock=clock) as workspace:
        add_pole(workspace, {"nom": name})


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    file.write_bytes(content)


def spoil(file: Path) -> None:
    """Leave nothing of a base but its first bytes."""
    file.write_bytes(b"SQLite format 3\0 et plus rien")


def held(base: Path) -> bytes:
    return base.read_bytes()


async def open_copies(story: Story) -> None:
    await story.press("f", "c")
    await work_over(story)
    assert story.place == "CopiesScreen"


async def go_back(story: Story) -> None:
    await story.press("enter")
    assert story.place == "ConfirmDialog", story.text
    await story.press("right", "enter")
    await work_over(story)


async def test_a_base_too_damaged_to_say_whom_it_erased_is_told_after_going_back(base: Path) -> None:
    keep(base)
    async with opened(base, LARGE) as story:
        await open_copies(story)
        spoil(base)
        await go_back(story)
        assert "La base d’avant ne se lit pas" in story.words
        assert "vérifiez que c’est toujours fait" in story.words


async def test_a_copy_is_made_and_listed_with_what_it_holds(base: Path, tmp_path: Path) -> None:
    async with opened(base, LARGE) as story:
        await story.press("f", "s")
        await work_over(story)
        assert "Aucune copie de cette base pour l’instant." in story.words
        await story.press("ctrl+s")
        await work_over(story)
        assert "✓ Copie écrite : 2026-11-22_12h00m00_demandee.sqlite" in story.words
        assert "22 novembre 2026 à 12:00 demandée 8 pôles, 10 évaluations" in story.words
        await story.press("tab")
        await story.press("end", "ctrl+u")
        await story.paste(str(tmp_path / "absent" / "clé.sqlite"))
        await story.press("enter")
        await work_over(story)
        assert (tmp_path / "absent" / "clé.sqlite").is_file()


async def test_going_back_shows_the_copy_and_sets_the_present_base_aside(base: Path) -> None:
    keep(base)
    add(base, "Pôle de Trop")
    async with opened(base, SMALL) as story:
        assert "9 pôles" in story.words
        await open_copies(story)
        assert "8 pôles, 10 évaluations" in story.words
        await go_back(story)
        assert "✓ La base est celle de la copie." in story.words
        assert "mise de côté" in story.words
        await story.press("escape", "escape")
        assert "8 pôles" in story.words
        assert story.notices == [], "nobody else wrote"
        await open_copies(story)
        await go_back(story)
        await story.press("escape", "escape")
        assert "9 pôles" in story.words, "one goes back to what was set aside in the same way"


async def test_who_was_erased_since_is_erased_again_and_it_is_said(base: Path) -> None:
    with open_workspace(base, clock=clock) as workspace:
        evaluation = find_evaluation(workspace, FORGES)
        person = respondents_of(workspace, evaluation)[0]
        keep_backup(workspace, Why.ASKED)
        erase_person(workspace, FORGES, person.id, confirmed=True)
    async with opened(base, LARGE) as story:
        await open_copies(story)
        await go_back(story)
        assert "1 personne effacée depuis l’a été de nouveau." in story.words
        kept = next(item for item in respondents_of(story.app.workspace, evaluation) if item.id == person.id)
        assert kept.name is None


async def test_a_damaged_copy_replaces_nothing(base: Path) -> None:
    keep(base)
    (copy,) = backups_beside(base)
    damage(copy.path)
    before = held(base)
    async with opened(base, SMALL) as story:
        await open_copies(story)
        if "ne se lit pas" not in story.words:
            await go_back(story)
            assert "abîmée" in story.words
        assert held(base) == before
        await story.press("escape", "escape")
        assert "8 pôles" in story.words, "the base is open again"


async def test_the_other_window_follows_the_copy_and_loses_nothing_typed(base: Path) -> None:
    keep(base)
    add(base, "Pôle de Trop")
    async with opened(base) as first, opened(base) as second:
        await second.press("n")
        await second.type("Pôle en train d’être écrit")
        await open_copies(first)
        await go_back(first)
        second.app._look_elsewhere()
        await second.settle()
        assert any("a mis une copie à la place de la base" in notice for notice in second.notices)
        assert "Pôle en train d’être écrit" in second.words
        await second.press("ctrl+s")
        assert "9 pôles" in second.words
    with open_workspace(base, read_only=True) as workspace:
        names = [pole.name for pole in all_poles(workspace)]
    assert "Pôle en train d’être écrit" in names
    assert "Pôle de Trop" not in names


async def test_the_other_window_leaves_an_evaluation_that_the_copy_may_not_have(base: Path) -> None:
    keep(base)
    async with opened(base) as first, opened(base) as second:
        await second.open_scoring("r03")
        await second.type("Vu au marché")
        await open_copies(first)
        await go_back(first)
        second.app._look_elsewhere()
        await second.settle()
        assert second.place == "HomeScreen"
        assert len(second.app.screen_stack) == 1
        await second.open_scoring("r03")
        assert "Vu au marché" in second.words, "kept aside, and offered again"


def test_a_copy_that_is_given_up_leaves_no_file(base: Path, tmp_path: Path) -> None:
    def told(_done: int, _total: int) -> None:
        raise StoppedError

    with open_workspace(base, clock=clock) as workspace, pytest.raises(StoppedError):
        make_copy(workspace, tmp_path / "clé.sqlite", told)
    assert not list(tmp_path.glob("*clé*"))
