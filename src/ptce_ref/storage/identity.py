"""Who is who when two bases meet: numbers given apart (« r05 ») may name two different people.

What was created at two different moments is two things, whatever their number: the one created first keeps
it, the other takes the number and four letters drawn from the moment it was created, the same on every
machine. Pure: knows rows and journal lines, not the database.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ptce_ref.domain.merging import earliest, instant
from ptce_ref.storage.database import to_json
from ptce_ref.storage.kept_state import COLUMNS, NewId, renumbered
from ptce_ref.storage.parcel import JournalLine, Parcel, Row, columns

Births = dict[tuple[str, str, str], set[str]]
"""(table, evaluation, id) → the moments it was created, one most often; the id of an evaluation is itself."""

NUMBERED = {"evaluations": "evaluation", "respondents": "respondent", "actions": "action"}
"""Tables whose rows are numbered by the machine they are created on → their word in journal keys."""
_LONGEST = 75


@dataclass
class Renaming:
    """What changes its id on one of two sides. Respondents and actions are named with the evaluation as it was."""

    evaluations: dict[str, str] = field(default_factory=dict)
    people: dict[tuple[str, str], str] = field(default_factory=dict)
    actions: dict[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.evaluations or self.people or self.actions)

    def evaluation(self, old: str) -> str:
        """Return the id that an evaluation takes, the same one when it keeps it."""
        return self.evaluations.get(old, old)

    def within(self, evaluation: str) -> NewId:
        """Return what gives the new ids of an evaluation, named as it was."""

        def new_id(word: str, old: str) -> str:
            if word == "evaluation":
                return self.evaluation(old)
            return (self.people if word == "respondent" else self.actions).get((evaluation, old), old)

        return new_id


def births_in(lines: Iterable[tuple[str, str, str]]) -> Births:
    """Return when things were created, from (at, subject, key) of the lines that had nothing before."""
    births: Births = {}
    for at, subject, key in lines:
        if subject in NUMBERED:
            names = json.loads(key)
            ident = str(names.get(NUMBERED[subject], ""))
            births.setdefault((subject, str(names.get("evaluation", "")), ident), set()).add(at)
    return births


def tell_apart(here: Births, there: Births, same: Iterable[str]) -> tuple[Renaming, Renaming]:
    """Return what takes another id on each side; the evaluations of ``same`` are the same whatever their creation."""
    ours, theirs, exempt = Renaming(), Renaming(), set(same)
    for subject in NUMBERED:
        taken = _renamed(here, ours, subject).keys() | _renamed(there, theirs, subject).keys()
        mine, yours = _renamed(here, ours, subject), _renamed(there, theirs, subject)
        for place in sorted(mine.keys() & yours.keys()):
            (old_here, born_here), (old_there, born_there) = mine[place], yours[place]
            if place[0] in exempt or old_here[1] in exempt or born_here & born_there:
                continue
            first_here, first_there = earliest(born_here), earliest(born_there)
            later_is_here = (instant(first_here), first_here) > (instant(first_there), first_there)
            side, old = (ours, old_here) if later_is_here else (theirs, old_there)
            born = first_here if later_is_here else first_there
            new = _free(place, born, taken, born_here | born_there, mine, yours)
            if subject == "evaluations":
                side.evaluations[old[1]] = new
            elif subject == "respondents":
                side.people[old[1], old[2]] = new
            else:
                side.actions[old[1], old[2]] = new
    return ours, theirs


Placed = dict[tuple[str, str], tuple[tuple[str, str, str], set[str]]]


def _renamed(births: Births, renaming: Renaming, subject: str) -> Placed:
    """Return (evaluation, id) under their new names → the key in ``births`` and the moments."""
    return {
        (renaming.evaluation(key[1]), renaming.evaluation(key[2]) if subject == "evaluations" else key[2]): (key, born)
        for key, born in births.items()
        if key[0] == subject
    }


def _free(
    place: tuple[str, str], born: str, taken: Iterable[tuple[str, str]], both: set[str], mine: Placed, yours: Placed
) -> str:
    """Return the new id: short, unless somebody else already bears it."""
    evaluation, ident = place
    letters = _letters(born)
    for size in range(4, len(letters), 4):
        new = f"{ident[: _LONGEST - size]}-{letters[:size]}"
        there = (new if evaluation == ident else evaluation, new)
        if there not in taken:
            return new
        bearers = [side[there][1] for side in (mine, yours) if there in side]
        if all(born in moments for moments in bearers):
            return new
    raise ValueError(f"no free id like {ident}, created {sorted(both)}")  # pragma: no cover - sixty hexadecimal digits


def is_now(former: str, ident: str, born: Iterable[str]) -> bool:
    """Whether what bore the id ``former`` bears ``ident``: the same, or the one it took in a merge.

    ``born`` are the moments when what bears ``ident`` was created.
    """
    if former == ident:
        return True
    letters = ident.rpartition("-")[2]
    size = len(letters)
    if not size or size % 4 or ident != f"{former[: _LONGEST - size]}-{letters}":
        return False
    return any(_letters(moment)[:size] == letters for moment in born)


def _letters(born: str) -> str:
    """Return what tells, in an id, something from what was created at another moment."""
    return hashlib.sha256(born.encode()).hexdigest()


def rename(parcel: Parcel, renaming: Renaming) -> Parcel:
    """Return ``parcel`` under its new names; the same object when nothing of it changes."""
    old = parcel.evaluation_id
    concerned = old in renaming.evaluations or any(
        evaluation == old for evaluation, _ in (*renaming.people, *renaming.actions)
    )
    continues = _has_origin(parcel) and (renaming.evaluations or renaming.actions)
    if not concerned and not continues:
        return parcel
    rows = {table: [_rename_row(table, row, old, renaming) for row in found] for table, found in parcel.rows.items()}
    lines = [_rename_line(line, old, renaming) for line in parcel.lines]
    return Parcel(renaming.evaluation(old), rows, lines)


def rename_commons(common: Parcel, renaming: Renaming) -> Parcel:
    """Return ``common``, what belongs to no evaluation, naming evaluations by their new ids."""
    if not renaming.evaluations or not common.of("visits"):
        return common
    place = columns("visits").index("evaluation_id")
    visits = [(*row[:place], _renamed_id(row[place], renaming), *row[place + 1 :]) for row in common.of("visits")]
    lines = [_rename_visit(line, renaming) if line.subject == "visits" else line for line in common.lines]
    return Parcel(common.evaluation_id, {**common.rows, "visits": visits}, lines)


def _rename_visit(line: JournalLine, renaming: Renaming) -> JournalLine:
    def renamed(text: str | None) -> str | None:
        if text is None:
            return None
        content = json.loads(text)
        return to_json({**content, "evaluation_id": _renamed_id(content["evaluation_id"], renaming)})

    return line._replace(before=renamed(line.before), after=renamed(line.after))


def _renamed_id(ident: object, renaming: Renaming) -> str | None:
    return None if ident is None else renaming.evaluation(str(ident))


def _has_origin(parcel: Parcel) -> bool:
    place = columns("actions").index("origin_id")
    return any(row[place] is not None for row in parcel.of("actions"))


def _rename_row(table: str, row: Row, evaluation: str, renaming: Renaming) -> Row:
    content = dict(zip(columns(table), row, strict=True))
    renamed = _rename_content(table, content, evaluation, renaming)
    return tuple(renamed[column] for column in columns(table))


def _rename_content(
    table: str, content: Mapping[str, object], evaluation: str, renaming: Renaming
) -> dict[str, object]:
    """Return a row of ``table`` with every id that ``renaming`` changes; ``evaluation`` is its own, as it was."""
    renamed = dict(content)
    if "evaluation_id" in renamed:
        renamed["evaluation_id"] = renaming.evaluation(evaluation)
    if table == "evaluations":
        renamed["id"] = renaming.evaluation(evaluation)
    elif table in ("respondents", "actions"):
        known = renaming.people if table == "respondents" else renaming.actions
        renamed["id"] = known.get((evaluation, str(renamed.get("id"))), renamed.get("id"))
    if "respondent_id" in renamed:
        who = str(renamed["respondent_id"])
        renamed["respondent_id"] = renaming.people.get((evaluation, who), who)
    for column in COLUMNS.get(table, ()):
        if renamed.get(column) is not None:
            renamed[column] = renumbered(str(renamed[column]), renaming.within(evaluation))
    if renamed.get("origin_id") is not None:
        origin = (str(renamed.get("origin_evaluation_id")), str(renamed["origin_id"]))
        renamed["origin_evaluation_id"] = renaming.evaluation(origin[0])
        renamed["origin_id"] = renaming.actions.get(origin, origin[1])
    return renamed


def _rename_line(line: JournalLine, evaluation: str, renaming: Renaming) -> JournalLine:
    names = json.loads(line.key)
    if "evaluation" in names:
        names["evaluation"] = renaming.evaluation(evaluation)
    if "respondent" in names:
        names["respondent"] = renaming.people.get((evaluation, names["respondent"]), names["respondent"])
    if "action" in names:
        names["action"] = renaming.actions.get((evaluation, names["action"]), names["action"])
    before, after = (
        None if text is None else to_json(_rename_content(line.subject, json.loads(text), evaluation, renaming))
        for text in (line.before, line.after)
    )
    return line._replace(key=to_json(names), before=before, after=after)
