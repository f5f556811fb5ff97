"""A workbook that somebody changed is never replaced without a word: it is kept beside, under a dated name.

What we write says so in its properties, and a spreadsheet that saves it says its own name there: no clock is
compared, and what nobody changed is replaced. Uses the standard library alone, like what reads it before anything
is made. Must not know what a workbook holds.
"""

import datetime as dt
import os
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from ptce_ref.domain.text import typeset

SUFFIX = ".xlsx"
_OURS = "ptce-ref"
_MOST = 1 << 20
"""Bytes of properties that are read: ours are a few hundred."""
_APPLICATION = re.compile(rb"<(?:\w+:)?Application>([^<]*)</")
_LAST = re.compile(rb"<(?:\w+:)?lastModifiedBy\s*>\s*[^<\s]")
_CREATED = re.compile(rb"<(?:\w+:)?created[^>]*>([^<]*)</")
_MODIFIED = re.compile(rb"<(?:\w+:)?modified[^>]*>([^<]*)</")
_kept: ContextVar[list[Path] | None] = ContextVar("kept", default=None)


@contextmanager
def telling_kept() -> Iterator[Sequence[Path]]:
    """Give the list, which grows while the block runs, of the workbooks that were kept beside what replaced them.

    Whoever asked the same around the block is told too.
    """
    found: list[Path] = []
    token = _kept.set(found)
    try:
        yield found
    finally:
        _kept.reset(token)
        around = _kept.get()
        if around is not None:
            around.extend(found)


def kept_sentence(file: Path) -> str:
    """Return what is said of a workbook that was kept beside the new one."""
    return typeset(
        f"Le classeur qui portait ce nom avait été modifié dans un tableur : il est gardé, sous le nom « {file.name} »."
    )


def changed_elsewhere(target: Path) -> bool:
    """Whether ``target`` is a workbook with something in it that another program than ours saved.

    A file that cannot be read as one of ours holds what we do not know: it counts as changed. Raises OSError.
    """
    if target.suffix.lower() != SUFFIX or not target.is_file() or not target.stat().st_size:
        return False
    try:
        with zipfile.ZipFile(target) as archive:
            program, core = (_read(archive, name) for name in ("docProps/app.xml", "docProps/core.xml"))
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return True
    saved_by, created, modified = (pattern.search(text) for pattern, text in _places(program, core))
    ours = saved_by is not None and saved_by[1].decode("utf-8", "replace") == _OURS
    same_day = created is not None and modified is not None and created[1] == modified[1]
    return not ours or not same_day or _LAST.search(core) is not None


def _places(program: bytes, core: bytes) -> tuple[tuple[re.Pattern[bytes], bytes], ...]:
    return (_APPLICATION, program), (_CREATED, core), (_MODIFIED, core)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_MOST)


@contextmanager
def keeping_changed(target: Path) -> Iterator[None]:
    """Keep ``target`` under a dated name, if somebody changed it, around what replaces it; told when that ends well.

    Until it is replaced it stays in its place too. When the block fails there is nothing more than before.
    Raises OSError.
    """
    if not changed_elsewhere(target):
        yield
        return
    beside = _copied(target)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    told = _kept.get()
    if told is not None:
        told.append(beside)


def _copied(target: Path) -> Path:
    """Give ``target`` a second name, dated of its last save; a copy where a file has one name only."""
    saved = dt.datetime.fromtimestamp(target.stat().st_mtime)  # noqa: DTZ006 - the hour its owner read on the clock
    for number in range(1, 1000):
        rank = f"-{number}" if number > 1 else ""
        beside = target.with_name(f"{target.stem}-modifie-{saved:%Y-%m-%d-%Hh%M}{rank}{target.suffix}")
        with suppress(FileExistsError):
            try:
                os.link(target, beside)
            except FileExistsError:
                raise
            except OSError:
                # Some disks know one name a file.
                with beside.open("xb"):
                    pass
                shutil.copy2(target, beside)
            return beside
    raise FileExistsError(str(target))
