"""Which documents one may ask for now: what they will not show yet, or why they cannot be made."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.reports import wording
from ptce_ref.services.addressee import addressees_of
from ptce_ref.services.document import DOCUMENTS, Document
from ptce_ref.services.evaluation import find_evaluation, lone_colleges_of
from ptce_ref.services.peer import pairs_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import list_evaluation_ids

_COMPARED = 2
"""A comparison needs two evaluations."""


@dataclass(frozen=True)
class Offer:
    """A document one may ask for now: its file, what it will not show yet, or why it cannot be made."""

    document: Document
    file: str
    """The name of its file, or that of the folder of its files."""
    note: str = ""
    closed: str = ""
    suggested: bool = False
    """Whether it is what one most likely wants at this moment."""
    files: tuple[str, ...] = ()
    """The names of the files in the folder, one a person; empty when it is one file."""


def offer_documents(
    workspace: Workspace, reference: str | None, *, for_others: bool = False, only: str | None = None
) -> tuple[Offer, ...]:
    """Return the documents of an evaluation, then those of the whole database.

    ``for_others`` offers the version to publish of those that have one. ``only`` is a respondent (an id), to whom
    nothing but what is made for each person is offered. Raises :class:`Refusal` when there is no such evaluation.
    """
    evaluation = find_evaluation(workspace, reference) if reference else None
    alone = lone_colleges_of(workspace, evaluation) if evaluation and others_visible(evaluation.phase) else ()
    people = [item.id for item in addressees_of(workspace, evaluation, (only,) if only else None)] if evaluation else []
    compared = len(list_evaluation_ids(workspace.store))
    crossed = bool(evaluation and has_two_views(workspace, evaluation))
    return tuple(
        _offer(
            replace(document, name=f"Questionnaire de {only}") if only else document,
            evaluation,
            compared,
            alone,
            people,
            for_others=for_others and document.publishable,
        )
        for document in DOCUMENTS
        if (evaluation or not document.of_one_evaluation) and (crossed or not document.of_two_views)
        if document.folder or not only
    )


def has_two_views(workspace: Workspace, evaluation: Evaluation) -> bool:
    """Whether a pôle is seen by itself and by another, and both may be read: a regard croisé can be printed."""
    return bool(pairs_of(workspace, evaluation))


def _offer(
    document: Document,
    evaluation: Evaluation | None,
    compared: int,
    alone: Sequence[str],
    people: Sequence[str],
    *,
    for_others: bool,
) -> Offer:
    """Return what may be said of one document: closed, with a note, or suggested.

    ``alone`` are lone colleges, ``people`` the respondents to whom one may write.
    """
    file = document.file_name(evaluation.id if evaluation else "", for_others=for_others)
    if evaluation is None or not document.of_one_evaluation:
        closed = "" if compared >= _COMPARED else "il faut au moins deux évaluations"
        return Offer(document, file, closed=closed, suggested=not (evaluation or closed or document.on_request))
    visible = others_visible(evaluation.phase)
    closed = document.unmade(evaluation.phase, len(people))
    hides = document.shows_opinions and not visible and not closed
    note = "avis masqués jusqu’au dialogue : seule la couverture est montrée" if hides else ""
    if for_others and visible and not closed:
        note = f"petits collèges réunis{wording.NBSP}; relisez les arguments avant de l’envoyer"
    elif document.quotes and alone and not closed:
        note = f"{wording.count(len(alone), 'collège')} d’une seule personne, reconnaissable : à garder entre vous"
    if document.sheets:
        asked = len(evaluation.indicators)
        sheets = wording.count(document.sheets(asked), "feuille")
        note = f"{wording.count(asked, 'question')}{wording.NBSP}: environ {sheets} à imprimer en recto verso"
    files = tuple(document.file_for(evaluation.id, person) for person in people) if document.folder else ()
    if files:
        note = f"{wording.count(len(files), 'fichier')}, dans le dossier {file}"
    suggested = document.shows_opinions is visible and not (closed or document.on_request)
    return Offer(document, file, note, closed, suggested, files)
