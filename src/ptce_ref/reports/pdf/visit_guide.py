"""What visitors and hosts of a learning visit read: the rules, the day, how the notebook becomes a peer view."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from ptce_ref.domain.duration import HOUR
from ptce_ref.reports import wording
from ptce_ref.reports.kit_view import VisitView
from ptce_ref.reports.pdf.kit_block import form_table, read_text
from ptce_ref.reports.pdf.kit_page import KitLook, on_page
from ptce_ref.reports.pdf.kit_time import build_timetable, in_a_row
from ptce_ref.reports.pdf.page import BODY, WIDTH, contents, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.text import short

_MORNING = 9 * HOUR
_GIFTS = 45
"""Minutes for the gifts: five to read each of them, what is left to compare."""
_READING = (
    "Lus à voix haute, cinq minutes chacun. Le pôle visité écoute, remercie, puis montre sa grille ou sa synthèse : "
    "trente minutes pour comparer."
)
_DAY = (
    (30, "Accueil", "Café, prénoms, règles de la journée. On dit ce que l’on est venu apprendre."),
    (45, "Le pôle se raconte", "Son histoire, ses lieux, ses membres ; un succès et un échec."),
    (90, "Première visite", "Des lieux, des gens au travail, des habitants. On regarde, on écoute. Trajet compris."),
    (60, "Repas", "Partagé avec des membres du pôle, à des tables mêlées."),
    (
        90,
        "Deuxième visite",
        "En petits groupes, chacun ses sous-objectifs : questions du carnet, pièces. Trajet compris.",
    ),
    (15, "Pause", "On s’assied, on boit, on relit ses notes."),
    (20, "Répondre", "Chaque visiteur, seul, sur son questionnaire papier : les questions qu’il a cochées."),
    (
        45,
        "Entre visiteurs",
        (
            "Sans le pôle visité, en trois groupes, un don chacun : on écrit (20 minutes), on lit aux autres (15 "
            "minutes), on met au propre (10 minutes)."
        ),
    ),
    (_GIFTS, "Les dons", _READING),
    (15, "La suite", "Qui recopie les questionnaires, pour quand ; quand on échange les rôles."),
)
_VISIT, _TRAVEL = 90, 20
"""Minutes of the second visit, and what going there and back takes of it in a town."""
_FEWEST_VISITORS, _LEAST_MINUTES = 6, 10
"""The smallest visit, and the minutes under which nothing is seen of a sub-objective."""
_FEW_KEPT = 2
"""Sub-objectives that a pair keeps when time is short."""
_MATERIAL = (
    (
        "pour chaque visiteur : les premières pages de ce carnet et celles de ses sous-objectifs, imprimées d’un seul "
        "côté ; un questionnaire papier, un stylo, de quoi écrire debout ;"
    ),
    "les trois pages des dons, en un exemplaire, et une enveloppe pour les questionnaires remplis ;",
    "la grille remplie du pôle visité, ou la synthèse de son rapport, dans une enveloppe fermée jusqu’aux dons ;",
    "les lieux, les personnes rencontrées et leur heure, sur une feuille ; de quoi aller d’un lieu à l’autre ;",
    "une salle pour les visiteurs seuls, de quoi boire, une montre.",
)


def build_guide(view: VisitView, look: KitLook) -> list[Flowable]:
    """Return the pages that prepare the visit."""
    who = view.visitor or "…………………………………………"
    rows = Rows()
    for label, value in (
        ("Pôle visité", view.evaluation.pole.name),
        ("Où", view.evaluation.pole.place or "………………………………………"),
        ("Pôle qui visite", who),
        ("Jour de la visite", "………………………………………"),
    ):
        rows.add(look.type.coloured(look.colours.muted, label), look.type.bold(short(value, 220)))
    return [
        *on_page(BODY),
        heading(look, "Carnet de visite apprenante", "visite"),
        build_table(look, (), rows, (40 * mm, WIDTH - 40 * mm)),
        Spacer(0, 5),
        *read_text(look, "kit-visite-choix"),
        *read_text(look, "kit-visite-principe"),
        room(110),
        heading(look, "Ce que contient ce carnet", "contenu", 1),
        contents(look),
        room(260),
        heading(look, "La journée", "journee", 1, listed=True),
        *build_timetable(look, in_a_row(_DAY), _MORNING if view.start is None else view.start),
        room(100),
        heading(look, "Ce que vous dites", "dire", 1, listed=True),
        *read_text(look, "kit-visite-dire"),
        room(120),
        heading(look, "Ce qu’il faut réunir", "materiel", 1, listed=True),
        *(look.bullet(text) for text in _MATERIAL),
        room(200),
        heading(look, "Qui regarde quoi", "qui", 1, listed=True),
        look.note(_groups(len(view.evaluation.sub_objectives))),
        _pairs(view, look),
    ]


def _groups(subs: int) -> str:
    """Return how visitors share the sub-objectives, whatever their number."""
    pairs = _FEWEST_VISITORS // 2
    each = -(-subs // pairs)
    least = (_VISIT - _TRAVEL) // each
    said = (
        "Deux visiteurs pour chaque sous-objectif ; chacun peut en prendre plusieurs. S’ils sont en nombre impair, un "
        f"groupe est de trois. À six visiteurs : trois paires, {wording.count(each, 'sous-objectif')} chacune, soit "
        f"{least} minutes pour chacun (la deuxième visite, moins {_TRAVEL} minutes de trajet)."
    )
    if each > _FEW_KEPT:
        said += f" S’il en reste moins de {_LEAST_MINUTES} minutes, chaque paire en garde deux, et dit lesquels."
    return said


def _pairs(view: VisitView, look: KitLook) -> Flowable:
    rows = [[short(f"{sub.code} {sub.name}", 120), "", ""] for sub in view.evaluation.sub_objectives]
    widths = (WIDTH - 96 * mm, 48 * mm, 48 * mm)
    return form_table(look, ("Sous-objectif", "Visiteur", "Visiteur"), rows, widths, 24)


def build_entry(view: VisitView, look: KitLook) -> list[Flowable]:
    """Return how the notebook becomes an evaluation seen by a peer: on the screens, then by commands."""
    evaluation = view.evaluation
    story: list[Flowable] = [
        *on_page(BODY),
        heading(look, "Du carnet au regard croisé", "regard-croise"),
        *read_text(look, "kit-visite-saisie"),
        room(110),
        heading(look, "D’où vient cette façon de faire", "methode", 1),
        *read_text(look, "kit-visite-source"),
        PageBreak(),
        heading(look, "Pour la personne qui a le logiciel", "programme", 1, listed=True),
        *read_text(look, "kit-visite-programme"),
    ]
    if evaluation.peer_pole:
        opened = (
            f"L’évaluation est déjà ouverte, faite par un autre pôle : « {short(evaluation.title)} » "
            f"({evaluation.id}). Inscrivez-y les visiteurs, chacun dans son collège."
        )
        story += [look.paragraph(look.styles.body, opened)]
        reference = evaluation.id
    else:
        opened = (
            "À l’écran : sur l’accueil, « Nouvelle évaluation », le pôle visité, le même usage et le même parcours "
            f"que « {short(evaluation.title)} », et le mode « {wording.MODES['pair']} ». Le pôle qui visite doit être "
            "dans la base : « Nouveau pôle » l’y ajoute. Par commandes, la même chose :"
        )
        story += [look.paragraph(look.styles.body, opened)]
        reference = "REGARD"
    story += [_commands(view, look, reference), Spacer(0, 8)]
    if not evaluation.peer_pole:
        text = (
            "VISITEUR est l’identifiant du pôle qui visite, tel que le donne « ptce pole lister » ; REGARD est celui "
            "de la nouvelle évaluation, ou un autre mot de votre choix."
        )
        story.append(look.note(text))
    return story


def _commands(view: VisitView, look: KitLook, reference: str) -> Flowable:
    """Return the commands, one a line, with what each does."""
    evaluation = view.evaluation
    rows = Rows()
    before, after = "Avant la visite", "Après la visite"
    rows.add_group(look.type.bold(before), 2)
    if not evaluation.peer_pole:
        opening = (
            f"ptce evaluation ouvrir {evaluation.pole.id} --usage {view.use_id} --parcours {view.path_id} --mode pair "
            f"--par VISITEUR --id {reference}"
        )
        rows.add("Ajouter le pôle qui visite", look.type.bold("ptce pole ajouter NOM"))
        rows.add("Ouvrir l’évaluation", look.type.bold(opening))
    asked = look.type.bold(f"ptce imprimer questionnaire {reference}")
    rows.add("Le questionnaire papier, un par visiteur", asked)
    if not evaluation.peer_pole:
        rows.add("La grille remplie du pôle visité", look.type.bold(f"ptce imprimer grille {evaluation.id} --remplie"))
    rows.add_group(look.type.bold(after), 2)
    rows.add("Inscrire chaque visiteur", look.type.bold(f"ptce evaluation inscrire {reference} --college COLLEGE"))
    rows.add("Ouvrir les avis", look.type.bold(f"ptce evaluation phase {reference} avis"))
    rows.add("Recopier les questionnaires", "À l’écran, la saisie rapide de l’évaluation.")
    rows.add("Ouvrir le dialogue", look.type.bold(f"ptce evaluation phase {reference} dialogue"))
    rows.add("Poser les deux regards côte à côte", look.type.bold(f"ptce imprimer regard-croise {reference}"))
    return build_table(look, ("Pour", "Commande"), rows, (46 * mm, WIDTH - 46 * mm))
