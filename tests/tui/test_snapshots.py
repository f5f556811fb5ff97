"""Every screen as text, at both sizes, exactly as it was looked at and accepted.

``PTCE_SNAPSHOTS=update pytest tests/tui/test_snapshots.py`` writes the files of ``snapshots/`` again:
read the difference before keeping it. Another version of Textual may move things by itself: the
files name the one they were made with.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import textual

from ptce_ref.domain.text import fold
from tests.tui.screen import LARGE, SMALL, Story
from tests.tui.tour_of_screens import touring

FOLDER = Path(__file__).with_name("snapshots")
VERSION = FOLDER / "VERSION"
UPDATE = "PTCE_SNAPSHOTS=update pytest tests/tui/test_snapshots.py"
NOTICES = "notifications"
"""The one sight that shows notices: elsewhere, whether one is still there depends on the time it took to come."""


def updating() -> bool:
    return os.environ.get("PTCE_SNAPSHOTS") == "update"


@pytest.fixture(autouse=True)
def same_places(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Show the same folders on every machine: the first screen says in full where the base would be.

    Its path has always the same length, so that lines break at the same places; yields it.
    """
    with TemporaryDirectory(prefix="ptce", dir="/tmp") as folder:
        monkeypatch.chdir(folder)
        for name in ("DOCUMENTS", "DOWNLOAD", "DESKTOP"):
            monkeypatch.setenv(f"XDG_{name}_DIR", "/documents")
        yield Path(folder)
        monkeypatch.undo()


async def look(name: str, story: Story, here: Path) -> str:
    """Return what is on the screen, without the blanks at the end of the lines nor the name of the folder."""
    if name != NOTICES:
        story.app.clear_notifications()
        await story.settle()
    text = story.text.replace(here.name, "ptce".ljust(len(here.name), "_"))
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def test_the_snapshots_were_made_with_this_version_of_textual() -> None:
    if updating():
        FOLDER.mkdir(exist_ok=True)
        VERSION.write_text(f"{textual.__version__}\n", encoding="utf-8")
    made_with = VERSION.read_text(encoding="utf-8").strip()
    assert made_with == textual.__version__, (
        f"The snapshots were made with Textual {made_with}, this is {textual.__version__}. "
        f"Look at what moved, then write them again: {UPDATE}"
    )


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_every_screen_is_as_it_was(size: tuple[int, int], same_places: Path) -> None:
    folder = FOLDER / f"{size[0]}x{size[1]}"
    folder.mkdir(parents=True, exist_ok=True)
    seen: dict[str, str] = {}
    async with touring(Path(), size) as sights:
        async for name, story in sights:
            seen[file_name(name, seen)] = await look(name, story, same_places)
    if updating():
        for file in folder.glob("*.txt"):
            file.unlink()
        for file_named, text in seen.items():
            (folder / file_named).write_text(text, encoding="utf-8")
    kept = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.txt")}
    assert sorted(seen) == sorted(kept), f"Other screens than before. If they are right: {UPDATE}"
    moved = [name for name, text in seen.items() if kept[name] != text]
    # Shown whole: a difference between two texts says nothing of how a screen looks.
    shown = [f"--- {name}, before\n{kept[name]}--- {name}, now\n{seen[name]}" for name in moved]
    assert not moved, "\n".join([*shown, f"These screens changed: {', '.join(moved)}. If they are right: {UPDATE}"])


def file_name(sight: str, taken: dict[str, str]) -> str:
    """Return the name of the file of a sight; a second sight of the same name has a number."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(sight)).strip("-")
    same = [name for name in taken if re.fullmatch(rf"{stem}(-\d+)?\.txt", name)]
    return f"{stem}-{len(same) + 1}.txt" if same else f"{stem}.txt"
