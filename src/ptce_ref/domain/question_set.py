"""Which questions each pôle of a comparison was asked, and which all of them share.

Two pôles that were not asked the same questions have means that do not rest on the same things: a comparison says so,
or computes its figures again on the questions that all were asked. Must not know how figures are shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate, EvaluationResult, combine

Asked = frozenset[str]
"""The ids of the questions that an evaluation asks."""


class Questions(StrEnum):
    """On which questions the figures of a comparison rest; the values are those of ``--questions``."""

    ALL = "toutes"
    """All those that each pôle was asked."""
    COMMON = "communes"
    """Those that every pôle compared was asked."""


@dataclass(frozen=True, order=True)
class Way:
    """A path along which pôles were asked: how many questions, its name, and whether they are all of that path."""

    asked: int
    path: str = ""
    """Its name; empty when the referential does not know it."""
    whole: bool = True
    """Whether the questions are those of the path, none added nor taken away."""


@dataclass(frozen=True)
class QuestionSets:
    """What the pôles of a comparison were asked."""

    common: Asked = frozenset()
    """The questions that all pôles compared were asked; all pôles shown, when fewer than two are compared."""
    ways: tuple[tuple[Way, int], ...] = ()
    """Along which paths the pôles shown were asked, the fewest questions first, and how many pôles along each."""
    differ: bool = False
    """Whether some of the pôles shown were not asked just the common questions."""


def way_of(referential: Referential, path_id: str, asked: Asked) -> Way:
    """Return along which path of ``referential`` the questions were asked."""
    path = referential.path_by_id.get(path_id)
    if path is None:
        return Way(len(asked))
    return Way(len(asked), path.name, {item.id for item in referential.select(path.selection)} == asked)


def question_sets(compared: Sequence[Asked], shown: Sequence[tuple[Asked, Way]]) -> QuestionSets:
    """Return what those ``compared`` have in common, and along which ways all that are ``shown`` were asked."""
    sets = set(compared) if len(compared) > 1 else {asked for asked, _ in shown}
    common = frozenset.intersection(*sets) if sets else frozenset()
    ways = Counter(way for _, way in shown)
    return QuestionSets(common, tuple(sorted(ways.items())), any(asked != common for asked, _ in shown))


def narrowed(
    figures: Mapping[str, Aggregate], questions: Asked, result: EvaluationResult, referential: Referential
) -> tuple[dict[str, Aggregate], EvaluationResult]:
    """Return the figures of ``questions`` alone, and ``result`` computed again on them (R9).

    From figures that others may see already: small colleges stay merged, and nothing more is told (R18).
    """
    kept = {ident: figure for ident, figure in figures.items() if ident in questions}
    by_sub: dict[str, list[tuple[Aggregate, float]]] = {}
    by_theme: dict[str, list[tuple[Aggregate, float]]] = {}
    for item in referential.indicators:
        if item.id in kept:
            by_sub.setdefault(item.sub_objective, []).append((kept[item.id], item.weight))
            by_theme.setdefault(item.theme, []).append((kept[item.id], 1.0))
    subs = {sub.id: _mean(by_sub[sub.id]) for sub in referential.sub_objectives if sub.id in by_sub}
    objectives: dict[str, Aggregate] = {}
    for objective in referential.objectives:
        parts = [subs[sub.id] for sub in referential.sub_objectives_of(objective.id) if sub.id in subs]
        if parts:
            objectives[objective.id] = combine(parts)
    themes = {theme.id: _mean(by_theme[theme.id]) for theme in referential.themes if theme.id in by_theme}
    whole = replace(combine(kept.values()), value=None)
    return kept, EvaluationResult({}, subs, objectives, themes, {}, whole, result.merged)


def _mean(parts: Sequence[tuple[Aggregate, float]]) -> Aggregate:
    """Return several questions as one, each with its weight."""
    valued = [(part.value, weight) for part, weight in parts if part.value is not None]
    total = sum(weight for _, weight in valued)
    value = sum(value * weight for value, weight in valued) / total if valued else None
    return replace(combine(part for part, _ in parts), value=value)
