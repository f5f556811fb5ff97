"""The sections of a long form: a heading over some fields, and the list of them all on a wide screen."""

from collections.abc import Sequence

from textual import events
from textual.containers import Vertical, VerticalScroll
from textual.message import Message

from ptce_ref.tui.text import TextBlock


class FormScroll(VerticalScroll, can_focus=False, inherit_bindings=False):
    """A form longer than the screen: it follows the cursor, and leaves its keys to the fields."""

    DEFAULT_CSS = """
    FormScroll { scrollbar-size-vertical: 1; }
    """


class Section(Vertical):
    """Some fields under a heading."""

    DEFAULT_CSS = """
    Section {
        height: auto; margin-bottom: 1;
        & > .section-title { color: $primary; text-style: bold; border-bottom: solid $rule; width: 1fr; }
        & > .section-note { color: $quiet; margin-bottom: 1; padding-left: 2; }
    }
    """


class SectionLink(TextBlock):
    """The name of a section, to click."""

    class Followed(Message):
        """The section at ``place`` was clicked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, title: str, place: int) -> None:
        super().__init__(f"  {title}", classes="section-link")
        self._title, self._place = title, place

    def mark(self, *, here: bool) -> None:
        """Show whether the cursor is in this section."""
        self.show(("▸ " if here else "  ", "$primary"), (self._title, "bold" if here else ""), resizes=False)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Followed(self._place))


class SectionList(Vertical):
    """All the sections of the form, the current one marked."""

    DEFAULT_CSS = """
    SectionList {
        width: 34; padding: 1 1 0 1; background: $surface; height: 1fr;
        & > SectionLink { height: auto; margin-bottom: 1; }
        & > SectionLink:hover { background: $highlight-blurred; }
    }
    """

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(*(SectionLink(title, place) for place, title in enumerate(titles)))

    def mark(self, current: int) -> None:
        """Mark the section at ``current``."""
        for place, link in enumerate(self.query(SectionLink)):
            link.mark(here=place == current)
