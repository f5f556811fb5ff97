"""Builds the view of an action plan from domain values. Pure: no file, no clock."""

import datetime as dt
from collections.abc import Iterable, Mapping

from ptce_ref.domain.action import FINISHED, NAMES, Action
from ptce_ref.domain.referential import Referential, in_reading_order
from ptce_ref.domain.vocabulary import ActionState
from ptce_ref.reports import wording
from ptce_ref.reports.view import ActionView


def by_date(actions: Iterable[Action]) -> list[Action]:
    """Return a plan in the order everybody reads it: the dates that come first, then what has no date."""
    return sorted(actions, key=lambda action: (action.due or dt.date.max, len(action.id), action.id))


def view_actions(
    actions: Iterable[Action], referential: Referential, titles: Mapping[str, str]
) -> tuple[ActionView, ...]:
    """Return the plan; ``titles`` names the evaluations (id → title) that actions may come from."""
    return tuple(view_action(action, referential, titles) for action in by_date(actions))


def view_action(action: Action, referential: Referential, titles: Mapping[str, str]) -> ActionView:
    """Return one line of the plan."""
    about = in_reading_order(referential, action.indicators)
    origin = action.origin_evaluation_id
    return ActionView(
        id=action.id,
        what=action.what,
        indicators=tuple((item.code, item.title) for item in about),
        who=action.who,
        due=action.due.isoformat() if action.due else "",
        state=NAMES[action.state],
        finished=action.finished,
        note=action.note,
        origin=titles.get(origin, origin) if origin else "",
    )


def state_counts(plan: Iterable[ActionView]) -> list[str]:
    """Return « 1 à faire », « 2 faites »: how many actions stand in each state, without those that have none."""
    states = [line.state for line in plan]
    return [_counted(state, states.count(NAMES[state])) for state in NAMES if NAMES[state] in states]


def _counted(state: ActionState, n: int) -> str:
    """« à faire » and « en cours » do not agree."""
    name = NAMES[state]
    return wording.count(n, name, f"{name}s" if state in FINISHED else name)
