"""Opens the one file, guards it, and gives short write transactions.

Rollback journal and synchronous FULL: at every moment the file alone holds every answer that
was acknowledged (a WAL leaves the last ones in a second file, lost when one copies the first).
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ptce_ref.storage import backup
from ptce_ref.storage.backup import Told, Why, in_silence
from ptce_ref.storage.network import refuse_shared
from ptce_ref.storage.problem import DatabaseUnusableError, explained, from_newer_version, missing, not_a_database
from ptce_ref.storage.schema import APPLICATION_ID, VERSION, migrate, version_of

if TYPE_CHECKING:  # opening a file and reading the overview need the standard library only
    from sqlite_utils import Database

BUSY_SECONDS = 15.0
"""How long a command waits for another program: a slow disk under two writers may make each other wait for seconds."""
_HEADER = b"SQLite format 3\x00"
_JOURNAL_HEAD = 8


class Store:
    """An open database. Use as a context manager, in the thread that opened it.

    Every method may raise :class:`DatabaseUnusableError`, whose text is for the user.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, migrated: list[str]) -> None:
        self.path = path
        self.connection = connection
        """SQLite’s own, for the modules of this package alone."""
        self.migrated = migrated
        """What opening the file changed in its format, in French; most often nothing."""
        self.recovered = False
        """Whether opening the file undid a write that a brutal stop had left half done."""
        self._seen = self._data_version()
        self._file = _identity(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def db(self) -> "Database":
        """The tables. Loads sqlite-utils, which costs more than everything the first screen reads."""
        from sqlite_utils import Database  # noqa: PLC0415 - loaded by the first who needs the tables

        return Database(self.connection)

    def close(self) -> None:
        """Close the file; nothing waits to be written, and the store is of no use afterwards."""
        self.connection.close()

    def changed_elsewhere(self) -> bool:
        """Whether another connection has written since the last time this was asked (or since the opening)."""
        patience = self.connection.execute("PRAGMA busy_timeout").fetchone()[0]
        # Nobody asked for anything: a look is not worth a wait.
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            before, self._seen = self._seen, self._data_version()
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {patience}")
        return self._seen != before

    @property
    def replaced(self) -> bool:
        """Whether another file took the place of this one since it was opened: it is no longer the base."""
        now = _identity(self.path)
        return now is not None and self._file is not None and now != self._file

    @property
    def stamp(self) -> tuple[int, int]:
        """What moves with every write, from here or elsewhere: while it stays, the contents are the same."""
        return self._data_version(), self.connection.total_changes

    def wait_at_most(self, seconds: float) -> None:
        """Say how long a request waits for another program that holds the file."""
        self.connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def write_backup(self, at: str, why: Why, told: Told = in_silence) -> Path:
        """Copy the base into the folder of its copies, as :func:`ptce_ref.storage.backup.write_backup` does."""
        return backup.write_backup(self.connection, self.path, at, why, told)

    def copy_to(self, target: Path, told: Told = in_silence) -> None:
        """Copy the base into the file ``target``, as :func:`ptce_ref.storage.backup.copy_base` does."""
        backup.copy_base(self.connection, self.path, target, told)

    def _data_version(self) -> int:
        with explained(self.path):
            return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def writing(self) -> Iterator["Database"]:
        """One write transaction: all of the block is on disk when it ends, or nothing of it."""
        with explained(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
                self.db.commit()
            except BaseException:
                self.db.rollback()
                raise

    @contextmanager
    def reading(self) -> Iterator["Database"]:
        """One consistent view of the file, even while another process writes."""
        with explained(self.path):
            if self.connection.in_transaction:
                yield self.db
                return
            self.db.execute("BEGIN")
            try:
                yield self.db
            finally:
                self.db.rollback()


def open_store(path: Path, at: str, *, create: bool = False, read_only: bool = False) -> Store:
    """Open the database at ``path``, bringing its format up to date (``at`` dates the record).

    ``create`` makes a new file where there is none; ``read_only`` opens without writing even
    the format. Raises :class:`DatabaseUnusableError` when the file is missing, is not one of
    ours, is from a newer version, lies in a folder of the network, or cannot be opened.
    """
    try:
        exists = path.exists()
    except OSError as error:
        raise _unreadable(path, error) from error
    if not exists and not create:
        raise missing(path)
    if exists:
        _check_header(path)
    if not read_only:
        refuse_shared(path)
    with explained(path):
        if not exists:
            _make_folder(path)
            _make_private(path)
        # A base that another process left in the middle of a write is mended by the first who opens it,
        # even to look: SQLite must be allowed to, wherever the file is writable.
        mode = "rwc" if not read_only else "rw" if os.access(path, os.W_OK) else "ro"
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
        )
        try:
            interrupted = _left_in_the_middle(path)
            store = _prepare(path, connection, at, read_only=read_only)
            store.recovered = interrupted and not _left_in_the_middle(path)
        except BaseException:
            connection.close()
            raise
        return store


def _prepare(path: Path, db: sqlite3.Connection, at: str, *, read_only: bool) -> Store:
    """Return a store on ``db``, of the present format unless it is ``read_only``.

    Raises :class:`DatabaseUnusableError` for what is not ours, empty to be read, or newer; an older base is copied
    beside before it is migrated.
    """
    db.execute("PRAGMA foreign_keys = ON")
    # A file from elsewhere may carry views or triggers of its own: they run nothing but SQL.
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA synchronous = FULL")
    version = version_of(db)
    application = db.execute("PRAGMA application_id").fetchone()[0]
    empty = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if not (application == APPLICATION_ID or (empty and version == 0)):
        raise not_a_database(path)
    if read_only and version == 0:
        raise DatabaseUnusableError(f"La base « {path} » est vide : aucun pôle, aucune évaluation.")
    if version > VERSION:
        raise from_newer_version(path, version, VERSION)
    migrated: list[str] = []
    if read_only:
        db.execute("PRAGMA query_only = ON")
    else:
        if db.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
            db.execute("PRAGMA journal_mode = DELETE")
        if version < VERSION:
            if version:
                backup.write_backup(db, path, at, Why.FORMAT)
            migrated = migrate(db, at)
    return Store(path, db, migrated)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells one file from another of the same name; None when there is nothing there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _left_in_the_middle(path: Path) -> bool:
    """Whether a journal lies beside the file: another program is writing, or stopped while it was."""
    try:
        with path.with_name(f"{path.name}-journal").open("rb") as journal:
            # A journal whose head was wiped belongs to a write that is finished.
            return any(journal.read(_JOURNAL_HEAD))
    except OSError:
        return False


def is_database(path: Path) -> bool:
    """Whether a file begins as SQLite files do. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


def _check_header(path: Path) -> None:
    """Refuse what is not SQLite before SQLite looks at it; an empty file is a new database."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError as error:
        raise _unreadable(path, error) from error
    if head and head != _HEADER:
        raise not_a_database(path)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        sentence = f"Le dossier « {path.parent} » ne peut pas être créé : choisissez un autre endroit avec --base."
        raise DatabaseUnusableError(sentence) from error


def _make_private(path: Path) -> None:
    """Make the file, empty, with the rights of its owner alone; SQLite gives the same ones to its journal.

    On Windows it has the rights of its folder: those of the user's own folders keep other accounts out.
    """
    # What does not allow it, SQLite will meet and tell.
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _unreadable(path: Path, error: OSError) -> DatabaseUnusableError:
    if isinstance(error, IsADirectoryError):
        reason = "c’est un dossier"
    elif isinstance(error, PermissionError):
        reason = "vous n’avez pas le droit de la lire"
    else:
        reason = "ce nom de fichier ne convient pas"
    return DatabaseUnusableError(f"La base « {path} » ne s’ouvre pas : {reason}.")


def to_json(value: object) -> str:
    """Return the JSON text kept in a column: accents as they are, keys sorted."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
