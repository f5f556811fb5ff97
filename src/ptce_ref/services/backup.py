"""Use cases around copies of the base: keeping one before what is hard to undo, listing them, going back to one."""

from dataclasses import dataclass
from pathlib import Path

from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Clock, Workspace, default_database, open_workspace, system_clock
from ptce_ref.storage.backup import (
    Backup,
    Told,
    Why,
    backup_folder,
    in_silence,
    list_backups,
    unwritten,
)
from ptce_ref.storage.inspection import verify_store
from ptce_ref.storage.restoration import put_in_place

__all__ = ["Backup", "Told", "Why", "backup_folder"]

WORDS = {
    Why.FORMAT: "avant un changement de format",
    Why.IMPORT: "avant un import",
    Why.MERGE: "avant une fusion",
    Why.MIGRATION: "avant un changement de référentiel",
    Why.ASKED: "demandée",
    Why.SET_ASIDE: "mise de côté",
}
"""Why a copy was made, for the user."""


@dataclass(frozen=True)
class Restored:
    """What a restoration did: ``base`` now holds what ``source`` held; the one before is ``aside``, if any."""

    base: Path
    source: Path
    aside: Path | None


def keep_backup(workspace: Workspace, why: Why, told: Told = in_silence) -> Path:
    """Copy the base, dated now, into the folder of its copies; return the file written.

    Call it before what is hard to undo (``Why.IMPORT``, ``Why.MERGE``, ``Why.MIGRATION``), outside of any
    transaction. Raises :class:`~ptce_ref.storage.problem.DatabaseUnusableError` when the copy cannot be made:
    let it go through, and change nothing.
    """
    return workspace.store.write_backup(workspace.now, why, told)


def backups_of(workspace: Workspace) -> list[Backup]:
    """Return the copies of the base that exist, the oldest first, those asked for and bases set aside included.

    What was erased since from the base is still in them: whoever erases lists them.
    """
    return list_backups(workspace.store.path)


def backups_beside(base: Path | None = None) -> list[Backup]:
    """As :func:`backups_of`, for a base (default: the user's) that need not be there, or open, any more."""
    return list_backups(base or default_database())


def copy_to(workspace: Workspace, target: Path, told: Told = in_silence) -> Path:
    """Copy the base into ``target``, a file that does not exist yet, or a folder; return the file written.

    Raises :class:`Refusal` when something is there already.
    """
    target = target.absolute()
    try:
        if target.is_dir():
            target /= f"{workspace.store.path.stem}-{workspace.now[:19].replace(':', '-')}.sqlite"
        taken = target.exists() or target.is_symlink()
    except OSError as error:
        raise unwritten(target, error) from error
    if taken:
        raise Refusal(f"« {target} » existe déjà : donnez un nom qui n’existe pas encore.", Fault.MISUSE)
    workspace.store.copy_to(target, told)
    return target


def restore_backup(
    source: Path, base: Path | None = None, clock: Clock = system_clock, told: Told = in_silence
) -> Restored:
    """Put the copy ``source`` in the place of ``base`` (default: the user's); the base before is set aside.

    The copy is read whole first: what is damaged, foreign or from a newer version replaces nothing.
    Raises :class:`Refusal`, or :class:`~ptce_ref.storage.problem.DatabaseUnusableError`.
    """
    base = (base or default_database()).absolute()
    if base.is_dir():
        raise Refusal(f"« {base} » est un dossier : donnez avec --base le nom d’un fichier.", Fault.MISUSE)
    if not source.exists():
        raise Refusal(
            f"La sauvegarde « {source} » n’existe pas. « ptce base sauvegardes » donne celles qu’il y a.",
            Fault.UNUSABLE,
        )
    with open_workspace(source, read_only=True, clock=clock) as copy:
        if base.exists() and source.samefile(base):
            raise Refusal(f"« {source} » est la base elle-même : choisissez une de ses sauvegardes.", Fault.MISUSE)
        problem = next(iter(verify_store(copy.store)), None)
        if problem is not None:
            raise Refusal(
                f"La sauvegarde « {source} » est abîmée : choisissez-en une autre. Rien n’a été changé. ({problem})"
            )
        return Restored(base, source, put_in_place(copy.store, base, copy.now, told))
