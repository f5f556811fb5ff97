"""Says that the base lies in a folder copied to other machines, and what to do: once, not at each opening."""

from contextlib import suppress
from hashlib import sha256
from os.path import realpath
from pathlib import Path

from ptce_ref.services.draft import default_folder
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.synchronised import copied_by


def tell_copied(workspace: Workspace) -> str | None:
    """Return a sentence when a program copies the folder of the base to other machines; None otherwise."""
    program = copied_by(workspace.store.path)
    if program is None:
        return None
    return (
        f"La base est dans un dossier que {program} recopie sur d’autres ordinateurs : ne l’ouvrez que sur un à la "
        "fois, une fois la copie finie. Ouverte sur deux, elle devient deux bases, que « ptce base fusionner » réunit."
    )


def tell_copied_once(workspace: Workspace, folder: Path | None = None) -> str | None:
    """As :func:`tell_copied`, the first time for this base; ``folder`` is where it is noted (the user's by default)."""
    sentence = tell_copied(workspace)
    if sentence is None:
        return None
    name = sha256(realpath(workspace.store.path).encode()).hexdigest()[:32]
    note = (folder or default_folder()) / f"{name}.dossier-signale"
    with suppress(OSError):
        if note.exists():
            return None
        note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        note.touch()
    # Where nothing can be noted, it is said again: better twice than never.
    return sentence
