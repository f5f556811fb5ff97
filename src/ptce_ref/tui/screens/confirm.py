"""A question whose answer is yes or no."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from ptce_ref.domain.text import bind_signs
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseDialog
from ptce_ref.tui.text import ActionButton, TextBlock, set_frame_title


class ConfirmDialog(BaseDialog[bool]):
    """Returns True when the user says yes; the answer that changes nothing has the focus."""

    HERE = Help(
        "Confirmer",
        (
            "Une action demande votre accord : la fenêtre dit ce qu’elle changera.",
            "Le bouton marqué au départ est celui qui ne change rien. Échap ne change rien non plus.",
        ),
        (
            ("Entrée", "choisir le bouton marqué"),
            ("← → ou Tab", "passer d’un bouton à l’autre"),
            ("Échap", "refermer sans rien changer"),
        ),
    )
    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", "Bouton précédent", show=False),
        Binding("right", "app.focus_next", "Bouton suivant", show=False),
    ]

    def __init__(self, title: str, sentences: tuple[str, ...], yes: str, no: str = "Ne rien changer") -> None:
        super().__init__()
        self._title, self._sentences, self._yes, self._no = title, sentences, yes, no

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, self._title)
            for sentence in self._sentences:
                yield TextBlock(bind_signs(sentence))
            with Horizontal(id="buttons"):
                yield ActionButton(self._no, id="no")
                yield ActionButton(self._yes, id="yes", primary=True)

    @on(ActionButton.Pressed, "#yes")
    def _say_yes(self) -> None:
        self.dismiss(True)

    @on(ActionButton.Pressed, "#no")
    def _say_no(self) -> None:
        self.dismiss(False)

    def action_back(self) -> None:
        self.dismiss(False)
