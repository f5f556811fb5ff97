"""Time to the first useful screen of `ptce` on the demonstration base, as a ratio to a bare Textual app's.

    .venv/bin/python benchmarks/first_screen.py

Both are started in turn in a pseudo-terminal of 80×24, and timed from the start of the process to the
moment one same text is on the screen: the title of the first evaluation of the list. The bare app is an
``App`` with one ``Static``. Bound: 1.8. Exits 1 when the median ratio is over it. Linux and macOS.
"""

import fcntl
import os
import pty
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from ptce_ref.services.demo import load_examples
from ptce_ref.services.overview import overview_of
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.workspace import open_workspace

RUNS = 31
BOUND = 1.8
ROWS, COLUMNS = 24, 80
PYTHON = sys.executable
PTCE = str(Path(sys.executable).with_name("ptce"))
BARE = """
import sys
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static(sys.argv[1], markup=False)

Bare().run()
"""


def seconds(command: list[str], wanted: str, home: Path) -> float:
    """Start ``command`` in a terminal of its own; return how long ``wanted`` takes to be on its screen."""
    start = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": str(home)}
        os.execve(command[0], command, environment)  # noqa: S606 - our own program, in the terminal just made
    drawn = b""
    try:
        while wanted.encode() not in drawn:
            drawn += os.read(terminal, 1 << 16)
        return time.perf_counter() - start
    except OSError:
        sys.exit(f"{command[0]} stopped before its first screen:\n{drawn.decode(errors='replace')}")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "exemples.sqlite"
        with open_workspace(base, create=True) as workspace:
            load_examples(workspace, sound_referential())
            overview = overview_of(workspace)
        first = overview.poles[0].id
        title = next(line.title for line in overview.evaluations if line.pole_id == first)
        ratios, bares = [], []
        for _ in range(RUNS):
            bares.append(seconds([PYTHON, "-c", BARE, title], title, Path(folder)))
            ratios.append(seconds([PTCE, "--base", str(base)], title, Path(folder)) / bares[-1])
    median = statistics.median(ratios)
    print(
        f"first screen: median ratio {median:.2f} (min {min(ratios):.2f}, max {max(ratios):.2f}), bound {BOUND} ; "
        f"bare app {statistics.median(bares) * 1000:.0f} ms"
    )
    return int(median > BOUND)


if __name__ == "__main__":
    sys.exit(main())
