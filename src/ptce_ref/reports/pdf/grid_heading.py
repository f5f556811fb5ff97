"""Head and foot of a page of the table de dialogue: what it is, how to read it, where it comes from.

Must not know how the cells are laid out.
"""

from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.grid_cell import STAR, Box
from ptce_ref.reports.pdf.prose import emphasised, read_prose
from ptce_ref.reports.pdf.shape import draw_mark
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import CoevaluationView

_HEADING = 88.0
_NARROW = 1000.0
"""Under this width in points, the paragraphs and the legend take two lines each."""
_MORE = 34.0
_LEGEND = 8.0
_LEVEL_NAME = 110.0


def _legend_drop(width: float) -> float:
    """Return how far under the top of the page the legend begins; on a narrow page it leaves room for a second line."""
    return heading_height(width) - (7 if width >= _NARROW else 20)


def heading_height(width: float) -> float:
    """Return how tall the head of a page is, in points, for a page that is ``width`` points wide between margins."""
    return _HEADING if width >= _NARROW else _HEADING + _MORE


def draw_heading(canvas: TaggedCanvas, look: Look, view: CoevaluationView, page: Box, *, filled: bool) -> None:
    """Draw title, pôle, date, how to read, scale and marks at the top of ``page``."""
    top = page.y + page.height
    right = page.x + page.width
    title = canvas.tell("H1")
    if title is not None:
        # The title comes first for those who hear the page, whatever is drawn before it.
        title.find(canvas.tree)
    if view.pole.demonstration:
        canvas.tell("P")
        right -= _draw_demonstration(canvas, look, right, top) + 14
    canvas.place = title
    canvas.setFillColor(look.accent)
    canvas.setFont(look.fonts.bold, 22)
    canvas.drawString(page.x, top - 18, "Table de dialogue")
    x = page.x + stringWidth("Table de dialogue", look.fonts.bold, 22) + 14
    canvas.setFillColor(look.ink)
    canvas.setFont(look.fonts.bold, 14)
    canvas.drawString(x, top - 18, look.type.fit(view.pole.name, look.fonts.bold, 14, right - x))
    canvas.tell("P")
    canvas.setFillColor(look.muted)
    said = look.type.line(_subtitle(view, filled=filled))
    sizes = (10.0, 9.5, 9.0, 8.5)
    size = next((s for s in sizes if stringWidth(said, look.fonts.normal, s) <= page.width), sizes[-1])
    canvas.setFont(look.fonts.normal, size)
    canvas.drawString(page.x, top - 33, look.type.fit(said, look.fonts.normal, size, page.width))
    _draw_reading(canvas, look, view, Box(page.x, top - 40, page.width, 30), filled=filled)
    _draw_scale(canvas, look, view, Box(page.x, top - _legend_drop(page.width), page.width, 10), filled=filled)


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


def _draw_demonstration(canvas: TaggedCanvas, look: Look, right: float, top: float) -> float:
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


def _draw_reading(canvas: TaggedCanvas, look: Look, view: CoevaluationView, box: Box, *, filled: bool) -> None:
    """Draw the paragraphs on how to read, one line each when they are short enough; two on a narrow page."""
    name = "grille-vierge"
    if filled:
        name = "grille-masquee" if view.hidden else "grille-remplie"
    y = box.y
    for block in read_prose(look.theme, name)[:2]:
        narrow = box.width < _NARROW
        leading = 11.0 if narrow else 14.0
        for size in (9.2, 8.6, 8.0, 7.4, 6.8):
            style = ParagraphStyle(
                "reading",
                fontName=look.fonts.normal,
                fontSize=size,
                leading=leading,
                textColor=look.ink,
                alignment=TA_LEFT,
            )
            paragraph = Paragraph(emphasised(look.type, block.text), style)
            _, height = paragraph.wrapOn(canvas, box.width, 100)
            if height <= leading * (2 if narrow else 1):
                break
        canvas.tell("P")
        paragraph.drawOn(canvas, box.x, y - height)
        y -= min(height, 2 * leading) if narrow else min(height, leading)


def _draw_scale(canvas: TaggedCanvas, look: Look, view: CoevaluationView, box: Box, *, filled: bool) -> None:
    """Draw the levels and, on a filled table, what its marks mean."""
    levels = view.referential.levels
    canvas.tell("P")
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
    canvas.tell("P")
    x, y = (box.x, box.y - 13) if box.width < _NARROW else (x + 10, box.y)
    x = _word(canvas, look, x, y, f"Signes{wording.NBSP}:", bold=True)
    for name, word, meaning in marks:
        with canvas.unsaid():
            draw_mark(canvas, name, x + 3, y + 2.7, 2.9, look.ink, look.fonts.bold)
        x = _word(canvas, look, x + 8, y, word, bold=True)
        x = _word(canvas, look, x - 2, y, meaning) + 5
    _word(canvas, look, x + 2, y, f"{STAR} d’après les avis")


def _word(canvas: TaggedCanvas, look: Look, x: float, y: float, text: str, *, bold: bool = False) -> float:
    """Draw a word of the legend; return where the next one begins."""
    font = look.fonts.bold if bold else look.fonts.normal
    text = look.type.line(text)
    canvas.setFillColor(look.ink)
    canvas.setFont(font, _LEGEND)
    canvas.drawString(x, y, text)
    return x + stringWidth(text, font, _LEGEND) + 5


def draw_foot(
    canvas: TaggedCanvas, look: Look, view: CoevaluationView, page: Box, number: str, beside: str = ""
) -> None:
    """Draw provenance, version and page number at the bottom of ``page``; ``beside`` says what sheets go on from it."""
    referential = view.referential
    named = f"{short(referential.title, 200)}, version {referential.version} ({short(referential.license, 60)})"
    origin = f"{named}. {referential.statement}"
    style = ParagraphStyle("foot", fontName=look.fonts.normal, fontSize=7.2, leading=9, textColor=look.muted)
    paragraph = Paragraph(look.type.markup(origin), style)
    width = page.width - (160 if beside else 90)
    _, height = paragraph.wrapOn(canvas, width, 40)
    canvas.tell("P")
    paragraph.drawOn(canvas, page.x, page.y + 20 - height)
    canvas.place = None
    canvas.setFillColor(look.muted)
    canvas.setFont(look.fonts.bold, 8)
    canvas.drawRightString(page.x + page.width, page.y + 12, number)
    if beside:
        canvas.setFont(look.fonts.normal, 8)
        canvas.drawRightString(page.x + page.width, page.y + 2, beside)
