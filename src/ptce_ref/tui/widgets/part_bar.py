"""The parts of a screen, named on one line: one is shown, the others are one key or one click away."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from ptce_ref.tui.text import Piece, TextBlock, one_line


class PartBar(TextBlock, can_focus=True):
    """``current`` is the rank of the part shown; the arrows change it when the bar has the focus."""

    FOCUS_ON_CLICK = False  # a click changes the part; the keys stay where they were, in what it shows
    DEFAULT_CSS = """
    PartBar {
        height: 1; background: $surface; text-wrap: nowrap; text-overflow: ellipsis;
        &:focus { text-style: underline; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Partie précédente", show=False),
        Binding("right", "step(1)", "Partie suivante", show=False),
    ]

    class Chosen(Message):
        """The user asks for the part of this rank."""

        def __init__(self, rank: int) -> None:
            self.rank = rank
            super().__init__()

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = [one_line(name) for name in names]
        self._first = self.current = 0

    def on_mount(self) -> None:
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def mark(self, rank: int, names: Sequence[str] | None = None) -> None:
        """Mark the part shown; ``names`` replaces the parts."""
        if names is not None:
            self._names = [one_line(name) for name in names]
        self.current = max(0, min(rank, len(self._names) - 1))
        self._draw()

    def action_step(self, steps: int) -> None:
        wanted = self.current + steps
        if 0 <= wanted < len(self._names):
            self.post_message(self.Chosen(wanted))

    def _draw(self) -> None:
        # On a narrow screen the first parts leave, so that the one shown is always seen.
        self._first = 0
        while self._first < self.current and self._width_to(self.current) > (self.size.width or 80):
            self._first += 1
        pieces: list[Piece] = [("‹", "$quiet")] if self._first else []
        for rank in range(self._first, len(self._names)):
            if rank == self.current:
                pieces.append((f"▸{self._names[rank]} ", "bold $block-cursor-foreground on $block-cursor-background"))
            else:
                pieces.append((f" {self._names[rank]} ", "$foreground"))
        self.show(*pieces, resizes=False)

    def _width_to(self, last: int) -> int:
        return bool(self._first) + sum(cell_len(name) + 2 for name in self._names[self._first : last + 1])

    def on_click(self, event: events.Click) -> None:
        event.stop()
        place = int(bool(self._first))
        for rank in range(self._first, len(self._names)):
            place += cell_len(self._names[rank]) + 2
            if event.x < place:
                self.post_message(self.Chosen(rank))
                return
