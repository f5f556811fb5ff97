"""Several pôles side by side, without a ranking (R11-R13).

Conditions come before figures: each evaluation is kept, greyed or left out, always with the
reason. Pôles are in the order of their territory or of their name, never of a value.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ptce_ref.domain.candidate import Candidate, ask_only, counted
from ptce_ref.domain.cohort import Cohort, Gathering
from ptce_ref.domain.comparison_condition import Order, Rule, Standing, comparable, sort_key, standing_of, version_of
from ptce_ref.domain.exchange import Exchanges, Partner, find_exchanges
from ptce_ref.domain.peer_view import nearest
from ptce_ref.domain.phase import others_visible, provisional
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.question_set import Asked, Questions, QuestionSets, Way, question_sets, way_of
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.sequence import Made
from ptce_ref.domain.vocabulary import Mode, Phase


class NothingSharedError(ValueError):
    """No question was asked of all the pôles compared; the text says it, in French."""


@dataclass(frozen=True)
class Entry:
    """A candidate with the conditions it fails; ``standing`` is the worst consequence of these."""

    candidate: Candidate
    failed: tuple[Rule, ...]
    common: Asked = frozenset()
    """The questions that all pôles compared were asked."""

    @property
    def asked(self) -> int:
        """How many questions it was asked."""
        return len(self.candidate.evaluation.indicators)

    @property
    def shared(self) -> int:
        """How many of these every pôle compared was asked."""
        return sum(ident in self.common for ident in self.candidate.evaluation.indicators)

    @property
    def standing(self) -> Standing:
        """LEFT_OUT before GREYED before KEPT: KEPT when every condition is met."""
        return standing_of(self.failed)


@dataclass(frozen=True)
class Trajectory:
    """Several dates of one pôle in one mode, oldest first."""

    pole: Pole
    steps: tuple[Candidate, ...]

    @property
    def common(self) -> Asked:
        """The questions that were asked at every date."""
        return frozenset.intersection(*(frozenset(step.evaluation.indicators) for step in self.steps))


@dataclass(frozen=True)
class Undated:
    """A pôle whose several evaluations make no trajectory, oldest first, each with the conditions it fails."""

    pole: Pole
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class PeerView:
    """One pôle seen by itself (``own``) and by another pôle (``peer``) — regard croisé."""

    pole: Pole
    own: Candidate
    peer: Candidate


@dataclass(frozen=True)
class Comparison:
    """``entries``: one per pôle, its latest evaluation. What lists hold is made from the candidates when it is read."""

    referential: Referential
    mode: Mode
    order: Order
    demonstration: bool
    entries: Sequence[Entry]
    cohort: Cohort
    complementarities: Exchanges
    trajectories: Sequence[Trajectory]
    peer_views: Sequence[PeerView]
    undated: Sequence[Undated] = ()
    """The pôles that have several evaluations, and no trajectory."""
    shown: int = 0
    """How many pôles are shown: compared, or greyed."""
    asked: QuestionSets = field(default_factory=QuestionSets)
    questions: Questions = Questions.ALL


@dataclass(frozen=True, slots=True)
class _Header:
    """What conditions and order read of the candidate at ``place``: little, for there may be thousands."""

    place: int
    pole_id: str
    key: tuple[str, ...]
    """Where its pôle stands in the list: its name and its id come last, whatever the order."""
    demonstration: bool
    referential: Referential
    mode: Mode
    phase: Phase
    date: dt.date
    id: str
    answered: int
    applicable: int
    asked: Asked
    way: Way


def compare(
    candidates: Sequence[Candidate], order: Order = Order.TERRITORY, questions: Questions = Questions.ALL
) -> Comparison:
    """Return the comparison of at least one candidate.

    The frame (referential, mode) is the one most candidates share; co-evaluations win a tie.
    Demonstration data stand beside real data never: they are left out as soon as one real pôle
    takes part, and do not weigh on its frame. With COMMON ``questions``, every figure rests on the questions that all
    pôles compared were asked, conditions included. Raises ValueError without candidates,
    NothingSharedError without such a question.

    Candidates are read one at a time, several times over, and not held: whoever gives thousands of
    them need not have them all in memory.
    """
    if not candidates:
        raise ValueError("aucune évaluation à comparer")
    found = _compare(candidates, order)
    if questions is Questions.ALL:
        return found
    common = found.asked.common
    if not common:
        raise NothingSharedError("aucune question n’a été posée à tous les pôles comparés")
    alike = Made(range(len(candidates)), lambda place: ask_only(candidates[place], common))
    return replace(_compare(alike, order), questions=questions)


def _compare(candidates: Sequence[Candidate], order: Order) -> Comparison:
    headers = _headers(candidates, order)
    demonstration = all(h.demonstration for h in headers)
    framing = [h for h in headers if h.demonstration is demonstration]
    referential = _common_referential(framing)
    mode = _common_mode([h for h in framing if h.mode is not Mode.PEER] or framing)
    failed = {h.place: tuple(_failed(h, referential, mode, demonstration)) for h in headers}
    listed = sorted(_latest_by_pole(headers, mode), key=lambda h: h.key)
    kept = sorted((h for h in listed if not failed[h.place]), key=lambda h: h.key[-2:])
    shown = [h for h in listed if standing_of(failed[h.place]) is not Standing.LEFT_OUT]
    asked = question_sets([h.asked for h in kept], [(h.asked, h.way) for h in shown])
    gathering = Gathering(referential)
    partners: list[Partner] = []
    for header in kept:
        candidate = candidates[header.place]
        gathering.add(candidate.result)
        partners.append(Partner(candidate.pole.id, candidate.pole.name))
    # A trajectory or a peer view needs its own conditions, not those of the profile.
    sound = [h for h in headers if others_visible(h.phase) and not set(failed[h.place]) - {Rule.MODE, Rule.PHASE}]
    groups = _group_by_pole(sound)
    return Comparison(
        referential=referential,
        mode=mode,
        order=order,
        demonstration=demonstration,
        entries=Made([h.place for h in listed], lambda place: Entry(candidates[place], failed[place], asked.common)),
        cohort=gathering.cohort(),
        complementarities=find_exchanges(partners, gathering.sub_objectives, referential.thresholds.comparison.lead),
        trajectories=Made(_trajectories(groups), lambda places: _trajectory([candidates[place] for place in places])),
        peer_views=Made(_peer_views(groups), lambda places: _peer_view(candidates[places[0]], candidates[places[1]])),
        undated=Made(
            _undated(headers, groups, failed),
            lambda places: _without_trajectory([Entry(candidates[place], failed[place]) for place in places]),
        ),
        shown=len(shown),
        asked=asked,
    )


def _headers(candidates: Sequence[Candidate], order: Order) -> list[_Header]:
    """Return what is read of each candidate; those that were asked the same questions share one set of them."""
    sets: dict[tuple[str, ...], Asked] = {}
    ways: dict[tuple[str, str, Asked], Way] = {}
    headers: list[_Header] = []
    for place, candidate in enumerate(candidates):
        evaluation, referential = candidate.evaluation, candidate.referential
        asked = sets.setdefault(evaluation.indicators, frozenset(evaluation.indicators))
        key = (referential.content_hash, evaluation.path, asked)
        if key not in ways:
            ways[key] = way_of(referential, evaluation.path, asked)
        headers.append(_header(place, candidate, order, asked, ways[key]))
    return headers


def _header(place: int, c: Candidate, order: Order, asked: Asked, way: Way) -> _Header:
    answered, applicable = counted(c)
    return _Header(
        place,
        c.pole.id,
        sort_key(c.pole, order),
        c.pole.demonstration,
        c.referential,
        c.evaluation.mode,
        c.evaluation.phase,
        c.evaluation.date,
        c.evaluation.id,
        answered,
        applicable,
        asked,
        way,
    )


def _common_referential(headers: Sequence[_Header]) -> Referential:
    count = Counter(h.referential.content_hash for h in headers)
    return max(
        (h.referential for h in headers),
        key=lambda r: (count[r.content_hash], version_of(r), r.content_hash),
    )


def _common_mode(headers: Sequence[_Header]) -> Mode:
    count = Counter(h.mode for h in headers)
    return max(count, key=lambda mode: (count[mode], mode is Mode.CO, mode.value))


def _latest_by_pole(headers: Iterable[_Header], mode: Mode) -> list[_Header]:
    """Keep one evaluation a pôle: in the common mode, else its own, else a peer's; closed if it has one; the latest.

    An evaluation under way does not hide the one closed last year.
    """
    best: dict[str, _Header] = {}

    def weight(h: _Header) -> tuple[bool, bool, bool, dt.date, str]:
        return (h.mode is mode, h.mode is not Mode.PEER, not provisional(h.phase), h.date, h.id)

    for header in headers:
        known = best.get(header.pole_id)
        if known is None or weight(header) > weight(known):
            best[header.pole_id] = header
    return list(best.values())


def _failed(h: _Header, referential: Referential, mode: Mode, demonstration: bool) -> Iterable[Rule]:
    if not comparable(referential, h.referential):
        yield Rule.REFERENTIAL
    if h.demonstration and not demonstration:
        yield Rule.DEMONSTRATION
    if h.mode is not mode:
        yield Rule.MODE
    if not h.applicable or h.answered / h.applicable < referential.thresholds.comparison.coverage:
        yield Rule.COVERAGE
    if provisional(h.phase):
        yield Rule.PHASE


def _group_by_pole(headers: Iterable[_Header]) -> list[list[_Header]]:
    """Return the evaluations of each pôle, oldest first, pôles in their order."""
    groups: dict[str, list[_Header]] = {}
    for header in sorted(headers, key=lambda h: (h.date, h.id)):
        groups.setdefault(header.pole_id, []).append(header)
    return sorted(groups.values(), key=lambda group: group[-1].key)


def _trajectories(groups: Iterable[Sequence[_Header]]) -> list[tuple[int, ...]]:
    """Return the places of the steps of each trajectory."""
    found = (tuple(h.place for h in group if h.mode is mode) for group in groups for mode in (Mode.CO, Mode.SELF))
    return [places for places in found if len(places) > 1]


def _trajectory(steps: Sequence[Candidate]) -> Trajectory:
    return Trajectory(steps[-1].pole, tuple(steps))


def _undated(
    headers: Iterable[_Header], groups: Iterable[Sequence[_Header]], failed: Mapping[int, tuple[Rule, ...]]
) -> list[tuple[int, ...]]:
    """Return the places of the evaluations of each pôle that has several, and no trajectory."""
    dated = {group[0].pole_id for group in groups if _trajectories([group])}
    told = (h for h in headers if h.pole_id not in dated and Rule.DEMONSTRATION not in failed[h.place])
    return [tuple(h.place for h in group) for group in _group_by_pole(told) if len(group) > 1]


def _without_trajectory(entries: Sequence[Entry]) -> Undated:
    return Undated(entries[-1].candidate.pole, tuple(entries))


def _peer_views(groups: Iterable[Sequence[_Header]]) -> list[tuple[int, int]]:
    """Return the places of the two evaluations of each peer view: its own, then the peer's."""
    found: list[tuple[int, int]] = []
    for group in groups:
        own = [h for h in group if h.mode is not Mode.PEER]
        pairs = ((nearest(own, h.date), h.place) for h in group if h.mode is Mode.PEER)
        found += [(beside.place, peer) for beside, peer in pairs if beside is not None]
    return found


def _peer_view(own: Candidate, peer: Candidate) -> PeerView:
    return PeerView(own.pole, own, peer)
