"""The table that draws only what is seen: cost, what stays in place, moving, clicking."""

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult

from ptce_ref.tui.fit import fit
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.widgets.line_table import Cell, Column, LineTable, Sheet
from tests.bases import example_base
from tests.tui.screen import SMALL, Story, opened

COLUMNS = (Column(("Nom",), 20, fixed=True), *(Column((f"Colonne {rank}",), 16) for rank in range(10)))


class TableScreen(BaseScreen[None]):
    """A table alone, which says how often it was asked for a row and what was opened."""

    HERE = Help("Table", (), ())

    def __init__(self, count: int, heights: tuple[int, ...] = (), *, by_cell: bool = True) -> None:
        super().__init__()
        self.asked: set[int] = set()
        self.opened: list[int] = []
        self._table = Sheet(COLUMNS, count, self.cells, heights=heights, by_cell=by_cell)

    def cells(self, row: int) -> Sequence[Cell]:
        self.asked.add(row)
        return [Cell((f"ligne {row}", "suite")), *(Cell((f"v{row}.{rank}",)) for rank in range(10))]

    def compose(self) -> ComposeResult:
        yield LineTable(self._table)

    def on_line_table_opened(self) -> None:
        self.opened.append(self.query_one(LineTable).row)


async def shown(story: Story, count: int, heights: tuple[int, ...] = (), *, by_cell: bool = True) -> TableScreen:
    screen = TableScreen(count, heights, by_cell=by_cell)
    story.app.push_screen(screen)
    await story.settle()
    return screen


async def test_a_hundred_thousand_rows_ask_for_no_more_than_the_screen_holds(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = await shown(story, 100_000)
        assert len(screen.asked) <= SMALL[1]
        assert "ligne 0" in story.text
        screen.asked.clear()
        await story.press("end")
        assert "ligne 99999" in story.text
        assert len(screen.asked) <= SMALL[1]
        screen.asked.clear()
        await story.press("up")
        assert len(screen.asked) <= SMALL[1]


async def test_heads_and_the_first_column_stay_when_the_rest_scrolls(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await shown(story, 100)
        assert "Colonne 0" in story.text
        await story.press("end", *["right"] * 9)
        first, *_ = story.text.splitlines()
        assert first.split()[0] == "Nom"
        assert "Colonne 9" in first
        assert "Colonne 0" not in first
        assert "ligne 99" in story.text
        assert "v99.9" in story.text


async def test_what_is_typed_in_a_name_is_shown_as_typed(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = await shown(story, 1)
        table = screen.query_one(LineTable)
        table.show(Sheet(COLUMNS[:1], 1, lambda _: [Cell(("[/] [b]x\x1b[31m",))]))
        await story.settle()
        assert "[/] [b]x" in story.text
        assert "\x1b" not in story.text


async def test_the_mouse_marks_then_opens_and_the_wheel_scrolls(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = await shown(story, 100, by_cell=False)
        table = screen.query_one(LineTable)
        await story.pilot.click(LineTable, offset=(30, 5))
        await story.settle()
        assert table.row == 3
        assert screen.opened == []
        await story.pilot.click(LineTable, offset=(30, 5))
        await story.settle()
        assert screen.opened == [3]
        table.scroll_relative(y=20, animate=False)
        await story.settle()
        await story.pilot.click(LineTable, offset=(30, 5))
        await story.settle()
        assert table.row == 23


async def test_rows_of_their_own_heights(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = await shown(story, 40, heights=(1, 2) * 20, by_cell=False)
        table = screen.query_one(LineTable)
        lines = story.text.splitlines()
        assert [line.strip(" ▸").split()[0] for line in lines[2:8]] == [
            "ligne",
            "ligne",
            "suite",
            "ligne",
            "ligne",
            "suite",
        ]
        await story.pilot.click(LineTable, offset=(30, 4))  # the second line of the second row
        await story.settle()
        assert table.row == 1
        await story.press("end")
        assert table.row == 39
        assert "ligne 39" in story.text
        await story.press("pageup", "home")
        assert table.row == 0
        assert "ligne 0" in story.text


async def test_an_empty_table_opens_nothing(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        screen = await shown(story, 0)
        await story.press("down", "enter", "pagedown", "end", "right")
        assert screen.opened == []


def test_a_text_takes_exactly_its_width() -> None:
    assert fit("abc", 5) == "abc  "
    assert fit("abcdef", 4) == "abc…"
    assert fit("日本語日本語", 5) == "日本…"
    assert fit("abc", 0) == ""


async def test_a_figure_is_never_cut_at_the_edge_and_what_is_away_is_counted(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await shown(story, 3)
        for _ in range(10):
            heads, rule, *_ = story.text.replace("\u00a0", " ").splitlines()
            places = [int(word) for word in heads.replace("Nom", "").replace("Colonne", "").split()]
            assert heads.count("Colonne") == len(places) == 3
            assert (f"◂ {places[0]} colonne" in rule) == bool(places[0])
            assert (f"{9 - places[-1]} colonne" in rule) == (places[-1] < 9)
            await story.press("right")
        assert places[-1] == 9
