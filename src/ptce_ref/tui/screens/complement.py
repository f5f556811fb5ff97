"""Compléments: the evidence and the figures that go with an answer, on a page of their own."""

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll

from ptce_ref.domain.referential import Figure
from ptce_ref.reports.wording import NBSP
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.text import TextBlock
from ptce_ref.tui.typed import Typed, is_number
from ptce_ref.tui.widgets.argument import WritingArea
from ptce_ref.tui.widgets.entry import LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.question_head import QuestionHead
from ptce_ref.tui.widgets.status_line import StatusLine


class FigureInput(LineInput):
    """A number as people write it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "app.focus_next", "Champ suivant", show=False),
        Binding("up", "app.focus_previous", "Champ précédent", show=False),
    ]


class FigureLine(Horizontal):
    """A figure: the field, its unit, and what is wrong with it."""

    DEFAULT_CSS = """
    FigureLine {
        height: 1; margin-bottom: 1; border-left: outer $rule; padding-left: 1;
        & > FigureInput { width: 16; background: $panel; }
        & > FigureInput:focus { background: $block-cursor-blurred-background; }
        & > .unit { width: auto; padding: 0 2 0 1; color: $quiet; }
        & > .error { width: 1fr; color: $error; }
        &:focus-within { border-left: outer $primary; }
    }
    """

    def __init__(self, figure: Figure, value: str) -> None:
        super().__init__()
        self.figure, self._value = figure, value

    def compose(self) -> ComposeResult:
        yield FigureInput(self._value, compact=True, select_on_focus=False)
        unit = "" if self.figure.unit == "nombre" else self.figure.unit
        yield TextBlock(unit, classes="unit")
        yield TextBlock(classes="error")

    def show(self, value: str) -> None:
        """Put a number in the field."""
        field = self.query_one(FigureInput)
        if field.value != value:
            field.value = value
            field.cursor_position = len(value)

    @property
    def value(self) -> str:
        return self.query_one(FigureInput).value

    def check(self) -> None:
        """Say beside the field whether it cannot be read."""
        wrong = not is_number(self.value)
        self.query_one(".error", TextBlock).show("un nombre, comme 12 ou 12,5" if wrong else "", resizes=False)


class ComplementScreen(BaseScreen[None]):
    """Everything here is optional; each field is stored when it is left."""

    HERE = Help(
        "Compléments d’une réponse",
        (
            (
                "Tout ici est facultatif : ce qui montre ce que vous dites (un document, un lien, une date), "
                "et les chiffres que la question propose de relever."
            ),
            "Chaque champ s’enregistre quand on le quitte, avec la réponse ; sans réponse encore, il l’attend.",
            "Les nombres s’écrivent comme on en a l’habitude : 12, 12,5 ou 1 200.",
        ),
        (("Tab", "aller au champ suivant"), ("Entrée", "dans un chiffre : au champ suivant")),
    )
    AUTO_FOCUS = "WritingArea"
    DEFAULT_CSS = """
    ComplementScreen {
        #fields { height: 1fr; padding: 1 1 0 1; scrollbar-size-vertical: 1; }
        .step { color: $accent; text-style: bold; }
        .hint { color: $quiet; }
        WritingArea { min-height: 4; max-height: 8; border: none; border-left: outer $rule; margin-bottom: 1; }
        WritingArea:focus { border: none; border-left: outer $primary; }
    }
    """

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self._first = sheet.typed

    def compose(self) -> ComposeResult:
        question = self._sheet.question
        yield Heading("Compléments", "facultatifs")
        yield QuestionHead()
        with VerticalScroll(id="fields", can_focus=False):
            yield TextBlock("Preuves", ("   ce qui montre ce que vous dites", "$quiet"), classes="step")
            if question.evidence:
                examples = "".join(f"\n– {example}" for example in question.evidence)
                yield TextBlock(f"Par exemple{NBSP}:{examples}", classes="hint")
            yield WritingArea(lambda _: False, id="evidence")
            if question.figures:
                yield TextBlock("Chiffres", ("   si vous les avez", "$quiet"), classes="step")
            for figure in question.figures:
                yield TextBlock(figure.label)
                yield FigureLine(figure, self._first.figures.get(figure.id, ""))
        yield StatusLine()
        yield Footer()

    def on_mount(self) -> None:
        sheet = self._sheet
        head = self.query_one(QuestionHead)
        head.show(sheet.question, sheet.referential.theme_by_id[sheet.question.theme])
        head.show_progress("", marked=sheet.marked)
        self.query_one(WritingArea).show(self._first.evidence)
        self._show_state()

    def _typed(self) -> Typed:
        figures = {line.figure.id: line.value for line in self.query(FigureLine) if line.value.strip()}
        # What the question no longer asks, or asked under another name, stays with the answer.
        asked = {figure.id for figure in self._sheet.question.figures}
        others = {name: text for name, text in self._sheet.typed.figures.items() if name not in asked}
        return replace(self._sheet.typed, evidence=self.query_one(WritingArea).text, figures={**others, **figures})

    @on(WritingArea.Changed)
    @on(LineInput.Changed)
    def _changed(self) -> None:
        typed = self._typed()
        if typed != self._sheet.typed:
            self._sheet.hold(typed)
            self._show_state()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that is left is stored, or says why it cannot be."""
        if isinstance(event.widget, WritingArea | FigureInput):
            self.keep()
            self.ptce.drafts.flush()

    def keep(self) -> bool:
        """Store what is typed; say whether it worked."""
        for line in self.query(FigureLine):
            line.check()
        try:
            if self._sheet.keep(self._typed()):
                self._show_typed()
        except (Refusal, DatabaseUnusableError) as error:
            self.query_one(StatusLine).tell_refused(sentence_of(error))
            return False
        self._show_state()
        return True

    def database_changed(self) -> None:
        """Take what another window wrote, under what is being typed here."""
        if not self._sheet.settled:
            self._sheet.hold(self._typed())
        with self.explained():
            if self._sheet.refresh().answer:
                self._show_typed()
            self._show_state()

    def _show_typed(self) -> None:
        typed = self._sheet.typed
        area = self.query_one(WritingArea)
        if area.text != typed.evidence:
            area.show(typed.evidence)
        for line in self.query(FigureLine):
            line.show(typed.figures.get(line.figure.id, ""))

    def _show_state(self) -> None:
        sheet, status = self._sheet, self.query_one(StatusLine)
        unread = sheet.typed.unread(sheet.question)
        if sheet.answer is None:
            waits = "" if sheet.settled else "ce qui est écrit ici s’enregistrera avec elle."
            status.tell(f"La question n’a pas encore de réponse{f'{NBSP}: {waits}' if waits else '.'}")
        elif unread:
            status.tell_refused(f"{', '.join(unread)} ne se lit pas encore comme un nombre. Le texte est gardé.")
        elif sheet.settled:
            status.tell_stored(sheet.answer, sheet.referential, f"Échap{NBSP}: retour.")
        else:
            status.tell(f"Modifié{NBSP}; s’enregistre en quittant le champ.")

    def action_leave_text(self) -> None:
        """Tab in the text: the first figure, or back to the text where there is none."""
        self.focus_next()

    def action_back(self) -> None:
        self.keep()
        self.dismiss(None)
