"""Reads what the first screen shows: every pôle and how far its evaluations went, counted by the database.

Uses the standard library alone: models and tables are loaded later, when somebody opens something.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from sqlite3 import Connection

from ptce_ref.domain.college_group import group_words
from ptce_ref.domain.overview import CollegeLine, EvaluationHead, EvaluationLine, Overview, PersonLine, PoleLine
from ptce_ref.domain.text import fold
from ptce_ref.domain.vocabulary import Mode, Phase
from ptce_ref.storage.database import Store
from ptce_ref.storage.problem import DatabaseUnusableError, explained

SEVERAL = 40
"""How many evaluations are counted at once: more than any screen shows, and soon done."""


@dataclass(frozen=True)
class Holdings:
    """What a file holds, in a few numbers; ``changed_at`` is the last line of its journal (ISO 8601), if any."""

    poles: int
    evaluations: int
    changed_at: str


def read_holdings(store: Store) -> Holdings:
    """Return what a file of any format holds."""
    with explained(store.path):
        poles, evaluations = (
            int(store.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - names of our own schema
            for table in ("poles", "evaluations")
        )
        last = store.connection.execute("SELECT at FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return Holdings(poles, evaluations, str(last[0]) if last else "")


def read_listing(store: Store) -> Overview:
    """Return what the home screen lists, at one moment: counted, or their heads alone when there are many.

    What an evaluation holds is then read when it is shown: one of a thousand costs what one of ten does.
    """
    with explained(store.path):
        (count,) = store.connection.execute("SELECT count(*) FROM evaluations").fetchone()
    return _at_one_moment(store, _headed) if count > SEVERAL else read_overview(store)


def read_overview(store: Store, evaluation_id: str | None = None) -> Overview:
    """Return everything at one moment; with ``evaluation_id``, that evaluation and its pôle alone."""

    def read(db: Connection) -> Overview:
        evaluations = tuple(_evaluations(db, evaluation_id))
        only = None if evaluation_id is None else {line.pole_id for line in evaluations}
        return Overview(tuple(_poles(db, only)), evaluations)

    return _at_one_moment(store, read)


def _headed(db: Connection) -> Overview:
    rows = db.execute("SELECT id, pole_id, title, date, phase FROM evaluations ORDER BY date DESC, id")
    heads = tuple(EvaluationHead(ident, pole, title, date, Phase(phase)) for ident, pole, title, date, phase in rows)
    return Overview(tuple(_poles(db, None)), (), heads)


def _at_one_moment(store: Store, read: Callable[[Connection], Overview]) -> Overview:
    db = store.connection
    with explained(store.path):
        own = not db.in_transaction
        if own:
            db.execute("BEGIN")
        try:
            return read(db)
        except (ValueError, TypeError, KeyError) as error:
            raise _unreadable(store) from error
        finally:
            if own:
                db.execute("ROLLBACK")


def _unreadable(store: Store) -> DatabaseUnusableError:
    return DatabaseUnusableError(
        f"La base « {store.path} » contient une ligne qui ne se relit pas. "
        "« ptce base verifier » dit laquelle ; gardez le fichier tel quel."
    )


def _poles(db: Connection, only: set[str] | None) -> list[PoleLine]:
    lines = []
    clause, arguments = ("", ()) if only is None else (f"WHERE id IN ({', '.join('?' * len(only))})", tuple(only))
    rows = db.execute(f"SELECT id, name, demonstration, card FROM poles {clause}", arguments)  # noqa: S608 - marks only
    for identifier, name, demonstration, card in rows:
        if only is None or identifier in only:
            told = json.loads(card)
            place = (told.get("commune", ""), told.get("departement", ""), told.get("region", ""))
            lines.append(PoleLine(identifier, name, *place, bool(demonstration)))
    return sorted(lines, key=lambda pole: (fold(pole.name), pole.id))


def _evaluations(db: Connection, wanted: str | None) -> Iterator[EvaluationLine]:
    """Yield the lines of all evaluations, or of the one ``wanted``, latest date first."""
    clause, arguments = ("WHERE id = ?", (wanted,)) if wanted else ("", ())
    rows = db.execute(
        "SELECT id, pole_id, title, date, mode, phase, indicators, colleges, referential_hash, updated_at "  # noqa: S608 - a clause of ours, the value goes as an argument
        f"FROM evaluations {clause} ORDER BY date DESC, id",
        arguments,
    ).fetchall()
    voices = _Voices(db, wanted)
    for identifier, pole, title, date, mode, phase, indicators, invited, referential, updated in rows:
        questions = len(json.loads(indicators))
        names = voices.college_names(referential)
        present = {*json.loads(invited), *voices.colleges_of(identifier)}
        ordered = [*(c for c in names if c in present), *sorted(present - names.keys())]
        tallied, positions, actions, unassigned, changed = voices.whole(identifier)
        yield EvaluationLine(
            id=identifier,
            pole_id=pole,
            title=title,
            date=date,
            mode=Mode(mode),
            phase=Phase(phase),
            questions=questions,
            colleges=tuple(
                voices.college(identifier, c, names.get(c) or group_words(c)[:2], questions) for c in ordered
            ),
            tallied=tallied,
            positions=positions,
            actions=actions,
            unassigned=unassigned,
            changed_at=max(updated, changed),
            late=voices.late(identifier, names, questions),
            received=identifier in voices.received,
        )


_LAST_CHANGES = 500
_LATELY = """
    SELECT json_extract(key, '$.evaluation') AS evaluation, max(at)
    FROM (SELECT key, at FROM journal ORDER BY seq DESC LIMIT ?)
    GROUP BY evaluation HAVING evaluation IS NOT NULL
"""
"""What was registered or withdrawn leaves no date of its own: the end of the journal knows, and is soon read."""


_TOLD = "NOT (voices = '{}' AND dont_know = 0 AND not_applicable = 0)"
"""A tally without a voice stands for those too few to be told: nothing was counted there."""
_RECEIVED = "SELECT evaluation_id FROM receptions WHERE confidential = 1"


class _Voices:
    """What the tables of answers, tallies, positions and actions count, each read once for all evaluations."""

    def __init__(self, db: Connection, wanted: str | None) -> None:
        self._db = db
        self._names: dict[str, dict[str, tuple[str, str]]] = {}
        self._where = "WHERE evaluation_id = ?" if wanted else ""
        self._arguments = (wanted,) if wanted else ()
        self._college_of: dict[str, dict[str, str]] = {}
        self._name_of: dict[tuple[str, str], str] = {}
        self._given: dict[str, dict[str, int]] = {}
        self._tallied: dict[str, dict[str, int]] = {}
        self._changed: dict[str, str] = {}
        people = self._read("SELECT evaluation_id, id, college, coalesce(name, '') FROM respondents", "ORDER BY 1, 2")
        for evaluation, person, college, name in people:
            self._college_of.setdefault(evaluation, {})[person] = college
            self._name_of[evaluation, person] = name
        for evaluation, person, n, at in self._counted("answers", "respondent_id"):
            self._given.setdefault(evaluation, {})[person] = n
            self._note(evaluation, at)
        for evaluation, college, n, at in self._counted("tallies", "college", _TOLD):
            self._tallied.setdefault(evaluation, {})[college] = n
            self._note(evaluation, at)
        for evaluation, at in db.execute(_LATELY, (_LAST_CHANGES,)):
            self._note(evaluation, at)
        self._voted = self._whole("tallies", f"count(DISTINCT CASE WHEN {_TOLD} THEN indicator_id END)")
        # A base of an earlier format, opened to be read, had received nothing yet.
        told = db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'receptions'").fetchone()
        self.received = {evaluation for (evaluation,) in db.execute(_RECEIVED)} if told else set()
        self._positions = self._whole("positions", "count(*)")
        self._actions = self._whole("actions", "count(*)")
        self._unassigned = self._whole("actions", "sum(trim(who) = '' AND state IN ('a-faire', 'en-cours'))")

    def _read(self, sql: str, end: str = "") -> list[tuple[str, str, str, str]]:
        return self._db.execute(f"{sql} {self._where} {end}", self._arguments).fetchall()

    def _counted(self, table: str, by: str, which: str = "TRUE") -> list[tuple[str, str, int, str]]:
        sql = (
            f"SELECT evaluation_id, {by}, count(*), max(updated_at) FROM "  # noqa: S608 - names of ours
            f"(SELECT * FROM {table} {self._where}) WHERE {which} GROUP BY 1, 2"
        )
        return self._db.execute(sql, self._arguments).fetchall()

    def _whole(self, table: str, what: str) -> dict[str, int]:
        sql = f"SELECT evaluation_id, {what}, max(updated_at) FROM {table} {self._where} GROUP BY 1"  # noqa: S608 - names of ours
        found: dict[str, int] = {}
        for evaluation, n, at in self._db.execute(sql, self._arguments):
            found[evaluation] = n
            self._note(evaluation, at)
        return found

    def _note(self, evaluation: str, at: str) -> None:
        self._changed[evaluation] = max(at, self._changed.get(evaluation, ""))

    def college_names(self, referential: str) -> dict[str, tuple[str, str]]:
        """Return the colleges of a referential, name and short name, in its order."""
        if referential not in self._names:
            sql = "SELECT json_extract(content, '$.colleges') FROM referentials WHERE hash = ?"
            row = self._db.execute(sql, (referential,)).fetchone()
            colleges = json.loads(row[0]) if row and row[0] else []
            self._names[referential] = {c["id"]: (c["nom"], c.get("nom_court") or c["nom"]) for c in colleges}
        return self._names[referential]

    def colleges_of(self, evaluation: str) -> set[str]:
        """Return the colleges somebody spoke for."""
        return {*self._college_of.get(evaluation, {}).values(), *self._tallied.get(evaluation, {})}

    def college(self, evaluation: str, college: str, names: tuple[str, str], questions: int) -> CollegeLine:
        """Return how far a college went."""
        given = self._given.get(evaluation, {})
        people = [given.get(p, 0) for p, own in self._college_of.get(evaluation, {}).items() if own == college]
        finished = sum(n >= questions for n in people)
        tallied = self._tallied.get(evaluation, {}).get(college, 0)
        return CollegeLine(college, *names, len(people), questions, sum(people), finished, tallied)

    def late(self, evaluation: str, names: dict[str, tuple[str, str]], questions: int) -> tuple[PersonLine, ...]:
        """Return who has not answered every question, the fewest answers first."""
        given = self._given.get(evaluation, {})
        people = []
        for person, college in self._college_of.get(evaluation, {}).items():
            n, (_, short) = given.get(person, 0), names.get(college, (college, college))
            if n < questions:
                people.append(PersonLine(person, self._name_of[evaluation, person], short, n, questions))
        return tuple(sorted(people, key=lambda person: person.given))

    def whole(self, evaluation: str) -> tuple[int, int, int, int, str]:
        """Return questions voted, positions, actions, actions in nobody's charge, and the last change."""
        counts = (self._voted, self._positions, self._actions, self._unassigned)
        voted, positions, actions, unassigned = (found.get(evaluation, 0) for found in counts)
        return voted, positions, actions, unassigned, self._changed.get(evaluation, "")
