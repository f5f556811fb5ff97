"""The guide leads nowhere that does not exist: its pictures, its links, its commands."""

import re
import shlex
from pathlib import Path

import click
import pytest

from ptce_ref.cli.main import root

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
_LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)#]+)(#[^)]*)?\)")
_BLOCK = re.compile(r"^    (ptce .+)$", re.MULTILINE)
_SPAN = re.compile(r"`(ptce [^`]+)`")


def test_there_is_a_guide() -> None:
    assert len(PAGES) >= 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_exist(page: Path) -> None:
    for _, target, _ in _LINK.findall(page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).resolve().exists(), f"{page.name} mène à {target}"


def test_every_picture_is_shown_and_made_by_the_command() -> None:
    shown = {
        Path(target).stem
        for page in PAGES
        for mark, target, _ in _LINK.findall(page.read_text(encoding="utf-8"))
        if mark == "!"
    }
    source = (GUIDE.parent / "pictures.py").read_text(encoding="utf-8")
    made = set(re.findall(r'(?:View|Page)\("([a-z-]+)"', source))
    pictures = list((GUIDE / "images").iterdir())
    assert shown == made == {picture.stem for picture in pictures}
    # Whoever reads the guide from a slow line sees them too.
    assert max(picture.stat().st_size for picture in pictures) < 120_000


def test_every_picture_says_in_words_what_it_shows() -> None:
    for page in PAGES:
        for words in re.findall(r"!\[([^\]]*)\]", page.read_text(encoding="utf-8")):
            assert len(words) >= 8, page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_it_gives_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for line in (*_BLOCK.findall(text), *_SPAN.findall(text)):
        words = shlex.split(line.replace("’", "'").replace("[", " ").replace("]", " "))[1:]
        _follow(root, words, line)


def _follow(command: click.Command, words: list[str], line: str) -> None:
    if isinstance(command, click.Group):
        named = [word for word in words if not word.startswith("-")]
        if not named or named[0].isupper() or words[0].startswith("--"):
            return
        with click.Context(command) as context:
            found = command.get_command(context, named[0])
        assert found is not None, f"« {line} » : {named[0]}"
        _follow(found, words[words.index(named[0]) + 1 :], line)
        return
    options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
    for word in words:
        if word.startswith("--"):
            assert word.split("=")[0] in options, f"« {line} » : {word}"
