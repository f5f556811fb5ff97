"""An action of the plan: what is done about some indicators, by whom, by when, how far it went."""

import datetime as dt
from typing import Self

from pydantic import Field, field_validator, model_validator

from ptce_ref.domain.model import Model, Reference
from ptce_ref.domain.referential import Id
from ptce_ref.domain.typed_text import FilledLine, Line, Text
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

    @field_validator("indicators")
    @classmethod
    def _each_once(cls, indicators: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(indicators))

    @model_validator(mode="after")
    def _whole_origin(self) -> Self:
        if (self.origin_evaluation_id is None) != (self.origin_id is None):
            raise ValueError("une action reprise nomme l’évaluation et l’action d’où elle vient")
        return self

    @property
    def finished(self) -> bool:
        """Whether nothing of it is left to do: it is done, or given up."""
        return self.state in FINISHED

    def late(self, today: dt.date) -> bool:
        """Whether its date has passed and it is not finished."""
        return self.due is not None and self.due < today and not self.finished
