"""What the facilitator of a plenary reads: the course, how to vote by college, the timetable, how to type it."""

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Table

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
from ptce_ref.reports.pdf.kit_block import largest_size, read_text
from ptce_ref.reports.pdf.kit_page import KitLook, on_page
from ptce_ref.reports.pdf.kit_time import Line, build_timetable, in_a_row
from ptce_ref.reports.pdf.page import BODY, HEIGHT, WIDTH, contents, heading, room
from ptce_ref.reports.pdf.plenary_room import PlenaryRoom
from ptce_ref.reports.pdf.plenary_slip import slip_layout
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.text import short

_SIZES, _LEADING = (10.0, 13.0), 1.24
_LINE, _LONGEST_KEPT = 21.0, 420.0
"""Points of a line of the timetable, and up to which the timetable is not cut by the foot of a page."""
_SHEET = HEIGHT - 92
"""What is left of a sheet under the title and the words of the list of colleges."""


def build_guide(view: PlenaryView, look: KitLook) -> list[Flowable]:
    """Return the pages of the facilitator; nothing in them asks for a computer."""
    lines = _course(view)
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
        *(read_text(look, "kit-pleniere-adoption") if view.leaves_agreed_apart else []),
        room(120),
        heading(look, "Ce que contient ce dossier", "contenu", 1),
        contents(look),
        room(160),
        heading(look, "Ce qu’il faut réunir", "materiel", 1, listed=True),
        *(look.bullet(text) for text in _material(view)),
        room(200),
        heading(look, "Préparer la salle", "salle", 1, listed=True),
        *read_text(look, "kit-pleniere-avant"),
        PlenaryRoom(look, len(view.colleges), WIDTH),
        room(120),
        heading(look, "Ce que vous dites", "dire", 1, listed=True),
        *read_text(look, "kit-pleniere-dire"),
        room(200),
        heading(look, "Voter, question après question", "voter", 1, listed=True),
        look.paragraph(look.styles.body, look.type.bold(_minutes(steps))),
        look.paragraph(
            look.styles.body,
            f"On ne revote que si quelqu’un le demande{wording.NBSP}; comptez alors {steps.vote} minutes de plus.",
        ),
        look.paragraph(look.styles.body, look.type.bold("À main levée ou sur papier")),
        *read_text(look, "kit-pleniere-papier"),
        look.paragraph(look.styles.body, look.type.bold("Pour chaque question")),
        *read_text(look, "kit-pleniere-vote"),
        room(80),
        look.paragraph(look.styles.body, look.type.bold("Le geste du vote à main levée")),
        *read_text(look, f"kit-pleniere-geste-{gesture}"),
        room(80),
        look.paragraph(look.styles.body, look.type.bold("Le vote sur papier")),
        *read_text(look, "kit-pleniere-bulletins"),
        room(min(_LONGEST_KEPT, _LINE * (len(lines) + 4))),
        heading(look, "L’horaire", "horaire", 1, listed=True),
        *build_timetable(look, lines, view.start),
        look.note(_on_paper(len(view.questions), steps)),
        room(120),
        heading(look, "Clore", "clore", 1, listed=True),
        *read_text(look, "kit-pleniere-cloture"),
        room(120),
        heading(look, "Si quelque chose coince", "imprevu", 1, listed=True),
        *read_text(look, "kit-pleniere-imprevu"),
        PageBreak(),
        heading(look, "Les collèges, à afficher à l’entrée", "colleges", 1, listed=True),
        look.paragraph(
            look.styles.lead,
            look.type.bold(f"Vous hésitez{wording.NBSP}?"),
            " Choisissez la place depuis laquelle vous parlerez ce soir. Si la vôtre n’est pas dans la liste, prenez "
            "la plus proche, et dites-le à la personne qui écrit.",
        ),
        _colleges(view, look),
    ]


def build_program(view: PlenaryView, look: KitLook) -> list[Flowable]:
    """Return the only page that speaks of the program: how to print, then where the votes go."""
    evaluation = view.evaluation
    entry = "kit-pleniere-saisie-avis" if evaluation.hidden else "kit-pleniere-saisie-dialogue"
    return [
        *on_page(BODY),
        heading(look, "Pour la personne qui a le logiciel", "programme"),
        look.paragraph(look.styles.body, look.type.bold("Avant la séance")),
        look.paragraph(
            look.styles.body,
            "Imprimez ce dossier d’un seul côté. Les affiches en A3 et l’heure du début : ",
            look.type.bold(f"ptce imprimer pleniere {evaluation.id} --format a3 --debut 18:00"),
            ". La durée (--duree 1h30) dit combien de questions y tiennent ; --questions T1.03,C2.01 les choisit.",
        ),
        *read_text(look, entry),
    ]


def _material(view: PlenaryView) -> list[str]:
    questions = len(view.questions)
    slips = slip_layout(view).count
    # One more each, for a second vote.
    copies = [f"{(questions + 1) * pages} pour {slips * pages}" for pages in (1, 2, 3)]
    return [
        "des chaises, un numéro à poser sur celles de chaque collège, une table où compter ;",
        (
            f"{wording.count(questions, 'affiche')} de ce dossier, en A3 si vous le pouvez, et "
            f"{wording.count(questions, 'feuille')} de comptage, dans l’ordre, et la feuille des raisons ;"
        ),
        "la feuille des collèges, à l’entrée, et un stylo ;",
        (
            f"la page des bulletins, photocopiée et découpée, au cas où l’on vote sur papier : {copies[0]} personnes, "
            f"{copies[1]}, {copies[2]}… ; une boîte fermée, une enveloppe, un stylo pour chacun ;"
        ),
        "un gros feutre, une montre, du ruban adhésif, de quoi boire.",
    ]


def _steps(view: PlenaryView) -> PlenaryMinutes:
    return share_question(len(view.colleges), len(view.evaluation.referential.levels))


def _on_paper(questions: int, steps: PlenaryMinutes) -> str:
    """Return how many questions hold in the same time when the room votes on paper."""
    paper, held = steps.on_paper(), steps.held_on_paper(questions)
    left = questions - held
    leave = wording.agreed(left, "laissez la dernière", f"laissez les {left} dernières")
    rest = f"{wording.NBSP}; {leave}" if left else ""
    return (
        f"Sur papier, le vote prend {paper.vote} minutes, et une question {paper.total}{wording.NBSP}: "
        f"il en tient {held} dans le même temps{rest}. Un second vote prend encore {paper.vote} minutes."
    )


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


def _colleges(view: PlenaryView, look: KitLook) -> Flowable:
    """Return the colleges and who belongs to each, as large as one sheet allows; on several when none allows it."""
    size = largest_size(lambda size: bool(_college_table(view, look, size).wrap(WIDTH, HEIGHT)[1] <= _SHEET), _SIZES)
    return _college_table(view, look, size)


def _college_table(view: PlenaryView, look: KitLook, size: float) -> Table:
    style = ParagraphStyle("college", parent=look.styles.cell, fontSize=size, leading=size * _LEADING)
    rows = Rows()
    for place, name in enumerate(view.colleges):
        meaning = short(view.meanings[place], 600) if place < len(view.meanings) else ""
        said = look.type.markup(look.type.bold(short(name, 160)), *(("\n", meaning) if meaning else ()))
        rows.add(look.type.bold(str(place + 1)), look.paragraph(style, said), "")
    widths = (8 * mm, WIDTH - 30 * mm, 22 * mm)
    return build_table(look, ("", "Collège, et qui en est", "Présents"), rows, widths)


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
