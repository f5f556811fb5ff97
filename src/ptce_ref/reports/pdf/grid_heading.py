"""Head and foot of a page of the table de dialogue: what it is, how to read it, where it comes from.

Must not know how the cells are laid out.
"""

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.grid_cell import STAR, Box
from ptce_ref.reports.pdf.prose import emphasised, read_prose
from ptce_ref.reports.pdf.shape import draw_mark
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import CoevaluationView

HEADING_HEIGHT = 88.0
_LEGEND = 8.0
_LEVEL_NAME = 110.0


def draw_heading(canvas: Canvas, look: Look, view: CoevaluationView, page: Box, *, filled: bool) -> None:
    """Draw title, pôle, date, how to read, scale and marks at the top of ``page``."""
    top = page.y + page.height
    right = page.x + page.width
    if view.pole.demonstration:
        right -= _draw_demonstration(canvas, look, right, top) + 14
    canvas.setFillColor(look.accent)
    canvas.setFont(look.fonts.bold, 22)
    canvas.drawString(page.x, top - 18, "Table de dialogue")
    x = page.x + stringWidth("Table de dialogue", look.fonts.bold, 22) + 14
    canvas.setFillColor(look.ink)
    canvas.setFont(look.fonts.bold, 14)
    canvas.drawString(x, top - 18, look.type.fit(view.pole.name, look.fonts.bold, 14, right - x))
    canvas.setFillColor(look.muted)
    canvas.setFont(look.fonts.normal, 10)
    canvas.drawString(
        page.x, top - 33, look.type.fit(_subtitle(view, filled=filled), look.fonts.normal, 10, page.width)
    )
    _draw_reading(canvas, look, view, Box(page.x, top - 40, page.width, 30), filled=filled)
    _draw_scale(canvas, look, view, Box(page.x, top - 81, page.width, 10), filled=filled)


def _subtitle(view: CoevaluationView, *, filled: bool) -> str:
    parts = [view.pole.place, view.title, wording.long_date(view.date), view.path]
    if filled:
        parts.append(f"phase : {view.phase}".replace(" :", f"{wording.NBSP}:"))
        if view.hidden:
            parts.append("résultats non montrés")
        else:
            parts.append("résultats provisoires" if view.provisional else "évaluation close")
    else:
        parts.append("grille vierge, à remplir ensemble")
    return " · ".join(part for part in parts if part)


def _draw_demonstration(canvas: Canvas, look: Look, right: float, top: float) -> float:
    """Draw the mark of fictional pôles; return its width."""
    text = look.type.line(wording.DEMONSTRATION)
    width = stringWidth(text, look.fonts.bold, 9.5) + 14
    canvas.setStrokeColor(look.alert)
    canvas.setLineWidth(1)
    canvas.roundRect(right - width, top - 22, width, 17, 3, stroke=1, fill=0)
    canvas.setFillColor(look.alert)
    canvas.setFont(look.fonts.bold, 9.5)
    canvas.drawCentredString(right - width / 2, top - 17, text)
    return width


def _draw_reading(canvas: Canvas, look: Look, view: CoevaluationView, box: Box, *, filled: bool) -> None:
    """Draw the paragraphs on how to read, one line each when they are short enough."""
    name = "grille-vierge"
    if filled:
        name = "grille-masquee" if view.hidden else "grille-remplie"
    y = box.y
    for block in read_prose(look.theme, name)[:2]:
        for size in (9.2, 8.6, 8.0, 7.4, 6.8):
            style = ParagraphStyle(
                "reading", fontName=look.fonts.normal, fontSize=size, leading=14, textColor=look.ink, alignment=TA_LEFT
            )
            paragraph = Paragraph(emphasised(look.type, block.text), style)
            _, height = paragraph.wrapOn(canvas, box.width, 100)
            if height <= style.leading:
                break
        paragraph.drawOn(canvas, box.x, y - height)
        y -= min(height, 14)


def _draw_scale(canvas: Canvas, look: Look, view: CoevaluationView, box: Box, *, filled: bool) -> None:
    """Draw the levels and, on a filled table, what its marks mean."""
    levels = view.referential.levels
    x = _word(canvas, look, box.x, box.y, f"Échelle{wording.NBSP}:", bold=True)
    for level in levels:
        colour = look.level(level.rank, len(levels))
        canvas.setFillColor(colour)
        canvas.setStrokeColor(look.rule)
        canvas.setLineWidth(0.4)
        canvas.roundRect(x, box.y - 2, 13, 10, 2, stroke=1, fill=1)
        canvas.setFillColor(look.ink_on(colour))
        canvas.setFont(look.fonts.bold, _LEGEND)
        canvas.drawCentredString(x + 6.5, box.y + 0.3, str(level.rank))
        x = _word(canvas, look, x + 16, box.y, look.type.fit(level.name, look.fonts.normal, _LEGEND, _LEVEL_NAME)) + 5
    if any(cell is None for row in view.cells for cell in row):
        canvas.setFillColor(look.ground)
        canvas.rect(x + 5, box.y - 2, 13, 10, stroke=1, fill=1)
        canvas.line(x + 5, box.y - 2, x + 18, box.y + 8)
        x = _word(canvas, look, x + 21, box.y, "pas de question ici") + 3
    if not filled or view.hidden:
        return
    marks = (
        ("divided", "div.", "questions qui divisent"),
        ("polarised", "pol.", "dont polarisées"),
        ("unknown", "nsp", "beaucoup ne savent pas"),
        ("alert", "vig.", "alertes de vigilance"),
    )
    x = _word(canvas, look, x + 10, box.y, f"Signes{wording.NBSP}:", bold=True)
    for name, word, meaning in marks:
        draw_mark(canvas, name, x + 3, box.y + 2.7, 2.9, look.ink, look.fonts.bold)
        x = _word(canvas, look, x + 8, box.y, word, bold=True)
        x = _word(canvas, look, x - 2, box.y, meaning) + 5
    _word(canvas, look, x + 2, box.y, f"{STAR} d’après les avis")


def _word(canvas: Canvas, look: Look, x: float, y: float, text: str, *, bold: bool = False) -> float:
    """Draw a word of the legend; return where the next one begins."""
    font = look.fonts.bold if bold else look.fonts.normal
    text = look.type.line(text)
    canvas.setFillColor(look.ink)
    canvas.setFont(font, _LEGEND)
    canvas.drawString(x, y, text)
    return x + stringWidth(text, font, _LEGEND) + 5


def draw_foot(canvas: Canvas, look: Look, view: CoevaluationView, page: Box, number: str) -> None:
    """Draw provenance, version and page number at the bottom of ``page``."""
    referential = view.referential
    named = f"{short(referential.title, 200)}, version {referential.version} ({short(referential.license, 60)})"
    origin = f"{named}. {referential.statement}"
    style = ParagraphStyle("foot", fontName=look.fonts.normal, fontSize=7.2, leading=9, textColor=look.muted)
    paragraph = Paragraph(look.type.markup(origin), style)
    width = page.width - 90
    _, height = paragraph.wrapOn(canvas, width, 40)
    paragraph.drawOn(canvas, page.x, page.y + 20 - height)
    canvas.setFillColor(look.muted)
    canvas.setFont(look.fonts.bold, 8)
    canvas.drawRightString(page.x + page.width, page.y + 12, number)
