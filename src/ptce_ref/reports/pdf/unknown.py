"""What nobody knows, and what to discuss first. Chooses what goes there; measures nothing."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer

from ptce_ref.domain.agenda import Reason
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.debate import named
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table, shown_n
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import CoevaluationView, IndicatorView


def build_unknown(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Ce que l’on ne sait pas »: many do not know, nobody answered, not applicable."""
    story: list[Flowable] = [room(150), heading(look, "Ce que l’on ne sait pas", "inconnu")]
    unknown = [item for item in view.indicators if Reason.DONT_KNOW in item.reasons]
    silent = [item for item in view.indicators if item.answered_by == 0 and item.position is None]
    apart = [item for item in view.indicators if wording.figure(item.figure) == wording.NOT_APPLICABLE]
    if not unknown and not silent:
        story.append(
            look.paragraph(look.styles.body, "Aucune question n’est restée sans réponse ni largement inconnue.")
        )
    if unknown:
        text = (
            "Beaucoup de voix ont répondu « ne sait pas ». C’est souvent le signe d’une information à partager, "
            "ou à produire."
        )
        rows = Rows()
        for item in unknown:
            rows.add(
                named(look, item),
                _unknown_share(item),
                str(item.total.dont_know if item.total else 0),
                shown_n(item.figure),
            )
        widths = (WIDTH - 78 * mm, 26 * mm, 34 * mm, 18 * mm)
        heads = ("Question", "Part", "Voix « ne sait pas »", "n")
        story += [
            look.paragraph(look.styles.body, text),
            build_table(look, heads, rows, widths, right=(1, 2, 3)),
            Spacer(0, 8),
        ]
    story += _listed(view, look, "Questions auxquelles personne n’a répondu", silent)
    story += _listed(view, look, "Questions qui ne concernent pas le pôle", apart)
    return story


def _unknown_share(item: IndicatorView) -> str:
    return wording.share(item.divergence.dont_know_share if item.divergence else None)


def _listed(view: CoevaluationView, look: Look, title: str, items: Sequence[IndicatorView]) -> list[Flowable]:
    """Return the names of questions, one flowing paragraph a sub-objective: a long list stays readable."""
    if not items:
        return []
    wanted = {item.id for item in items}
    groups = [[item for item in sub.indicators if item.id in wanted] for sub in view.sub_objectives]
    story: list[Flowable] = [room(50), look.paragraph(look.styles.body, look.type.bold(f"{title} ({len(items)})"))]
    for group in filter(None, groups):
        names = [part for item in group for part in (named(look, item), look.type.markup(" ; "))][:-1]
        story += [Paragraph(look.type.markup(*names), look.styles.small), Spacer(0, 3)]
    return [*story, Spacer(0, 3)]


def build_agenda(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Ordre du jour » (« Ce qui reste à discuter » once closed), or nothing when nothing is."""
    if not view.agenda:
        return []
    text = (
        "Ce qui divise d’abord, puis ce que l’on ne sait pas, puis ce que personne n’a argumenté. L’ordre vient de "
        "seuils écrits dans le référentiel ; le groupe peut en décider un autre."
    )
    rows = Rows()
    unargued = [line.code for line in view.agenda if set(line.reasons) == {Reason.UNARGUED}]
    for number, line in enumerate((line for line in view.agenda if line.code not in unargued), start=1):
        question = look.type.markup(look.type.bold(f"{line.code} {short(line.title)}"), "\n", short(line.question, 400))
        gap = wording.NOTHING if line.college_gap is None else wording.level(line.college_gap)
        rows.add(f"{number}", question, wording.sentence(", ".join(line.reasons)), str(line.n), gap)
    widths = (8 * mm, WIDTH - 92 * mm, 46 * mm, 14 * mm, 24 * mm)
    title = "Ordre du jour" if view.provisional else "Ce qui reste à discuter"
    heads = ("", "Question", "Pourquoi en parler" if view.provisional else "Pourquoi", "n", "Écart entre collèges")
    story: list[Flowable] = [
        room(200),
        heading(look, title, "ordre-du-jour"),
        look.paragraph(look.styles.body, text),
    ]
    if rows.cells:
        story += [build_table(look, heads, rows, widths, right=(3, 4)), Spacer(0, 8)]
    # They may be nearly all of the questions: told one by one, they would hide what divides.
    left = [item for item in view.indicators if item.code in unargued]
    return [*story, *_listed(view, look, "Questions où seuls les arguments manquent", left)]
