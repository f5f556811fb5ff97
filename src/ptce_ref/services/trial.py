"""Where what is only tried happens: the base, or an empty one that goes away where there is none yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ptce_ref.services.workspace import Clock, Workspace, default_database, open_workspace, system_clock


@contextmanager
def trial_workspace(path: Path | None = None, clock: Clock = system_clock) -> Iterator[tuple[Workspace, bool]]:
    """Open the base at ``path`` (default: the user's) to try something; say with it whether it is there.

    Nothing is created where there is none. Raises as :func:`~ptce_ref.services.workspace.open_workspace`.
    """
    path = path or default_database()
    # Only what certainly is not there is stood for: the rest is told by who opens it.
    if path.is_symlink() or path.exists():
        with open_workspace(path, clock=clock) as workspace:
            yield workspace, True
        return
    with (
        TemporaryDirectory(prefix="ptce-essai-") as folder,
        open_workspace(Path(folder) / path.name, create=True, clock=clock) as workspace,
    ):
        yield workspace, False
