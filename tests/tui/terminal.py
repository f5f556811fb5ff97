"""The program in a real terminal: what is typed, what it shows, how it stops."""

import shlex
import subprocess
import sys
import time
from pathlib import Path

_SESSION = "ptce-essai"


class Terminal:
    """A tmux of our own, at 80×24, with a state folder of its own: nobody's drafts are touched."""

    def __init__(self, folder: Path, base: Path, **environment: str) -> None:
        self._folder = folder
        self._tmux = ["tmux", "-S", str(folder / "tmux.socket"), "-f", "/dev/null"]
        self._settings = {"TERM": "screen-256color", "XDG_STATE_HOME": str(folder / "etat"), **environment}
        self._command = [sys.executable, "-m", "ptce_ref", "--base", str(base)]
        self._run("new-session", "-d", "-s", _SESSION, "-x", "80", "-y", "24", self._line())

    def _line(self) -> str:
        settings = [f"{name}={value}" for name, value in self._settings.items()]
        program = shlex.join(["env", "-u", "COLUMNS", "-u", "LINES", *settings, *self._command])
        # The shell stays: it shows what the program left of the terminal.
        return f"echo $$ > {shlex.quote(str(self._folder / 'shell'))}; {program}; echo CODE=$?; stty -a; sleep 60"

    def _run(self, *arguments: str) -> str:
        return subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True, timeout=20).stdout

    @property
    def text(self) -> str:
        return self._run("capture-pane", "-p", "-t", _SESSION)

    def send(self, *keys: str) -> None:
        self._run("send-keys", "-t", _SESSION, *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-t", _SESSION, "-l", text)

    def type_bytes(self, *values: int) -> None:
        self._run("send-keys", "-t", _SESSION, "-H", *(f"{value:02x}" for value in values))

    def resize(self, columns: int, rows: int) -> None:
        self._run("resize-window", "-t", _SESSION, "-x", str(columns), "-y", str(rows))

    @property
    def program(self) -> int:
        """The process of the program."""
        shell = (self._folder / "shell").read_text(encoding="ascii").strip()
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", shell], capture_output=True, text=True, check=True)
        return int(listed.stdout.split()[0])

    def wait(self, *wanted: str) -> str:
        """Wait until the screen holds one of these texts."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            text = self.text
            if any(words in text for words in wanted):
                return text
            time.sleep(0.05)
        raise AssertionError(f"{wanted} not on the screen:\n{self.text}")

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False, timeout=20)
