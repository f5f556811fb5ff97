"""An argument heard in the room, noted for a college during a show of hands."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import TextArea

from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseDialog
from ptce_ref.tui.text import ActionButton, set_frame_title
from ptce_ref.tui.widgets.passage import Passage


class HeardDialog(BaseDialog[str]):
    """Returns the text as it is when one leaves, whichever way: nothing typed is lost."""

    HERE = Help(
        "Argument entendu",
        ("Notez ce qui a été dit, sans nommer personne. Échap ou Ctrl+S le garde avec le vote du collège.",),
        (("Ctrl+S", "enregistrer et revenir au vote"),),
    )
    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "back", "Enregistrer", key_display="Ctrl+S")]
    DEFAULT_CSS = """
    HeardDialog Passage { margin-top: 1; }
    """

    def __init__(self, college: str, text: str, hold: Callable[[str], None]) -> None:
        """``hold`` is told what is typed, letter after letter."""
        super().__init__()
        self._college, self._text, self._hold = college, text, hold

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, f"Entendu : {self._college}")
            yield Passage(
                "Argument", id="argument", value=self._text, meaning="Ce qui a été dit, sans le nom des personnes."
            )
            with Horizontal(id="buttons"):
                yield ActionButton("Enregistrer", id="save", primary=True)

    @on(TextArea.Changed)
    def _typed(self) -> None:
        text = self.query_one(Passage).value
        if text != self._text:
            self._hold(text)

    @on(ActionButton.Pressed, "#save")
    def action_back(self) -> None:
        text = self.query_one(Passage).value
        self.dismiss(text if text != self._text else None)
