"""An action of the plan: what is done about some indicators, by whom, by when, how far it went."""

import datetime as dt

from pydantic import Field

from ptce_ref.domain.model import Model, Reference
from ptce_ref.domain.referential import Id
from ptce_ref.domain.text import FilledLine, Line, Text
from ptce_ref.domain.vocabulary import ActionState

NAMES: dict[ActionState, str] = {
    ActionState.PLANNED: "à faire",
    ActionState.UNDER_WAY: "en cours",
    ActionState.DONE: "faite",
    ActionState.GIVEN_UP: "abandonnée",
}
"""French names, feminine as « action » is."""

FINISHED = frozenset({ActionState.DONE, ActionState.GIVEN_UP})
"""What is not carried over to the next evaluation."""


class Action(Model):
    """One line of the plan.

    ``origin_evaluation_id`` and ``origin_id`` name the action of an earlier evaluation that this
    one continues, both or neither.
    """

    id: Reference
    what: FilledLine
    indicators: tuple[Id, ...] = ()
    who: Line = ""
    due: dt.date | None = Field(default=None, strict=False)
    state: ActionState = Field(default=ActionState.PLANNED, strict=False)
    note: Text = ""
    origin_evaluation_id: Reference | None = None
    origin_id: Reference | None = None

    @property
    def finished(self) -> bool:
        return self.state in FINISHED

    def late(self, today: dt.date) -> bool:
        """Whether its date has passed and it is not finished."""
        return self.due is not None and self.due < today and not self.finished
