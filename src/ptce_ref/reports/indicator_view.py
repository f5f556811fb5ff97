"""Builds the indicators of an evaluation, and the sub-objectives and cells that hold them."""

from collections.abc import Mapping, Sequence
from statistics import median

from ptce_ref.domain.agenda import DIVIDING, Reason, reasons_of
from ptce_ref.domain.distribution import Distribution, Voices
from ptce_ref.domain.divergence import MINIMUM_VOICES, Divergence, median_rank
from ptce_ref.domain.evaluation import Answer, Position, Respondent
from ptce_ref.domain.referential import Indicator, SubObjective
from ptce_ref.domain.result import Aggregate, IndicatorResult
from ptce_ref.domain.vocabulary import AnswerKind, Outcome, State
from ptce_ref.reports import wording
from ptce_ref.reports.study import Study, view_figure
from ptce_ref.reports.view import (
    ArgumentView,
    CellView,
    CountsView,
    Decision,
    DivergenceView,
    FigureView,
    IndicatorView,
    ObjectiveView,
    PositionView,
    SaidAs,
    SubObjectiveView,
    WishedView,
)


class ViewBuilder:
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
        """Return a figure as it may be shown: without value, level nor n while opinions are hidden (R5)."""
        return view_figure(self.ref, aggregate, hidden=self.hidden)

    def objectives(self) -> tuple[ObjectiveView, ...]:
        """Return the objectives that the evaluation asks about, down to their indicators, in reading order."""
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
        """Return the grid: a row a sub-objective asked about, a column a theme; None where no question stands."""
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
            () if self.hidden else tuple(item.indicator.code for item in inside if item.state is State.NOT_APPLICABLE),
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
        # What rests on too few voices for others to see: arguments stay, and say nothing of the level.
        told = shown and not result.few
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
            risk=self.ref.vigilance_by_id[item.vigilance].meaning if item.vigilance else "",
            attested=item.provenance.attested,
            figure=self.figure(result),
            answered_by=None if result.few else result.distribution.total.total,
            counts=tuple(self._counts(result.distribution)) if told else (),
            total=_count("Ensemble", "Ensemble", result.distribution.total) if told else None,
            divergence=_divergence(result.divergence) if told else None,
            reasons=tuple(self._reasons(result)) if told else (),
            arguments=tuple(self._arguments(item, told=told)) if shown else (),
            position=_position(result.position, self.ref.scale.ranks) if shown and result.position else None,
            wished=_wished(self.answers.get(item.id, ()), self.ref.scale.ranks) if told else None,
        )

    def _counts(self, distribution: Distribution) -> Sequence[CountsView]:
        colleges = self.ref.college_by_id
        return [
            _count(colleges[college].name, colleges[college].short, voices)
            for college, voices in distribution.by_college.items()
        ]

    def _arguments(self, item: Indicator, *, told: bool) -> Sequence[ArgumentView]:
        found: list[tuple[int, ArgumentView]] = []
        for answer in self.answers.get(item.id, ()):
            if not (answer.argument or answer.reason):
                continue
            person = self.people[answer.respondent_id]
            college, author = self.ref.college_by_id[person.college].name, self._author(person)
            kind = SaidAs(answer.argument_kind.value) if answer.argument_kind else SaidAs.UNSAID
            level = self._said(answer) if told else wording.few(self.ref.thresholds.confidentiality.minimum)
            # Naming a reason tells that one is not concerned.
            reason = SaidAs.REASON if told else SaidAs.UNSAID
            for name, text in ((kind, answer.argument), (reason, answer.reason)):
                if text:
                    place = self.college_order[person.college]
                    found.append((place, ArgumentView(college, author, level, name, text)))
        for tally in self.study.contents.tallies:
            if tally.indicator_id == item.id and tally.argument:
                college = self.ref.college_by_id[tally.college].name
                said = ArgumentView(college, "", "à main levée", SaidAs.UNSAID, tally.argument)
                found.append((self.college_order[tally.college], said))
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
    # One answer is an answer, and no median (R6).
    middle = median_rank(voices.levels) if voices.n >= MINIMUM_VOICES else None
    return CountsView(name, short, voices.levels, voices.not_applicable, voices.dont_know, voices.n, middle)


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


def _wished(answers: Sequence[Answer], ranks: Mapping[str, int]) -> WishedView | None:
    levels = [ranks[answer.wished_level] for answer in answers if answer.wished_level is not None]
    if not levels:
        return None
    years = [answer.wished_year for answer in answers if answer.wished_year is not None]
    return WishedView(median(levels), len(levels), min(years, default=None), max(years, default=None))


def _position(position: Position, ranks: Mapping[str, int]) -> PositionView:
    return PositionView(
        Decision[position.outcome.name],
        position.outcome is Outcome.AGREED,
        None if position.level is None else ranks[position.level],
        position.argument,
        position.minority_opinion,
        position.decided_with,
        position.date.isoformat(),
    )
