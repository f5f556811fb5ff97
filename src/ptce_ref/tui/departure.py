"""Leaving when nobody asked to: the connection is lost, or the system wants the program to stop.

What was typed and is not in the database goes to the drafts first; then the terminal is given
back as it was found. Must not know what the screens hold: each keeps its own text (``keep``).
"""

import asyncio
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ptce_ref.tui.steady import SteadyApp

_CALLS = ("SIGHUP", "SIGTERM", "SIGINT")
"""The connection lost, a stop asked, an interruption sent from elsewhere (in the terminal, Ctrl+C is only a key)."""

_PATIENCE = 2.0
"""Seconds given to the terminal to take back its colours; a terminal that has gone takes nothing."""

BY_SIGNAL = 128
"""Added to the number of a signal, it makes the exit code that says who stopped the program."""


def watch(app: "SteadyApp") -> None:
    """Leave properly from now on when the system asks. To be called while ``app`` runs."""
    if sys.platform == "win32":
        # It sends none of them: what was typed is on the disk within the second, as everywhere.
        return
    loop = asyncio.get_running_loop()
    for name in _CALLS:
        number = int(getattr(signal, name))
        loop.add_signal_handler(number, _leave, app, number)


def _leave(app: "SteadyApp", number: int) -> None:
    code = BY_SIGNAL + number
    deadline = threading.Timer(_PATIENCE, os._exit, (code,))
    deadline.daemon = True
    deadline.start()
    app.keep_typed()
    app.exit(code)
