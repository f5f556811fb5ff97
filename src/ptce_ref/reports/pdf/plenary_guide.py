"""What the facilitator of a plenary reads: the course, how to vote by college, the timetable, how to type it."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from ptce_ref.domain.duration import duration_words
from ptce_ref.domain.session_plan import (
    BREAK,
    CLOSING,
    FINGERS,
    OPENING,
    WELCOME,
    PlenaryMinutes,
    plenary_breaks,
    share_question,
)
from ptce_ref.reports import wording
from ptce_ref.reports.kit_view import PlenaryView
from ptce_ref.reports.pdf.kit_block import read_text
from ptce_ref.reports.pdf.kit_page import KitLook, on_page
from ptce_ref.reports.pdf.kit_time import Line, build_timetable, in_a_row
from ptce_ref.reports.pdf.page import BODY, WIDTH, contents, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.text import short


def build_guide(view: PlenaryView, look: KitLook) -> list[Flowable]:
    """Return the pages of the facilitator."""
    lines = _course(view)
    hidden = view.evaluation.hidden
    entry = "kit-pleniere-saisie-avis" if hidden else "kit-pleniere-saisie-dialogue"
    said = (
        f"{wording.count(len(view.questions), 'question')}, {wording.count(len(view.colleges), 'collège')}, "
        f"{duration_words(lines[-1].start + lines[-1].minutes)} en tout."
    )
    steps = _steps(view)
    gesture = "doigts" if len(view.evaluation.referential.levels) <= FINGERS else "mains"
    return [
        *on_page(BODY),
        heading(look, "Animer la plénière à main levée", "animer"),
        look.paragraph(look.styles.lead, look.type.bold(said)),
        *read_text(look, "kit-choix"),
        *read_text(look, "kit-pleniere-deroule"),
        room(120),
        heading(look, "Ce que contient ce dossier", "contenu", 1),
        contents(look),
        room(120),
        heading(look, "Ce que vous dites", "dire", 1, listed=True),
        *read_text(look, "kit-pleniere-dire"),
        room(200),
        heading(look, "Voter à main levée, question après question", "voter", 1, listed=True),
        look.paragraph(look.styles.body, look.type.bold(_minutes(steps))),
        look.paragraph(
            look.styles.body,
            f"On ne revote que si quelqu’un le demande ; comptez alors {steps.vote} minutes de plus.",
        ),
        *read_text(look, "kit-pleniere-vote"),
        room(80),
        look.paragraph(look.styles.body, look.type.bold("Le geste du vote")),
        *read_text(look, f"kit-pleniere-geste-{gesture}"),
        room(200),
        heading(look, "L’horaire", "horaire", 1, listed=True),
        *build_timetable(look, lines, view.start),
        room(120),
        heading(look, "Clore", "clore", 1, listed=True),
        *read_text(look, "kit-pleniere-cloture"),
        room(120),
        heading(look, "Si quelque chose coince", "imprevu", 1, listed=True),
        *read_text(look, "kit-pleniere-imprevu"),
        *_after(look, entry, "Saisir les votes" if hidden else "Se servir des votes"),
        PageBreak(),
        heading(look, "Les collèges, à afficher à l’entrée", "colleges", 1, listed=True),
        look.paragraph(
            look.styles.lead,
            look.type.bold(f"Vous hésitez{wording.NBSP}?"),
            " Choisissez la place depuis laquelle vous parlerez ce soir. Si la vôtre n’est pas dans la liste, prenez "
            "la plus proche, et dites-le à la personne qui écrit.",
        ),
        *_colleges(view, look),
    ]


def _steps(view: PlenaryView) -> PlenaryMinutes:
    return share_question(len(view.colleges), len(view.evaluation.referential.levels))


def _minutes(steps: PlenaryMinutes) -> str:
    """Return how long each step of a question lasts, « Lire 2 min · silence 1 · … »."""
    others = (
        ("silence", steps.think),
        ("exemples", steps.tell),
        ("vote", steps.vote),
        ("écouter", steps.listen),
    )
    parts = [f"Lire {duration_words(steps.read)}", *(f"{name}{wording.NBSP}{length}" for name, length in others)]
    return f"{' · '.join(parts)}."


def _after(look: KitLook, name: str, title: str) -> list[Flowable]:
    """Return what is for whoever runs the program, apart from what is read in the room."""
    return [
        room(150),
        heading(look, title, "saisir", 1, listed=True),
        look.paragraph(look.styles.body, look.type.bold("Après la séance, pour la personne qui tient le programme.")),
        *read_text(look, name),
    ]


def _colleges(view: PlenaryView, look: KitLook) -> list[Flowable]:
    rows = Rows()
    for place, name in enumerate(view.colleges):
        meaning = short(view.meanings[place], 600) if place < len(view.meanings) else ""
        said = look.type.markup(look.type.bold(short(name, 160)), *(("\n", meaning) if meaning else ()))
        rows.add(str(place + 1), said, "")
    widths = (9 * mm, WIDTH - 39 * mm, 30 * mm)
    return [build_table(look, ("", "Collège, et qui en est", "Combien de présents"), rows, widths)]


def _course(view: PlenaryView) -> list[Line]:
    """Return the timetable: a long session has a break after half of the questions."""
    each = _steps(view).total
    moments = [
        (WELCOME, "Accueil", "Chacun s’assied avec son collège."),
        (OPENING, "Ouverture", "Le but, les règles, comment on vote."),
    ]
    pause = plenary_breaks(len(view.questions), each)
    for place, question in enumerate(view.questions):
        if place and place == pause:
            moments.append((BREAK, "Pause", "On aère, on parle d’autre chose."))
        moments.append((each, f"Question {place + 1}", short(question.name, 120)))
    moments.append((CLOSING, "Clôture", "Ce qui rapproche, ce qui sépare, la suite."))
    return in_a_row(moments)
