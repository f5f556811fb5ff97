"""Finds where a name is written: in what people typed elsewhere than in what they said of themselves."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ptce_ref.domain.text import fold
from ptce_ref.storage.database import Store
from ptce_ref.storage.record import Row, read_rows

_LONG_ENOUGH = 3
"""Letters of a word that is looked for on its own: « Le » would be found everywhere."""


@dataclass(frozen=True)
class Mention:
    """A text that holds a name. ``table`` and ``field`` say where, ``key`` which row; never what it says."""

    table: str
    field: str
    key: dict[str, str]


_TEXTS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "evaluations": ("id", ("id",), ("title",)),
    "answers": ("evaluation_id", ("indicator_id", "respondent_id"), ("argument", "reason", "evidence")),
    "tallies": ("evaluation_id", ("indicator_id", "college"), ("argument",)),
    "positions": ("evaluation_id", ("indicator_id",), ("argument", "minority_opinion", "decided_with")),
    "visits": ("evaluation_id", ("round_id", "visitor_id", "host_id"), ("visitor_gained", "host_gained")),
    "actions": ("evaluation_id", ("id",), ("what", "who", "note")),
}
"""Table → its column of the evaluation, those that tell its rows apart, those that people typed."""


def wanted_words(names: Iterable[str]) -> tuple[str, ...]:
    """Return what to look for: each name, and the last word of those that have several (« Dupont »)."""
    wanted: dict[str, None] = {}
    for name in names:
        folded = fold(name).strip()
        if len(folded) >= _LONG_ENOUGH:
            wanted[folded] = None
        last = name.split()[-1] if len(name.split()) > 1 else ""
        if len(last) >= _LONG_ENOUGH and last[0].isupper():
            wanted[fold(last)] = None
    return tuple(wanted)


class Seeker:
    """Says whether a text holds one of some names, whatever its accents and capitals."""

    def __init__(self, names: Iterable[str]) -> None:
        words = wanted_words(names)
        self.pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words)) if words else None

    def found_in(self, text: object) -> bool:
        """Whether ``text`` holds one of the names as whole words; False for what is no text, or without names."""
        return bool(self.pattern and isinstance(text, str) and text and self.pattern.search(fold(text)))


def find_mentions(
    store: Store, evaluations: Iterable[str], names: Iterable[str], own: tuple[str, str]
) -> Iterator[Mention]:
    """Yield the texts of ``evaluations`` that hold one of ``names``, save those of ``own`` (evaluation, respondent)."""
    seeker = Seeker(names)
    if seeker.pattern is None:
        return
    with store.reading() as db:
        for ident in evaluations:
            for name, (belongs, keys, fields) in _TEXTS.items():
                for row in read_rows(db, name, f"{belongs} = ?", ident):
                    if (ident, row.get("respondent_id")) != own:
                        yield from _in_row(name, row, {"evaluation_id": ident}, keys, fields, seeker)


def _in_row(
    name: str, row: Row, key: dict[str, str], keys: tuple[str, ...], fields: tuple[str, ...], seeker: Seeker
) -> Iterator[Mention]:
    for field in fields:
        if seeker.found_in(row[field]):
            yield Mention(name, field, {**key, **{column: str(row[column]) for column in keys}})


def count_history(store: Store, evaluation_id: str, names: Iterable[str], respondent_id: str) -> int:
    """Return how many lines of the journal about something else than this person hold one of ``names``."""
    seeker, count = Seeker(names), 0
    if seeker.pattern is None:
        return 0
    with store.reading() as db:
        lines = db.execute(
            "SELECT key, before, after FROM journal WHERE json_extract(key, '$.evaluation') = ?", (evaluation_id,)
        )
        for key, before, after in lines:
            if json.loads(key).get("respondent") != respondent_id:
                count += seeker.found_in(before) or seeker.found_in(after)
    return count


def find_namesakes(store: Store, name: str) -> list[tuple[str, str]]:
    """Return (evaluation, respondent) of everybody registered under this name, whatever its accents and capitals."""
    wanted = fold(name)
    with store.reading() as db:
        rows = db.execute("SELECT evaluation_id, id, name FROM respondents WHERE name IS NOT NULL ORDER BY 1, 2")
        return [(str(evaluation), str(ident)) for evaluation, ident, found in rows if fold(found) == wanted]


def names_of(store: Store, evaluation_id: str, respondent_id: str) -> tuple[str, ...]:
    """Return the names and organisations this respondent has or had, the present ones first."""
    found: dict[str, None] = {}
    with store.reading() as db:
        rows = list(read_rows(db, "respondents", "evaluation_id = ? AND id = ?", evaluation_id, respondent_id))
        lines = db.execute(
            "SELECT before, after FROM journal WHERE subject = 'respondents' AND json_extract(key, '$.evaluation') = ? "
            "AND json_extract(key, '$.respondent') = ? ORDER BY seq DESC",
            (evaluation_id, respondent_id),
        )
        rows += [json.loads(text) for line in lines for text in line if text]
    for row in rows:
        for field in ("name", "organisation"):
            if row.get(field):
                found[str(row[field])] = None
    return tuple(found)
