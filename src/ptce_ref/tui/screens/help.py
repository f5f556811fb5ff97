"""The help of the place where one is."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll

from ptce_ref.tui.help import EVERYWHERE, Help
from ptce_ref.tui.screens.base import BaseDialog
from ptce_ref.tui.text import Piece, TextBlock, set_frame_title

_KEY_WIDTH = 14
_TOUR = ("v", "d’ici : la visite guidée, deux minutes")


class HelpDialog(BaseDialog[None]):
    """Shows what one does here and with which keys."""

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
        TextBlock { height: auto; margin-top: 1; }
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
                    yield TextBlock(paragraph)
                yield TextBlock(*_lines(self._place.keys))
                yield TextBlock(("Partout\n", "bold"), *_lines((*EVERYWHERE, _TOUR)))

    def action_tour(self) -> None:
        self.dismiss(None)
        self.ptce.open_tour()


def _lines(keys: tuple[tuple[str, str], ...]) -> list[Piece]:
    pieces: list[Piece] = []
    for position, (key, what) in enumerate(keys):
        end = "\n" if position < len(keys) - 1 else ""
        pieces += [(f"{key:<{_KEY_WIDTH}}", "bold $accent"), f"{what}{end}"]
    return pieces
