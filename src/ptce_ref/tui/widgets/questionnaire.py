"""A paper questionnaire as a list: one line a question, its answer before its title, a key an answer."""

from collections.abc import Callable
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.sheet import Sheet
from ptce_ref.tui.text import Choice, Piece, one_line
from ptce_ref.tui.widgets.level_scale import DONT_KNOW, NOT_APPLICABLE
from ptce_ref.tui.widgets.page_list import PageList

BLANK = "·"
_CODE_WIDTH = 7
_SHORTEST, _AROUND = 12, 24
"""Columns of a reason at least; columns of its line that are neither the title nor the reason."""
_ABOVE = 3
"""After a page is turned, a third of the room shows what one comes from."""


class Questionnaire(PageList):
    """The questions of a sheet. ``on_character`` is told each character before any other key meaning."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,pagedown", "cursor_down", "Laisser en blanc", show=False),
        Binding("pageup", "cursor_up", "Question précédente", show=False),
        Binding("enter", "screen.argue", "Argument", show=False),
    ]

    def __init__(self, sheet: Sheet, on_character: Callable[[str], bool]) -> None:
        super().__init__()
        self._sheet, self._on_character = sheet, on_character

    def fill_lines(self) -> None:
        """Show every question, with the cursor at the one the sheet is at."""
        self.fill(Choice(question.id, self._line(place)) for place, question in enumerate(self._sheet.questions))
        self.go(self._sheet.position)

    def renew(self, place: int) -> None:
        """Show again one line, whose answer changed."""
        self.rewrite(place, self._line(place))

    def go(self, place: int) -> None:
        """Put the cursor on a line."""
        self.highlighted = place

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Turn the page rather than slide by a line: the eye, on the paper, finds its place again less often."""
        place, room = self.highlighted, self.scrollable_content_region.height
        line = self._index_to_line.get(place) if place is not None and not top else None
        if line is not None and room and not 0 <= line - self.scroll_offset.y < room:
            above = room // _ABOVE if line > self.scroll_offset.y else room - room // _ABOVE
            self.scroll_to(y=max(0, line - above), animate=False, immediate=True)
        super().scroll_to_highlight(top=top)

    def on_resize(self) -> None:
        """Keep the marked line in sight: what is said under the list may take a line from it."""
        self.call_after_refresh(self.scroll_to_highlight)

    def _line(self, place: int) -> list[Piece]:
        sheet, question = self._sheet, self._sheet.questions[place]
        answer = sheet.answers.get(question.id)
        sign = answer_sign(answer, sheet)
        pieces: list[Piece] = [
            f"{question.code:<{_CODE_WIDTH}}",
            (f" {sign:<2}", "bold"),
            f" {one_line(question.title)}",
        ]
        said = self._reason(answer, question.title)
        notes = [
            *([said] if said else []),
            *(["argument"] if answer and answer.argument else []),
            *(["à revoir"] if question.id in sheet.marks else []),
            *(["en attente"] if sheet.has_draft(question.id) else []),
        ]
        return [*pieces, (f"   {', '.join(notes)}", "italic")] if notes else pieces

    def _reason(self, answer: Answer | None, title: str) -> str:
        """Return why a question does not apply, cut to the line: a reason typed by mistake must be seen."""
        if answer is None or answer.kind is not AnswerKind.NOT_APPLICABLE:
            return ""
        said = one_line(answer.reason)
        room = max(_SHORTEST, (self.size.width or self.app.size.width) - cell_len(title) - _AROUND)
        return f"«{NBSP}{said if cell_len(said) <= room else said[: room - 1].rstrip() + '…'}{NBSP}»"

    def action_cursor_down(self) -> None:
        self._step(1)

    def action_cursor_up(self) -> None:
        self._step(-1)

    def _step(self, steps: int) -> None:
        # A paper has a first and a last question: the cursor does not go round.
        last = len(self._sheet.questions) - 1
        self.highlighted = min(max((self.highlighted or 0) + steps, 0), last)

    def on_key(self, event: events.Key) -> None:
        if event.character and self._on_character(event.character):
            event.stop()
            event.prevent_default()


def answer_sign(answer: Answer | None, sheet: Sheet) -> str:
    """Return an answer as the key that gives it: « 2 », « n », « s », or a dot where there is none."""
    if answer is None:
        return BLANK
    if answer.kind is AnswerKind.LEVEL and answer.level is not None:
        return str(sheet.referential.scale.ranks[answer.level])
    return NOT_APPLICABLE if answer.kind is AnswerKind.NOT_APPLICABLE else DONT_KNOW
