"""The way from one version of a referential to a later one, as its lineage declares it (R14).

Steps are put end to end: what was split then merged, renamed then dropped, is said once, from the first
version to the last. Knows indicators and levels by their ids only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from ptce_ref.domain.referential import Lineage, Referential


class Fate(StrEnum):
    """What became of an indicator."""

    KEPT = "identique"
    RENAMED = "renommé"
    SPLIT = "scindé"
    MERGED = "fusionné"
    DROPPED = "abandonné"
    UNSAID = "disparu"
    """It is no longer there, and the lineage does not say why."""


@dataclass(frozen=True)
class Route:
    """From the indicators and the levels of a version to those of a later one.

    ``targets`` gives, for each indicator of before, in the order of reading, what it became; ``torn`` are those
    that were split on the way, even when their parts were merged since: an answer to the whole says nothing of
    a part. ``levels`` gives what each level of before became, None when it has to be asked again.
    """

    targets: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, str | None]
    torn: frozenset[str] = frozenset()
    scale_changed: bool = False
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Indicator of before → what the lineage says of it."""

    def sources(self, indicator_id: str) -> tuple[str, ...]:
        """Return the indicators of before that became this one, in the order of reading."""
        return self._sources.get(indicator_id, ())

    @cached_property
    def _sources(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for ident, became in self.targets.items():
            for target in became:
                found[target] = (*found.get(target, ()), ident)
        return found

    def fate(self, indicator_id: str) -> Fate:
        """Return what became of an indicator of before."""
        became = self.targets[indicator_id]
        if not became:
            return Fate.DROPPED if indicator_id in self.reasons else Fate.UNSAID
        if len(became) > 1 or indicator_id in self.torn:
            return Fate.SPLIT
        if len(self.sources(became[0])) > 1:
            return Fate.MERGED
        return Fate.KEPT if became[0] == indicator_id else Fate.RENAMED


def steps_between(before: Referential, after: Referential) -> tuple[Lineage, ...] | None:
    """Return the steps from ``before`` to ``after``, oldest first; None when the lineage does not say the way.

    The way is said when the lineage of ``after`` has a step since the very version of ``before``.
    """
    if before.id != after.id:
        return None
    start = numbers(before.version)
    steps = sorted((step for step in after.lineage if numbers(step.since) >= start), key=lambda s: numbers(s.since))
    return tuple(steps) if steps and numbers(steps[0].since) == start < numbers(after.version) else None


def numbers(version: str) -> tuple[int, ...]:
    """Return what orders versions: « 1.10.0 » comes after « 1.9.0 »."""
    return tuple(int(part) for part in version.split("."))


def route_between(before: Referential, after: Referential) -> Route | None:
    """Return the way from ``before`` to ``after``, or None when nothing says it.

    Two texts of one version, with the same indicators and the same levels, need no lineage.
    """
    steps = steps_between(before, after)
    if steps is None:
        if not _same_shape(before, after):
            return None
        steps = ()
    return route_through(steps, before.indicator_by_id, before.level_by_id, after.indicator_by_id, after.level_by_id)


def _same_shape(before: Referential, after: Referential) -> bool:
    return (
        (before.id, before.version) == (after.id, after.version)
        and before.indicator_by_id.keys() <= after.indicator_by_id.keys()
        and list(before.level_by_id) == list(after.level_by_id)
    )


def route_through(
    steps: Sequence[Lineage],
    indicators: Iterable[str],
    levels: Iterable[str],
    last_indicators: Iterable[str] | None = None,
    last_levels: Iterable[str] | None = None,
) -> Route:
    """Return the way through ``steps`` of these ids; what is not among the last ids, when given, is no longer there."""
    targets: dict[str, tuple[str, ...]] = {ident: (ident,) for ident in indicators}
    became: dict[str, str | None] = {level: level for level in levels}
    torn: set[str] = set()
    reasons: dict[str, str] = {}
    for step in steps:
        moves = {ident: move for move in step.moves for ident in move.before}
        for ident, current in targets.items():
            for name in current:
                if name in moves:
                    reasons[ident] = moves[name].reason
                    if len(moves[name].after) > 1:
                        torn.add(ident)
            followed = (moves[name].after if name in moves else (name,) for name in current)
            targets[ident] = tuple(dict.fromkeys(target for names in followed for target in names))
        if step.scale_changed:
            mapping = {move.before: move.after for move in step.levels}
            became = {level: None if now is None else mapping.get(now) for level, now in became.items()}
    if last_indicators is not None:
        there = set(last_indicators)
        gone = {ident for ident, names in targets.items() if names and not there.intersection(names)}
        targets = {ident: tuple(name for name in names if name in there) for ident, names in targets.items()}
        for ident in gone:
            reasons.pop(ident, None)
    if last_levels is not None:
        known = set(last_levels)
        became = {level: now if now in known else None for level, now in became.items()}
    return Route(targets, became, frozenset(torn), any(step.scale_changed for step in steps), reasons)
