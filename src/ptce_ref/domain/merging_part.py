"""Which parts of a thing are merged each on its own, and how the whole is put together again.

A card that two people completed, each a different line, keeps both lines: the card of a pôle is merged key
by key, the settings of an evaluation group by group. Anything else is one thing: an answer is never half
the one of a coordinator and half the other's.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ptce_ref.domain.merging import Line, Lines, Outcome, State, Value, instant, latest, merge, merge_by_clock, outcome

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
    outcomes = {part: outcome(part_lines) for part, part_lines in both.items()}
    parts, at = _standing(subject, both, outcomes)
    clashes: list[Clash] = []
    for part, kept in outcomes.items():
        one, other = _state(ours, part), _state(theirs, part)
        if one.value != other.value and one.value in kept.heads and other.value in kept.heads:
            clashes += _clashes(part, one, other, kept.value)
    value = join(subject, parts)
    if clashes and None in (here.value, there.value):
        # Taken away on one side, changed on the other: it is the whole that stays or goes.
        clashes = [_whole_clash(here, there, value, settled=all(clash.settled for clash in clashes))]
    return Union(State(lines, value, at), tuple(clashes))


def decide(subject: str, state: State, part: str, value: Value, at: str) -> State:
    """Return ``state`` with ``value`` for one part: a change of its own, made at ``at``."""
    if part == WHOLE:
        chosen = value
    else:
        parts = {**split(subject, state.value), part: value}
        chosen = join(subject, {name: content for name, content in parts.items() if content is not None})
    if chosen == state.value:
        return state
    # A clock behind the one of the other machine must not undo what was just decided.
    at = latest(at, *(line.at for line in state.lines))
    return State(state.lines + Counter([Line(at, state.value, chosen)]), chosen, at)


def read(subject: str, lines: Lines) -> State:
    """Return what the lines of a thing of the table ``subject`` come to."""
    if subject not in _NEEDED:
        found = outcome(lines)
        return State(lines, found.value, found.at)
    projected = _project(subject, lines)
    parts, at = _standing(subject, projected, {part: outcome(found) for part, found in projected.items()})
    return State(lines, join(subject, parts), at)


def _standing(subject: str, projected: Mapping[str, Lines], found: Mapping[str, Outcome]) -> tuple[Parts, str]:
    """Return the parts that stand, and since when; none when the whole was taken away.

    What one copy took away stays when another one changed it later: what was written there is kept, and the
    rest is what it was before.
    """
    parts = {part: kept.value for part, kept in found.items() if kept.value is not None}
    needed = _NEEDED[subject]
    if needed in parts:
        return parts, latest("", *(found[part].at for part in parts))
    gone = found[needed].at if needed in found else ""
    later = {
        part: max(heads, key=lambda value: (instant(kept.heads[value]), value))
        for part, kept in found.items()
        if (heads := [value for value, at in kept.heads.items() if value is not None and instant(at) > instant(gone)])
    }
    if not later or needed not in found:
        return {}, gone
    before = {part: last for part, lines in projected.items() if (last := _before_removal(lines)) is not None}
    return {**before, **later}, latest("", *(found[part].heads[value] for part, value in later.items()))


def _before_removal(lines: Lines) -> Value:
    """Return what there was before it was taken away for the last time, None when it never was."""
    removals = [line for line in lines if line.after is None and line.before is not None]
    return max(removals, key=lambda line: (instant(line.at), line.before or "")).before if removals else None


def _whole_clash(here: State, there: State, kept: Value, *, settled: bool) -> Clash:
    return Clash(
        WHOLE, here.value, there.value, _since(here), _since(there), (here.value is None) == (kept is None), settled
    )


def _since(state: State) -> str:
    """Return the moment of the last change that a copy knows of."""
    return latest(state.at, *(line.at for line in state.lines))


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
    found = read(subject, state.lines)
    if split(subject, found.value) == split(subject, state.value):
        return state
    at = latest(state.at, *(line.at for line in state.lines))
    return replace(state, lines=state.lines | Counter([Line(at, found.value, state.value)]))


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
