"""A few things of which any number may hold: arrows go through them, space ticks, Enter goes on as in a field."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from ptce_ref.tui.text import HangingBlock, Piece, TextBlock, one_line
from ptce_ref.tui.widgets.picker import Item


class _Lines(Vertical, can_focus=True):
    """The lines themselves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Ligne précédente", show=False),
        Binding("down", "move(1)", "Ligne suivante", show=False),
        Binding("space", "tick", "Cocher", key_display="Espace"),
        Binding("enter", "app.focus_next", "Champ suivant", show=False),
    ]

    class Ticked(Message):
        """The line at ``place`` was ticked or unticked."""

        def __init__(self, place: int) -> None:
            self.place = place
            super().__init__()

    def __init__(self, count: int) -> None:
        super().__init__()
        self.current, self._count = 0, count

    def compose(self) -> ComposeResult:
        for _ in range(self._count):
            yield HangingBlock()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        # A long name takes two rows: the line is the one under the pointer, not the row of that number.
        for place, block in enumerate(self.query(HangingBlock)):
            if block.region.contains_point(event.screen_offset):
                self.current = place
                self.action_tick()

    def action_move(self, steps: int) -> None:
        """Go to another line; past the ends, to the field before or after."""
        wanted = self.current + steps
        if 0 <= wanted < self._count:
            self.current = wanted
            self.post_message(self.Ticked(-1))
        elif steps > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_tick(self) -> None:
        self.post_message(self.Ticked(self.current))


class CheckList(Horizontal):
    """Labelled boxes to tick."""

    DEFAULT_CSS = """
    CheckList {
        height: auto; border-left: blank $background; padding-left: 1;
        & > .entry-label { width: 24; color: $quiet; }
        & > _Lines { width: 1fr; height: auto; background: $panel; }
        &:focus-within { border-left: outer $primary; }
        &:focus-within > .entry-label { color: $primary; text-style: bold; }
        &:focus-within > _Lines { background: $block-cursor-blurred-background; }
    }
    """

    class Changed(Message):
        """A box was ticked or unticked."""

    def __init__(self, label: str, choices: Sequence[Item], *, id: str, chosen: Iterable[str] = ()) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.label, self.choices = label, tuple(choices)
        self._chosen = dict.fromkeys(chosen)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The identifiers ticked: those of the beginning in their order, then the others as they were ticked."""
        return tuple(self._chosen)

    def compose(self) -> ComposeResult:
        yield TextBlock(self.label, classes="entry-label")
        yield _Lines(len(self.choices))

    def on_mount(self) -> None:
        self._show()

    def on_descendant_focus(self) -> None:
        self._show()

    def on_descendant_blur(self) -> None:
        self._show()

    @on(_Lines.Ticked)
    def _ticked(self, event: _Lines.Ticked) -> None:
        event.stop()
        if event.place >= 0:
            ticked = self.choices[event.place].id
            if ticked in self._chosen:
                del self._chosen[ticked]
            else:
                self._chosen[ticked] = None
            self.post_message(self.Changed())
        self._show()

    def _show(self) -> None:
        lines = self.query_one(_Lines)
        for place, (item, block) in enumerate(zip(self.choices, lines.query(HangingBlock), strict=True)):
            here = lines.has_focus and place == lines.current
            mark = "[x]" if item.id in self._chosen else "[ ]"
            pieces: list[Piece] = [
                ("▸ " if here else "  ", "$primary"),
                (f"{mark} {one_line(item.name)}", "bold" if here else ""),
            ]
            block.show(*pieces)
