"""Builds the view of a regard croisé: one pôle seen by itself and by another (R13). Pure: no file, no clock.

In a comparison it rests on figures alone; inside the pôle it also says who does not know and sets the arguments
side by side (R18).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ptce_ref.domain.candidate import Candidate, bare
from ptce_ref.domain.peer_view import Glance, Remark, part, remark_on
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.result import Aggregate
from ptce_ref.domain.vocabulary import State
from ptce_ref.reports import wording
from ptce_ref.reports.indicator_view import ViewBuilder
from ptce_ref.reports.study import Study, view_figure
from ptce_ref.reports.view import (
    ArgumentView,
    FigureView,
    HeadingView,
    PeerArgumentsView,
    PeerComparisonView,
    PeerRemarkView,
    PeerRowView,
    SeriesView,
)

ABSENT = Aggregate(State.NONE, None, 0, 0, 0, provisional=False, alerts=(), size=0, reached=0)


def view_figures(
    ids: Iterable[str], found: Mapping[str, Aggregate], ref: Referential, *, hidden: bool = False
) -> tuple[FigureView, ...]:
    """Return one figure an id, in order; without value where nothing was found."""
    return tuple(view_figure(ref, found.get(ident, ABSENT), hidden=hidden) for ident in ids)


def view_series(label: str, candidate: Candidate, ref: Referential) -> SeriesView:
    """Return the figures of an evaluation by sub-objective of ``ref``, in its order."""
    ids = (sub.id for sub in ref.sub_objectives)
    return SeriesView(
        label,
        candidate.evaluation.date.isoformat(),
        view_figures(ids, candidate.result.sub_objectives, candidate.referential),
        candidate.result.merged,
        len(candidate.evaluation.indicators),
    )


def view_peer(own: Candidate, peer: Candidate, ref: Referential) -> PeerComparisonView:
    """Return one pôle seen by itself and by another, as others may see it, in the words of ``ref``."""
    mine = {ident: Glance(figure) for ident, figure in own.indicators.items()}
    theirs = {ident: Glance(figure) for ident, figure in peer.indicators.items()}
    return _view(own, peer, ref, mine, theirs)


def view_peer_inside(own: Study, peer: Study, *, arguments: bool = True) -> PeerComparisonView:
    """As :func:`view_peer`, with what only the pôle may read: who does not know, and the ``arguments``."""
    ref = own.referential
    said, heard = _arguments(own), _arguments(peer)
    sides = [
        {
            ident: Glance(
                bare(item),
                item.divergence.dont_know_share if not item.few else None,
                ident in told if arguments else None,
            )
            for ident, item in study.result.indicators.items()
        }
        for study, told in ((own, said), (peer, heard))
    ]
    view = _view(_candidate(own), _candidate(peer), ref, sides[0], sides[1])
    kept = [sub for sub in ref.in_reading_order().sub_objectives if _asked(sub.id, own) or _asked(sub.id, peer)]
    places = {sub.id: place for place, sub in enumerate(ref.sub_objectives)}
    codes = {item.id: item.code for item in ref.objectives}
    both = [
        PeerArgumentsView(item.code, item.title, tuple(said.get(item.id, ())), tuple(heard.get(item.id, ())))
        for item in ref.indicators
        if item.id in sides[0] and item.id in sides[1] and (item.id in said or item.id in heard)
    ]

    def shown(series: SeriesView) -> SeriesView:
        return replace(series, sub_objectives=tuple(series.sub_objectives[places[sub.id]] for sub in kept))

    return replace(
        view,
        own=shown(view.own),
        peer=shown(view.peer),
        headings=tuple(HeadingView(sub.code, sub.name, codes[sub.objective]) for sub in kept),
        arguments=tuple(both) if arguments else (),
    )


def _asked(sub: str, study: Study) -> bool:
    return sub in study.result.sub_objectives


def _candidate(study: Study) -> Candidate:
    return Candidate(study.pole, study.contents.evaluation, study.referential, study.result, study.peer_pole)


def _arguments(study: Study) -> dict[str, tuple[ArgumentView, ...]]:
    """Return the arguments of each question that has some, without their authors."""
    builder = ViewBuilder(study, hidden=False, names=False)
    return {
        item.id: item.arguments
        for objective in builder.objectives()
        for sub in objective.sub_objectives
        for item in sub.indicators
        if item.arguments
    }


def _view(
    own: Candidate, peer: Candidate, ref: Referential, mine: Mapping[str, Glance], theirs: Mapping[str, Glance]
) -> PeerComparisonView:
    common = [item for item in ref.indicators if item.id in mine and item.id in theirs]
    pairs = [(item, mine[item.id], theirs[item.id]) for item in common]
    rows = list(_rows(pairs, ref))
    apart = [row for row, parted in rows if parted]
    return PeerComparisonView(
        pole=own.pole.name,
        peer_pole=peer.peer_pole.name if peer.peer_pole else "un autre pôle",
        own=view_series(own.evaluation.title, own, ref),
        peer=view_series(peer.evaluation.title, peer, ref),
        together=tuple(row for row, parted in rows if not parted),
        apart=tuple(sorted(apart, key=lambda row: -abs(row.own - row.peer))),
        remarks=tuple(_remarks(pairs, ref)),
        gap=ref.thresholds.comparison.parting * (len(ref.scale.levels) - 1),
        common=len(common),
        own_id=own.evaluation.id,
        peer_id=peer.evaluation.id,
    )


Pairs = Sequence[tuple[Indicator, Glance, Glance]]


def _rows(pairs: Pairs, ref: Referential) -> Iterator[tuple[PeerRowView, bool]]:
    """Yield the questions that both sides scored, and whether they part."""
    for item, own, peer in pairs:
        mine, theirs = own.figure, peer.figure
        if mine.value is not None and theirs.value is not None:
            levels = (ref.scale.rank_of(mine.value), ref.scale.rank_of(theirs.value))
            row = PeerRowView(item.code, item.title, *levels, mine.n, theirs.n, mine.provisional, theirs.provisional)
            yield row, part(mine.value, theirs.value, ref.thresholds)


def _remarks(pairs: Pairs, ref: Referential) -> Iterator[PeerRemarkView]:
    """Yield what one side alone saw, kind by kind, in reading order."""
    found = [(item, own, peer, remark_on(own, peer, ref.thresholds)) for item, own, peer in pairs]
    for kind in Remark:
        for item, own, peer, remarks in found:
            if kind in remarks:
                words = [_words(kind, glance, ref) for glance in (own, peer)]
                yield PeerRemarkView(item.code, item.title, kind, *words)


def _words(kind: Remark, glance: Glance, ref: Referential) -> str:
    """Return what one side says, in the terms of a kind of remark."""
    if kind is Remark.ARGUED:
        return "des arguments" if glance.argued else "aucun argument"
    level = _level(glance.figure, ref)
    if kind is Remark.DONT_KNOW:
        return f"{level} · {wording.share(glance.dont_know)} ne savent pas"
    if kind is Remark.VIGILANCE and glance.figure.alerts:
        return f"alerte de vigilance{wording.NBSP}: {level}"
    return level


def _level(figure: Aggregate, ref: Referential) -> str:
    if figure.value is not None:
        return f"niveau {wording.level(ref.scale.rank_of(figure.value))}"
    if figure.state is State.NOT_APPLICABLE:
        return wording.NOT_APPLICABLE
    if figure.few:
        return wording.few(ref.thresholds.confidentiality.minimum)
    return "aucun niveau" if figure.reached else "aucune réponse"
