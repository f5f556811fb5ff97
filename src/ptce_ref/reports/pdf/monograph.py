"""The monograph of a pôle: its chapters by name, and the document that holds them.

Must not know how a chapter is laid out. No name of a person.
"""

from collections.abc import Mapping
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer

from ptce_ref.domain.monograph import Chapter
from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.monograph_view import MonographView
from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.comparison_annex import referential_facts
from ptce_ref.reports.pdf.comparison_path import build_trajectories
from ptce_ref.reports.pdf.cover import draw_band, lay_cover, standing
from ptce_ref.reports.pdf.debate import why_divided
from ptce_ref.reports.pdf.monograph_chapter import guided, told_card, told_questions, writing_room
from ptce_ref.reports.pdf.monograph_friction import told_frictions
from ptce_ref.reports.pdf.order import Builder, build_contents, ordered_sections
from ptce_ref.reports.pdf.origin import build_replaced_note
from ptce_ref.reports.pdf.page import WIDTH, Properties, Report, heading
from ptce_ref.reports.pdf.participation import lay_card, lay_participation
from ptce_ref.reports.pdf.peer import build_peer_views
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.view import ActionView

_TITLE = "Monographie"
_FRAME = (
    "Atelier « Innovation sociale et citoyenne au service du développement des territoires », Mouvement pour "
    "l’économie solidaire, décembre 2019. Les questions posées au lecteur sont proposées par ce projet."
)


def _reading(_: MonographView, look: Look) -> list[Flowable]:
    return [
        heading(look, "À quoi sert ce document", "lire"),
        *prose(look, read_prose(look.theme, "monographie-lecture")),
    ]


def _pole(view: MonographView, look: Look) -> list[Flowable]:
    """Return the pôle in a few lines, and the evaluations it went through."""
    story = lay_card(view.pole, look, heading(look, "Le pôle en bref", "pole"))
    title = heading(look, "Ses évaluations", "evaluations", 1)
    if not view.milestones:
        text = "Aucune évaluation n’est encore ouverte : cette monographie part de la fiche d’identité seule."
        return [*story, KeepTogether([title, look.paragraph(look.styles.body, text)])]
    hidden: list[Flowable] = []
    if view.told is not None and view.told.hidden:
        text = "Les avis sont encore en cours : rien n’en est montré avant le dialogue. Les chapitres restent à écrire."
        hidden.append(look.paragraph(look.styles.body, text))
    rows = Rows()
    for item in view.milestones:
        mark = " · racontée ici" if item.told and not hidden else ""
        name = look.type.markup(look.type.bold(short(item.title)), look.type.coloured(look.colours.muted, mark))
        rows.add(wording.long_date(item.date), name, wording.sentence(item.mode), wording.sentence(item.phase))
    widths = (34 * mm, WIDTH - 118 * mm, 54 * mm, 30 * mm)
    table = build_table(look, ("Date", "Évaluation", "Mode", "Phase"), rows, widths)
    return [*story, KeepTogether([title, table]), Spacer(0, 6), *hidden]


def _chapter(view: MonographView, look: Look, chapter: Chapter, title: str, *more: Flowable) -> list[Flowable]:
    """Return one chapter: questions to tell by, the card, ``more``, the evaluation, room to write."""
    said = view.chapters[chapter]
    questions = said.questions
    if chapter is Chapter.FRICTION:
        # Those that divide are told already, with those of the other chapters.
        questions = tuple(item for item in questions if not why_divided(item))
    told = [*told_card(look, view.pole, said.card), *more, *told_questions(look, view.told, questions)]
    return [*guided(look, chapter.value, title, chapter.value), *told, *writing_room(look, title, blank=not told)]


def _origin(view: MonographView, look: Look) -> list[Flowable]:
    return _chapter(view, look, Chapter.ORIGIN, "L’origine et la marge de manœuvre")


def _innovation(view: MonographView, look: Look) -> list[Flowable]:
    return _chapter(view, look, Chapter.INNOVATION, "L’innovation sociale")


def _participation(view: MonographView, look: Look) -> list[Flowable]:
    more: list[Flowable] = []
    if view.told is not None:
        more = lay_participation(view.told, look, heading(look, "Qui a pris part à l’évaluation", "", 1))
    return _chapter(view, look, Chapter.PARTICIPATION, "La participation", *more)


def _frictions(view: MonographView, look: Look) -> list[Flowable]:
    return _chapter(
        view, look, Chapter.FRICTION, "Les frictions, et comment elles se règlent", *told_frictions(look, view.told)
    )


def _tools(view: MonographView, look: Look) -> list[Flowable]:
    return _chapter(view, look, Chapter.TOOLS, "Les outils de la coopération")


def _elsewhere(view: MonographView, look: Look) -> list[Flowable]:
    """Return what no other chapter tells, when there is any."""
    said = told_questions(look, view.told, view.chapters[Chapter.ELSEWHERE].questions)
    if not said:
        return []
    title = "Ce que l’évaluation dit aussi"
    return [*guided(look, Chapter.ELSEWHERE.value, title, "ailleurs"), *said, *writing_room(look, title, blank=False)]


def _paths(view: MonographView, look: Look) -> list[Flowable]:
    """Return the pôle from one date to another, and as another pôle sees it."""
    order = list(enumerate(view.sub_objectives))
    levels = len(view.referential.levels)
    return [
        *build_trajectories(view.trajectories, order, levels, look),
        *build_peer_views(view.peer_views, order, levels, look),
    ]


def _next_steps(view: MonographView, look: Look) -> list[Flowable]:
    """Return what the pôle decided to do, without who does it, and room for what comes next."""
    title = "Et maintenant"
    story = guided(look, "suite", title, "suite")
    actions = view.told.actions if view.told else ()
    if actions:
        story.append(heading(look, "Ce que le plan d’action prévoit", "", 1))
        story += [Paragraph(_action(look, action), look.styles.bullet, bulletText="•") for action in actions]
    return [*story, *writing_room(look, title, blank=not actions)]


def _action(look: Look, action: ActionView) -> Markup:
    due = f" · {wording.long_date(action.due)}" if action.due else ""
    about = ", ".join(code for code, _ in action.indicators)
    parts: list[str] = [look.type.bold(action.what), f" · {action.state}{due}"]
    if about:
        parts.append(look.type.coloured(look.colours.muted, f" · {about}"))
    if action.note:
        parts += ["\n", action.note]
    return look.type.markup(*parts)


def _provenance(view: MonographView, look: Look) -> list[Flowable]:
    story: list[Flowable] = [
        heading(look, "D’où vient ce document", "provenance"),
        look.paragraph(look.styles.body, look.type.bold(view.referential.statement)),
    ]
    if view.pole.demonstration:
        text = f"{wording.DEMONSTRATION}. Les organisations et les avis de ce document sont inventés."
        story.append(look.paragraph(look.styles.body, look.type.coloured(look.colours.alert, text)))
    told = f"{view.told.title} ({view.told.id}), {wording.long_date(view.told.date)}" if view.told else wording.NOTHING
    facts = (
        ("Évaluation", told),
        ("Établie le", wording.long_date(view.date)),
        ("Cadre du récit", _FRAME),
    )
    return [KeptClose([*story, referential_facts(view.referential, look, *facts)])]


DOCUMENT = "monographie"
SECTIONS: Mapping[str, Builder] = {
    "sommaire": build_contents,
    "lecture": _reading,
    "pole": _pole,
    "origine": _origin,
    "innovation": _innovation,
    "participation": _participation,
    "frictions": _frictions,
    "outils": _tools,
    "ailleurs": _elsewhere,
    "trajectoires": _paths,
    "suite": _next_steps,
    "provenance": _provenance,
}
"""What the monograph says after its cover. « ailleurs » speaks only of what no other chapter tells."""


def write_monograph(view: MonographView, theme: Theme, target: BinaryIO) -> None:
    """Write the account of ``view`` as a PDF on A4 pages to ``target``; the same view gives the same bytes.

    Raises ThemeError when a font or the logo of the theme cannot be used, OSError when a text of
    the templates cannot be read.
    """
    look = Look(theme)
    story = _cover(view, look)
    for build in ordered_sections(look, DOCUMENT, SECTIONS):
        story += build(view, look)
    story += build_replaced_note(look)
    bands = len(view.told.objectives) if view.told else 1
    Report(target, look, _properties(view), lambda canvas: draw_band(canvas, look, bands)).write(story)


def _cover(view: MonographView, look: Look) -> list[Flowable]:
    facts = [("Établie le", wording.long_date(view.date))]
    if view.told is not None:
        facts += [
            ("Évaluation", f"{view.told.title}, {wording.long_date(view.told.date)}"),
            ("État", standing(view.told)),
        ]
    facts += [
        ("Écrite par", "à compléter"),
        ("Référentiel", f"{view.referential.title}, version {view.referential.version}"),
    ]
    warning = wording.DEMONSTRATION if view.pole.demonstration else ""
    return lay_cover(look, _TITLE, view.pole.name, view.pole.place, warning, facts, view.referential.statement)


def _properties(view: MonographView) -> Properties:
    return Properties(
        title=f"{_TITLE} – {view.pole.name}",
        author=view.pole.name,
        subject=f"Récit du pôle, établi le {wording.long_date(view.date)}",
        head=f"{_TITLE} · {view.pole.name}",
        mark=wording.DEMONSTRATION if view.pole.demonstration else "",
        foot="Comment un pôle s’y est pris",
    )
