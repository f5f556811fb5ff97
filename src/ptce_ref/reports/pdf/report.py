"""The co-evaluation report: the sections in their order, and the document that holds them.

Must not know how a section is drawn.
"""

from typing import BinaryIO

from reportlab.platypus import Flowable, PageBreak

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.annex import build_annex
from ptce_ref.reports.pdf.cover import build_cover, draw_band, report_name
from ptce_ref.reports.pdf.debate import build_divided, build_together
from ptce_ref.reports.pdf.origin import build_origin, build_replaced_note
from ptce_ref.reports.pdf.outcome import build_objectives, build_themes
from ptce_ref.reports.pdf.page import Properties, Report, contents
from ptce_ref.reports.pdf.participation import build_card, build_participation
from ptce_ref.reports.pdf.plan import build_plan
from ptce_ref.reports.pdf.profile import build_coverage, build_evolution, build_profile
from ptce_ref.reports.pdf.reading import build_hidden_notice, build_reading
from ptce_ref.reports.pdf.small_grid import build_small_grid
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.unknown import build_agenda, build_unknown
from ptce_ref.reports.view import CoevaluationView


def write_coevaluation_report(view: CoevaluationView, theme: Theme, target: BinaryIO) -> None:
    """Write the report of ``view`` as a PDF on A4 pages to ``target``; the same view gives the same bytes.

    When ``view.hidden`` it shows coverage and questions only, and says why. Raises ThemeError
    when a font or the logo of the theme cannot be used, OSError when a text of the templates
    cannot be read.
    """
    look = Look(theme)
    story = build_cover(view, look)
    story += [look.paragraph(look.styles.heading[0], "Sommaire"), contents(look), PageBreak()]
    story += build_reading(view, look)
    story += _opening(view, look)
    story += _hidden_body(view, look) if view.hidden else _body(view, look)
    story += build_annex(view, look)
    story += build_origin(view, look)
    story += build_replaced_note(look)
    report = Report(target, look, _properties(view), lambda canvas: draw_band(canvas, look, len(view.objectives)))
    report.write(story)


def _opening(view: CoevaluationView, look: Look) -> list[Flowable]:
    notice = build_hidden_notice(look) if view.hidden else []
    return [*notice, *build_participation(view, look), *build_card(view, look)]


def _body(view: CoevaluationView, look: Look) -> list[Flowable]:
    return [
        *build_profile(view, look),
        *build_evolution(view, look),
        *build_objectives(view, look),
        *build_themes(view, look),
        *build_small_grid(view, look),
        *build_together(view, look),
        *build_divided(view, look),
        *build_unknown(view, look),
        *build_agenda(view, look),
        *build_plan(view, look),
    ]


def _hidden_body(view: CoevaluationView, look: Look) -> list[Flowable]:
    return [*build_coverage(view, look), *build_small_grid(view, look), *build_plan(view, look)]


def _properties(view: CoevaluationView) -> Properties:
    marks = [wording.DEMONSTRATION] if view.pole.demonstration else []
    if view.provisional:
        marks.append("Provisoire")
    return Properties(
        title=f"{report_name(view)} – {view.pole.name}",
        author=view.pole.name,
        subject=f"{view.title}, {wording.long_date(view.date)}",
        head=f"{view.pole.name} · {view.title} · {wording.long_date(view.date)}",
        mark=" · ".join(marks),
        foot="Une table de dialogue, pas une grille de notes",
    )
