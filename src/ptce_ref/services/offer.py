"""Which documents one may ask for now: what they will not show yet, or why they cannot be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.reports import wording
from ptce_ref.services.document import DOCUMENTS, Document
from ptce_ref.services.evaluation import find_evaluation, lone_colleges_of, summarise_evaluations
from ptce_ref.services.workspace import Workspace

_COMPARED = 2
"""A comparison needs two evaluations."""


@dataclass(frozen=True)
class Offer:
    """A document one may ask for now: its file, what it will not show yet, or why it cannot be made."""

    document: Document
    file: str
    note: str = ""
    closed: str = ""
    suggested: bool = False
    """Whether it is what one most likely wants at this moment."""


def offer_documents(workspace: Workspace, reference: str | None) -> tuple[Offer, ...]:
    """Return the documents of an evaluation, then those of the whole database.

    Raises :class:`Refusal` when there is no such evaluation.
    """
    evaluation = find_evaluation(workspace, reference) if reference else None
    alone = lone_colleges_of(workspace, evaluation) if evaluation and others_visible(evaluation.phase) else ()
    compared = len(summarise_evaluations(workspace))
    return tuple(
        _offer(document, evaluation, compared, alone)
        for document in DOCUMENTS
        if evaluation or not document.of_one_evaluation
    )


def _offer(document: Document, evaluation: Evaluation | None, compared: int, alone: Sequence[str]) -> Offer:
    file = document.file_name(evaluation.id if evaluation else "")
    if evaluation is None or not document.of_one_evaluation:
        closed = "" if compared >= _COMPARED else "il faut au moins deux évaluations"
        return Offer(document, file, closed=closed, suggested=not (evaluation or closed or document.on_request))
    visible = others_visible(evaluation.phase)
    closed = document.closed(evaluation.phase)
    hides = document.shows_opinions and not visible and not closed
    note = "avis masqués jusqu’au dialogue : seule la couverture est montrée" if hides else ""
    if document.quotes and alone and not closed:
        note = f"{wording.count(len(alone), 'collège')} d’une seule personne, reconnaissable : à garder entre vous"
    if document.sheets:
        asked = len(evaluation.indicators)
        sheets = wording.count(document.sheets(asked), "feuille")
        note = f"{wording.count(asked, 'question')}{wording.NBSP}: environ {sheets} à imprimer en recto verso"
    suggested = document.shows_opinions is visible and not (closed or document.on_request)
    return Offer(document, file, note, closed, suggested)
