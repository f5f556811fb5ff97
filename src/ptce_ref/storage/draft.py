"""Keeps what was typed and is not stored yet: one small file for each database, in the user's own folder.

Neither in the database nor beside it: it must work when the database is locked, gone, or on a full disk.
"""

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

Key = tuple[str, ...]
"""Where a text was typed: the kind of place first, then what identifies it."""
Fields = dict[str, str]
"""What each field holds, by name."""
Kept = dict[Key, tuple[str, Fields]]
"""By place: its name for the user, and its fields."""

_FORMAT = 1


def draft_file(folder: Path, database: Path) -> Path:
    """Return where the drafts of the database at ``database`` are, whatever way its path is written."""
    name = sha256(os.path.realpath(database).encode()).hexdigest()[:32]
    return folder / f"{name}.json"


def read_drafts(file: Path) -> Kept:
    """Return what the file holds; nothing when there is none. Raises OSError when it cannot be read.

    A file that is not ours is set aside under another name: somebody may still read it.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        return _set_aside(file)
    try:
        return _drafts(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return _set_aside(file)


def change_drafts(file: Path, database: Path, change: Callable[[Kept], None]) -> None:
    """Read the drafts again, ``change`` them, write them; the file goes away with the last one.

    Read again: another window on the same database keeps its own there. Written beside, then renamed.
    Raises OSError when the disk does not allow it; the file then stays as it was.
    """
    before = read_drafts(file)
    after = dict(before)
    change(after)
    if after == before:
        return
    if not after:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Made by the system with the rights of its owner alone, under a name nobody else has.
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f"{file.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(_content(database, after), stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).replace(file)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def _content(database: Path, kept: Mapping[Key, tuple[str, Fields]]) -> dict[str, object]:
    texts = [{"place": list(key), "name": name, "fields": fields} for key, (name, fields) in kept.items()]
    return {"format": _FORMAT, "database": os.path.realpath(database), "drafts": texts}


def _drafts(content: dict[str, list[dict[str, object]]]) -> Kept:
    kept: Kept = {}
    for draft in content["drafts"]:
        place, fields = draft["place"], draft["fields"]
        if not isinstance(place, list) or not isinstance(fields, dict):
            raise TypeError("not a draft")
        key = tuple(str(part) for part in place)
        kept[key] = (str(draft["name"]), {str(name): str(value) for name, value in fields.items()})
    return kept


def _set_aside(file: Path) -> Kept:
    file.replace(file.with_suffix(".illisible"))
    return {}
