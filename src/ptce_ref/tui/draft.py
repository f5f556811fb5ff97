"""What was typed and is not stored yet: kept aside on the disk, offered again.

An answer needs a level, « non concerné » or « ne sait pas »: an argument typed before any of
them has nowhere to go in the database. It waits here, so that neither leaving a place nor an
accident loses it.
"""

from collections.abc import Mapping
from pathlib import Path

from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.draft import DraftKind, Fields, Kept, Key, change_kept, kept_drafts

__all__ = ["FLUSH_EVERY", "Drafts", "Fields", "Key"]

FLUSH_EVERY = 0.3
"""Seconds a text may wait before it is on the disk: less than a word typed."""


_OPINIONS = (DraftKind.OPINION, DraftKind.HANDS)
"""The kinds of places where an opinion is typed; the second part of their keys is the evaluation."""
_TOLD = "annonce"
"""A field of ours, beside those of the place: set once it was said that the place is closed."""
_NOT_TEXTS = {"kind", "wished_level", "wished_year", "chosen", "level", _TOLD}
"""The fields of an opinion that nobody wrote in words."""


class Drafts:
    """The drafts of all places of one database."""

    def __init__(self, folder: Path | None = None, database: Path | None = None) -> None:
        """``folder`` is where they are kept; without one they live as long as the program."""
        self._where = (folder, database) if folder is not None and database is not None else None
        self._kept: Kept = kept_drafts(*self._where) if self._where else {}
        self._changed: dict[Key, None] = {}
        self.found = self.labels
        """The names of the places whose drafts were there at the start."""

    @property
    def folder(self) -> Path | None:
        """Where they are kept; None when they live as long as the program."""
        return self._where[0] if self._where else None

    def get(self, key: Key) -> Fields | None:
        """Return what was typed there, or None."""
        found = self._kept.get(key)
        return dict(found[1]) if found else None

    def put(self, key: Key, label: str, fields: Mapping[str, str]) -> None:
        """Keep what was typed; ``label`` names the place to the user (« T1.03 »)."""
        draft = (label, {name: value for name, value in fields.items() if value})
        if self._kept.get(key) != draft:
            self._kept[key] = draft
            self._changed[key] = None

    def drop(self, key: Key) -> None:
        if self._kept.pop(key, None) is not None:
            self._changed[key] = None

    def closed(self, evaluation_id: str, phase: Phase) -> list[Key]:
        """Return the drafts of an evaluation that can no longer be stored: its opinions are closed."""
        if not others_visible(phase):
            return []
        return [key for kind in _OPINIONS for key in self.keys_under(kind, evaluation_id)]

    def first_time(self, key: Key) -> bool:
        """Whether it was never said that the place of a draft is closed; it counts as said from now on."""
        label, fields = self._kept[key]
        if _TOLD in fields:
            return False
        self.put(key, label, {**fields, _TOLD: "1"})
        return True

    def texts(self, key: Key) -> tuple[str, list[str]]:
        """Return the name of the place, and the texts typed there."""
        label, fields = self._kept[key]
        return label, [text for name, text in fields.items() if name not in _NOT_TEXTS]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the places that have a draft."""
        return tuple(label for label, _ in self._kept.values())

    @property
    def kept_on_disk(self) -> bool:
        """Whether there is a folder to keep them in."""
        return self._where is not None

    def keys_under(self, *start: str) -> list[Key]:
        """Return the places with a draft whose key begins so."""
        return [key for key in self._kept if key[: len(start)] == start]

    def read_again(self) -> None:
        """Take the drafts as the disk has them: a merge may have given other ids to what they are about."""
        if self._where is not None and self.flush():
            self._kept = kept_drafts(*self._where)

    def flush(self) -> bool:
        """Put on the disk what changed; say whether everything is there.

        When the disk refuses, the next call tries again.
        """
        if self._where is None:
            return not self._kept
        if self._changed and change_kept(*self._where, self._change):
            self._changed.clear()
        return not self._changed

    def _change(self, kept: Kept) -> None:
        for key in self._changed:
            if key in self._kept:
                kept[key] = self._kept[key]
            else:
                kept.pop(key, None)
