"""The two faces of a card: a question and what its levels look like, or a blank one to fill in.

Must not know where the card stands on the sheet.
"""

from reportlab.pdfbase.pdfmetrics import stringWidth

from ptce_ref.reports import wording
from ptce_ref.reports.card_view import CardView
from ptce_ref.reports.pdf.card_layout import PADDING, Cell, rule_lines
from ptce_ref.reports.pdf.card_text import FLOOR, LEADING, Passage, Setter, Setting, draw_block, tell
from ptce_ref.reports.pdf.shape import draw_mark, draw_symbol
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag import Place
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import LevelView

_QUESTION = 26.0
_DESCRIPTOR = 13.0
_UNDER_RULE = 6.5
_GAP = 2.2
_BADGE = 15.0
_RISK_LINES = 3
_NAME = 24
"""Characters of the name of a level on a card."""


def draw_question(canvas: TaggedCanvas, look: Look, card: CardView, cell: Cell, said: Place) -> None:
    """Draw the front of a question: its code under its objective's colour and symbol, the question, its enjeu.

    Who hears the card ``said`` hears its code and its question as a title, then where it stands.
    """
    box = cell.inside(PADDING)
    card_said = said.find(canvas.tree)
    title = Place.of(canvas.tree.add_block("H2", parent=card_said))
    top = _draw_code(canvas, look, card, box, 15, look.type.line(card.sub_objective), title, said)
    place = Place.of(canvas.tree.add_block("P", parent=card_said))
    foot = box.y + 1
    if card.vigilance:
        tell(canvas, "P", said)
        foot = _draw_vigilance(canvas, look, card, box)
    canvas.place = place
    theme = look.type.fit(f"Enjeu : {card.theme}", look.fonts.normal, FLOOR, box.width)
    canvas.setFillColor(look.ink)
    canvas.setFont(look.fonts.normal, FLOOR)
    canvas.drawString(box.x, foot, theme)
    room = Cell(box.x, foot + 14, box.width, top - foot - 20)
    setting = Setter(look, look.fonts.bold, room.width, room.height).set(
        [Passage(card.question)], min(_QUESTION, cell.height / 10), where_to_read(card.code)
    )
    canvas.place = title
    _draw_centred(canvas, look, setting, room)


def draw_descriptors(
    canvas: TaggedCanvas, look: Look, card: CardView, levels: tuple[LevelView, ...], cell: Cell, said: Place
) -> None:
    """Draw the back of a question: what one sees at each level, the lowest first; ``said`` is its card."""
    box = cell.inside(PADDING)
    heading = Place("P", said.find(canvas.tree))
    top = _draw_code(canvas, look, card, box, 10, look.type.line(card.title), heading)
    height = top - _UNDER_RULE - box.y
    setter = Setter(look, look.fonts.normal, box.width - _BADGE - 5, height, _GAP)
    more = where_to_read(card.code)
    named = [
        Passage(text, f"{short(level.name, _NAME)}. ") for level, text in zip(levels, card.descriptors, strict=True)
    ]
    passages = named
    setting = setter.set(passages, _DESCRIPTOR, more)
    if setting.cut:
        # The names of the levels are on the instructions too: what one sees there matters more.
        passages = [Passage(text) for text in card.descriptors]
        setting = setter.set(passages, _DESCRIPTOR, more)
    free = height - setting.height(_GAP)
    gap = _GAP + min(9.0, max(0.0, free) / max(1, len(levels)))
    y = top - _UNDER_RULE
    for level, passage, block in zip(levels, passages, setting.blocks, strict=True):
        if not block:
            continue
        tell(canvas, "LI", said)
        _draw_badge(canvas, look, level.rank, len(levels), box.x, y - setting.size * 0.96)
        y = draw_block(canvas, look, passage.head, block, setting.size, box.x + _BADGE + 5, y) - gap


def draw_own(canvas: TaggedCanvas, look: Look, cell: Cell, said: Place) -> None:
    """Draw the front of a blank card, for a question of one's own."""
    tell(canvas, "H2", said)
    _draw_blank(canvas, look, "Une question à nous", cell.inside(PADDING))


def draw_own_levels(canvas: TaggedCanvas, look: Look, levels: tuple[LevelView, ...], cell: Cell, said: Place) -> None:
    """Draw the back of a blank card: the levels, and room to say what one would see at each."""
    box = cell.inside(PADDING)
    tell(canvas, "P", said)
    top = _draw_blank(canvas, look, "Ce que l’on verrait à chaque niveau", box, lined=False)
    step = (top - box.y) / len(levels)
    tell(canvas, "P", said)
    for place, level in enumerate(levels):
        y = top - place * step - 13
        _draw_badge(canvas, look, level.rank, len(levels), box.x, y)
        canvas.setStrokeColor(look.rule)
        rule_lines(canvas, Cell(box.x + _BADGE + 5, y + 13 - step, box.width - _BADGE - 5, step - 11))


def where_to_read(code: str) -> str:
    """Return what ends a text that was cut."""
    return f"voir la fiche {code}"


def _draw_code(
    canvas: TaggedCanvas,
    look: Look,
    card: CardView,
    box: Cell,
    size: float,
    beside: str,
    said: Place,
    apart: Place | None = None,
) -> float:
    """Draw the symbol, the code and ``beside`` on a rule in the objective's colour; return where the rest begins.

    The code belongs to ``said``, and ``beside`` with it, unless it is a paragraph of its own in the card ``apart``.
    """
    canvas.place = said
    colour = look.objective(card.group)
    baseline = box.y + box.height - size * 0.78
    radius = size * 0.36
    draw_symbol(canvas, card.group, box.x + radius * 1.2, baseline + size * 0.36, radius, colour)
    canvas.setFillColor(colour)
    canvas.setFont(look.fonts.bold, size)
    x = box.x + size * 1.05
    code = look.type.fit(card.code, look.fonts.bold, size, box.width / 2)
    canvas.drawString(x, baseline, code)
    x += stringWidth(code, look.fonts.bold, size) + 7
    canvas.setFillColor(look.ink)
    small = max(FLOOR, size * 0.6)
    font = look.fonts.normal if size > small else look.fonts.bold
    lines = look.type.fit_lines(beside, font, small, box.x + box.width - x, 2)
    y = baseline + (small * 0.62 if len(lines) > 1 else 0.0)
    canvas.setFont(font, small)
    tell(canvas, "P", apart)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= small * LEADING
    rule = min(baseline - size * 0.38, y + small * (LEADING - 0.38))
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(1.4)
    canvas.line(box.x, rule, box.x + box.width, rule)
    return rule


def _draw_vigilance(canvas: TaggedCanvas, look: Look, card: CardView, box: Cell) -> float:
    """Draw the risk that the question watches at the foot of the card; return where the line above it goes."""
    text = f"À surveiller : {wording.first_sentence(card.risk) or card.vigilance}"
    lines = look.type.fit_lines(text, look.fonts.bold, FLOOR, box.width - 12, _RISK_LINES)
    leading = FLOOR * 1.2
    top = box.y + 1 + leading * (len(lines) - 1)
    with canvas.unsaid():
        draw_mark(canvas, "alert", box.x + 4, top + 3, 3.6, look.alert, look.fonts.bold)
    canvas.setFillColor(look.alert)
    canvas.setFont(look.fonts.bold, FLOOR)
    for row, line in enumerate(lines):
        canvas.drawString(box.x + 12, top - row * leading, line)
    return top + FLOOR * 1.4


def _draw_badge(canvas: TaggedCanvas, look: Look, rank: int, levels: int, x: float, y: float) -> None:
    """Draw the rank of a level on its colour, on the line whose baseline is at ``y``."""
    colour = look.level(rank, levels)
    canvas.setFillColor(colour)
    canvas.setStrokeColor(look.muted)
    canvas.setLineWidth(0.5)
    canvas.roundRect(x, y - 2.2, _BADGE, 11.4, 2, stroke=1, fill=1)
    canvas.setFillColor(look.ink_on(colour))
    canvas.setFont(look.fonts.bold, 9)
    canvas.drawCentredString(x + _BADGE / 2, y + 0.4, str(rank))


def _draw_centred(canvas: TaggedCanvas, look: Look, setting: Setting, room: Cell) -> None:
    """Draw the lines of a setting in bold, half-way up ``room``, ragged at the right."""
    canvas.setFillColor(look.ink)
    canvas.setFont(look.fonts.bold, setting.size)
    y = room.y + (room.height + setting.height(0)) / 2 - setting.size * 0.98
    for line in setting.blocks[0]:
        canvas.drawString(room.x, y, line)
        y -= setting.size * LEADING


def _draw_blank(canvas: TaggedCanvas, look: Look, title: str, box: Cell, *, lined: bool = True) -> float:
    """Draw a title on a rule, and lines to write on under it; return where the rest begins."""
    y = box.y + box.height - 9
    canvas.setFillColor(look.ink)
    canvas.setFont(look.fonts.bold, 10)
    canvas.drawString(box.x, y, look.type.line(title))
    canvas.setStrokeColor(look.muted)
    canvas.setLineWidth(1.4)
    canvas.line(box.x, y - 5, box.x + box.width, y - 5)
    canvas.setLineWidth(0.5)
    if lined:
        canvas.setStrokeColor(look.rule)
        rule_lines(canvas, Cell(box.x, box.y, box.width, y - 12 - box.y))
    return y - 5
