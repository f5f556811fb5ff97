"""Puts a copy in the place of the base, in one step, and sets aside what it replaces."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ptce_ref.storage.atomic import flush
from ptce_ref.storage.backup import (
    Told,
    Why,
    aside_name,
    in_silence,
    list_backups,
    staged_name,
    unwritten,
)
from ptce_ref.storage.database import BUSY_SECONDS, Store, is_database
from ptce_ref.storage.network import refuse_shared
from ptce_ref.storage.problem import DatabaseUnusableError, explained


def put_in_place(copy: Store, base: Path, at: str, told: Told = in_silence) -> Path | None:
    """Make ``base`` hold what ``copy`` holds; return where the base before went, None if there was none.

    At every moment ``base`` is whole: the one before, then the new one. ``at`` dates the one set aside,
    ``told`` is as for :func:`~ptce_ref.storage.backup.copy_base`. Raises :class:`DatabaseUnusableError`; nothing is
    then changed.
    """
    refuse_shared(base)
    staged = staged_name(base)
    copy.copy_to(staged, told)
    try:
        with _held(base):
            aside = _set_aside(base, at) if base.exists() else None
            staged.replace(base)
            flush(base.parent)
    except OSError as error:
        raise unwritten(base, error) from error
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
    return aside


def _set_aside(base: Path, at: str) -> Path:
    """Give the file of the base a second name in the folder of copies: it will keep that one alone."""
    # Stopped between the two steps, an earlier restoration may have left a second name of the present base.
    for backup in list_backups(base):
        if backup.why is Why.SET_ASIDE and backup.path.samefile(base):
            backup.path.unlink()
    aside = aside_name(base, at)
    aside.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        os.link(base, aside)
    except OSError:
        # Some disks, most USB keys, know one name a file.
        shutil.copyfile(base, aside)
        flush(aside)
    with suppress(OSError):
        aside.chmod(0o600)
    journal = base.with_name(f"{base.name}-journal")
    # Left by a write half done on a base too damaged to be mended: it must not be played on another file.
    with suppress(FileNotFoundError):
        journal.rename(aside.with_name(f"{aside.name}-journal"))
    flush(aside.parent)
    return aside


@contextmanager
def _held(base: Path) -> Iterator[None]:
    """Hold the present base alone, so that nobody writes to what is going away.

    A base too damaged to be locked is not held. Raises :class:`DatabaseUnusableError` when somebody uses it.
    """
    if not base.is_file() or not is_database(base):
        yield
        return
    connection = sqlite3.connect(base, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        _lock(base, connection)
        if sys.platform == "win32":
            # There, an open file cannot be replaced.
            connection.close()
        yield
    finally:
        connection.close()


def _lock(base: Path, connection: sqlite3.Connection) -> None:
    try:
        with explained(base):
            # A first look mends a base that was left in the middle of a write.
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
    except DatabaseUnusableError as error:
        code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
