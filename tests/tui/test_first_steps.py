"""The first screen, the guided visit, the help: nothing ends by surprise, everything stands in 80 columns."""

from pathlib import Path

import pytest

from ptce_ref.services import demo
from ptce_ref.services.referential import sound_referential
from ptce_ref.tui.screens.tour import TourScreen
from ptce_ref.tui.text import content
from ptce_ref.tui.tour import WIDTH, tour_pages
from tests.bases import example_base
from tests.other_shape import other_referential
from tests.tui.screen import LARGE, SMALL, Story, opened
from tests.tui.test_place import check_footer


async def wait_for(story: Story, place: str) -> None:
    for _ in range(500):
        if story.place == place:
            break
        await story.pilot.pause(0.02)
    await story.settle()
    assert story.place == place


async def test_the_first_screen_says_what_each_button_does_and_escape_does_not_leave(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    async with opened(base) as story:
        await check_footer(story)
        assert "Des pôles inventés" in story.words
        await story.press("right")
        assert "Pour commencer avec votre pôle" in story.words
        await story.press("tab")
        assert "L’essentiel en quelques pages" in story.words
        await story.press("escape")
        assert story.place == "StartScreen"
        assert "Pour quitter" in story.notices[-1]
        await story.press("q")
    assert story.app.return_value == 0
    assert not base.exists()


async def test_the_examples_are_installed_only_once_one_knows_where(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    async with opened(base) as story:
        await story.press("left", "enter")
        assert story.place == "ConfirmDialog"
        assert str(base) in story.text.replace("┃", "").replace("\n", "").replace(" ", "")
        await story.press("enter")
        assert story.place == "StartScreen"
        assert not base.exists()
        await story.press("right", "right", "right", "left", "enter")
        assert story.place == "HomeScreen"
        await story.press("ctrl+p")
        await story.type("données")
        await story.press("enter")
        assert str(base) in story.notices[-1]


async def test_the_visit_before_there_is_any_database(tmp_path: Path) -> None:
    base = tmp_path / "neuf.sqlite"
    async with opened(base) as story:
        await story.press("right", "right", "enter")
        assert story.place == "TourScreen"
        await story.press("escape")
        assert story.place == "StartScreen"
        await story.press("f1", "v")
        assert story.place == "TourScreen"
        await story.press("escape", "left", "enter")
        assert story.place == "HomeScreen"
    assert base.exists()


async def test_the_examples_wait_for_what_is_open_over_the_first_screen(tmp_path: Path) -> None:
    async with opened(tmp_path / "neuf.sqlite") as story:
        await story.press("enter", "tab", "enter", "f1")
        assert story.place in ("HelpDialog", "HomeScreen")
        for _ in range(500):
            if (tmp_path / "neuf.sqlite").exists():
                break
            await story.pilot.pause(0.02)
        await story.pilot.pause(0.2)
        await story.press("escape")
        await wait_for(story, "HomeScreen")


async def test_examples_that_cannot_be_made_are_told_and_another_choice_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo, "load_examples", no_room)
    async with opened(tmp_path / "neuf.sqlite") as story:
        await story.press("enter", "right", "enter")
        for _ in range(500):
            if story.notices:
                break
            await story.pilot.pause(0.02)
        await story.settle()
        assert "le disque est plein" in story.notices[-1]
        assert story.place == "StartScreen"
        assert not (tmp_path / "neuf.sqlite").exists()
        await story.press("right", "enter")
        assert story.place == "HomeScreen"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_every_page_of_the_visit_stands_whole_on_the_screen(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(example_base(tmp_path), size) as story:
        await story.press("ctrl+p")
        await story.type("visite guidée")
        await story.press("enter")
        pages = tour_pages(sound_referential())
        for number, page in enumerate(pages, start=1):
            assert f"{number} sur {len(pages)}" in story.words
            assert page.title in story.words
            for line in content(*page.extract).plain.splitlines():
                assert " ".join(line.replace("\u00a0", " ").replace("┃", " ").split()) in story.words
            assert story.app.screen.query_one("#page").max_scroll_y == 0
            await story.press("enter")
        assert story.place == "HomeScreen"


async def test_the_visit_goes_back_and_is_left_at_any_page(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        story.app.push_screen(TourScreen())
        await story.settle()
        await story.press("right", "right", "left")
        await check_footer(story)
        assert "2 sur" in story.words
        await story.press("escape")
        assert story.place == "EvaluationScreen"


def test_the_extracts_follow_the_shape_of_any_referential() -> None:
    for referential in (sound_referential(), other_referential()):
        for page in tour_pages(referential):
            assert all(len(line) <= WIDTH + 2 for line in content(*page.extract).plain.splitlines()), page.title
    assert "Héritage" in content(*tour_pages(other_referential())[0].extract).plain


async def test_f1_helps_in_a_question_too(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("n")
        await story.type("Pôle d’essai")
        await story.press("escape")
        assert story.place == "ConfirmDialog"
        await story.press("f1")
        assert "Aide : Confirmer" in story.words
        await story.press("escape")
        assert story.place == "ConfirmDialog"
        await story.press("escape")
        assert "Pôle d’essai" in story.words


async def test_a_notice_already_read_does_not_stay_over_what_is_typed(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("ctrl+c")
        assert story.notices == ["Pour quitter : Ctrl+Q."]
        await story.press("down")
        assert story.notices  # too soon to have been read
        for notice in story.app._notifications:
            notice.raised_at -= 2.5
        await story.press("down")
        assert story.notices == []
