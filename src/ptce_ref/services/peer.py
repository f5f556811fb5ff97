"""Use case of inter-évaluation: which evaluation of a pôle by itself goes with which visit of another pôle."""

from dataclasses import dataclass

from ptce_ref.domain.comparison_condition import comparable
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.peer_view import nearest
from ptce_ref.domain.phase import NAMES, others_visible
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import list_evaluations


@dataclass(frozen=True)
class Pair:
    """The evaluation of a pôle by itself, and that of the same pôle by another."""

    own: Evaluation
    peer: Evaluation


def pairs_of(workspace: Workspace, evaluation: Evaluation) -> list[Pair]:
    """Return the pairs that ``evaluation`` is in, earliest visit first: one at most for that of a visitor.

    Both sides may be shown (R5) and answer to the same referential, or to two that one lineage joins (R11).
    A visit goes with the evaluation by itself that is nearest in time.
    """
    if not others_visible(evaluation.phase):
        return []
    shown = [item for item in list_evaluations(workspace.store, evaluation.pole_id) if others_visible(item.phase)]
    visits = [evaluation] if evaluation.mode is Mode.PEER else [item for item in shown if item.mode is Mode.PEER]
    pairs = []
    for visit in sorted(visits, key=lambda item: (item.date, item.id)):
        own = [item for item in shown if item.mode is not Mode.PEER and _comparable(workspace, item, visit)]
        beside = nearest(own, visit.date)
        if beside is not None and evaluation.id in (visit.id, beside.id):
            pairs.append(Pair(beside, visit))
    return pairs


def model_of_visit(workspace: Workspace, pole_id: str) -> Evaluation | None:
    """Return the latest evaluation of a pôle by itself, which its visitors answer like: both can then be compared."""
    own = [item for item in list_evaluations(workspace.store, pole_id) if item.mode is not Mode.PEER]
    return max(own, key=lambda item: (item.date, item.id), default=None)


def why_no_pair(workspace: Workspace, evaluation: Evaluation) -> str:
    """Return, in a sentence, why no regard croisé can be shown of ``evaluation``, and what would allow it."""
    if not others_visible(evaluation.phase):
        return (
            f"L’évaluation en est à la phase « {NAMES[evaluation.phase]} » : "
            "le regard croisé se montre à partir du dialogue."
        )
    others = [
        item
        for item in list_evaluations(workspace.store, evaluation.pole_id)
        if (item.mode is Mode.PEER) is not (evaluation.mode is Mode.PEER)
    ]
    if not others and evaluation.mode is Mode.PEER:
        return "Le pôle ne s’est pas encore évalué lui-même : il n’y a pas deux regards à croiser."
    if not others:
        return (
            "Aucun autre pôle n’a encore évalué celui-ci. « ptce evaluation ouvrir POLE --mode pair --par VISITEUR » "
            "ouvre l’évaluation d’un pôle en visite."
        )
    shown = [item for item in others if others_visible(item.phase)]
    if not shown:
        return f"« {others[0].title} » n’en est pas encore au dialogue : ses avis ne se montrent pas."
    if not any(_comparable(workspace, item, evaluation) for item in shown):
        return "Les deux évaluations répondent à des référentiels qui ne se comparent pas."
    return "Les visites de ce pôle se lisent avec une autre de ses évaluations, plus proche en date."


def _comparable(workspace: Workspace, one: Evaluation, other: Evaluation) -> bool:
    if one.referential_hash == other.referential_hash:
        return True
    return comparable(
        referential_of(workspace, one.referential_hash), referential_of(workspace, other.referential_hash)
    )
