"""Says in French what SQLite finds wrong in a file, by table: its own words speak of trees and pages."""

import re
import sqlite3
from collections.abc import Iterator

from ptce_ref.storage.problem import DatabaseUnusableError, tells_damage

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
    "rounds": "les campagnes de visites",
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
