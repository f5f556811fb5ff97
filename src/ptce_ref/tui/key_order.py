"""Keys are treated one at a time, each wholly before the next one is looked at.

Textual hands a key to the widget that has the focus when the key *arrives*; the focus moves
later, when the key before has climbed up to the application. Over a slow line, or in a burst,
« Tab 2 » would then type a 2 in the argument instead of answering. Here a marker follows each
key on the same road, and comes back as many times as a key may cause messages in a row; the next
key starts when the marker is done.
"""

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

_ROUNDS = 3
"""The key itself, the message it causes (« submitted »), and the message that one causes."""

_LOOK_AFTER = 0.25
"""Seconds after which a marker is given up when the widget that had it went away."""
_PATIENCE = 2.0
"""Seconds after which it is given up even so: something that waits must not take the keyboard with it."""


class KeySettled(Message):
    """Follows a key from the focused widget up to the application."""

    def __init__(self, target: Widget) -> None:
        super().__init__()
        self.target = target


class OrderedKeysApp(App[int]):
    """An application whose keys and pastes never overtake each other."""

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Key | events.Paste] = deque()
        self._in_flight: KeySettled | None = None
        self._rounds_left = 0
        self._watch: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._held.append(event)
            await self._release()
            return
        await super().on_event(event)

    async def _release(self) -> None:
        """Let the first held key go, when nothing is under way and the screen is ready for it."""
        while self._held and self._in_flight is None:
            if not self.screen_stack:
                # Typed on, after what closed the program: there is nobody left to read it.
                self._held.clear()
                return
            if not self._screen_ready():
                self.set_timer(0.01, self._release)
                return
            target: Widget = self.focused or self.screen
            self._rounds_left = _ROUNDS
            self._in_flight = KeySettled(target)
            # One watch for all the rounds: a timer of Textual is a task, and this is done for each key.
            self._watch_for(self._in_flight, 0.0)
            await super().on_event(self._held.popleft())
            self._follow(self._in_flight)

    def _follow(self, marker: KeySettled | None) -> None:
        if marker is not None and not marker.target.post_message(marker):
            self._let_go()

    def _let_go(self) -> None:
        self._in_flight = None
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _watch_for(self, marker: KeySettled, waited: float) -> None:
        loop = asyncio.get_running_loop()
        self._watch = loop.call_later(_LOOK_AFTER, self._look_for, marker, waited + _LOOK_AFTER)

    def _look_for(self, marker: KeySettled, waited: float) -> None:
        """Give a marker up when nobody can bring it back; a slow machine is only waited for."""
        current = self._in_flight
        if current is None or current.target is not marker.target:
            return
        if current.target.is_attached and waited < _PATIENCE:
            self._watch_for(current, waited)
        else:
            self.call_next(self._settle, current)

    def _screen_ready(self) -> bool:
        """Whether a screen just opened has its widgets: before that, a key would find nothing."""
        return not self.is_running or self.screen.is_mounted

    async def on_key_settled(self, message: KeySettled) -> None:
        if message is not self._in_flight:
            return
        self._rounds_left -= 1
        if self._rounds_left > 0:
            self._in_flight = KeySettled(message.target)
            self._follow(self._in_flight)
            if self._in_flight is not None:
                return
        await self._settle(message)

    async def _settle(self, marker: KeySettled) -> None:
        if self._in_flight in (marker, None):
            self._let_go()
            await self._release()
