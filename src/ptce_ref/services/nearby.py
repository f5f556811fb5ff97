"""Files that came from elsewhere, where people usually put them: exchange files, filled workbooks, other bases of ptce.

Only looks: what is listed is read, checked and told by whoever opens it.
"""

import datetime as dt
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ptce_ref.domain.exchange_file import FORMAT
from ptce_ref.services.returned_file import Kind, kind_of
from ptce_ref.storage.schema import APPLICATION_ID

_MOST = 40
"""How many files are listed: beyond, one types the name."""
_LOOKED_AT = 400
"""How many workbooks are opened, at most, to find those that are ours."""
_ENTRIES = 2_000
"""How many names are read in a folder: some hold a hundred thousand."""
_HEAD, _TAIL = 4_096, 4_096
_ID_AT = 68
"""Where SQLite keeps the number that says whose file it is."""


@dataclass(frozen=True)
class NearbyFile:
    """A file found: where it is, when it last changed, its size in bytes."""

    path: Path
    changed: dt.datetime
    bytes: int


def exchange_files(base: Path) -> list[NearbyFile]:
    """Return the exchange files near ``base`` and in the user's usual folders, the latest first."""
    return _latest(_found(base, ".json", _is_exchange))


def json_files_in(folder: Path) -> list[Path]:
    """Return the .json files of one folder, by name, whatever they hold; none when it does not open."""
    found: list[Path] = []
    for path in sorted(_names_in(folder)):
        with suppress(OSError):
            if path.suffix.lower() == ".json" and path.is_file():
                found.append(path)
    return found


def other_bases(base: Path) -> list[NearbyFile]:
    """Return the other bases of ptce near ``base`` and in the user's usual folders, the latest first."""
    return _latest(file for file in _found(base, ".sqlite", _is_base) if not _same(file.path, base))


def filled_workbooks(base: Path) -> list[tuple[NearbyFile, Kind]]:
    """Return the questionnaires and plans near ``base`` and in the user's usual folders, the latest first."""
    found: list[tuple[NearbyFile, Kind]] = []
    # Downloads may hold many workbooks: they are opened from the latest on, until there are enough.
    for file in sorted(_found(base, ".xlsx", _is_closed_workbook), key=_latest_first)[:_LOOKED_AT]:
        kind = kind_of(file.path)
        if kind is not Kind.OTHER:
            found.append((file, kind))
        if len(found) == _MOST:
            break
    return found


def path_from_text(text: str) -> Path:
    """Return the file that somebody typed, pasted, or dropped on the terminal: quotes and escapes are taken away."""
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"«":
        text = text[1:-1]
    text = text.removeprefix("«").removesuffix("»").strip()
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    path = Path(text).expanduser()
    if "\\" in text and sys.platform != "win32" and not _exists(path):
        # A terminal that is given a file by the mouse writes « mon\ fichier ».
        return Path(re.sub(r"\\(.)", r"\1", text)).expanduser()
    return path


def paths_from_text(text: str) -> list[Path]:
    """Return the files that somebody typed, pasted or dropped: several, when each is quoted or escaped and exists."""
    whole = path_from_text(text)
    if _exists(whole):
        return [whole]
    try:
        several = [path_from_text(word) for word in shlex.split(text, posix=sys.platform != "win32")]
    except ValueError:
        # A quote that nothing closes belongs to a name.
        return [whole]
    return several if len(several) > 1 and all(_exists(path) for path in several) else [whole]


def usual_folders() -> list[Path]:
    """Return where files that come from elsewhere usually are: documents, downloads, desk, keys plugged in."""
    from platformdirs import user_desktop_path, user_documents_path, user_downloads_path  # noqa: PLC0415 - seldom needed

    documents = user_documents_path()
    return [user_downloads_path(), documents, documents / "ptce", user_desktop_path(), *_plugged_in()]


def _plugged_in() -> Iterator[Path]:
    if sys.platform == "win32":
        yield from (drive for letter in "DEFGHIJKLM" if _exists(drive := Path(f"{letter}:/")))
        return
    user = os.environ.get("USER", "")
    tops = [Path("/Volumes")] if sys.platform == "darwin" else [Path("/media") / user, Path("/run/media") / user]
    for top in tops if user else ():
        yield from _folders_in(top)


def _found(base: Path, suffix: str, ours: Callable[[Path], bool]) -> Iterator[NearbyFile]:
    seen: set[Path] = set()
    for folder in (base.absolute().parent, *usual_folders()):
        # What « Produire » writes has a folder for each evaluation.
        for place in (folder, *(_folders_in(folder) if folder.name == "ptce" else ())):
            for path in _names_in(place):
                with suppress(OSError, ValueError):
                    if path.suffix.lower() != suffix or path in seen or not path.is_file() or not ours(path):
                        continue
                    seen.add(path)
                    told = path.stat()
                    yield NearbyFile(path, dt.datetime.fromtimestamp(told.st_mtime, dt.UTC).astimezone(), told.st_size)


def _latest(found: Iterable[NearbyFile]) -> list[NearbyFile]:
    return sorted(found, key=_latest_first)[:_MOST]


def _latest_first(file: NearbyFile) -> tuple[float, str]:
    return -file.changed.timestamp(), str(file.path)


def _names_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in islice(entries, _ENTRIES)]
    except OSError:
        # Not there, or closed to this user: there is nothing of theirs in it.
        return []


def _folders_in(folder: Path) -> list[Path]:
    return sorted(path for path in _names_in(folder) if path.is_dir())


def _is_exchange(path: Path) -> bool:
    """Whether a file says at one of its ends that it is one of ours; which end depends on who wrote it."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, path.stat().st_size - _TAIL))
        return f'"{FORMAT}"'.encode() in head + file.read(_TAIL)


def _is_closed_workbook(path: Path) -> bool:
    """Whether a file is not what a spreadsheet leaves beside one that is open."""
    return not path.name.startswith("~$")


def _is_base(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(_ID_AT)
        return file.read(4) == APPLICATION_ID.to_bytes(4, "big")


def _same(path: Path, base: Path) -> bool:
    try:
        return path.samefile(base)
    except OSError:
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
