"""The fields of one question: the argument, the answer, its reason, the level wished for. Stores nothing itself."""

from dataclasses import replace
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind
from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.text import TextBlock
from ptce_ref.tui.typed import Typed
from ptce_ref.tui.widgets.argument import EnterArea, WritingArea
from ptce_ref.tui.widgets.level_scale import LevelScale
from ptce_ref.tui.widgets.line_action import LineAction
from ptce_ref.tui.widgets.step_title import StepTitle
from ptce_ref.tui.widgets.wished import WishedScale, YearInput

_KINDS: tuple[ArgumentKind | None, ...] = (None, *ArgumentKind)


class Owner(Protocol):
    """What the screen of the form does with what is chosen in it."""

    def answer(self, kind: AnswerKind, level: str | None) -> None: ...
    def answer_by(self, character: str) -> bool: ...
    def go_on(self) -> None: ...
    def wish(self, level: str | None) -> None: ...
    def after_wish(self) -> None: ...
    def show_more(self) -> None: ...


class QuestionForm(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls with the focus and the mouse; the page keys go from question to question."""

    DEFAULT_CSS = """
    QuestionForm {
        height: 1fr; padding: 0 1; scrollbar-size-vertical: 1;
        #explanation { padding: 0 1; color: $quiet; }
        .line { height: 1; padding: 0 1; }
        .line > .step { width: auto; margin-right: 3; }
        #reason-label { margin: 0 1; }
        #wish { height: 1; }
        #wish > #year-label { width: auto; padding: 0 1; }
        #wish > YearInput { width: 8; background: $panel; }
        #wish > YearInput:focus { background: $block-cursor-blurred-background; }
    }
    """

    def __init__(self, sheet: Sheet, owner: Owner) -> None:
        super().__init__(id="body")
        self._sheet, self._owner = sheet, owner
        self._kind: ArgumentKind | None = None

    def compose(self) -> ComposeResult:
        owner, levels = self._owner, self._sheet.referential.scale.levels
        yield TextBlock(id="explanation")
        with Horizontal(classes="line"):
            yield StepTitle("1. Votre argument, d’abord", id="argument-label")
            yield LineAction("t", "next_kind", id="kind")
            yield LineAction("F2", "explain", "explication", id="explain")
        yield WritingArea(owner.answer_by, id="argument")
        with Horizontal(classes="line"):
            yield StepTitle("2. Votre réponse", id="scale-label")
            yield TextBlock(id="answer-keys")
        yield LevelScale(levels, owner.answer, owner.go_on, id="scale")
        yield StepTitle("Pourquoi la question ne concerne pas le pôle", id="reason-label")
        yield EnterArea(owner.answer_by, id="reason")
        with Horizontal(id="wish"):
            yield WishedScale(levels, owner.wish, owner.after_wish)
            yield TextBlock("pour l’année", id="year-label")
            yield YearInput()

    def on_mount(self) -> None:
        self.query_one("#wish").display = self._sheet.asks_wished_level

    @property
    def argument(self) -> WritingArea:
        return self.query_one("#argument", WritingArea)

    @property
    def reason(self) -> WritingArea:
        return self.query_one("#reason", WritingArea)

    @property
    def scale(self) -> LevelScale:
        return self.query_one(LevelScale)

    @property
    def wished(self) -> WishedScale:
        return self.query_one(WishedScale)

    @property
    def year(self) -> YearInput:
        return self.query_one(YearInput)

    def show_question(self) -> None:
        """Show the question the sheet is at, from its top."""
        sheet, question = self._sheet, self._sheet.question
        self.query_one("#explanation", TextBlock).show(question.explanation)
        self.scale.show([question.descriptors[level.id] for level in sheet.referential.scale.levels])
        self.show_typed(sheet.typed)
        self.scroll_home(animate=False)

    def show_typed(self, typed: Typed) -> None:
        """Put texts in the fields."""
        self._kind = typed.argument_kind
        self.argument.show(typed.argument)
        self.reason.show(typed.reason)
        if self.year.value != typed.wished_year:
            self.year.value = typed.wished_year
            self.year.cursor_position = len(typed.wished_year)
        self._show_kind()

    def show_state(self, typed: Typed) -> None:
        """Show which answer is stored or chosen, and the fields it calls for."""
        answer = self._sheet.answer
        stored = (answer.kind, answer.level) if answer else None
        # What is chosen is not stored yet; « non concerné » is no answer before its reason is.
        asked_for = typed.chosen == (AnswerKind.NOT_APPLICABLE, None)
        self.scale.mark(stored if asked_for else typed.chosen or stored, unstored=asked_for)
        self.show_reason(wanted=bool(self.reason.text) or self.screen.focused is self.reason or typed.awaits_reason)
        self.wished.show(typed.wished_level)

    def show_focus(self, *, writing: bool) -> None:
        """Say where one is, on the title of that step, and which keys serve there: in a text, letters are text."""
        for field in (self.argument, self.scale, self.reason):
            self.query_one(f"#{field.id}-label", StepTitle).mark(here=self.screen.focused is field)
        self.query_one("#kind", LineAction).show_key("F9" if writing else "t")
        self.query_one("#explain", LineAction).show_key("F2" if writing else "x")
        self.set_class(self.screen.focused is self.scale, "-answering")
        how = "Tab, puis une touche" if writing else "une touche"
        self.query_one("#answer-keys", TextBlock).show((f'{how}{NBSP}: 1, 2, 3… ou & é "…{NBSP}; n{NBSP}; s', "$quiet"))

    def show_reason(self, *, wanted: bool) -> None:
        """Show or hide the field of the reason."""
        self.reason.display = self.query_one("#reason-label").display = wanted

    def typed(self) -> Typed:
        """What the fields hold; what other pages ask is as the sheet has it."""
        return replace(
            self._sheet.typed,
            argument=self.argument.text,
            reason=self.reason.text,
            argument_kind=self._kind,
            wished_year=self.year.value,
        )

    def next_kind(self) -> None:
        """Go to the next kind of argument, none included."""
        self._kind = _KINDS[(_KINDS.index(self._kind) + 1) % len(_KINDS)]
        self._show_kind()

    def _show_kind(self) -> None:
        told = f"sorte{NBSP}: {self._kind.value}" if self._kind else "sorte d’argument"
        self.query_one("#kind", LineAction).tell(told)

    @property
    def more_below(self) -> bool:
        """Whether something is out of sight under what is shown."""
        return self.scroll_y < self.max_scroll_y

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._owner.show_more()

    def watch_virtual_size(self) -> None:
        self._owner.show_more()

    def on_resize(self) -> None:
        """Look again: what stands under the form may have taken a row, or given one back."""
        self.call_after_refresh(self._owner.show_more)
