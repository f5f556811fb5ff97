"""The synthesis: the figures of the view and no other, what is hidden, every part, any shape."""

from pathlib import Path

import pytest

from ptce_ref.reports import wording
from ptce_ref.reports.view import ObjectiveView, SubObjectiveView
from ptce_ref.services.demo import load_examples
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.tui.figure_line import ruler, scale_line
from ptce_ref.tui.screens.synthesis import SynthesisScreen
from ptce_ref.tui.text import ChoiceList
from ptce_ref.tui.widgets.part_bar import PartBar
from tests import samples
from tests.bases import example_base, new_workspace
from tests.other_shape import LEVELS, other_examples, other_referential
from tests.tui.screen import FORGES, LARGE, SMALL, Story, opened

SORNE, PONTS, PONTS_BEFORE = "val-de-sorne-2026", "les-trois-ponts-2026", "les-trois-ponts-2023"
TALL = (120, 90)


async def open_synthesis(story: Story, evaluation: str) -> None:
    story.app.push_screen(SynthesisScreen(story.evaluation(evaluation)))
    await story.settle()


def lines(story: Story) -> list[str]:
    """The lines of the list, each as one line of text."""
    listed = story.app.screen.query_one(ChoiceList)
    return [" ".join(str(option.prompt).replace("\u00a0", " ").split()) for option in listed.options]


async def test_the_profile_says_the_figures_of_the_view(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), TALL) as story:
        await open_synthesis(story, SORNE)
        view = samples.coevaluation(SORNE)
        said = lines(story)
        named: list[ObjectiveView | SubObjectiveView] = [*view.objectives, *view.sub_objectives]
        assert len(said) == len(named)
        for item in named:
            line = next(line for line in said if line.startswith(f"{item.code} "))
            figure = item.figure
            expected = f"{wording.level(figure.level)} {figure.n} {wording.coverage(figure)}"
            assert expected in line
            assert ("provisoire" if figure.provisional else "position") in line
            assert all(word in story.words for word in item.name.split())
        assert [line.split()[0] for line in said] == [
            code for o in view.objectives for code in (o.code, *(sub.code for sub in o.sub_objectives))
        ]
        await story.press("s")
        said = lines(story)
        for theme in view.themes:
            line = next(
                line for line in said if wording.coverage(theme.figure) in line and theme.name.split()[-1] in line
            )
            assert f"{wording.level(theme.figure.level)} {theme.figure.n}" in line


async def test_every_line_can_be_reached_on_a_small_screen(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), SMALL) as story:
        await open_synthesis(story, SORNE)
        assert "1 2 3 4 Niveau n Couv. État" in story.words
        await story.press("end")
        last = samples.coevaluation(SORNE).sub_objectives[-1]
        assert f"{last.code} " in story.text
        assert all(word in story.words for word in last.name.split())
        assert "1 2 3 4 Niveau n Couv. État" in story.words  # the heads stay


async def test_vigilances_are_listed_with_their_risk(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_synthesis(story, SORNE)
        alerts = samples.coevaluation(SORNE).whole.alerts
        assert f"! {len(alerts)} vigilances au niveau le plus bas" in story.words
        await story.press("s", "s")
        assert f"▸Vigilances ({len(alerts)})" in story.words
        for alert in alerts:
            assert f"! {alert.code} {alert.title}" in story.words
            assert wording.sentence(alert.vigilance) in story.words
        await story.press("enter")
        assert story.place == "CellScreen"


async def test_evolution_says_before_and_now(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), TALL) as story:
        await open_synthesis(story, PONTS)
        view = samples.coevaluation(PONTS, PONTS_BEFORE)
        await story.press("s", "s", "s")
        assert f"Avant : {view.previous_title}".replace("\u00a0", " ") in story.words
        assert view.evolution
        for line, said in zip(view.evolution, lines(story), strict=False):
            assert f"{wording.figure(line.before)} → {wording.figure(line.now)}" in said
            change = wording.change(line.change)
            assert ("stable" if change == "=" else change) in said


async def test_while_opinions_are_given_only_coverage_is_shown(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_synthesis(story, FORGES)
        for _ in range(3):
            assert "se montreront à la phase « dialogue »" in story.words
            for sign in ("●", "○", "n =", "≠", "◆", "Niveau", "provisoire"):
                assert sign not in story.text, sign
            await story.press("s")
        assert "▸Profil" in story.text  # after the last part, the first again
        contents = samples.examples()[FORGES][1]
        assert "Vigilances (" not in story.text
        await story.press("enter")
        assert story.place == "QuestionListScreen"
        assert contents.answers
        for sign in ("●", "○", "n =", "≠", "Niveau"):
            assert sign not in story.text, sign


async def test_enter_lists_the_questions_of_a_line_then_opens_one(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), TALL) as story:
        await open_synthesis(story, SORNE)
        sub = samples.coevaluation(SORNE).sub_objectives[0]
        await story.press("down", "enter")
        assert story.place == "QuestionListScreen"
        said = lines(story)
        assert len(said) == len(sub.indicators)
        for item, line in zip(sub.indicators, said, strict=True):
            assert line.startswith(item.code)
            assert f"{wording.level(item.figure.level)} {item.figure.n}" in line
        await story.press("enter")
        assert story.place == "CellScreen"
        assert sub.indicators[0].code in story.text
        await story.press("escape", "escape")
        assert story.place == "SynthesisScreen"


async def test_questions_of_a_theme(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), TALL) as story:
        await open_synthesis(story, SORNE)
        await story.press("s", "enter")
        view = samples.coevaluation(SORNE)
        expected = [item.code for item in view.indicators if item.theme == view.themes[0].name]
        assert [line.split()[0] for line in lines(story)] == expected


async def test_each_column_of_the_participation_has_its_head(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.open_evaluation("clairbois-2026")
        await story.press("y", "r")
        lines = story.text.replace("\u00a0", " ").splitlines()
        head = next(line for line in lines if "Collège" in line)
        told = next(line for line in lines if "répondant" in line)
        assert head.index("Qui a répondu") == told.index("1 répondant")


async def test_there_is_no_overall_score(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await open_synthesis(story, SORNE)
        whole = coevaluation_of(story.app.workspace, SORNE).whole
        state = str(story.app.screen.query_one("#state").render()).replace("\u00a0", " ")
        assert f"Couverture {wording.share(whole.coverage)}".replace("\u00a0", " ") in state
        assert "niveau" not in state.replace("au niveau le plus bas", "")


async def test_parts_change_by_mouse_and_by_the_arrows_of_their_bar(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await open_synthesis(story, SORNE)
        await story.pilot.click(PartBar, offset=(11, 0))
        await story.settle()
        assert "▸Enjeux" in story.text
        assert "Entrée Questions" in story.words
        await story.press("r", "r")
        assert "▸Participation" in story.text
        assert "Entrée" not in story.words, "colleges have no questions to open"
        await story.press("s", "shift+tab", "right")
        assert "▸Enjeux" in story.text
        await story.press("left", "r")
        assert "▸Participation" in story.text


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_referential_of_another_shape(tmp_path: Path, size: tuple[int, int]) -> None:
    base = tmp_path / "autre.sqlite"
    with new_workspace(base) as workspace:
        load_examples(workspace, other_referential(), other_examples())
    async with opened(base, size) as story:
        await open_synthesis(story, "ailleurs-1")
        view = coevaluation_of(story.app.workspace, "ailleurs-1")
        assert " ".join(str(rank) for rank in range(1, LEVELS + 1)) in story.words
        said = lines(story)
        for sub in view.sub_objectives:
            line = next(line for line in said if line.startswith(f"{sub.code} "))
            assert wording.level(sub.figure.level) in line


def test_a_level_is_a_place_on_the_scale_not_a_length() -> None:
    assert scale_line(1, 4, 4, provisional=False) == "●───┼───┼───┤"
    assert scale_line(4, 4, 4, provisional=False) == "├───┼───┼───●"
    assert scale_line(2.5, 4, 4, provisional=True) == "├───┼─○─┼───┤"
    assert scale_line(None, 4, 4, provisional=True) == "├───┼───┼───┤"
    assert ruler(4, 4) == "1   2   3   4"
