"""The table de dialogue: moving in it, what its cells say, what they hide, any shape."""

from pathlib import Path

import pytest

from ptce_ref.reports import wording
from ptce_ref.services.demo import load_examples
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.widgets.dialogue_grid import DialogueGrid
from ptce_ref.tui.widgets.grid_cell import Display
from tests import samples
from tests.bases import example_base, new_workspace
from tests.other_shape import LEVEL_NAMES, SUB_OBJECTIVES, THEMES, other_examples, other_referential
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened


def grid(story: Story) -> DialogueGrid:
    return story.app.screen.query_one(DialogueGrid)


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 18)])
async def test_every_cell_is_reached_and_seen_with_its_headers(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(example_base(tmp_path), size) as story:
        await story.open_grid("val-de-sorne-2026")
        view = coevaluation_of(story.app.workspace, "val-de-sorne-2026")
        for row, sub in enumerate(view.sub_objectives):
            column = row % len(view.themes)
            await story.press("home", *["right"] * column)
            assert (grid(story).row, grid(story).column) == (row, column)
            assert view.themes[column].short in story.text
            assert f"{sub.code} {sub.name.split()[0]}" in story.text
            assert "▸" in story.text
            assert sub.name in story.words  # whole, under the table
            await story.press("down")
        await story.press("end")
        assert view.themes[-1].short in story.text


async def test_no_name_is_cut_in_the_table(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), (80, 70)) as story:
        await story.open_grid("val-de-sorne-2026")
        left = " ".join(" ".join(line[:22] for line in story.text.splitlines()).split())
        for sub in coevaluation_of(story.app.workspace, "val-de-sorne-2026").sub_objectives:
            assert all(word in left for word in sub.name.split())


async def test_while_opinions_are_given_nothing_of_them_is_shown(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_grid()
        seen = set()
        for _ in range(4):
            seen.add(grid(story).display_mode)
            assert "n=" not in story.text
            assert "≠" not in story.text
            assert "◆" not in story.text
            assert "masqués jusqu’au dialogue" in story.words
            await story.press("a")
        assert seen == {Display.COVERAGE, Display.VIGILANCE}


async def test_while_opinions_are_given_the_cells_say_how_many_are_awaited(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_grid()
        contents = samples.examples()[FORGES][1]
        given = sum(answer.indicator_id == "besoins-emploi" for answer in contents.answers)
        asked = len(contents.respondents)
        assert 0 < given < asked
        assert f"1 q. {given}/{asked}" in story.text
        assert f"{given} réponses sur {asked}" in story.words
        assert "par exemple" in story.words


async def test_the_screen_says_the_same_levels_as_the_other_outputs(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), (200, 70)) as story:
        await story.open_grid("val-de-sorne-2026")
        view = samples.coevaluation("val-de-sorne-2026")
        for row in range(len(view.sub_objectives)):
            await story.press("home")
            for column in range(len(view.themes)):
                cell = view.cells[row][column]
                if cell is not None:
                    assert f"niveau {wording.level(cell.figure.level)} (n = {cell.figure.n}" in story.words
                    assert f"couverture {wording.coverage(cell.figure)}" in story.words
                await story.press("right")
            await story.press("down")


async def test_the_cells_say_the_figures_of_the_view(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_grid("val-de-sorne-2026")
        figure = coevaluation_of(story.app.workspace, "val-de-sorne-2026").cells[0][0]
        assert figure is not None
        assert "1 q. 1/1" in story.text
        assert "niveau moyen de la case" in story.words
        assert f"3,0 n={figure.figure.n}" in story.text
        modes = []
        for _ in Display:
            modes.append(grid(story).display_mode)
            assert modes[-1].value.capitalize() in story.text
            await story.press("a")
        assert set(modes) == set(Display)
        await story.press("enter")
        assert story.place == "CellScreen"
        assert "T1.04" in story.words
        assert f"Niveau 3,0 (n = {figure.figure.n})" in story.words
        await story.press("escape")
        assert story.place == "GridScreen"


async def test_the_mouse_marks_then_opens_a_cell(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_grid("val-de-sorne-2026")
        await story.pilot.click(DialogueGrid, offset=(50, 4))
        await story.settle()
        assert (grid(story).row, grid(story).column) == (0, 1)
        await story.pilot.click(DialogueGrid, offset=(50, 4))
        await story.settle()
        assert story.place == "CellScreen"


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_referential_of_another_shape(tmp_path: Path, size: tuple[int, int]) -> None:
    base = tmp_path / "autre.sqlite"
    with new_workspace(base) as workspace:
        load_examples(workspace, other_referential(), other_examples())
    async with opened(base, size) as story:
        await story.open_grid("ailleurs-1")
        assert "X Objectif X" in story.text
        await story.press(*["down"] * 9, *["right"] * 9)
        assert (grid(story).row, grid(story).column) == (SUB_OBJECTIVES - 1, THEMES - 1)
        await story.press("escape")
        await story.open_scoring("r1", "ailleurs-2")
        assert story.place == "ScoringScreen"
        code = story.app.screen.sheet.question.code  # type: ignore[attr-defined] # a ScoringScreen
        await story.press("tab" if story.app.focused is not None and story.app.focused.id == "argument" else "down")
        await story.press("6")
        assert story.answers("r1", "ailleurs-2")[code].level == "6"
        assert f"niveau 6, {LEVEL_NAMES[-1]}" in story.words
        await story.press("7")
        assert story.answers("r1", "ailleurs-2")[code].level == "6"


def test_a_gauge_never_says_more_than_the_figure() -> None:
    assert gauge(0.0, 6) == "╌" * 6
    assert gauge(0.01, 6) == "━" + "╌" * 5
    assert gauge(0.99, 6) == "━" * 5 + "╌"
    assert gauge(1.0, 6) == "━" * 6
    assert gauge(None, 6) == " " * 6
