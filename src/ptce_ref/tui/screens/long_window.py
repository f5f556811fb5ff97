"""A small window over something that may not fit in it, which says what is out of sight."""

from typing import ClassVar

from textual.widget import Widget

from ptce_ref.tui.screens.base import BaseDialog, Result


class LongWindow(BaseDialog[Result]):
    """Subclasses yield one widget of the type ``SCROLLED``, and say in ``show_more`` what is out of sight in it."""

    SCROLLED: ClassVar[type[Widget]]

    def show_more(self) -> None:
        """Say what is out of sight: everything has its place."""
        raise NotImplementedError

    def on_mount(self) -> None:
        scrolled = self.query_one(self.SCROLLED)
        for changed in ("scroll_y", "virtual_size", "display"):
            self.watch(scrolled, changed, self.tell_more, init=False)
        self.tell_more()

    def on_resize(self) -> None:
        self.tell_more()

    def tell_more(self) -> None:
        """Look again at what is out of sight, once everything has its place."""
        self.call_after_refresh(self.show_more)
