"""Folders that several tests of one process share, removed when it ends."""

import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp


def lasting_folder(name: str) -> Path:
    """Return a new folder that lasts as long as this process; ``name`` tells whose it is in the temporary folder."""
    folder, owner = Path(mkdtemp(prefix=f"ptce-{name}-")), os.getpid()

    def remove() -> None:
        # A child that was forked ends before its parent, which still reads the folder.
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder
