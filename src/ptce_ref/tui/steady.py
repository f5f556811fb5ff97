"""What an application of ours withstands: stray bytes, a lost connection, a window too small, a burst of notices."""

import sys
from contextlib import suppress
from time import time

from textual import events
from textual.driver import Driver
from textual.notifications import Notify
from textual.widget import Widget
from textual.widgets._toast import Toast

from ptce_ref.domain.text import bind_signs
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui import departure
from ptce_ref.tui.draft import Drafts
from ptce_ref.tui.key_order import OrderedKeysApp
from ptce_ref.tui.screens.small import SmallDialog

SMALLEST = (60, 16)
"""The columns and rows under which a screen is not readable; a screen may say its own in ``SMALLEST``."""

LOCK_PATIENCE = 1.5
"""Seconds a key may wait for another program that holds the database: more would seem a breakdown."""

_LOOK_EVERY = 0.5
_NOTICES = 3
"""How many notices stand over a screen at most."""
_READ_AFTER: dict[str, float] = {"information": 2.0, "warning": 4.0, "error": 4.0}
"""Seconds after which a notice has been read: the next key takes it away."""


class SteadyApp(OrderedKeysApp):
    """An application that loses nothing when things go wrong around it."""

    drafts: Drafts

    def get_driver_class(self) -> type[Driver]:
        """Read the terminal with our own driver where there is one."""
        found = super().get_driver_class()
        if sys.platform != "win32" and found.__name__ == "LinuxDriver":
            from ptce_ref.tui.terminal import TerminalDriver  # noqa: PLC0415 - does not exist on Windows

            return TerminalDriver
        return found

    def on_mount(self) -> None:
        if not self.is_headless:
            departure.watch(self)
        self._fit()
        self.set_interval(_LOOK_EVERY, self._fit)

    def keep_typed(self) -> bool:
        """Store what is typed, or put it aside on the disk; say whether all of it is there."""
        # The disk first: a database that is locked may take its time, or the system not wait for it.
        self.drafts.flush()
        for screen in self.screen_stack:
            keep = getattr(screen, "keep", None)
            if callable(keep):
                # What one screen cannot store must not stop the next from keeping its own.
                with suppress(Refusal, DatabaseUnusableError):
                    keep()
        return self.drafts.flush()

    # A window too small

    def on_resize(self) -> None:
        # Textual takes note of the new size after this.
        self.call_later(self._fit)

    def _fit(self) -> None:
        """Cover the screen when it has no room, uncover it when it has."""
        if not self.is_running or not self.screen_stack:
            return
        screen = self.screen
        if isinstance(screen, SmallDialog):
            if self._has_room(self.screen_stack[-2]):
                screen.dismiss(None)
        elif not self._has_room(screen):
            self.push_screen(SmallDialog(*_smallest(screen)))

    def _has_room(self, screen: object) -> bool:
        columns, rows = _smallest(screen)
        return self.size.width >= columns and self.size.height >= rows

    # Notices

    def _on_notify(self, event: Notify) -> None:
        """Show a notice; the same one is not shown twice, and the oldest leave room for what one does."""
        others = list(self._notifications)
        same = [notice for notice in others if notice.message == event.notification.message]
        oldest = [notice for notice in others if notice not in same][: 1 - _NOTICES]
        for notice in (*same, *oldest):
            self._unnotify(notice, refresh=False)
        super()._on_notify(event)

    def _refresh_notifications(self) -> None:
        """Show the notices as they are now; Textual would leave an empty line where one was."""
        if self._screen_stack:
            for toast in self.screen.query(Toast):
                if toast._notification not in self._notifications and isinstance(toast.parent, Widget):  # noqa: SLF001 - Textual tells it nowhere else
                    toast.parent.remove()
        super()._refresh_notifications()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._take_away_read()
        await super().on_event(event)

    def take_away(self, sentence: str) -> None:
        """Take away a notice that is no longer true."""
        for notice in list(self._notifications):
            if notice.message == bind_signs(sentence):
                self._unnotify(notice)

    def _take_away_read(self) -> None:
        """What was read must not stay over what is being typed."""
        for notice in list(self._notifications):
            if time() - notice.raised_at > _READ_AFTER[notice.severity]:
                self._unnotify(notice)


def _smallest(screen: object) -> tuple[int, int]:
    columns, rows = getattr(screen, "SMALLEST", SMALLEST)
    return columns, rows
