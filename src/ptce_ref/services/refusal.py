"""What cannot be done, as a French sentence that says what to do instead."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

from ptce_ref.domain.problem import Problem, nearest_value

SHOWN = 12
"""How many valid values a refusal lists before it says « … »."""


class Fault(IntEnum):
    """Whose fault it is; the values are the exit codes of the commands."""

    DATA = 1
    MISUSE = 2
    UNUSABLE = 3


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """A request that is refused. ``str()`` is for the user; ``problems`` list what is wrong in a file."""

    def __init__(self, sentence: str, fault: Fault = Fault.DATA, problems: Sequence[Problem] = ()) -> None:
        super().__init__(sentence)
        self.fault = fault
        self.problems = tuple(problems)


def unknown(what: str, value: str, valid: Iterable[str]) -> Refusal:
    """Return the refusal of a word that is not known, with the nearest one that is."""
    valid = list(valid)
    nearest = nearest_value(value, valid)
    if nearest is not None:
        hint = f" Vouliez-vous dire « {nearest} » ?"
    elif valid:
        hint = f" Valeurs possibles : {', '.join(valid[:SHOWN])}{'…' if len(valid) > SHOWN else ''}."
    else:
        hint = ""
    return Refusal(f"{what} « {value} » n’existe pas.{hint}", Fault.MISUSE)
