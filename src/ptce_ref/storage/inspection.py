"""Looks at the file itself: its format, what it holds, whether it is sound."""

from collections.abc import Iterator
from dataclasses import dataclass

from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.referential import Referential
from ptce_ref.storage.damage import damages, is_damaged, lost_parts
from ptce_ref.storage.database import Store
from ptce_ref.storage.evaluation import list_evaluation_ids, read_evaluation
from ptce_ref.storage.opinion import read_contents
from ptce_ref.storage.pole import list_poles
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.storage.record import table
from ptce_ref.storage.referential import kept_referentials, read_referential
from ptce_ref.storage.schema import VERSION, version_of


@dataclass(frozen=True)
class Inspection:
    """What ``ptce base info`` tells. ``rows`` counts by table; ``migrations`` are (what, when)."""

    path: str
    bytes: int
    version: int
    referentials: tuple[tuple[str, str, str], ...]
    rows: dict[str, int]
    migrations: tuple[tuple[str, str], ...]


_COUNTED = {
    "poles": "pôles",
    "evaluations": "évaluations",
    "respondents": "répondants",
    "answers": "avis",
    "tallies": "votes à main levée",
    "positions": "positions",
    "actions": "actions",
    "journal": "lignes de journal",
}


def inspect_store(store: Store) -> Inspection:
    """Return what the file holds, counted at one moment."""
    with store.reading() as db:
        return Inspection(
            path=str(store.path),
            bytes=store.path.stat().st_size,
            version=version_of(db),
            referentials=tuple(kept_referentials(store)),
            # A file of an earlier format, opened to read only, has not all the tables.
            rows={
                label: table(db, name).count
                for name, label in _COUNTED.items()
                if version_of(db) == VERSION or table(db, name).exists()
            },
            migrations=tuple(
                (str(what), str(at)) for what, at in db.execute("SELECT what, at FROM migrations ORDER BY name")
            ),
        )


def verify_store(store: Store) -> Iterator[str]:
    """Yield every problem as a French sentence; nothing when the file is sound."""
    try:
        with store.reading() as db:
            yield from damages(store.connection)
            lost = list(lost_parts(db.conn))
            yield from (sentence for _, sentence in lost)
            if any(kind == "table" for kind, _ in lost):
                # Whatever should be read there, or hangs on it, would be told too, line by line.
                return
            for table_name, _, parent, _ in db.execute("PRAGMA foreign_key_check"):
                yield f"Lien rompu : une ligne de « {table_name} » renvoie à « {parent} », qui ne l’a pas."
            yield from _unreadable_rows(store)
    except DatabaseUnusableError as error:
        if not is_damaged(error):
            raise
        yield "Le fichier est abîmé au point que la suite ne se lit pas."


def _unreadable_rows(store: Store) -> Iterator[str]:
    for identifier, version, content_hash in kept_referentials(store):
        try:
            referential = read_referential(store, content_hash, again=True)
        except ValueError:
            yield f"Le référentiel {identifier} {version} gardé dans la base ne se relit pas."
            continue
        if referential.content_hash != content_hash:
            yield f"Le référentiel {identifier} {version} gardé dans la base a été modifié depuis."
    try:
        list_poles(store)
    except ValueError:
        yield "La fiche d’un pôle ne se relit pas."
    for ident in list_evaluation_ids(store):
        yield from _unreadable_evaluation(store, ident)


def _unreadable_evaluation(store: Store, ident: str) -> Iterator[str]:
    try:
        referential, contents = _whole(store, ident)
    except (ValueError, DatabaseUnusableError):
        # A model refuses a value, a column is no JSON, the referential is not there.
        yield f"L’évaluation « {ident} » ne se relit pas."
        return
    known = referential.level_by_id
    used = {answer.level for answer in contents.answers if answer.level is not None}
    used |= {level for tally in contents.tallies for level in tally.voices}
    for level in sorted(used - known.keys()):
        yield f"L’évaluation « {ident} » emploie un niveau « {level} » que son référentiel ne connaît pas."


def _whole(store: Store, ident: str) -> tuple[Referential, Contents]:
    """Return all of an evaluation. Raises ValueError or DatabaseUnusableError for what does not read again."""
    evaluation = read_evaluation(store, ident)
    if evaluation is None:
        raise ValueError(ident)
    return read_referential(store, evaluation.referential_hash, again=True), read_contents(store, evaluation)
