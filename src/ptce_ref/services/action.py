"""Use cases of the action plan: adding, changing, taking out, and bringing over what is not finished."""

import datetime as dt
from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import actions_open
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.action import add_actions, change_action, list_actions, remove_action
from ptce_ref.storage.evaluation import list_progress


def actions_of(workspace: Workspace, evaluation: Evaluation) -> list[Action]:
    """Return the plan of an evaluation: the dates that come first, then what has no date."""
    return sorted(list_actions(workspace.store, evaluation.id), key=lambda a: (a.due or dt.date.max, a.id))


def add_action(workspace: Workspace, evaluation: Evaluation, fields: Mapping[str, object]) -> Action:
    """Add an action from the fields of :class:`Action`; the id defaults to the next number (« a01 »).

    Raises :class:`Refusal` for a wrong value, an unknown indicator, an id that is taken, or a closed evaluation.
    """
    referential = referential_of(workspace, evaluation.referential_hash)

    def make(plan: list[Action]) -> list[Action]:
        taken = {action.id for action in plan}
        ident = str(fields.get("id") or _next_number(taken))
        if ident in taken:
            raise Refusal(f"Une action a déjà l’identifiant « {ident} ».")
        return [_valid({**fields, "id": ident}, referential)]

    return add_actions(workspace.store, evaluation.id, make, workspace.now, _require_open)[0]


def update_action(workspace: Workspace, evaluation: Evaluation, action_id: str, fields: Mapping[str, object]) -> Action:
    """Change some fields of an action, the others staying as another window may have left them."""
    referential = referential_of(workspace, evaluation.referential_hash)

    def change(stored: Action | None) -> Action:
        if stored is None:
            raise unknown("L’action", action_id, [action.id for action in list_actions(workspace.store, evaluation.id)])
        return _valid({**stored.model_dump(), **fields, "id": action_id}, referential)

    return change_action(workspace.store, evaluation.id, action_id, change, workspace.now, _require_open)


def withdraw_action(workspace: Workspace, evaluation: Evaluation, action_id: str) -> bool:
    """Take an action out of the plan; say whether there was one. The journal keeps it."""
    return remove_action(workspace.store, evaluation.id, action_id, workspace.now, _require_open)


def unfinished_before(workspace: Workspace, evaluation: Evaluation) -> list[tuple[Evaluation, Action]]:
    """Return what an earlier evaluation of the same pôle left unfinished and this plan does not continue yet.

    Only the latest earlier evaluation that has a plan counts: it carried over the ones before.
    """
    continued = {(a.origin_evaluation_id, a.origin_id) for a in list_actions(workspace.store, evaluation.id)}
    earlier = [
        progress.evaluation
        for progress in list_progress(workspace.store, evaluation.pole_id)
        if progress.evaluation.date < evaluation.date and progress.evaluation.mode is evaluation.mode
    ]
    for previous in sorted(earlier, key=lambda item: (item.date, item.id), reverse=True):
        plan = actions_of(workspace, previous)
        if plan:
            return [(previous, a) for a in plan if not a.finished and (previous.id, a.id) not in continued]
    return []


def carry_over(workspace: Workspace, evaluation: Evaluation) -> list[Action]:
    """Bring into the plan what the time before left unfinished; doing it twice changes nothing."""
    referential = referential_of(workspace, evaluation.referential_hash)
    waiting = unfinished_before(workspace, evaluation)

    def make(plan: list[Action]) -> Iterable[Action]:
        taken = {action.id for action in plan}
        continued = {(action.origin_evaluation_id, action.origin_id) for action in plan}
        for previous, action in waiting:
            if (previous.id, action.id) in continued:
                continue
            ident = action.id if action.id not in taken else _next_number(taken)
            taken.add(ident)
            known = tuple(item for item in action.indicators if item in referential.indicator_by_id)
            origin = {"origin_evaluation_id": previous.id, "origin_id": action.id}
            yield action.model_copy(update={"id": ident, "indicators": known, **origin})

    return add_actions(workspace.store, evaluation.id, make, workspace.now, _require_open)


def _next_number(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"a{number:02d}" in taken:
        number += 1
    return f"a{number:02d}"


def _valid(content: Mapping[str, object], referential: Referential) -> Action:
    try:
        action = Action.model_validate(dict(content))
    except ValidationError as error:
        problems = problems_of(error, Action)
        raise Refusal("L’action n’a pas été enregistrée.", Fault.MISUSE, problems) from error
    for indicator in action.indicators:
        if indicator not in referential.indicator_by_id:
            raise unknown("L’indicateur", indicator, referential.indicator_by_id)
    return action


def _require_open(phase: Phase) -> None:
    if not actions_open(phase):
        raise Refusal(
            "L’évaluation est close : son plan d’action ne change plus. "
            "La prochaine évaluation du pôle reprendra ce qui n’est pas fini."
        )
