"""A labelled choice among a few: left and right go through them, Enter shows them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from ptce_ref.tui.text import TextBlock, one_line


@dataclass(frozen=True)
class Item:
    """One of the choices: its identifier, its name, and what it means."""

    id: str
    name: str
    meaning: str = ""


class Picker(Horizontal, can_focus=True):
    """A choice with a label. ``value`` is the identifier chosen."""

    DEFAULT_CSS = """
    Picker {
        height: 1; border-left: blank $background; padding-left: 1;
        & > .picker-label { width: 24; height: 1; color: $quiet; }
        & > .picker-value { width: 1fr; height: 1; background: $panel; text-wrap: nowrap; text-overflow: ellipsis; }
        &:focus { border-left: outer $primary; }
        &:focus > .picker-label { color: $primary; text-style: bold; }
        &:focus > .picker-value { background: $block-cursor-blurred-background; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Choix précédent", show=False),
        Binding("right", "step(1)", "Choix suivant", show=False),
        Binding("enter,space", "all", "Voir les choix", key_display="Entrée"),
    ]

    class Changed(Message):
        """Another choice was made."""

        def __init__(self, picker: "Picker") -> None:
            self.picker = picker
            super().__init__()

    class AllAsked(Message):
        """The user wants to see every choice with its meaning."""

        def __init__(self, picker: "Picker") -> None:
            self.picker = picker
            super().__init__()

    def __init__(self, label: str, choices: Sequence[Item], *, id: str, value: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.label = label
        self.choices = tuple(choices)
        self.value = value if value is not None else self.choices[0].id
        self._first = self.value

    def compose(self) -> ComposeResult:
        yield TextBlock(self.label, classes="picker-label")
        yield TextBlock(classes="picker-value")

    def on_mount(self) -> None:
        self._show()

    @property
    def chosen(self) -> Item:
        return next(choice for choice in self.choices if choice.id == self.value)

    @property
    def first(self) -> str:
        """The choice it began with."""
        return self._first

    def words(self, value: str) -> str:
        """Return the name of a choice; the value itself when it is none."""
        return next((choice.name for choice in self.choices if choice.id == value), value)

    @property
    def changed(self) -> bool:
        """Whether another choice than the first one is made."""
        return self.value != self._first

    def renew(self, value: str) -> None:
        """Take another first choice, be it none of those known here; one made meanwhile stays."""
        made = self.changed
        self._first = value
        if all(choice.id != value for choice in self.choices):
            self.choices = (*self.choices, Item(value, value))
        if not made:
            self.put(value)

    def put(self, value: str) -> None:
        """As :meth:`choose`; what is not among the choices is left aside."""
        if any(choice.id == value for choice in self.choices):
            self.choose(value)

    def offer(self, choices: Sequence[Item], value: str) -> None:
        """Have other choices, with ``value`` made and nothing told of it."""
        self.choices, self.value = tuple(choices), value
        self._show()

    def choose(self, value: str) -> None:
        """Take the choice of this identifier."""
        if value != self.value:
            self.value = value
            self._show()
            self.post_message(self.Changed(self))

    def action_step(self, steps: int) -> None:
        place = self.choices.index(self.chosen)
        self.choose(self.choices[(place + steps) % len(self.choices)].id)

    def action_all(self) -> None:
        self.post_message(self.AllAsked(self))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.action_all()

    def _show(self) -> None:
        self.query_one(".picker-value", TextBlock).show(("‹ ", "$quiet"), one_line(self.chosen.name), (" ›", "$quiet"))
