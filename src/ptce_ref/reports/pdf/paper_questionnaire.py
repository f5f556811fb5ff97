"""The questionnaire on paper: to fill with a pen, then to copy with the quick mode.

Owns the page (large, so that a short path holds on few sheets), who answers, and the order of the
questions. Every page says of which evaluation and of whom it is: a pile that falls can be sorted.
Boxes are always empty, whatever the person already answered: nothing is ticked for anybody (R1).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.compact import compact_heading
from ptce_ref.reports.pdf.order import Builder, ordered_sections
from ptce_ref.reports.pdf.page import BODY, PAGE, Heading, Properties, Report
from ptce_ref.reports.pdf.paper_mark import BOX, LINE, SIZE, TICK, Blank, Box, FormLine
from ptce_ref.reports.pdf.paper_page import begins_page, share_page
from ptce_ref.reports.pdf.paper_question import WIDTH, Question, build_question
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.questionnaire_view import QuestionGroup, QuestionnaireView

_SIDE, _TOP, _FOOT = (PAGE[0] - WIDTH) / 2, 18 * mm, 9 * mm
"""Margins: most printers leave five millimetres white."""
_HEAD_SIZE, _HEAD_LINE = 10, PAGE[1] - 14 * mm
_HEAD_GAP, _WIDEST = 14, "page 99 sur 99"
_SHORTEST_COLLEGE = 40 * mm
_FIGURE, _NUMBER = 16.5, 80.0
"""Height of a line for a number, and room to write it, in points."""
_DAY = 120.0
"""Room to write a day, in points."""
DOCUMENT = "questionnaire-papier"


def write_paper_questionnaire(
    view: QuestionnaireView, theme: Theme, target: BinaryIO, *, figures: bool = False
) -> None:
    """Write the questionnaire as a PDF on A4 pages to ``target``; the same view gives the same bytes.

    ``figures`` adds a sheet for the numbers that the questions propose to record, for who keeps them.
    Raises ThemeError when a font of the theme cannot be used, OSError when a text of the templates
    cannot be read.
    """
    look = Look(theme)
    if not figures:
        view = _without_figures(view)
    _Form(target, look, view).write(_story(view, look))


def build_instructions(view: QuestionnaireView, look: Look) -> list[Flowable]:
    """Return how to answer, the scale in one line, and room to write whom to give the sheets back to, and when."""
    story = prose(look, read_prose(look.theme, DOCUMENT))
    levels = [part for label in view.level_labels for part in (look.type.bold(label), look.type.markup(", "))][:-1]
    asked = ["Les phrases vont du niveau le plus bas au plus haut : ", *levels, "."]
    if view.argument_required:
        asked.append(" Dans cette évaluation, une raison est demandée pour chaque case de niveau cochée.")
    back = FormLine(look, "À rendre à :", Blank(), "avant le :", Blank(_DAY), height=LINE)
    return [*story, look.paragraph(look.styles.body, *asked), back, Spacer(0, 3)]


def build_identity(view: QuestionnaireView, look: Look) -> list[Flowable]:
    """Return what says who answers: nothing when it is known, otherwise a line, and boxes for the college."""
    story: list[Flowable] = []
    if not view.respondent:
        label = "Votre nom ou un pseudonyme, le même en haut de chaque page :"
        story += [FormLine(look, label, Blank(), height=LINE + 3)]
    if not view.college:
        story += [FormLine(look, "Vous répondez comme (une seule case) :", height=LINE), *_colleges(view, look)]
    return [*story, Spacer(0, 6)] if story else []


def build_questions(view: QuestionnaireView, look: Look) -> list[Flowable]:
    """Return the questions in reading order, which is that of the quick mode."""
    story: list[Flowable] = []
    for group in view.groups:
        lead: Flowable | None = _group_heading(look, group)
        for question in group.questions:
            story += build_question(look, question, lead, wished=view.asks_wished_level)
            lead = None
    return story


def build_figures(view: QuestionnaireView, look: Look) -> list[Flowable]:
    """Return the numbers that the questions propose to record, with room for each; nothing when there is none."""
    asked = [(question.code, field.label) for question in view.questions for field in question.figures]
    if not asked:
        return []
    heading = compact_heading(look, "Des chiffres, si vous les avez", "chiffres", 0, size=13, before=6, after=4)
    text = look.paragraph(look.styles.body, "Pour qui tient les comptes ou les listes : laissez en blanc le reste.")
    lines = [
        FormLine(look, Blank(_NUMBER), f"{code}{wording.NBSP} {short(label, 110)}", height=_FIGURE)
        for code, label in asked
    ]
    return [KeepTogether([heading, text, lines[0]]), *lines[1:]]


SECTIONS: Mapping[str, Builder] = {
    "consignes": build_instructions,
    "identite": build_identity,
    "questions": build_questions,
    "chiffres": build_figures,
}
"""What the questionnaire says after its title."""


def _story(view: QuestionnaireView, look: Look) -> list[Flowable]:
    when = f"{view.evaluation}, {wording.long_date(view.date)} · {view.use}"
    told = [wording.DEMONSTRATION] if view.demonstration else []
    story: list[Flowable] = [
        compact_heading(look, f"Questionnaire · {short(view.pole)}", "questionnaire", 0, size=19, before=0, after=6),
        look.paragraph(look.styles.body, look.type.coloured(look.colours.muted, " · ".join([short(when, 300), *told]))),
    ]
    for build in ordered_sections(look, DOCUMENT, SECTIONS):
        story += build(view, look)
    return story


def _without_figures(view: QuestionnaireView) -> QuestionnaireView:
    groups = (
        replace(group, questions=tuple(replace(question, figures=()) for question in group.questions))
        for group in view.groups
    )
    return replace(view, groups=tuple(groups))


def _colleges(view: QuestionnaireView, look: Look) -> list[Flowable]:
    """Return a box for each college, in as many columns as their names allow."""
    names = [look.type.line(short(name, 90)) for _, name in view.colleges]
    widest = max((stringWidth(name, look.fonts.normal, SIZE) for name in names), default=0.0)
    columns = max(1, int(WIDTH / max(_SHORTEST_COLLEGE, widest + TICK + 14)))
    lines: list[Flowable] = [FormLine(look, Box(), name, height=BOX + 4) for name in names]
    lines += [Spacer(0, 0)] * (-len(lines) % columns)
    rows = [lines[start : start + columns] for start in range(0, len(lines), columns)]
    if not rows:
        return []
    bare = TableStyle([(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")])
    bare.add("FONTNAME", (0, 0), (-1, -1), look.fonts.normal)
    return [Table(rows, [WIDTH / columns] * columns, hAlign="LEFT", style=bare)]


def _group_heading(look: Look, group: QuestionGroup) -> Heading:
    title, key = f"{group.code} · {short(group.name)}", f"groupe-{group.code}"
    return compact_heading(look, title, key, 1, size=10.5, before=5, after=1, coloured=True)


class _Form(Report):
    """The pages: nearly the whole sheet, each with what sorts it in a pile."""

    def __init__(self, target: BinaryIO, look: Look, view: QuestionnaireView) -> None:
        title = f"Questionnaire – {view.pole}"
        subject = f"{view.evaluation}, {wording.long_date(view.date)}"
        super().__init__(target, look, Properties(title, view.pole, subject, head="", mark="", foot=""))
        self._view = view
        frame = Frame(_SIDE, _FOOT, WIDTH, PAGE[1] - _TOP - _FOOT, 0, 0, 0, 0, id="text")
        self.pageTemplates = []
        self.addPageTemplates(PageTemplate(BODY, [frame], onPage=self._sign))

    def handle_flowable(self, flowables: list[Flowable]) -> None:
        """Handle what comes next; the first question of a page shares what this page leaves with those it holds."""
        first = flowables[0]
        if isinstance(first, Question) and not first.shared:
            if begins_page(first, self.frame, self.canv):
                flowables.insert(0, FrameBreak())
            else:
                share_page(flowables, self.frame, self.canv)
        super().handle_flowable(flowables)

    def _sign(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """Write at the head of a page of which evaluation and of whom it is; its number comes later."""
        look, view = self._look, self._view
        college = dict(view.colleges).get(view.college, view.college)
        self.draw_later(self._number)
        canvas.saveState()
        canvas.setFillColor(look.ink)
        canvas.setStrokeColor(look.muted)
        canvas.setLineWidth(0.4)
        end = _SIDE + WIDTH - canvas.stringWidth(_WIDEST, look.fonts.bold, _HEAD_SIZE) - _HEAD_GAP
        x = self._write(canvas, "", view.evaluation_id, _SIDE, _SIDE + 0.4 * WIDTH)
        # A pseudonym that is known leaves the rest to the name of the college.
        x = self._write(canvas, "Pseudonyme", view.respondent, x, (x + end) / 2)
        self._write(canvas, "Collège", college, x, end)
        canvas.restoreState()

    def _write(self, canvas: Canvas, label: str, known: str, x: float, end: float) -> float:
        """Write between ``x`` and ``end`` what is known, or a line to write it on; return where the next one begins."""
        look = self._look
        if label:
            said = f"{label}{wording.NBSP}: "
            canvas.setFont(look.fonts.normal, _HEAD_SIZE)
            canvas.drawString(x, _HEAD_LINE, said)
            x += canvas.stringWidth(said, look.fonts.normal, _HEAD_SIZE)
        if not known:
            canvas.line(x, _HEAD_LINE - 1, end, _HEAD_LINE - 1)
            return end + _HEAD_GAP
        text = look.type.fit(known, look.fonts.bold, _HEAD_SIZE, end - x)
        canvas.setFont(look.fonts.bold, _HEAD_SIZE)
        canvas.drawString(x, _HEAD_LINE, text)
        return x + float(canvas.stringWidth(text, look.fonts.bold, _HEAD_SIZE)) + _HEAD_GAP

    def _number(self, canvas: Canvas, page: int, pages: int) -> None:
        """Write which page it is, of how many."""
        canvas.setFillColor(self._look.ink)
        canvas.setFont(self._look.fonts.bold, _HEAD_SIZE)
        canvas.drawRightString(_SIDE + WIDTH, _HEAD_LINE, f"page {page} sur {pages}")
