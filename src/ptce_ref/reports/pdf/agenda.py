"""The agenda of a meeting: the timetable on the first page, then one block a question.

Must not know how the order and the times were chosen.
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.agenda_view import MeetingAgendaView, SlotView
from ptce_ref.reports.pdf.agenda_topic import build_topic
from ptce_ref.reports.pdf.compact import compact_heading
from ptce_ref.reports.pdf.order import Builder, ordered_sections
from ptce_ref.reports.pdf.page import WIDTH, Heading, Properties, Report, room
from ptce_ref.reports.pdf.paper_mark import TickBox
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.section import STAR, Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short

DOCUMENT = "ordre-du-jour"
_TITLE = "Ordre du jour de la séance"
_ADOPTED, _DISCUSSED = 13 * mm, 18 * mm


def write_agenda(view: MeetingAgendaView, theme: Theme, target: BinaryIO) -> None:
    """Write the agenda as a PDF on A4 pages to ``target``; the same view gives the same bytes.

    Raises ThemeError when a font of the theme cannot be used, OSError when a text of the templates
    cannot be read.
    """
    look = Look(theme)
    story = _opening(view, look)
    for build in ordered_sections(look, DOCUMENT, SECTIONS):
        story += build(view, look)
    when = wording.long_date(view.date)
    properties = Properties(
        title=f"{_TITLE} – {view.pole}",
        author=view.pole,
        subject=f"{view.title}, {when}",
        head=f"{view.pole} · {view.title} · évaluation du {when}",
        mark=wording.DEMONSTRATION if view.demonstration else "",
        foot="Une table de dialogue, pas une grille de notes",
    )
    Report(target, look, properties).write(story)


def build_instructions(_: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return how to lead the meeting, in the words of the templates."""
    return prose(look, read_prose(look.theme, DOCUMENT))


def build_timetable(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return the timetable: when, how long, what."""
    rows = Rows()
    cell = ParagraphStyle("agenda-slot", parent=look.styles.cell, fontSize=10, leading=12.5)
    for slot in view.slots:
        rows.add(*(look.paragraph(cell, said) for said in (look.type.bold(slot.start), slot.length, _what(look, slot))))
    heads = ("Heure" if view.clock else "Depuis le début", "Durée", "Quoi")
    table = build_table(look, heads, rows, (28 * mm, 22 * mm, WIDTH - 50 * mm))
    return [room(120), _heading(look, "Déroulé", "deroule"), table]


def build_adopted(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return what may be adopted in one go, with the level opinions agree on; nothing when there is none."""
    if not view.adopted:
        return []
    text = (
        "Les avis se rejoignent. Lisez titres et niveaux, demandez si quelqu’un s’y oppose : ce que personne ne "
        "conteste est adopté, le reste est discuté ou reporté."
    )
    if any(item.unargued for item in view.adopted):
        text += f" Une étoile ({STAR}) : peu ont dit pourquoi, demandez-le."
    cells = [
        (
            TickBox(look, ""),
            TickBox(look, ""),
            _named(look, item.code, item.title, f"{item.level}{STAR if item.unargued else ''}"),
        )
        for item in view.adopted
    ]
    rows = Rows()
    for start in range(0, len(cells), 2):
        pair = cells[start : start + 2]
        rows.add(*(part for cell in pair for part in cell), *([""] * 3 * (2 - len(pair))))
    widths = (_ADOPTED, _DISCUSSED, WIDTH / 2 - _ADOPTED - _DISCUSSED)
    heads = ("Adopté", "À discuter", "Question")
    table = build_table(look, (*heads, *heads), rows, (*widths, *widths))
    count = wording.count(len(view.adopted), "question")
    title = _heading(look, f"À adopter d’un seul geste ({count})", "adopter")
    return [room(130), title, look.paragraph(look.styles.body, text), table]


def build_topics(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return the questions of the meeting, one block each."""
    if not view.topics:
        return []
    story: list[Flowable] = [room(220), _heading(look, "Question par question", "questions")]
    for topic in view.topics:
        story += build_topic(look, topic, view.levels)
    return story


def build_postponed(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return what the time does not hold, in order; nothing when all of it fits."""
    if not view.postponed:
        return []
    cells = [_named(look, code, title, why) for code, title, why in view.postponed]
    count = wording.count(len(view.postponed), "question")
    title = _heading(look, f"S’il reste du temps, ou à reporter ({count})", "reporter")
    return [room(110), title, _in_two_columns(look, cells)]


def build_rule(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return the rule by which the time was shared out."""
    title = look.type.bold("Comment le temps est réparti. ")
    return [Spacer(0, 6), KeepTogether([look.paragraph(look.styles.muted, title, " ".join(view.rule))])]


SECTIONS: Mapping[str, Builder] = {
    "consignes": build_instructions,
    "deroule": build_timetable,
    "adoption": build_adopted,
    "a-reporter": build_postponed,
    "questions": build_topics,
    "regle": build_rule,
}
"""What the agenda says after its title."""


def _opening(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    about = f"{short(view.pole)} · {short(view.title)} (évaluation du {wording.long_date(view.date)})"
    return [
        compact_heading(look, _TITLE, "titre", 0, size=22, before=0, after=3),
        look.paragraph(look.styles.lead, about, f" · {_when(view)}"),
        Spacer(0, 8),
    ]


def _when(view: MeetingAgendaView) -> str:
    return f"séance de {view.length}, de {view.start} à {view.end}" if view.clock else f"séance de {view.length}"


def _what(look: Look, slot: SlotView) -> Markup:
    if not slot.topic:
        return look.type.markup(slot.what)
    return look.type.link(f"sujet-{slot.topic}", look.type.bold(f"{slot.topic}. "), short(slot.what))


def _heading(look: Look, text: str, key: str) -> Heading:
    return compact_heading(look, text, key, 0, size=14, before=10, after=5)


def _named(look: Look, code: str, title: str, more: str) -> Markup:
    said = look.type.coloured(look.colours.muted, f" · {more}")
    return look.type.markup(look.type.bold(code), f"{wording.NBSP} {short(title)}", said)


def _in_two_columns(look: Look, cells: Sequence[Markup]) -> Table:
    """Return short texts two by two, read from left to right."""
    rows = Rows()
    for start in range(0, len(cells), 2):
        rows.add(*cells[start : start + 2], *([""] * (start + 2 - len(cells))))
    return build_table(look, (), rows, (WIDTH / 2, WIDTH / 2))
