"""One question on paper: why at the left, what to tick at the right; never cut by a page's foot.

The argument comes first (R2). The boxes stand one under the other, with the keys of the quick mode
beside them: who copies the paper reads down one column. Must not know what the page leaves to write on.
"""

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.link import kept
from ptce_ref.reports.pdf.paper_mark import BOX, LINE, TICK, Blank, Box, FormLine, TickBox, WritingLines
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.questionnaire_view import QuestionView

WIDTH = 190 * mm
NOT_APPLICABLE, DONT_KNOW = "n", "s"
"""Their keys in the quick mode; the key of a level is its rank."""
_LEFT = 56 * mm
_GAP = 10.0
_BETWEEN = 4.0
"""Between two questions, in points."""
_LEVEL = WIDTH - _LEFT - _GAP - TICK
_LEAST_LINES, _MOST_LINES = 2, 8
"""Lines to write on: with more than eight, the boxes would be too far from one another."""
_ABOVE, _BELOW = 1.2, 2.0
"""Padding of a row, in points."""
_LAST = BOX + 4.5
"""Height of a row that holds one line of boxes."""
_TALLEST = 230 * mm
"""Above this a question might not stand on one page: its texts then flow."""
_MOST = 6000
_YEAR = 60.0


class Question(KeepTogether):
    """A question that stands whole on a page with what announces it; it may be given more lines to write on."""

    def __init__(self, lead: Sequence[Flowable], make: Callable[[int], Table], lines: int, slack: float) -> None:
        """``make`` returns its table with so many lines; ``lines`` leave ``slack`` points free at the left."""
        super().__init__([*lead, make(lines)])
        self.lines = lines
        self.shared = False
        """Whether it has been given its lines: then they are no longer asked about."""
        self._make, self._slack = make, slack

    @property
    def cost(self) -> float | None:
        """The height, in points, of one line more; None when it has enough of them."""
        return None if self.lines >= _MOST_LINES else LINE - self._slack

    def add_line(self) -> None:
        """Take one line more, at the height of ``cost``."""
        self.lines, self._slack = self.lines + 1, 0.0

    def settle(self) -> None:
        """Set the table with the lines it has now."""
        self.shared = True
        kept(self)[-1] = self._make(self.lines)


def build_question(look: Look, question: QuestionView, lead: Flowable | None, *, wished: bool) -> list[Flowable]:
    """Return a question after the heading that announces it, if any: a block, or what flows if no page could hold it.

    With ``wished``, the level hoped for and its year are asked too (R3).
    """
    text = ParagraphStyle("paper-text", parent=look.styles.body, leading=11.8, spaceAfter=0)
    strong = ParagraphStyle("paper-question", parent=text, fontName=look.fonts.bold, fontSize=11, leading=13)
    code = look.type.coloured(look.colours.accent, question.code)
    head = [
        look.paragraph(strong, code, f"{wording.NBSP} ", short(question.question, _MOST)),
        look.paragraph(text, look.type.coloured(look.colours.muted, f"Pourquoi{wording.NBSP}? Un fait, un exemple…")),
    ]
    levels = [look.paragraph(text, short(level, _MOST)) for level in question.levels]
    heights = [max(BOX, _height(level, _LEVEL)) + _ABOVE + _BELOW for level in levels]
    said = sum(_height(line, _LEFT) for line in head) + _ABOVE + _BELOW
    lines = max(_LEAST_LINES, int((sum(heights) - said) / LINE))
    others = [_unknown(look), _apart(look), *([_wished(look, len(levels))] if wished else [])]
    if max(said + lines * LINE, sum(heights)) + len(others) * _LAST > _TALLEST:
        return [lead or Spacer(0, _BETWEEN), *_flowing(look, head, levels, others)]

    def make(lines: int) -> Table:
        # What the lines take beyond the sentences sets these a little apart.
        apart = max(0.0, said + lines * LINE - sum(heights)) / len(heights)
        rows = [height + apart for height in heights]
        slack = max(0.0, sum(rows) - said - lines * LINE)
        left: list[Flowable] = [*head, Spacer(0, slack), WritingLines(look, _LEFT, lines * LINE)]
        cells: list[list[object]] = [
            [left if rank == 1 else "", "", TickBox(look, str(rank)), level]
            for rank, level in enumerate(levels, start=1)
        ]
        cells.append([others[0], "", others[1], ""])
        cells += [[other, "", "", ""] for other in others[2:]]
        table = Table(cells, (_LEFT, _GAP, TICK, _LEVEL), [*rows, *[_LAST] * (len(others) - 1)], hAlign="LEFT")
        table.spaceBefore = 0 if lead else _BETWEEN
        table.setStyle(_dress(look, len(levels), wished=wished))
        return table

    return [Question([lead] if lead else [], make, lines, max(0.0, sum(heights) - said - lines * LINE))]


def _height(text: Paragraph, width: float) -> float:
    return float(text.wrap(width, _TALLEST)[1])


def _dress(look: Look, levels: int, *, wished: bool) -> TableStyle:
    commands: list[tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]] = [
        ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), _ABOVE),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("SPAN", (0, 0), (0, levels - 1)),
        ("SPAN", (2, levels), (3, levels)),
        ("LINEBELOW", (0, -1), (-1, -1), 0.8, look.muted),
        ("NOSPLIT", (0, 0), (-1, -1)),
    ]
    if wished:
        commands.append(("SPAN", (0, -1), (-1, -1)))
    return TableStyle(commands)


def _unknown(look: Look) -> FormLine:
    return FormLine(look, Box(DONT_KNOW), "Je ne sais pas")


def _apart(look: Look) -> FormLine:
    return FormLine(look, Box(NOT_APPLICABLE), "Ne nous concerne pas, parce que", Blank())


def _wished(look: Look, levels: int) -> FormLine:
    boxes = [Box(str(rank)) for rank in range(1, levels + 1)]
    return FormLine(look, "Le niveau que vous souhaitez", *boxes, "En quelle année ?", Blank(_YEAR))


def _flowing(
    look: Look, head: Sequence[Flowable], levels: Sequence[Flowable], others: Sequence[Flowable]
) -> list[Flowable]:
    """Return the same, one thing under the other: for texts that no page could hold."""
    story: list[Flowable] = [*head, WritingLines(look, WIDTH, _LEAST_LINES * LINE), Spacer(0, 4)]
    for rank, level in enumerate(levels, start=1):
        story += [TickBox(look, str(rank)), level, Spacer(0, 3)]
    return [*story, *others, HRFlowable("100%", 0.8, color=look.muted, spaceBefore=3, spaceAfter=0)]
