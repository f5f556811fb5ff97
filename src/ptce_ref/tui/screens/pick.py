"""A list in a small window, from which one line is chosen."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.list_window import ListWindow
from ptce_ref.tui.text import Choice, ChoiceList, set_frame_title


class PickDialog(ListWindow[str]):
    """Returns the identifier of the line chosen, or None."""

    HERE = Help(
        "Choisir",
        ("Choisissez une ligne de la liste. Échap referme sans rien changer.",),
        (("↑ ↓", "passer d’une ligne à l’autre"), ("Entrée", "choisir la ligne marquée")),
    )
    DEFAULT_CSS = """
    PickDialog ChoiceList { border: none; background: $surface; padding: 0; margin: 1 0 0 0; max-height: 100%; }
    """

    def __init__(self, title: str, choices: Sequence[Choice], current: str | None = None) -> None:
        super().__init__()
        self._title, self._choices, self._current = title, choices, current

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, self._title)
            yield ChoiceList(self._choices)

    def on_mount(self) -> None:
        self.query_one(ChoiceList).highlight_id(self._current)

    @on(ChoiceList.OptionSelected)
    def _choose(self, event: ChoiceList.OptionSelected) -> None:
        self.dismiss(event.option_id)
