"""What stands beside figures about the questions they rest on. Must not know these figures."""

from reportlab.platypus import Flowable

from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.view import ComparisonView


def caution(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return a sentence when there is something to say of the questions; else nothing."""
    said = view.questions_caution
    return [look.paragraph(look.styles.body, look.type.bold(said))] if said else []
