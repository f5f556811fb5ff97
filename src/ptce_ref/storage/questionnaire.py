"""Keeps a questionnaire that came back: its respondent and all its answers, or nothing of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from ptce_ref.domain.evaluation import Answer, Respondent
from ptce_ref.storage.database import Store
from ptce_ref.storage.evaluation import PhaseGuard, list_respondents, read_phase, write_respondent
from ptce_ref.storage.journal import ids_in_journal
from ptce_ref.storage.opinion import delete_answer, list_answers, write_answer
from ptce_ref.storage.record import read_row


@dataclass(frozen=True)
class Standing:
    """What the database holds when a questionnaire comes: ``received`` tells, by key, who the same one came from.

    ``taken`` are the ids that nobody new may bear, those of who was withdrawn included.
    """

    respondents: Sequence[Respondent]
    received: Mapping[str, str]
    answers_by: Callable[[str], Mapping[str, Answer]]
    """Respondent id → their answers by indicator id."""
    taken: frozenset[str]


@dataclass(frozen=True)
class Reception:
    """What to write: a respondent (``new`` or known), answers, and the indicators to take back."""

    respondent: Respondent
    new: bool
    written: Sequence[Answer]
    withdrawn: Sequence[str]


def look(store: Store, evaluation_id: str, keys: Sequence[str]) -> Standing:
    """Return what the database holds now; nothing is written. ``keys`` tell questionnaires that came before."""
    with store.reading() as db:
        return _standing(store, db, evaluation_id, keys)


def receive(
    store: Store,
    evaluation_id: str,
    keys: Sequence[str],
    decide: Callable[[Standing], Reception],
    at: str,
    allow: PhaseGuard,
) -> Reception:
    """Write what ``decide`` makes of the database as it is, in one transaction; it may raise to refuse."""
    with store.writing() as db:
        allow(read_phase(db, evaluation_id))
        found = decide(_standing(store, db, evaluation_id, keys))
        if found.new:
            write_respondent(db, evaluation_id, found.respondent, at)
        for key in keys:
            # sqlite-utils looks for a rowid after an insert that may be ignored; this table has none.
            db.execute(
                "INSERT OR IGNORE INTO questionnaires (evaluation_id, key, respondent_id) VALUES (?, ?, ?)",
                (evaluation_id, key, found.respondent.id),
            )
        for answer in found.written:
            write_answer(db, evaluation_id, answer, at)
        for indicator in found.withdrawn:
            delete_answer(db, evaluation_id, found.respondent.id, indicator, at)
    return found


def _standing(store: Store, db: Database, evaluation_id: str, keys: Sequence[str]) -> Standing:
    rows = ((key, read_row(db, "questionnaires", {"evaluation_id": evaluation_id, "key": key})) for key in keys)

    def answers_by(respondent_id: str) -> Mapping[str, Answer]:
        return {answer.indicator_id: answer for answer in list_answers(store, evaluation_id, respondent_id)}

    people = list_respondents(store, evaluation_id)
    return Standing(
        people,
        {key: str(row["respondent_id"]) for key, row in rows if row},
        answers_by,
        frozenset(person.id for person in people) | ids_in_journal(db, "respondents", evaluation_id),
    )
