"""Every place has its help, a footer of five entries at most, a way back, and speaks French."""

import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.theme import Theme

from ptce_ref.domain.theme import luminance
from ptce_ref.tui.help import EVERYWHERE, Help
from ptce_ref.tui.screens import (
    cell,
    confirm,
    evaluation_form,
    grid,
    home,
    phase,
    pick,
    pole_form,
    respondent,
    scoring,
    search,
    start,
)
from ptce_ref.tui.screens.help import HelpDialog
from ptce_ref.tui.theme import DARK, LIGHT
from tests.bases import example_base
from tests.tui.screen import FORGES, LARGE, Story, opened

PLACES = [
    cell.CellScreen,
    confirm.ConfirmDialog,
    evaluation_form.EvaluationForm,
    grid.GridScreen,
    HelpDialog,
    home.HomeScreen,
    phase.PhaseDialog,
    pick.PickDialog,
    pole_form.PoleForm,
    respondent.RespondentForm,
    respondent.RespondentScreen,
    scoring.ScoringScreen,
    search.SearchDialog,
    start.StartScreen,
]
FORBIDDEN_KEYS = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m"}
NEED_SHIFT_ON_AZERTY = set("1234567890./?§µ%£¨°+")


@pytest.mark.parametrize("place", PLACES)
def test_help_and_keys(place: type[home.HomeScreen]) -> None:
    assert isinstance(place.HERE, Help)
    assert place.HERE.paragraphs
    assert place.HERE.keys
    told = " ".join(key for key, _ in (*place.HERE.keys, *EVERYWHERE))
    for binding in place.BINDINGS:
        assert isinstance(binding, Binding)
        for key in binding.key.split(","):
            assert key not in FORBIDDEN_KEYS
            assert key not in NEED_SHIFT_ON_AZERTY
        if binding.show and binding.key != "escape":
            shown = binding.key_display or binding.key
            assert shown in told, f"{shown} is in the footer and not in the help"


async def check_footer(story: Story) -> None:
    shown = [active.binding for active in story.app.screen.active_bindings.values() if active.binding.show]
    entries = {binding.action: binding.description for binding in shown}
    assert len(entries) <= 5, entries
    words = " ".join(entries.values())
    assert not re.search(r"\b(Select|Focus|Quit|Copy|Scroll|Page|Cursor|Press)\b", words)


async def test_every_place_of_a_visit(tmp_path: Path) -> None:
    """Five entries in the footer, F1 opens the help of the place, Escape comes back."""
    async with opened(example_base(tmp_path)) as story:

        async def visit(*keys: str) -> None:
            await story.press(*keys)
            place = story.place
            await check_footer(story)
            await story.press("f1")
            screen = story.app.screen
            if isinstance(screen, HelpDialog):
                assert "Aide :" in story.words
                await story.press("escape")
            assert story.place == place

        await visit("c")
        await story.press("escape")
        await visit("n")
        await story.press("escape")
        await visit("e")
        await visit("tab", "tab")
        await visit("enter")
        await story.press("escape", "escape")
        assert story.place == "HomeScreen"
        await visit("p")
        await story.press("escape")
        await story.open_grid(FORGES)
        await visit()
        await visit("s")
        await visit("a")
        await story.press("escape")
        await story.choose("r03")
        await visit()
        await visit("tab")
        await visit("f4")
        await story.press("escape", "escape")
        assert story.place == "GridScreen"
        await story.press("escape")
        assert story.place == "HomeScreen"


async def test_the_palette_is_french_and_complete(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.press("ctrl+p")
        for name in ("Nouvelle évaluation", "Nouveau pôle", "Changer de phase", "Thème clair", "Aide", "Quitter"):
            assert name in story.words
        await story.type("zzz")
        assert "Rien ne porte ces mots" in story.words
        await story.press("backspace", "backspace", "backspace")
        await story.type("theme")
        await story.press("enter")
        assert story.app.theme == LIGHT.name
        await story.press("ctrl+p")
        await story.type("nouveau pole")
        await story.press("enter")
        assert story.place == "PoleForm"


async def test_ctrl_c_says_how_to_leave_and_q_leaves(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        await story.press("ctrl+c")
        assert story.notices == ["Pour quitter : Ctrl+Q."]
        await story.press("q")
    assert story.app.return_value == 0


async def test_searching_ignores_accents(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        await story.press("c")
        await story.type("genets")
        assert "Plateau des Genêts" in story.words
        assert "Clairbois" not in story.words
        await story.type("zzz")
        assert "ne répond à « genetszzz »" in story.words
        await story.press("escape")
        assert "Clairbois" in story.words


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_colours_of_text_are_readable(theme: Theme) -> None:
    """WCAG AA: 4.5 to 1 between what is written and what it is written on."""
    variables = theme.variables
    grounds = [getattr(theme, name) for name in ("background", "surface", "panel")]
    inks = [getattr(theme, name) for name in ("foreground", "primary", "accent", "success", "warning", "error")]
    pairs = [(ink, ground) for ink in (*inks, variables["quiet"]) for ground in grounds]
    pairs += [
        (variables[f"block-cursor-{x}foreground"], variables[f"block-cursor-{x}background"]) for x in ("", "blurred-")
    ]
    pairs += [(ink, variables[name]) for name in ("highlight", "highlight-blurred") for ink in inks[:1]]
    assert [(ink, ground) for ink, ground in pairs if _ratio(ink, ground) < 4.5] == []


def _ratio(ink: str, ground: str) -> float:
    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)
