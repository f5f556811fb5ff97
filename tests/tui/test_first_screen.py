"""The first screen appears without the models, and what it opens finds them."""

import subprocess
import sys
from pathlib import Path

import pytest

from ptce_ref import program
from tests.bases import example_base, new_workspace
from tests.tui.screen import FORGES, opened

HEAVY = ("pydantic", "sqlite_utils", "yaml", "openpyxl", "reportlab", "click")

LOOK = """
import pathlib, sys
import ptce_ref.__main__, ptce_ref.program
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.app import PtceApp
from ptce_ref.tui.preload import Preload

begin, Preload.start = Preload.start, lambda self: None
path = pathlib.Path(sys.argv[1])
app = PtceApp(path, open_workspace(path))
told = []

async def look(pilot):
    await pilot.pause()
    text = "".join(strip.text for strip in app.screen._compositor.render_strips())
    told.append("shown" if sys.argv[2] in text else text)
    told.extend(name for name in {heavy!r} if name in sys.modules)
    begin(app.preload)
    await pilot.press("enter")
    await pilot.pause()
    told.append(type(app.screen).__name__)
    app.exit(0)

app.run(headless=True, size=(80, 24), auto_pilot=look)
print(*told)
"""


def first_screen(base: Path, wanted: str) -> str:
    """Open ``base`` in a clean process; return what was loaded once ``wanted`` was shown, then what Enter opened."""
    script = LOOK.replace("{heavy!r}", repr(HEAVY))
    command = [sys.executable, "-c", script, str(base), wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    return done.stdout.strip()


def test_the_first_screen_loads_neither_models_nor_tables(tmp_path: Path) -> None:
    """Pressed at once, Enter waits for what it needs, and opens."""
    assert first_screen(example_base(tmp_path), "Démonstration") == "shown EvaluationScreen"


def test_an_empty_base_neither(tmp_path: Path) -> None:
    base = tmp_path / "vide.sqlite"
    new_workspace(base).store.close()
    assert first_screen(base, "Aucun pôle dans cette base") == "shown HomeScreen"


async def test_the_models_are_loaded_behind_the_first_screen(tmp_path: Path) -> None:
    async with opened(example_base(tmp_path)) as story:
        story.app.preload.wait()
        await story.open_evaluation(FORGES)
        assert story.place == "EvaluationScreen"


@pytest.mark.parametrize(
    ("arguments", "named", "base"),
    [
        ([], "", None),
        ([], "autre.sqlite", Path("autre.sqlite")),
        (["--base", "ma base.sqlite"], "", Path("ma base.sqlite")),
        (["--base=été.sqlite"], "autre.sqlite", Path("été.sqlite")),
    ],
)
def test_the_screens_open_on_the_base_named(
    arguments: list[str], named: str, base: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Path | None] = []

    def open_screens(path: Path | None) -> int:
        found.append(path)
        return 0

    monkeypatch.setattr(program, "_open_screens", open_screens)
    monkeypatch.setenv("PTCE_BASE", named)
    assert program.run(arguments) == 0
    # click, given the same words on its own road, means the same.
    from ptce_ref.cli.main import run as run_command  # noqa: PLC0415 - what is compared

    assert run_command(arguments, open_screens) == 0
    assert found == [base, base]


@pytest.mark.parametrize("arguments", [["--base"], ["--base", "--version"], ["--base="], ["--base", "a\udcff"], ["x"]])
def test_what_is_not_plain_is_left_to_the_commands(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ptce_ref.cli.main.run", lambda words, _: 7 if list(words) == arguments else 8)
    assert program.run(arguments) == 7
