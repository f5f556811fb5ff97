"""What changed from one referential to another: added, removed, moved, renamed, reworded.

Returns plain facts in reading order; whoever shows them puts them into sentences. An element is the
same when its id is, or when the lineage says what it became.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from ptce_ref.domain.lineage import numbers
from ptce_ref.domain.referential import Lineage, Move, Referential
from ptce_ref.domain.referential_layout import CARD_LISTS

Content = Mapping[str, object]
"""An element as the format writes it."""


class Turn(StrEnum):
    """What happened to an element, or to a part of it."""

    ADDED = "ajouté"
    REMOVED = "retiré"
    RENAMED = "renommé"
    MOVED = "déplacé"
    REORDERED = "ordre"
    REWORDED = "reformulé"
    LEVEL = "niveau"
    WEIGHT = "poids"
    SELECTION = "sélection"
    LINKED = "rattachement"
    SET = "réglage"
    PROVENANCE = "provenance"
    LINEAGE = "lignée"


@dataclass(frozen=True)
class Change:
    """One change. ``section`` and ``part`` are keys of the format; ``before`` and ``after`` are texts, or empty.

    For a text that was reworded, ``words`` are the (old, new) pieces that differ. For a list,
    ``gone`` and ``come`` are what left it and what joined it. ``reason`` is what the lineage says.
    """

    turn: Turn
    section: str
    id: str = ""
    code: str = ""
    name: str = ""
    part: str = ""
    before: str = ""
    after: str = ""
    words: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    reason: str = ""


_NAMES = {"nom", "titre"}
_PARENTS = {"objectif", "sous_objectif", "enjeu"}
_SETTINGS = {"vigilance", "code", "nom_court", "version", "date", "id", "certitude", "annee"}
"""Short values: what they were and what they are says it all."""
_LEVELS = "niveaux"
_ALIKE = 0.6
"""How alike two texts must be for the words that differ to be worth naming."""
_WORD = re.compile(r"\w+(?:[-’']\w+)*|[^\w\s]+|\s+")


def compare_referentials(before: Referential, after: Referential) -> tuple[Change, ...]:
    """Return every change from ``before`` to ``after``; an empty tuple when they say the same."""
    old: Content = before.model_dump(mode="json", by_alias=True)
    new: Content = after.model_dump(mode="json", by_alias=True)
    moves = moves_between(before, after)
    return tuple(change for key in new for change in _section(key, old.get(key), new[key], moves))


def moves_between(before: Referential, after: Referential) -> tuple[Move, ...]:
    """Return what ``after`` says became of the indicators of ``before``, when both are the same referential."""
    if before.id != after.id:
        return ()
    start = numbers(before.version)
    return tuple(move for step in after.lineage if numbers(step.since) >= start for move in step.moves)


def _section(key: str, old: object, new: object, moves: Sequence[Move]) -> Iterator[Change]:
    if old == new:
        return
    if key == "lignee":
        yield from _lineage(_as_list(old), _as_list(new))
    elif isinstance(new, list):
        yield from _list(key, _as_list(old), new, moves if key == "indicateurs" else ())
    elif key == "fiche_identite" and isinstance(old, dict) and isinstance(new, dict):
        for name in CARD_LISTS:
            yield from _list(f"{key}.{name}", _as_list(old.get(name)), _as_list(new.get(name)), ())
    elif isinstance(old, dict) and isinstance(new, dict):
        if key == "echelle":
            yield from _list("echelle", _as_list(old.get(_LEVELS)), _as_list(new.get(_LEVELS)), ())
            old, new = ({**side, _LEVELS: None} for side in (old, new))
        yield from _parts(Change(Turn.SET, key), old, new)


def _as_list(value: object) -> list[Content]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _list(section: str, old: list[Content], new: list[Content], moves: Sequence[Move]) -> Iterator[Change]:
    became = {move.before[0]: move for move in moves if move.kind == "renommé" and len(move.after) == 1}
    reasons = {ident: move for move in moves for ident in (*move.before, *move.after)}
    olds, news = _by_id(old), _by_id(new)
    origin = {ident: ident for ident in news if ident in olds}
    origin |= {m.after[0]: ident for ident, m in became.items() if ident in olds and m.after[0] in news}
    gone = [ident for ident in olds if ident not in origin.values()]
    for ident in gone:
        yield _whole(Turn.REMOVED, section, olds[ident], reasons.get(ident))
    for ident, item in news.items():
        if ident not in origin:
            yield _whole(Turn.ADDED, section, item, reasons.get(ident))
            continue
        was = olds[origin[ident]]
        here = _whole(Turn.SET, section, item, None)
        if origin[ident] != ident:
            move = became[origin[ident]]
            yield _copy(here, Turn.RENAMED, "id", origin[ident], ident, reason=move.reason)
        yield from _parts(here, {**was, "id": ""}, {**item, "id": ""})
    kept = [origin[ident] for ident in news if ident in origin]
    if kept != [ident for ident in olds if ident in origin.values()]:
        yield Change(Turn.REORDERED, section)


def _by_id(items: list[Content]) -> dict[str, Content]:
    return {str(item.get("id", "")): item for item in items}


def _whole(turn: Turn, section: str, item: Content, move: Move | None) -> Change:
    name = item.get("titre", item.get("nom", item.get("libelle", "")))
    reason = f"{move.kind} : {move.reason}" if move else ""
    return Change(turn, section, str(item.get("id", "")), str(item.get("code", "")), str(name), reason=reason)


def _parts(here: Change, old: Content, new: Content, above: str = "") -> Iterator[Change]:
    """Compare two states of one element, part by part."""
    for key in dict.fromkeys((*new, *old)):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        part = f"{above}{key}"
        if isinstance(was, dict) and isinstance(now, dict):
            yield from _parts(here, was, now, f"{part}.")
        elif isinstance(was, (list, tuple)) or isinstance(now, (list, tuple)):
            yield from _lists(here, part, _as_list(was), _as_list(now))
        else:
            turn = _turn(here, part, now if now is not None else was)
            words = _words(str(was), str(now)) if turn in (Turn.REWORDED, Turn.LEVEL) and was and now else ()
            yield _copy(here, turn, part, _text(was), _text(now), words)


def _turn(here: Change, part: str, value: object) -> Turn:
    """Return what a change of this part of an element is."""
    beginnings = {"provenance": Turn.PROVENANCE, "selection": Turn.SELECTION, f"{_LEVELS}.": Turn.LEVEL}
    turn = next((turn for start, turn in beginnings.items() if part.startswith(start)), None)
    if turn is not None:
        return turn
    if part in _PARENTS or part == "poids":
        return Turn.WEIGHT if part == "poids" else Turn.MOVED
    if here.section == "usages" and part == "parcours":
        return Turn.SELECTION
    if here.id and part in _NAMES:
        return Turn.RENAMED
    return Turn.SET if part in _SETTINGS or not isinstance(value, str) else Turn.REWORDED


def _lists(here: Change, part: str, was: list[Content], now: list[Content]) -> Iterator[Change]:
    olds, news = ([_item(item) for item in side] for side in (was, now))
    turn = Turn.LINKED
    if part.startswith("provenance"):
        turn = Turn.PROVENANCE
    elif part.startswith("selection"):
        turn = Turn.SELECTION
    gone = tuple(item for item in olds if item not in news)
    come = tuple(item for item in news if item not in olds)
    yield Change(turn, here.section, here.id, here.code, here.name, part, gone=gone, come=come)


def _item(item: object) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    if "source" in item:
        return f"{item['source']} : {item['lieu']}"
    if "libelle" in item:
        return f"{item['libelle']} ({item['unite']})"
    return str(item.get("id", ""))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _copy(
    here: Change,
    turn: Turn,
    part: str,
    before: str,
    after: str,
    words: tuple[tuple[str, str], ...] = (),
    reason: str = "",
) -> Change:
    return Change(turn, here.section, here.id, here.code, here.name, part, before, after, words, reason=reason)


def _words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Return the pieces that differ, whole words at a time; nothing when the whole text is another one."""
    olds, news = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, olds, news, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ()
    pieces: list[list[str]] = []
    close = False
    for kind, begin, stop, first, last in matcher.get_opcodes():
        old, new = "".join(olds[begin:stop]), "".join(news[first:last])
        if kind != "equal":
            if close:
                pieces[-1][0] += old
                pieces[-1][1] += new
            else:
                pieces.append([old, new])
            close = True
        elif not old.strip() and close:
            # A blank between two changes joins them: what is read is one.
            pieces[-1][0] += old
            pieces[-1][1] += new
        else:
            close = False
    return tuple((old.strip(), new.strip()) for old, new in pieces if old.strip() != new.strip())


def _lineage(old: list[Content], new: list[Content]) -> Iterator[Change]:
    for step in new:
        if step not in old:
            lineage = Lineage.model_validate(step, strict=False)
            for move in lineage.moves:
                came = ", ".join(move.after)
                yield Change(
                    Turn.LINEAGE,
                    "lignee",
                    part=move.kind,
                    before=", ".join(move.before),
                    after=came,
                    reason=move.reason,
                )
            if lineage.scale_changed:
                became = tuple(f"{level.before} → {level.after or ''}".rstrip() for level in lineage.levels)
                yield Change(Turn.LINEAGE, "lignee", part="echelle_changee", before=lineage.since, come=became)
