"""The first line of a screen: where one is, and what must be known at a glance."""

from typing import Protocol

from rich.cells import cell_len, set_cell_size
from textual.app import ComposeResult
from textual.containers import Horizontal

from ptce_ref.reports import wording
from ptce_ref.tui.text import TextBlock, one_line

_SHORTER = {wording.DEMONSTRATION: "Pôle fictif", wording.DEMONSTRATIONS: "Pôles fictifs"}
"""What a mark becomes where it would cut what stands on the left."""
_AROUND, _BETWEEN = 2, 2
"""Columns of the line that are not text: its margins, and what separates the mark."""
_PART = " · "
"""What stands between the parts of a place: one that is mostly out of sight is left out whole."""


class Pole(Protocol):
    """A pôle, as it is kept or as it is shown."""

    @property
    def demonstration(self) -> bool: ...


def pole_mark(pole: Pole) -> str:
    """Return the mark of a screen about ``pole``: that it is fictitious, when it is one of the examples."""
    return wording.DEMONSTRATION if pole.demonstration else ""


class Heading(Horizontal):
    """Where one is on the left (cut after a whole word when long), a mark on the right."""

    DEFAULT_CSS = """
    Heading {
        height: 1; background: $panel; padding: 0 1;
        & > #heading-left { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #heading-right { width: auto; height: 1; padding-left: 2; color: $accent; text-style: bold; }
    }
    """

    def __init__(self, title: str, place: str = "", mark: str = "", *, shorter: str = "") -> None:
        """``shorter`` is what the place becomes rather than being cut."""
        super().__init__()
        self._title, self._place, self._mark, self._short_place = title, place, mark, shorter

    def compose(self) -> ComposeResult:
        yield TextBlock(id="heading-left")
        yield TextBlock(id="heading-right")

    def on_mount(self) -> None:
        self._fill(self.app.size.width)

    def on_resize(self) -> None:
        self._fill(self.size.width + _AROUND)

    def show(self, title: str, place: str = "", mark: str = "") -> None:
        """Write the title, the place after it, and the mark on the right."""
        self._title, self._place, self._mark = one_line(title), one_line(place), one_line(mark)
        self._short_place = ""
        self._fill(self.size.width + _AROUND if self.size.width else self.app.size.width)

    def mark(self, mark: str) -> None:
        """Write the mark on the right, and leave the rest as it is."""
        self._mark = one_line(mark)
        self._fill(self.size.width + _AROUND if self.size.width else self.app.size.width)

    def _fill(self, width: int) -> None:
        title, mark = self._title, self._mark
        text = f"{title}{_PART}{self._place}" if self._place else title
        room = width - _AROUND
        if cell_len(text) + _beside(mark) > room:
            mark = _SHORTER.get(mark, mark)
        left = room - _beside(mark)
        if cell_len(text) > left and self._short_place:
            place = f"{_PART}{self._short_place}"
            title = _cut(title, left - cell_len(place))
            text = title + place
        text = _cut_parts(text, left)
        if cell_len(text) + _beside(self._mark) <= room:
            mark = self._mark
        words = self.query_one("#heading-left", TextBlock)
        words.show((text[: len(title)], "bold"), text[len(title) :], resizes=False)
        right = self.query_one("#heading-right", TextBlock)
        right.show(mark)
        right.display = bool(mark)


def _beside(mark: str) -> int:
    """Return the columns a mark takes at the right, with what separates it."""
    return _BETWEEN + cell_len(mark) if mark else 0


def _cut_parts(text: str, room: int) -> str:
    """Return what fits of ``text``; of its last part, half at least, or nothing: « Diagnostic… » names nothing."""
    head, between, last = text.rpartition(_PART)
    if cell_len(text) <= room or not between:
        return _cut(text, room)
    kept = _cut(text, room)
    if cell_len(kept) - cell_len(head + between) > cell_len(last) / 2:
        return kept
    return _cut_parts(head, room)


def _cut(text: str, room: int) -> str:
    """Return what fits of ``text``, up to a whole word where that leaves most of it."""
    if cell_len(text) <= room or room < 1:
        return text
    kept = set_cell_size(text, room - 1)
    whole = kept[: kept.rfind(" ")].rstrip(" ·") if " " in kept and not text[len(kept) :].startswith(" ") else kept
    return f"{whole if len(whole) * 2 > len(kept) else kept}…"
