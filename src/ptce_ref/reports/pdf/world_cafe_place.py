"""Who goes where in a World Café: the rule of the tickets, in words, and the tickets at each table at each round."""

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, TableStyle

from ptce_ref.domain.session_plan import SessionPlan
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.kit_page import KitLook
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table

_ROUNDS_ACROSS, _THREE_DIGITS = 4, 100
_NAMES = 12 * mm


def build_placement(plan: SessionPlan, look: KitLook) -> list[Flowable]:
    """Return who goes where: the rule, then the tickets at each table at each round; nothing for one table."""
    if plan.tables == 1:
        return []
    story: list[Flowable] = [
        room(260),
        heading(look, "Qui va où, à chaque manche", "placement", 1, listed=True),
        *(look.bullet(text) for text in _rule(plan)),
        Spacer(0, 6),
    ]
    # Tickets of three digits need wider columns, to stay on one line.
    wide = plan.participants >= _THREE_DIGITS
    blocks = -(-plan.rounds // (_ROUNDS_ACROSS - wide))
    across = -(-plan.rounds // blocks)
    for start in range(0, plan.rounds, across):
        numbers = range(start, min(start + across, plan.rounds))
        rows = Rows()
        for table in range(plan.tables):
            rows.add(look.type.bold(str(table + 1)), *(_group(look, plan, table, number) for number in numbers))
        width = (WIDTH - _NAMES) / len(numbers)
        heads = ["Table", *(f"Manche {number + 1}" for number in numbers)]
        placed = build_table(look, heads, rows, (_NAMES, *[width] * len(numbers)))
        placed.setStyle(
            TableStyle(
                [
                    ("RIGHTPADDING", (1, 0), (-1, -1), 0),
                    ("LEFTPADDING", (1, 0), (-1, -1), 4),
                    ("LINEBEFORE", (1, 0), (-1, -1), 0.4, look.rule),
                ]
            )
        )
        story += [placed, Spacer(0, 10)]
    text = (
        "En gras : la personne ancre, qui ne bouge pas. Les billets de réserve, pour qui arrive sans être attendu, "
        "suivent la même règle ; chaque billet porte ses tables."
    )
    return [*story, look.note(text)]


def _rule(plan: SessionPlan) -> list[str]:
    return [
        (
            "**Les billets sont distribués table après table** : le 1 à la table 1, le 2 à la table 2, et ainsi de "
            f"suite ; après la table {plan.tables}, on recommence à la table 1. Les billets 1 à {plan.tables} sont "
            "ceux des personnes ancres."
        ),
        route_rule(plan),
    ]


def route_rule(plan: SessionPlan) -> str:
    """Return what the tickets do, in sentences that are true of this plan."""
    longest = max(len(item.rounds) for item in plan.series)
    if plan.rounds > plan.tables:
        way = "on passe à toutes les tables avant d’en retrouver une, où la question a changé"
    elif longest == plan.rounds == plan.tables:
        way = "on passe une fois par chaque table"
    else:
        way = "on ne retrouve jamais une table où l’on est déjà passé"
    apart = " Deux personnes assises ensemble au départ suivent, autant que possible, des chemins différents."
    return f"Chaque billet porte son propre parcours{wording.NBSP}: {way}.{apart if plan.parts_neighbours else ''}"


def last_ticket(plan: SessionPlan) -> int:
    """Return the number of the last ticket printed: one more a table than the plan seats, for a crowd."""
    return plan.most + plan.tables


def _group(look: KitLook, plan: SessionPlan, table: int, number: int) -> Flowable:
    """Return the tickets of a table at a round, the host's in bold."""
    tickets = plan.group(table, number)
    parts = [
        look.type.bold(str(ticket)) if ticket <= plan.tables else look.type.markup(str(ticket)) for ticket in tickets
    ]
    joined = [piece for part in parts for piece in (look.type.markup(", "), part)][1:]
    style = ParagraphStyle("tickets", parent=look.styles.cell, fontSize=9.6)
    return look.paragraph(style, *joined)
