"""A small window with a list in it: its border says what is out of sight, and the keys that choose and close."""

from typing import ClassVar

from ptce_ref.domain.text import bind_signs
from ptce_ref.tui.screens.base import Result
from ptce_ref.tui.screens.long_window import LongWindow
from ptce_ref.tui.text import ChoiceList, set_frame_note
from ptce_ref.tui.widgets.more_below import choices_below


class ListWindow(LongWindow[Result]):
    """Subclasses yield a ``#window`` that holds a ``ChoiceList``."""

    SCROLLED = ChoiceList
    KEYS: ClassVar[str] = "Entrée : choisir · Échap : refermer"
    """What the border says of the keys."""

    def show_more(self) -> None:
        """Say on the border how many lines are out of sight."""
        listed = self.query_one(ChoiceList)
        told = choices_below(listed) if listed.display else ""
        said = [words for words in (f"↓ {told}" if told else "", self.KEYS) if words]
        set_frame_note(self.query_one("#window"), bind_signs(" · ".join(said)))
