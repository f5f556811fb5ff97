"""Where the report comes from: referential, what is attested, how figures are made. Must not know results."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, TableStyle

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.page import WIDTH, heading
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import CoevaluationView

_MEASURES = (
    "Consensus : W. J. Tastle et M. J. Wierman, 2007. Accord : C. van der Eijk, 2001. Toute l’échelle compte, "
    "niveaux vides compris, et rien n’est calculé sous deux voix."
)

_LAST_ROWS = 8
"""Rows that stay together at the end of the last table."""
_SHORT_NAME = 300
"""Characters of the longest name with which so many rows hold on a page."""


def build_origin(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the last section « D’où vient ce document »."""
    referential, styles = view.referential, look.styles
    story: list[Flowable] = [
        heading(look, "D’où vient ce document", "provenance"),
        look.paragraph(styles.body, look.type.bold(referential.statement)),
    ]
    if view.pole.demonstration:
        text = f"{wording.DEMONSTRATION}. Les personnes, les organisations et les avis de ce document sont inventés."
        story.append(look.paragraph(styles.body, look.type.coloured(look.colours.alert, text)))
    rows = Rows()
    for label, value in (
        ("Référentiel", referential.title),
        ("Version", referential.version),
        ("Licence", referential.license),
        ("Empreinte", referential.hash),
        ("Évaluation", f"{view.title} ({view.id})"),
        ("Mesures", _MEASURES),
    ):
        rows.add(look.type.coloured(look.colours.muted, label), value)
    story += [build_table(look, (), rows, (34 * mm, WIDTH - 34 * mm)), Spacer(0, 10)]
    return [KeptClose(story), _attested(view, look)]


def _attested(view: CoevaluationView, look: Look) -> Flowable:
    """Return, for each objective, sub-objective and theme, whether a source attests it."""
    rows = Rows()
    for objective in view.objectives:
        rows.add(look.type.bold(f"{objective.code} {short(objective.name)}"), _status(attested=objective.attested))
        for sub in objective.sub_objectives:
            rows.add(f"{sub.code} {sub.name}", _status(attested=sub.attested))
    for theme in view.themes:
        rows.add(f"Enjeu : {theme.name}", _status(attested=theme.attested))
    attested = sum(item.attested for item in view.indicators)
    proposed = len(view.indicators) - attested
    text = f"{wording.count(attested, 'attestée')}, {wording.count(proposed, 'proposée')}"
    rows.add("Formulation des questions de cette évaluation", text)
    widths = (WIDTH - 46 * mm, 46 * mm)
    table = build_table(look, ("Élément du référentiel", "Attesté par une source ?"), rows, widths)
    if all(len(str(cell)) <= _SHORT_NAME for row in rows.cells for cell in row):
        # Cut by a page's foot, it leaves more than a line or two on the last page of the document.
        last = len(rows.cells)
        table.setStyle(TableStyle([("NOSPLIT", (0, max(0, last - _LAST_ROWS)), (0, last))]))
    return table


def _status(*, attested: bool) -> str:
    return "attesté" if attested else "proposé par le projet"


def build_replaced_note(look: Look) -> list[Flowable]:
    """Return the note on characters that the font lacks; call it when all other text is prepared."""
    count = len(look.type.replaced)
    if not count:
        return []
    said = wording.count(
        count,
        "caractère que la police ne contient pas a été remplacé",
        "caractères que la police ne contient pas ont été remplacés",
    )
    text = f"{said} par un carré (émojis, autres alphabets) ; le texte complet est dans la base de données."
    return [Spacer(0, 8), look.paragraph(look.styles.muted, wording.sentence(text))]
