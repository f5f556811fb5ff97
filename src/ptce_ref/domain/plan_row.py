"""The action plan of a workbook that comes back: what a row says, and what becomes of it.

Three states are compared: what was stored when the file was made, what is stored now, what the
file says. Owns which action a row is of; knows neither files nor tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from ptce_ref.domain.action import Action
from ptce_ref.domain.referential import Referential, in_reading_order
from ptce_ref.domain.returned_row import NOTHING, Conflict, Fate, digest, fate_of, settled
from ptce_ref.domain.text import fold

FORMAT = "ptce-plan-1"
"""First cell of the hidden sheet of a workbook whose plan may come back."""


@dataclass(frozen=True)
class PlanRow:
    """What a row says of an action: ``codes`` in the order of the referential, ``due`` an ISO date or "",
    ``state`` a French name."""

    what: str
    codes: tuple[str, ...]
    who: str
    due: str
    state: str
    note: str

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that tell this content from any other."""
        return digest(asdict(self))


@dataclass(frozen=True)
class FilledAction:
    """A row that came back: the id of its action (empty for a row somebody added), what it says
    (None: it was emptied), and the fingerprint of what was stored when the file was made."""

    id: str
    row: PlanRow | None
    base: str = ""


@dataclass(frozen=True)
class PlanLine:
    """What becomes of one row. ``id`` is empty for an action to add, which has no number yet."""

    id: str
    fate: Fate
    stored: Action | None
    row: PlanRow | None

    @property
    def what(self) -> str:
        """What is to be done, as the file says it, or as the database does for a row that was emptied."""
        return self.row.what if self.row else self.stored.what if self.stored else ""


def compare_plan(
    filled: Sequence[FilledAction], plan: Sequence[Action], rows: Mapping[str, PlanRow]
) -> tuple[PlanLine, ...]:
    """Return what becomes of each row; ``rows`` tells each action of ``plan``, by id, as a row would.

    An added row that asks for the same thing as an action of the plan is that action: the same file
    may come twice. Actions that the file does not name are left alone.
    """
    by_id = {action.id: action for action in plan}
    named = {item.id for item in filled if item.id in by_id}
    by_what = {fold(action.what): action.id for action in plan if action.id not in named}
    found = []
    for item in filled:
        known = item.id if item.id in by_id or item.base else ""
        ident = known or (by_what.pop(fold(item.row.what), "") if item.row else "")
        found.append(_line(replace(item, id=ident), by_id.get(ident), rows.get(ident)))
    return tuple(found)


def _line(item: FilledAction, stored: Action | None, now: PlanRow | None) -> PlanLine:
    said, kept = (row.fingerprint if row else NOTHING for row in (item.row, now))
    return PlanLine(item.id, fate_of(said, kept, item.base), stored, item.row)


def settle_plan(lines: Sequence[PlanLine], policy: Conflict) -> tuple[PlanLine, ...]:
    """Return the lines with every conflict decided by ``policy``; « arreter » leaves them as they are."""

    def decided(line: PlanLine) -> Fate:
        return settled(line.fate, policy, filled=line.row is not None, stored=line.stored is not None)

    return tuple(replace(line, fate=decided(line)) for line in lines)


def codes_of(referential: Referential, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of indicators, in the order of the referential."""
    return tuple(item.code for item in in_reading_order(referential, ids))
