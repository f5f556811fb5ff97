"""What makes a screen tidy: whole words in the heading, margins kept, notices that do not pile up."""

import re
from pathlib import Path

from ptce_ref.reports import wording
from ptce_ref.tui.hanging import Hanging
from ptce_ref.tui.text import content, say
from tests.bases import example_base
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
