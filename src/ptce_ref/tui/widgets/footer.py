"""The last line of a screen: the keys that serve here, each with its word; a click does as the key does.

Drawn as one line: a widget for each key, as Textual has it, is built again each time the focus moves,
and costs more than the screen above.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.screen import Screen

from ptce_ref.tui.text import Piece, TextBlock, one_line

_GAPS = (3, 2, 1)
"""Columns between two entries: as many as there is room for."""


@dataclass(frozen=True)
class Entry:
    """One key: what Textual calls it, how it is written, its word, whether it works just now."""

    key: str
    display: str
    word: str
    enabled: bool

    @property
    def width(self) -> int:
        return cell_len(self.display) + 1 + cell_len(self.word)


def _width(entries: Sequence[Entry], gap: int) -> int:
    return sum(entry.width for entry in entries) + gap * (len(entries) - 1)


class Footer(TextBlock):
    """The keys of the screen and of what has the focus."""

    DEFAULT_CSS = """
    Footer { dock: bottom; height: 1; background: $panel; color: $foreground; text-wrap: nowrap; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._under: int | None = None

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._read)
        self._read(self.screen)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def on_resize(self) -> None:
        self._draw()

    def _read(self, screen: Screen[object]) -> None:
        # A window that loses the focus has no focused field: its keys must not blink for that.
        if not self.app.app_focus or not self.is_attached or screen is not self.screen:
            return
        first: dict[str, Entry] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.action not in first:
                display = one_line(self.app.get_key_display(binding))
                first[binding.action] = Entry(binding.key, display, one_line(binding.description), active.enabled)
        entries = tuple(first.values())
        if entries != self._entries:
            self._entries, self._under = entries, None
            self._draw()

    def _places(self) -> list[tuple[int, Entry]]:
        """Return where each entry begins.

        None is cut: in a narrow window those before the last are left out, as many as it takes. The last one is the
        help, which tells all the keys.
        """
        room = self.size.width - 2
        entries = list(self._entries)
        while len(entries) > 1 and _width(entries, _GAPS[-1]) > room:
            del entries[-2]
        gap = next((gap for gap in _GAPS if _width(entries, gap) <= room), _GAPS[-1])
        places, start = [], 1
        for entry in entries:
            places.append((start, entry))
            start += entry.width + gap
        return places

    def _draw(self) -> None:
        pieces: list[Piece] = []
        end = 0
        for number, (start, entry) in enumerate(self._places()):
            under = " underline" if number == self._under else ""
            pieces.append(" " * (start - end))
            pieces.append((entry.display, f"bold $footer-key-foreground{under}" if entry.enabled else "$quiet"))
            pieces.append((f" {entry.word}", f"$foreground{under}" if entry.enabled else "$quiet"))
            end = start + entry.width
        self.show(*pieces, resizes=False)

    def _at(self, x: int) -> int | None:
        return next((i for i, (start, entry) in enumerate(self._places()) if start <= x < start + entry.width), None)

    def _point(self, place: int | None) -> None:
        if place != self._under:
            self._under = place
            self._draw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._point(self._at(event.x))

    def on_leave(self) -> None:
        self._point(None)

    def on_click(self, event: events.Click) -> None:
        """Do as the key does, on the same road: after the keys already typed."""
        place = self._at(event.x)
        entry = self._places()[place][1] if place is not None else None
        if entry is not None and entry.enabled:
            self.app.simulate_key(entry.key)
