"""The program behind a pseudo-terminal of ours: every byte it paints is kept, even when it is killed at once."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from threading import Thread

_SIZE = struct.pack("HHHH", 24, 80, 0, 0)
_COLOUR = re.compile("\x1b\\[[0-9;:]*m")
PATIENCE = 20.0
KEYS = {
    "enter": "\r",
    "tab": "\t",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "ctrl+s": "\x13",
}


class PseudoTerminal:
    """A terminal of 80×24 where ``ptce`` runs on a database."""

    def __init__(self, base: Path) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, _SIZE)
        kept = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        self._program = subprocess.Popen(
            [sys.executable, "-m", "ptce_ref", "--base", str(base)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**kept, "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(theirs)
        self._painted = bytearray()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                read = os.read(self._ours, 65536)
            except OSError:
                return
            if not read:
                return
            self._painted += read

    def painted(self, since: int = 0) -> str:
        """Return what was painted after a moment, without colours, bound spaces as plain ones.

        A sentence is in one piece unless it is broken over two lines.
        """
        text = self._painted[since:].decode("utf-8", "replace")
        return _COLOUR.sub("", text).replace("\u00a0", " ")

    def press(self, *keys: str) -> int:
        """Type keys, all at once; return the moment before them, for :meth:`painted` and :meth:`wait`."""
        before = len(self._painted)
        os.write(self._ours, "".join(KEYS.get(key, key) for key in keys).encode())
        return before

    def wait(self, text: str, since: int = 0) -> None:
        """Wait until a text is painted after a moment."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.painted(since):
            if time.monotonic() > deadline or self._program.poll() is not None:
                raise AssertionError(f"« {text} » was not painted:\n{self.painted(since)[-3000:]!r}")
            time.sleep(0.005)

    def kill(self) -> None:
        """Kill the program as a power cut would, and read what it had painted."""
        if self._program.poll() is None:
            os.kill(self._program.pid, signal.SIGKILL)
        self._program.wait(PATIENCE)
        self._reader.join(PATIENCE)

    def close(self) -> None:
        self.kill()
        os.close(self._ours)
