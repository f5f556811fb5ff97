"""Where one writes while copying a paper: one line for a reason, several for an argument; closed otherwise."""

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.text import TextBlock
from ptce_ref.tui.typed import Typed
from ptce_ref.tui.widgets.argument import EnterArea, WritingArea
from ptce_ref.tui.widgets.entry import LineInput


class ReasonInput(LineInput):
    """One line: why the question does not apply."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,tab", "screen.leave_text", "Enregistrer", show=False),
    ]


class PaperWriting(Vertical):
    """The two fields, of which one at most is open."""

    DEFAULT_CSS = """
    PaperWriting {
        height: auto; display: none;
        #writing-label { padding: 0 2; color: $accent; text-style: bold; }
        #argument, #reason { margin: 0 1; border: none; border-left: outer $primary; background: $panel; }
        #argument { min-height: 3; max-height: 6; }
        #reason { height: 1; padding: 0 1; }
    }
    """

    def compose(self) -> ComposeResult:
        yield TextBlock(id="writing-label")
        yield ReasonInput(id="reason", compact=True, select_on_focus=False)
        yield EnterArea(lambda _: False, id="argument")

    @property
    def reason(self) -> ReasonInput:
        return self.query_one(ReasonInput)

    @property
    def argument(self) -> WritingArea:
        return self.query_one(WritingArea)

    @property
    def arguing(self) -> bool:
        """Whether the argument is open."""
        return self.display and self.argument.display

    def open_reason(self, text: str) -> None:
        """Ask why a question does not apply."""
        self.reason.value = text
        self.reason.cursor_position = len(text)
        self._open(self.reason, f"Pourquoi n’est-ce pas concerné{NBSP}? Entrée l’enregistre, Échap abandonne.")

    def open_argument(self, text: str, *, required: bool, answered: bool) -> None:
        """Ask why this answer; when none is chosen yet, the argument is stored with the one that comes."""
        self.argument.show(text)
        why = " Cette évaluation en demande un." if required else ""
        then = "Entrée l’enregistre, et question suivante." if answered else "Entrée, puis la touche de la réponse."
        self._open(self.argument, f"Argument.{why} {then}")

    def _open(self, field: ReasonInput | WritingArea, label: str) -> None:
        self.query_one("#writing-label", TextBlock).show(label)
        self.display = True
        self.reason.display, self.argument.display = field is self.reason, field is self.argument
        self.screen.set_focus(field)

    def close(self) -> None:
        self.display = False

    def show(self, typed: Typed) -> None:
        """Put in the field that is open what it holds of ``typed``."""
        if self.arguing and self.argument.text != typed.argument:
            self.argument.show(typed.argument)
        elif self.display and not self.arguing and self.reason.value != typed.reason:
            self.reason.value = typed.reason
            self.reason.cursor_position = len(typed.reason)

    def typed(self, others: Typed) -> Typed:
        """Return ``others`` with what is written in the field that is open."""
        if not self.display:
            return others
        if self.arguing:
            return replace(others, argument=self.argument.text)
        return replace(others, reason=self.reason.value)
