"""One question of a show of hands on the ordinary screen: its title as large as it can be, the counts, the level."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size

from ptce_ref.domain.referential import College
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.reports import wording
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.hands import Hands
from ptce_ref.tui.text import TextBlock
from ptce_ref.tui.widgets.hands_table import HandsRow, HandsTable
from ptce_ref.tui.widgets.large_text import LargeText, draw_letters
from ptce_ref.tui.widgets.question_head import QuestionHead

_FIXED_ROWS = 6
"""Heading, code, totals, actions, status, footer."""


class HandsBoard(Vertical):
    """Shows the counts it is given; who counts is the screen’s business."""

    DEFAULT_CSS = """
    HandsBoard {
        height: 1fr;
        #large { padding: 0 2; }
        #scroll { height: 1fr; scrollbar-size-vertical: 1; }
        #written { height: 1; padding: 0 2; text-style: bold; }
        #descriptor { height: auto; padding: 0 2; }
    }
    """

    def __init__(self, hands: Hands) -> None:
        super().__init__()
        self._heads = [(column.head, column.name) for column in hands.columns]

    def compose(self) -> ComposeResult:
        yield LargeText(id="large")
        yield QuestionHead()
        yield TextBlock(id="written")
        with VerticalScroll(id="scroll", can_focus=False):
            yield HandsTable(self._heads)
            yield TextBlock(id="descriptor")

    def show_question(self, hands: Hands, size: Size) -> None:
        """Write the question, and share out between its title and the bars the rows that a screen leaves."""
        question = hands.question
        self.query_one(QuestionHead).show(question, hands.referential.theme_by_id[question.theme])
        table, width = self.query_one(HandsTable), size.width - 4
        said = max(len(lines_of(f"1 {level.name}. {question.descriptors[level.id]}", width)) for level in hands.levels)
        self.query_one("#descriptor").styles.height = said
        words = len(lines_of(question.question, width)) + said
        # For the whole question, so that the table does not move under the hands from one college to another.
        written = any(hands.written(college) for college in hands.colleges)
        self.query_one("#written").display = written
        spare = size.height - _FIXED_ROWS - written - words - table.head_height(width + 2) - len(hands.colleges)
        room = spare - max(2, min(6, spare // 3))
        large = self.query_one("#large", LargeText)
        large.display = bool(draw_letters(question.title, width, room))
        large.show(question.title, max(1, room))
        table.bar_rows = max(1, min(6, spare - (room if large.display else 0)))
        table.refresh(layout=True)

    def show_counts(self, hands: Hands, row: int, column: int) -> None:
        """Write the voices of each college, how far one is, and the answer of the marked cell in full."""
        rows = []
        for college in hands.colleges:
            tally = hands.tally(college)
            counts = tuple(answer.count(tally) for answer in hands.columns)
            rows.append(HandsRow(college.name, college.short, counts, bool(hands.argument(college))))
        self.query_one(HandsTable).show(rows, (row, column))
        voted = wording.count(hands.voted, "question votée", "questions votées")
        self.query_one(QuestionHead).show_progress(
            f"{hands.position + 1}/{len(hands.questions)} · {voted}", marked=False
        )
        self.query_one("#written", TextBlock).show(_written(hands, hands.colleges[row]))
        answer = hands.columns[column]
        told = hands.question.descriptors.get(answer.level or "", "")
        sign = f"{answer.head} " if answer.kind is AnswerKind.LEVEL else ""
        self.query_one("#descriptor", TextBlock).show((f"{sign}{answer.name}. ", "bold"), told)


def _written(hands: Hands, college: College) -> str:
    """Return what the people of a college answered by themselves, in number: nobody is counted twice unknowingly."""
    written = hands.written(college)
    if not written:
        return bind_signs(f"{college.short} : aucune réponse écrite.")
    answers = wording.count(written, "réponse écrite", "réponses écrites")
    if hands.tally(college) is None:
        return bind_signs(f"{college.short} : déjà {answers} ; des mains s’y ajouteraient.")
    add = "s’ajoutent" if written > 1 else "s’ajoute"
    return bind_signs(f"{college.short} : {answers} {add} à ces mains.")
