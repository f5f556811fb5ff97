"""Which parts of a thing are merged each on its own, and how the whole is put together again.

A card that two people completed, each a different line, keeps both lines: the card of a pôle is merged key
by key, the settings of an evaluation group by group. Anything else is one thing: an answer is never half
the one of a coordinator and half the other's.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ptce_ref.domain.merging import Line, Lines, State, Value, latest, merge, merge_by_clock, outcome

POLES, EVALUATIONS, VISITS = "poles", "evaluations", "visits"
_NEEDED = {POLES: "id", EVALUATIONS: "questions", VISITS: "round_id"}
"""What is merged part by part → the part without which there is nothing: it was taken out."""
WHOLE = ""
"""The only part of what is merged as one thing."""

_ENTRIES = ("membres", "criteres")
"""Keys of a card whose entries are merged one by one."""
_GROUPS = {
    "titre": ("title",),
    "date": ("date",),
    "phase": ("phase",),
    "argument": ("argument_required",),
    "mode": ("pole_id", "mode", "peer_pole_id"),
    "questions": ("use", "path", "indicators", "referential_hash", "colleges"),
}
"""Settings that only make sense together."""
_GROUP_OF = {column: group for group, columns in _GROUPS.items() for column in columns}
_SEPARATOR = "\u0000"

Parts = dict[str, str]


@dataclass(frozen=True)
class Clash:
    """One part that both copies changed, differently. ``here_kept`` says whose version stands.

    ``settled`` says that one of the copies had seen both already: it is known, and asks nothing.
    """

    part: str
    here: Value
    there: Value
    here_at: str
    there_at: str
    here_kept: bool
    settled: bool


@dataclass(frozen=True)
class Union:
    """What two states of one thing come to, part by part."""

    state: State
    clashes: tuple[Clash, ...] = ()


def merge_thing(subject: str, here: State, there: State, *, blanked: bool = False) -> Union:
    """Return what two copies of a thing of the table ``subject`` come to; the two may be exchanged.

    ``blanked`` says that it is about a person who was erased: nobody chooses between versions of which nothing is left.
    """
    if blanked:
        return Union(merge_by_clock(here, there))
    if subject not in _NEEDED:
        found = merge(here, there)
        return Union(found.state, _clashes(WHOLE, here, there, found.state.value) if found.conflict else ())
    here, there = _repair_parts(subject, here), _repair_parts(subject, there)
    lines = here.lines | there.lines
    ours, theirs, both = (_project(subject, found) for found in (here.lines, there.lines, lines))
    parts: Parts = {}
    clashes: list[Clash] = []
    moments = [""]
    for part, part_lines in both.items():
        kept = outcome(part_lines)
        if kept.value is not None:
            parts[part] = kept.value
            moments.append(kept.at)
        one, other = _state(ours, part), _state(theirs, part)
        if one.value != other.value and one.value in kept.heads and other.value in kept.heads:
            clashes += _clashes(part, one, other, kept.value)
    return Union(State(lines, join(subject, parts), latest(*moments)), tuple(clashes))


def decide(subject: str, state: State, part: str, value: Value, at: str) -> State:
    """Return ``state`` with ``value`` for one part: a change of its own, made at ``at``."""
    if part == WHOLE and subject not in _NEEDED:
        chosen = value
    else:
        parts = {**split(subject, state.value), part: value}
        chosen = join(subject, {name: content for name, content in parts.items() if content is not None})
    if chosen == state.value:
        return state
    # A clock behind the one of the other machine must not undo what was just decided.
    at = latest(at, *(line.at for line in state.lines))
    return State(state.lines + Counter([Line(at, state.value, chosen)]), chosen, at)


def read(subject: str, lines: Lines) -> Value:
    """Return what the lines of a thing of the table ``subject`` come to."""
    if subject not in _NEEDED:
        return outcome(lines).value
    parts = {part: outcome(found).value for part, found in _project(subject, lines).items()}
    return join(subject, {part: value for part, value in parts.items() if value is not None})


def _clashes(part: str, here: State, there: State, kept: Value) -> tuple[Clash, ...]:
    both = here.lines | there.lines
    settled = both in (here.lines, there.lines)
    moments = outcome(both).heads
    return (
        Clash(
            part,
            here.value,
            there.value,
            moments.get(here.value, here.at),
            moments.get(there.value, there.at),
            kept == here.value,
            settled,
        ),
    )


def _state(projected: Mapping[str, Lines], part: str) -> State:
    lines = projected.get(part, Counter())
    found = outcome(lines)
    return State(lines, found.value, found.at)


def _repair_parts(subject: str, state: State) -> State:
    projected = _project(subject, state.lines)
    parts = {part: found for part, lines in projected.items() if (found := outcome(lines).value) is not None}
    if parts == split(subject, state.value):
        return state
    at = latest(state.at, *(line.at for line in state.lines))
    return replace(state, lines=state.lines | Counter([Line(at, join(subject, parts), state.value)]))


def _project(subject: str, lines: Lines) -> dict[str, Lines]:
    """Return the lines of each part: a change of the whole is a change of what it changed."""
    projected: dict[str, Lines] = {}
    for line, times in lines.items():
        before, after = split(subject, line.before), split(subject, line.after)
        for part in before.keys() | after.keys():
            if before.get(part) != after.get(part):
                found = Line(line.at, before.get(part), after.get(part))
                projected.setdefault(part, Counter())[found] += times
    return projected


def split(subject: str, value: Value) -> Parts:
    """Return the parts of a thing, each as canonical JSON; nothing has none."""
    if value is None:
        return {}
    row = json.loads(value)
    if subject == POLES:
        card = json.loads(row["card"])
        parts = {key: content for key, content in card.items() if key not in _ENTRIES}
        for key in _ENTRIES:
            parts |= {f"{key}{_SEPARATOR}{name}": content for name, content in card.get(key, {}).items()}
        return {part: _text(content) for part, content in parts.items()}
    groups: dict[str, dict[str, object]] = {}
    for column, content in row.items():
        groups.setdefault(_GROUP_OF.get(column, column), {})[column] = content
    return {group: _text(content) for group, content in groups.items()}


def join(subject: str, parts: Mapping[str, str]) -> Value:
    """Return the thing that has these parts; without the one that names it, there is nothing."""
    if _NEEDED[subject] not in parts:
        return None
    if subject == POLES:
        card: dict[str, object] = {}
        for part, text in parts.items():
            key, _, name = part.partition(_SEPARATOR)
            if name:
                entries = card.setdefault(key, {})
                assert isinstance(entries, dict)  # noqa: S101 - the keys of _ENTRIES hold nothing but entries
                entries[name] = json.loads(text)
            else:
                card[key] = json.loads(text)
        row = {
            "id": card.get("id"),
            "name": card.get("nom"),
            "demonstration": int(bool(card.get("demonstration"))),
            "card": _text(card),
        }
        return _text(row)
    return _text({column: content for text in parts.values() for column, content in json.loads(text).items()})


def alike(subject: str, one: Value, other: Value) -> bool:
    """Whether two values say the same: the keys of a card have no order."""
    return one == other or (subject == POLES and split(subject, one) == split(subject, other))


def part_names(part: str) -> tuple[str, ...]:
    """Return the words that name a part: « membres, habitants »."""
    return tuple(part.split(_SEPARATOR))


def _text(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
