"""A list in a small window, from which one line is chosen."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ptce_ref.domain.text import bind_signs
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseDialog
from ptce_ref.tui.text import Choice, ChoiceList, set_frame_note, set_frame_title
from ptce_ref.tui.widgets.more_below import choices_below


class PickDialog(BaseDialog[str]):
    """Returns the identifier of the line chosen, or None."""

    HERE = Help(
        "Choisir",
        ("Choisissez une ligne de la liste. Échap referme sans rien changer.",),
        (("↑ ↓", "passer d’une ligne à l’autre"), ("Entrée", "choisir la ligne marquée")),
    )
    DEFAULT_CSS = """
    PickDialog ChoiceList { border: none; background: $surface; padding: 0; margin: 1 0; max-height: 100%; }
    """

    def __init__(self, title: str, choices: Sequence[Choice], current: str | None = None) -> None:
        super().__init__()
        self._title, self._choices, self._current = title, choices, current

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, self._title)
            yield ChoiceList(self._choices)

    def on_mount(self) -> None:
        listed = self.query_one(ChoiceList)
        listed.highlight_id(self._current)
        for changed in ("scroll_y", "virtual_size"):
            self.watch(listed, changed, self._tell_more, init=False)
        self._tell_more()

    def on_resize(self) -> None:
        self._tell_more()

    def _tell_more(self) -> None:
        """Say on the border, once the list has its place, how many lines are out of sight."""
        self.call_after_refresh(self._show_more)

    def _show_more(self) -> None:
        told = choices_below(self.query_one(ChoiceList))
        more = f"↓ {told} · " if told else ""
        set_frame_note(self.query_one("#window"), bind_signs(f"{more}Entrée : choisir · Échap : refermer"))

    @on(ChoiceList.OptionSelected)
    def _choose(self, event: ChoiceList.OptionSelected) -> None:
        self.dismiss(event.option_id)
