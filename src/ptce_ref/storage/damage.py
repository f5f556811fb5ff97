"""Says in French what SQLite finds wrong in a file, by table: its own words speak of trees and pages."""

import re
import sqlite3
from collections.abc import Iterator

from ptce_ref.storage.problem import DatabaseUnusableError, tells_damage
from ptce_ref.storage.schema import expected_parts, stored_parts, version_of

TABLES = {
    "referentials": "les référentiels",
    "poles": "les pôles",
    "evaluations": "les évaluations",
    "respondents": "les répondants",
    "answers": "les avis",
    "tallies": "les votes à main levée",
    "positions": "les positions",
    "actions": "les actions",
    "marks": "les questions à revoir",
    "questionnaires": "les questionnaires reçus",
    "journal": "l’historique",
    "snapshots": "ce que les clôtures ont figé",
    "receptions": "les fichiers d’échange reçus",
    "erasures": "les effacements",
    "passages": "les changements de référentiel",
    "rounds": "les tournées de visites",
    "visits": "les visites",
    "migrations": "les formats de la base",
    "": "une partie inconnue",
}
"""What each table holds, in the user's words."""

_TREE = re.compile(r"(?:Tree|On tree page) (\d+)")
_INDEX = re.compile(r"(?:index|INDEX) (\w+)")


def is_damaged(error: DatabaseUnusableError) -> bool:
    """Whether the database cannot be used because of what the file holds, not of who or where we are."""
    cause = error.__cause__
    if not isinstance(cause, sqlite3.Error):
        return isinstance(cause, UnicodeDecodeError)
    return tells_damage(cause) or getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_NOTADB


def damages(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield one sentence for each table in which SQLite finds something wrong."""
    owner: dict[int, str] = {}
    indexed: dict[str, str] = {}
    for kind, name, table, root in connection.execute("SELECT type, name, tbl_name, rootpage FROM sqlite_schema"):
        owner[root or 0] = table
        if kind == "index":
            indexed[name] = table
    said: set[str] = set()
    for (lines,) in connection.execute("PRAGMA integrity_check"):
        for line in str(lines).splitlines():
            if line == "ok" or line.startswith("***"):
                continue
            tree, index = _TREE.search(line), _INDEX.search(line)
            table = owner.get(int(tree[1]), "") if tree else indexed.get(index[1], "") if index else ""
            if table not in said:
                said.add(table)
                where = TABLES.get(table, f"« {table} »")
                yield f"Fichier abîmé : {where} (détail : {line.rstrip('.')})."


def lost_parts(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield (kind, sentence) for each table, index or trigger that the file should have, and has not as it should.

    ``kind`` is SQLite's word. A trigger of somebody else's is told too: it may change what is written.
    """
    expected, found = expected_parts(version_of(connection)), stored_parts(connection)
    for kind, name in expected:
        what = TABLES.get(name, f"« {name} »") if kind == "table" else f"« {name} »"
        if (kind, name) not in found:
            yield kind, _GONE[kind].format(what=what)
        elif expected[kind, name] != found[kind, name]:
            yield kind, _CHANGED[kind].format(what=what)
    for kind, name in found.keys() - expected.keys():
        if kind == "trigger":
            yield kind, f"Une règle qui n’est pas de ptce peut changer ce qui est écrit dans la base (« {name} »)."


_GONE = {
    "table": "Toute une partie de la base a disparu : {what}.",
    "index": "Un index de la base a disparu ({what}).",
    "trigger": "Une protection de l’historique a disparu ({what}).",
}
_CHANGED = {
    "table": "Une partie de la base n’a plus sa forme : {what}.",
    "index": "Un index de la base n’a plus sa forme ({what}).",
    "trigger": "Une protection de l’historique n’a plus sa forme ({what}).",
}
