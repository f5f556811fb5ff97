"""Loads, behind the first screen, what the next ones need.

The models and the tables cost as much as everything the first screen shows: it appears without
them, and they are there by the time somebody has read it.
"""

import importlib
from threading import Thread

_NEXT = (
    "ptce_ref.services.evaluation",
    "ptce_ref.tui.screens.evaluation",
    "ptce_ref.tui.screens.respondent",
    "ptce_ref.tui.screens.scoring",
    "ptce_ref.tui.screens.grid",
)
"""What most people open first, in that order."""


class Preload:
    """One thread that imports and does nothing else."""

    def __init__(self) -> None:
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin; does nothing the second time."""
        if self._thread is None:
            # Leaving must not wait for it.
            self._thread = Thread(target=_import_all, name="preload", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Return when it is done, at once when it never began.

        To be called before anything is imported elsewhere: two threads in the same import may each
        see a module of which only the beginning was read.
        """
        if self._thread is not None:
            self._thread.join()


def _import_all() -> None:
    for name in _NEXT:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001 - whoever needs it imports it again, and the failure is told there
            return
