"""The table de dialogue: moving in it, what its cells say, what they hide, any shape."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from ptce_ref.domain.evaluation import Answer, Evaluation
from ptce_ref.domain.vocabulary import AnswerKind, State
from ptce_ref.reports import wording
from ptce_ref.reports.view import CellView
from ptce_ref.services.demo import load_examples
from ptce_ref.services.evaluation import contents_of, find_evaluation
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.screens.grid import GridScreen
from ptce_ref.tui.widgets.dialogue_grid import DialogueGrid
from ptce_ref.tui.widgets.grid_cell import Display
from tests import samples
from tests.bases import example_base, new_workspace
from tests.other_shape import LEVEL_NAMES, SUB_OBJECTIVES, THEMES, other_examples, other_referential
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened
from tests.tui.tour_of_screens import back_to


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


async def test_the_whole_table_stands_on_a_large_screen_whatever_its_legend(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_grid("clairbois-2026")
        table = story.app.screen.query_one(DialogueGrid)
        end = table._view.sub_objectives[-1].name.split()[-1]
        for _ in Display:
            assert table.max_scroll_y == 0
            last = story.app.screen.query_one("#detail").region.y - 1
            seen = " ".join(story.text.splitlines()[last - 1 : last + 1])
            assert end in seen, "the last line of the last row, with or without a rule under it"
            await story.press("a")


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
        assert "vingt et une réponses données sur trente-trois" in story.words


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
        assert "sinon moyenne des médianes des collèges" in story.words
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


async def test_a_question_that_does_not_concern_the_pole_is_marked_in_its_cell(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), (200, 70)) as story:
        await story.open_grid("plateau-des-genets-2026")
        view = samples.coevaluation("plateau-des-genets-2026")
        row, column, cell = next(
            (i, j, cell)
            for i, cells in enumerate(view.cells)
            for j, cell in enumerate(cells)
            if cell is not None and cell.set_aside
        )
        aside = [item.code for item in view.indicators if item.figure.state is State.NOT_APPLICABLE]
        assert list(cell.set_aside) == [code for code, _ in cell.titles if code in aside]
        await story.press(*["down"] * row, "home", *["right"] * column)
        assert f"· {', '.join(cell.set_aside)} ne concerne pas" in story.words
        assert f"{len(cell.titles)} q. {wording.coverage(cell.figure)}" in story.text
        assert " nc " in story.text
        assert "nc : ne concerne pas" in story.words
    for cells in samples.coevaluation(FORGES).cells:
        assert not any(cell.set_aside for cell in cells if cell), "nothing of the opinions before the dialogue"


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
        await story.press("escape", "escape")
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


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 18)])
async def test_only_whole_columns_are_shown_and_the_others_are_counted(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(example_base(tmp_path), size) as story:
        await story.open_grid("val-de-sorne-2026")
        names = [theme.short for theme in coevaluation_of(story.app.workspace, "val-de-sorne-2026").themes]
        for start in ("home", "end"):
            await story.press(start)
            heads = next(line for line in story.text.splitlines() if names[0 if start == "home" else -1] in line)
            seen = [name for name in names if name in heads]
            assert heads.split() == ["Niveau", *" ".join(seen).split()]
            away = len(names) - len(seen)
            assert wording.count(away, "enjeu", "enjeux") in story.text
            assert ("▸" if start == "home" else "◂") in story.text.splitlines()[4]


async def test_the_first_marked_cell_has_questions(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_grid("vallee-de-l-auzon-2026")
        view = coevaluation_of(story.app.workspace, "vallee-de-l-auzon-2026")
        assert any(cell is None for row in view.cells for cell in row)
        assert grid(story).cell is not None


async def test_answering_is_offered_while_answers_are_given_then_discussing(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_grid()
        foot = story.text.splitlines()[-1]
        assert "s Saisir" in foot
        assert "Dialogue" not in foot
        await story.press("escape", "escape")
        await story.open_grid("val-de-sorne-2026")
        foot = story.text.splitlines()[-1]
        assert "Saisir" not in foot
        assert "d Dialogue" in foot
        await story.press("s")
        assert story.place == "GridScreen"
        await story.press("d")
        assert story.place == "DialogueScreen"


async def test_a_question_of_a_cell_leads_to_its_dialogue_and_to_the_referential(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.open_grid("val-de-sorne-2026")
        await story.press("right", "enter")
        view = coevaluation_of(story.app.workspace, "val-de-sorne-2026")
        cell = view.cells[0][1]
        assert cell is not None
        assert len(cell.titles) > 1
        (first, _), (second, _), *_ = cell.titles
        assert f"▸ {first}" in story.words
        for _ in range(40):
            if f"▸ {second}" in story.words:
                break
            await story.press("down")
        assert f"▸ {second}" in story.words
        assert f"▸ {first}" not in story.words
        await story.press("l")
        assert story.place == "ReferentialScreen"
        assert second in story.words
        await back_to(story, "CellScreen")
        await story.press("d")
        assert story.place != "CellScreen"
        assert second in story.words
        await back_to(story, "CellScreen")
        assert f"▸ {second}" in story.words


async def test_the_wheel_scrolls_and_the_sides_are_clicked(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_grid("val-de-sorne-2026")
        table = grid(story)
        table.post_message(_wheel(events.MouseScrollDown, table))
        await story.settle()
        assert table.scroll_offset.y > 0
        table.post_message(_wheel(events.MouseScrollDown, table, shift=True))
        await story.settle()
        assert "◂ 1 enjeu" in story.words
        await story.pilot.click(DialogueGrid, offset=(70, 1))
        await story.settle()
        assert "◂ 5 enjeux" in story.words
        assert (table.row, table.column) == (0, 0)
        await story.press("right")
        assert "◂ 1 enjeu " in story.words  # the marked cell comes back into view


async def test_what_another_window_wrote_is_read_again(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    async with opened(base, LARGE) as story:
        await story.open_grid()
        before = grid(story).cell
        assert before is not None
        with new_workspace(base) as other:
            evaluation = find_evaluation(other, FORGES)
            person, indicator = _unanswered(other, evaluation, before)
            record_answer(
                other, evaluation, Answer(respondent_id=person, indicator_id=indicator, kind=AnswerKind.DONT_KNOW)
            )
        story.app._look_elsewhere()
        await story.settle()
        after = grid(story).cell
        assert after is not None
        assert after.given == before.given + 1
        assert f"{after.given}/{after.asked}" in story.text


async def test_twenty_columns_and_thirty_rows(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_grid("val-de-sorne-2026")
        view = coevaluation_of(story.app.workspace, "val-de-sorne-2026")
        themes = tuple(replace(view.themes[i % 3], id=f"e{i}", short=f"Enjeu au nom long {i}") for i in range(20))
        subs = tuple(
            replace(view.objectives[0].sub_objectives[0], id=f"s{i}", code=f"S{i}", name=f"Sous-objectif {i}")
            for i in range(30)
        )
        row = (view.cells[0] * 3)[:20]
        large = replace(
            view, themes=themes, objectives=(replace(view.objectives[0], sub_objectives=subs),), cells=(row,) * 30
        )
        await story.press("escape")
        story.app.push_screen(GridScreen(story.evaluation("val-de-sorne-2026"), large))
        await story.settle()
        await story.press("end", *["pagedown"] * 10)
        assert (grid(story).row, grid(story).column) == (29, 19)
        assert "S29 Sous-objectif 29" in story.words
        assert "long 19" in story.words
        assert "◂ 1" in story.words


def _wheel(kind: type[events.MouseEvent], table: DialogueGrid, *, shift: bool = False) -> events.MouseEvent:
    return kind(table, 30, 6, 0, 0, 0, shift=shift, meta=False, ctrl=False)


def _unanswered(workspace: Workspace, evaluation: Evaluation, cell: CellView) -> tuple[str, str]:
    """Return somebody who has not answered the first question of a cell, and that question."""
    contents = contents_of(workspace, evaluation)
    referential = referential_of(workspace, evaluation.referential_hash)
    indicator = next(item.id for item in referential.indicators if item.code == cell.titles[0][0])
    given = {answer.respondent_id for answer in contents.answers if answer.indicator_id == indicator}
    return next(person.id for person in contents.respondents if person.id not in given), indicator
