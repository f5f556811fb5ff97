"""Keeps referentials, by the hash of their content, so that old evaluations stay readable."""

from functools import lru_cache

from ptce_ref.domain.referential import Referential
from ptce_ref.storage.database import Store
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.record import read_row, read_rows


def keep_referential(store: Store, referential: Referential, at: str) -> None:
    """Keep the full text of ``referential``; nothing happens when it is already there."""
    with store.writing() as db:
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


def read_referential(store: Store, content_hash: str) -> Referential:
    """Return the referential of this hash. Raises when the file holds none, or another content."""
    with store.reading() as db:
        row = read_row(db, "referentials", {"hash": content_hash})
    if row is None:
        raise DatabaseUnusableError(
            f"La base « {store.path} » n’a pas le référentiel d’une de ses évaluations. "
            "Repartez de votre dernière copie."
        )
    return _parsed(str(row["content"]))


def kept_referentials(store: Store) -> list[tuple[str, str, str]]:
    """Return (id, version, hash) of every referential kept, by id and version."""
    with store.reading() as db:
        return [
            (str(r["id"]), str(r["version"]), str(r["hash"]))
            for r in read_rows(db, "referentials", order="id, version")
        ]


@lru_cache(maxsize=8)
def _parsed(content: str) -> Referential:
    return Referential.model_validate_json(content)
