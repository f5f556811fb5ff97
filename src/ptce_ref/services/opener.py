"""Showing a folder in the file browser of the system, where there is one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ptce_ref.services.refusal import Refusal

_WINDOWED = ("DISPLAY", "WAYLAND_DISPLAY")


def open_folder(folder: Path, environment: Mapping[str, str] = os.environ) -> bool:
    """Show ``folder`` to the user; return False where only its path can be told.

    Raises :class:`Refusal` when the folder does not exist yet.
    """
    if not folder.is_dir():
        raise Refusal(f"Le dossier « {folder} » n’existe pas encore : produisez d’abord un document.")
    if sys.platform == "win32":
        os.startfile(folder)  # noqa: S606 - the folder exists: the system shows it, and runs nothing
        return True
    program = _program(environment)
    if program is None:
        return False
    try:
        # A list of arguments, never a shell: whatever the name of the folder, it is only a name.
        subprocess.Popen(  # noqa: S603 - the program was found by its name, the folder is one argument
            [program, str(folder.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True


def _program(environment: Mapping[str, str]) -> str | None:
    """Return what opens folders on this screen; nothing over SSH, where the window would open elsewhere."""
    if sys.platform == "darwin":
        return None if environment.get("SSH_CONNECTION") else shutil.which("open")
    if not any(environment.get(name) for name in _WINDOWED):
        return None
    return shutil.which("xdg-open")
