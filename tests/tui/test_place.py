"""Every place has its help, a footer of five entries at most, a way back, and speaks French."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from string import ascii_lowercase
from types import ModuleType

import pytest
from textual.binding import Binding
from textual.theme import Theme

from ptce_ref.domain.theme import luminance
from ptce_ref.tui import screens, widgets
from ptce_ref.tui.app import PtceApp
from ptce_ref.tui.help import EVERYWHERE, Help
from ptce_ref.tui.screens.base import BaseDialog, BaseScreen
from ptce_ref.tui.screens.help import HelpDialog
from ptce_ref.tui.screens.small import SmallDialog
from ptce_ref.tui.theme import DARK, LIGHT
from tests.bases import example_base
from tests.tui.screen import LARGE, Story, opened
from tests.tui.tour_of_screens import touring

Place = type[BaseScreen[object]] | type[BaseDialog[object]]


def places() -> list[Place]:
    """Every screen and every window of the application, whoever opens it."""
    found = [item for item in classes(screens) if issubclass(item, BaseScreen | BaseDialog)]
    return [place for place in found if hasattr(place, "HERE")]


def classes(package: ModuleType) -> list[type]:
    """Every class written in a package."""
    names = [f"{package.__name__}.{module.name}" for module in iter_modules(package.__path__)]
    modules = [import_module(name) for name in names]
    return [
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type) and item.__module__ == module.__name__
    ]


def bindings(place: type) -> list[Binding]:
    """The keys a class brings, those it inherits from a class of ours included."""
    ours = [item for item in place.__mro__ if item.__module__.startswith("ptce_ref.")]
    theirs = [binding for item in place.__mro__ if item not in ours for binding in vars(item).get("BINDINGS", ())]
    found = [binding for item in ours for binding in vars(item).get("BINDINGS", ()) if binding not in theirs]
    # What a field of Textual does with a key may be kept on fewer keys; it is never shown.
    kept = {(binding.action, binding.description) for binding in theirs if isinstance(binding, Binding)}
    assert all(isinstance(binding, Binding) for binding in found), place
    return [binding for binding in found if (binding.action, binding.description) not in kept or binding.show]


ALLOWED_KEYS = {
    *ascii_lowercase,
    *(f"f{number}" for number in range(1, 10)),
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *("enter", "space", "tab", "shift+tab", "escape", "backspace", "delete"),
    *("ctrl+c", "ctrl+p", "ctrl+q", "ctrl+s", "ctrl+y", "ctrl+z"),
}
"""What every keyboard has: no AltGr, no Maj on a French one, nothing a terminal takes for another key."""
MOVES = {
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *("enter", "space", "tab", "shift+tab", "escape", "backspace", "f1"),
}
"""What goes from one thing to the next, and needs no name among the commands."""
SHARED = {"FormScreen", "SheetScreen"}
"""What several places share: nobody sees it by itself."""
RARE = {"WaitingScreen"}
"""What the examples do not lead to; its own tests look at it."""
NAMED_OTHERWISE = {"app.quit", "app.help"}
"""What has its own line among the commands, on every screen."""
ENGLISH = re.compile(
    r"\b(select|focus|quit|copy|cut|paste|scroll|cursor|press|show|hide|toggle|close|open|next|previous|search|up|down)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("place", places(), ids=lambda place: place.__name__)
def test_help_and_keys(place: Place) -> None:
    assert isinstance(place.HERE, Help)
    assert place.HERE.title
    assert place.HERE.paragraphs
    assert place.HERE.keys
    told = " ".join(key for key, _ in (*place.HERE.keys, *EVERYWHERE))
    for binding in bindings(place):
        if binding.show and binding.key != "escape":
            shown = binding.key_display or binding.key
            assert shown in told, f"{shown} is in the footer and not in the help"
        if issubclass(place, BaseScreen) and binding.action not in NAMED_OTHERWISE:
            named = binding.tooltip or set(binding.key.split(",")) <= MOVES
            assert named, f"{binding.key} is not among the commands"


@pytest.mark.parametrize("owner", [*classes(screens), *classes(widgets), PtceApp], ids=lambda owner: owner.__name__)
def test_keys_are_on_every_keyboard(owner: type) -> None:
    for binding in bindings(owner):
        assert set(binding.key.split(",")) <= ALLOWED_KEYS, binding
        assert binding.description, binding
        assert not ENGLISH.search(binding.description), binding


async def check_footer(story: Story) -> None:
    shown = [active.binding for active in story.app.screen.active_bindings.values() if active.binding.show]
    entries = {binding.action: binding.description for binding in shown}
    assert len(entries) <= 5, entries
    assert not ENGLISH.search(" ".join(entries.values()))


async def test_every_place_of_a_visit(tmp_path: Path) -> None:
    """Five entries in the footer, a help of the place, French commands, and Escape that comes back."""
    seen: set[str] = set()
    async with touring(tmp_path) as sights:
        async for name, story in sights:
            await check_footer(story)
            place = story.place
            if place in seen:
                continue
            seen.add(place)
            await check_help(story, name)
            await check_commands(story, name)
            assert story.place == place, name
    missing = {place.__name__ for place in places()} - seen - SHARED - RARE
    assert missing == set(), "places the tour does not show"


async def check_help(story: Story, name: str) -> None:
    here = story.app.screen
    if isinstance(here, HelpDialog | SmallDialog):
        return
    await story.press("f1")
    assert "Aide :" in story.words, name
    await story.press("escape")
    assert story.app.screen is here, name


async def check_commands(story: Story, name: str) -> None:
    here = story.app.screen
    if not isinstance(here, BaseScreen):
        return
    commands = list(story.app.get_system_commands(here))
    assert {"Aide", "Quitter"} <= {command.title for command in commands}, name
    assert not [command for command in commands if ENGLISH.search(f"{command.title} {command.help}")], name


async def test_the_palette_is_french_and_complete(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path), LARGE) as story:
        titles = {command.title for command in story.app.get_system_commands(story.app.screen)}
        assert {"Thème clair", "Visite guidée", "Aide", "Quitter"} <= titles
        await story.press("ctrl+p")
        for name in ("Nouvelle évaluation", "Nouveau pôle", "Changer de phase"):
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
        assert story.place == "IdentityForm"


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
