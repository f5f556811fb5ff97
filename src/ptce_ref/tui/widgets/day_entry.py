"""A day to type, in any of the ways people write one."""

import datetime as dt

from ptce_ref.domain.day import EXPECTED, read_day
from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.widgets.entry import Entry


class DayEntry(Entry):
    """A labelled line for a day; :attr:`day` is the one that was typed."""

    def __init__(
        self,
        label: str,
        *,
        id: str,  # noqa: A002 - Textual's own name
        day: dt.date | None = None,
        hint: str = "JJ/MM/AAAA",
        optional: bool = False,
    ) -> None:
        """``optional``: nothing at all may be typed."""
        super().__init__(label, id=id, value=typed_day(day), hint=hint, check=_unread_or_empty if optional else _unread)

    @property
    def day(self) -> dt.date | None:
        """The day typed, None when nothing is. Raises ValueError when it cannot be read: ask :meth:`check` first."""
        return read_day(self.value) if self.value.strip() else None


def typed_day(day: dt.date | None) -> str:
    """Return a day as it is typed, « 30/06/2027 »; nothing for none."""
    return day.strftime("%d/%m/%Y") if day else ""


def _unread_or_empty(text: str) -> str:
    return _unread(text) if text.strip() else ""


def _unread(text: str) -> str:
    try:
        read_day(text)
    except ValueError:
        return f"Attendu{NBSP}: {EXPECTED}."
    return ""
