"""Keeps the questions a respondent wants to come back to. A reminder, not an opinion: no journal."""

from ptce_ref.storage.database import Store
from ptce_ref.storage.record import read_rows, table


def list_marks(store: Store, evaluation_id: str, respondent_id: str) -> set[str]:
    """Return the ids of the indicators a respondent marked."""
    with store.reading() as db:
        rows = read_rows(db, "marks", "evaluation_id = ? AND respondent_id = ?", evaluation_id, respondent_id)
        return {str(row["indicator_id"]) for row in rows}


def set_mark(store: Store, evaluation_id: str, respondent_id: str, indicator_id: str, *, marked: bool) -> None:
    """Mark an indicator, or take its mark away."""
    key = (evaluation_id, respondent_id, indicator_id)
    with store.writing() as db:
        if marked:
            row = dict(zip(("evaluation_id", "respondent_id", "indicator_id"), key, strict=True))
            table(db, "marks").insert(row, ignore=True)
        else:
            db.execute("DELETE FROM marks WHERE evaluation_id = ? AND respondent_id = ? AND indicator_id = ?", key)
