"""A file that comes back and waits for somebody’s word: what is asked, and what may be answered."""

from collections.abc import Sequence
from enum import StrEnum

from ptce_ref.services.refusal import Fault, Refusal


class Asked(StrEnum):
    """What somebody has to say of a file; the values are parameters of what takes it back."""

    EVALUATION = "evaluation"
    PERSON = "respondent"
    COLLEGE = "college"
    SOMEONE_NEW = "someone_new"


class UndecidedError(Refusal):
    """A refusal that one answer lifts.

    ``str()`` ends with the option of the commands that gives it; ``plain`` says the same without. ``choices`` are
    the answers, as (value, words).
    """

    def __init__(self, plain: str, option: str, asked: Asked, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(f"{plain} {option}", Fault.DATA)
        self.plain, self.asked, self.choices = plain, asked, tuple(choices)
