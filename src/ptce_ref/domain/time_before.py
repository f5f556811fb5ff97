"""What an evaluation takes up from those before it: the one it is read beside, and what their plans left."""

from collections.abc import Iterable, Mapping, Sequence

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.vocabulary import Mode


def previous_evaluation(evaluation: Evaluation, others: Iterable[Evaluation]) -> Evaluation | None:
    """Return the latest earlier one of the same pôle, mode and referential whose opinions may be seen, or None.

    Two visitors are two pairs of eyes: what visitors said has no time before.
    """
    if evaluation.mode is Mode.PEER:
        return None
    earlier = [
        other
        for other in _earlier(evaluation, others)
        if others_visible(other.phase) and other.referential_hash == evaluation.referential_hash
    ]
    return earlier[0] if earlier else None


def unfinished_before(
    evaluation: Evaluation, plans: Mapping[str, Sequence[Action]], others: Iterable[Evaluation]
) -> list[tuple[Evaluation, Action]]:
    """Return what earlier evaluations left unfinished and no plan since continues, the latest first.

    All of them count, not only the one just before: what it did not take over is not lost for that. ``plans`` are
    by the id of the evaluation, that of ``evaluation`` among them.
    """
    earlier = _earlier(evaluation, others)
    known = [evaluation.id, *(other.id for other in earlier)]
    continued = {(action.origin_evaluation_id, action.origin_id) for ident in known for action in plans[ident]}
    return [
        (other, action)
        for other in earlier
        for action in plans[other.id]
        if not action.finished and (other.id, action.id) not in continued
    ]


def _earlier(evaluation: Evaluation, others: Iterable[Evaluation]) -> list[Evaluation]:
    """Return the evaluations of the same pôle, in the same mode and of an earlier day, the latest first."""
    found = [
        other
        for other in others
        if (other.pole_id, other.mode) == (evaluation.pole_id, evaluation.mode) and other.date < evaluation.date
    ]
    return sorted(found, key=lambda other: (other.date, other.id), reverse=True)
