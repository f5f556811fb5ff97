"""The sheets of indicators: one question a sheet, all it takes to discuss it, and room to write.

Must not know which questions are wanted, nor why.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.debate import reasons_line
from ptce_ref.reports.pdf.opinion import build_arguments, build_position, indicator_key
from ptce_ref.reports.pdf.order import Builder, ordered_sections
from ptce_ref.reports.pdf.origin import build_replaced_note
from ptce_ref.reports.pdf.page import WIDTH, Heading, Properties, Report
from ptce_ref.reports.pdf.reading import LevelSign
from ptce_ref.reports.pdf.section import Rows, Signed, build_table, signed_style
from ptce_ref.reports.pdf.sheet_page import Head, compose_pages
from ptce_ref.reports.pdf.sheet_room import CollegeRoom, PositionRoom
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import is_tall, short
from ptce_ref.reports.pdf.voices import VoicesChart, VoicesLegend
from ptce_ref.reports.view import CoevaluationView, IndicatorView, SubObjectiveView

_QUESTION_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0)
_QUESTION_LINES = 3
"""A question in larger type than the smallest takes no more lines."""
_TALL = 1500
"""Characters above which what one sees at a level takes the whole width, where it may flow over pages."""


@dataclass(frozen=True)
class Sheet:
    """One question with where it stands; ``group`` is the place of its objective, from 0.

    ``filled`` shows what people said of it, which the view holds only once it may be shown.
    """

    item: IndicatorView
    sub: SubObjectiveView
    group: int
    filled: bool


def build_question(_: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return the code and the title, where the question stands, and the question in large type."""
    item, muted = sheet.item, look.styles.muted
    place = f"{sheet.sub.code} {sheet.sub.name} · enjeu : {item.theme}"
    origin = " · question attestée par une source" if item.attested else ""
    return [
        _heading(look, sheet),
        look.paragraph(_style(muted, "sheet-place", fontSize=9, leading=12), place, origin),
        _question(look, item.question),
    ]


def build_stake(_: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return what is at stake, and the risk that the question watches."""
    item = sheet.item
    style = _style(look.styles.body, "sheet-stake", leading=13.6, spaceAfter=4)
    story: list[Flowable] = [look.paragraph(style, look.type.bold("Ce qui est en jeu. "), item.explanation)]
    if item.vigilance:
        name = look.type.coloured(look.colours.alert, look.type.bold(f"Vigilance{wording.NBSP}: {item.vigilance}"))
        told = ". Le niveau le plus bas est ici une alerte."
        story.append(look.paragraph(style, name, told))
    return story


def build_levels(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return what one sees at each level, the lowest first."""
    levels = view.referential.levels
    style = _style(look.styles.body, "sheet-level", leading=12.8, spaceAfter=0)
    told = list(zip(levels, sheet.item.descriptors, strict=True))
    if any(is_tall(text, _TALL) for _, text in told):
        flowing = _style(style, "sheet-level-flowing", spaceAfter=5)
        return [look.paragraph(flowing, look.type.bold(f"{level.rank} {level.name}. "), text) for level, text in told]
    rows = Rows()
    for level, text in told:
        name = look.paragraph(style, look.type.bold(short(level.name, 60)))
        rows.add(LevelSign(look, level.rank, len(levels)), name, look.paragraph(style, text))
    return [build_table(look, (), rows, (9 * mm, 27 * mm, WIDTH - 36 * mm)), Spacer(0, 6)]


def build_links(_: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return the questions that it depends on, if any."""
    if not sheet.item.links:
        return []
    style = _style(look.styles.body, "sheet-links", leading=13, spaceAfter=7)
    named = " ; ".join(f"{code} {short(title)}" for code, title in sheet.item.links)
    return [
        look.paragraph(
            style, look.type.bold(f"Dépend aussi de{wording.NBSP}: "), named.replace(" ;", f"{wording.NBSP};"), "."
        )
    ]


def build_opinions(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return the voices by college and the arguments, on a filled sheet."""
    item, levels = sheet.item, view.referential.levels
    if not sheet.filled or item.total is None:
        return []
    style = _style(look.styles.body, "sheet-opinions", fontName=look.fonts.bold, spaceAfter=3)
    story: list[Flowable] = [look.paragraph(style, "Les avis donnés, collège par collège")]
    if not item.answered_by:
        return [*story, look.paragraph(look.styles.body, "Personne n’a répondu à cette question.")]
    return [
        *story,
        VoicesLegend(look, levels, WIDTH),
        VoicesChart(look, [*item.counts, item.total], levels, WIDTH),
        look.paragraph(look.styles.muted, reasons_line(item)),
        Spacer(0, 4),
        *build_arguments(item.arguments, look),
        Spacer(0, 4),
    ]


def build_argument_room(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return room for what each college observes, unless the group has already decided."""
    if _decided(sheet):
        return []
    return [CollegeRoom(look, [college.name for college in view.colleges])]


def build_position_room(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return room for the position of the group; on a filled sheet, the position itself if there is one."""
    if not _decided(sheet):
        return [PositionRoom(look, view.referential.levels)]
    together, flowing = build_position(sheet.item, view.referential.levels, look)
    return [*together, *flowing]


DOCUMENT = "fiches"
SECTIONS: Mapping[str, Builder] = {
    "question": build_question,
    "enjeu": build_stake,
    "niveaux": build_levels,
    "liens": build_links,
    "avis-donnes": build_opinions,
    "arguments": build_argument_room,
    "position": build_position_room,
}
"""What a sheet holds; each part is made from the view, the look and the sheet."""


def write_indicator_sheets(
    view: CoevaluationView,
    theme: Theme,
    target: BinaryIO,
    *,
    wanted: Collection[str] | None = None,
    filled: bool = False,
) -> None:
    """Write the sheets of the questions ``wanted`` (ids; all by default) as a PDF on A4 pages to ``target``.

    Blank, a sheet has room for arguments and for the position. ``filled``, it also shows what was
    said and decided; while opinions are hidden the view holds nothing of that, and nothing is shown.
    Raises ThemeError when a font of the theme cannot be used, OSError when a text of the templates
    cannot be read.
    """
    look = Look(theme)
    builders = ordered_sections(look, DOCUMENT, SECTIONS)
    story: list[Flowable] = []
    for sheet in _sheets(view, filled=filled and not view.hidden):
        if wanted is not None and sheet.item.id not in wanted:
            continue
        story += [PageBreak()] if story else []
        parts = [part for build in builders for part in build(view, look, sheet)]
        story += compose_pages(parts, _following_head(look, sheet))
    story += build_replaced_note(look)
    Report(target, look, _properties(view)).write(story)


def _sheets(view: CoevaluationView, *, filled: bool) -> list[Sheet]:
    return [
        Sheet(item, sub, group, filled)
        for group, objective in enumerate(view.objectives)
        for sub in objective.sub_objectives
        for item in sub.indicators
    ]


def _decided(sheet: Sheet) -> bool:
    return sheet.filled and sheet.item.position is not None


def _style(parent: ParagraphStyle, name: str, **changed: Any) -> ParagraphStyle:  # noqa: ANN401 - the attributes of a style are many
    return ParagraphStyle(name, parent=parent, **changed)


def _heading(look: Look, sheet: Sheet) -> Heading:
    """Return code and title under the symbol of the objective, with their bookmark."""
    item = sheet.item
    base = _style(look.styles.heading[1], "heading1", fontSize=14, leading=17, spaceBefore=0, spaceAfter=1)
    code = look.type.coloured(look.colours.of_objective(sheet.group), f"{item.code} ")
    made = Heading(look.type.markup(code, item.title), signed_style(look, base, sheet.group))
    made.key, made.plain = indicator_key(item), look.type.line(f"{item.code} {short(item.title)}")
    return made


def _following_head(look: Look, sheet: Sheet) -> Head:
    style = _style(look.styles.heading[2], "sheet-next", fontSize=11, leading=14, spaceBefore=0, spaceAfter=6)
    code = look.type.coloured(look.colours.of_objective(sheet.group), f"{sheet.item.code} ")
    text = look.type.markup(code, f"{short(sheet.item.title)} (suite)")
    return lambda: [Signed(text, signed_style(look, style, sheet.group))]


def _question(look: Look, question: str) -> Paragraph:
    """Return the question in the largest type that takes few lines."""
    for size in _QUESTION_SIZES:
        style = ParagraphStyle(
            "heading2",
            parent=look.styles.body,
            fontName=look.fonts.bold,
            fontSize=size,
            leading=size * 1.2,
            spaceBefore=9,
            spaceAfter=7,
        )
        made = look.paragraph(style, question)
        if made.wrap(WIDTH, 10_000)[1] <= _QUESTION_LINES * style.leading:
            break
    return made


def _properties(view: CoevaluationView) -> Properties:
    return Properties(
        title=f"Fiches d’indicateur – {view.pole.name}",
        author=view.pole.name,
        subject=f"{view.title}, {wording.long_date(view.date)}",
        head=f"{view.pole.name} · {view.title} · {wording.long_date(view.date)}",
        mark=wording.DEMONSTRATION if view.pole.demonstration else "",
        foot="Questions proposées par ce projet, sauf celles dites attestées",
    )
