# ruff: noqa: SLF001 - reportlab has no public names for what is left of a page
# The stubs of reportlab leave out what it has no public name for.
# mypy: disable-error-code="attr-defined"
"""What a page of the questionnaire leaves at its foot becomes lines to write on, the questions staying where they are.

Must not know what is asked.
"""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, KeepTogether

from ptce_ref.reports.pdf.paper_question import Question

_FREE = 2.0
"""Kept free on each page: heights are measured with a little less care than they are drawn."""


def begins_page(question: Question, frame: Frame, canvas: Canvas) -> bool:
    """Whether a question must go to the next page: this one has begun, and leaves too little room."""
    return not frame._atTop and _taken(question, frame, canvas, at_top=False) > _left(frame)


def share_page(waiting: Sequence[Flowable], frame: Frame, canvas: Canvas) -> None:
    """Give the questions that hold in what is left of a page the lines that it would leave white.

    ``waiting`` is what comes next, the first question being on this page. Those that have the fewest lines are
    served first; what flows after them over the page's foot leaves nothing to share.
    """
    left, here = _left(frame), list[Question]()
    for rank, part in enumerate(waiting):
        taken = _taken(part, frame, canvas, at_top=bool(frame._atTop) and not rank)
        if taken > left:
            left = left if isinstance(part, KeepTogether) else 0.0
            break
        left -= taken
        if isinstance(part, Question):
            here.append(part)
    _share(here, left - _FREE)


def _share(questions: Sequence[Question], left: float) -> None:
    while True:
        found = [
            (question.lines, cost, rank)
            for rank, question in enumerate(questions)
            if (cost := question.cost) is not None and cost <= left
        ]
        if not found:
            break
        _, cost, rank = min(found)
        questions[rank].add_line()
        left -= cost
    for question in questions:
        question.settle()


def _left(frame: Frame) -> float:
    return float(frame._y - frame._y1p)


def _taken(part: Flowable, frame: Frame, canvas: Canvas, *, at_top: bool) -> float:
    """Return the height that a part takes, with the space before it."""
    height = float(part.wrapOn(canvas, frame._getAvailableWidth(), _left(frame))[1])
    if isinstance(part, KeepTogether):
        height = part._H  # its own answer to « wrap » only makes reportlab cut it
    return height + (0.0 if at_top else part.getSpaceBefore()) + part.getSpaceAfter()
