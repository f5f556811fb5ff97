"""Main levée: one question at a time, the voices of each college counted aloud, stored as they are counted."""

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import NAMES, answers_open
from ptce_ref.domain.referential import College
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.reports import wording
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.hands import MOST, Column, Hands
from ptce_ref.tui.hands_history import Count, HandsHistory
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.screens.heard import HeardDialog
from ptce_ref.tui.screens.search import Found, SearchDialog
from ptce_ref.tui.screens.show_of_hands_help import HANDS_HELP
from ptce_ref.tui.text import say
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.hands_board import HandsBoard
from ptce_ref.tui.widgets.hands_table import HandsTable
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.level_scale import AZERTY
from ptce_ref.tui.widgets.line_action import LineAction
from ptce_ref.tui.widgets.projection import Projection
from ptce_ref.tui.widgets.status_line import StatusLine

_UPPER_ROW = {sign: str(rank) for rank, sign in enumerate(AZERTY, start=1)} | {"à": "0"}
_WIDE = 100
"""Columns from which a college is told by its whole name."""
_EVERYBODY = bind_signs("Tout le monde vote ; réponses écrites et mains s’ajoutent : voir F1.")


class ShowOfHandsScreen(BaseScreen[None]):
    """Only the shows of hands are on this screen, never what a named person answered."""

    HERE = HANDS_HELP
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "move(1)", "Suivante", key_display="Pg↓", tooltip="question suivante"),
        Binding("pageup", "move(-1)", "Précédente", show=False, tooltip="question précédente"),
        Binding("g", "project", "Grand écran", tooltip="pour le projecteur, et revenir"),
        Binding("e", "hear", "Argument", tooltip="noter un argument entendu dans ce collège"),
        Binding("f3,v", "next_without_vote", "Sans vote", show=False, tooltip="prochaine question sans vote"),
        Binding("f4,a", "jump", "Aller à…", show=False, tooltip="une question, par son code"),
        Binding("p,space", "add(1)", "Une voix de plus", show=False, tooltip="dans la case marquée"),
        Binding("m", "add(-1)", "Une voix de moins", show=False, tooltip="dans la case marquée"),
        Binding("backspace", "rub_out", "Corriger", show=False, tooltip="enlever le dernier chiffre"),
        Binding("delete", "clear", "Remettre à zéro", show=False, tooltip="la case marquée"),
        Binding("ctrl+z,u", "undo", "Annuler", key_display="Ctrl+Z", show=False, tooltip="le dernier nombre compté"),
        Binding("up", "step(-1, 0)", "Collège précédent", show=False),
        Binding("down,enter", "step(1, 0)", "Collège suivant", show=False),
        Binding("left", "step(0, -1)", "Réponse précédente", show=False),
        Binding("right", "step(0, 1)", "Réponse suivante", show=False),
    ]
    DEFAULT_CSS = """
    ShowOfHandsScreen {
        #ordinary { height: 1fr; }
        #actions { height: 1; padding: 0 2; }
        Projection { display: none; }
        &.-projected #ordinary, &.-projected Heading, &.-projected Footer { display: none; }
        &.-projected Projection { display: block; }
    }
    """

    def __init__(self, evaluation: Evaluation, indicator: str | None = None) -> None:
        super().__init__()
        self._evaluation, self._first = evaluation, indicator
        self._hands: Hands | None = None
        self._row = self._column = 0
        self._typing = False
        self._history = HandsHistory()

    @property
    def hands(self) -> Hands:
        """The counts; read when the screen is composed."""
        if self._hands is None:
            self._hands = Hands(self.workspace, self._evaluation, self.ptce.drafts, self._first)
        return self._hands

    def compose(self) -> ComposeResult:
        hands = self.hands
        pole = self.ptce.pole_of(self._evaluation)
        yield Heading(pole.name, "main levée", pole_mark(pole))
        with Vertical(id="ordinary"):
            yield HandsBoard(hands)
            with Horizontal(id="actions"):
                yield LineAction("p", "add(1)", "+ 1 voix")
                yield LineAction("m", "add(-1)", "− 1 voix")
                yield LineAction("Pg↑", "move(-1)", "Précédente")
                yield LineAction("F3", "next_without_vote", "Sans vote")
                yield LineAction("F4", "jump", "Aller à…")
            yield StatusLine()
        yield Projection()
        yield Footer()

    def on_mount(self) -> None:
        self._show()

    def on_screen_resume(self) -> None:
        """Read again after a window over this one; what the line of the bottom says stays."""
        if self.is_mounted:
            with self.explained():
                self.hands.read()
            self._show_counts()

    def on_resize(self) -> None:
        if self.is_mounted:
            self.call_after_refresh(self._show_question)

    def database_changed(self) -> None:
        """Read again what another window counted."""
        if not self.is_mounted:
            return
        with self.explained():
            before = self.hands.tallies
            self.hands.read()
            if before != self.hands.tallies:
                self._typing = False
        self._show()

    # What is shown

    def _show(self) -> None:
        self._row = min(self._row, len(self.hands.colleges) - 1)
        self._show_question()
        self._show_counts()
        self._tell()

    def _show_question(self) -> None:
        self.query_one(HandsBoard).show_question(self.hands, self.app.size)

    def _show_counts(self) -> None:
        self.query_one(HandsBoard).show_counts(self.hands, self._row, self._column)
        if self.has_class("-projected"):
            self._show_projection()

    def _show_projection(self) -> None:
        hands, question = self.hands, self.hands.question
        totals = list(zip(hands.columns, hands.totals(), strict=True))
        levels = [(c.head, c.name, n) for c, n in totals if c.kind is AnswerKind.LEVEL]
        others = [f"{c.name} : {n}" for c, n in totals if c.kind is not AnswerKind.LEVEL]
        counted = hands.colleges[self._row].name
        words = bind_signs(" · ".join([*others, f"En tout : {sum(n for _, n in totals)} voix"]))
        column = hands.columns[self._column].name
        self.query_one(Projection).show(
            (question.code, question.title, question.question),
            levels,
            words,
            bind_signs(f"On compte : {counted} ▸ {column}"),
        )

    def _tell(self) -> None:
        status = self.query_one(StatusLine)
        phase = self.hands.evaluation.phase
        if not answers_open(phase):
            status.tell_refused(
                bind_signs(f"les voix se comptent dans la phase « avis » ; l’évaluation en est à « {NAMES[phase]} ».")
            )
        elif any(self.hands.totals()):
            voices = wording.count(sum(self.hands.totals()), "voix", "voix")
            status.tell(bind_signs(f"{voices} : tout est enregistré."))
        elif self.hands.some_answer_alone:
            status.tell(_EVERYBODY)
        else:
            status.tell("Aucune voix pour cette question. Tapez le nombre de mains levées.")

    # Counting

    def on_key(self, event: events.Key) -> None:
        digit = _UPPER_ROW.get(event.character or "", event.character or "")
        if len(digit) == 1 and digit.isascii() and digit.isdigit():
            event.stop()
            event.prevent_default()
            before = str(self._count) if self._typing else ""
            count = int(before + digit)
            if count > MOST:
                say(self.app, f"Pas plus de {MOST} voix dans une case.")
                return
            self._store(lambda: self.hands.set_count(self._college, self._answer, count))
            self._typing = True

    @property
    def _college(self) -> College:
        return self.hands.colleges[self._row]

    @property
    def _answer(self) -> Column:
        return self.hands.columns[self._column]

    @property
    def _count(self) -> int:
        return self._answer.count(self.hands.tally(self._college))

    def _store(self, action: Callable[[], None]) -> None:
        """Store, then say so; or say why not."""
        status, before = self.query_one(StatusLine), self._count
        try:
            action()
        except (Refusal, DatabaseUnusableError) as error:
            status.tell_refused(sentence_of(error))
            say(self.app, sentence_of(error), "error")
            return
        count = Count(self.hands.question.id, self._college.id, self._column, before, self._count)
        self._history.add(count, typing=self._typing)
        self._show_counts()
        status.tell_saved(f"✓ Enregistré{wording.NBSP}: {self._told_count}. Ctrl+Z annule.")

    @property
    def _told_count(self) -> str:
        voices = wording.count(self._count, "voix", "voix")
        # On one line: a second one would move the table under the hands.
        college = self._college.name if self.size.width >= _WIDE else self._college.short
        return bind_signs(f"{college}, {self._answer.name.lower()} : {voices}")

    def action_undo(self) -> None:
        """Put the last cell counted back as it was, and go to it."""
        self._typing = False
        last = self._history.take_last()
        if last is None:
            say(self.app, "Aucun nombre à annuler depuis l’ouverture de cet écran.")
            return
        hands = self.hands
        if hands.question.id != last.indicator_id:
            hands.go(last.indicator_id)
            self._show()
        self._row = [college.id for college in hands.colleges].index(last.college_id)
        self._column = last.column
        with self.explained():
            hands.read()
            if self._count != last.after:
                self._show_counts()
                say(self.app, "Une autre fenêtre a compté ici depuis : le nombre reste comme il est.", "warning")
                return
            hands.set_count(self._college, self._answer, last.before)
            self._show_counts()
            self.query_one(StatusLine).tell_saved(f"✓ Annulé{wording.NBSP}: {self._told_count}.")

    def action_add(self, step: int) -> None:
        self._typing = False
        self._store(lambda: self.hands.add(self._college, self._answer, step))

    def action_rub_out(self) -> None:
        """Take the last digit away."""
        count = self._count // 10
        self._store(lambda: self.hands.set_count(self._college, self._answer, count))
        self._typing = count > 0

    def action_clear(self) -> None:
        self._typing = False
        self._store(lambda: self.hands.set_count(self._college, self._answer, 0))

    def action_step(self, rows: int, columns: int) -> None:
        self._typing = False
        self._row = min(max(self._row + rows, 0), len(self.hands.colleges) - 1)
        self._column = min(max(self._column + columns, 0), len(self.hands.columns) - 1)
        self._show_counts()

    @on(HandsTable.Picked)
    def _clicked(self, event: HandsTable.Picked) -> None:
        self._row, self._column = event.row, event.column
        if event.step:
            self.action_add(event.step)
        else:
            self.action_step(0, 0)

    def action_hear(self) -> None:
        """Note an argument heard in the college of the marked cell."""
        if self.has_class("-projected"):
            say(self.app, "Revenez d’abord à l’écran ordinaire (touche g) : un argument ne s’écrit pas devant tous.")
            return
        hands, college = self.hands, self._college

        def keep(text: str | None) -> None:
            if text is None:
                return
            with self.explained():
                stored = hands.say(college, text)
                self._show_counts()
                if stored:
                    self.query_one(StatusLine).tell_saved(bind_signs(f"✓ Enregistré : argument de {college.name}."))
                elif text.strip():
                    self.query_one(StatusLine).tell("L’argument s’enregistrera avec la première voix de ce collège.")

        dialog = HeardDialog(college.name, hands.argument(college), lambda text: hands.hold(college, text))
        self.app.push_screen(dialog, keep)

    # From question to question

    def action_move(self, steps: int) -> None:
        if self.hands.move(steps):
            self._arrive()
        else:
            say(self.app, "C’était la dernière question." if steps > 0 else "C’est la première question.")

    def action_next_without_vote(self) -> None:
        place = self.hands.next_without_vote()
        if place is None:
            say(self.app, "Toutes les questions ont un vote.")
        else:
            self.hands.position = place
            self._arrive()

    def action_jump(self) -> None:
        hands = self.hands
        voted = {indicator for indicator, _ in hands.tallies}
        lines = [Found(q.id, f"{'●' if q.id in voted else '○'} {q.code}", q.title) for q in hands.questions]

        def go(chosen: str | None) -> None:
            if chosen is not None:
                hands.go(chosen)
                self._arrive()

        self.app.push_screen(
            SearchDialog("Aller à une question", "Un code, ou quelques mots du titre", lines, hands.question.id), go
        )

    def _arrive(self) -> None:
        self._typing = False
        self._row = self._column = 0
        self._show()

    def action_project(self) -> None:
        self.toggle_class("-projected")
        self._show()

    def action_back(self) -> None:
        """Escape leaves the projector first, then the screen."""
        if self.has_class("-projected"):
            self.action_project()
        else:
            self.dismiss(None)
