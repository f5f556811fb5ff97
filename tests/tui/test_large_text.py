"""Large letters: every letter of French is drawn, words are never cut, what has no letter is written in bold."""

import string

import pytest
from textual.app import App, ComposeResult

from ptce_ref.tui.widgets.big_bars import BigBars
from ptce_ref.tui.widgets.large_text import draw_letters
from tests.samples import shipped_referential

FRENCH = string.ascii_letters + string.digits + "ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸàâäæçéèêëîïôöœùûüÿ’«»!?:;,.()-–…%€&'\""


@pytest.mark.parametrize("letter", FRENCH)
def test_every_french_letter_is_drawn(letter: str) -> None:
    rows = draw_letters(letter, 20, 6)
    assert len(rows) == 6
    assert any(row.strip() for row in rows)


def test_letters_are_told_from_each_other() -> None:
    for size in (4, 6):
        drawn = {letter: draw_letters(letter, 30, size) for letter in "ÉEèéêeçcùuoœ0123456789"}
        assert len(set(drawn.values())) == len(drawn)


def test_words_are_never_cut_nor_lines_too_long() -> None:
    titles = [item.title for item in shipped_referential().indicators]
    for width, room in ((76, 9), (116, 16), (156, 18)):
        for title in titles:
            rows = draw_letters(title, width, room, 3)
            assert rows, (title, width)
            assert len(rows) <= room
            assert max(map(len, rows)) <= width


def test_no_room_or_no_letter_gives_nothing() -> None:
    assert draw_letters("Anticonstitutionnellement", 20, 8) == ()
    assert draw_letters("Un titre", 80, 2) == ()
    assert draw_letters("日本語", 80, 8) == ()
    assert draw_letters("[/] שלום", 80, 8) == ()
    assert draw_letters("", 80, 8) == ()


def test_only_blocks_that_every_terminal_has() -> None:
    drawn = "".join("".join(draw_letters(title, 100, 12)) for title in ("Équilibre des pouvoirs", "L’œuvre : ça ?"))
    assert set(drawn) <= set(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")


class _Projected(App[None]):
    """Bars alone, in as many rows as the room has."""

    def compose(self) -> ComposeResult:
        yield BigBars()


@pytest.mark.parametrize("rows", [12, 14, 15, 16, 19, 23, 30])
async def test_large_numbers_of_two_lines_do_not_touch(rows: int) -> None:
    """Between two numbers, half a row at least is free."""
    app = _Projected()
    async with app.run_test(size=(80, rows)) as pilot:
        bars = app.query_one(BigBars)
        bars.show([(str(rank), "Un niveau", count) for rank, count in enumerate((17, 20, 8, 46), start=1)])
        await pilot.pause()
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        tops = [line for line, text in enumerate(lines) if "Un niveau" in text]
        assert len(tops) == 4
        for top in tops[1:]:
            above = lines[top - 1]
            numbers = above[:6] + above[68:]
            assert set(numbers) <= set(" ▀▘▝"), f"the number above comes down to its neighbour: {above!r}"
