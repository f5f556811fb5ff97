"""Takes into the base what another side holds: all of it in one transaction, or nothing.

Reads both sides one evaluation at a time, has :mod:`ptce_ref.storage.merging` make one of the two, and writes
the difference. An evaluation that the base does not have is written as it comes, without looking at its rows.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from sqlite_utils import Database

from ptce_ref.storage.account import Account, Chooser
from ptce_ref.storage.blanking import blank_text
from ptce_ref.storage.database import Store
from ptce_ref.storage.erasure import erase_within, sweep, unguarded_journal
from ptce_ref.storage.identity import Renaming, rename, rename_commons, tell_apart
from ptce_ref.storage.merging import join_commons, join_parcels
from ptce_ref.storage.parcel import (
    COMMON,
    LINE_INSERTION,
    TABLES,
    JournalLine,
    Parcel,
    Row,
    columns,
    insertion,
    key_columns,
    key_of,
    logged,
    replacement,
    row_of,
)
from ptce_ref.storage.problem import DatabaseUnusableError, explained
from ptce_ref.storage.side import BaseSide, Side


@dataclass
class Fusion:
    """What was done, or would be."""

    accounts: list[Account] = field(default_factory=list)
    """One for each evaluation that came, in the order of their ids."""
    commons: Account = field(default_factory=lambda: Account(""))
    referentials: int = 0
    """Versions of the referential that the base did not have."""
    renamed_here: Renaming = field(default_factory=Renaming)
    renamed_there: Renaming = field(default_factory=Renaming)
    pole_names: dict[str, str] = field(default_factory=dict)
    """Id → name of every pôle that comes."""
    erased: list[tuple[str, str]] = field(default_factory=list)
    """(evaluation, respondent) erased there, and now here."""
    swept: bool = True
    """False when the merge is done, and the pages that those erased left could not be cleaned."""
    kept: Path | None = None
    """The copy of the base as it was before; None when nothing was done, or there was nothing to lose."""

    @property
    def changes_something(self) -> bool:
        """Whether anything is written here, were it only a line of the journal."""
        accounts = (*self.accounts, self.commons)
        return bool(
            self.referentials or self.renamed_here or self.erased or any(account.touched for account in accounts)
        )


class _TrialError(Exception):
    """Undoes what was only tried."""


def _undo() -> NoReturn:
    raise _TrialError


def fuse(store: Store, side: Side, choose: Chooser, now: str, *, trial: bool = False) -> Fusion:
    """Merge ``side`` into the base of ``store``; with ``trial``, say what would be done and change nothing.

    Raises :class:`~ptce_ref.storage.problem.DatabaseUnusableError`; what ``choose`` raises undoes everything.
    """
    fusion = Fusion()
    with explained(store.path):
        # A person erased there is erased here: nothing of them stays in pages set free.
        store.connection.execute("PRAGMA secure_delete = ON")
    try:
        with store.writing() as db:
            db.conn.execute("PRAGMA defer_foreign_keys = ON")
            _Fuser(db, side, fusion, choose, now, trial=trial).run()
            if trial:
                _undo()
    except _TrialError:
        return fusion
    except sqlite3.IntegrityError as error:
        raise DatabaseUnusableError(
            "Ce qui vient ne tient pas ensemble : il y manque des valeurs, ou ce à quoi d’autres renvoient. "
            "Rien n’a été changé."
        ) from error
    if fusion.erased:
        try:
            sweep(store)
        except DatabaseUnusableError:
            # The merge is on the disk: it must not be told as a failure.
            fusion.swept = False
    return fusion


class _Fuser:
    """One merge, inside its transaction."""

    def __init__(
        self, database: Database, side: Side, fusion: Fusion, choose: Chooser, now: str, *, trial: bool
    ) -> None:
        self._database, self._db = database, database.conn
        self._side, self._fusion = side, fusion
        self._choose, self._now = choose, now
        self._trial = trial

    def run(self) -> None:
        """Fill the fusion, one evaluation after the other by id; in a trial, write only what is read again."""
        coming = [*self._side.evaluation_ids(), *self._side.withdrawn_ids()]
        self._fusion.referentials = self._add_referentials()
        here = BaseSide(self._db)
        self._tell_apart(here, coming)
        erased = self._erase_here(here)
        there = self._fusion.renamed_there
        wanted = [there.evaluation(ident) for ident in coming]
        here = BaseSide(self._db, wanted)
        named = self._join_commons(here)
        known = {*here.evaluation_ids(), *here.withdrawn_ids()}
        for ident in sorted(coming, key=there.evaluation):
            new = there.evaluation(ident)
            held = here.parcel(new) if new in known else Parcel(new)
            parcel = blank(rename(self._side.parcel(ident), there), erased.get(new, set()))
            joined = join_parcels(held, parcel, self._choose, self._now, named=new in named)
            self._fusion.accounts.append(joined.account)
            # To say what would be done, nothing is written that nothing reads again.
            if joined.parcel is not held and not self._trial:
                write_parcel(self._db, held, joined.parcel)

    def _add_referentials(self) -> int:
        before = self._db.total_changes
        sql = insertion("referentials").replace("INSERT", "INSERT OR IGNORE", 1)
        self._db.executemany(sql, list(self._side.referentials()))
        return self._db.total_changes - before

    def _tell_apart(self, here: BaseSide, coming: Iterable[str]) -> None:
        """Give another id to what bears the same on both sides, and is not the same."""
        # Of what was taken away the history stays, and names people too.
        held_ids = [*here.evaluation_ids(), *here.withdrawn_ids()]
        if not set(coming) & set(held_ids):
            return
        same = here.same_anyway() | self._side.same_anyway()
        ours, theirs = tell_apart(here.births(), self._side.births(), same)
        self._fusion.renamed_here, self._fusion.renamed_there = ours, theirs
        if not ours:
            return
        reader = BaseSide(self._db)
        for ident in held_ids:
            held = reader.parcel(ident)
            renamed = rename(held, ours)
            self._rewrite(held, renamed)
        common = reader.commons()
        self._rewrite(common, rename_commons(common, ours))

    def _rewrite(self, held: Parcel, renamed: Parcel) -> None:
        """Write what takes another id, rows and lines alike: the journal only grows, save here."""
        if renamed is held:
            return
        write_parcel(self._db, held, renamed)
        changed = [
            (line.key, line.before, line.after, line.seq)
            for line, old in zip(renamed.lines, held.lines, strict=True)
            if line != old
        ]
        if changed:
            with unguarded_journal(self._database):
                self._db.executemany("UPDATE journal SET key = ?, before = ?, after = ? WHERE seq = ?", changed)

    def _erase_here(self, here: BaseSide) -> dict[str, set[str]]:
        """Erase here those who were erased there; return all who are, by evaluation."""
        everybody: dict[str, set[str]] = {}
        held = set(here.evaluation_ids())
        known = {(str(row[0]), str(row[1])) for row in here.erasures()}
        for evaluation, respondent in known:
            everybody.setdefault(evaluation, set()).add(respondent)
        there = self._fusion.renamed_there
        for old, who, at in self._side.erasures():
            evaluation = there.evaluation(str(old))
            respondent = there.people.get((str(old), str(who)), str(who))
            everybody.setdefault(evaluation, set()).add(respondent)
            if evaluation in held and (evaluation, respondent) not in known:
                erase_within(self._database, evaluation, respondent, str(at))
                self._fusion.erased.append((evaluation, respondent))
        return everybody

    def _join_commons(self, here: BaseSide) -> set[str]:
        """Join what belongs to no evaluation; return the evaluations that visits go by."""
        held = here.commons()
        coming = rename_commons(self._side.commons(), self._fusion.renamed_there)
        joined = join_commons(held, coming, self._choose, self._now)
        self._fusion.commons = joined.account
        ident, name = (columns("poles").index(column) for column in ("id", "name"))
        self._fusion.pole_names = {str(row[ident]): str(row[name]) for row in coming.of("poles")}
        if not self._trial:
            write_parcel(self._db, held, joined.parcel)
        evaluation = columns("visits").index("evaluation_id")
        return {str(row[evaluation]) for row in joined.parcel.of("visits") if row[evaluation] is not None}


def blank(parcel: Parcel, people: set[str]) -> Parcel:
    """Return ``parcel`` without the names and the texts of ``people``; the same object when there is nobody."""
    if not people:
        return parcel
    rows = dict(parcel.rows)
    lines = list(parcel.lines)
    for person in sorted(people):
        for table, column in (("respondents", "id"), ("answers", "respondent_id")):
            place = columns(table).index(column)
            rows[table] = [_blank_row(table, row) if row[place] == person else row for row in rows.get(table, [])]
        rows["marks"] = [row for row in rows.get("marks", []) if row[columns("marks").index("respondent_id")] != person]
        for table, texts in (("snapshots", ("content",)), ("passages", ("before", "after", "left_behind"))):
            rows[table] = [_blank_texts(table, row, texts, person) for row in rows.get(table, [])]
        lines = [_blank_line(line, person) for line in lines]
    return Parcel(parcel.evaluation_id, rows, lines)


def _blank_row(table: str, row: Row) -> Row:
    value, at = logged(table, row)
    return row_of(table, blank_text(value, "", whole=True) or value, at)


def _blank_texts(table: str, row: Row, texts: tuple[str, ...], person: str) -> Row:
    return tuple(
        blank_text(str(content), person) if name in texts else content
        for name, content in zip(columns(table), row, strict=True)
    )


def _blank_line(line: JournalLine, person: str) -> JournalLine:
    whole = f'"respondent":"{person}"' in line.key
    before, after = (blank_text(text, person, whole=whole) for text in (line.before, line.after))
    return line._replace(before=before, after=after)


def write_parcel(db: sqlite3.Connection, held: Parcel, parcel: Parcel) -> None:
    """Write the difference between what the base holds and ``parcel``, inside a transaction.

    Foreign keys are checked when it ends. When the base holds something of it, lines that have a number are in
    the journal already.
    """
    for table in (*COMMON, *TABLES):
        coming = parcel.of(table)
        known = held.of(table)
        if not known:
            db.executemany(insertion(table), coming)
            continue
        before = {key_of(table, row): row for row in known}
        after = {key_of(table, row): row for row in coming}
        gone = [key for key in before if key not in after]
        if gone:
            where = " AND ".join(f"{column} = ?" for column in key_columns(table))
            db.executemany(f"DELETE FROM {table} WHERE {where}", gone)  # noqa: S608 - names of our own schema
        db.executemany(replacement(table), [row for key, row in after.items() if before.get(key) != row])
    fresh = not held.rows and not held.lines
    new = (line.same for line in parcel.lines if fresh or not line.seq)
    db.executemany(LINE_INSERTION, new)
