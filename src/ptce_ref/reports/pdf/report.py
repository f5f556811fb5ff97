"""The co-evaluation report: its sections by name, and the document that holds them.

Must not know how a section is drawn, nor in which order the theme wants them.
"""

from collections.abc import Mapping
from typing import BinaryIO

from reportlab.platypus import Flowable

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.annex import build_annex
from ptce_ref.reports.pdf.cover import build_cover, draw_band, report_name
from ptce_ref.reports.pdf.debate import build_divided, build_together
from ptce_ref.reports.pdf.order import Builder, build_contents, ordered_sections
from ptce_ref.reports.pdf.origin import build_origin, build_replaced_note
from ptce_ref.reports.pdf.outcome import build_objectives, build_themes
from ptce_ref.reports.pdf.page import Properties, Report
from ptce_ref.reports.pdf.participation import build_card, build_participation
from ptce_ref.reports.pdf.peer import build_crossed
from ptce_ref.reports.pdf.plan import build_plan
from ptce_ref.reports.pdf.profile import build_coverage, build_evolution, build_profile
from ptce_ref.reports.pdf.reading import build_hidden_notice, build_reading
from ptce_ref.reports.pdf.small_grid import build_small_grid
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.unknown import build_agenda, build_unknown
from ptce_ref.reports.view import CoevaluationView

DOCUMENT = "rapport"


def _hidden_notice(view: CoevaluationView, look: Look) -> list[Flowable]:
    return build_hidden_notice(look) if view.hidden else []


def _answered(view: CoevaluationView, look: Look) -> list[Flowable]:
    return build_coverage(view, look) if view.hidden else []


def _once_shown(build: Builder) -> Builder:
    """Return ``build``, which makes nothing while opinions are hidden."""

    def build_shown(view: CoevaluationView, look: Look) -> list[Flowable]:
        return [] if view.hidden else build(view, look)

    return build_shown


SECTIONS: Mapping[str, Builder] = {
    "sommaire": build_contents,
    "lecture": build_reading,
    "avis-en-cours": _hidden_notice,
    "participation": build_participation,
    "pole": build_card,
    "reponses": _answered,
    "profil": _once_shown(build_profile),
    "evolution": _once_shown(build_evolution),
    "objectifs": _once_shown(build_objectives),
    "enjeux": _once_shown(build_themes),
    "table": build_small_grid,
    "accords": _once_shown(build_together),
    "desaccords": _once_shown(build_divided),
    "inconnu": _once_shown(build_unknown),
    "regard-croise": build_crossed,
    "ordre-du-jour": _once_shown(build_agenda),
    "plan": build_plan,
    "annexe": build_annex,
    "provenance": build_origin,
}
"""What the report says after its cover. « avis-en-cours » and « reponses » speak only while opinions are hidden."""


def write_coevaluation_report(view: CoevaluationView, theme: Theme, target: BinaryIO) -> None:
    """Write the report of ``view`` as a PDF on A4 pages to ``target``; the same view gives the same bytes.

    When ``view.hidden`` it shows coverage and questions only, and says why. Raises ThemeError
    when a font or the logo of the theme cannot be used, OSError when a text of the templates
    cannot be read.
    """
    look = Look(theme)
    story = build_cover(view, look)
    for build in ordered_sections(look, DOCUMENT, SECTIONS):
        story += build(view, look)
    story += build_replaced_note(look)
    report = Report(target, look, _properties(view), lambda canvas: draw_band(canvas, look, len(view.objectives)))
    report.write(story)


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
