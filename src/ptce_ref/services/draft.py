"""Use cases of the drafts: what was typed and is not stored yet, kept from one run to the next.

A draft protects a text from accidents; it must never cause one. Nothing here raises: what the disk
refuses is answered by False, and the texts stay in memory.
"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from ptce_ref.storage.draft import Fields, Kept, Key, change_drafts, draft_file, read_drafts

__all__ = ["FIGURE", "KNOWN", "DraftKind", "Fields", "Kept", "Key", "change_kept", "default_folder", "kept_drafts"]


class DraftKind(StrEnum):
    """Where a text was typed: the first part of the key of a draft; what comes next is said beside each.

    The values are on the disk: they do not change.
    """

    OPINION = "avis"
    """Evaluation, respondent, indicator."""
    HANDS = "main-levee"
    """Evaluation, indicator, college."""
    POSITION = "position"
    """Evaluation, indicator."""
    ADOPTION = "adoption"
    """Evaluation."""
    ACTION = "action"
    """Evaluation, action."""
    VISIT = "visite"
    """Round, then the two pôles."""
    CARD = "identite"
    """Pôle."""


FIGURE = "figure:"
"""Begins the name of a field that holds a figure of a question; its id follows."""

KNOWN = "avant:"
"""Begins the name of what a field of a form showed before anything was typed in it; the name of that field follows."""


def default_folder() -> Path:
    """Return where drafts are kept when nobody says otherwise: the user's state folder."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only when the screens open

    return user_state_path("ptce", appauthor=False) / "brouillons"


def kept_drafts(folder: Path, database: Path) -> Kept:
    """Return the drafts kept for a database; none when they cannot be read."""
    try:
        return read_drafts(draft_file(folder, database))
    except OSError:
        return {}


def change_kept(folder: Path, database: Path, change: Callable[[Kept], None]) -> bool:
    """Change the drafts kept for a database; say whether they are on the disk."""
    try:
        change_drafts(draft_file(folder, database), database, change)
    except (OSError, UnicodeError):
        return False
    return True
