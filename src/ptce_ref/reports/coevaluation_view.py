"""Builds the view of one evaluation from domain values. Pure: no file, no clock."""

from collections.abc import Mapping, Sequence

from ptce_ref.domain.agenda import Agenda, draw_agenda
from ptce_ref.domain.confidentiality import declared, group_small_colleges, lone_colleges
from ptce_ref.domain.evaluation import Respondent
from ptce_ref.domain.phase import NAMES, actions_open, others_visible, plan_due, positions_open, provisional
from ptce_ref.domain.referential import Referential, SubObjective
from ptce_ref.reports import wording
from ptce_ref.reports.action_view import view_actions
from ptce_ref.reports.identity_view import view_pole, view_referential
from ptce_ref.reports.indicator_view import ViewBuilder
from ptce_ref.reports.study import Study, view_figure
from ptce_ref.reports.view import (
    AgendaView,
    CoevaluationView,
    CollegeView,
    EvolutionView,
    PeerComparisonView,
    ThemeView,
)


def view_coevaluation(
    study: Study,
    previous: Study | None = None,
    *,
    names: bool = False,
    titles: Mapping[str, str] | None = None,
    peer_views: Sequence[PeerComparisonView] = (),
) -> CoevaluationView:
    """Return the view of one evaluation.

    ``previous`` is an earlier evaluation of the same pôle, for the evolution. ``names`` puts the
    respondents' names beside their arguments; by default only colleges are shown (R18). ``titles``
    names the evaluations (id → title) that actions may come from. ``peer_views`` are its regards croisés.
    """
    ref, evaluation = study.referential, study.contents.evaluation
    hidden = not others_visible(evaluation.phase)
    if previous is not None and not others_visible(previous.contents.evaluation.phase):
        previous = None
    agenda = draw_agenda(study.result, ref.thresholds.agenda, ref.scale)
    builder = ViewBuilder(study, hidden, names)
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
        actions=view_actions(study.contents.actions, ref, titles or {}),
        plan_due=plan_due(evaluation.phase),
        fewest_voices=ref.thresholds.confidentiality.minimum if study.for_others else 0,
        plan_open=actions_open(evaluation.phase),
        positions_open=positions_open(evaluation.phase),
        peer_views=() if hidden else tuple(peer_views),
        lone_colleges=() if hidden else lone_colleges(study.contents, ref),
        nameable=() if hidden else _nameable(study),
        nameable_from=ref.thresholds.confidentiality.minimum,
        received=study.received,
    )


def _nameable(study: Study) -> tuple[str, ...]:
    """Return the names of the colleges that would stay themselves in what leaves the pôle."""
    ref = study.referential
    counted = {ident: result.distribution for ident, result in study.result.indicators.items()}
    groups = group_small_colleges(counted, ref.thresholds.confidentiality.minimum, declared(ref))
    return tuple(ref.college_by_id[college].name for college, group in groups.items() if college == group)


def _title(study: Study) -> str:
    evaluation = study.contents.evaluation
    return f"{evaluation.title} ({wording.long_date(evaluation.date.isoformat())})"


def _agenda_lines(agenda: Agenda) -> Sequence[AgendaView]:
    return [
        AgendaView(
            entry.indicator.code,
            entry.indicator.title,
            entry.indicator.question,
            entry.reasons,
            entry.result.distribution.total.n,
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
        if tally.untold:
            continue
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
            sum(person.id in given for person in people.get(college.id, ())),
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
