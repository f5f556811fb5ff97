"""A double click does what one click does: nothing twice, nothing on the screen that follows."""

from pathlib import Path

import pytest
from textual import events
from textual.widget import Widget
from textual.widgets._toast import Toast

from ptce_ref.services.action import actions_of
from ptce_ref.services.evaluation import respondents_of
from ptce_ref.tui.text import ActionButton, ChoiceList, say
from tests.bases import example_base
from tests.tui.screen import Story, opened


async def double_click(story: Story, widget: Widget, row: int = 1) -> None:
    """Both clicks are there before the program has looked at the first one: a slow disk, a slow line."""
    click(story, widget, row, times=2)
    await story.settle()


def click(story: Story, widget: Widget, row: int = 1, times: int = 1) -> None:
    for kind in (events.MouseDown, events.MouseUp) * times:
        story.app.post_message(_mouse(kind, widget, row))


def _mouse(kind: type[events.MouseEvent], widget: Widget, row: int) -> events.MouseEvent:
    x, y = widget.region.x + 2, widget.region.y + row
    return kind(None, x, y, 0, 0, 1, False, False, False, x, y)


async def save_button(story: Story) -> ActionButton:
    button = story.app.screen.query_one("#save", ActionButton)
    button.scroll_visible(animate=False)
    await story.settle()
    return button


async def test_an_action_saved_by_a_double_click_is_there_once(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        await story.press("a", "n")
        await story.type("Réunir l’atelier")
        await double_click(story, await save_button(story))
        assert [action.what for action in actions_of(story.app.workspace, story.evaluation())] == ["Réunir l’atelier"]
        assert story.place == "ActionPlanScreen"


async def test_a_respondent_registered_by_a_double_click_is_one_person(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation()
        before = len(respondents_of(story.app.workspace, story.evaluation()))
        await story.press("s", "a", "right")
        await double_click(story, await save_button(story))
        assert len(respondents_of(story.app.workspace, story.evaluation())) == before + 1
        assert story.place == "ScoringScreen"


async def test_a_command_chosen_by_a_double_click_closes_its_window_only(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("ctrl+p")
        await story.type("Thème")
        await double_click(story, story.app.screen.query_one(ChoiceList), row=0)
        assert story.place == "HomeScreen"
        assert story.app.theme == "ptce-clair"
        assert story.app.is_running


@pytest.mark.parametrize("quick", [True, False])
async def test_an_evaluation_opened_by_a_double_click_is_open_once(tmp_path: Path, quick: bool) -> None:
    """Quick: both clicks before the page opens. Otherwise the second one falls on the page just opened."""
    async with opened(example_base(tmp_path)) as story:
        listed = story.app.screen.query_one(ChoiceList)
        row = 10
        assert not listed.options[listed._lines[row][0]].disabled
        click(story, listed, row)
        if not quick:
            await story.settle()
            assert story.place == "EvaluationScreen"
        story.app.post_message(_mouse(events.MouseDown, listed, row))
        story.app.post_message(_mouse(events.MouseUp, listed, row))
        await story.settle()
        assert story.place == "EvaluationScreen"
        await story.press("escape")
        assert story.place == "HomeScreen"


async def test_a_click_does_not_overtake_what_was_typed_before(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("n")
        button = await save_button(story)
        for letter in "Les Deux Rives":
            key = "space" if letter == " " else letter
            story.app.post_message(events.Key(key, letter))
        click(story, button)
        await story.settle()
        assert story.place == "HomeScreen"
        assert "« Les Deux Rives » est ajouté" in story.notices[-1]


async def test_a_notice_clicked_several_times_goes_away_and_nothing_else(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("f1")
        say(story.app, "Une notification.")
        await story.settle()
        notice = story.app.screen.query_one(Toast)
        click(story, notice, row=0, times=3)
        await story.settle()
        assert story.notices == []
        assert story.place == "HelpDialog"
