"""The tables, as migrations: each is applied once, together with its own record.

A migration is never edited once released: what changes is a new one.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

APPLICATION_ID = 0x50544345
"""« PTCE » in the header of the file: tells our databases from any other SQLite file."""


@dataclass(frozen=True)
class Migration:
    """One step of the schema: ``what`` says in French what it changed, for ``ptce base info``."""

    name: str
    what: str
    sql: str


MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "0001_premier_format",
        "Création des tables : référentiels, pôles, évaluations, répondants, avis, votes, positions, journal.",
        """
        CREATE TABLE referentials (
            hash TEXT PRIMARY KEY,
            id TEXT NOT NULL,
            version TEXT NOT NULL,
            title TEXT NOT NULL,
            content TEXT NOT NULL,
            added_at TEXT NOT NULL
        ) STRICT;

        CREATE TABLE poles (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            demonstration INTEGER NOT NULL CHECK (demonstration IN (0, 1)),
            card TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT;

        CREATE TABLE evaluations (
            id TEXT PRIMARY KEY,
            pole_id TEXT NOT NULL REFERENCES poles (id),
            peer_pole_id TEXT REFERENCES poles (id),
            title TEXT NOT NULL,
            date TEXT NOT NULL,
            use TEXT NOT NULL,
            mode TEXT NOT NULL CHECK (mode IN ('auto', 'co', 'pair')),
            path TEXT NOT NULL,
            phase TEXT NOT NULL
                CHECK (phase IN ('preparation', 'avis', 'dialogue', 'position', 'plan-d-action', 'cloture')),
            argument_required INTEGER NOT NULL CHECK (argument_required IN (0, 1)),
            colleges TEXT NOT NULL,
            indicators TEXT NOT NULL,
            referential_hash TEXT NOT NULL REFERENCES referentials (hash),
            updated_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX evaluations_by_pole ON evaluations (pole_id, date);

        CREATE TABLE respondents (
            evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
            id TEXT NOT NULL,
            college TEXT NOT NULL,
            name TEXT,
            organisation TEXT,
            PRIMARY KEY (evaluation_id, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE answers (
            evaluation_id TEXT NOT NULL,
            indicator_id TEXT NOT NULL,
            respondent_id TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('niveau', 'non-concerne', 'ne-sait-pas')),
            level TEXT CHECK ((kind = 'niveau') = (level IS NOT NULL)),
            reason TEXT NOT NULL CHECK ((kind = 'non-concerne') = (reason <> '')),
            argument TEXT NOT NULL,
            argument_kind TEXT,
            evidence TEXT NOT NULL,
            wished_level TEXT,
            wished_year INTEGER,
            figures TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, indicator_id, respondent_id),
            FOREIGN KEY (evaluation_id, respondent_id) REFERENCES respondents (evaluation_id, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE tallies (
            evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
            indicator_id TEXT NOT NULL,
            college TEXT NOT NULL,
            voices TEXT NOT NULL,
            dont_know INTEGER NOT NULL CHECK (dont_know >= 0),
            not_applicable INTEGER NOT NULL CHECK (not_applicable >= 0),
            argument TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, indicator_id, college)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE positions (
            evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
            indicator_id TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('accord', 'desaccord', 'non-concerne')),
            level TEXT CHECK ((outcome = 'accord') = (level IS NOT NULL)),
            argument TEXT NOT NULL,
            minority_opinion TEXT NOT NULL,
            decided_with TEXT NOT NULL,
            date TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, indicator_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE journal (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            subject TEXT NOT NULL,
            key TEXT NOT NULL,
            before TEXT,
            after TEXT
        ) STRICT;
        CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
        CREATE TRIGGER journal_keeps_everything BEFORE DELETE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

        CREATE TABLE snapshots (
            evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
            at TEXT NOT NULL,
            content TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, at)
        ) STRICT;
        """,
    ),
    Migration(
        "0002_plan_d_action",
        "Création des tables du plan d’action, des questions à revoir et des questionnaires reçus.",
        """
        CREATE TABLE actions (
            evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
            id TEXT NOT NULL,
            what TEXT NOT NULL CHECK (what <> ''),
            indicators TEXT NOT NULL,
            who TEXT NOT NULL,
            due TEXT,
            state TEXT NOT NULL CHECK (state IN ('a-faire', 'en-cours', 'faite', 'abandonnee')),
            note TEXT NOT NULL,
            origin_evaluation_id TEXT,
            origin_id TEXT,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, id),
            CHECK ((origin_evaluation_id IS NULL) = (origin_id IS NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE marks (
            evaluation_id TEXT NOT NULL,
            respondent_id TEXT NOT NULL,
            indicator_id TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, respondent_id, indicator_id),
            FOREIGN KEY (evaluation_id, respondent_id) REFERENCES respondents (evaluation_id, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE questionnaires (
            evaluation_id TEXT NOT NULL,
            key TEXT NOT NULL,
            respondent_id TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, key),
            FOREIGN KEY (evaluation_id, respondent_id) REFERENCES respondents (evaluation_id, id)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
    Migration(
        "0003_echanges",
        "Création des tables des échanges entre machines, des effacements, des passages d’une version du "
        "référentiel à une autre et des visites entre pôles.",
        """
        CREATE TABLE receptions (
            evaluation_id TEXT PRIMARY KEY REFERENCES evaluations (id),
            content_hash TEXT NOT NULL,
            exported_at TEXT NOT NULL,
            received_at TEXT NOT NULL,
            confidential INTEGER NOT NULL CHECK (confidential IN (0, 1))
        ) STRICT;

        CREATE TABLE erasures (
            evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
            respondent_id TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, respondent_id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE passages (
            evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
            at TEXT NOT NULL,
            from_hash TEXT NOT NULL REFERENCES referentials (hash),
            to_hash TEXT NOT NULL REFERENCES referentials (hash),
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            left_behind TEXT NOT NULL,
            PRIMARY KEY (evaluation_id, at)
        ) STRICT;

        CREATE TABLE rounds (
            id TEXT PRIMARY KEY,
            title TEXT NOT NULL CHECK (title <> ''),
            date TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT;

        CREATE TABLE visits (
            round_id TEXT NOT NULL REFERENCES rounds (id),
            visitor_id TEXT NOT NULL REFERENCES poles (id),
            host_id TEXT NOT NULL REFERENCES poles (id),
            evaluation_id TEXT REFERENCES evaluations (id),
            date TEXT,
            visitor_gained TEXT NOT NULL,
            host_gained TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (round_id, visitor_id, host_id),
            CHECK (visitor_id <> host_id)
        ) STRICT, WITHOUT ROWID;
        """,
    ),
)

VERSION = len(MIGRATIONS)


class Reader(Protocol):
    """What reads the header of a file: a connection, or sqlite-utils around one."""

    def execute(self, sql: str, /) -> sqlite3.Cursor:
        """Run ``sql``, which takes no argument, and return what it gives."""


def version_of(db: Reader) -> int:
    """Return how many migrations the file has seen."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection, at: str) -> list[str]:
    """Apply what is pending, each migration in one transaction with its record.

    Returns the French descriptions of what was applied. Safe when two processes start at once:
    the version is read again under the write lock.
    """
    done: list[str] = []
    while version_of(db) < VERSION:
        db.execute("BEGIN IMMEDIATE")
        try:
            position = version_of(db)
            if position < VERSION:
                _apply(db, MIGRATIONS[position], position + 1, at)
                done.append(MIGRATIONS[position].what)
        except BaseException:
            db.rollback()
            raise
        db.commit()
    return done


def _apply(db: sqlite3.Connection, migration: Migration, version: int, at: str) -> None:
    for statement in _statements(migration.sql):
        db.execute(statement)
    db.execute(
        "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, what TEXT NOT NULL, at TEXT NOT NULL) STRICT"
    )
    db.execute("INSERT INTO migrations (name, what, at) VALUES (?, ?, ?)", (migration.name, migration.what, at))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {version}")


def expected_parts(version: int) -> dict[tuple[str, str], str]:
    """Return what a file of this format is made of: (kind, name) of each table, index and trigger → its SQL."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for position, migration in enumerate(MIGRATIONS[:version]):
            _apply(db, migration, position + 1, "")
        return stored_parts(db)


def stored_parts(db: Reader) -> dict[tuple[str, str], str]:
    """As :func:`expected_parts`, of a file; what SQLite makes by itself is left out, and spaces count for nothing."""
    rows = db.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    return {(str(kind), str(name)): " ".join(str(sql).split()) for kind, name, sql in rows}


def _statements(sql: str) -> list[str]:
    """Split a script into statements; ``executescript`` would commit the transaction first.

    Raises ValueError when something is left that does not end: it would not be applied, and nobody would know.
    """
    statements: list[str] = []
    current = ""
    for line in sql.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current.strip())
            current = ""
    if current.strip():
        raise ValueError(f"no semicolon ends: {current.strip()[:60]}")
    return statements
