"""Builds the view of one evaluation from domain values. Pure: no file, no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ptce_ref.domain.agenda import DIVIDING, Agenda, Reason, draw_agenda, reasons_of
from ptce_ref.domain.distribution import Distribution, Voices
from ptce_ref.domain.divergence import Divergence, median_rank
from ptce_ref.domain.evaluation import Answer, AnswerKind, Contents, Outcome, Position, Respondent
from ptce_ref.domain.phase import NAMES, others_visible, provisional
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Indicator, Referential, SubObjective
from ptce_ref.domain.result import Aggregate, EvaluationResult, IndicatorResult, State
from ptce_ref.reports import wording
from ptce_ref.reports.identity_view import view_pole, view_referential
from ptce_ref.reports.view import (
    AgendaView,
    AlertView,
    ArgumentView,
    CellView,
    CoevaluationView,
    CollegeView,
    CountsView,
    DivergenceView,
    EvolutionView,
    FigureView,
    IndicatorView,
    ObjectiveView,
    PositionView,
    SubObjectiveView,
    ThemeView,
)

_OUTCOMES = {
    Outcome.AGREED: "accord",
    Outcome.DISAGREED: "désaccord reconnu",
    Outcome.NOT_APPLICABLE: "ne concerne pas le pôle",
}


@dataclass(frozen=True)
class Study:
    """What the view of an evaluation is made from."""

    pole: Pole
    contents: Contents
    referential: Referential
    result: EvaluationResult
    peer_pole: Pole | None = None


def view_figure(
    referential: Referential, aggregate: Aggregate | IndicatorResult, *, hidden: bool = False
) -> FigureView:
    """Return the figure of an aggregate or of an indicator; nothing of its value when ``hidden``."""
    if isinstance(aggregate, IndicatorResult):
        answered = int(aggregate.state is State.VALUE)
        applicable = int(aggregate.state is not State.NOT_APPLICABLE)
        flagged = aggregate.lowest and aggregate.indicator.vigilance is not None
        alerts: tuple[Indicator, ...] = (aggregate.indicator,) if flagged else ()
        coverage = answered / applicable if applicable else None
    else:
        answered, applicable, alerts = aggregate.answered, aggregate.applicable, aggregate.alerts
        coverage = aggregate.coverage
    value = None if hidden else aggregate.value
    return FigureView(
        state=State.NONE if hidden else aggregate.state,
        value=value,
        level=None if value is None else referential.scale.rank_of(value),
        answered=answered,
        applicable=applicable,
        coverage=coverage,
        n=None if hidden else aggregate.n,
        provisional=aggregate.provisional,
        hidden=hidden,
        alerts=() if hidden else tuple(_alert(referential, item) for item in alerts),
    )


def view_coevaluation(study: Study, previous: Study | None = None, *, names: bool = False) -> CoevaluationView:
    """Return the view of one evaluation.

    ``previous`` is an earlier evaluation of the same pôle, for the evolution. ``names`` puts the
    respondents' names beside their arguments; by default only colleges are shown (R18).
    """
    ref, evaluation = study.referential, study.contents.evaluation
    hidden = not others_visible(evaluation.phase)
    agenda = draw_agenda(study.result, ref.thresholds.agenda, ref.scale)
    builder = _Builder(study, hidden, names)
    return CoevaluationView(
        pole=view_pole(study.pole, ref),
        id=evaluation.id,
        title=evaluation.title,
        date=evaluation.date.isoformat(),
        use=ref.use_by_id[evaluation.use].name,
        path=ref.path_by_id[evaluation.path].name,
        mode=wording.MODES[evaluation.mode.value],
        peer_pole=study.peer_pole.name if study.peer_pole else "",
        phase=NAMES[evaluation.phase],
        provisional=provisional(evaluation.phase),
        hidden=hidden,
        referential=view_referential(ref),
        colleges=_colleges(study),
        whole=view_figure(ref, study.result.whole, hidden=hidden),
        objectives=builder.objectives(),
        themes=tuple(
            ThemeView(
                item.id, item.name, item.short, item.provenance.attested, builder.figure(study.result.themes[item.id])
            )
            for item in ref.themes
            if item.id in study.result.themes
        ),
        cells=builder.cells(),
        agenda=() if hidden else tuple(_agenda_lines(agenda)),
        consensual=() if hidden else tuple((item.code, item.title) for item in agenda.consensual),
        previous_title=_title(previous) if previous else "",
        evolution=() if hidden or previous is None else tuple(_evolution(study, previous)),
    )


def _title(study: Study) -> str:
    evaluation = study.contents.evaluation
    return f"{evaluation.title} ({wording.long_date(evaluation.date.isoformat())})"


def _alert(referential: Referential, item: Indicator) -> AlertView:
    return AlertView(item.code, item.title, referential.vigilance_by_id[item.vigilance or ""].name)


def _agenda_lines(agenda: Agenda) -> Sequence[AgendaView]:
    return [
        AgendaView(
            entry.indicator.code,
            entry.indicator.title,
            entry.indicator.question,
            tuple(reason.value for reason in entry.reasons),
            entry.result.n,
            entry.result.divergence.college_gap,
        )
        for entry in agenda.items
    ]


def _colleges(study: Study) -> tuple[CollegeView, ...]:
    contents = study.contents
    asked = len(contents.evaluation.indicators)
    people: dict[str, list[Respondent]] = {}
    for person in contents.respondents:
        people.setdefault(person.college, []).append(person)
    given: dict[str, int] = {}
    selected = set(contents.evaluation.indicators)
    for answer in contents.answers:
        if answer.indicator_id in selected:
            given[answer.respondent_id] = given.get(answer.respondent_id, 0) + 1
    tallied: dict[str, int] = {}
    for tally in contents.tallies:
        tallied[tally.college] = max(tallied.get(tally.college, 0), tally.total)
    invited = set(contents.evaluation.colleges) | set(people) | set(tallied)
    return tuple(
        CollegeView(
            college.id,
            college.name,
            len(people.get(college.id, ())),
            tallied.get(college.id, 0),
            sum(given.get(p.id, 0) for p in people[college.id]) / (asked * len(people[college.id]))
            if college.id in people
            else None,
        )
        for college in study.referential.colleges
        if college.id in invited
    )


def _reading_order(referential: Referential) -> Sequence[SubObjective]:
    return [sub for objective in referential.objectives for sub in referential.sub_objectives_of(objective.id)]


def _evolution(study: Study, previous: Study) -> Sequence[EvolutionView]:
    lines: list[EvolutionView] = []
    for sub in _reading_order(study.referential):
        now, before = study.result.sub_objectives.get(sub.id), previous.result.sub_objectives.get(sub.id)
        if now is None or before is None:
            continue
        now_view, before_view = view_figure(study.referential, now), view_figure(previous.referential, before)
        change = None
        if now_view.level is not None and before_view.level is not None:
            change = now_view.level - before_view.level
        lines.append(EvolutionView(sub.code, sub.name, before_view, now_view, change))
    return lines


class _Builder:
    """Builds the indicators and what stands above them, for one study."""

    def __init__(self, study: Study, hidden: bool, names: bool) -> None:
        self.study, self.hidden, self.names = study, hidden, names
        self.ref = study.referential
        self.people = {person.id: person for person in study.contents.respondents}
        self.answers: dict[str, list[Answer]] = {}
        for answer in study.contents.answers:
            self.answers.setdefault(answer.indicator_id, []).append(answer)
        self.college_order = {college.id: i for i, college in enumerate(self.ref.colleges)}

    def figure(self, aggregate: Aggregate | IndicatorResult) -> FigureView:
        return view_figure(self.ref, aggregate, hidden=self.hidden)

    def objectives(self) -> tuple[ObjectiveView, ...]:
        result = self.study.result
        return tuple(
            ObjectiveView(
                item.id,
                item.code,
                item.name,
                item.intention,
                item.provenance.attested,
                self.figure(result.objectives[item.id]),
                tuple(self._sub(sub) for sub in self.ref.sub_objectives_of(item.id) if sub.id in result.sub_objectives),
            )
            for item in self.ref.objectives
            if item.id in result.objectives
        )

    def cells(self) -> tuple[tuple[CellView | None, ...], ...]:
        result = self.study.result
        themes = [theme for theme in self.ref.themes if theme.id in result.themes]
        return tuple(
            tuple(self._cell(sub.id, theme.id) for theme in themes)
            for objective in self.ref.objectives
            for sub in self.ref.sub_objectives_of(objective.id)
            if sub.id in result.sub_objectives
        )

    def _cell(self, sub: str, theme: str) -> CellView | None:
        aggregate = self.study.result.cells.get((sub, theme))
        if aggregate is None:
            return None
        inside = [
            item
            for item in self.study.result.indicators.values()
            if (item.indicator.sub_objective, item.indicator.theme) == (sub, theme)
        ]
        reasons = [set() if self.hidden else set(self._reasons(item)) for item in inside]
        return CellView(
            sub,
            theme,
            tuple((item.indicator.code, item.indicator.title) for item in inside),
            self.figure(aggregate),
            sum(bool(found & DIVIDING) for found in reasons),
            sum(Reason.POLARISED in found for found in reasons),
            sum(Reason.DONT_KNOW in found for found in reasons),
            sum(len(self.answers.get(item.indicator.id, ())) for item in inside),
            len(self.people) * len(inside),
        )

    def _reasons(self, item: IndicatorResult) -> tuple[Reason, ...]:
        return reasons_of(item, self.ref.thresholds.agenda, self.ref.scale)

    def _sub(self, sub: SubObjective) -> SubObjectiveView:
        result = self.study.result
        return SubObjectiveView(
            sub.id,
            sub.code,
            sub.name,
            sub.intention,
            sub.provenance.attested,
            self.figure(result.sub_objectives[sub.id]),
            tuple(
                self._indicator(item, result.indicators[item.id])
                for item in self.ref.indicators_of(sub.id)
                if item.id in result.indicators
            ),
        )

    def _indicator(self, item: Indicator, result: IndicatorResult) -> IndicatorView:
        shown = not self.hidden
        links = (self.ref.indicator_by_id[link] for link in item.links)
        return IndicatorView(
            id=item.id,
            code=item.code,
            title=item.title,
            question=item.question,
            explanation=item.explanation,
            descriptors=tuple(item.descriptors[level.id] for level in self.ref.scale.levels),
            evidence=item.evidence,
            figures=tuple(f"{figure.label} ({figure.unit})" for figure in item.figures),
            links=tuple((link.code, link.title) for link in links),
            theme=self.ref.theme_by_id[item.theme].name,
            vigilance=self.ref.vigilance_by_id[item.vigilance].name if item.vigilance else "",
            attested=item.provenance.attested,
            figure=self.figure(result),
            answered_by=result.distribution.total.total,
            counts=tuple(self._counts(result.distribution)) if shown else (),
            total=_count("Ensemble", "Ensemble", result.distribution.total) if shown else None,
            divergence=_divergence(result.divergence) if shown else None,
            reasons=tuple(reason.value for reason in self._reasons(result)) if shown else (),
            arguments=tuple(self._arguments(item)) if shown else (),
            position=_position(result.position, self.ref.scale.ranks) if shown and result.position else None,
        )

    def _counts(self, distribution: Distribution) -> Sequence[CountsView]:
        colleges = self.ref.college_by_id
        return [
            _count(colleges[college].name, colleges[college].short, voices)
            for college, voices in distribution.by_college.items()
        ]

    def _arguments(self, item: Indicator) -> Sequence[ArgumentView]:
        found: list[tuple[int, ArgumentView]] = []
        for answer in self.answers.get(item.id, ()):
            said = answer.argument or answer.reason
            if not said:
                continue
            person = self.people[answer.respondent_id]
            kind = answer.argument_kind.value if answer.argument_kind else ""
            view = ArgumentView(
                self.ref.college_by_id[person.college].name, self._author(person), self._said(answer), kind, said
            )
            found.append((self.college_order[person.college], view))
        for tally in self.study.contents.tallies:
            if tally.indicator_id == item.id and tally.argument:
                name = self.ref.college_by_id[tally.college].name
                found.append(
                    (self.college_order[tally.college], ArgumentView(name, "", "à main levée", "", tally.argument))
                )
        return [view for _, view in sorted(found, key=lambda pair: pair[0])]

    def _author(self, person: Respondent) -> str:
        if not self.names:
            return ""
        return ", ".join(part for part in (person.name, person.organisation) if part)

    def _said(self, answer: Answer) -> str:
        if answer.kind is AnswerKind.LEVEL and answer.level is not None:
            return f"niveau {self.ref.scale.ranks[answer.level]}"
        return "ne sait pas" if answer.kind is AnswerKind.DONT_KNOW else "non concerné"


def _count(name: str, short: str, voices: Voices) -> CountsView:
    return CountsView(
        name, short, voices.levels, voices.not_applicable, voices.dont_know, voices.n, median_rank(voices.levels)
    )


def _divergence(d: Divergence) -> DivergenceView:
    return DivergenceView(
        n=d.n,
        range=d.range,
        median=d.median,
        consensus=d.consensus,
        agreement=d.agreement,
        polarised=d.polarised,
        college_gap=d.college_gap,
        applicability_split=d.applicability_split,
        dont_know_share=d.dont_know_share,
        not_applicable_share=d.not_applicable_share,
        unargued_share=d.unargued_share,
    )


def _position(position: Position, ranks: Mapping[str, int]) -> PositionView:
    return PositionView(
        _OUTCOMES[position.outcome],
        position.outcome is Outcome.AGREED,
        None if position.level is None else ranks[position.level],
        position.argument,
        position.minority_opinion,
        position.decided_with,
        position.date.isoformat(),
    )
