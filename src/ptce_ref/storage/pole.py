"""Keeps the identity cards of pôles."""

from collections.abc import Iterable

from ptce_ref.domain.pole import Pole
from ptce_ref.domain.text import fold
from ptce_ref.storage.database import Store
from ptce_ref.storage.record import Row, read_row, read_rows, write_row


def save_pole(store: Store, pole: Pole, at: str) -> None:
    """Add ``pole``, or replace its card; the journal keeps the one before."""
    save_poles(store, (pole,), at)


def save_poles(store: Store, poles: Iterable[Pole], at: str) -> None:
    """As :func:`save_pole`, for several pôles: all or none."""
    with store.writing() as db:
        for pole in poles:
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
