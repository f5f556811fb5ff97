"""The sheets of indicators: one question a sheet, all it takes to discuss it, and room to write.

Must not know which questions are wanted, nor why.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from ptce_ref.domain.agenda import Reason
from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.agenda_talk import PLAIN, WITH_CONSENT, told_why, worth_saying
from ptce_ref.reports.pdf.debate import has_measures
from ptce_ref.reports.pdf.opinion import build_arguments, build_position
from ptce_ref.reports.pdf.order import Builder, ordered_sections
from ptce_ref.reports.pdf.origin import build_replaced_note
from ptce_ref.reports.pdf.page import WIDTH, Properties, Report
from ptce_ref.reports.pdf.reading import LevelSign
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.sheet_head import following_head, large_question, restyled, sheet_heading
from ptce_ref.reports.pdf.sheet_page import compose_pages
from ptce_ref.reports.pdf.sheet_room import CollegeRoom, PositionRoom
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import is_tall, short
from ptce_ref.reports.pdf.voices import VoicesChart, VoicesLegend
from ptce_ref.reports.view import (
    ArgumentView,
    CoevaluationView,
    CountsView,
    IndicatorView,
    SaidAs,
    SubObjectiveView,
)

_MOST_RISK = 400
_TALL = 1500
"""Characters above which what one sees at a level takes the whole width, where it may flow over pages."""


_JOTTING, _DECIDING = 1.7, 2.7
"""Lines of a reason, at the least: on a blank sheet, and on that of a question which a meeting discusses at length."""


@dataclass(frozen=True)
class Sheet:
    """One question with where it stands; ``group`` is the place of its objective, from 0.

    ``filled`` shows what people said of it, which the view holds only once it may be shown.
    """

    item: IndicatorView
    sub: SubObjectiveView
    group: int
    filled: bool
    tight: bool = False
    """Whether to set it a little smaller: without that, it would go over to a second page."""


def build_question(_: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return the code and the title, where the question stands, and the question in large type."""
    item, muted = sheet.item, look.styles.muted
    place = f"{sheet.sub.code} {sheet.sub.name} · enjeu : {item.theme}"
    origin = " · question attestée par une source" if item.attested else ""
    return [
        sheet_heading(look, item, sheet.group),
        look.paragraph(restyled(muted, "sheet-place", fontSize=9, leading=12), place, origin),
        large_question(look, item.question, tight=sheet.tight),
    ]


def build_stake(_: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return what is at stake, and the risk that the question watches."""
    item = sheet.item
    style = restyled(look.styles.body, "sheet-stake", leading=13.6, spaceAfter=4)
    story: list[Flowable] = [look.paragraph(style, look.type.bold("Ce qui est en jeu. "), item.explanation)]
    if item.vigilance:
        name = look.type.coloured(look.colours.alert, look.type.bold(f"À surveiller{wording.NBSP}: "))
        told = f"{short(wording.first_sentence(item.risk), _MOST_RISK)} Le niveau le plus bas est ici une alerte."
        story.append(look.paragraph(style, name, told))
    return story


def build_levels(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return what one sees at each level, the lowest first."""
    levels = view.referential.levels
    style = restyled(look.styles.body, "sheet-level", leading=12 if sheet.tight else 12.8, spaceAfter=0)
    told = list(zip(levels, sheet.item.descriptors, strict=True))
    if any(is_tall(text, _TALL) for _, text in told):
        flowing = restyled(style, "sheet-level-flowing", spaceAfter=5)
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
    style = restyled(look.styles.body, "sheet-links", leading=13, spaceAfter=7)
    named = " ; ".join(f"{code}{wording.NBSP}{short(title)}" for code, title in sheet.item.links)
    return [
        look.paragraph(
            style, look.type.bold(f"Dépend aussi de{wording.NBSP}: "), named.replace(" ;", f"{wording.NBSP};"), "."
        )
    ]


def build_opinions(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return the voices by college and the arguments, on a filled sheet."""
    item, levels = sheet.item, view.referential.levels
    if not sheet.filled:
        return []
    if item.total is None:
        # Opinions that rest on too few people to be told, in a view made for others.
        told = f"Les avis donnés{wording.NBSP}: {wording.few(view.fewest_voices)}, rien n’en est montré ici."
        return [look.paragraph(look.styles.muted, told)] if item.answered_by != 0 else []
    style = restyled(look.styles.body, "sheet-opinions", fontName=look.fonts.bold, spaceAfter=3)
    counts = [*_apart(view, item), item.total]
    title = "Les avis donnés, collège par collège" if len(counts) > 1 else "Les avis donnés"
    story: list[Flowable] = [look.paragraph(style, title)]
    if not item.answered_by:
        return [*story, look.paragraph(look.styles.body, "Personne n’a répondu à cette question.")]
    return [
        *story,
        VoicesLegend(look, levels, WIDTH),
        VoicesChart(look, counts, levels, WIDTH, plain=True),
        *([look.paragraph(look.styles.muted, _why(item))] if has_measures(item) else []),
        Spacer(0, 4),
        *build_arguments([_unnamed(view, argument) for argument in item.arguments], look),
        Spacer(0, 4),
    ]


def _apart(view: CoevaluationView, item: IndicatorView) -> Sequence[CountsView]:
    """Return the bars beside that of everybody: none when no college is large enough to have its own."""
    if not view.fewest_voices or any(count.college in view.nameable for count in item.counts):
        return item.counts
    return ()


def _unnamed(view: CoevaluationView, argument: ArgumentView) -> ArgumentView:
    """Return an argument as a room may read it: of a college that is too small, it says neither college nor level."""
    if not view.fewest_voices or argument.college in view.nameable:
        return argument
    return replace(argument, college="Une personne dit", author="", level="", kind=SaidAs.UNSAID)


def _why(item: IndicatorView) -> str:
    """Return in plain words how far opinions are from each other."""
    reasons = [told_why(item) if reason is Reason.UNARGUED else PLAIN[reason] for reason in worth_saying(item)]
    reasons = reasons or ["avis proches"]
    return f"{wording.sentence(' · '.join(reasons))}."


def build_argument_room(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return room for what each college observes, unless the group has already decided.

    On a sheet that shows opinions to a room, a college that is too small to be told has no box of its own: what is
    written there would be signed.
    """
    if _decided(sheet):
        return []
    names = [college.name for college in view.colleges]
    told = [name for name in names if name in view.nameable] if sheet.filled and view.fewest_voices else names
    return [CollegeRoom(look, told, others=len(told) < len(names))]


def build_position_room(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return room for the position of the group; on a filled sheet, the position itself if there is one."""
    if not _decided(sheet):
        return [PositionRoom(look, view.referential.levels, lines=_DECIDING if sheet.filled else _JOTTING)]
    together, flowing = build_position(sheet.item, view.referential.levels, look, plain=True)
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
    """Write the sheets of the questions ``wanted`` (ids, in their order) as a PDF on A4 pages to ``target``.

    Without ``wanted``, those of all the questions, in the order of reading.

    Blank, a sheet has room for arguments and for the position. ``filled``, it also shows what was
    said and decided; a view made for others shows no college that is too small apart from the rest.
    While opinions are hidden the view holds nothing of that, and nothing is shown.
    Raises ThemeError when a font of the theme cannot be used, OSError when a text of the templates
    cannot be read.
    """
    look = Look(theme)
    builders = ordered_sections(look, DOCUMENT, SECTIONS)
    story: list[Flowable] = []
    sheets = {sheet.item.id: sheet for sheet in _sheets(view, filled=filled and not view.hidden)}
    for sheet in sheets.values() if wanted is None else (sheets[ident] for ident in wanted):
        story += [PageBreak()] if story else []
        story += _laid_out(view, look, sheet, builders)
    story += build_replaced_note(look)
    Report(target, look, _properties(view, filled=filled and not view.hidden)).write(story)


def _laid_out(view: CoevaluationView, look: Look, sheet: Sheet, builders: Sequence[Builder]) -> list[Flowable]:
    """Return the pages of a sheet: one, if it holds there when set a little smaller."""

    def pages(made: Sheet) -> list[Flowable]:
        parts = [part for build in builders for part in build(view, look, made)]
        return compose_pages(parts, following_head(look, made.item, made.group))

    usual = pages(sheet)
    if _breaks(usual) != 1:
        return usual
    tight = pages(replace(sheet, tight=True))
    if not _breaks(tight):
        return tight
    if _decided(sheet):
        return usual
    # What one sees at each level is under the eyes of whoever writes on the second page.
    parts = [part for build in builders for part in build(view, look, sheet)]
    head = following_head(look, sheet.item, sheet.group)
    recalled = compose_pages(parts, lambda: [*head(), *_recalled(view, look, sheet)])
    return recalled if _breaks(recalled) == 1 else usual


def _recalled(view: CoevaluationView, look: Look, sheet: Sheet) -> list[Flowable]:
    """Return what one sees at each level, in small, at the top of the page where people write."""
    style = restyled(look.styles.body, "sheet-recalled", leading=12, spaceAfter=0)
    rows = Rows()
    levels = view.referential.levels
    for level, text in zip(levels, sheet.item.descriptors, strict=True):
        rows.add(LevelSign(look, level.rank, len(levels)), look.paragraph(style, text))
    return [build_table(look, (), rows, (9 * mm, WIDTH - 9 * mm)), Spacer(0, 2)]


def _breaks(pages: Sequence[Flowable]) -> int:
    return sum(isinstance(part, PageBreak) for part in pages)


def _sheets(view: CoevaluationView, *, filled: bool) -> list[Sheet]:
    return [
        Sheet(item, sub, group, filled)
        for group, objective in enumerate(view.objectives)
        for sub in objective.sub_objectives
        for item in sub.indicators
    ]


def _decided(sheet: Sheet) -> bool:
    return sheet.filled and sheet.item.position is not None


def _properties(view: CoevaluationView, *, filled: bool) -> Properties:
    return Properties(
        title=f"Fiches d’indicateur – {view.pole.name}",
        author=view.pole.name,
        subject=f"{view.title}, {wording.long_date(view.date)}",
        head=f"{view.pole.name} · {view.title} · {wording.long_date(view.date)}",
        mark=wording.DEMONSTRATION if view.pole.demonstration else "",
        foot=WITH_CONSENT if filled else "Questions proposées par ce projet, sauf celles dites attestées",
        brief=f"{view.pole.name} · {wording.long_date(view.date)}",
    )
