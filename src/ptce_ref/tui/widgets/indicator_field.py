"""The indicators something is about: those chosen, one a line; Enter opens the list to add or take out."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message

from ptce_ref.domain.referential import Referential, in_reading_order
from ptce_ref.tui.text import Piece, TextBlock
from ptce_ref.tui.widgets.field import Field

_SEPARATOR = " "


class _Chosen(TextBlock, can_focus=True):
    """The lines of those chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "ask", "Choisir", key_display="Entrée")]

    class Asked(Message):
        """The user wants the list."""

    def action_ask(self) -> None:
        self.post_message(self.Asked())

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.focus()
        self.action_ask()


class IndicatorField(Field):
    """``value`` holds the identifiers, separated by spaces: a draft is kept as text."""

    DEFAULT_CSS = """
    IndicatorField {
        & > Horizontal { height: auto; }
        .entry-label { width: 24; height: auto; color: $quiet; padding-right: 1; }
        _Chosen { width: 1fr; height: auto; background: $panel; }
        _Chosen:focus { background: $block-cursor-blurred-background; }
        & > .entry-error, & > .entry-note { padding-left: 24; }
    }
    """

    class ListAsked(Message):
        """The user wants to choose among the indicators."""

        def __init__(self, field: "IndicatorField") -> None:
            self.field = field
            super().__init__()

    def __init__(self, label: str, referential: Referential, *, id: str, chosen: tuple[str, ...] = ()) -> None:  # noqa: A002 - Textual's own name
        self._referential = referential
        self._value = self._ordered(chosen)
        super().__init__(label, id=id, value=self._value)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield TextBlock(self.label, classes="entry-label")
            yield _Chosen()

    def on_mount(self) -> None:
        self._show()

    @property
    def value(self) -> str:
        return self._value

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(self._value.split())

    def put(self, value: str) -> None:
        self._value = self._ordered(tuple(value.split()))
        if self.is_mounted:
            self._show()

    def toggle(self, indicator: str) -> None:
        """Add an indicator, or take it out when it was chosen."""
        chosen = self.chosen
        kept = tuple(item for item in chosen if item != indicator)
        self.put(_SEPARATOR.join(kept if indicator in chosen else (*kept, indicator)))
        self.post_message(self.Changed())

    def words(self, value: str) -> str:
        """Return the codes of the indicators of ``value``, in the order of reading."""
        return ", ".join(item.code for item in in_reading_order(self._referential, value.split()))

    def focus_input(self) -> None:
        self.query_one(_Chosen).focus()

    def on__chosen_asked(self, event: _Chosen.Asked) -> None:
        event.stop()
        self.post_message(self.ListAsked(self))

    def _ordered(self, chosen: tuple[str, ...]) -> str:
        return _SEPARATOR.join(item.id for item in in_reading_order(self._referential, chosen))

    def _show(self) -> None:
        items = in_reading_order(self._referential, self.chosen)
        pieces: list[Piece] = []
        for item in items:
            pieces += ["\n" if pieces else "", (item.code, "bold"), f" {item.title}"]
        pieces.append(("\nEntrée : en ajouter, en retirer" if items else "Entrée : choisir dans la liste", "$quiet"))
        self.query_one(_Chosen).show(*pieces)
