"""The line over a list in which one searches it: only the lines that hold every word stay."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var

from ptce_ref.tui.widgets.entry import LineInput


class SearchLine(LineInput):
    """Enter goes to what is found, Escape shows everything again: the footer says so, the screen does it.

    The screen has the actions ``list`` and ``back``, and sets ``found`` to whether anything holds the words:
    where nothing is found, there is nowhere to go.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Liste", key_display="Entrée"),
        Binding("down", "leave", "Liste", show=False),
        Binding("escape", "screen.back", "Tout montrer", key_display="Échap"),
    ]
    DEFAULT_CSS = """
    SearchLine, SearchLine.-textual-compact { padding: 0 1; background: $panel; }
    SearchLine:focus { background: $block-cursor-blurred-background; }
    """

    found = var(default=True, bindings=True)

    def __init__(self, what: str) -> None:
        """``what`` is what one may look for: « une date, un code, un mot »."""
        super().__init__(placeholder=f"Chercher {what} (touche c)", compact=True, id="search")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in {"submit", "leave"}:
            return self.found
        return super().check_action(action, parameters)

    async def action_leave(self) -> None:
        """Leave the search for what it found."""
        await self.screen.run_action("list")


class OpeningLine(SearchLine):
    """Enter opens the first line that is found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Ouvrir", key_display="Entrée"),
        Binding("down", "leave", "Liste", key_display="↓"),
    ]
