"""What deserves a look after a merge: opinions that one side learns of late, people who may be one. Pure."""

from collections.abc import Mapping

from ptce_ref.domain.text import fold
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.storage.account import Account
from ptce_ref.storage.parcel import (
    Parcel,
    columns,
    journal_key,
    logged,
)


def phase_of(parcel: Parcel) -> Phase:
    """Return the phase of an evaluation that is there."""
    return Phase(str(parcel.value("evaluations", "phase")))


_OPINIONS = ("answers", "tallies")


def late_opinions(here: Parcel, there: Parcel, joined: Parcel, account: Account) -> list[str]:
    """Return the keys of the opinions that a side learns of once it has closed them."""
    phases = tuple(Phase)
    closed_here, closed_there = (phases.index(phase_of(side)) > phases.index(Phase.OPINIONS) for side in (here, there))
    if closed_here:
        return sorted(change.key for change in account.changes if change.subject in _OPINIONS)
    if not closed_there:
        return []
    theirs = _opinions(there)
    return sorted(key for key, said in _opinions(joined).items() if theirs.get(key) != said)


def _opinions(parcel: Parcel) -> dict[str, str]:
    return {journal_key(table, row): logged(table, row)[0] for table in _OPINIONS for row in parcel.of(table)}


def alike_people(here: Parcel, joined: Parcel) -> list[tuple[str, str]]:
    """Return who was registered here and who comes under the same name, in the same college."""
    names = columns("respondents")
    ident, college, name = (names.index(column) for column in ("id", "college", "name"))
    known: Mapping[tuple[object, str], object] = {
        (row[college], fold(str(row[name]))): row[ident] for row in here.of("respondents") if row[name]
    }
    registered = {row[ident] for row in here.of("respondents")}
    return [
        (str(known[who]), str(row[ident]))
        for row in joined.of("respondents")
        if row[name] and row[ident] not in registered and (who := (row[college], fold(str(row[name])))) in known
    ]
