"""The page of the commands: as the program is today, every screen in it, nothing in it that does not exist."""

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import click
import pytest

from ptce_ref.tui.place import PLACES

DOCS = Path(__file__).parents[2] / "docs"


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_commands", DOCS / "commands.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


commands = _load()
ROUTES = sorted({route for routes in (*commands.ROUTES.values(), *(r for _, r in commands.HOME)) for route in routes})


def test_the_page_is_what_the_program_says_today() -> None:
    assert (DOCS / "guide" / "commandes.md").read_text(encoding="utf-8") == commands.page(), "lancez « make docs »"


def test_every_place_of_the_screens_has_its_commands() -> None:
    assert {place.id for place in PLACES} == set(commands.ROUTES)
    assert all(commands.ROUTES.values())


@pytest.mark.parametrize("route", [route for route in ROUTES if not route.endswith("--help")])
def test_every_command_named_exists_and_is_well_written(route: str) -> None:
    words = shlex.split(route)
    known = dict(commands.leaves())
    name = next(name for name in (" ".join(words[:3]), " ".join(words[:2])) if name in known)
    arguments = words[len(name.split()) :]
    context = click.Context(known[name], info_name=name)
    known[name].parse_args(context, arguments)  # raises on an option or an argument that does not exist


def test_every_command_is_on_the_page_with_each_of_its_options() -> None:
    page = commands.page()
    sections = dict(re.findall(r"### `(ptce [^`]*)`\n(.*?)(?=\n### |\Z)", page, flags=re.DOTALL))
    for name, command in commands.leaves():
        body = next(text for title, text in sections.items() if title == name or title.startswith(f"{name} "))
        for option in command.params:
            if isinstance(option, click.Option):
                assert f"`{option.opts[0]}" in body, f"{name} {option.opts[0]}"
    assert "n’est pas lisible par un lecteur d’écran" in page
