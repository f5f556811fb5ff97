"""A list to search by a few letters: the commands of the palette, the questions of a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ptce_ref.domain.text import fold
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.list_window import ListWindow
from ptce_ref.tui.text import Choice, ChoiceList, Piece, TextBlock, set_frame_title
from ptce_ref.tui.widgets.entry import LineInput


@dataclass(frozen=True)
class Found:
    """A line one may look for: its identifier, its name, what is said of it, and what it is also known by."""

    id: str
    name: str
    detail: str = ""
    words: str = ""
    """Searched, not shown."""


class SearchDialog(ListWindow[str]):
    """Returns the identifier of the line chosen, or None."""

    HERE = Help(
        "Chercher",
        ("Tapez quelques lettres, puis Entrée.",),
        (("↑ ↓", "passer d’une ligne à l’autre"), ("Entrée", "choisir la ligne marquée")),
    )
    LINE: ClassVar[type[LineInput]] = LineInput
    """Where the words are typed."""
    LIST: ClassVar[type[ChoiceList]] = ChoiceList
    AUTO_FOCUS = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Ligne suivante", show=False),
        Binding("up", "move(-1)", "Ligne précédente", show=False),
    ]
    DEFAULT_CSS = """
    SearchDialog {
        LineInput { margin-top: 1; background: $panel; }
        ChoiceList { border: none; background: $surface; padding: 0; margin: 1 0; max-height: 14; }
        #nothing { color: $quiet; margin-bottom: 1; }
    }
    """

    def __init__(self, title: str, hint: str, lines: Sequence[Found], current: str | None = None) -> None:
        super().__init__()
        self._title, self._hint, self._lines, self._current = title, hint, lines, current
        self._known: dict[str, str] = {}

    def on_resize(self) -> None:
        """Take the room that the whole list needs."""
        self._reserve(None)
        self.call_after_refresh(self._keep_room)

    def _keep_room(self) -> None:
        """Keep that room, so that the window does not jump while one types."""
        if not self.query_one(LineInput).value:
            self._reserve(self.query_one(ChoiceList).outer_size.height)

    def _reserve(self, rows: int | None) -> None:
        for widget in (self.query_one(ChoiceList), self.query_one("#nothing")):
            widget.styles.min_height = rows

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, self._title)
            yield self.LINE(placeholder=self._hint, compact=True)
            yield self.LIST()
            yield TextBlock("Rien ne porte ces mots.", id="nothing")
            yield from self.bottom()

    def bottom(self) -> ComposeResult:
        """What stands under the list."""
        yield from ()

    def on_mount(self) -> None:
        self._filter("")
        self.query_one(ChoiceList).highlight_id(self._current)

    @on(LineInput.Changed)
    def _search(self, event: LineInput.Changed) -> None:
        self._filter(event.value)

    def _filter(self, wanted: str) -> None:
        words = fold(wanted).split()
        shown = [line for line in self._lines if all(word in fold(f"{line.name} {line.detail}") for word in words)]
        # What shows the words comes first: one sees why it was found.
        known = {line.id for line in shown}
        other = [line for line in self._lines if line.id not in known]
        found = shown + [line for line in other if all(word in self._folded(line) for word in words)]
        choices = self.query_one(ChoiceList)
        choices.fill(Choice(line.id, self.pieces_of(line)) for line in found)
        if words and found:
            choices.highlight_id(found[0].id)
        choices.display = bool(found)
        self.query_one("#nothing").display = not found

    def _folded(self, line: Found) -> str:
        """All that a line is searched by; long texts are folded once."""
        if line.id not in self._known:
            self._known[line.id] = fold(f"{line.name} {line.detail} {line.words}")
        return self._known[line.id]

    def pieces_of(self, line: Found) -> tuple[Piece, ...]:
        """Return what a line shows."""
        return (line.name, "bold"), f"  {line.detail}" if line.detail else ""

    def take(self, wanted: str | None) -> None:
        """Do what choosing a line does."""
        self.dismiss(wanted)

    def action_move(self, steps: int) -> None:
        choices = self.query_one(ChoiceList)
        if steps > 0:
            choices.action_cursor_down()
        else:
            choices.action_cursor_up()

    @on(LineInput.Submitted)
    def _submit(self) -> None:
        self.choose_current()

    def choose_current(self) -> None:
        """Take the line marked."""
        current = self.query_one(ChoiceList).current_id
        if current is not None and self.query_one(ChoiceList).display:
            self.take(current)

    @on(ChoiceList.OptionSelected)
    def _choose(self, event: ChoiceList.OptionSelected) -> None:
        self.take(event.option_id)
