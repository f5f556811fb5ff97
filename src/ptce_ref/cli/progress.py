"""Shows that a command that lasts is at work: nothing under a second, then one sentence, then how far it went."""

import sys
import time
from typing import Self

from ptce_ref.cli.output import narrate

_SILENT = 1.0
"""Seconds under which nobody wonders."""
_EVERY = 0.5


class Progress:
    """Call it at each step, with how many are done of how many when that is known.

    Use as a context manager: what it wrote over and over on the last line of a terminal goes when it ends.
    """

    def __init__(self, what: str) -> None:
        """``what`` says what is being done: « Écriture du fichier »."""
        self._what = what
        self._start = self._shown = time.monotonic()
        self._told = self._over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def wipe(self) -> None:
        """Clean the last line of the terminal: something else is about to be said."""
        if self._over and sys.stderr is not None:
            self._over = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, done: int = 0, total: int = 0) -> None:
        now = time.monotonic()
        if now - self._start < _SILENT or now - self._shown < _EVERY:
            return
        self._shown = now
        if not self._told:
            self._told = True
            narrate(f"{self._what}… (Ctrl+C arrête tout, sans rien changer)")
        if sys.stderr is not None and sys.stderr.isatty():
            self._over = True
            far = f"{done} sur {total}" if total else f"{now - self._start:.0f} s"
            sys.stderr.write(f"\r\x1b[K{far}")
            sys.stderr.flush()
