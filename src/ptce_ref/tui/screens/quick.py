"""Saisie rapide: copying a paper questionnaire, one key an answer."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from rich.cells import cell_len
from textual import on
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
from ptce_ref.tui.screens.quick_help import QUICK_HELP
from ptce_ref.tui.screens.respondent import respondent_name
from ptce_ref.tui.screens.sheet_screen import SheetScreen
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.text import ChoiceList, TextBlock, one_line, say
from ptce_ref.tui.typed import Typed
from ptce_ref.tui.widgets.argument import WritingArea
from ptce_ref.tui.widgets.entry import LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.level_scale import DONT_KNOW, NOT_APPLICABLE, rank_of_key
from ptce_ref.tui.widgets.line_action import LineAction
from ptce_ref.tui.widgets.paper_writing import PaperWriting
from ptce_ref.tui.widgets.questionnaire import Questionnaire, answer_sign
from ptce_ref.tui.widgets.scoring_status import abandoned_words
from ptce_ref.tui.widgets.status_line import StatusLine, answer_words

_LETTERS = "abcdef"
"""They stand for the levels too: a paper often has boxes with letters."""
_TAPE = 6
"""How many of the last answers stay in sight."""
_BETWEEN, _MARGIN = "   ", 4
"""What separates them, and the columns around them."""


class QuickScreen(SheetScreen):
    """Each answer is in the database before the next key is read."""

    TELLS_CHANGES = True
    HERE = QUICK_HELP
    AUTO_FOCUS = "Questionnaire"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "argue", "Argument", show=False, tooltip="écrire l’argument de la question marquée"),
        Binding(
            "f9,q",
            "next_paper",
            "Questionnaire suivant",
            key_display="F9",
            tooltip="la personne suivante, ou une autre",
        ),
    ]
    DEFAULT_CSS = """
    QuickScreen {
        #standing { padding: 0 2; color: $quiet; height: 1; }
        #question { padding: 0 2; background: $surface; min-height: 2; height: auto; text-style: bold; }
        .keys { height: 1; padding: 0 2; background: $surface; }
        #tape { padding: 0 2; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def __init__(self, sheet: Sheet, asks_next: Callable[[], None]) -> None:
        """``asks_next`` is called before leaving for the next paper."""
        super().__init__(sheet)
        self._asks_next = asks_next
        self._tape: deque[str] = deque(maxlen=_TAPE)
        self._given: set[str] = set()
        self._over = False
        """Whether the last question was just answered: a key more than the paper has must change nothing."""
        self._fresh = True

    def compose(self) -> ComposeResult:
        sheet, levels = self.sheet, self.sheet.referential.scale.levels
        demonstration = pole_mark(self.ptce.pole_of(sheet.evaluation))
        yield Heading("Recopie", respondent_name(sheet.respondent, sheet.referential), demonstration)
        yield TextBlock(id="standing")
        yield Questionnaire(sheet, self.answer_by)
        yield TextBlock(id="question")
        with Horizontal(classes="keys"):
            for rank, level in enumerate(levels, start=1):
                yield LineAction(str(rank), f"answer('{rank}')", level.name)
        with Horizontal(classes="keys"):
            yield LineAction(NOT_APPLICABLE, f"answer('{NOT_APPLICABLE}')", "non concerné")
            yield LineAction(DONT_KNOW, f"answer('{DONT_KNOW}')", "ne sait pas")
            yield LineAction("espace", "skip", "en blanc")
            yield LineAction("g", "argue", "argument")
        yield PaperWriting()
        yield TextBlock(id="tape")
        yield StatusLine()
        yield Footer()

    def on_mount(self) -> None:
        self._questionnaire.fill_lines()
        self.show_state()
        self.query_one(StatusLine).tell(f"Une touche par réponse{NBSP}; chacune est enregistrée aussitôt.")

    def on_screen_resume(self) -> None:
        if self._fresh:
            self._fresh = False
        else:
            self.database_changed()

    @property
    def _questionnaire(self) -> Questionnaire:
        return self.query_one(Questionnaire)

    @property
    def _paper(self) -> PaperWriting:
        return self.query_one(PaperWriting)

    @property
    def _writing(self) -> bool:
        return self._paper.display

    def _close(self) -> None:
        """Go back from a text to the questions."""
        self._paper.close()
        self._show_keys()
        self.set_focus(self._questionnaire)

    def _show_keys(self) -> None:
        for keys in self.query(".keys"):
            keys.display = not self._writing

    def show_question(self) -> None:
        self._over = False
        self._questionnaire.go(self.sheet.position)
        self._questionnaire.renew(self.sheet.position)
        self.show_state()

    @on(ChoiceList.OptionHighlighted)
    def _moved(self, event: ChoiceList.OptionHighlighted) -> None:
        self._over &= event.option_index == self.sheet.position
        if not self._writing:
            self._follow()
            self.show_state()

    def _follow(self) -> None:
        """Be at the question the cursor is on: it may have moved since the last message came."""
        place = self._questionnaire.highlighted
        if place is not None:
            self.sheet.position = place

    def show_state(self) -> None:
        sheet = self.sheet
        given = wording.count(sheet.answered, "réponse")
        standing = f"{sheet.position + 1}/{len(sheet.questions)} · {given}, {self.left} en blanc"
        self.query_one("#standing", TextBlock).show(standing, resizes=False)
        self.query_one("#question", TextBlock).show_in_lines(f"{sheet.question.code}  {sheet.question.question}")
        self.query_one("#tape", TextBlock).show(self._last_answers(), resizes=False)
        self._questionnaire.renew(sheet.position)

    def _last_answers(self) -> str:
        """What was just entered, as far back as there is room: the latest is never the one cut."""
        said = list(self._tape)
        while len(said) > 1 and cell_len(_BETWEEN.join(said)) > self.size.width - _MARGIN:
            del said[0]
        return _BETWEEN.join(said)

    # Answering

    def answer_by(self, character: str) -> bool:
        """Answer by a key; say whether it is the key of an answer."""
        levels = self.sheet.referential.scale.levels
        letter = _LETTERS.find(character) + 1 if len(character) == 1 else 0
        rank = rank_of_key(character) or letter
        answers = character in (NOT_APPLICABLE, DONT_KNOW) or 1 <= rank <= len(levels)
        if answers and self._over and self._questionnaire.highlighted == self.sheet.position:
            self._tell_over()
        elif character == NOT_APPLICABLE:
            self._ask_reason()
        elif character == DONT_KNOW:
            self._answer(AnswerKind.DONT_KNOW, None)
        elif 1 <= rank <= len(levels):
            self._answer(AnswerKind.LEVEL, levels[rank - 1].id)
        else:
            # The letters of the levels mean nothing else here, even those no level has.
            return letter > 0
        return True

    def action_answer(self, character: str) -> None:
        """A click on an answer does as its key does."""
        self.answer_by(character)

    def action_skip(self) -> None:
        self._questionnaire.action_cursor_down()

    def _answer(self, kind: AnswerKind, level: str | None) -> None:
        self._follow()
        sheet = self.sheet
        typed = sheet.typed
        if sheet.evaluation.argument_required and kind is AnswerKind.LEVEL and not typed.argument.strip():
            sheet.hold(replace(typed, chosen=(kind, level)))
            self.action_argue()
            return
        self._store(lambda: sheet.record(kind, level, typed))

    def _store(self, record: Callable[[], bool]) -> bool:
        """Store an answer, write it on the tape, go to the next question; say whether it worked."""
        sheet, left = self.sheet, self.left
        place, before = sheet.position, answer_sign(sheet.answer, sheet)
        if not self._attempt(record):
            return False
        after = answer_sign(sheet.answer, sheet)
        replaced = f" (avant {before})" if sheet.answer and before not in (after, "·") else ""
        self._tape.append(f"{sheet.question.code} → {after}{replaced}")
        self._given.add(sheet.question.id)
        self._tell_stored()
        self._questionnaire.renew(place)
        # The last blank filled ends a paper, wherever it stands in it.
        self._over = (left > 0 and self.left == 0) or not sheet.move(1)
        if self._over:
            self._tell_end()
        else:
            self._questionnaire.go(sheet.position)
        self.show_state()
        return True

    def _tell_stored(self) -> None:
        sheet = self.sheet
        if sheet.answer is not None:
            code = sheet.question.code
            reason = f" («{NBSP}{one_line(sheet.answer.reason)}{NBSP}»)" if sheet.answer.reason else ""
            said = f"{code}, {answer_words(sheet.answer, sheet.referential)}{reason}"
            self.query_one(StatusLine).tell_saved(f"✓ Enregistré{NBSP}: {said}. Ctrl+Z annule.")

    def _tell_end(self) -> None:
        given = wording.count(len(self._given), "réponse donnée", "réponses données")
        blank = wording.count(self.left, "laissée en blanc", "laissées en blanc")
        end = f"✓ Enregistré. Fin du questionnaire{NBSP}: {given}, {blank}. F9{NBSP}: questionnaire suivant."
        self.query_one(StatusLine).tell_saved(end)

    def _tell_over(self) -> None:
        """Refuse a key more than there are questions, and say how one is corrected."""
        state = "Le questionnaire est complet" if self.left == 0 else "C’est la fin du questionnaire"
        back = "↑ revient sur une question, Ctrl+Z annule la dernière, F9 passe au suivant"
        self.query_one(StatusLine).tell(f"{state}{NBSP}: cette touche n’a rien changé. {back}.")

    def _attempt(self, action: Callable[[], object]) -> bool:
        try:
            if action() is True:
                # Another window had changed the answer: what is open shows what it wrote.
                self._paper.show(self.sheet.typed)
        except (Refusal, DatabaseUnusableError) as error:
            self.query_one(StatusLine).tell_refused(sentence_of(error))
            self.ptce.drafts.flush()
            self._questionnaire.renew(self.sheet.position)
            return False
        return True

    # Writing

    def _ask_reason(self) -> None:
        self._follow()
        self._paper.open_reason(self.sheet.ask_reason(self.sheet.typed).reason)
        self._show_keys()

    def action_argue(self) -> None:
        self._follow()
        sheet = self.sheet
        answered = sheet.answer is not None or sheet.waiting is not None
        required = sheet.evaluation.argument_required
        self._paper.open_argument(sheet.typed.argument, required=required, answered=answered)
        self._show_keys()

    @on(WritingArea.Changed)
    @on(LineInput.Changed)
    def _text_changed(self) -> None:
        if self._writing:
            self.sheet.hold(self._typed())

    def _typed(self) -> Typed:
        return self._paper.typed(self.sheet.typed)

    def _written(self) -> Typed:
        """The same, once one leaves what was open: a reason is then confirmed."""
        typed = self._typed()
        return typed if self._paper.arguing else replace(typed, reason_begun=False)

    def action_leave_text(self) -> None:
        """Store what was written, and go on: to the next question, or to the answer that is still to give."""
        self._leave_text(go_on=True)

    def _leave_text(self, *, go_on: bool) -> None:
        typed, argued = self._written(), self._paper.arguing
        self._close()
        sheet, status = self.sheet, self.query_one(StatusLine)
        chosen = typed.chosen
        if typed.awaits_reason:
            status.tell_refused(f"«{NBSP}non concerné{NBSP}» de {sheet.question.code} attend sa raison (touche n).")
        elif chosen is not None:
            self._store(lambda: sheet.record(*chosen, typed))
        elif self._attempt(lambda: sheet.keep(typed)):
            if sheet.answer is not None:
                self._tell_stored()
                self._questionnaire.renew(sheet.position)
                if go_on and not self._over and sheet.move(1):
                    self._questionnaire.go(sheet.position)
            elif argued and typed.argument.strip():
                status.tell(f"L’argument est gardé{NBSP}; il s’enregistrera avec la réponse{NBSP}: donnez-la.")
        self._questionnaire.renew(sheet.position)

    def _abandon_reason(self) -> None:
        """Leave the reason without storing it; « n » offers again what was typed."""
        typed = self._typed()
        back = self.sheet.abandon_reason(typed)
        self._close()
        self._questionnaire.renew(self.sheet.position)
        self.query_one(StatusLine).tell(abandoned_words(written=typed.reason != back.reason))

    def keep(self) -> bool:
        """Keep what is being written; say whether it worked.

        A reason stays a draft: nobody may be there any more to have meant it.
        """
        return self._keep(self._typed())

    def _keep(self, typed: Typed) -> bool:
        return not self._writing or self._attempt(lambda: self.sheet.keep(typed))

    def leave_question(self) -> bool:
        if self._writing:
            self._keep(self._written())
            self._close()
        self._follow()
        self.ptce.drafts.flush()
        return True

    def database_changed(self) -> None:
        """Read again what another window wrote; what is being written stays where it is."""
        self._write_down()
        with self.explained():
            elsewhere = self.sheet.refresh()
            if elsewhere.answer:
                self._paper.show(self.sheet.typed)
            if elsewhere.phase and not answers_open(self.sheet.evaluation.phase):
                name = NAMES[self.sheet.evaluation.phase]
                say(self.app, f"L’évaluation est passée à la phase « {name} » : les avis sont fermés.", "warning")
            self._questionnaire.fill_lines()
            self.show_state()

    def _write_down(self) -> None:
        if self._writing:
            self.sheet.hold(self._typed())
        else:
            self._follow()

    def action_next_paper(self) -> None:
        """Go and choose whose questionnaire comes next."""
        self.leave_question()
        self._asks_next()
        self.dismiss(None)

    def action_back(self) -> None:
        """Escape leaves the text first, then the question a link led to, then the screen.

        A reason is abandoned, an argument is kept: it may be long, and answers nothing by itself.
        """
        if self._writing and not self._paper.arguing:
            self._abandon_reason()
        elif self._writing:
            self._leave_text(go_on=False)
        elif not self.go_back_by_link():
            self.dismiss(None)
