"""One of the two sides of a merge: a base, or what a file brought."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ptce_ref.storage.identity import Births, births_in
from ptce_ref.storage.parcel import COMMON, Parcel, ParcelReader, Row, columns, read_lines


class Side(Protocol):
    """What a merge asks of the side that comes."""

    def evaluation_ids(self) -> Sequence[str]:
        """Return the evaluations it holds."""
        ...

    def withdrawn_ids(self) -> Sequence[str]:
        """Return the evaluations that were taken away, and of which only the history stays."""
        ...

    def parcel(self, evaluation_id: str) -> Parcel:
        """Return all it holds of one of them."""
        ...

    def commons(self) -> Parcel:
        """Return what belongs to no evaluation: pôles, rounds, visits, and their journal lines."""
        ...

    def referentials(self) -> Iterable[Row]:
        """Return the referentials it holds, in full."""
        ...

    def births(self) -> Births:
        """Return when each thing that bears a number was created."""
        ...

    def erasures(self) -> list[Row]:
        """Return who was erased: rows of the table."""
        ...

    def same_anyway(self) -> set[str]:
        """Return the evaluations whose id alone says which they are: of demonstration, or received without people."""
        ...


class BaseSide:
    """An open base. Reads inside whatever transaction is open on it."""

    def __init__(self, db: sqlite3.Connection, wanted: Iterable[str] | None = None) -> None:
        self._db = db
        self._wanted = None if wanted is None else set(wanted)
        self._reader = ParcelReader(db, wanted)

    def evaluation_ids(self) -> Sequence[str]:
        """Return the evaluations wanted that the base holds, in the order of their ids."""
        found = [str(ident) for (ident,) in self._db.execute("SELECT id FROM evaluations ORDER BY id")]
        return [ident for ident in found if self._wanted is None or ident in self._wanted]

    def withdrawn_ids(self) -> Sequence[str]:
        """Return those wanted that only the journal still names, in the order of their ids."""
        found = self._db.execute(
            "SELECT DISTINCT json_extract(key, '$.evaluation') FROM journal WHERE subject = 'evaluations' "
            "EXCEPT SELECT id FROM evaluations ORDER BY 1"
        )
        return [str(ident) for (ident,) in found if self._wanted is None or ident in self._wanted]

    def parcel(self, evaluation_id: str) -> Parcel:
        """Return the rows of an evaluation and its journal lines, none when it is unknown."""
        return self._reader.read(evaluation_id)

    def commons(self) -> Parcel:
        """Return the pôles, rounds and visits, whatever is wanted, and the lines that name no evaluation."""
        rows: dict[str, list[Row]] = {}
        for table in COMMON:
            found = self._db.execute(f"SELECT {', '.join(columns(table))} FROM {table} ORDER BY 1, 2, 3").fetchall()  # noqa: S608 - names of our own schema
            if found:
                rows[table] = found
        numbers = self._db.execute(
            "SELECT seq FROM journal WHERE json_extract(key, '$.evaluation') IS NULL ORDER BY seq"
        )
        return Parcel("", rows, read_lines(self._db, [number for (number,) in numbers]))

    def referentials(self) -> Iterable[Row]:
        """Return the rows of all referentials, read one at a time, in the order of their hashes."""
        return self._db.execute(f"SELECT {', '.join(columns('referentials'))} FROM referentials ORDER BY hash")  # noqa: S608 - names of our own schema

    def births(self) -> Births:
        """Return when everything numbered was created, from the lines that replaced nothing, whatever is wanted."""
        lines = self._db.execute(
            "SELECT at, subject, key FROM journal "
            "WHERE before IS NULL AND subject IN ('evaluations', 'respondents', 'actions')"
        )
        return births_in(lines)

    def erasures(self) -> list[Row]:
        """Return the people erased from the evaluations wanted."""
        found = self._db.execute(f"SELECT {', '.join(columns('erasures'))} FROM erasures ORDER BY 1, 2")  # noqa: S608 - names of our own schema
        return [row for row in found if self._wanted is None or row[0] in self._wanted]

    def confidential(self) -> set[str]:
        """Return the evaluations that came without people nor texts."""
        found = self._db.execute("SELECT evaluation_id FROM receptions WHERE confidential = 1")
        return {str(ident) for (ident,) in found}

    def passage_hashes(self) -> set[str]:
        """Return the versions of the referential that the evaluations wanted passed by."""
        found = self._db.execute("SELECT evaluation_id, from_hash, to_hash FROM passages")
        return {str(text) for ident, *texts in found if self._wanted is None or ident in self._wanted for text in texts}

    def same_anyway(self) -> set[str]:
        """Return the evaluations of pôles of demonstration, and those received without people nor texts."""
        found = self._db.execute(
            "SELECT evaluations.id FROM evaluations JOIN poles ON poles.id = pole_id WHERE demonstration = 1 "
            "UNION SELECT evaluation_id FROM receptions WHERE confidential = 1"
        )
        return {str(ident) for (ident,) in found}


@dataclass(frozen=True)
class FileSide:
    """What a file brought: parcels in memory."""

    parcels: Mapping[str, Parcel]
    common: Parcel
    texts: Sequence[Row] = ()
    """Rows of referentials."""
    _demonstrations: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        ident, flag = (columns("poles").index(name) for name in ("id", "demonstration"))
        poles = {row[ident] for row in self.common.of("poles") if row[flag]}
        self._demonstrations.update(
            name for name, parcel in self.parcels.items() if parcel.value("evaluations", "pole_id") in poles
        )

    def evaluation_ids(self) -> Sequence[str]:
        """Return the evaluations in the order of the file."""
        return list(self.parcels)

    def withdrawn_ids(self) -> Sequence[str]:
        """Return none: a file holds only evaluations that exist."""
        return ()

    def parcel(self, evaluation_id: str) -> Parcel:
        """Return an evaluation of the file. Raises KeyError for another."""
        return self.parcels[evaluation_id]

    def commons(self) -> Parcel:
        """Return the pôles that the file brought, and their journal lines."""
        return self.common

    def referentials(self) -> Iterable[Row]:
        """Return the rows of the referentials that the file holds."""
        return self.texts

    def births(self) -> Births:
        """Return when everything numbered was created, from the lines of the file that replaced nothing."""
        return births_in(
            (line.at, line.subject, line.key)
            for parcel in self.parcels.values()
            for line in parcel.lines
            if line.before is None
        )

    def erasures(self) -> list[Row]:
        """Return the people erased from any of its evaluations."""
        return [row for parcel in self.parcels.values() for row in parcel.of("erasures")]

    def same_anyway(self) -> set[str]:
        """Return the evaluations of pôles of demonstration, and those that came without people nor texts."""
        return self._demonstrations | {name for name, parcel in self.parcels.items() if parcel.confidential}
