"""Somebody at a keyboard, in front of a screen: the pilot of Textual, or a real terminal."""

import asyncio
import time
from typing import Protocol

from tests.tui.screen import Story
from tests.tui.terminal import Terminal

PATIENCE = 20.0
"""Seconds a screen may take to show something: a slow machine that does other things."""


class Hands(Protocol):
    """Somebody at a keyboard, in front of a screen."""

    async def press(self, *keys: str) -> None:
        """Press keys, by their names in Textual."""

    async def type(self, text: str) -> None:
        """Type a text."""

    async def sees(self, *texts: str) -> None:
        """Look until all of these are on the screen; fail when they do not come."""


class PilotHands:
    """On the pilot of Textual."""

    def __init__(self, story: Story) -> None:
        self._story = story

    async def press(self, *keys: str) -> None:
        await self._story.press(*keys)

    async def type(self, text: str) -> None:
        await self._story.type(text)

    async def sees(self, *texts: str) -> None:
        words = ""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            words = " ".join([self._story.words, *self._story.notices])
            if all(text in words for text in texts):
                return
            await asyncio.sleep(0.02)
            await self._story.settle()
        missing = [text for text in texts if text not in words]
        raise AssertionError(f"{missing} not on the screen:\n{self._story.text}")


_TMUX = {
    "enter": "Enter",
    "tab": "Tab",
    "escape": "Escape",
    "space": "Space",
    " ": "Space",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pagedown": "NPage",
    "pageup": "PPage",
    "backspace": "BSpace",
    "delete": "DC",
    "ctrl+s": "C-s",
    "ctrl+z": "C-z",
    "ctrl+q": "C-q",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}


class TerminalHands:
    """On a real terminal. After Escape, look before pressing anything: Escape then a key is Alt and that key."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    async def press(self, *keys: str) -> None:
        self._terminal.send(*(_TMUX.get(key, key) for key in keys))

    async def type(self, text: str) -> None:
        self._terminal.type(text)

    async def sees(self, *texts: str) -> None:
        words = ""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            words = one_line(self._terminal.text)
            if all(text in words for text in texts):
                return
            await asyncio.sleep(0.03)
        missing = [text for text in texts if text not in words]
        raise AssertionError(f"{missing} not on the screen:\n{self._terminal.text}")


def one_line(text: str) -> str:
    """Return what is on a screen as one line: a sentence may be broken anywhere."""
    return " ".join(text.replace("\u00a0", " ").replace("│", " ").replace("┃", " ").split())
