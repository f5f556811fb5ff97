"""What was typed and is not stored yet: kept while the program runs, offered again.

An answer needs a level, « non concerné » or « ne sait pas »: an argument typed before any of
them has nowhere to go in the database. It waits here, so that leaving a question loses nothing.
"""

from dataclasses import dataclass

from ptce_ref.domain.vocabulary import ArgumentKind

Key = tuple[str, str, str]
"""Evaluation, respondent, indicator."""


@dataclass(frozen=True)
class Typed:
    """What the fields of one question hold."""

    argument: str = ""
    reason: str = ""
    argument_kind: ArgumentKind | None = None

    @property
    def blank(self) -> bool:
        return not (self.argument.strip() or self.reason.strip())


class Drafts:
    """The drafts of all questions, by evaluation, respondent and indicator."""

    def __init__(self) -> None:
        self._kept: dict[Key, tuple[str, Typed]] = {}

    def get(self, key: Key) -> Typed | None:
        """Return what was typed for this question, or None."""
        found = self._kept.get(key)
        return found[1] if found else None

    def put(self, key: Key, code: str, typed: Typed) -> None:
        """Keep what was typed; ``code`` names the question to the user."""
        self._kept[key] = (code, typed)

    def drop(self, key: Key) -> None:
        self._kept.pop(key, None)

    @property
    def codes(self) -> tuple[str, ...]:
        """The display codes of the questions that have a draft."""
        return tuple(code for code, _ in self._kept.values())
