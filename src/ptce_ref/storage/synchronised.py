"""Tells whether a file lies in a folder that a program copies to other machines: Nextcloud, OneDrive, Dropbox...

Such a folder looks like any other. Nothing is lost as long as one machine at a time opens the base, but two that
do make two bases. Known by the names these programs give, and by the files they leave at the top of what they copy.
"""

import os
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path

_NAMES: tuple[tuple[str, str], ...] = (
    (r"dropbox( \(.*\))?", "Dropbox"),
    (r"onedrive( ?-.*)?", "OneDrive"),
    (r"(google ?drive|googledrive-.*|drivefs)", "Google Drive"),
    (r"nextcloud\d*", "Nextcloud"),
    (r"owncloud\d*", "ownCloud"),
    (r"(com~apple~clouddocs|iclouddrive|icloud drive)", "iCloud"),
    (r"kdrive\d*", "kDrive"),
    (r"pcloud ?drive", "pCloud"),
    (r"megasync( downloads)?", "MEGA"),
    (r"(synologydrive|synology drive)", "Synology Drive"),
    (r"(seafile|seadrive)", "Seafile"),
)
"""What the name of a folder looks like, without capitals → the program that copies it."""
_MARKS: tuple[tuple[str, str], ...] = (
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".849c9593-d756-4e56-8d6e-42412f2a707b", "OneDrive"),
    (".tmp.drivedownload", "Google Drive"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".sync_*.db", "Nextcloud"),
    ("._sync_*.db", "Nextcloud"),
    (".csync_journal.db", "ownCloud"),
    (".seafile-data", "Seafile"),
    (".synologyworkingdirectory", "Synology Drive"),
)
"""What a program leaves at the top of what it copies, without capitals → the program."""
_VARIABLES = (("OneDrive", "OneDrive"), ("OneDriveCommercial", "OneDrive"), ("OneDriveConsumer", "OneDrive"))
"""What Windows says of where a copied folder is."""
_ENTRIES = 1_000
"""How many names are read in a folder: what is looked for begins with a dot, most systems put it among the first."""


def copied_by(path: Path, environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the program that copies the folder of ``path`` to other machines, None when nothing tells."""
    folder = Path(os.path.realpath(path)).parent
    for variable, program in _VARIABLES:
        top = environment.get(variable, "")
        if top and folder.is_relative_to(os.path.realpath(top)):
            return program
    personal = Path(os.path.realpath(Path.home()))
    for place in (folder, *folder.parents):
        found = _by_name(place.name) or (None if place == personal else _by_marks(place))
        if found is not None:
            return found
    return None


def _by_name(name: str) -> str | None:
    return next((program for shape, program in _NAMES if re.fullmatch(shape, name.casefold())), None)


def _by_marks(folder: Path) -> str | None:
    # The personal folder is not asked: Dropbox keeps its own « .dropbox » there, of what lies elsewhere.
    try:
        with os.scandir(folder) as entries:
            names = [entry.name.casefold() for entry in islice(entries, _ENTRIES)]
    except OSError:
        return None
    hidden = [name for name in names if name.startswith(".")]
    return next((program for mark, program in _MARKS if any(fnmatchcase(name, mark) for name in hidden)), None)
