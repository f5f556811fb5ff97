"""Several pôles side by side, without a ranking (R11-R13).

Conditions come before figures: each evaluation is kept, greyed or left out, always with the
reason. Pôles are in the order of their territory or of their name, never of a value.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ptce_ref.domain.cohort import Cohort, gather_cohort
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.exchange import Exchanges, find_exchanges
from ptce_ref.domain.phase import others_visible, provisional
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate, EvaluationResult, IndicatorResult
from ptce_ref.domain.text import fold
from ptce_ref.domain.vocabulary import Mode, State


@dataclass(frozen=True)
class Candidate:
    """An evaluation proposed for comparison, with its pôle, its referential and its result."""

    pole: Pole
    evaluation: Evaluation
    referential: Referential
    result: EvaluationResult
    peer_pole: Pole | None = None
    """The pôle that evaluates, in mode PEER."""
    figures: Mapping[str, Aggregate] = field(default_factory=dict)
    """Its indicators, without who said what, when ``result`` no longer has them: :func:`lighten`."""

    @property
    def indicators(self) -> Mapping[str, Aggregate]:
        """The figure of each of its indicators, by id."""
        return self.figures or {ident: bare(item) for ident, item in self.result.indicators.items()}


def bare(item: IndicatorResult) -> Aggregate:
    """Return the figure of one indicator, without the voices that made it."""
    return Aggregate(
        state=item.state,
        value=item.value,
        answered=int(item.state is State.VALUE),
        applicable=int(item.state is not State.NOT_APPLICABLE),
        n=item.n,
        provisional=item.provisional,
        alerts=(item.indicator,) if item.lowest and item.indicator.vigilance is not None else (),
        size=item.size,
        reached=item.reached,
    )


def lighten(candidate: Candidate, known: dict[Aggregate, Aggregate]) -> Candidate:
    """Return a candidate without the voices: a thousand evaluations hold a million answers.

    ``known`` makes one figure of those that are the same, over all the candidates.
    """
    figures: dict[str, Aggregate] = {}
    for item in candidate.result.indicators.values():
        figure = bare(item)
        figures[item.indicator.id] = figure if figure.alerts else known.setdefault(figure, figure)
    # The ids of the referential, which all its evaluations share, and not a copy of them for each.
    evaluation = candidate.evaluation.model_copy(update={"indicators": tuple(figures)})
    result = replace(candidate.result, indicators={}, cells={})
    return replace(candidate, evaluation=evaluation, result=result, figures=figures)


class Standing(StrEnum):
    """What becomes of a candidate."""

    KEPT = "comparé"
    GREYED = "grisé"
    LEFT_OUT = "écarté"


class Rule(StrEnum):
    """A condition of R11."""

    REFERENTIAL = "référentiel"
    DEMONSTRATION = "démonstration"
    MODE = "mode"
    COVERAGE = "couverture"
    PHASE = "phase"


_CONSEQUENCE = {
    Rule.REFERENTIAL: Standing.LEFT_OUT,
    Rule.DEMONSTRATION: Standing.LEFT_OUT,
    Rule.COVERAGE: Standing.LEFT_OUT,
    Rule.MODE: Standing.GREYED,
    Rule.PHASE: Standing.GREYED,
}


class Order(StrEnum):
    TERRITORY = "territoire"
    NAME = "nom"


@dataclass(frozen=True)
class Entry:
    """A candidate with the conditions it fails; ``standing`` is the worst consequence of these."""

    candidate: Candidate
    failed: tuple[Rule, ...]

    @property
    def standing(self) -> Standing:
        consequences = {_CONSEQUENCE[rule] for rule in self.failed}
        if Standing.LEFT_OUT in consequences:
            return Standing.LEFT_OUT
        return Standing.GREYED if consequences else Standing.KEPT


@dataclass(frozen=True)
class Trajectory:
    """Several dates of one pôle in one mode, oldest first."""

    pole: Pole
    steps: tuple[Candidate, ...]


@dataclass(frozen=True)
class PeerView:
    """One pôle seen by itself (``own``) and by another pôle (``peer``) — regard croisé."""

    pole: Pole
    own: Candidate
    peer: Candidate


@dataclass(frozen=True)
class Comparison:
    """``entries``: one per pôle, its latest evaluation; ``others``: what feeds the two last lists."""

    referential: Referential
    mode: Mode
    order: Order
    demonstration: bool
    entries: tuple[Entry, ...]
    cohort: Cohort
    complementarities: Exchanges
    trajectories: tuple[Trajectory, ...]
    peer_views: tuple[PeerView, ...]

    @property
    def shown(self) -> tuple[Entry, ...]:
        """Entries with figures: kept, or greyed with their reason."""
        return tuple(entry for entry in self.entries if entry.standing is not Standing.LEFT_OUT)


def compare(candidates: Sequence[Candidate], order: Order = Order.TERRITORY) -> Comparison:
    """Return the comparison of at least one candidate.

    The frame (referential, mode) is the one most candidates share; co-evaluations win a tie.
    Demonstration data stand beside real data never: they are left out as soon as one real pôle
    takes part, and do not weigh on its frame. Raises ValueError without candidates.
    """
    if not candidates:
        raise ValueError("aucune évaluation à comparer")
    demonstration = all(c.pole.demonstration for c in candidates)
    framing = [c for c in candidates if c.pole.demonstration is demonstration]
    referential = _common_referential(framing)
    mode = _common_mode([c for c in framing if c.evaluation.mode is not Mode.PEER] or framing)
    latest = _latest_by_pole(candidates, mode)
    entries = tuple(
        Entry(c, tuple(_failed(c, referential, mode, demonstration)))
        for c in sorted(latest, key=lambda c: sort_key(c.pole, order))
    )
    kept = [entry.candidate for entry in entries if entry.standing is Standing.KEPT]
    # A trajectory or a peer view needs its own conditions, not those of the profile.
    sound = [
        c
        for c in candidates
        if others_visible(c.evaluation.phase)
        and not set(_failed(c, referential, mode, demonstration)) - {Rule.MODE, Rule.PHASE}
    ]
    return Comparison(
        referential=referential,
        mode=mode,
        order=order,
        demonstration=demonstration,
        entries=entries,
        cohort=gather_cohort([candidate.result for candidate in kept], referential),
        complementarities=_complementarities(kept, referential),
        trajectories=_trajectories(sound, order),
        peer_views=_peer_views(sound, order),
    )


def sort_key(pole: Pole, order: Order) -> tuple[str, ...]:
    """Return the key by which pôles are listed: French alphabetical order, accents ignored."""
    name = (fold(pole.name), pole.id)
    if order is Order.NAME:
        return name
    return (fold(pole.region), fold(pole.department), fold(pole.commune), *name)


def comparable(one: Referential, other: Referential) -> bool:
    """Whether values of ``one`` may stand beside values of ``other``.

    Same content; or same referential with a declared lineage on the same scale, under which no
    indicator changed its meaning without saying so (R14).
    """
    if one.content_hash == other.content_hash:
        return True
    if one.id != other.id:
        return False
    newer, older = sorted((one, other), key=_version, reverse=True)
    return any(step.since == older.version and not step.scale_changed for step in newer.lineage)


def _version(referential: Referential) -> tuple[int, ...]:
    return tuple(int(part) for part in referential.version.split("."))


def _common_referential(candidates: Sequence[Candidate]) -> Referential:
    count = Counter(c.referential.content_hash for c in candidates)
    return max(
        (c.referential for c in candidates),
        key=lambda r: (count[r.content_hash], _version(r), r.content_hash),
    )


def _common_mode(candidates: Sequence[Candidate]) -> Mode:
    count = Counter(c.evaluation.mode for c in candidates)
    return max(count, key=lambda mode: (count[mode], mode is Mode.CO, mode.value))


def _latest_by_pole(candidates: Iterable[Candidate], mode: Mode) -> list[Candidate]:
    """Keep one evaluation a pôle: in the common mode, else its own, else a peer's; closed if it has one; the latest.

    An evaluation under way does not hide the one closed last year.
    """
    best: dict[str, Candidate] = {}

    def weight(c: Candidate) -> tuple[bool, bool, bool, str, str]:
        evaluation = c.evaluation
        own = evaluation.mode is not Mode.PEER
        closed = not provisional(evaluation.phase)
        return (evaluation.mode is mode, own, closed, evaluation.date.isoformat(), evaluation.id)

    for candidate in candidates:
        known = best.get(candidate.pole.id)
        if known is None or weight(candidate) > weight(known):
            best[candidate.pole.id] = candidate
    return list(best.values())


def counted(candidate: Candidate) -> tuple[int, int]:
    """Return the indicators with a value, and those that apply.

    While opinions are given, those that somebody answered, and all of them: a condition must
    not tell what people may not see yet.
    """
    whole = candidate.result.whole
    if others_visible(candidate.evaluation.phase):
        return whole.answered, whole.applicable
    return whole.reached, whole.size


def _failed(c: Candidate, referential: Referential, mode: Mode, demonstration: bool) -> Iterable[Rule]:
    if not comparable(referential, c.referential):
        yield Rule.REFERENTIAL
    if c.pole.demonstration and not demonstration:
        yield Rule.DEMONSTRATION
    if c.evaluation.mode is not mode:
        yield Rule.MODE
    answered, applicable = counted(c)
    if not applicable or answered / applicable < referential.thresholds.comparison.coverage:
        yield Rule.COVERAGE
    if provisional(c.evaluation.phase):
        yield Rule.PHASE


def _complementarities(kept: Sequence[Candidate], referential: Referential) -> Exchanges:
    ids = [sub.id for sub in referential.sub_objectives]
    ordered = sorted(kept, key=lambda c: sort_key(c.pole, Order.NAME))
    values = [{ident: value for ident in ids if (value := _value(c, ident)) is not None} for c in ordered]
    return find_exchanges([c.pole for c in ordered], values, ids, referential.thresholds.comparison.lead)


def _value(candidate: Candidate, sub_objective: str) -> float | None:
    found = candidate.result.sub_objectives.get(sub_objective)
    return found.value if found is not None else None


def _group_by_pole(candidates: Iterable[Candidate], order: Order) -> list[tuple[Pole, list[Candidate]]]:
    groups: dict[str, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: (c.evaluation.date, c.evaluation.id)):
        groups.setdefault(candidate.pole.id, []).append(candidate)
    return sorted(((group[-1].pole, group) for group in groups.values()), key=lambda g: sort_key(g[0], order))


def _trajectories(sound: Iterable[Candidate], order: Order) -> tuple[Trajectory, ...]:
    found: list[Trajectory] = []
    for pole, group in _group_by_pole(sound, order):
        for mode in (Mode.CO, Mode.SELF):
            steps = tuple(c for c in group if c.evaluation.mode is mode)
            if len(steps) > 1:
                found.append(Trajectory(pole, steps))
    return tuple(found)


def _peer_views(sound: Iterable[Candidate], order: Order) -> tuple[PeerView, ...]:
    found: list[PeerView] = []
    for pole, group in _group_by_pole(sound, order):
        own = [c for c in group if c.evaluation.mode is not Mode.PEER]
        peers = [c for c in group if c.evaluation.mode is Mode.PEER]
        found += [PeerView(pole, own[-1], peer) for peer in peers if own]
    return tuple(found)
