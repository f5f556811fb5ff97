"""Corrects what was registered, and takes away what was registered by mistake, while nothing was said there.

Knows which tables say something of a person or of an evaluation; the journal keeps what is taken away.
"""

from sqlite_utils import Database

from ptce_ref.domain.evaluation import Respondent
from ptce_ref.storage.database import Store
from ptce_ref.storage.evaluation import PhaseGuard, read_phase, write_respondent
from ptce_ref.storage.record import delete_row, read_rows

_OF_A_PERSON = ("answers", "questionnaires", "erasures")
_OF_AN_EVALUATION = (
    "answers",
    "tallies",
    "positions",
    "actions",
    "snapshots",
    "questionnaires",
    "receptions",
    "erasures",
    "passages",
    "visits",
)


def correct_respondent(store: Store, evaluation_id: str, respondent: Respondent, at: str, allow: PhaseGuard) -> bool:
    """Write the college, name and organisation of somebody registered; say whether it was possible.

    It is not for somebody erased, whose name must not come back, nor for somebody who is not there.
    ``allow`` may raise to refuse; nothing is then written.
    """
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        if _is_gone(db, evaluation_id, respondent.id):
            return False
        write_respondent(db, evaluation_id, respondent, at)
        return True


def withdraw_respondent(store: Store, evaluation_id: str, respondent_id: str, at: str, allow: PhaseGuard) -> bool:
    """Take away somebody who said nothing; say whether it was possible. ``allow`` as above."""
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        if any(_said(db, table, evaluation_id, respondent_id) for table in _OF_A_PERSON):
            return False
        _withdraw(db, evaluation_id, respondent_id, at)
        return True


def withdraw_evaluation(store: Store, evaluation_id: str, at: str) -> bool:
    """Take away an evaluation where nothing was said, and who is registered there; say whether it was possible."""
    with store.writing() as db:
        if _holds_something(db, evaluation_id):
            return False
        for row in list(read_rows(db, "respondents", "evaluation_id = ?", evaluation_id)):
            _withdraw(db, evaluation_id, str(row["id"]), at)
        delete_row(db, "evaluations", {"id": evaluation_id}, at, {"evaluation": evaluation_id})
        return True


def holds_something(store: Store, evaluation_id: str) -> bool:
    """Whether something was said, received, decided or planned in an evaluation: it is then not withdrawn."""
    with store.reading() as db:
        return _holds_something(db, evaluation_id)


def _holds_something(db: Database, evaluation_id: str) -> bool:
    return any(_said(db, table, evaluation_id) for table in _OF_AN_EVALUATION)


def _withdraw(db: Database, evaluation_id: str, respondent_id: str, at: str) -> None:
    # A mark is a reminder, not an opinion: the journal keeps none.
    db.execute("DELETE FROM marks WHERE evaluation_id = ? AND respondent_id = ?", (evaluation_id, respondent_id))
    key = {"evaluation_id": evaluation_id, "id": respondent_id}
    delete_row(db, "respondents", key, at, {"evaluation": evaluation_id, "respondent": respondent_id})


def _is_gone(db: Database, evaluation_id: str, respondent_id: str) -> bool:
    registered = read_rows(db, "respondents", "evaluation_id = ? AND id = ?", evaluation_id, respondent_id)
    return not any(True for _ in registered) or _said(db, "erasures", evaluation_id, respondent_id)


def _said(db: Database, table: str, evaluation_id: str, respondent_id: str | None = None) -> bool:
    """Whether a table holds something of an evaluation, or of one person in it."""
    where, values = "evaluation_id = ?", [evaluation_id]
    if respondent_id is not None:
        where, values = f"{where} AND respondent_id = ?", [*values, respondent_id]
    return any(True for _ in read_rows(db, table, where, *values))
