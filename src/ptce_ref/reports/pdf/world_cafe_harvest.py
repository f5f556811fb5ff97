"""What a World Café is gathered with: tickets, cards to cut, the harvest sheet, the page that closes."""

from functools import partial

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from ptce_ref.domain.session_plan import SessionPlan
from ptce_ref.domain.text import NO_BREAK_SPACE
from ptce_ref.reports.kit_view import WorldCafeView
from ptce_ref.reports.pdf.card_layout import LAYOUTS, PADDING, Cell
from ptce_ref.reports.pdf.card_sign import AGREEMENT, DIVERGENCE, Sign, draw_sign
from ptce_ref.reports.pdf.kit_block import cut_sheets, form_table, read_text, writing
from ptce_ref.reports.pdf.kit_page import BARE, WALL, KitLook, on_page
from ptce_ref.reports.pdf.page import BODY, heading, room
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.pdf.world_cafe_guide import AGREED_CARDS, DIVERGENT_CARDS
from ptce_ref.reports.pdf.world_cafe_place import last_ticket
from ptce_ref.reports.pdf.world_cafe_table import table_name

_ON_A4, _ON_A3 = 4, 6
"""Tables on one harvest sheet."""
_ROUNDS_DOWN = 8
_TABLE_BLANK = 40.0
_CARDS, _TICKETS = LAYOUTS[4], LAYOUTS[8]


def build_tickets(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return the tickets to cut, which tell each person their table at each round; none for one table."""
    plan = view.plan
    if plan.tables == 1:
        return []
    draws = [partial(_draw_ticket, look=look, plan=plan, ticket=ticket) for ticket in range(1, last_ticket(plan) + 1)]
    return [*on_page(BARE), *cut_sheets(look, _TICKETS, draws, "billets", "Billets à découper, un par personne")]


def _draw_ticket(canvas: Canvas, cell: Cell, *, look: KitLook, plan: SessionPlan, ticket: int) -> None:
    """Draw a ticket: its number, what it is for, the table of each round."""
    box = cell.inside(5 * mm)
    host = ticket <= plan.tables
    top = box.y + box.height
    canvas.setFillColor(look.accent if host else look.ink)
    canvas.setFont(look.fonts.bold, 26)
    canvas.drawString(box.x, top - 24, str(ticket))
    kind = "personne ancre" if host else "réserve" if ticket > plan.participants else ""
    canvas.setFillColor(look.ink)
    canvas.setFont(look.fonts.normal, 11)
    canvas.drawRightString(box.x + box.width, top - 15, f"Billet{' · ' if kind else ''}{kind}")
    count = plan.rounds
    # Another column once one is full: the letters never get smaller than 10 points.
    columns = -(-count // _ROUNDS_DOWN)
    rows = -(-count // columns)
    size = max(10.0, min(15.0, (box.height - 54) / rows / 1.25))
    canvas.setFont(look.fonts.normal, size)
    for number in range(count):
        column, row = divmod(number, rows)
        x, y = box.x + column * box.width / columns, top - 44 - size - row * size * 1.25
        table = plan.table_of(ticket, number) + 1
        text = f"Manche {number + 1} : table " if columns == 1 else f"{number + 1} : t. "
        canvas.setFont(look.fonts.normal, size)
        canvas.drawString(x, y, look.type.line(text))
        canvas.setFont(look.fonts.bold, size)
        canvas.drawString(x + canvas.stringWidth(look.type.line(text), look.fonts.normal, size), y, str(table))
    canvas.setFont(look.fonts.normal, 10)
    canvas.setFillColor(look.muted)
    foot = "Vous restez à votre table et racontez." if host else "Gardez ce billet jusqu’à la fin."
    canvas.drawString(box.x, box.y + 1, foot)


def build_cards(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return the cards to cut: agreed ideas, then divergences, each with its colour, word and shape."""
    plan = view.plan
    tables = plan.tables * len(plan.series)
    story: list[Flowable] = [*on_page(BARE)]
    for sign, each in ((AGREEMENT, AGREED_CARDS), (DIVERGENCE, DIVERGENT_CARDS)):
        draws = [partial(_draw_card, look=look, sign=sign, numbered=plan.tables > 1)] * (
            -(-each * tables // _CARDS.count) * _CARDS.count
        )
        story += cut_sheets(look, _CARDS, draws, sign.text, f"Cartes « {sign.word} » à découper")
    return story


def _draw_card(canvas: Canvas, cell: Cell, *, look: KitLook, sign: Sign, numbered: bool) -> None:
    """Draw a card to fill in; when tables are ``numbered``, with a place for theirs beside that of the question."""
    draw_sign(canvas, look, sign, cell)
    if not numbered:
        return
    box = cell.inside(PADDING)
    said, right = look.type.line(f"Table n°{NO_BREAK_SPACE}:"), box.x + box.width
    canvas.setFillColor(look.ink)
    canvas.setFont(look.fonts.normal, 10)
    canvas.drawRightString(right - _TABLE_BLANK - 4, box.y + 2, said)
    canvas.setStrokeColor(look.muted)
    canvas.setLineWidth(0.5)
    canvas.line(right - _TABLE_BLANK, box.y + 1, right, box.y + 1)


def build_harvest(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return the sheets for the wall where the plenary gathers the ideas: a line for each table."""
    plan, zoom = view.plan, look.zoom
    heads = [
        "Table et question" if plan.tables > 1 else "Question",
        *(f"Accord {number + 1}" for number in range(AGREED_CARDS)),
        "Divergences",
        "À savoir, à faire",
    ]
    first = 46 * mm * zoom
    others = (look.wall_width - first) / (len(heads) - 1)
    tables = plan.tables * len(plan.series)
    pages = -(-tables // (_ON_A4 if not view.large else _ON_A3))
    on_a_page = -(-tables // pages)
    height = (look.wall_height - 40 - 34 * zoom) / on_a_page
    style = ParagraphStyle("harvest", parent=look.styles.cell, fontSize=12.5 * zoom, leading=15.5 * zoom)
    large_heads = [look.paragraph(style, look.type.bold(head)) for head in heads]
    rows: list[list[str | Flowable]] = []
    for series in plan.series:
        for table in range(plan.tables):
            question = view.questions[plan.question_at(table, series)]
            said = look.type.bold(table_name(view, series, table))
            name = look.paragraph(style, said, "\n", short(question.name, 110))
            rows.append([name, *[""] * (len(heads) - 1)])
    story: list[Flowable] = []
    for start in range(0, len(rows), on_a_page):
        title = "Feuille de récolte" if not start else "Feuille de récolte (suite)"
        story += [
            *on_page(WALL),
            heading(look, title, f"recolte-{start}", min(start, 1)),
            form_table(
                look, large_heads, rows[start : start + on_a_page], (first, *[others] * (len(heads) - 1)), height
            ),
        ]
    return story


def build_closing(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return the page that closes the session: what to say, what was decided, what happens next."""
    opinions = "avis" if view.evaluation.hidden else "dialogue"
    return [
        *on_page(BODY),
        heading(look, "Clore, et faire vivre ce qui s’est dit", "clore"),
        *read_text(look, "kit-cafe-cloture"),
        Spacer(0, 6),
        writing(look, "Ce que nous retenons ensemble", 80),
        writing(look, "Ce sur quoi nous restons partagés", 62),
        writing(look, "La suite", 62, "qui recopie les cartes, qui les envoie, quand on se revoit"),
        room(110),
        *read_text(look, "kit-cafe-apres"),
        *read_text(look, f"kit-cafe-apres-{opinions}"),
        room(110),
        heading(look, "D’où vient cette façon de faire", "methode", 1),
        *read_text(look, "kit-cafe-source"),
    ]
