"""What the forms share: fields, « Enregistrer », leaving without losing, problems told beside their field."""

from typing import ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType

from ptce_ref.domain.problem import Path, Problem
from ptce_ref.reports.wording import NBSP
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.pick import PickDialog
from ptce_ref.tui.text import ActionButton, Choice, TextBlock
from ptce_ref.tui.widgets.entry import LineInput
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.picker import Picker

Result = TypeVar("Result")

FORM_KEYS: tuple[tuple[str, str], ...] = (
    ("↑ ↓ Tab", "passer d’un champ à l’autre ; Entrée aussi, là où l’on écrit"),
    ("← →", "changer un choix ‹ › ; Entrée les montre tous, avec leur sens"),
    ("Ctrl+S", "enregistrer"),
)


class FormScreen(BaseScreen[Result]):
    """A form: subclasses compose the fields, and say in ``store`` what saving does."""

    AUTO_FOCUS = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Enregistrer", key_display="Ctrl+S", tooltip="ce qui est tapé dans ce formulaire"),
        # What has lines of its own, a text or boxes to tick, lets these keys go at its first and last line.
        Binding("down", "app.focus_next", "Champ suivant", show=False),
        Binding("up", "app.focus_previous", "Champ précédent", show=False),
    ]
    DEFAULT_CSS = """
    FormScreen {
        #form { padding: 1 2 0 1; height: 1fr; }
        #form Entry, #form Picker { margin-bottom: 1; }
        #form > .note { color: $quiet; margin-bottom: 1; padding-left: 2; }
        #problem { color: $error; display: none; margin-bottom: 1; }
        #save { margin-left: 26; }
    }
    """

    def store(self) -> Result:
        """Store what the fields hold. Raises :class:`Refusal` or :class:`DatabaseUnusableError`."""
        raise NotImplementedError

    def make_ready(self) -> None:
        """What comes before :meth:`store`. Raises as it does: nothing is stored then."""

    def action_save(self) -> None:
        for field in self.query(Field):
            field.show_error()
        self.tell("")
        try:
            self.make_ready()
            result = self.store()
        except Refusal as refusal:
            self.point_out(refusal)
        except DatabaseUnusableError as error:
            self.tell(str(error))
        else:
            self.close_stored(result)

    def close_stored(self, result: Result) -> None:
        """Leave: what the fields hold is stored, and is ``result``."""
        self.dismiss(result)

    def point_out(self, refusal: Refusal) -> None:
        """Tell each problem under the field it is about; the rest above the button."""
        elsewhere: list[Problem] = []
        first: Field | None = None
        for problem in refusal.problems:
            field = self.field_of(problem.path)
            if field is None:
                elsewhere.append(problem)
                continue
            field.show_error(f"Attendu : {problem.expected}.".replace(" :", f"{NBSP}:"))
            first = first or field
        if first is not None:
            first.focus_input()
        if elsewhere or not refusal.problems:
            self.tell(sentence_of(Refusal(str(refusal), refusal.fault, elsewhere)))

    def field(self, name: str) -> Field:
        """Return the field of this name."""
        return self.query_one(f"#{name}", Field)

    def field_of(self, path: Path) -> Field | None:
        """Return the field that holds what is at ``path``: the one of that name, unless a form knows better."""
        name = str(path[-1]) if path else ""
        found = self.query(f"#{name}").results(Field) if name.isidentifier() else iter(())
        return next(found, None)

    @property
    def unsaved(self) -> bool:
        """Whether leaving now would lose something typed."""
        return any(field.changed for field in self.query(Field))

    def tell(self, sentence: str) -> None:
        """Say something of the form as a whole; nothing when there is nothing to say."""
        block = self.query_one("#problem", TextBlock)
        block.show(sentence)
        block.display = bool(sentence)
        if sentence:
            block.scroll_visible(animate=False)

    @on(ActionButton.Pressed, "#save")
    def _save_pressed(self) -> None:
        self.action_save()

    @on(LineInput.Submitted)
    def _next_field(self) -> None:
        self.focus_next()

    @on(Picker.AllAsked)
    def _show_choices(self, event: Picker.AllAsked) -> None:
        picker = event.picker
        choices = [
            Choice(item.id, ((item.name, "bold"), f"\n{item.meaning}" if item.meaning else ""))
            for item in picker.choices
        ]

        def choose(value: str | None) -> None:
            if value is not None:
                picker.choose(value)

        self.app.push_screen(PickDialog(picker.label, choices, picker.value), choose)

    def abandon(self) -> None:
        """Leave without saving."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Leave; what was typed is given up only when the user says so."""
        if not self.unsaved:
            self.abandon()
            return

        def leave(confirmed: bool | None) -> None:
            if confirmed:
                self.abandon()

        sentences = ("Ce que vous avez tapé ici n’est pas encore enregistré.",)
        self.app.push_screen(ConfirmDialog("Quitter ce formulaire", sentences, "Abandonner", "Continuer"), leave)
