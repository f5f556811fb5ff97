"""Kills a process at a random moment of each kind of write, and looks at what is left.

    .venv/bin/python -m tests.storage.kills [--coups N] [--graine N] [SORTE...]

A process that has everything loaded makes a fresh copy of a base, forks, lets the child write, kills it with
SIGKILL, and opens the base as the next start would. Half of the blows fall at any moment, half just after the
write has begun. Prints one line of JSON for each kind of write: blows, those that fell in the middle of a write,
those that came too late, and what was wrong, which must be nothing.
"""

import argparse
import json
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from ptce_ref.services.backup import backup_folder
from tests.bases import new_workspace
from tests.storage.kill_kinds import BASE, KINDS, Write


@dataclass
class Account:
    """What the blows on one kind of write gave."""

    name: str
    blows: int = 0
    amid: int = 0
    late: int = 0
    wrong: list[str] = field(default_factory=list)

    def told(self) -> str:
        return json.dumps(
            {"écriture": self.name, "coups": self.blows, "en plein milieu": self.amid, "trop tard": self.late}
            | {"défauts": self.wrong},
            ensure_ascii=False,
        )


def kill_often(kind: str, blows: int, seed: int) -> Account:
    """Return what ``blows`` gave on one kind of write."""
    write, dice = KINDS[kind](), random.Random(f"{kind}{seed}")  # noqa: S311 - moments, not secrets
    start, account = Path(mkdtemp(prefix="ptce-depart-")), Account(kind)
    write.make(start)
    usual = _duration(write, start)
    for number in range(blows):
        folder = Path(mkdtemp(prefix="ptce-coup-"))
        shutil.copytree(start, folder, dirs_exist_ok=True)
        said, late = _blow(write, folder, dice, usual, aimed=number % 2 == 1)
        account.blows += 1
        account.late += late
        account.amid += _amid(folder)
        if problem := write.wrong(folder, said):
            account.wrong.append(f"{number}: {problem} ({folder})")
        else:
            shutil.rmtree(folder)
    return account


def _duration(write: Write, start: Path) -> float:
    """Return how long the write lasts, or a fair while for one that never ends."""
    folder = Path(mkdtemp(prefix="ptce-temps-"))
    shutil.copytree(start, folder, dirs_exist_ok=True)
    pid, pipe = _fork(write, folder)
    begun = time.monotonic()
    if select.select([pipe], [], [], 5)[0]:
        # The second thing said, for a write that goes on for ever.
        os.read(pipe, 1 << 16)
        select.select([pipe], [], [], 0.3)
    usual = time.monotonic() - begun
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(pipe)
    return min(usual, 3.0)


def _fork(write: Write, folder: Path) -> tuple[int, int]:
    reading, writing = os.pipe()
    if (pid := os.fork()) == 0:
        os.close(reading)

        def say(line: str) -> None:
            os.write(writing, f"{line}\n".encode())

        try:
            write.act(folder, say)
        except BaseException as error:  # noqa: BLE001 - the child tells and goes, whatever it is
            sys.stderr.write(f"{write.name}: {error!r}\n")
            os._exit(1)
        os._exit(0)
    os.close(writing)
    return pid, reading


def _blow(write: Write, folder: Path, dice: random.Random, usual: float, *, aimed: bool) -> tuple[list[str], bool]:
    """Start a write, kill it; return what it had acknowledged, and whether it was over already."""
    pid, pipe = _fork(write, folder)
    if aimed:
        until = time.monotonic() + usual + 1
        while (
            not _amid(folder)
            and time.monotonic() < until
            and not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        ):
            time.sleep(0)
        time.sleep(dice.random() ** 2 * 0.02)
    else:
        time.sleep(dice.random() * usual * 1.05)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    said = b"".join(iter(lambda: os.read(pipe, 1 << 16), b""))
    os.close(pipe)
    # What was being said when the blow fell was not said.
    lines = said.decode().split("\n")[:-1]
    return lines, os.WIFEXITED(status)


def _amid(folder: Path) -> bool:
    """Whether something is being written: a journal beside the base, or a file under its provisional name."""
    return (folder / f"{BASE}-journal").exists() or any(_provisional(folder))


def _provisional(folder: Path) -> Iterator[str]:
    for place in (folder, backup_folder(folder / BASE)):
        try:
            yield from (path.name for path in place.iterdir() if path.name.startswith("."))
        except OSError:
            continue


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sortes", nargs="*", metavar="SORTE", help=f"avis=200, ou sans nombre : {', '.join(KINDS)}")
    parser.add_argument("--coups", type=int, default=100)
    parser.add_argument("--graine", type=int, default=0)
    asked = parser.parse_args()
    sound = True
    # Everything goes there, and goes away unless something is wrong.
    root = mkdtemp(prefix="ptce-coups-")
    tempfile.tempdir = root
    with new_workspace(Path(root) / BASE):
        pass
    for asked_kind in asked.sortes or KINDS:
        kind, _, blows = asked_kind.partition("=")
        account = kill_often(kind, int(blows or asked.coups), asked.graine)
        sound &= not account.wrong
        sys.stdout.write(account.told() + "\n")
        sys.stdout.flush()
    if sound:
        shutil.rmtree(root)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
