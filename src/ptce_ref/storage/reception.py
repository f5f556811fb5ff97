"""Opens somebody else's base, to read it: whatever its format, without changing a byte of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ptce_ref.storage.database import Store, open_store
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.schema import VERSION, version_of


@contextmanager
def other_store(path: Path, at: str) -> Iterator[Store]:
    """Open the base at ``path``; one of an earlier format is copied aside, and the copy brought up to date.

    Raises :class:`~ptce_ref.storage.problem.DatabaseUnusableError`.
    """
    with open_store(path, at, read_only=True) as store:
        if version_of(store.connection) == VERSION:
            _check_journal(store)
            yield store
            return
        with TemporaryDirectory(prefix="ptce-") as folder:
            copy = Path(folder) / "base.sqlite"
            store.copy_to(copy)
            with open_store(copy, at) as migrated:
                _check_journal(migrated)
                yield migrated


_OBJECTS = """
    SELECT count(*) FROM journal WHERE NOT (
        json_valid(key) AND json_type(key) = 'object'
        AND (before IS NULL OR (json_valid(before) AND json_type(before) = 'object'))
        AND (after IS NULL OR (json_valid(after) AND json_type(after) = 'object'))
    )
"""


def _check_journal(store: Store) -> None:
    """Raise when the history does not read: it is what merging goes by."""
    with store.reading() as db:
        wrong = db.execute(_OBJECTS).fetchone()[0]
    if wrong:
        raise DatabaseUnusableError(
            f"L’historique de la base « {store.path} » est abîmé ({wrong} lignes) : elle ne peut pas être fusionnée."
            if wrong > 1
            else f"Une ligne de l’historique de la base « {store.path} » est abîmée : elle ne peut pas être fusionnée."
        )
