"""The program as a whole: the commands, and the screens when no command is given.

The one module that knows both front ends, so that they need not know each other.
"""

from collections.abc import Sequence
from pathlib import Path

from ptce_ref.cli.main import run as run_command


def run(arguments: Sequence[str]) -> int:
    """Run one command line, or open the screens; returns the exit code."""
    return run_command(arguments, _open_screens)


def _open_screens(base: Path | None) -> int:
    from ptce_ref.tui.app import run as run_screens

    return run_screens(base)
