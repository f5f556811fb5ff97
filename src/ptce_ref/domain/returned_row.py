"""A row of a file that comes back: the hidden names it is found again by, and what becomes of it.

The file knows what was stored when it was made; the database knows what is stored now; the file
says what was filled. Owns the rule that decides between these three states; knows neither what
a row holds, nor files, nor tables. Imports nothing heavy: commands name its policies.
"""

import hashlib
import json
from enum import StrEnum

KEY_PREFIX = "ptce:"
"""Begins the hidden names of columns and rows, by which they are found again."""
NOTHING = ""
"""The fingerprint of what is not there."""
_SIZE = 16


class Fate(StrEnum):
    """What an import does with one row; the values are French."""

    ADDED = "ajoutée"
    CHANGED = "modifiée"
    WITHDRAWN = "retirée"
    UNCHANGED = "inchangée"
    KEPT = "gardée"
    """The database is newer, and the file says what it said when it was made."""
    CONFLICT = "en conflit"
    """Both changed since the file was made, differently."""


class Conflict(StrEnum):
    """What to do when both the file and the database changed; the values are those of ``--conflit``."""

    KEEP = "garder"
    REPLACE = "remplacer"
    STOP = "arreter"


def digest(content: object) -> str:
    """Return sixteen hexadecimal digits that tell ``content``, made of JSON values, from any other."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_SIZE]


def fate_of(filled: str, stored: str, base: str) -> Fate:
    """Return what becomes of a row, given three fingerprints: of what was filled, is stored, was stored then."""
    if filled == stored:
        return Fate.UNCHANGED
    if stored == base:
        return _change(filled=filled != NOTHING, stored=stored != NOTHING)
    return Fate.KEPT if filled == base else Fate.CONFLICT


def settled(fate: Fate, policy: Conflict, *, filled: bool, stored: bool) -> Fate:
    """Return the fate that ``policy`` gives to a conflict; « arreter » leaves it, and other fates stay.

    ``filled`` and ``stored`` tell whether the file and the database hold anything there.
    """
    if fate is not Fate.CONFLICT or policy is Conflict.STOP:
        return fate
    return Fate.KEPT if policy is Conflict.KEEP else _change(filled=filled, stored=stored)


def _change(*, filled: bool, stored: bool) -> Fate:
    if not filled:
        return Fate.WITHDRAWN
    return Fate.CHANGED if stored else Fate.ADDED
