"""One session of the screens, from the terminal it needs to the exit code it leaves."""

import sys
from pathlib import Path

from ptce_ref.services.draft import default_folder
from ptce_ref.services.failure import tell_failure
from ptce_ref.services.refusal import Fault
from ptce_ref.services.workspace import default_database, open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.app import PtceApp
from ptce_ref.tui.draft import Drafts

NOT_A_TERMINAL = (
    "L’interface d’écran demande un terminal. Dans un script ou une redirection, employez les commandes : "
    "« ptce --help » en donne la liste."
)


def run(path: Path | None = None) -> int:
    """Open the screens on the database at ``path`` (default: the user's); return the exit code.

    0 done; 2 without a terminal; 3 when the database cannot be used or the program failed. All
    sentences go to stderr.
    """
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return _stop(NOT_A_TERMINAL, Fault.MISUSE)
    path = path or default_database()
    try:
        workspace = open_workspace(path) if path.exists() else None
    except DatabaseUnusableError as error:
        return _stop(str(error), Fault.UNUSABLE)
    except Exception as failure:  # noqa: BLE001 - the last resort: no traceback reaches the user
        return _stop(tell_failure(failure, path), Fault.UNUSABLE)
    app = PtceApp(path, workspace, drafts=Drafts(default_folder(), path))
    try:
        app.run()
    finally:
        app.drafts.flush()
        app.close_workspace()
    fatal = app._exception  # noqa: SLF001 - Textual keeps it there and offers no other way
    return app.return_value or 0 if fatal is None else _stop(tell_failure(fatal, path), Fault.UNUSABLE)


def _stop(sentence: str, fault: Fault) -> int:
    sys.stderr.write(f"{sentence}\n")
    return int(fault)
