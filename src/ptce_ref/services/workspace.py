"""The open database and the clock: what every use case needs."""

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeVar, cast

from ptce_ref.storage.database import Store, open_store

Clock = Callable[[], dt.datetime]
Read = TypeVar("Read")


def system_clock() -> dt.datetime:
    """Return now, with the time zone of the machine."""
    return dt.datetime.now(dt.UTC).astimezone()


@dataclass
class Workspace:
    """An open database with a clock. Use as a context manager."""

    store: Store
    clock: Clock = system_clock
    _stamp: tuple[int, int] | None = field(default=None, init=False, repr=False, compare=False)
    _recalled: dict[tuple[Callable[..., object], Hashable], object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def recall(self, asker: Callable[..., object], key: Hashable, read: Callable[[], Read]) -> Read:
        """Return what ``read`` returns, read again only when something was written since the last time.

        ``asker`` is the function that asks, ``key`` what it asks for: the same two always go with the same ``read``.

        For what is long to compute, never changes by itself and cannot be modified by who receives it.
        """
        # Before the reading: what another program writes meanwhile will be seen the next time.
        stamp = self.store.stamp
        if stamp != self._stamp:
            self._stamp = stamp
            self._recalled.clear()
        if (asker, key) not in self._recalled:
            self._recalled[asker, key] = read()
        return cast("Read", self._recalled[asker, key])

    def reopen(self) -> None:
        """Open again the file at the same place: it is not the same one any more. What was recalled is forgotten.

        Whoever holds this workspace goes on with it. Raises as :func:`open_workspace`.
        """
        store = open_store(self.store.path, self.now)
        self.store.close()
        self.store, self._stamp = store, None

    @property
    def now(self) -> str:
        """The current moment, ISO 8601 with its offset, to the millisecond."""
        return self.clock().isoformat(timespec="milliseconds")

    @property
    def today(self) -> dt.date:
        """The day in the time zone of the machine."""
        return self.clock().date()


def default_database() -> Path:
    """Return where the database is when nobody says otherwise: the user's data folder."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only when nobody names a file

    return user_data_path("ptce", appauthor=False) / "ptce.sqlite"


def documents_folder() -> Path:
    """Return where documents go when nobody says otherwise: among the user's own documents."""
    from platformdirs import user_documents_path  # noqa: PLC0415 - only when something is produced

    return user_documents_path() / "ptce"


def open_workspace(
    path: Path | None = None, *, create: bool = False, read_only: bool = False, clock: Clock = system_clock
) -> Workspace:
    """Open the database at ``path`` (default: the user's).

    Raises :class:`~ptce_ref.storage.problem.DatabaseUnusableError`, whose text is for the user.
    """
    at = clock().isoformat(timespec="milliseconds")
    store = open_store(path or default_database(), at, create=create, read_only=read_only)
    return Workspace(store, clock)
