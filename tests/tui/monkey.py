"""Hands that press anything on the screens, the same for the same seed, and what must hold after each press.

More of the same, for as long as one likes:

    nice -n 19 .venv/bin/python -m tests.tui.monkey autre --graine 7 --pas 3000
"""

import argparse
import asyncio
import random
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from textual import events

from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.text import clean_text
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.example import load_pole
from ptce_ref.services.base import verify_base
from ptce_ref.services.evaluation import find_evaluation, snapshot_of
from ptce_ref.services.opinion import answers_by
from ptce_ref.services.overview import listing_of
from ptce_ref.services.referential import adopt_referential
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.opinion import save_contents
from ptce_ref.storage.pole import save_poles
from ptce_ref.tui.place import PLACES, Place
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.quick import QuickScreen
from ptce_ref.tui.screens.scoring import ScoringScreen
from ptce_ref.tui.screens.small import SmallDialog
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.status_line import StatusLine, answer_words
from tests.bases import example_base, new_workspace
from tests.other_shape import other_examples, other_referential
from tests.tui.hostile_base import HOSTILE, OBEYED
from tests.tui.screen import LARGE, SMALL, Story, opened

_KEYS = (
    *(f"f{number}" for number in range(1, 13)),
    *("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "enter", "escape"),
    *("backspace", "delete", "ctrl+z", "ctrl+y", "ctrl+s", "ctrl+p", "ctrl+c", "ctrl+a", "ctrl+v", "alt+2", "alt+x"),
    *"abcdefghijklmnopqrstuvwxyz0123456789&é\"'(-è_çà=+*/.,;:!?«»[]{}@#\\",
)
_TEXTS = (
    *HOSTILE,
    OBEYED,
    "e\u0301te\u0301",
    "Premier\nSecond\r\n\nTroisième",
    "x" * 300,
    "日本語 👩\u200d🌾",
    "long mot " * 700,
    "2026-02-30",
    "99999999999999999999",
    "../../x",
    " ",
)
_ENGLISH = re.compile(
    r"\b(Press|Search|Close|No matches|Screenshot|Maximize|Minimize|Palette|Toggle|Cancel|Select|Loading|None|True|"
    r"False|Error|Traceback|Exception|object at)\b"
)
_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202b\u202d\u202e\u2066-\u2069]")
_OWNER = re.compile("µ(r[0-9]+)µ")
"""Written in each argument that nobody else may read yet (R5): whose it is."""
_BACK_HOME = 12
"""Keys within which Escape, and its confirmations, lead back to the first screen from anywhere."""
_MOST_KEYS = 5
_STAY = 7
"""Steps in one place before going to another: by chance alone one would read the referential for ever."""


@dataclass(frozen=True)
class _Job:
    """A job of an evaluation, and the keys that lead into it."""

    place: Place
    further: tuple[str, ...] = ()


_INTO = {
    "answers": ("enter",),
    "quick": ("enter",),
    "hands": ("p",),
    "dialogue": ("enter", "e"),
    "actions": ("n",),
    "grid": ("enter",),
    "comparison": ("t", "s"),
}
_OFTEN = ("answers", "quick", "hands", "dialogue")
"""The jobs in which answers are stored come between all the others."""
_ALL = {place.id: _Job(place, _INTO.get(place.id, ())) for place in PLACES}
_JOBS = tuple(
    job
    for number, name in enumerate(name for name in _ALL if name not in _OFTEN)
    for job in (_ALL[_OFTEN[number % len(_OFTEN)]], _ALL[name])
)
_HOME = ("HomeScreen", "StartScreen")


class Monkey:
    """Somebody who presses anything; ``said`` is all that was done, to play it again by hand."""

    def __init__(self, story: Story, draw: random.Random) -> None:
        self.story, self.app, self.draw = story, story.app, draw
        self.said: list[str] = []

    @property
    def here(self) -> bool:
        """Whether the program still runs."""
        return self.app.is_running and bool(self.app.screen_stack)

    async def step(self) -> None:
        """Do one thing, then check all that must hold."""
        ways: tuple[tuple[int, Callable[[], object]], ...] = (
            (46, self._announced_key),
            (16, self._any_key),
            (8, self._keys_at_once),
            (8, self._text),
            (14, self._click),
            (4, self._resize),
        )
        way = self.draw.choices([way for _, way in ways], [weight for weight, _ in ways])[0]
        if len(self.said) % _STAY == 0:
            way = self._elsewhere
        self.said.append(f"{self.story.place}: {way.__name__}")
        done = way()
        assert asyncio.iscoroutine(done)
        await done
        if self.here:
            self._check()

    async def _announced_key(self) -> None:
        """A key that means something here; to leave is not what is looked for."""
        keys = [active.binding.key for active in self.app.screen.active_bindings.values() if active.enabled]
        keys = sorted({*keys, "enter", "down", "up", "tab", "right"} - {"ctrl+q", "q"})
        if isinstance(self.app.screen, ConfirmDialog):
            keys += ["right", "enter"] * 4
        await self._press(self.draw.choice(keys))

    async def _any_key(self) -> None:
        await self._press(self.draw.choice(_KEYS))

    async def _keys_at_once(self) -> None:
        await self._press(*self.draw.choices(_KEYS, k=self.draw.randint(2, 10)))

    async def _press(self, *keys: str) -> None:
        self.said[-1] += f" {keys}"
        await self.story.press(*keys)

    async def _text(self) -> None:
        text = self.draw.choice(_TEXTS)
        self.said[-1] += f" {text[:20]!r}"
        await self.story.paste(text)

    async def _click(self) -> None:
        """One to three clicks, all at once."""
        x, y = self.draw.randrange(self.app.size.width), self.draw.randrange(self.app.size.height)
        self.said[-1] += f" {x},{y}"
        for kind in (events.MouseDown, events.MouseUp) * self.draw.choice((1, 1, 1, 2, 3)):
            self.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await self.story.settle()

    async def _resize(self) -> None:
        sizes = (SMALL, LARGE, (60, 16), (self.draw.randint(20, 160), self.draw.randint(5, 50)))
        await self._make(*self.draw.choice(sizes))

    async def _make(self, columns: int, rows: int) -> None:
        await self.story.pilot.resize_terminal(columns, rows)
        await self.story.settle()

    async def _elsewhere(self) -> None:
        """Go back to the first screen, and from there to the next job, in some evaluation where it is open."""
        await self.go_home()
        job = _JOBS[len(self.said) // _STAY % len(_JOBS)]
        lines = listing_of(self.app.workspace).listed
        jobs = [line.id for line in lines if not job.place.closed(line.phase)]
        if jobs and self.story.place == "HomeScreen":
            self.app.open_evaluation(find_evaluation(self.app.workspace, self.draw.choice(jobs)))
            await self.story.settle()
            await self._press(job.place.key, *job.further)

    async def go_home(self) -> None:
        """Check that from anywhere Escape leads back, through the confirmations it asks for."""
        await self._make(*SMALL)
        for _ in range(_BACK_HOME):
            if not self.here or self.story.place in _HOME:
                return
            if isinstance(self.app.screen, SmallDialog):
                self.app._fit()
                await self.story.settle()
            await self.story.press(*(("tab", "enter") if isinstance(self.app.screen, ConfirmDialog) else ("escape",)))
        assert self.story.place in _HOME, "Escape does not lead back"

    # What must hold

    def _check(self) -> None:
        strips = self.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {self.app.size.width}
        text = self.story.text
        assert not _OBEYED.findall(text)
        assert not _ENGLISH.findall(text), text
        for footer in self.app.screen.query(Footer):
            assert len(footer._entries) <= _MOST_KEYS
        self._check_blind(text)
        if isinstance(self.app.screen, ScoringScreen | QuickScreen):
            self._check_stored(self.app.screen)

    def _check_blind(self, text: str) -> None:
        """Nobody reads what another wrote while opinions are being given (R5)."""
        sheets = [screen.sheet for screen in self.app.screen_stack if isinstance(screen, ScoringScreen | QuickScreen)]
        own = {sheet.respondent.id for sheet in sheets}
        own |= {person.id for screen in self.app.screen_stack if (person := getattr(screen, "_person", None))}
        read = set(_OWNER.findall(text)) - own
        evaluations = [
            found
            for screen in self.app.screen_stack
            if (found := getattr(screen, "evaluation", None) or getattr(screen, "_evaluation", None))
        ]
        if read and evaluations:
            phase = find_evaluation(self.app.workspace, evaluations[-1].id).phase
            assert others_visible(phase), f"{read} is read in the phase {phase}:\n{text}"

    def _check_stored(self, screen: ScoringScreen | QuickScreen) -> None:
        """What the screen holds for stored is in the file; what is typed is known."""
        sheet = screen.sheet
        with open_workspace(self.app.path, read_only=True) as other:
            stored = answers_by(other, find_evaluation(other, sheet.evaluation.id), sheet.respondent.id)
        assert dict(sheet.answers) == dict(stored)
        if isinstance(screen, ScoringScreen):
            assert clean_text(screen._form.argument.text) == clean_text(sheet.typed.argument)
            status, answer = screen.query_one(StatusLine), stored.get(sheet.question.id)
            if status.has_class("-saved"):
                assert answer is not None
                assert answer_words(answer, sheet.referential) in str(status._shown)


async def play(base: Path, seed: str, steps: int) -> None:
    """Press anything for so many steps, opening the program again when it was left. Raises what goes wrong."""
    draw = random.Random(seed)  # noqa: S311 - a test that can be played again
    left = steps
    while left:
        said: list[str] = []
        try:
            async with opened(base) as story:
                monkey = Monkey(story, draw)
                said = monkey.said
                while left and monkey.here:
                    left -= 1
                    await monkey.step()
                if monkey.here:
                    await monkey.go_home()
        except Exception as error:
            error.add_note("\n".join([f"seed {seed}, {left} steps left, after:", *said[-15:]]))
            raise
        with open_workspace(base, read_only=True) as workspace:
            assert verify_base(workspace).problems == ()


def examples_base(folder: Path) -> Path:
    """The examples, each argument that nobody else may read signed."""
    return _signed(example_base(folder))


def other_base(folder: Path) -> Path:
    """A pôle that answers a referential of another shape (R17)."""
    base, referential = folder / "autre.sqlite", other_referential()
    with new_workspace(base) as workspace:
        adopt_referential(workspace, referential)
        for file in other_examples().glob("*.yaml"):
            loaded = load_pole(file, referential)
            assert loaded.pole is not None
            save_poles(workspace.store, [loaded.pole], workspace.now)
            for contents in loaded.evaluations:
                closed = contents.evaluation.phase is Phase.CLOSED
                snapshot = snapshot_of(contents, referential) if closed else None
                save_contents(workspace.store, contents, workspace.now, snapshot)
    return _signed(base)


def empty_base(folder: Path) -> Path:
    base = folder / "vide.sqlite"
    new_workspace(base).store.close()
    return base


def _signed(base: Path) -> Path:
    with sqlite3.connect(base) as db:
        db.execute(
            "UPDATE answers SET argument = argument || ' µ' || respondent_id || 'µ' "
            "WHERE evaluation_id IN (SELECT id FROM evaluations WHERE phase = ?)",
            (Phase.OPINIONS.value,),
        )
    db.close()
    return base


BASES = {"exemples": examples_base, "autre": other_base, "vide": empty_base}


def main() -> None:
    """Play from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base", choices=BASES)
    parser.add_argument("--graine", type=int, default=1)
    parser.add_argument("--pas", type=int, default=1000)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        asyncio.run(play(BASES[asked.base](Path(folder)), f"{asked.base}{asked.graine}", asked.pas))


if __name__ == "__main__":
    main()
