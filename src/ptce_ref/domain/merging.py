"""Two histories of the same thing, made one.

Owns the rule by which copies of a base that were changed apart come together again; knows neither
tables nor files. What a copy knows of one thing is the set of its journal lines, each saying what
was there before and after. Merging is the union of these sets, and what is there now is read from
the union alone. So the order in which copies meet does not matter, nor how many times they do.

In a set of lines, a version is replaced when another one leads on from it. A version that nothing
replaced is a head; copies changed apart leave several, and the latest is kept. A clock decides
there and nowhere else: a copy that went further than another wins whatever their clocks say.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Value = str | None
"""Something as canonical JSON, or None when there is nothing."""

_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One change: ``at`` is the moment the machine that made it believed it was (ISO 8601)."""

    at: str
    before: Value
    after: Value


Lines = Counter[Line]
"""The lines of one thing. The same line twice is two changes within one millisecond."""


@dataclass(frozen=True)
class State:
    """What a copy holds of one thing: its lines, what is there now, and since when."""

    lines: Lines = field(default_factory=Counter)
    value: Value = None
    at: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a set of lines comes to: the value to hold, since when, and every head with its moment."""

    value: Value
    at: str
    heads: Mapping[Value, str]


@dataclass(frozen=True)
class Merged:
    """What two states come to.

    ``state`` is what both copies hold afterwards. ``conflict`` says that both were changed apart, differently;
    ``settled`` that one of the two copies had already seen both versions, and decided.
    """

    state: State
    conflict: bool = False
    settled: bool = False


def merge(here: State, there: State) -> Merged:
    """Return what two copies of the same thing come to; the two may be exchanged."""
    here, there = repair(here), repair(there)
    lines = here.lines | there.lines
    found = outcome(lines)
    return Merged(
        State(lines, found.value, found.at),
        conflict=here.value != there.value and here.value in found.heads and there.value in found.heads,
        settled=lines in (here.lines, there.lines),
    )


def merge_by_clock(here: State, there: State) -> State:
    """Return what two copies of something blanked come to; the two may be exchanged.

    Once blanked, versions that said different things may say the same: only their moments tell them apart.
    """
    lines = _ended(here) | _ended(there)
    last = _last(lines)
    return State(lines, last.after, last.at) if last else State()


def _last(lines: Lines) -> Line | None:
    return max(lines, key=lambda line: (instant(line.at), line.after or "", line.before or ""), default=None)


def _ended(state: State) -> Lines:
    """Return the lines of a state, with one more when its latest does not say what is there."""
    last = _last(state.lines)
    if state.value == (last.after if last else None):
        return state.lines
    at = latest(state.at, last.at) if last else state.at
    return state.lines | Counter([Line(at, last.after if last else None, state.value)])


def repair(state: State) -> State:
    """Return ``state`` with a line more when its lines do not lead to its value.

    So it is for what was never journaled, or what a clock gone backwards hides.
    """
    if len(state.lines) == 1:
        (only,) = state.lines
        if only.before is None and only.after == state.value and state.lines[only] == 1:
            return state
    lines, found = state.lines, outcome(state.lines)
    at = latest(state.at, *found.heads.values())
    while found.value != state.value:
        # Added, and not united: what two copies wrote alike, and one removed once, is replaced as often as written.
        lines = lines + Counter(Line(at, head, state.value) for head in found.heads if head != state.value)
        found = outcome(lines)
    return state if lines is state.lines else State(lines, state.value, state.at)


def outcome(lines: Lines) -> Outcome:
    """Return what ``lines`` come to, read from nothing else.

    A version stands when more lines lead to it than from it: along one history, that is the last one and no
    other, whatever the clocks said. Of those standing, one that leads on to another is replaced by it.
    """
    balance: dict[Value, int] = {None: 1}
    since: dict[Value, str] = {None: ""}
    for line, times in lines.items():
        balance[line.after] = balance.get(line.after, 0) + times
        balance[line.before] = balance.get(line.before, 0) - times
        since[line.after] = latest(since.get(line.after, ""), line.at)
    standing = [value for value, count in balance.items() if count > 0]
    if len(standing) > 1:
        standing = _not_replaced(standing, lines, since)
    heads = {value: since[value] for value in standing}
    kept = max(standing, key=lambda value: (instant(since[value]), value or ""))
    return Outcome(kept, since[kept], heads)


def _not_replaced(standing: list[Value], lines: Lines, since: Mapping[Value, str]) -> list[Value]:
    """Return the versions that lead on to no other; of those that lead to each other, the latest."""
    following = _following(lines)
    reached = {value: _reached(value, following) for value in standing}

    def replaced(value: Value) -> bool:
        order = (instant(since[value]), value or "")
        for other in standing:
            if other == value or other not in reached[value]:
                continue
            if value not in reached[other] or (instant(since[other]), other or "") > order:
                return True
        return False

    return [value for value in standing if not replaced(value)]


def _following(lines: Lines) -> dict[Value, set[Value]]:
    """Return what leads where. Nothing-yet is not nothing-any-more: a creation follows only an earlier removal."""
    removals = [instant(line.at) for line in lines if line.after is None]
    following: dict[Value, set[Value]] = {}
    for line in lines:
        if line.before is None and not any(removal < instant(line.at) for removal in removals):
            continue
        following.setdefault(line.before, set()).add(line.after)
    return following


def _reached(start: Value, following: Mapping[Value, set[Value]]) -> set[Value]:
    reached: set[Value] = set()
    waiting = list(following.get(start, ()))
    while waiting:
        value = waiting.pop()
        if value not in reached:
            reached.add(value)
            waiting += following.get(value, ())
    return reached


@lru_cache(maxsize=65536)
def instant(at: str) -> dt.datetime:
    """Return a moment that can be compared with those of other time zones; what is no moment was long ago."""
    try:
        found = dt.datetime.fromisoformat(at)
        return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return _LONG_AGO


def latest(*moments: str) -> str:
    """Return the last of ``moments``, whatever their time zones."""
    return max(moments, key=lambda at: (instant(at), at))


def earliest(moments: Iterable[str]) -> str:
    """Return the first of ``moments``, whatever their time zones."""
    return min(moments, key=lambda at: (instant(at), at))
