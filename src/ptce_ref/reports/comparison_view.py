"""Builds the view of a comparison from domain values. Pure: no file, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from ptce_ref.domain.cohort import CohortFigure
from ptce_ref.domain.comparison import (
    Candidate,
    Comparison,
    Entry,
    Rule,
    Standing,
    Trajectory,
    counted,
)
from ptce_ref.domain.phase import NAMES, others_visible
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate
from ptce_ref.reports import wording
from ptce_ref.reports.exchange_view import view_exchanges
from ptce_ref.reports.identity_view import view_pole, view_referential
from ptce_ref.reports.peer_view import view_figures, view_peer, view_series
from ptce_ref.reports.study import view_figure
from ptce_ref.reports.view import (
    CohortView,
    ComparisonView,
    ConditionView,
    Consequence,
    EntryView,
    FigureView,
    HeadingView,
    QuestionView,
    TrajectoryView,
)

NB = wording.NBSP
View = TypeVar("View")


class Keep(Protocol):
    """Keeps views as they are made, to be read several times: ``tuple`` does, or what holds few of them in memory."""

    def __call__(self, views: Iterable[View], /) -> Sequence[View]:
        """Read ``views`` once and return them, in their order."""


def view_comparison(comparison: Comparison, date: str, keep: Keep = tuple) -> ComparisonView:
    """Return the view of ``comparison`` as read on ``date`` (ISO); ``keep`` holds what there may be thousands of."""
    ref = comparison.referential
    mode = wording.MODES[comparison.mode.value]
    parents = {item.id: item.code for item in ref.objectives}
    subs, themes = {item.id: item.code for item in ref.sub_objectives}, {item.id: item.name for item in ref.themes}
    figures = _Figures()
    return ComparisonView(
        date=date,
        referential=view_referential(ref),
        mode=mode,
        order=comparison.order.value,
        demonstration=comparison.demonstration,
        conditions=_conditions(ref, mode),
        entries=keep(_entry(entry, comparison, figures) for entry in comparison.entries),
        objectives=tuple(HeadingView(item.code, item.name, "") for item in ref.objectives),
        sub_objectives=tuple(HeadingView(item.code, item.name, parents[item.objective]) for item in ref.sub_objectives),
        themes=tuple(HeadingView(item.id, item.name, "") for item in ref.themes),
        cohort_note=_cohort_note(comparison),
        cohort=tuple(_cohort(comparison)),
        complementarities=view_exchanges(comparison.complementarities, ref),
        trajectories=keep(_trajectory(item, ref) for item in comparison.trajectories),
        peer_views=keep(view_peer(item.own, item.peer, ref) for item in comparison.peer_views),
        indicators=tuple(
            QuestionView(item.code, item.title, subs[item.sub_objective], themes[item.theme]) for item in ref.indicators
        ),
        exchange_count=comparison.complementarities.total,
        fewest_voices=ref.thresholds.confidentiality.minimum,
    )


class _Figures:
    """Makes one figure of those that are the same: a thousand pôles have a hundred thousand, few of them different."""

    MOST = 2_000
    """Figures it knows at once: there are always new ones, the fewer of them the same."""

    def __init__(self) -> None:
        self._known: dict[FigureView, FigureView] = {}

    def of(
        self, ids: Iterable[str], found: Mapping[str, Aggregate], ref: Referential, *, hidden: bool
    ) -> tuple[FigureView, ...]:
        """Return one figure an id, in order; without value where nothing was found."""
        if len(self._known) > self.MOST:
            self._known.clear()
        figures = view_figures(ids, found, ref, hidden=hidden)
        return tuple(self._known.setdefault(figure, figure) for figure in figures)


def _conditions(ref: Referential, mode: str) -> tuple[ConditionView, ...]:
    threshold = wording.share(ref.thresholds.comparison.coverage)
    few = ref.thresholds.confidentiality.minimum
    grey, out = Consequence.GREYED, Consequence.LEFT_OUT
    return (
        ConditionView(
            "Référentiel",
            f"« {ref.header.title} », version {ref.version}, ou une version dont la lignée est déclarée".replace(
                "« ", f"«{NB}"
            ).replace(" »", f"{NB}»"),
            out,
        ),
        ConditionView("Démonstration", "aucun pôle fictif à côté d’un pôle réel", out),
        ConditionView("Mode", f"le même mode pour tous{NB}: {mode}", grey),
        ConditionView("Couverture", f"au moins {threshold} des indicateurs concernés ont une valeur", out),
        ConditionView("Phase", "une évaluation close, dont les positions ne changeront plus", grey),
        ConditionView(
            "Petits effectifs",
            f"un collège de {wording.few(few)} est compté avec d’autres, et ce qui repose sur {wording.few(few)} n’est "
            f"pas montré, pour que personne ne soit reconnu{NB}; une valeur provisoire peut donc différer de celle du "
            "rapport du pôle",
            Consequence.KEPT,
        ),
    )


def _entry(entry: Entry, comparison: Comparison, known: _Figures) -> EntryView:
    ref = comparison.referential
    candidate = entry.candidate
    # Its alerts and its card are in the words of its own referential, which may be another one.
    own = candidate.referential
    evaluation, result = candidate.evaluation, candidate.result
    shown = entry.standing is not Standing.LEFT_OUT
    hidden = not others_visible(evaluation.phase)

    def figures(ids: Iterable[str], found: Mapping[str, Aggregate]) -> tuple[FigureView, ...]:
        return known.of(ids, found if shown else {}, own, hidden=hidden)

    def indicators() -> Iterator[FigureView | None]:
        for item in ref.indicators:
            asked = item.id in candidate.indicators
            yield figures((item.id,), candidate.indicators)[0] if asked else None

    return EntryView(
        pole=view_pole(candidate.pole, own),
        evaluation=evaluation.title,
        date=evaluation.date.isoformat(),
        mode=wording.MODES[evaluation.mode.value],
        phase=NAMES[evaluation.phase],
        standing=entry.standing,
        reasons=tuple(_reason(rule, candidate, comparison) for rule in entry.failed),
        whole=view_figure(own, result.whole, hidden=hidden),
        objectives=figures((x.id for x in ref.objectives), result.objectives),
        sub_objectives=figures((x.id for x in ref.sub_objectives), result.sub_objectives),
        themes=figures((x.id for x in ref.themes), result.themes),
        evaluation_id=evaluation.id,
        indicators=tuple(indicators()) if shown else (),
    )


def _reason(rule: Rule, candidate: Candidate, comparison: Comparison) -> str:
    evaluation = candidate.evaluation
    if rule is Rule.REFERENTIAL:
        other = candidate.referential
        return f"Répond à un autre référentiel{NB}: {other.header.title}, version {other.version}."
    if rule is Rule.DEMONSTRATION:
        return "Pôle fictif de démonstration."
    if rule is Rule.MODE:
        return f"Autre mode{NB}: {wording.MODES[evaluation.mode.value]}."
    if rule is Rule.COVERAGE:
        minimum = wording.share(comparison.referential.thresholds.comparison.coverage)
        answered, applicable = counted(candidate)
        share = wording.share(answered / applicable if applicable else None)
        return f"Couverture de {share} ({answered}/{applicable}){NB}: il en faut au moins {minimum}."
    return f"Provisoire{NB}: phase «{NB}{NAMES[evaluation.phase]}{NB}»."


def _cohort_note(comparison: Comparison) -> str:
    cohort = comparison.cohort
    if cohort.n < cohort.minimum:
        return (
            f"{wording.count(cohort.n, 'pôle')} {wording.agreed(cohort.n, 'remplit', 'remplissent')} "
            "toutes les conditions"
            f"{NB}: médiane et quartiles ne se calculent qu’à partir de {cohort.minimum}."
        )
    return (
        f"Médiane et quartiles des {wording.count(cohort.n, 'pôle')} qui remplissent toutes les conditions. "
        f"Un chiffre qui reposerait sur moins de {cohort.minimum} pôles, ou qui permettrait d’en déduire un autre, "
        "n’est pas montré."
    )


def _cohort(comparison: Comparison) -> Iterable[CohortView]:
    ref, cohort = comparison.referential, comparison.cohort
    for objective in ref.objectives:
        yield _cohort_line(objective.code, objective.name, cohort.objectives[objective.id], comparison)
        for sub in ref.sub_objectives_of(objective.id):
            yield _cohort_line(sub.code, sub.name, cohort.sub_objectives[sub.id], comparison)
    for theme in ref.themes:
        yield _cohort_line("", theme.name, cohort.themes[theme.id], comparison)


def _cohort_line(code: str, name: str, figure: CohortFigure, comparison: Comparison) -> CohortView:
    why = ""
    if figure.suppressed:
        few = f"moins de {comparison.cohort.minimum} pôles"
        why = "permettrait d’en déduire un autre" if figure.complementary else few

    def rank(value: float | None) -> float | None:
        return None if value is None else comparison.referential.scale.rank_of(value)

    return CohortView(
        code, name, figure.n, rank(figure.median), rank(figure.first_quartile), rank(figure.third_quartile), why
    )


def _trajectory(trajectory: Trajectory, ref: Referential) -> TrajectoryView:
    return TrajectoryView(
        trajectory.pole.name, tuple(view_series(step.evaluation.title, step, ref) for step in trajectory.steps)
    )
