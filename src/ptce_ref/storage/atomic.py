"""Writes a file or a folder beside its place, then gives it its name: nobody ever sees half of it.

What is being made has a name nobody else has, and is made by who writes it: two runs on one target do not mix,
and a link that somebody put there is not followed. Uses the standard library alone.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

SUFFIX = ".en-cours"
"""How a provisional name ends; it begins with a dot."""
ABANDONED = 3600
"""Seconds after which nobody is writing any more what has a provisional name."""
_JOURNAL = "-journal"
"""What SQLite adds to the name of a file for what it writes beside it."""
_ROOT = "racine"
"""What stands for the name of a disk, which has none."""
_LONGEST = 200
"""Bytes of the target’s name kept in a provisional one: the whole stays under what systems allow, 255 bytes."""


@contextmanager
def atomic_file(target: Path, mode: int = 0o666) -> Iterator[Path]:
    """Give an empty file to fill, beside ``target``; it takes the place of ``target`` when the block ends well.

    From its first byte on it has the rights ``mode``, less what the user’s umask takes away. The folder around must
    exist. Raises OSError; whatever the block raises, ``target`` stays as it was and nothing is left beside.
    """
    beside = _made(target, mode)
    try:
        yield beside
        flush(beside)
        beside.replace(target)
        flush(target.parent)
        sweep(target.parent, target, target.name)
    finally:
        # Interrupted as well as refused; once renamed, there is nothing left of it.
        _forget(beside)


@contextmanager
def atomic_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill, beside ``target``; it becomes ``target`` when the block ends well.

    When ``target`` exists, what is in it under other names stays, and each file of the same name is replaced whole.
    Raises as :func:`atomic_file`.
    """
    # Inside the one that exists: what is around it may be another disk, or a place where one may not write.
    around, name = (target, target.name or _ROOT) if target.is_dir() else (target.parent, target.name)
    beside = _free_name(around / name, Path.mkdir)
    try:
        yield beside
        for path in sorted(_within(beside)):
            flush(path)
        _put_in_place(beside, target)
        flush(around)
        sweep(around, target, name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Write every file beside its own, then rename; what was renamed is put back if one of them fails.

    Each file must exist. Raises OSError.
    """
    kept = {path: path.read_bytes() for path in contents}
    besides: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, content in contents.items():
            besides[path] = _made(path, 0o666)
            besides[path].write_bytes(content)
            flush(besides[path])
        for path, beside in besides.items():
            beside.replace(path)
            done.append(path)
        for folder in {path.parent for path in contents}:
            flush(folder)
    except BaseException:
        for path in done:
            with suppress(OSError):
                path.write_bytes(kept[path])
        raise
    finally:
        for beside in besides.values():
            _forget(beside)


def short(name: str) -> str:
    """Return the beginning of a file’s name that leaves room for more: systems count in bytes, and « é » is two."""
    return os.fsencode(name)[:_LONGEST].decode("utf-8", "ignore")


def flush(path: Path) -> None:
    """Have the disk hold what was written at ``path``, a file or (where the system can) a folder."""
    if not path.is_dir():
        _flush(path, os.O_RDWR)
        return
    # Windows, and some disks elsewhere, know no such thing for a folder.
    with suppress(OSError):
        _flush(path, os.O_RDONLY)


def _flush(path: Path, how: int) -> None:
    handle = os.open(path, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, newest: Path, name: str | None = None) -> None:
    """Remove what stopped programs left half written in ``folder``, for the target ``name`` or for any.

    It must be older than ``newest`` by :data:`ABANDONED`, by the clock of the disk.
    """
    start = "." if name is None else f".{short(name)}."
    with suppress(OSError):
        limit = newest.stat().st_mtime - ABANDONED
        for path in folder.iterdir():
            provisional = path.name.startswith(start) and path.name.removesuffix(_JOURNAL).endswith(SUFFIX)
            if provisional and path.lstat().st_mtime < limit:
                _forget(path)


def _made(target: Path, mode: int) -> Path:
    def make(path: Path) -> None:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))

    return _free_name(target, make)


def _free_name(target: Path, make: Callable[[Path], None]) -> Path:
    """``make`` something beside ``target``, under a name that nobody has and nobody guesses; return where."""
    while True:
        beside = target.with_name(f".{short(target.name)}.{_drawn()}{SUFFIX}")
        with suppress(FileExistsError):
            make(beside)
            return beside


def _drawn() -> str:
    return os.urandom(4).hex()


def _forget(beside: Path) -> None:
    for name in (beside.name, f"{beside.name}{_JOURNAL}"):
        path = beside.with_name(name)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
            continue
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _put_in_place(beside: Path, folder: Path) -> None:
    # An empty one keeps its place too: somebody may be in it.
    if not folder.exists():
        beside.rename(folder)
        return
    for path in sorted(_within(beside)):
        target = folder / path.relative_to(beside)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)


def _within(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
