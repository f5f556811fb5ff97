"""What the screens that fill a respondent's sheet share: going from question to question, marks, undoing.

Subclasses say how a question is shown, and what must be kept before leaving it.
"""

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.pick import PickDialog
from ptce_ref.tui.screens.respondent import respondent_name
from ptce_ref.tui.screens.search import Found, SearchDialog
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.text import Choice, say
from ptce_ref.tui.widgets.status_line import answer_words


class SheetScreen(BaseScreen[None]):
    """A respondent's sheet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3,v", "next_unanswered", "Sans réponse", key_display="F3", tooltip="prochaine question sans réponse"),
        Binding("f4,a", "jump", "Aller à…", key_display="F4", tooltip="une question, par son code ou un mot"),
        Binding(
            "f5,r",
            "next_marked",
            "Prochaine à revoir",
            key_display="F5",
            show=False,
            tooltip="prochaine question marquée",
        ),
        Binding(
            "f6,m", "mark", "Marquer à revoir", key_display="F6", show=False, tooltip="pour y revenir, ou l’inverse"
        ),
        Binding(
            "f7,l", "links", "Questions liées", key_display="F7", show=False, tooltip="celles dont dépend la réponse"
        ),
        Binding(
            "ctrl+z,u", "undo", "Annuler", key_display="Ctrl+Z", show=False, tooltip="reprendre la réponse d’avant"
        ),
        Binding("ctrl+y,y", "redo", "Rétablir", key_display="Ctrl+Y", show=False, tooltip="refaire ce qui est annulé"),
    ]

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.sheet = sheet
        self._ways_back: list[tuple[str, str]] = []
        """Questions reached by a link, each with the one it was reached from."""

    def show_question(self) -> None:
        """Show the question one is at."""
        raise NotImplementedError

    def show_turned(self) -> None:
        """Show the question whose answer was just taken back, or made again."""
        self.show_question()

    def leave_question(self) -> bool:
        """Keep what is typed before going elsewhere; say whether one may go."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Show again what may have changed without changing question: marks, counts."""
        raise NotImplementedError

    def action_move(self, steps: int) -> None:
        if not self.leave_question():
            return
        if self.sheet.move(steps):
            self.show_question()
        elif steps < 0:
            say(self.app, "C’est la première question.")
        else:
            say(self.app, self.closing if self.left == 0 else f"C’était la dernière question. {self.closing}")

    @property
    def left(self) -> int:
        """How many questions have no answer."""
        return len(self.sheet.questions) - self.sheet.answered

    @property
    def closing(self) -> str:
        """Where the sheet stands, in a sentence: what is left to answer, to look at again, to argue."""
        sheet = self.sheet
        if self.left:
            still = wording.count(self.left, "question")
            return bind_signs(f"{still} sans réponse ; F3 y mène.")
        rest = []
        if sheet.marks:
            rest.append(f"{wording.count(len(sheet.marks), 'question')} à revoir (F5 y mène)")
        if sheet.unargued:
            rest.append(f"{wording.count(sheet.unargued, 'niveau', 'niveaux')} sans argument")
        after = f" Restent : {', '.join(rest)}." if rest else " Merci !"
        # Said over the page of the evaluation too, where others may not have finished.
        whose = respondent_name(sheet.respondent, sheet.referential)
        return bind_signs(f"{whose} : toutes les questions ont une réponse.{after}")

    def _go_to_place(self, place: int | None, otherwise: str) -> None:
        if not self.leave_question():
            return
        if place is None:
            say(self.app, otherwise)
        else:
            self.sheet.position = place
            self.show_question()

    def action_next_unanswered(self) -> None:
        if self.leave_question():
            self._go_to_place(self.sheet.next_unanswered(), self.closing)

    def action_next_marked(self) -> None:
        self._go_to_place(self.sheet.next_marked(), "Aucune question n’est marquée à revoir (touche m, ou F6).")

    def action_jump(self) -> None:
        if not self.leave_question():
            return
        sheet = self.sheet

        def line(place: int) -> Found:
            question = sheet.questions[place]
            name = f"{'●' if question.id in sheet.answers else '○'} {question.code}"
            marked = "  ◄ à revoir" if question.id in sheet.marks else ""
            waiting = "  texte en attente" if sheet.has_draft(question.id) else ""
            told = " ".join((question.question, question.explanation, *question.descriptors.values()))
            return Found(question.id, name, f"{question.title}{marked}{waiting}", told)

        lines = [line(place) for place in range(len(sheet.questions))]
        hint = "Un code, des mots de la question, « revoir »…"
        self.app.push_screen(SearchDialog("Aller à une question", hint, lines, sheet.question.id), self._go)

    def _go(self, chosen: str | None) -> None:
        if chosen is not None:
            self.sheet.go(chosen)
            self.show_question()

    def action_mark(self) -> None:
        with self.explained():
            self.sheet.toggle_mark()
        self.show_state()

    def action_links(self) -> None:
        """List the questions this one depends on, with the respondent's own answers only."""
        if not self.leave_question():
            return
        sheet = self.sheet
        known = sheet.referential.indicator_by_id
        lines: list[Choice] = []
        for ident in sheet.question.links:
            question = known[ident]
            asked, answer = sheet.has_place(ident), sheet.answers.get(ident)
            said = answer_words(answer, sheet.referential) if answer else "pas encore répondu"
            told = said if asked else "hors du parcours de cette évaluation"
            pieces = ((f"{question.code}  ", "bold $primary"), (question.title, "bold"), (f"\n       {told}", "$quiet"))
            lines.append(Choice(ident, pieces, disabled=not asked))
        if not lines:
            say(self.app, "Aucune autre question n’est liée à celle-ci.")
            return
        here = sheet.question

        def go(chosen: str | None) -> None:
            if chosen is not None:
                self._ways_back.append((chosen, here.id))
                say(self.app, f"Échap ramène à {here.code}.")
                self._go(chosen)

        self.app.push_screen(PickDialog(f"Questions liées à {here.code}", lines), go)

    def go_back_by_link(self) -> bool:
        """Go back to the question one came from by a link, if one is still where it led; say whether one did."""
        if not self._ways_back or self._ways_back[-1][0] != self.sheet.question.id:
            self._ways_back.clear()
            return False
        self._go(self._ways_back.pop()[1])
        return True

    def action_undo(self) -> None:
        self._turn(self.sheet.undo, "Annulé", "Rien à annuler depuis l’ouverture de cette feuille.")

    def action_redo(self) -> None:
        self._turn(self.sheet.redo, "Rétabli", "Rien à rétablir.")

    def _turn(self, turn: Callable[[], bool], done: str, nothing: str) -> None:
        if not self.leave_question():
            return
        place = self.sheet.position
        turned = None
        with self.explained():
            turned = turn()
        if turned is False:
            say(self.app, nothing)
            return
        if turned:
            answer = self.sheet.answer
            now = f"de nouveau {answer_words(answer, self.sheet.referential)}" if answer else "de nouveau sans réponse"
            say(self.app, f"{done}. {self.sheet.question.code}{NBSP}: {now}.")
        if turned or self.sheet.position != place:
            self.show_turned()
