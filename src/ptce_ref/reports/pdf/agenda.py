"""The agenda of a meeting: the timetable on the first page, then one block a question.

Must not know how the order and the times were chosen.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import BinaryIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.agenda_talk import WITH_CONSENT
from ptce_ref.reports.agenda_view import AdoptedView, MeetingAgendaView, SlotView
from ptce_ref.reports.pdf.agenda_topic import build_topic
from ptce_ref.reports.pdf.compact import compact_heading
from ptce_ref.reports.pdf.order import Builder, ordered_sections
from ptce_ref.reports.pdf.page import WIDTH, Heading, Properties, Report, room
from ptce_ref.reports.pdf.paper_mark import Blank, FormLine, TickBox
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.section import STAR, Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short

DOCUMENT = "ordre-du-jour"
_TITLE = "Ordre du jour de la séance"
_DISCUSSED = 16.8 * mm
_MOST_DESCRIPTOR = 900
_TIGHT = 2.0
_FOOT = "Une table de dialogue, pas une grille de notes"
_NAMED = 6
"""Questions of a list that are named; the screen has them all."""


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
        foot=WITH_CONSENT if any(topic.reasons for topic in view.topics) else _FOOT,
        brief=f"{view.pole} · évaluation du {when}",
    )
    Report(target, look, properties).write(story)


def build_instructions(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return how to lead the meeting, in the words of the templates, and who answered, to be said at the opening."""
    said = f"Ajoutez{wording.NBSP}: «{wording.NBSP}{view.present}{wording.NBSP}»"
    return [
        *prose(look, read_prose(look.theme, DOCUMENT)),
        look.paragraph(look.styles.body, said),
        *prose(look, read_prose(look.theme, "ordre-du-jour-convenir")),
        FormLine(look, f"Présents, sans vous{wording.NBSP}:", Blank(60), f"un quart{wording.NBSP}:", Blank(60)),
    ]


def build_timetable(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return the timetable: when, how long, what."""
    rows = Rows()
    cell = ParagraphStyle("agenda-slot", parent=look.styles.cell, fontSize=10, leading=12.5)
    for slot in view.slots:
        rows.add(*(look.paragraph(cell, said) for said in (look.type.bold(slot.start), slot.length, _what(look, slot))))
    heads = ("Heure" if view.clock else "Depuis le début", "Durée", "Quoi")
    table = build_table(look, heads, rows, (28 * mm, 22 * mm, WIDTH - 50 * mm))
    story: list[Flowable] = [room(120), _heading(look, "Déroulé", "deroule"), table]
    if view.topics:
        said = ParagraphStyle("agenda-sheets", parent=look.styles.body, spaceBefore=5, spaceAfter=0)
        story.append(look.paragraph(said, _sheets([topic.code for topic in view.topics])))
    return story


def _sheets(codes: Sequence[str]) -> str:
    """Return which sheets go with the agenda; the words of the templates say what they are for."""
    which = "celle du point 1" if len(codes) == 1 else f"celles des points 1 à {len(codes)}, dans cet ordre"
    return f"Fiches à imprimer avec cet ordre du jour{wording.NBSP}: {which} ({', '.join(codes)})."


def build_adopted(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return what may be adopted in one go, each with the sentence of its level; nothing when there is none."""
    if not view.adopted and not view.adopted_later:
        return []
    heading = _heading(look, f"À adopter d’un seul geste ({_questions(len(view.adopted))})", "adopter")
    story: list[Flowable] = [room(150), heading, *prose(look, read_prose(look.theme, "ordre-du-jour-adoption"))]
    argued = _stars_argued(view.adopted)
    if legend := _star_legend(view.adopted, argued=argued):
        story.append(look.paragraph(look.styles.body, legend))
    # A table a level: the lowest ones, which few dare to question, are not lost among the others.
    for level in sorted({item.level for item in view.adopted}):
        inside = [item for item in view.adopted if item.level == level]
        lowest = ", le plus bas" if inside[0].lowest else ""
        title = f"{wording.sentence(level)}{lowest} · {short(inside[0].name, 60)}"
        story += [_adopted_table(look, title, inside, argued=argued), Spacer(0, 6)]
    if view.adopted_later:
        named = [f"{code} {short(name)}" for code, name in view.adopted_later]
        count = look.type.bold(f"À adopter une autre fois ({_questions(len(named))}){wording.NBSP}: ")
        story.append(look.paragraph(look.styles.body, count, _listed(named)))
    return story


def _stars_argued(items: Sequence[AdoptedView]) -> bool:
    """Whether a star says that reasons were written: it marks the exception, and most have none."""
    return 2 * sum(item.unargued for item in items) > len(items)


def _star_legend(items: Sequence[AdoptedView], *, argued: bool) -> str:
    """Return what a star says, and what no star says; empty when there is nothing to say."""
    without = sum(item.unargued for item in items)
    if not without:
        return ""
    if without == len(items):
        return f"Peu ont dit pourquoi, {wording.agreed(without, 'à cette question', 'à chacune de ces questions')}."
    if argued:
        reasons = "des raisons sont déjà écrites. Pour les autres, peu ont dit pourquoi."
        return f"Une étoile ({STAR}){wording.NBSP}: {reasons}"
    return f"Une étoile ({STAR}){wording.NBSP}: peu ont dit pourquoi."


def _adopted_table(look: Look, title: str, items: Sequence[AdoptedView], *, argued: bool) -> Table:
    """Return the questions to adopt under ``title``, each with its box and what its level means."""
    rows = Rows()
    cell = ParagraphStyle("agenda-adopted", parent=look.styles.cell, fontSize=9.5, leading=12)
    for item in items:
        said = _sentence(look, item, starred=item.unargued is not argued)
        rows.add(TickBox(look, ""), look.paragraph(cell, said))
    table = build_table(look, ("À discuter", title), rows, (_DISCUSSED, WIDTH - _DISCUSSED))
    # So many rows: a point less above and below each of them is a page less.
    table.setStyle(TableStyle([(f"{side}PADDING", (0, 1), (-1, -1), _TIGHT) for side in ("TOP", "BOTTOM")]))
    return table


def _sentence(look: Look, item: AdoptedView, *, starred: bool) -> Markup:
    """Return a question to adopt: its title, what one sees at the level that opinions share, how many are there."""
    name = look.type.bold(f"{item.code}{wording.NBSP} {short(item.title)}", STAR if starred else "", ".")
    voices = look.type.coloured(look.colours.muted, f" ({item.voices})") if item.voices else ""
    return look.type.markup(name, f" {short(item.descriptor, _MOST_DESCRIPTOR)}", voices)


def _questions(count: int) -> str:
    return wording.count(count, "question")


def _listed(named: Sequence[str]) -> str:
    """Return the first of a list, then how many others; the screen has all of them."""
    left = len(named) - _NAMED
    more = f" ; et {wording.count(left, 'autre')}" if left > 0 else ""
    return f"{' ; '.join(named[:_NAMED])}{more}."


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
    title = _heading(look, f"S’il reste du temps, ou à reporter ({_questions(len(view.postponed))})", "reporter")
    story: list[Flowable] = [room(75), title]
    # Their reason is said once: they come in its order.
    for why, told in groupby(view.postponed[:_NAMED], key=lambda one: one[2]):
        said = look.paragraph(look.styles.body, look.type.bold(f"{wording.sentence(why)}{wording.NBSP}:"))
        said.keepWithNext = 1
        story += [said, _in_two_columns(look, [_named(look, code, name) for code, name, _ in told])]
    left = len(view.postponed) - _NAMED
    if left > 0:
        more = (
            f"… et {wording.count(left, 'autre')}, dans le même ordre{wording.NBSP}: demandez-les à la coordination du "
            "pôle."
        )
        story += [Spacer(0, 3), look.paragraph(look.styles.body, more)]
    return story


def build_closing(_: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return how the meeting ends, in the words of the templates, and what is promised there, to fill in."""
    text = read_prose(look.theme, "ordre-du-jour-cloture")
    promised = (
        FormLine(look, f"Compte rendu écrit par{wording.NBSP}:", Blank(), f"envoyé le{wording.NBSP}:", Blank()),
        FormLine(look, f"Prochaine séance le{wording.NBSP}:", Blank(), f"fiches remises à{wording.NBSP}:", Blank()),
    )
    lines = [part for line in promised for part in (Spacer(0, 5), line)]
    return [room(110), _heading(look, "Clore", "clore"), KeepTogether([*prose(look, text), *lines])]


def build_trouble(_: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return what to do when something gets stuck, in the words of the templates."""
    text = read_prose(look.theme, "ordre-du-jour-imprevu")
    return [room(110), _heading(look, "Si quelque chose coince", "imprevu"), *prose(look, text)] if text else []


def build_rule(view: MeetingAgendaView, look: Look) -> list[Flowable]:
    """Return the rule by which the time was shared out."""
    title = look.type.bold("Comment le temps est réparti. ")
    return [Spacer(0, 6), KeepTogether([look.paragraph(look.styles.muted, title, " ".join(view.rule))])]


SECTIONS: Mapping[str, Builder] = {
    "consignes": build_instructions,
    "deroule": build_timetable,
    "adoption": build_adopted,
    "questions": build_topics,
    "cloture": build_closing,
    "a-reporter": build_postponed,
    "imprevu": build_trouble,
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


def _named(look: Look, code: str, title: str) -> Markup:
    return look.type.markup(look.type.bold(code), f"{wording.NBSP} {short(title)}")


def _in_two_columns(look: Look, cells: Sequence[Markup]) -> Table:
    """Return short texts two by two, read from left to right."""
    rows = Rows()
    for start in range(0, len(cells), 2):
        rows.add(*cells[start : start + 2], *([""] * (start + 2 - len(cells))))
    return build_table(look, (), rows, (WIDTH / 2, WIDTH / 2))
