"""Saisie: one respondent, one question after the other; the argument first, then the level."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ptce_ref.domain.phase import NAMES, answers_open
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.reports import wording
from ptce_ref.reports.wording import NBSP
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.screens.base import sentence_of
from ptce_ref.tui.screens.complement import ComplementScreen
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.respondent import respondent_name
from ptce_ref.tui.screens.scoring_help import SCORING_HELP
from ptce_ref.tui.screens.sheet_screen import SheetScreen
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.text import say
from ptce_ref.tui.typed import Typed
from ptce_ref.tui.widgets.argument import WritingArea
from ptce_ref.tui.widgets.entry import LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.line_action import LineAction
from ptce_ref.tui.widgets.question_form import QuestionForm
from ptce_ref.tui.widgets.question_head import QuestionHead
from ptce_ref.tui.widgets.scoring_status import abandoned_words, tell_standing
from ptce_ref.tui.widgets.status_line import StatusLine, answer_words

_ASIDE = {"complements": ("c", "F8"), "links": ("l", "F7"), "mark": ("m", "F6")}
"""The keys of the line under the question: on the answers, and in a text, where letters are text."""


class ScoringScreen(SheetScreen):
    """Each answer is in the database before the next key is read; what is typed is never lost."""

    TELLS_CHANGES = True
    HERE = SCORING_HELP
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "move(1)", "Suivante", key_display="Pg↓", tooltip="question suivante"),
        Binding("pageup", "move(-1)", "Précédente", show=False, tooltip="question précédente"),
        Binding("f2,x", "explain", "Explication", key_display="F2", show=False, tooltip="ce que demande la question"),
        Binding("f8,c", "complements", "Compléments", key_display="F8", show=False, tooltip="preuves et chiffres"),
        Binding(
            "f9,t",
            "next_kind",
            "Sorte d’argument",
            key_display="F9",
            show=False,
            tooltip="témoignage, document, chiffre…",
        ),
        Binding("delete", "withdraw", "Retirer la réponse", show=False, tooltip="revenir à « pas répondu »"),
    ]
    DEFAULT_CSS = """
    ScoringScreen {
        #aside { height: 1; padding: 0 1; }
        &.-tall WritingArea { min-height: 6; max-height: 12; }
        &.-tall #wish { margin-bottom: 1; }
        &.-tall #explain { display: none; }
        &.-short #explanation { display: none; }
        &.-short .-explained #explanation { display: block; }
        &.-short WritingArea, &.-short LevelScale { border: none; border-left: outer $rule; }
        &.-short WritingArea:focus, &.-short LevelScale:focus { border: none; border-left: outer $primary; }
        &.-short WritingArea { min-height: 2; max-height: 6; }
        /* The explanation takes the room of the argument, not that of the levels one is choosing from. */
        &.-short .-explained.-answering #argument { min-height: 1; max-height: 1; }
    }
    """

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(sheet)
        self._refusal = ""
        self._unusable = False
        self._notice = ""
        """What happened to this question that the line of state must say: replaced here, changed elsewhere."""
        self._fresh = True

    def compose(self) -> ComposeResult:
        sheet = self.sheet
        demonstration = pole_mark(self.ptce.pole_of(sheet.evaluation))
        yield Heading(respondent_name(sheet.respondent, sheet.referential), sheet.evaluation.title, demonstration)
        yield QuestionHead()
        yield QuestionForm(sheet, self)
        with Horizontal(id="aside"):
            yield LineAction("c", "complements", id="complements")
            yield LineAction("l", "links", id="links")
            yield LineAction("m", "mark", "à revoir", id="mark")
            yield LineAction("▼", "leave_text", "suite (Tab)", id="more")
        yield StatusLine()
        yield Footer()

    def on_mount(self) -> None:
        self.show_question()

    def on_screen_resume(self) -> None:
        if self._fresh:
            self._fresh = False
        else:
            self.database_changed()

    def show_question(self) -> None:
        sheet, question = self.sheet, self.sheet.question
        self._refusal = self._notice = ""
        self.query_one(QuestionHead).show(question, sheet.referential.theme_by_id[question.theme])
        linked = wording.count(len(question.links), "question liée", "questions liées")
        self.query_one("#links", LineAction).tell(linked if question.links else "aucune question liée")
        form = self._form
        form.remove_class("-explained")
        form.show_question()
        self.show_state()
        self.set_focus(form.scale if sheet.answer else form.argument, scroll_visible=False)

    def show_turned(self) -> None:
        self.show_question()
        # On the answers, where the keys that undo and redo them are: a text has its own.
        self.set_focus(self._form.scale, scroll_visible=False)

    def show_more(self) -> None:
        """Say whether answers are out of sight, and how to see them."""
        self.query_one("#more").display = self._form.more_below

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_more)

    def show_state(self) -> None:
        """Show whether the question has an answer, which one, and whether all that is typed is stored."""
        sheet, typed = self.sheet, self.sheet.typed
        given = wording.count(sheet.answered, "réponse")
        progress = f"{sheet.position + 1}/{len(sheet.questions)} · {given}"
        self.query_one(QuestionHead).show_progress(progress, marked=sheet.marked)
        self._form.show_state(typed)
        extras = "aucun" if not typed.extras else str(typed.extras)
        self.query_one("#complements", LineAction).tell(f"compléments{NBSP}: {extras}")
        self.query_one("#mark", LineAction).tell("ne plus revoir" if sheet.marked else "à revoir")
        status = self.query_one(StatusLine)
        if self._refusal:
            status.tell_refused(self._refusal)
        else:
            tell_standing(status, sheet, self._notice, in_reason=self.focused is self._form.reason)

    @property
    def _form(self) -> QuestionForm:
        return self.query_one(QuestionForm)

    # Answering

    def answer(self, kind: AnswerKind, level: str | None) -> None:
        """Store an answer to the question on screen, or say why it cannot be."""
        typed = self._form.typed()
        if kind is AnswerKind.NOT_APPLICABLE and (typed.awaits_reason or not typed.reason.strip()):
            self._ask_reason(typed)
            return
        self._refusal, before, left = "", self.sheet.answer, self.left
        if not self._try(lambda: self.sheet.record(kind, level, typed)):
            return
        if before is not None and (before.kind, before.level) != (kind, level):
            said = answer_words(before, self.sheet.referential)
            self._notice = f"Remplace «{NBSP}{said}{NBSP}»{NBSP}; Ctrl+Z annule."
        if kind is not AnswerKind.NOT_APPLICABLE:
            self._form.reason.show("")
        self.show_state()
        if left and not self.left:
            say(self.app, self.closing)

    def _ask_reason(self, typed: Typed) -> None:
        reason = self._form.reason
        reason.show(self.sheet.ask_reason(typed).reason)
        self._form.show_reason(wanted=True)
        self.set_focus(reason)
        self.call_after_refresh(reason.scroll_visible, animate=False)
        self.show_state()

    def _abandon_reason(self) -> None:
        """Leave the reason without storing it; « n » offers again what was typed."""
        typed = self._form.typed()
        back = self.sheet.abandon_reason(typed)
        self._form.reason.show(back.reason)
        self._refusal = ""
        self._notice = abandoned_words(written=typed.reason != back.reason)
        self.set_focus(self._form.scale)
        self.show_state()

    def answer_by(self, character: str) -> bool:
        """Answer from inside a text, with Alt."""
        self.set_focus(self._form.scale)
        return self._form.scale.answer_by(character)

    def go_on(self) -> None:
        """Enter on the answer given: the level wished for where it is asked, then the next question."""
        sheet = self.sheet
        leveled = sheet.answer is not None and sheet.answer.kind is AnswerKind.LEVEL
        if sheet.asks_wished_level and leveled and sheet.typed.wished_level is None:
            self.set_focus(self._form.wished)
        else:
            self.action_move(1)

    def wish(self, level: str | None) -> None:
        self._refusal = self._notice = ""
        typed = replace(self._form.typed(), wished_level=level)
        self._attempt(lambda: self.sheet.keep(typed))

    def after_wish(self) -> None:
        if self.sheet.typed.wished_level and not self._form.year.value:
            self.set_focus(self._form.year)
        else:
            self.action_move(1)

    # Keeping

    def keep(self) -> bool:
        """Keep what is typed, in the database when the question has an answer; say whether it worked.

        A reason being written stays a draft: nobody may be there any more to have meant it.
        """
        return self._keep(from_reason=False)

    def _keep(self, *, from_reason: bool) -> bool:
        """Leaving a reason answers « non concerné »: that is what it was written for."""
        typed = self._form.typed()
        if from_reason and typed.reason.strip():
            return self._attempt(lambda: self.sheet.record(AnswerKind.NOT_APPLICABLE, None, typed))
        return self._attempt(lambda: self.sheet.keep(typed))

    def _attempt(self, action: Callable[[], object]) -> bool:
        """Do what may be refused, and show where the question then stands; say whether it worked."""
        done = self._try(action)
        if done:
            self.show_state()
        return done

    def _try(self, action: Callable[[], object]) -> bool:
        """As :meth:`_attempt`; what was done is left to the caller to show.

        ``action`` returns True when another window had changed the answer: the fields then show what it wrote.
        """
        try:
            if action() is True:
                self._show_changed_elsewhere()
        except (Refusal, DatabaseUnusableError) as error:
            # It stays until something else is tried: leaving a field must not wipe it out.
            self._refusal = sentence_of(error)
            self._unusable = isinstance(error, DatabaseUnusableError)
            self.ptce.drafts.flush()
            self.show_state()
            return False
        return True

    @on(WritingArea.Changed)
    @on(LineInput.Changed)
    def _text_changed(self) -> None:
        typed = self._form.typed()
        if typed != self.sheet.typed:
            self.sheet.hold(typed)
            self._refusal = ""
            self.show_state()

    def on_descendant_focus(self) -> None:
        """Say where one is, and the keys that work there."""
        writing = isinstance(self.focused, WritingArea | LineInput)
        self._form.show_focus(writing=writing)
        self.query_one("#more", LineAction).tell(f"suite ({'Tab' if writing else '↓'})")
        for name, keys in _ASIDE.items():
            self.query_one(f"#{name}", LineAction).show_key(keys[writing])
        if self.focused is self._form.reason:
            self.show_state()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that is left is stored."""
        if event.widget in (self._form.argument, self._form.reason, self._form.year):
            # A window that loses the focus has not left the reason: it may be about to be closed.
            self._keep(from_reason=event.widget is self._form.reason and self.app.app_focus)
            self.ptce.drafts.flush()

    def leave_question(self) -> bool:
        """Store what is typed before going elsewhere; say whether one may go.

        What cannot be stored waits as a draft, and is told. An answer that the database could not
        take keeps one at its question: it would be forgotten elsewhere.
        """
        code = self.sheet.question.code
        if not self._keep(from_reason=self.focused is self._form.reason):
            if self.sheet.waiting is not None and self._unusable:
                return False
            say(self.app, f"{code} n’est pas enregistré, votre texte est gardé{NBSP}: {self._refusal}", "error")
        elif self.sheet.typed.awaits_reason:
            rest = "confirmer" if self.sheet.typed.reason.strip() else "dire"
            say(self.app, f"{code}{NBSP}: « non concerné » attend sa raison ; il reste à la {rest}.", "warning")
        self.ptce.drafts.flush()
        return True

    def database_changed(self) -> None:
        """Read again what another window wrote; what is being typed stays where it is."""
        sheet = self.sheet
        if not sheet.settled:
            sheet.hold(self._form.typed())
        with self.explained():
            elsewhere = sheet.refresh()
            if elsewhere.answer:
                self._show_changed_elsewhere()
            if elsewhere.phase and not answers_open(sheet.evaluation.phase):
                self._tell_closed()
            self.show_state()

    def _show_changed_elsewhere(self) -> None:
        self._form.show_typed(self.sheet.typed)
        self._notice = "Cette réponse a changé dans une autre fenêtre."

    def _tell_closed(self) -> None:
        name, code = NAMES[self.sheet.evaluation.phase], self.sheet.question.code
        kept = "" if self.sheet.settled else f" Ce que vous écriviez reste à sa place, à {code}."
        say(self.app, f"L’évaluation est passée à la phase « {name} » : les avis sont fermés.{kept}", "warning")

    # Other keys

    def action_explain(self) -> None:
        """Show what the question asks, or hide it where there is little room."""
        self._form.toggle_class("-explained")
        self._form.scroll_home(animate=False)

    def action_complements(self) -> None:
        if not self.leave_question():
            return

        def show(_: None) -> None:
            # There too, what another window wrote may have come in.
            self._form.show_typed(self.sheet.typed)
            self.show_state()

        self.app.push_screen(ComplementScreen(self.sheet), show)

    def action_next_kind(self) -> None:
        self._form.next_kind()
        self.keep()

    def action_withdraw(self) -> None:
        if self.sheet.waiting is not None and self.sheet.answer is None:
            self.sheet.hold(replace(self._form.typed(), chosen=None, reason_begun=False))
            self.show_state()
            return
        if self.sheet.answer is None:
            say(self.app, "Cette question n’a pas de réponse à retirer.")
            return
        sentences = ("La question reviendra à « pas répondu ». Le journal garde la réponse retirée.",)

        def withdraw(confirmed: bool | None) -> None:
            if confirmed and self._attempt(self.sheet.withdraw):
                self.show_question()

        self.app.push_screen(ConfirmDialog("Retirer la réponse", sentences, "Retirer"), withdraw)

    def action_leave_text(self) -> None:
        """Tab in a text: go to the answers."""
        self.set_focus(self._form.scale)

    def action_back(self) -> None:
        """Escape leaves a text begun, then the question a link led to, then the screen; nothing is lost.

        An argument nobody began holds nobody back: keys meant for the screen before would answer here.
        """
        untouched = self.focused is self._form.argument and not self._form.argument.text and self.sheet.settled
        if self.focused is self._form.reason:
            self._abandon_reason()
            return
        if isinstance(self.focused, WritingArea | LineInput) and not untouched:
            self.action_leave_text()
            return
        if not self.leave_question() or self.go_back_by_link():
            return
        if not self.sheet.settled and self.sheet.answer is None:
            code = self.sheet.question.code
            say(self.app, f"Ce que vous avez écrit à {code} est gardé, même si ptce se ferme ; il attend sa réponse.")
        self.dismiss(None)
