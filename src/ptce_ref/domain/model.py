"""The base of every model: frozen, strict, closed to unknown keys."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]{0,79}$")]
"""A stable identifier of something people made: an evaluation, a respondent, an action."""


class Model(BaseModel):
    """A value of the domain.

    Keys are French where a person writes them (aliases), English in code. Types are strict:
    ``1.10`` is never taken for ``"1.10"``, and an unknown key is a problem, not a comment.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)
