"""The help of the place where one is."""

from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from ptce_ref.domain.text import bind_signs
from ptce_ref.tui.help import EVERYWHERE, Help
from ptce_ref.tui.screens.long_window import LongWindow
from ptce_ref.tui.text import TextBlock, set_frame_note, set_frame_title

_GAP = 2
"""Columns between the longest key and what the keys do."""
_TOUR = ("v", "d’ici : la visite guidée, deux minutes")


class _Keys(Vertical):
    """One line a key, what it does beside it; a long one goes on under its own words."""

    def __init__(self, keys: tuple[tuple[str, str], ...], width: int, *, classes: str | None = None) -> None:
        """``width`` is the number of columns for the keys."""
        super().__init__(classes=classes)
        self._keys, self._width = keys, width

    def compose(self) -> ComposeResult:
        for key, what in self._keys:
            with Horizontal():
                name = TextBlock(key, classes="key")
                name.styles.width = self._width
                yield name
                yield TextBlock(bind_signs(what), classes="what")


class HelpDialog(LongWindow[None]):
    """Shows what one does here and with which keys."""

    SCROLLED = VerticalScroll
    HERE = Help(
        "Aide",
        ("L’aide dit ce que l’on fait à l’endroit où l’on est.",),
        (("↑ ↓", "faire défiler"), ("v", "visite guidée")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,enter,q", "back", "Fermer", show=False),
        Binding("v", "tour", "Visite guidée", show=False),
    ]
    DEFAULT_CSS = """
    HelpDialog {
        VerticalScroll { height: auto; max-height: 100%; margin-bottom: 1; }
        VerticalScroll > TextBlock { height: auto; margin-top: 1; }
        _Keys { height: auto; margin-top: 1; }
        _Keys > Horizontal { height: auto; }
        _Keys .key { color: $accent; text-style: bold; }
        _Keys .what { width: 1fr; height: auto; }
        #everywhere { text-style: bold; }
        _Keys.-everywhere { margin-top: 0; }
    }
    """

    def __init__(self, place: Help) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, f"Aide : {self._place.title}")
            with VerticalScroll():
                for paragraph in self._place.paragraphs:
                    yield TextBlock(bind_signs(paragraph))
                everywhere = (*EVERYWHERE, _TOUR)
                width = max(cell_len(key) for key, _ in (*self._place.keys, *everywhere)) + _GAP
                yield _Keys(self._place.keys, width)
                yield TextBlock("Partout", id="everywhere")
                yield _Keys(everywhere, width, classes="-everywhere")

    def show_more(self) -> None:
        """Say on the border whether the text goes on."""
        text = self.query_one(VerticalScroll)
        more = "↓ : la suite · " if text.scroll_y < text.max_scroll_y else ""
        set_frame_note(self.query_one("#window"), bind_signs(f"{more}Échap : refermer"))

    def action_tour(self) -> None:
        self.dismiss(None)
        self.ptce.open_tour()
