"""A database of many pôles: one of the examples again and again, copied by the database itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.bases import example_base

POLE, EVALUATION = "val-de-sorne", "val-de-sorne-2026"
_COPIED = (("poles", "id"), ("evaluations", "id"), *((f, "evaluation_id") for f in ("respondents", "answers")))


def many_base(folder: Path, count: int) -> Path:
    """Return the database of the examples with ``count`` more pôles, each with an evaluation."""
    folder.mkdir()
    base = example_base(folder)
    with closing(sqlite3.connect(base)) as db, db:
        for rank in range(count):
            for table, key in (*_COPIED, ("tallies", "evaluation_id"), ("positions", "evaluation_id")):
                _copy(db, table, key, f"{rank:04}")
    return base


def _copy(db: sqlite3.Connection, table: str, key: str, mark: str) -> None:
    columns = [column for _, column, *_ in db.execute(f"PRAGMA table_info({table})")]
    made = {
        key: f"{key} || '-{mark}'",
        "pole_id": f"pole_id || '-{mark}'",
        "card": f"""replace(card, '"id":"{POLE}"', '"id":"{POLE}-{mark}"')""",
    }
    wanted = POLE if table == "poles" else EVALUATION
    values = ", ".join(made.get(column, column) for column in columns)
    db.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {key} = ?", (wanted,))  # noqa: S608 - our names
