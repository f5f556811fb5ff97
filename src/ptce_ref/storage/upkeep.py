"""Brings back who or what one side took away, and of whom or of which the other side says something.

Only what nobody spoke of may be withdrawn; but a copy does not know what is said in the other. What was said
stays, and so does who said it. Pure.
"""

from collections import Counter
from collections.abc import Callable, Sequence

from ptce_ref.domain.merging import Line, earliest
from ptce_ref.domain.merging_part import read
from ptce_ref.storage.parcel import JournalLine, Parcel, Row, columns, journal_key, key_of, logged, row_of

Rows = dict[str, dict[Row, Row]]
"""Table → key → row."""

_SAID = ("answers", "erasures")
"""What keeps a respondent."""
_REMINDERS = ("marks", "questionnaires")
"""What goes with a respondent who goes."""


def bring_back(
    rows: Rows, lines: Sequence[JournalLine], sides: tuple[Parcel, Parcel], *, named: bool = False
) -> list[JournalLine]:
    """Complete ``rows`` with what the others need, as one of the two ``sides`` has it; return the lines to add.

    ``lines`` are those of both sides; ``named`` says that a visit goes by this evaluation. What nobody needs any
    more, reminders of people who are gone, is taken out.
    """
    made: list[JournalLine] = []
    people = rows.setdefault("respondents", {})
    speaking = {who for table in _SAID for who in map(_person(table), rows.get(table, {}).values())}
    for who in sorted(speaking - people.keys(), key=str):
        made += _put_back("respondents", who, rows, lines, sides)
    for table in _REMINDERS:
        person = _person(table)
        rows[table] = {key: row for key, row in rows.get(table, {}).items() if person(row) in people}
    if not rows.get("evaluations") and (named or any(found for table, found in rows.items() if table != "evaluations")):
        made += _put_back("evaluations", (sides[0].evaluation_id,), rows, lines, sides)
    return made


def _person(table: str) -> Callable[[Row], Row]:
    """Return what tells, of a row of ``table``, whom it is about: the key of a respondent."""
    names = columns(table)
    evaluation, respondent = names.index("evaluation_id"), names.index("respondent_id")
    return lambda row: (row[evaluation], row[respondent])


def _put_back(
    table: str, key: Row, rows: Rows, lines: Sequence[JournalLine], sides: tuple[Parcel, Parcel]
) -> list[JournalLine]:
    """Write again in ``rows`` what another row refers to and a side still holds; return the journal lines it takes."""
    found = [row for side in sides for row in side.of(table) if key_of(table, row) == key]
    if not found:
        return []
    row = min(found, key=lambda item: tuple(map(str, item)))
    name, value = journal_key(table, row), logged(table, row)[0]
    known = Counter(
        Line(line.at, line.before, line.after) for line in lines if line.subject == table and line.key == name
    )
    # As created once more, at the moment it was: so the line is the same on all sides, whichever met first.
    born = earliest([line.at for line in known if line.before is None] or [line.at for line in known] or [""])
    made = 0
    while made <= len(known) and read(table, known).value != value:
        known[Line(born, None, value)] += 1
        made += 1
    # Since when it stands is read from the lines, as for anything else: both sides find the same.
    rows.setdefault(table, {})[key] = row_of(table, value, read(table, known).at)
    return [JournalLine(0, born, table, name, None, value)] * made
