"""What makes a screen tidy: whole words in the heading, margins kept, notices that do not pile up."""

import re
from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.widgets._toast import ToastRack

from ptce_ref.reports import wording
from ptce_ref.tui.hanging import Hanging
from ptce_ref.tui.text import ActionButton, Piece, TextBlock, content, say
from ptce_ref.tui.widgets.question_head import QuestionHead
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
        await story.open_evaluation("clairbois-2026")
        await story.press("y")
        first = story.text.split("\n")[0]
        title = story.evaluation("clairbois-2026").title
        cut = re.search(r"phase « dialogue » · (.*)…", first)
        assert cut is not None
        assert title.startswith(f"{cut.group(1)} ")
        assert "Pôle fictif" in first


async def test_a_heading_leaves_out_what_would_be_mostly_cut(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation()
        await story.press("a")
        first = story.text.split("\n")[0]
        assert first.split("   ")[0] == " Pôle du Faubourg des Forges · plan d’action"
        assert wording.DEMONSTRATION in first, "there is room for the whole mark"


async def test_a_heading_says_more_where_there_is_room(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_evaluation()
        await story.press("m")
        first = story.text.split("\n")[0]
        assert "main levée" in first
        assert wording.DEMONSTRATION in first


async def test_the_head_of_a_question_cuts_neither_its_title_nor_its_theme(tmp_path: Path) -> None:
    referential = shipped_referential()
    async with opened(example_base(tmp_path), SMALL) as story:
        await story.open_evaluation()
        await story.press("m")
        head = story.app.screen.query_one(QuestionHead)
        for question in referential.indicators:
            theme = referential.theme_by_id[question.theme]
            head.show(question, theme)
            for progress, marked in (("96/96 · 96 réponses", True), ("95/95 de l’ordre du jour", False)):
                head.show_progress(progress, marked=marked)
                await story.pilot.pause()
                line = story.text.splitlines()[1]
                assert f"{question.code}  {question.title}" in line
                assert theme.short in line or theme.name in line
                assert progress.split(" ")[0] in line
                assert "…" not in line


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


_SHORT = "Une phrase courte, comme presque toutes celles que les écrans disent."
_LONG = "Une phrase plus longue, qui dit ce qui ne se peut pas et pourquoi, puis ce que l’on peut faire d’autre ici."
_WHERE = [(), ("y",), ("s",), ("s", "down", "enter"), ("m",), ("o",), ("l",), ("j",), ("k",), ("t",), ("r", "enter")]


@pytest.mark.parametrize(("sentence", "rows"), [(_SHORT, 1), (_LONG, 2)])
@pytest.mark.parametrize("keys", _WHERE, ids="-".join)
async def test_a_notice_covers_neither_the_keys_nor_what_one_reads(
    tmp_path: Path, keys: tuple[str, ...], sentence: str, rows: int
) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press(*keys)
        story.app.clear_notifications()
        await story.settle()
        before = story.text.splitlines()
        say(story.app, sentence)
        await story.settle()
        (notice,) = (widget.region for widget in story.app.screen.query("Toast"))
        assert (notice.height, notice.bottom) == (rows, SMALL[1] - 1)
        shown = story.app.screen.children
        covered = [type(w).__name__ for w in shown if w.region.overlaps(notice) and not isinstance(w, ToastRack)]
        assert covered == []
        assert story.text.splitlines()[-1] == before[-1], "the keys are still there"
        assert story.text.splitlines()[:2] == before[:2], "what one reads stays where it was"
        story.app.clear_notifications()
        await story.settle()
        assert story.text.splitlines()[-1] == before[-1]


async def test_a_notice_that_is_gone_leaves_no_empty_line(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        for number in range(4):
            say(story.app, f"Phrase {number}.")
            await story.settle()
        assert [line.strip("▌ ") for line in story.text.splitlines()[-4:-1]] == ["Phrase 1.", "Phrase 2.", "Phrase 3."]


async def test_a_list_keeps_its_marked_line_over_a_notice(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press("end")
        say(story.app, _LONG)
        await story.settle()
        assert "p Changer de phase" in story.words


async def test_on_the_projector_a_notice_leaves_the_title_alone(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press("m", "g")
        first, *others = story.text.splitlines()
        assert not first.strip(), "a margin over the title"
        say(story.app, _SHORT)
        await story.settle()
        assert story.text.splitlines()[1:] == others
        assert _SHORT in story.text.splitlines()[0]


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


@pytest.mark.parametrize("keys", [(), ("y",), ("s", "down", "enter"), ("o",)], ids="-".join)
async def test_in_a_narrow_window_the_keys_are_whole_and_the_help_is_among_them(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with opened(example_base(tmp_path), (60, 20)) as story:
        await story.open_evaluation()
        await story.press(*keys)
        active = [item.binding for item in story.app.screen.active_bindings.values() if item.binding.show]
        words = {f"{story.app.get_key_display(binding)} {binding.description}" for binding in active}
        shown = re.split(r" {2,}", story.text.splitlines()[-1].strip())
        line = story.text.splitlines()[-1]
        for word in sorted(words, key=len, reverse=True):
            line = line.replace(word, "")
        assert not line.strip(), "an entry is whole, or not there"
        assert shown[-1].endswith("F1 Aide")


_ABOUT_A_POLE = [("f",), ("j",), ("v",), ("s",), ("s", "a"), ("r",), ("e",), ("t",), ("y",), ("m",), ("i",), ("o",)]


@pytest.mark.parametrize("keys", _ABOUT_A_POLE, ids="-".join)
async def test_a_screen_about_an_example_says_that_it_is_fictitious(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        page = story.app.screen
        await story.press(*keys)
        assert story.app.screen is not page
        assert "fictif" in story.text.splitlines()[0]


def test_a_long_notice_stays_as_long_as_it_takes_to_read_it() -> None:
    class Shown:
        timeouts: ClassVar[list[float | None]] = []

        def notify(self, message: str, *, severity: str, timeout: float | None, markup: bool) -> None:  # noqa: ARG002 - what an application is asked
            self.timeouts.append(timeout)

    for sentence in ("Une.", "mot " * 40):
        say(Shown(), sentence)
    short, long = Shown.timeouts
    assert short == 5
    assert long == 16


async def test_a_button_is_seen_as_one_in_a_window(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press("e", "enter")
        screen = story.app.screen
        window = screen.query_one("#window").styles.background
        buttons = list(screen.query(ActionButton))
        assert len(buttons) > 1
        assert all(button.styles.background != window for button in buttons)
