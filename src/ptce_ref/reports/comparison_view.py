"""Builds the view of a comparison from domain values. Pure: no file, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from ptce_ref.domain.candidate import Candidate, counted
from ptce_ref.domain.cohort import CohortFigure
from ptce_ref.domain.comparison import Comparison, Entry, Trajectory
from ptce_ref.domain.comparison_condition import Rule, Standing
from ptce_ref.domain.phase import NAMES, others_visible
from ptce_ref.domain.question_set import Asked
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_absence import absences, undated_words
from ptce_ref.reports.comparison_question import (
    question_condition,
    questions_caution,
    questions_note,
    trajectory_caution,
)
from ptce_ref.reports.exchange_view import view_exchanges
from ptce_ref.reports.identity_view import view_pole, view_referential
from ptce_ref.reports.peer_view import view_figures, view_peer, view_series
from ptce_ref.reports.study import view_figure
from ptce_ref.reports.view import (
    AlertView,
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
    figures = _Figures(comparison.asked.common if comparison.asked.differ else None)
    return ComparisonView(
        date=date,
        referential=view_referential(ref),
        mode=mode,
        order=comparison.order.value,
        demonstration=comparison.demonstration,
        conditions=_conditions(comparison, mode),
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
        common=len(comparison.asked.common),
        same_questions=not comparison.asked.differ,
        questions_caution=questions_caution(comparison),
        questions_note=questions_note(comparison),
        absences=absences(comparison),
        undated=keep(undated_words(item) for item in comparison.undated),
    )


class _Figures:
    """Makes one figure of those that are the same: a thousand pôles have a hundred thousand, few of them different."""

    MOST = 2_000
    """Figures it knows at once: there are always new ones, the fewer of them the same."""

    def __init__(self, common: Asked | None) -> None:
        """``common`` are the questions that all were asked, None when there are no others."""
        self._known: dict[FigureView, FigureView] = {}
        self._common = common

    def of(
        self, ids: Iterable[str], found: Mapping[str, Aggregate], ref: Referential, *, hidden: bool
    ) -> tuple[FigureView, ...]:
        """Return one figure an id, in order; without value where nothing was found."""
        if len(self._known) > self.MOST:
            self._known.clear()
        figures = (self.marked(figure, ref) for figure in view_figures(ids, found, ref, hidden=hidden))
        return tuple(self._known.setdefault(figure, figure) for figure in figures)

    def marked(self, figure: FigureView, ref: Referential) -> FigureView:
        """Return a figure whose alerts say whether all the pôles compared were asked their question."""
        if self._common is None or not figure.alerts:
            return figure

        def unshared(alert: AlertView) -> bool:
            item = ref.find_indicator(alert.code)
            return item is None or item.id not in (self._common or ())

        return replace(figure, alerts=tuple(replace(alert, unshared=unshared(alert)) for alert in figure.alerts))


def _conditions(comparison: Comparison, mode: str) -> tuple[ConditionView, ...]:
    ref = comparison.referential
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
        question_condition(comparison),
        ConditionView("Couverture", f"au moins {threshold} des indicateurs concernés ont une valeur", out),
        ConditionView("Phase", "une évaluation close, dont les positions ne changeront plus", grey),
        ConditionView(
            "Petits effectifs",
            f"un collège de {wording.few(few)} est compté avec d’autres, et ce qui repose sur {wording.few(few)} n’est "
            f"ni montré ni compté dans n, pour que personne ne soit reconnu{NB}; une valeur provisoire peut donc "
            "différer de celle du rapport du pôle",
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
    path = own.path_by_id.get(evaluation.path)
    why = _no_people(candidate, own.thresholds.confidentiality.minimum, hidden=hidden)

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
        whole=known.marked(view_figure(own, result.whole, hidden=hidden), own),
        objectives=figures((x.id for x in ref.objectives), result.objectives),
        sub_objectives=figures((x.id for x in ref.sub_objectives), result.sub_objectives),
        themes=figures((x.id for x in ref.themes), result.themes),
        evaluation_id=evaluation.id,
        indicators=tuple(indicators()) if shown else (),
        asked=entry.asked,
        shared=entry.shared,
        path=path.name if path is not None else "",
        people=candidate.people if not why else None,
        no_people=why,
    )


def _no_people(candidate: Candidate, fewest: int, *, hidden: bool) -> str:
    """Return why it is not told how many people answered; empty when it is."""
    if hidden:
        return wording.HIDDEN
    if candidate.people is None:
        return "avis comptés sans les personnes"
    return f"moins de {fewest}" if candidate.people < fewest else ""


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
            f"{NB}: médiane et quartiles ne se calculent qu’à partir de {cohort.minimum}. En dessous, ils diraient "
            "plus d’un pôle ou deux que d’un groupe."
        )
    return (
        f"Médiane et quartiles des {wording.count(cohort.n, 'pôle')} qui remplissent toutes les conditions. "
        f"Un chiffre qui reposerait sur moins de {cohort.minimum} pôles n’est pas montré{NB}: il dirait plus d’un pôle "
        "ou deux que d’un groupe. N’est pas montré non plus celui qui permettrait de le déduire."
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
        trajectory.pole.name,
        tuple(view_series(step.evaluation.title, step, ref) for step in trajectory.steps),
        trajectory_caution(trajectory),
    )
