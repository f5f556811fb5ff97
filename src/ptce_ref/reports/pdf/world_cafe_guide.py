"""What the facilitator of a World Café reads: what to prepare, the timetable, what to say, what may go otherwise."""

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from ptce_ref.domain.duration import duration_words
from ptce_ref.domain.session_plan import (
    CROWDED,
    DISCUSSION,
    HARVEST_BY_TABLE,
    LEAST_AT_TABLE,
    MOST_AT_TABLE,
    Moment,
    MomentKind,
    SessionPlan,
)
from ptce_ref.reports import wording
from ptce_ref.reports.kit_view import WorldCafeView
from ptce_ref.reports.pdf.kit_block import read_text
from ptce_ref.reports.pdf.kit_page import KitLook, on_page
from ptce_ref.reports.pdf.kit_room import RoomPlan
from ptce_ref.reports.pdf.kit_time import Line, build_timetable
from ptce_ref.reports.pdf.page import BODY, WIDTH, contents, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.pdf.world_cafe_place import build_placement, last_ticket

AGREED_CARDS, DIVERGENT_CARDS = 3, 3
"""Cards for each table: three agreed ideas, as in the source, and as many divergences as may be needed."""


def build_guide(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return the pages of the facilitator, from what a World Café is to what to do when things go otherwise."""
    plan = view.plan
    return [
        *on_page(BODY),
        heading(look, "Animer le World Café", "animer"),
        *_facts(view, look),
        *read_text(look, "kit-choix"),
        *read_text(look, "kit-cafe-principe"),
        *(read_text(look, "kit-cafe-une-table") if plan.tables == 1 else []),
        room(160),
        heading(look, "Ce que contient ce dossier", "contenu", 1),
        look.note("Imprimez-le d’un seul côté : les affiches vont au mur, les cartes se découpent."),
        contents(look),
        room(200),
        heading(look, "Ce qu’il faut réunir", "materiel", 1, listed=True),
        *(look.bullet(text) for text in _material(plan)),
        room(160),
        heading(look, "Préparer la salle", "salle", 1, listed=True),
        *read_text(look, "kit-cafe-avant"),
        RoomPlan(look, plan.tables, WIDTH),
        room(220),
        heading(
            look, "Les questions et leurs tables" if plan.tables > 1 else "Les questions", "questions", 1, listed=True
        ),
        *_questions(view, look),
        room(260),
        heading(look, "L’horaire", "horaire", 1, listed=True),
        *build_timetable(look, [_line(view, moment) for moment in plan.moments], view.start),
        *build_placement(plan, look),
        room(100),
        heading(look, "Ce que vous dites", "dire", 1, listed=True),
        *read_text(look, "kit-cafe-dire"),
        room(100),
        heading(look, "Plus ou moins de monde que prévu", "nombre", 1, listed=True),
        *(look.bullet(text) for text in _more_or_fewer(plan)),
        room(120),
        heading(look, "Si quelque chose coince", "imprevu", 1, listed=True),
        *read_text(look, "kit-cafe-imprevu"),
    ]


def build_program(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return the only page that speaks of the program: how to print for another number, then where the cards go."""
    command = f"ptce imprimer world-cafe {view.evaluation.id} --participants 30 --debut 18:00 --format a3"
    return [
        *on_page(BODY),
        heading(look, "Pour la personne qui a le logiciel", "programme"),
        look.paragraph(look.styles.body, look.type.bold("Avant la séance")),
        look.paragraph(
            look.styles.body,
            "Imprimez ce dossier d’un seul côté. S’il est prévu plus ou moins de monde, réimprimez-le avec le bon "
            "nombre ; --format a3 met en A3 ce qui va au mur : ",
            look.type.bold(command),
            ". --questions T1.03,C2.01 choisit les questions ; --duree-manche 15 raccourcit les manches.",
        ),
        *read_text(look, "kit-cafe-programme"),
    ]


def _facts(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    plan = view.plan
    facts = (
        (str(plan.participants), wording.agreed(plan.participants, "personne", "personnes")),
        (str(plan.tables), wording.agreed(plan.tables, "table", "tables")),
        (str(plan.questions), wording.agreed(plan.questions, "question", "questions")),
        (str(plan.rounds), f"{wording.agreed(plan.rounds, 'manche', 'manches')} de {plan.round_minutes} min"),
        (duration_words(plan.total), "en tout"),
    )
    large = ParagraphStyle("fact", parent=look.styles.cell, fontSize=19, leading=22, fontName=look.fonts.bold)
    cells = [[look.paragraph(large, number), look.paragraph(look.styles.cell, name)] for number, name in facts]
    table = Table([cells], [WIDTH / len(cells)] * len(cells), hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),
                ("BACKGROUND", (0, 0), (-1, -1), look.ground),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return [table, Spacer(0, 6)]


def _material(plan: SessionPlan) -> list[str]:
    sheets = plan.tables * len(plan.series)
    tickets = f"les billets, du n° 1 au n° {last_ticket(plan)}" if plan.tables > 1 else ""
    each = f", {plan.chairs} à chaque table{wording.NBSP}: une de réserve pour qui arrive sans être attendu"
    if plan.tables == 1:
        each = ", dont une de réserve pour qui arrive sans être attendu"
    hosts = "personne ancre" if plan.tables == 1 else "personnes ancres"
    return [
        (
            f"{wording.count(plan.tables, 'table')} et {wording.count(plan.tables * plan.chairs, 'chaise')}{each}. "
            f"{wording.count(plan.participants, 'personne')}{wording.NBSP}: {hosts} et personne qui recopie comprises, "
            "vous non ;"
        ),
        (
            f"{wording.count(sheets, 'affiche')} et {wording.count(sheets, 'fiche')} de personne ancre, de deux "
            "feuilles chacune, de ce dossier ;"
        ),
        *([f"{tickets}, et des ciseaux pour les découper ;"] if tickets else []),
        (
            f"{wording.count(AGREED_CARDS * sheets, 'carte')} « Accord » et "
            f"{wording.count(DIVERGENT_CARDS * sheets, 'carte')} « Divergence » ; si vous imprimez en noir, mettez du "
            "papier d’une couleur pour les unes, d’une autre pour les autres ;"
        ),
        (
            f"{wording.count(sheets, 'grande feuille', 'grandes feuilles')} pour couvrir les tables, des feutres pour "
            "chacun, du ruban adhésif ;"
        ),
        "une montre et de quoi faire un signal : cloche, verre, musique ;",
        "de quoi boire et grignoter, et un coin calme pour qui en a besoin.",
    ]


def _questions(view: WorldCafeView, look: KitLook) -> list[Flowable]:
    """Return which question is on which table, and why it was chosen when the agenda says so."""
    plan = view.plan
    several = len(plan.series) > 1 and plan.tables > 1
    rows = Rows()
    for series in plan.series:
        if several:
            rows.add_group(f"Série {plan.series.index(series) + 1} : {_rounds(series.rounds)}", 2)
        for place in series.questions:
            question = view.questions[place]
            tables = [table for table in range(plan.tables) if plan.question_at(table, series) == place]
            why = f"\nÀ l’ordre du jour : {', '.join(question.reasons)}." if question.reasons else ""
            rows.add(
                look.type.bold(_tables(tables) if plan.tables > 1 else str(series.rounds[0] + 1)),
                look.type.markup(
                    look.type.bold(short(question.name)),
                    "\n",
                    short(question.item.question, 500),
                    look.type.italic(why),
                ),
            )
    heads = ("Table" if plan.tables > 1 else "Manche", "Question")
    story: list[Flowable] = [build_table(look, heads, rows, (34 * mm, WIDTH - 34 * mm)), Spacer(0, 6)]
    if several:
        story.append(look.note("À chaque nouvelle série, la personne ancre change l’affiche et la grande feuille."))
    if plan.meets_twice:
        story.append(
            look.note(
                "Il y a plus de tables que de questions : certaines personnes retrouvent la même question à une "
                "autre table, avec d’autres voix. C’est sans inconvénient."
            )
        )
    return story


def _rounds(rounds: range) -> str:
    first, last = rounds[0] + 1, rounds[-1] + 1
    return f"manche {first}" if first == last else f"manches {first} à {last}"


def _tables(tables: Sequence[int]) -> str:
    names = [str(table + 1) for table in tables]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def _line(view: WorldCafeView, moment: Moment) -> Line:
    """Return a moment as a line of the timetable."""
    plan = view.plan
    alone = plan.tables == 1
    if moment.kind is MomentKind.ROUND and moment.number is not None:
        series = plan.series_of(moment.number)
        begins = moment.number == series.rounds[0]
        what = (
            "On fait connaissance, on lit l’affiche, on converse."
            if begins
            else "La personne ancre résume, on reprend."
        )
        if begins and moment.number:
            what = "Nouvelle affiche : on la lit, on converse."
        return Line(moment.start, moment.minutes, f"Manche {moment.number + 1}", what)
    name, what = {
        MomentKind.WELCOME: (
            "Accueil",
            "On arrive, on s’assied avec un café."
            if alone
            else "Chacun prend le premier billet de la pile et s’assied à la table qu’il indique.",
        ),
        MomentKind.OPENING: ("Ouverture", "Le but, les trois règles, les questions."),
        MomentKind.MOVE: ("Signal", "Tout le monde change de table, sauf les personnes ancres."),
        MomentKind.CARDS: (
            "Cartes",
            "On choisit et on écrit les cartes de cette question."
            if alone
            else "Chaque table choisit et écrit ses cartes.",
        ),
        MomentKind.BREAK: (
            "Pause",
            "On se repose, ou l’on finit d’écrire. Gardez vos cartes."
            if alone
            else "On se repose ; les tables en retard finissent d’écrire. Gardez vos cartes.",
        ),
        MomentKind.HARVEST: (
            "Récolte",
            f"On lit les cartes de chaque question ({HARVEST_BY_TABLE}{wording.NBSP}minutes), puis on échange pendant "
            f"{DISCUSSION}{wording.NBSP}minutes."
            if alone
            else f"Chaque table lit ses cartes ({HARVEST_BY_TABLE}{wording.NBSP}minutes), puis la salle échange "
            f"pendant {DISCUSSION}{wording.NBSP}minutes.",
        ),
        MomentKind.CLOSING: ("Clôture", "Ce que l’on retient, un mot chacun, la suite, merci."),
    }[moment.kind]
    return Line(moment.start, moment.minutes, name, what)


def _more_or_fewer(plan: SessionPlan) -> list[str]:
    if plan.tables == 1:
        return [
            (
                f"**Ce dossier vaut pour {plan.least} à {plan.most} personnes**, à une seule table : on n’y change "
                "pas de place, on prend les questions l’une après l’autre."
            ),
            f"**Moins de {plan.least} ?** Gardez les questions et les cartes, et parlez tous ensemble.",
            (
                f"**Plus de {plan.most} ?** Ouvrez une deuxième table avec les mêmes questions, et réunissez les "
                "cartes à la récolte."
            ),
        ]
    fewer = plan.least - LEAST_AT_TABLE
    # With a question at each table, the one that closes takes its question, and a round, with it.
    one_less = ", et supprimez une manche" if plan.questions == plan.tables else ""
    chairs = plan.tables * plan.chairs
    more = f" Au-delà de {chairs}, ajoutez des chaises, autant à chaque table." if chairs < plan.most else ""
    return [
        (
            f"**De {plan.least} à {plan.most} personnes, ne changez rien.** Les billets sont distribués dans l’ordre "
            f": les tables restent égales, à une personne près, quel que soit le nombre de présents.{more}"
        ),
        f"**Moins de {plan.least} ?** Fermez la dernière table : rangez son affiche ; sa personne ancre participe "
        f"comme les autres{one_less}. Qui devait y aller se joint à la table la moins remplie. "
        + (f"Cela convient à partir de {fewer} personnes." if fewer >= LEAST_AT_TABLE else ""),
        (
            f"**Plus de {plan.most} ?** Donnez aussi les derniers billets, du n° {plan.most + 1} au n° "
            f"{last_ticket(plan)} : certaines tables auront {MOST_AT_TABLE + 1} personnes, et autant de chaises."
        ),
        (
            f"**Plus de {last_ticket(plan)} ?** Il n’y a plus de billets. Les suivants vont chaque fois à la table la "
            f"moins remplie. Au-delà de {CROWDED} par table, on ne s’entend plus : coupez cette table en deux, avec "
            "une deuxième personne ancre et la même question. Ce dossier ne prévoit pas davantage."
        ),
    ]
