"""Saisie: one respondent, one question after the other; the argument first, then the level."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer

from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind
from ptce_ref.reports import wording
from ptce_ref.reports.wording import NBSP
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.draft import Typed
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.respondent import respondent_name
from ptce_ref.tui.screens.search import Found, SearchDialog
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.text import TextBlock, say
from ptce_ref.tui.widgets.argument import WritingArea
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.level_scale import LevelScale
from ptce_ref.tui.widgets.question_head import QuestionHead
from ptce_ref.tui.widgets.status_line import StatusLine

_KINDS: tuple[ArgumentKind | None, ...] = (None, *ArgumentKind)


class _Body(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls with the focus and the mouse; the page keys go from question to question."""


class ScoringScreen(BaseScreen[None]):
    """Each answer is in the database before the next key is read; what is typed is never lost."""

    HERE = Help(
        "Saisie des avis",
        (
            (
                "Dites d’abord pourquoi, puis choisissez la réponse. Dans le cadre de l’argument, les chiffres "
                "sont du texte : Tab ou Échap en sort. Chaque réponse est enregistrée aussitôt ; "
                "la ligne du bas le dit."
            ),
            "Sur un clavier français, la touche & vaut 1, é vaut 2, et ainsi de suite, sans la touche Maj.",
            "Un argument tapé avant toute réponse est gardé à l’écran ; il s’enregistre avec la réponse.",
        ),
        (
            ("1, 2, 3…", "choisir un niveau (ou ↑ ↓, puis Entrée)"),
            ("n", "non concerné, en disant pourquoi"),
            ("s", "ne sait pas"),
            ("Entrée", "question suivante, quand la réponse est donnée"),
            ("Tab", "passer de l’argument à la réponse"),
            ("Pg↓ Pg↑", "question suivante, précédente"),
            ("F3 ou v", "prochaine question sans réponse"),
            ("F4 ou a", "aller à une question par son code"),
            ("t", "sorte d’argument : témoignage, observation, document, chiffre"),
            ("Suppr", "retirer la réponse"),
            ("Alt et 1, 2…", "répondre sans quitter l’argument"),
        ),
    )
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "move(1)", "Suivante", key_display="Pg↓", tooltip="question suivante"),
        Binding("pageup", "move(-1)", "Précédente", show=False, tooltip="question précédente"),
        Binding("f3,v", "next_unanswered", "Sans réponse", key_display="F3", tooltip="prochaine question sans réponse"),
        Binding("f4,a", "jump", "Aller à…", key_display="F4", tooltip="une question, par son code"),
        Binding("t", "next_kind", "Sorte d’argument", show=False, tooltip="témoignage, observation, document, chiffre"),
        Binding("delete", "withdraw", "Retirer la réponse", show=False, tooltip="revenir à « pas répondu »"),
    ]
    DEFAULT_CSS = """
    ScoringScreen {
        #body { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
        #explanation { padding: 0 1; color: $quiet; }
        .step { padding: 0 1; color: $accent; text-style: bold; }
        #kind { padding: 0 1; color: $quiet; height: 1; }
        &.-tall WritingArea { min-height: 8; max-height: 14; }
    }
    """

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self._kind: ArgumentKind | None = None
        self._refusal = ""
        self._unusable = False

    def compose(self) -> ComposeResult:
        sheet = self.sheet
        mark = wording.DEMONSTRATION if self.ptce.pole_of(sheet.evaluation).demonstration else ""
        yield Heading(respondent_name(sheet.respondent, sheet.referential), sheet.evaluation.title, mark)
        yield QuestionHead()
        with _Body(id="body"):
            yield TextBlock(id="explanation")
            yield TextBlock(
                "1. Votre argument, d’abord", ("   (Tab ou Échap pour passer à la réponse)", "$quiet"), classes="step"
            )
            yield WritingArea(self._answer_by, id="argument")
            yield TextBlock(id="kind")
            yield TextBlock("2. Votre réponse", ('   (une touche : 1, 2, 3… ou & é "…)', "$quiet"), classes="step")
            yield LevelScale(sheet.referential.scale.levels, self.answer, lambda: self.action_move(1))
            yield TextBlock("Pourquoi la question ne concerne pas le pôle", id="reason-label", classes="step")
            yield WritingArea(self._answer_by, id="reason")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        """Show the question one is at, with what was typed or stored."""
        sheet, question = self.sheet, self.sheet.question
        self.query_one(QuestionHead).show(question, sheet.referential.theme_by_id[question.theme])
        self.query_one("#explanation", TextBlock).show(question.explanation)
        self._scale.show([question.descriptors[level.id] for level in sheet.referential.scale.levels])
        typed = sheet.typed
        self._refusal = ""
        self._kind = typed.argument_kind
        self._argument.show(typed.argument)
        self._reason.show(typed.reason)
        self._show_kind()
        self._show_stored()
        self.query_one("#body").scroll_home(animate=False)
        self.set_focus(self._scale if sheet.answer else self._argument)

    def _show_kind(self) -> None:
        name = self._kind.value if self._kind else "non précisée"
        self.query_one("#kind", TextBlock).show(
            f"Sorte d’argument{NBSP}: ", (name, "bold"), f"   (facultative{NBSP}; touche t)"
        )

    def _show_stored(self) -> None:
        """Show whether the question has an answer, which one, and whether all that is typed is stored."""
        sheet, answer = self.sheet, self.sheet.answer
        given = wording.count(sheet.answered, "réponse")
        self.query_one(QuestionHead).show_progress(f"{sheet.position + 1}/{len(sheet.questions)} · {given}")
        status = self.query_one(StatusLine)
        self._scale.mark(sheet.waiting or ((answer.kind, answer.level) if answer else None))
        asked = bool(self._reason.text) or self.focused is self._reason
        self._reason.display = self.query_one("#reason-label").display = asked
        if self._refusal:
            status.tell_refused(self._refusal)
        elif sheet.waiting is not None:
            status.tell_refused(f"Cette réponse n’est pas encore enregistrée{NBSP}: changer de question réessaie.")
        elif self.focused is self._reason:
            status.tell(f"Dites pourquoi{NBSP}; Tab ou Échap l’enregistre.")
        elif answer is None:
            status.tell(
                "Pas encore répondu." + ("" if sheet.settled else " L’argument s’enregistrera avec la réponse.")
            )
        elif not sheet.settled:
            status.tell(f"Modifié{NBSP}; s’enregistre en quittant le champ.")
        else:
            status.tell_stored(answer, sheet.referential)

    @property
    def _argument(self) -> WritingArea:
        return self.query_one("#argument", WritingArea)

    @property
    def _reason(self) -> WritingArea:
        return self.query_one("#reason", WritingArea)

    @property
    def _scale(self) -> LevelScale:
        return self.query_one(LevelScale)

    def _typed(self) -> Typed:
        return Typed(self._argument.text, self._reason.text, self._kind)

    def answer(self, kind: AnswerKind, level: str | None) -> None:
        """Store an answer to the question on screen, or say why it cannot be."""
        if kind is AnswerKind.NOT_APPLICABLE and not self._reason.text.strip():
            self._reason.display = self.query_one("#reason-label").display = True
            self.set_focus(self._reason)
            self.call_after_refresh(self._reason.scroll_visible, animate=False)
            self._show_stored()
            return
        self._refusal = ""
        recorded = self._attempt(lambda: self.sheet.record(kind, level, self._typed()))
        if recorded and kind is not AnswerKind.NOT_APPLICABLE:
            self._reason.show("")
            self._show_stored()

    def _answer_by(self, character: str) -> bool:
        """Answer from inside a text, with Alt."""
        self.set_focus(self._scale)
        return self._scale.answer_by(character)

    def keep(self) -> bool:
        """Keep what is typed, in the database when the question has an answer; say whether it worked."""
        return self._keep(from_reason=self.focused is self._reason)

    def _keep(self, *, from_reason: bool) -> bool:
        """Leaving a reason answers « non concerné »: that is what it was written for."""
        typed = self._typed()
        if from_reason and typed.reason.strip():
            return self._attempt(lambda: self.sheet.record(AnswerKind.NOT_APPLICABLE, None, typed))
        return self._attempt(lambda: self.sheet.keep(typed))

    def _attempt(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except (Refusal, DatabaseUnusableError) as error:
            # It stays until something else is tried: leaving a field must not wipe it out.
            self._refusal = sentence_of(error)
            self._unusable = isinstance(error, DatabaseUnusableError)
            self._show_stored()
            return False
        self._show_stored()
        return True

    @on(WritingArea.Changed)
    def _text_changed(self) -> None:
        typed = self._typed()
        if typed != self.sheet.typed:
            self.sheet.hold(typed)
            self._refusal = ""
            self._show_stored()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that is left is stored."""
        if event.widget in (self._argument, self._reason):
            self._keep(from_reason=event.widget is self._reason)

    def _leave_question(self) -> bool:
        """Store what is typed before going elsewhere; say whether one may go.

        What cannot be stored waits as a draft, and is told. An answer that the database could not
        take keeps one at its question: it would be forgotten elsewhere.
        """
        if not self.keep():
            if self.sheet.waiting is not None and self._unusable:
                return False
            code = self.sheet.question.code
            say(self.app, f"{code} n’est pas enregistré, votre texte est gardé{NBSP}: {self._refusal}", "error")
        return True

    def action_move(self, steps: int) -> None:
        if not self._leave_question():
            return
        if self.sheet.move(steps):
            self._show()
        elif steps > 0:
            say(self.app, f"C’était la dernière question{NBSP}; F3 va à la prochaine sans réponse.")
        else:
            say(self.app, "C’est la première question.")

    def action_next_unanswered(self) -> None:
        if not self._leave_question():
            return
        place = self.sheet.next_unanswered()
        if place is None:
            say(self.app, "Toutes les questions ont une réponse. Merci !".replace(" !", f"{NBSP}!"))
        else:
            self.sheet.position = place
            self._show()

    def action_jump(self) -> None:
        if not self._leave_question():
            return
        sheet = self.sheet
        lines = [Found(q.id, f"{'●' if q.id in sheet.answers else '○'} {q.code}", q.title) for q in sheet.questions]

        def go(chosen: str | None) -> None:
            if chosen is not None:
                sheet.go(chosen)
                self._show()

        dialog = SearchDialog("Aller à une question", "Un code, ou quelques mots du titre", lines, sheet.question.id)
        self.app.push_screen(dialog, go)

    def action_next_kind(self) -> None:
        self._kind = _KINDS[(_KINDS.index(self._kind) + 1) % len(_KINDS)]
        self._show_kind()
        self.keep()

    def action_withdraw(self) -> None:
        if self.sheet.answer is None:
            say(self.app, "Cette question n’a pas de réponse à retirer.")
            return
        sentences = ("La question reviendra à « pas répondu ». Le journal garde la réponse retirée.",)

        def withdraw(confirmed: bool | None) -> None:
            if confirmed and self._attempt(self.sheet.withdraw):
                self._show()

        self.app.push_screen(ConfirmDialog("Retirer la réponse", sentences, "Retirer"), withdraw)

    def action_leave_text(self) -> None:
        """Tab in a text: go to the answers."""
        self.set_focus(self._scale)

    def action_back(self) -> None:
        """Escape leaves the text first, then the screen; what is typed stays either way."""
        if isinstance(self.focused, WritingArea):
            self.action_leave_text()
            return
        if not self._leave_question():
            return
        if not self.sheet.settled and self.sheet.answer is None:
            code = self.sheet.question.code
            say(
                self.app,
                f"L’argument de {code} attend sa réponse{NBSP}; il reste là tant que ptce est ouvert.",
                "warning",
            )
        self.dismiss(None)
