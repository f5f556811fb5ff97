"""What a plenary votes with: a poster for each question, and the sheet where voices are counted by college."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, PageBreak, Spacer, Table, TableStyle

from ptce_ref.domain.session_plan import FINGERS
from ptce_ref.reports import wording
from ptce_ref.reports.kit_view import KitQuestion, PlenaryView
from ptce_ref.reports.pdf.kit_block import (
    fitted,
    form_table,
    large_question,
    largest_size,
    list_as,
    poster_heading,
    read_text,
    writing,
)
from ptce_ref.reports.pdf.kit_page import WALL, KitLook, on_page
from ptce_ref.reports.pdf.page import BODY, HEIGHT, WIDTH, heading
from ptce_ref.reports.pdf.paper_mark import Blank, FormLine
from ptce_ref.reports.pdf.section import Cell, Rows, build_table
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import LevelView

DONT_KNOW, NOT_APPLICABLE = "Ne sait pas", "Non concerné"
_LEADING = 1.22
_QUESTION_SHARE = 0.36
"""Of a poster, for the question; the levels have the rest."""
_MOST_AIR = 14.0
_HEAD_SIZES = (6.5, 9.2)
_FEW_ANSWERS = 6
_ROW, _CELL, _SIGNED = 26.0, 17.0, 24.0
"""Heights of a line of the table, of a place for voices in it, and of the lines that those who counted fill in."""
_REASONS, _LABELLED, _REASONS_HEAD = (84.0, 150.0), 30.0, 90.0
"""Least and most height for the reasons of one question, what its label takes, and the head of their sheet."""


class TwoVotes(Flowable):
    """A place for the voices of a first vote, at the left, and of a second one, at the right."""

    alternative = "Case en deux parts : premier et second vote"

    def __init__(self, look: KitLook, width: float) -> None:
        super().__init__()
        self.look, self.width, self.height = look, width, _CELL

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.setStrokeColor(self.look.muted)
        self.canv.setLineWidth(0.5)
        self.canv.setDash([1, 2])
        self.canv.line(self.width / 2, 0, self.width / 2, self.height)
        self.canv.restoreState()


def build_posters(view: PlenaryView, look: KitLook) -> list[Flowable]:
    """Return a page for each question: the question and the descriptors of its levels, as large as the paper allows."""
    levels = view.evaluation.referential.levels
    story: list[Flowable] = []
    for place, question in enumerate(view.questions):
        story += on_page(WALL) if not place else [PageBreak()]
        name = f"Question {place + 1} · {short(question.name, 90)}"
        title = poster_heading(look, name, f"affiche-{place}", question.group, 19 * look.zoom)
        story.append(title if place else list_as(title, "Affiches des questions"))
        left = look.wall_height - title.wrap(look.wall_width, look.wall_height)[1] - title.getSpaceAfter() - 4
        story += _poster(look, question, levels, left)
    return story


def _poster(look: KitLook, question: KitQuestion, levels: tuple[LevelView, ...], height: float) -> list[Flowable]:
    zoom, width = look.zoom, look.wall_width
    foot = 26 * zoom
    asked = fitted(look, question.item.question, (width, (height - foot) * _QUESTION_SHARE), (15 * zoom, 36 * zoom))
    left = height - foot - asked.wrap(width, height)[1] - 10 * zoom

    def holds(size: float) -> bool:
        return bool(_levels(look, question, levels, size).wrap(width, left)[1] <= left)

    size = largest_size(holds, (9 * zoom, 30 * zoom))
    # What no poster could hold is cut there, and whole on the counting sheet.
    most = 0 if holds(size) else max(1, int((left / len(levels) - 8 * zoom) / (size * _LEADING)))
    other = ParagraphStyle("other", parent=look.styles.body, fontSize=13 * zoom, leading=16 * zoom, spaceAfter=0)
    by_hand = len(levels) <= FINGERS
    fist, flat = (f"{wording.NBSP}: poing fermé", f"{wording.NBSP}: main à plat") if by_hand else ("", "")
    also = look.type.markup(
        look.type.bold(f"?{wording.NBSP}{DONT_KNOW}"),
        f"{fist}{wording.NBSP * 4}",
        look.type.bold(f"–{wording.NBSP}{NOT_APPLICABLE}"),
        f"{flat}{wording.NBSP * 4}Ce sont aussi des réponses.",
    )
    table = _levels(look, question, levels, size, most)
    # What room is left goes between the levels.
    spare = max(0.0, left - table.wrap(width, left)[1] - 2) / (2 * len(levels))
    return [
        asked,
        Spacer(0, 10 * zoom),
        _levels(look, question, levels, size, most, min(spare, _MOST_AIR * zoom)),
        Spacer(0, 4 * zoom),
        look.paragraph(other, also),
    ]


def _levels(
    look: KitLook, question: KitQuestion, levels: tuple[LevelView, ...], size: float, most: int = 0, air: float = 0.0
) -> Table:
    """Return the levels, each on its colour, set at ``size``; at ``most`` lines each, when not 0.

    ``air`` is left above and under each of them.
    """
    zoom = look.zoom
    badge, gap, padding = 34 * zoom, 12 * zoom, 4 * zoom + air
    style = ParagraphStyle("level", parent=look.styles.body, fontSize=size, leading=size * _LEADING, spaceAfter=0)
    commands: list[tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]] = [
        ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
        ("LEFTPADDING", (1, 0), (1, -1), gap),
        ("RIGHTPADDING", (1, 0), (1, -1), 0),
        ("LINEBELOW", (0, 0), (-1, -2), 0.6, look.rule),
    ]
    rows: list[list[Flowable]] = []
    for row, (level, text) in enumerate(zip(levels, question.item.descriptors, strict=True)):
        colour = look.level(level.rank, len(levels))
        rank = ParagraphStyle("rank", parent=style, fontName=look.fonts.bold, alignment=TA_CENTER)
        rank.textColor = look.ink_on(colour)
        name, shown = short(level.name, 40), text
        if most:
            column = look.wall_width - badge - gap - 2
            first = stringWidth(f"{name} · ", look.fonts.bold, size)
            lines = look.type.fit_lines(text[:3000], look.fonts.normal, size, column - first / most, most)
            shown = " ".join(lines)
        said = look.paragraph(style, look.type.bold(name), " · ", shown)
        rows.append([look.paragraph(rank, str(level.rank)), said])
        commands.append(("BACKGROUND", (0, row), (0, row), colour))
    table = Table(rows, (badge, look.wall_width - badge), hAlign="LEFT")
    table.setStyle(TableStyle(commands))
    return table


def build_counts(view: PlenaryView, look: KitLook) -> list[Flowable]:
    """Return a page for each question: its voices, in the order of the screen where they are typed."""
    story: list[Flowable] = []
    for place, question in enumerate(view.questions):
        story += on_page(BODY) if not place else [PageBreak()]
        title = f"Comptage {place + 1} · {short(question.name, 120)}"
        made = heading(look, title, f"comptage-{place}", group=question.group)
        made.rank, made.listed = 1, False
        story.append(made if place else list_as(made, "Feuilles de comptage"))
        story += _count(view, look, question)
    return story


def _count(view: PlenaryView, look: KitLook, question: KitQuestion) -> list[Flowable]:
    levels = view.evaluation.referential.levels
    described = Rows()
    for level, text in zip(levels, question.item.descriptors, strict=True):
        described.add(str(level.rank), look.type.markup(look.type.bold(short(level.name, 40)), " · ", short(text, 900)))
    names = [*(short(level.name, 24) for level in levels), DONT_KNOW, NOT_APPLICABLE]
    signs = list(zip(answers_of(view), names, strict=True))
    first = (46 if len(signs) <= _FEW_ANSWERS else 36) * mm
    width = (WIDTH - first) / (len(signs) + 1)
    rows: list[list[Cell]] = [
        [short(name, 60), *(TwoVotes(look, width - 8) for _ in range(len(signs) + 1))]
        for name in (*view.colleges, "Ensemble")
    ]
    return [
        large_question(look, question.item.question),
        build_table(look, (), described, (8 * mm, WIDTH - 8 * mm)),
        Spacer(0, 6),
        form_table(look, _heads(look, signs, width - 8), rows, (first, *[width] * (len(signs) + 1)), _ROW),
        Spacer(0, 4),
        look.note(
            "Dans chaque case, à gauche le premier vote, à droite le second, s’il y en a un. Une case sans voix reçoit "
            "un zéro. Un collège absent : écrivez « absent » sur sa ligne. « Total » et les bulletins nuls font "
            "le nombre de présents."
        ),
        *read_text(look, "kit-pleniere-comptage"),
        FormLine(
            look,
            f"Présents{wording.NBSP}:",
            Blank(),
            f"bulletins nuls{wording.NBSP}:",
            Blank(),
            f"au second vote{wording.NBSP}:",
            Blank(),
            height=_SIGNED,
        ),
        FormLine(look, f"Compté par{wording.NBSP}:", Blank(), "et", Blank(), height=_SIGNED),
    ]


def build_reasons(view: PlenaryView, look: KitLook) -> list[Flowable]:
    """Return the sheet of whoever writes the reasons: it stays when counting sheets go, and shows no vote."""
    titled = heading(look, "Raisons entendues", "raisons")
    story = [*on_page(BODY), titled, *read_text(look, "kit-pleniere-raisons")]
    least, most = _REASONS
    # One page when that leaves room to write: this sheet is held in one hand.
    height = max(least, min(most, (HEIGHT - _REASONS_HEAD) / max(1, len(view.questions)) - _LABELLED))
    for place, question in enumerate(view.questions):
        story.append(writing(look, f"{place + 1} · {short(question.name, 120)}", height))
    return story


def answers_of(view: PlenaryView) -> tuple[str, ...]:
    """Return the sign of each answer one may give, as posters, counting sheets and slips show them."""
    return *(str(level.rank) for level in view.evaluation.referential.levels), "?", "–"


def _heads(look: KitLook, signs: Sequence[tuple[str, str]], width: float) -> list[Cell]:
    """Return the heads of the columns: the sign and the name of each answer, no word of it cut if that can be."""
    words = [word for _, name in signs for word in name.split()]
    longest = max(stringWidth(word, look.fonts.normal, 1) for word in words)
    size = min(_HEAD_SIZES[1], max(_HEAD_SIZES[0], (width - 1) / longest))
    style = ParagraphStyle("answer", parent=look.styles.cell, fontSize=size, leading=size * _LEADING)
    return ["Collège", *(look.paragraph(style, look.type.bold(sign), "\n", name) for sign, name in signs), "Total"]
