"""What makes a screen tidy: whole words in the heading, margins kept, notices that do not pile up."""

import re
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from ptce_ref.reports import wording
from ptce_ref.tui.hanging import Hanging
from ptce_ref.tui.text import Piece, TextBlock, content, say
from tests.bases import example_base
from tests.samples import shipped_referential
from tests.tui.screen import LARGE, SMALL, opened

LINE = "✓ Préparer ensemble la réunion de tous les membres du pôle\n  Dire à chacun ce qui a été retenu, et pourquoi"


def test_a_line_goes_on_under_its_own_words() -> None:
    assert Hanging(content(LINE)).laid(30).plain.split("\n") == [
        "✓ Préparer ensemble la réunion",
        "  de tous les membres du pôle",
        "  Dire à chacun ce qui a été",
        "  retenu, et pourquoi",
    ]


def test_a_box_to_tick_stands_alone_in_its_margin() -> None:
    assert Hanging(content("  [x] Salariées et salariés")).laid(18).plain == "  [x] Salariées et\n      salariés"


def test_nothing_is_lost_where_a_margin_leaves_no_room() -> None:
    for width in range(1, 40):
        laid = Hanging(content(LINE)).laid(width).plain
        assert "".join(laid.split()) == "".join(LINE.split())


async def test_a_heading_is_cut_after_a_whole_word(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation()
        await story.press("a")
        first = story.text.split("\n")[0]
        title = story.evaluation().title
        cut = re.search(r"action · (.*)…", first)
        assert cut is not None
        assert title.startswith(f"{cut.group(1)} ")
        assert "Pôle fictif" in first


async def test_a_heading_says_more_where_there_is_room(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_evaluation()
        await story.press("m")
        first = story.text.split("\n")[0]
        assert "main levée" in first
        assert wording.DEMONSTRATION in first


async def test_the_same_notice_is_not_shown_twice(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        for sentence in ("Une.", "Deux.", "Une."):
            say(story.app, sentence)
        await story.settle()
        assert story.notices == ["Deux.", "Une."]


async def test_notices_leave_the_screen_to_what_one_does(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        for sentence in ("Une.", "Deux.", "Trois.", "Quatre.", "Cinq."):
            say(story.app, sentence)
        await story.settle()
        assert story.notices == ["Trois.", "Quatre.", "Cinq."]


@pytest.mark.parametrize("keys", [(), ("enter",), ("enter", "s"), ("enter", "m"), ("enter", "o")])
async def test_a_notice_hides_nothing_one_must_read(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("c")
        await story.type("forges")
        await story.press("enter", *keys)
        say(story.app, "Une phrase courte, comme toutes celles que les écrans disent.")
        await story.settle()
        (notice,) = (widget.region for widget in story.app.screen.query("Toast"))
        assert notice.height == 1
        for name in ("#state", "#colleges", "#note", "#said", "StatusLine", "Footer"):
            assert not any(widget.region.overlaps(notice) for widget in story.app.screen.query(name)), name


async def test_a_line_that_is_cut_says_so(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("e")
        await story.type("Une évaluation dont le titre est bien plus long que la place que l’écran lui donne")
        assert "l’écran lui donne" in story.words, "where one types, one sees what one types"
        await story.press("tab")
        line = next(text for text in story.text.splitlines() if "Titre" in text)
        assert "…" in line
        await story.press("shift+tab", "home", "tab")
        line = next(text for text in story.text.splitlines() if "Titre" in text)
        assert "Une évaluation dont le titre" in line
        assert line.rstrip().endswith("…")


async def test_a_list_of_choices_says_how_many_are_out_of_sight(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("e", "tab", "tab", "enter")
        assert story.place == "PickDialog"
        uses = shipped_referential().uses
        seen = sum(use.name in story.words for use in uses)
        assert f"↓ {len(uses) - seen} autres" in story.words
        await story.press("end")
        assert "↓" not in story.words
        assert uses[-1].name in story.words


async def test_a_form_says_which_fields_are_out_of_sight_and_what_suits_a_first_time(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("e", "tab", "tab")
        assert "première fois" not in story.words
        await story.press("right", "right", "right")  # the use « diagnostic », and its path
        assert "Pour une première fois, préférez « Parcours court » (27 questions)" in story.words
        assert "↓ plus bas : Collèges invités" in story.words
        await story.press("tab", "tab", "tab", "tab")
        assert "↓" not in story.words, "the form has scrolled to the colleges"


def test_thousands_are_apart() -> None:
    assert wording.count(1269, "ligne") == f"1{wording.NBSP}269{wording.NBSP}lignes"
    assert wording.count(999, "ligne") == f"999{wording.NBSP}lignes"


async def test_a_text_that_keeps_the_room_it_had_moves_nothing_else() -> None:
    class Kept(App[None]):
        CSS = "TextBlock { height: auto; min-height: 2; }"

        def compose(self) -> ComposeResult:
            yield TextBlock("une ligne")

    app = Kept()
    async with app.run_test(size=(20, 10)) as pilot:
        block = app.query_one(TextBlock)
        moved: list[bool] = []
        shown = block.show

        def watched(*pieces: Piece, resizes: bool = True) -> None:
            moved.append(resizes)
            shown(*pieces, resizes=resizes)

        block.show = watched  # type: ignore[method-assign] # what is asked of it is what is looked at
        for text in ("deux lignes, l’une sous l’autre", "une seule", "trois lignes, les unes sous les autres, ici"):
            block.show_in_lines(text)
            await pilot.pause()
        assert moved == [False, False, True]
