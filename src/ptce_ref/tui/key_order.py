"""Keys are treated one at a time, each wholly before the next one is looked at.

Textual hands a key to the widget that has the focus when the key *arrives*; the focus moves
later, when the key before has climbed up to the application. Over a slow line, or in a burst,
« Tab 2 » would then type a 2 in the argument instead of answering. Here a marker follows each
key on the same road, and comes back as many times as a key may cause messages in a row; the next
key starts when the marker is done.
"""

from collections import deque
from functools import partial

from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

_ROUNDS = 3
"""The key itself, the message it causes (« submitted »), and the message that one causes."""

_PATIENCE = 0.25
"""Seconds after which a marker is given up: the widget that had it went away."""


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

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._held.append(event)
            await self._release()
            return
        await super().on_event(event)

    async def _release(self) -> None:
        """Let the first held key go, when nothing is under way and the screen is ready for it."""
        while self._held and self._in_flight is None:
            if not self._screen_ready():
                self.set_timer(0.01, self._release)
                return
            target: Widget = self.focused or self.screen
            self._rounds_left = _ROUNDS
            marker = self._in_flight = KeySettled(target)
            await super().on_event(self._held.popleft())
            self._follow(marker)

    def _follow(self, marker: KeySettled) -> None:
        if marker.target.post_message(marker):
            self.set_timer(_PATIENCE, partial(self._settle, marker))
        else:
            self._in_flight = None

    def _screen_ready(self) -> bool:
        """Whether a screen just opened has its widgets: before that, a key would find nothing."""
        return not self.is_running or self.screen.is_mounted

    async def on_key_settled(self, message: KeySettled) -> None:
        self._rounds_left -= 1
        if message is self._in_flight and self._rounds_left > 0:
            again = self._in_flight = KeySettled(message.target)
            self._follow(again)
            if self._in_flight is again:
                return
        await self._settle(message)

    async def _settle(self, marker: KeySettled) -> None:
        if self._in_flight in (marker, None):
            self._in_flight = None
            await self._release()
