"""Use cases of the action plan: adding, changing, taking out, and bringing over what is not finished."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import actions_open
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.time_before import unfinished_before as left_unfinished
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.reports.action_view import by_date, view_actions
from ptce_ref.reports.view import ActionView
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.action import add_actions, change_action, list_actions, remove_action
from ptce_ref.storage.evaluation import list_evaluations


def actions_of(workspace: Workspace, evaluation: Evaluation) -> list[Action]:
    """Return the plan of an evaluation: the dates that come first, then what has no date."""
    return by_date(list_actions(workspace.store, evaluation.id))


def plan_of(workspace: Workspace, evaluation: Evaluation) -> tuple[ActionView, ...]:
    """Return the plan as screens and commands show it, in the same order as :func:`actions_of`."""
    referential = referential_of(workspace, evaluation.referential_hash)
    plan = list_actions(workspace.store, evaluation.id)
    return view_actions(plan, referential, titles_of(workspace, evaluation.pole_id))


def titles_of(workspace: Workspace, pole_id: str) -> dict[str, str]:
    """Return the titles of the evaluations of a pôle, by id: where an action may come from."""
    return {evaluation.id: evaluation.title for evaluation in list_evaluations(workspace.store, pole_id)}


def find_action(workspace: Workspace, evaluation: Evaluation, action_id: str) -> Action:
    """Return one action. Raises :class:`Refusal` with the nearest one."""
    plan = {action.id: action for action in list_actions(workspace.store, evaluation.id)}
    if action_id not in plan:
        raise unknown("L’action", action_id, plan)
    return plan[action_id]


def indicator_named(workspace: Workspace, evaluation: Evaluation, reference: str) -> Indicator:
    """Return the indicator of this code or id, whether it was asked or not: a plan is wider than a path.

    Raises :class:`Refusal`, with the nearest one, when the referential has none.
    """
    referential = referential_of(workspace, evaluation.referential_hash)
    found = referential.find_indicator(reference)
    if found is None:
        raise unknown("L’indicateur", reference, [item.code for item in referential.indicators])
    return found


def add_action(workspace: Workspace, evaluation: Evaluation, fields: Mapping[str, object]) -> Action:
    """Add an action from the fields of :class:`Action`; the id defaults to the next number (« a01 »).

    Raises :class:`Refusal` for a wrong value, an unknown indicator, an id that is taken, or a closed evaluation.
    """
    referential = referential_of(workspace, evaluation.referential_hash)

    def make(plan: list[Action], taken: set[str]) -> list[Action]:
        ident = str(fields.get("id") or next_number(taken))
        # Said by its id, an action that was withdrawn is put back.
        if ident in [action.id for action in plan]:
            raise Refusal(f"Une action a déjà l’identifiant « {ident} ».")
        return [_valid({**fields, "id": ident}, referential)]

    return add_actions(workspace.store, evaluation.id, make, workspace.now, require_open_plan)[0]


def update_action(workspace: Workspace, evaluation: Evaluation, action_id: str, fields: Mapping[str, object]) -> Action:
    """Change some ``fields`` of an action; the others stay as another window may have left them.

    Raises :class:`Refusal` as :func:`add_action`, and for an action that is not in the plan.
    """
    referential = referential_of(workspace, evaluation.referential_hash)

    def change(stored: Action | None) -> Action:
        if stored is None:
            raise unknown("L’action", action_id, [action.id for action in list_actions(workspace.store, evaluation.id)])
        return _valid({**stored.model_dump(), **fields, "id": action_id}, referential)

    return change_action(workspace.store, evaluation.id, action_id, change, workspace.now, require_open_plan)


def withdraw_action(workspace: Workspace, evaluation: Evaluation, action_id: str) -> bool:
    """Take an action out of the plan; say whether there was one. The journal keeps it.

    Raises :class:`Refusal` once the evaluation is closed.
    """
    return remove_action(workspace.store, evaluation.id, action_id, workspace.now, require_open_plan)


def unfinished_before(workspace: Workspace, evaluation: Evaluation) -> list[tuple[Evaluation, Action]]:
    """Return what earlier evaluations of the pôle left unfinished and no plan since continues, the latest first."""
    others = list_evaluations(workspace.store, evaluation.pole_id)
    plans = {other.id: actions_of(workspace, other) for other in others}
    return left_unfinished(evaluation, plans, others)


def origins_of(waiting: Iterable[tuple[Evaluation, Action]]) -> str:
    """Return the titles of the evaluations that left something, as a part of a sentence."""
    titles = dict.fromkeys(previous.title for previous, _ in waiting)
    return ", ".join(f"« {title} »" for title in titles)


def carry_over(workspace: Workspace, evaluation: Evaluation) -> list[Action]:
    """Bring into the plan what the time before left unfinished; return what was added, nothing the second time.

    Each action keeps its id where it is free. Raises :class:`Refusal` once the evaluation is closed.
    """
    referential = referential_of(workspace, evaluation.referential_hash)
    waiting = unfinished_before(workspace, evaluation)

    def make(plan: list[Action], taken: set[str]) -> Iterable[Action]:
        continued = {(action.origin_evaluation_id, action.origin_id) for action in plan}
        for previous, action in waiting:
            if (previous.id, action.id) in continued:
                continue
            ident = action.id if action.id not in taken else next_number(taken)
            taken.add(ident)
            known = tuple(item for item in action.indicators if item in referential.indicator_by_id)
            origin = {"origin_evaluation_id": previous.id, "origin_id": action.id}
            yield action.model_copy(update={"id": ident, "indicators": known, **origin})

    return add_actions(workspace.store, evaluation.id, make, workspace.now, require_open_plan)


def next_number(taken: set[str]) -> str:
    """Return the next free number: « a05 »."""
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


def require_open_plan(phase: Phase) -> None:
    """Raise :class:`Refusal` once the evaluation is closed."""
    if not actions_open(phase):
        raise Refusal(
            "L’évaluation est close : son plan d’action ne change plus. "
            "La prochaine évaluation du pôle reprendra ce qui n’est pas fini."
        )
