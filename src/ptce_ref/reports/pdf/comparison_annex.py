"""The end of a comparison: the identity cards, and where the document comes from. Must not know the figures."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import shown
from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.participation import lay_card
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import ComparisonView, ReferentialView

_LISTED = 30
"""Pôles up to which the contents give the page of each card; the bookmarks always do."""
_METHOD = (
    "La valeur d’une question est la position du groupe ou, à défaut, la moyenne des médianes des collèges ; celle "
    "d’un sous-objectif, la moyenne de ses questions. Médiane et quartiles portent sur les pôles comparés seuls."
)


def build_cards(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the annex « Fiches d’identité », of the pôles whose figures are shown."""
    story: list[Flowable] = []
    listed = sum(1 for _ in shown(view)) <= _LISTED
    for number, entry in enumerate(shown(view)):
        opening: list[Flowable] = [heading(look, short(entry.pole.name, 160), f"fiche-{number}", 1, listed=listed)]
        if number == 0:
            opening.insert(0, heading(look, "Annexe : les fiches d’identité", "fiches"))
        story += [room(190), *lay_card(entry.pole, look, *opening, together=False), Spacer(0, 10)]
    return story


def build_comparison_origin(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the last section « D’où vient ce document »."""
    story: list[Flowable] = [
        heading(look, "D’où vient ce document", "provenance"),
        look.paragraph(look.styles.body, look.type.bold(view.referential.statement)),
    ]
    if view.demonstration:
        text = f"{wording.DEMONSTRATIONS}. Les organisations et les avis résumés ici sont inventés."
        story.append(look.paragraph(look.styles.body, look.type.coloured(look.colours.alert, text)))
    read = ", ".join(entry.evaluation_id for entry in shown(view))
    facts = (("Évaluations", read or wording.NOTHING), ("Calcul", _METHOD))
    return [KeptClose([*story, referential_facts(view.referential, look, *facts)])]


def referential_facts(referential: ReferentialView, look: Look, *more: tuple[str, str]) -> Flowable:
    """Return which referential a document rests on, and ``more`` facts with their labels."""
    rows = Rows()
    for label, value in (
        ("Référentiel", referential.title),
        ("Version", referential.version),
        ("Licence", referential.license),
        ("Empreinte", referential.hash),
        *more,
    ):
        rows.add(look.type.coloured(look.colours.muted, label), value)
    return build_table(look, (), rows, (34 * mm, WIDTH - 34 * mm))
