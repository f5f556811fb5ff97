"""Keeps the questions a respondent wants to come back to. A reminder, not an opinion: no journal."""

from ptce_ref.storage.database import Store
from ptce_ref.storage.record import read_row, read_rows


def list_marks(store: Store, evaluation_id: str, respondent_id: str) -> set[str]:
    """Return the ids of the indicators a respondent marked."""
    with store.reading() as db:
        rows = read_rows(db, "marks", "evaluation_id = ? AND respondent_id = ?", evaluation_id, respondent_id)
        return {str(row["indicator_id"]) for row in rows}


def set_mark(store: Store, evaluation_id: str, respondent_id: str, indicator_id: str, *, marked: bool) -> bool:
    """Mark an indicator, or take its mark away; False when the person is no longer there, or was erased."""
    key = (evaluation_id, respondent_id, indicator_id)
    with store.writing() as db:
        if not marked:
            db.execute("DELETE FROM marks WHERE evaluation_id = ? AND respondent_id = ? AND indicator_id = ?", key)
            return True
        if read_row(db, "respondents", {"evaluation_id": evaluation_id, "id": respondent_id}) is None:
            return False
        if read_row(db, "erasures", {"evaluation_id": evaluation_id, "respondent_id": respondent_id}) is not None:
            return False
        # sqlite-utils looks for a rowid after an insert that may be ignored; this table has none.
        db.execute("INSERT OR IGNORE INTO marks (evaluation_id, respondent_id, indicator_id) VALUES (?, ?, ?)", key)
        return True
