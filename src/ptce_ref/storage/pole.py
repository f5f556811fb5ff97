"""Keeps the identity cards of pôles."""

from collections.abc import Callable, Iterable

from sqlite_utils import Database

from ptce_ref.domain.pole import Pole
from ptce_ref.domain.text import fold
from ptce_ref.storage.database import Store
from ptce_ref.storage.record import Row, read_row, read_rows, write_row


def save_poles(store: Store, poles: Iterable[Pole], at: str) -> None:
    """Add pôles, or replace their cards, all or none; the journal keeps the ones before."""
    with store.writing() as db:
        for pole in poles:
            _write_pole(db, pole, at)


def create_pole(store: Store, make: Callable[[list[Pole]], Pole], at: str) -> Pole:
    """Add the pôle that ``make`` returns, given those there are.

    All in one transaction: two windows never take the same identifier. ``make`` may raise to
    refuse; nothing is then written.
    """
    with store.writing() as db:
        pole = make(list_poles(store))
        _write_pole(db, pole, at)
        return pole


def change_pole(store: Store, pole_id: str, change: Callable[[Pole | None], Pole], at: str) -> Pole:
    """Replace the card of a pôle by what ``change`` makes of the one in the file, in one transaction.

    ``change`` may raise to refuse; nothing is then written.
    """
    with store.writing() as db:
        before = read_pole(store, pole_id)
        pole = change(before)
        if pole != before:
            _write_pole(db, pole, at)
        return pole


def _write_pole(db: Database, pole: Pole, at: str) -> None:
    row: Row = {
        "name": pole.name,
        "demonstration": int(pole.demonstration),
        "card": pole.model_dump_json(by_alias=True, exclude_defaults=True),
        "updated_at": at,
    }
    write_row(db, "poles", {"id": pole.id}, row, at, {"pole": pole.id})


def read_pole(store: Store, pole_id: str) -> Pole | None:
    """Return the pôle of this id, or None."""
    with store.reading() as db:
        row = read_row(db, "poles", {"id": pole_id})
    return None if row is None else Pole.model_validate_json(str(row["card"]))


def list_poles(store: Store) -> list[Pole]:
    """Return every pôle by name, in French alphabetical order."""
    with store.reading() as db:
        poles = [Pole.model_validate_json(str(row["card"])) for row in read_rows(db, "poles")]
    return sorted(poles, key=lambda pole: (fold(pole.name), pole.id))
