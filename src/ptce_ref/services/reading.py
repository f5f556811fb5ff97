"""Use cases of reading: the view of an evaluation, the view of a comparison."""

from collections.abc import Sequence

from ptce_ref.domain.comparison import Candidate, Order, compare
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.services.evaluation import contents_of, find_evaluation
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import list_progress
from ptce_ref.storage.pole import read_pole


def study_evaluation(workspace: Workspace, evaluation: Evaluation) -> Study:
    """Return an evaluation with its referential, its contents and everything computed from them."""
    referential = referential_of(workspace, evaluation.referential_hash)
    contents = contents_of(workspace, evaluation)
    peer = read_pole(workspace.store, evaluation.peer_pole_id) if evaluation.peer_pole_id else None
    return Study(_pole(workspace, evaluation), contents, referential, compute(contents, referential), peer)


def coevaluation_of(workspace: Workspace, reference: str, *, names: bool = False) -> CoevaluationView:
    """Return the view of one evaluation, with its evolution since the one before in the same mode."""
    evaluation = find_evaluation(workspace, reference)
    previous = previous_evaluation(workspace, evaluation)
    return view_coevaluation(
        study_evaluation(workspace, evaluation),
        study_evaluation(workspace, previous) if previous else None,
        names=names,
    )


def previous_evaluation(workspace: Workspace, evaluation: Evaluation) -> Evaluation | None:
    """Return the latest earlier evaluation of the same pôle, mode and referential whose opinions may be seen."""
    earlier = [
        progress.evaluation
        for progress in list_progress(workspace.store, evaluation.pole_id)
        if progress.evaluation.date < evaluation.date
        and others_visible(progress.evaluation.phase)
        and progress.evaluation.mode is evaluation.mode
        and evaluation.mode is not Mode.PEER
        and progress.evaluation.referential_hash == evaluation.referential_hash
    ]
    return max(earlier, key=lambda item: (item.date, item.id), default=None)


def comparison_of(
    workspace: Workspace, references: Sequence[str] = (), order: Order = Order.TERRITORY
) -> ComparisonView:
    """Return the comparison of some evaluations, of all of the database when none is named.

    Raises :class:`Refusal` when there is nothing to compare.
    """
    if references:
        evaluations = [find_evaluation(workspace, reference) for reference in references]
    else:
        evaluations = [progress.evaluation for progress in list_progress(workspace.store)]
    if not evaluations:
        raise Refusal(
            "Aucune évaluation à comparer. Ouvrez-en une avec « ptce evaluation ouvrir », ou lancez « ptce demo »."
        )
    studies = [study_evaluation(workspace, evaluation) for evaluation in evaluations]
    candidates = [Candidate(s.pole, s.contents.evaluation, s.referential, s.result, s.peer_pole) for s in studies]
    return view_comparison(compare(candidates, order), workspace.today.isoformat())


def _pole(workspace: Workspace, evaluation: Evaluation) -> Pole:
    pole = read_pole(workspace.store, evaluation.pole_id)
    if pole is None:
        # A foreign key guarantees it: only a damaged file comes here.
        raise Refusal(f"Le pôle de l’évaluation « {evaluation.id} » manque dans la base.", Fault.UNUSABLE)
    return pole
