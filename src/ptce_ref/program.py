"""The program as a whole: the commands, and the screens when no command is given.

The one module that knows both front ends, so that they need not know each other.
"""

import os
from collections.abc import Sequence
from pathlib import Path

_BASE = "--base"


def run(arguments: Sequence[str]) -> int:
    """Run one command line, or open the screens; returns the exit code."""
    named = _base_alone(arguments)
    if named is not None:
        from ptce_ref.cli.output import prepare_streams

        prepare_streams()
        return _open_screens(Path(named) if named else None)
    from ptce_ref.cli.main import run as run_command

    return run_command(arguments, _open_screens)


def _base_alone(arguments: Sequence[str]) -> str | None:
    """Return the database named when the line asks for nothing but the screens ("" : none is named), else None.

    There is then nothing for click to read, and the first screen does not wait for it. Whatever is not
    plain (an option twice, an empty name, a byte that is no letter) is left to click and its sentences.
    """
    if not arguments:
        named = os.environ.get("PTCE_BASE", "")
    elif len(arguments) == 1 and arguments[0].startswith(f"{_BASE}="):
        named = arguments[0].removeprefix(f"{_BASE}=")
    elif len(arguments) == 2 and arguments[0] == _BASE and not arguments[1].startswith("-"):  # noqa: PLR2004 - the option and its value
        named = arguments[1]
    else:
        return None
    plain = named.isprintable() and (bool(named) or not arguments)
    return named if plain else None


def _open_screens(base: Path | None) -> int:
    from ptce_ref.tui.session import run as run_screens

    return run_screens(base)
