"""Use cases on the copies of the base, for somebody who chooses among them: what each holds, going back to one."""

from dataclasses import dataclass
from pathlib import Path

from ptce_ref.services.backup import Backup, Restored, Told, Why, backup_folder, copy_to, keep_backup, restore_backup
from ptce_ref.services.person import erase_again, may_have_erased
from ptce_ref.services.workspace import Clock, Workspace, open_workspace, system_clock
from ptce_ref.storage.backup import in_silence
from ptce_ref.storage.database import open_store
from ptce_ref.storage.overview import Holdings, read_holdings
from ptce_ref.storage.problem import DatabaseUnusableError

__all__ = ["Holdings", "Returned"]


@dataclass(frozen=True)
class Returned:
    """What going back to a copy did; ``erased`` counts the people erased since, and now erased again."""

    restored: Restored
    erased: int
    doubtful: bool
    """Whether the base before does not read: nobody can say whom it had erased."""


def holdings_of(backup: Backup) -> Holdings | None:
    """Return what a copy holds; None when it does not read."""
    try:
        with open_store(backup.path, backup.at, read_only=True) as store:
            return read_holdings(store)
    except DatabaseUnusableError:
        return None


def make_copy(workspace: Workspace, folder: Path | None = None, told: Told = in_silence) -> Path:
    """Copy the base among its copies, or into ``folder`` (a key, another disk); return the file written.

    Raises :class:`Refusal` or :class:`~ptce_ref.storage.problem.DatabaseUnusableError`; nothing is then written.
    """
    if folder is None or folder.absolute() == backup_folder(workspace.store.path):
        return keep_backup(workspace, Why.ASKED, told)
    return copy_to(workspace, folder, told)


def return_to_copy(source: Path, base: Path, clock: Clock = system_clock, told: Told = in_silence) -> Returned:
    """Put the copy ``source`` in the place of ``base``, set aside; who was erased since is erased from it too.

    The base must not be open here: on some systems an open file keeps its place. Raises as
    :func:`~ptce_ref.services.backup.restore_backup`.
    """
    done = restore_backup(source, base, clock, told)
    with open_workspace(base, clock=clock) as workspace:
        erased = erase_again(workspace, done.aside)
    return Returned(done, erased, done.aside is None or may_have_erased(done.aside))
