"""Keeps referentials, by the hash of their content, so that old evaluations stay readable."""

from hashlib import sha256
from threading import Lock

from sqlite_utils import Database

from ptce_ref.domain.referential import Referential
from ptce_ref.storage.database import Store
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.record import read_row, read_rows


def keep_referential(store: Store, referential: Referential, at: str) -> None:
    """Keep the full text of ``referential``; nothing happens when it is already there."""
    with store.writing() as db:
        write_referential(db, referential, at)


def write_referential(db: Database, referential: Referential, at: str) -> None:
    """As :func:`keep_referential`, inside a transaction."""
    if read_row(db, "referentials", {"hash": referential.content_hash}) is None:
        db.execute(
            "INSERT INTO referentials (hash, id, version, title, content, added_at) VALUES (?, ?, ?, ?, ?, ?)",
            (
                referential.content_hash,
                referential.id,
                referential.version,
                referential.header.title,
                referential.canonical_json,
                at,
            ),
        )


def read_referential(store: Store, content_hash: str, *, again: bool = False) -> Referential:
    """Return the referential of this hash. Raises when the file holds none, or another content.

    One read already, whose text is that of its hash, is not read again from the file unless ``again`` asks for it.
    """
    with store.reading() as db:
        known = None if again else _known.get(content_hash)
        there = "SELECT 1 FROM referentials WHERE hash = ?"
        if known is not None and db.conn.execute(there, (content_hash,)).fetchone():
            return known
        row = read_row(db, "referentials", {"hash": content_hash})
    if row is None:
        raise DatabaseUnusableError(
            f"La base « {store.path} » n’a pas le référentiel d’une de ses évaluations. "
            "Repartez de votre dernière copie."
        )
    content = str(row["content"])
    known = _known.get(content_hash)
    if known is not None and sha256(content.encode()).hexdigest() == content_hash:
        # The very text that was read then.
        return known
    found = Referential.model_validate_json(content)
    if found.content_hash == content_hash:
        _known.keep(found)
    return found


def kept_referentials(store: Store) -> list[tuple[str, str, str]]:
    """Return (id, version, hash) of every referential kept, by id and version."""
    with store.reading() as db:
        return [
            (str(r["id"]), str(r["version"]), str(r["hash"]))
            for r in read_rows(db, "referentials", order="id, version")
        ]


class _Cache:
    """The last referentials read, by hash, whatever the file they came from; screens and their threads share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[str, Referential] = {}
        self._lock = Lock()

    def get(self, content_hash: str) -> Referential | None:
        with self._lock:
            found = self._kept.pop(content_hash, None)
            if found is not None:
                self._kept[content_hash] = found
            return found

    def keep(self, referential: Referential) -> None:
        with self._lock:
            self._kept.pop(referential.content_hash, None)
            self._kept[referential.content_hash] = referential
            while len(self._kept) > self._most:
                # Whoever was asked for the longest ago: each one asked for goes last.
                del self._kept[next(iter(self._kept))]


_known = _Cache(8)
"""Reading one takes a tenth of a second, and each is a few hundred kilobytes."""
