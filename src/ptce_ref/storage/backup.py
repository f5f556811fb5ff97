"""Dated copies of the base, in a folder beside it: whole, readable by their owner only, and not too many.

Uses the standard library alone: a base of an earlier format is copied before it is migrated, and that
happens before anything else is loaded.
"""

import errno
import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ptce_ref.storage.atomic import ABANDONED, atomic_file, short, sweep
from ptce_ref.storage.problem import DatabaseUnusableError, explained

KEPT = 20
"""How many automatic copies stay. Those somebody asked for, and the bases set aside, are never removed."""
_SUFFIX = ".sqlite"
_PAGES = 2_000
"""Pages copied at a time: between two, whoever asked for the copy may give it up."""


Told = Callable[[int, int], None]
"""Is told how many pages are copied, of how many; what it raises stops there, and nothing is written."""


def in_silence(_done: int, _total: int) -> None:
    """Tell nobody how far a copy went."""


class Why(StrEnum):
    """What a copy was made for; the value is in the name of its file."""

    FORMAT = "avant-changement-de-format"
    IMPORT = "avant-import"
    MERGE = "avant-fusion"
    MIGRATION = "avant-changement-de-referentiel"
    ASKED = "demandee"
    SET_ASIDE = "mise-de-cote"
    """Not a copy: the base itself, which a restoration replaced."""

    @property
    def automatic(self) -> bool:
        """Whether the program made it by itself: such copies are removed beyond :data:`KEPT`."""
        return self not in {Why.ASKED, Why.SET_ASIDE}


@dataclass(frozen=True)
class Backup:
    """One copy: its file, the day and hour it was made (« 2026-11-22 12:00:00 »), why, and its size in bytes."""

    path: Path
    at: str
    why: Why
    bytes: int


def backup_folder(base: Path) -> Path:
    """Return the folder of the copies of ``base``: beside it, named after it."""
    base = base.absolute()
    return base.with_name(f"sauvegardes-{base.stem if base.suffix == _SUFFIX else base.name}")


def list_backups(base: Path) -> list[Backup]:
    """Return the copies of ``base``, the oldest first. Other files of the folder are not ours, and not listed."""
    try:
        found = [_backup(path) for path in backup_folder(base).iterdir()]
    except OSError:
        return []
    return sorted((backup for backup in found if backup is not None), key=lambda backup: backup.path.name)


def write_backup(connection: sqlite3.Connection, base: Path, at: str, why: Why, told: Told = in_silence) -> Path:
    """Copy the open base into the folder of its copies and return the new file; ``at`` (ISO 8601) dates it.

    Must be called outside of a transaction. The copy is made under another name, checked, then
    renamed: what bears the name of a copy is whole. ``told`` is as for :func:`copy_base`. The oldest
    automatic copies beyond :data:`KEPT` go away.
    Raises :class:`DatabaseUnusableError` when it cannot be written, or is not sound: do nothing then.
    """
    target = _free_name(base, at, why)
    copy_base(connection, base, target, told)
    _remove_oldest(base, target)
    _sweep(base, target)
    return target


def copy_base(connection: sqlite3.Connection, base: Path, target: Path, told: Told = in_silence) -> None:
    """Copy the open base into the file ``target``, whole or not at all, readable by its owner only.

    What ``target`` held is replaced. ``told`` is told now and then how many pages are copied, of how many: what it
    raises stops there, and nothing is written. Raises :class:`DatabaseUnusableError`.
    """
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with atomic_file(target, 0o600) as beside, explained(base):
            _copy(connection, base, beside, told)
    except OSError as error:
        raise unwritten(target, error) from error


def _copy(connection: sqlite3.Connection, base: Path, beside: Path, told: Told) -> None:
    with closing(sqlite3.connect(beside, isolation_level=None)) as copy:
        # The copy replaces nothing until it is whole: a journal of its own would only slow it down.
        copy.execute("PRAGMA journal_mode = OFF")
        # Between two pieces nobody may write: the copy would begin again, and again.
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
        try:
            connection.backup(copy, pages=_PAGES, progress=lambda _, left, total: told(total - left, total))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
                raise OSError(errno.ENOSPC, str(error)) from error
            raise
        finally:
            connection.execute("ROLLBACK")
        if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise DatabaseUnusableError(
                f"La base « {base} » est abîmée : elle ne peut pas être sauvegardée telle quelle, et rien n’a été "
                "changé. « ptce base verifier » dit ce qui est abîmé et comment sauver le reste."
            )


def unwritten(target: Path, error: OSError) -> DatabaseUnusableError:
    """Return why a copy of the base could not be written at ``target``, in one sentence."""
    full = error.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
    reason = "le disque est plein" if full else "vérifiez que vous avez le droit d’écrire dans ce dossier"
    return DatabaseUnusableError(
        f"La sauvegarde « {target} » n’a pas pu être écrite : {reason}. Rien n’a été changé dans la base."
    )


_NAME = re.compile(r"(\d{4}-\d\d-\d\d)_(\d\d)h(\d\d)m(\d\d)_([a-z-]+)(?:_\d+)?\.sqlite")


def _backup(path: Path) -> Backup | None:
    """Return the copy a file is, by its name; None for what is not one."""
    if (match := _NAME.fullmatch(path.name)) is None:
        return None
    day, hour, minute, second, why = match.groups()
    try:
        return Backup(path, f"{day} {hour}:{minute}:{second}", Why(why), path.stat().st_size)
    except (ValueError, OSError):
        return None


def _free_name(base: Path, at: str, why: Why) -> Path:
    """Return a file of the folder that does not exist yet: two copies may be asked within a second."""
    folder, moment = backup_folder(base), f"{at[:10]}_{at[11:13]}h{at[14:16]}m{at[17:19]}_{why.value}"
    taken = [path.stem for path in folder.glob(f"{moment}*{_SUFFIX}")]
    # One more than the last: the first of them may have gone away already, and names tell the order.
    last = max((int(stem.removeprefix(moment).lstrip("_") or 0) for stem in taken), default=-1)
    return folder / (f"{moment}_{last + 1:03}{_SUFFIX}" if taken else f"{moment}{_SUFFIX}")


def aside_name(base: Path, at: str) -> Path:
    """Return where a base that gives up its place goes."""
    return _free_name(base, at, Why.SET_ASIDE)


def _remove_oldest(base: Path, newest: Path) -> None:
    """Remove automatic copies beyond :data:`KEPT`, never ``newest``, whatever the clock of the machine says.

    A day of many imports must not push out the weeks before: days that hold several copies give theirs first.
    """
    automatic = [backup for backup in list_backups(base) if backup.why.automatic and backup.path != newest]
    while len(automatic) + 1 > KEPT:
        gone = _first_to_go(automatic)
        automatic.remove(gone)
        _remove(gone.path)


def staged_name(base: Path) -> Path:
    """Return where a copy waits to take the place of ``base``."""
    return base.with_name(f".{short(base.name)}.a-restaurer")


def _sweep(base: Path, newest: Path) -> None:
    """Remove what stopped programs left half written: older by an hour than ``newest``, by the clock of the disk."""
    sweep(newest.parent, newest)
    with suppress(OSError):
        staged = staged_name(base)
        if staged.is_file() and staged.stat().st_mtime < newest.stat().st_mtime - ABANDONED:
            _remove(staged)


def _first_to_go(backups: Sequence[Backup]) -> Backup:
    days = [backup.at[:10] for backup in backups]
    crowded = (backup for backup in backups if days.count(backup.at[:10]) > 1)
    return next(crowded, backups[0])


def _remove(path: Path) -> None:
    # One copy too many is no reason to stop.
    with suppress(OSError):
        path.unlink(missing_ok=True)
