"""What the tests of the screens share: opening the application on a database, reading the screen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from ptce_ref.domain.evaluation import Answer, Evaluation
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import answers_by
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.app import PtceApp
from ptce_ref.tui.draft import Drafts
from ptce_ref.tui.text import ChoiceList
from tests.bases import clock

SMALL, LARGE = (80, 24), (120, 40)
FORGES = "faubourg-des-forges-2026"
"""The example in the phase « avis »."""


class Story:
    """Somebody in front of the screen."""

    def __init__(self, app: PtceApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot = app, pilot

    async def press(self, *keys: str) -> None:
        for key in keys:
            character = key if len(key) == 1 else None
            name = _character_to_key(key) if character else key
            self.app.post_message(events.Key(name, character))
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text as a keyboard sends it, accents and typographic signs included."""
        for letter in text:
            key = "enter" if letter == "\n" else _character_to_key(letter)
            self.app.post_message(events.Key(key, "\r" if letter == "\n" else letter))
        await self.settle()

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until every key was treated and the screen shows it."""
        while self.app._held or self.app._in_flight:
            if self.app._exception is not None:
                raise self.app._exception
            await asyncio.sleep(0.001)
        await self.pilot.pause()
        await self.pilot.pause()

    async def choose(self, identifier: str) -> None:
        """Go to a line of the list on screen with the arrows, and press Enter."""
        listed = self.app.screen.query_one(ChoiceList)
        usable = [option.id for option in listed.options if not option.disabled]
        steps = usable.index(identifier) - usable.index(listed.current_id)
        await self.press(*(["down"] * steps if steps > 0 else ["up"] * -steps))
        assert listed.current_id == identifier
        await self.press("enter")

    async def open_grid(self, evaluation: str = FORGES) -> None:
        await self.open_evaluation(evaluation)
        await self.press("t")

    async def open_evaluation(self, evaluation: str = FORGES) -> None:
        """Open the page of an evaluation from the first screen."""
        await self.choose(f"evaluation:{evaluation}")

    async def open_scoring(self, respondent: str, evaluation: str = FORGES) -> None:
        await self.open_grid(evaluation)
        await self.press("s")
        await self.choose(respondent)

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def words(self) -> str:
        """What is on the screen as one line: a sentence may be broken anywhere."""
        return " ".join(self.text.replace("\u00a0", " ").replace("│", " ").replace("┃", " ").split())

    @property
    def notices(self) -> list[str]:
        """The sentences shown for a few seconds, latest last."""
        return [notification.message.replace("\u00a0", " ") for notification in self.app._notifications]

    @property
    def place(self) -> str:
        return type(self.app.screen).__name__

    def evaluation(self, identifier: str = FORGES) -> Evaluation:
        return find_evaluation(self.app.workspace, identifier)

    def answers(self, respondent: str, evaluation: str = FORGES) -> dict[str, Answer]:
        """What the file holds of one respondent, by display code."""
        with open_workspace(self.app.path, read_only=True) as other:
            found = find_evaluation(other, evaluation)
            referential = referential_of(other, found.referential_hash)
            return {referential.indicator_by_id[k].code: v for k, v in answers_by(other, found, respondent).items()}


@asynccontextmanager
async def opened(path: Path, size: tuple[int, int] = SMALL) -> AsyncIterator[Story]:
    """Open the application on the database at ``path`` (which may not exist yet)."""
    exists = path.exists()  # noqa: ASYNC240 - a test
    drafts = Drafts(path.parent / "brouillons", path)
    app = PtceApp(path, open_workspace(path, clock=clock) if exists else None, clock=clock, drafts=drafts)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield Story(app, pilot)
    finally:
        app.close_workspace()
