"""Keys and clicks are treated one at a time, each wholly before the next one is looked at.

Textual hands a key to the widget that has the focus when the key *arrives*; the focus moves
later, when the key before has climbed up to the application. Over a slow line, or in a burst,
« Tab 2 » would then type a 2 in the argument instead of answering. Here a marker follows each
key on the same road, and comes back as many times as a key may cause messages in a row; the next
key starts when the marker is done.

Clicks take the same road. A click may not overtake what was typed before it; and of a double click,
which is how many people open things, the second half is for the screen that the first one was made
on, never for the button that comes under the mouse.
"""

import asyncio
from collections import deque
from dataclasses import dataclass

from textual import events
from textual.app import App
from textual.errors import NoWidget
from textual.message import Message
from textual.screen import Screen
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


_Ordered = events.Key | events.Paste | events.MouseDown | events.MouseUp


@dataclass(frozen=True)
class _Press:
    """Where and when a button of the mouse went down; ``stray`` when it was meant for a screen that has gone."""

    screen: Screen[object]
    at: tuple[int, int]
    time: float
    stray: bool = False


class OrderedKeysApp(App[int]):
    """An application whose keys, pastes and clicks never overtake each other."""

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[_Ordered] = deque()
        self._press: _Press | None = None
        self._in_flight: KeySettled | None = None
        self._rounds_left = 0
        self._watch: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, _Ordered) and not event.is_forwarded:
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
            event = self._held.popleft()
            target = self._target(event)
            if self._is_stray(event, target):
                continue
            self._rounds_left = _ROUNDS
            self._in_flight = KeySettled(target)
            # One watch for all the rounds: a timer of Textual is a task, and this is done for each key.
            self._watch_for(self._in_flight, 0.0)
            await super().on_event(event)
            self._follow(self._in_flight)

    def _target(self, event: _Ordered) -> Widget:
        """Return what an event is for: the widget under the mouse, the one that has the focus, or the screen."""
        if not isinstance(event, events.MouseEvent):
            return self.focused or self.screen
        try:
            return self.get_widget_at(event.x, event.y)[0]
        except NoWidget:
            return self.screen

    def _is_stray(self, event: _Ordered, target: Widget) -> bool:
        """Whether it is the second half of a double click, when the first one changed what is on the screen."""
        if isinstance(event, events.MouseUp):
            return self._press is not None and self._press.stray
        if isinstance(event, events.MouseDown):
            before, at = self._press, (event.x, event.y)
            again = before is not None and before.at == at
            quick = before is not None and event.time - before.time <= self.CLICK_CHAIN_TIME_THRESHOLD
            screen = before.screen if before is not None and again and quick else self.screen
            # What was just taken away is still on the screen, until it is painted again.
            gone = screen is not self.screen or not target.is_attached
            self._press = _Press(screen, at, event.time, stray=gone)
            return self._press.stray
        return False

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
