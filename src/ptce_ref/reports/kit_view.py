"""What the kits of a session show: the questions chosen, the plan, who counts. Nobody's answer is in it.

Pure: no file, no clock. Before the dialogue the reasons of the agenda are absent (R5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from ptce_ref.domain.session_plan import SessionPlan
from ptce_ref.reports.agenda_talk import PLAIN, worth_saying
from ptce_ref.reports.view import CoevaluationView, IndicatorView


@dataclass(frozen=True)
class KitQuestion:
    """A question of a session. ``group`` is the place of its objective, from 0."""

    item: IndicatorView
    sub_objective: str
    """« T1 Répondre… »."""
    group: int
    reasons: tuple[str, ...]
    """Why it is on the agenda, in plain words; empty before the dialogue."""

    @property
    def name(self) -> str:
        """« T1.03 Titre »."""
        return f"{self.item.code} {self.item.title}"


@dataclass(frozen=True)
class WorldCafeView:
    """A World Café on ``questions``; ``start`` is its beginning in minutes since midnight, or None."""

    evaluation: CoevaluationView
    questions: tuple[KitQuestion, ...]
    plan: SessionPlan
    start: int | None = None
    large: bool = False
    """Whether what goes on the wall is for A3 paper."""


@dataclass(frozen=True)
class PlenaryView:
    """A plenary with show of hands. ``colleges`` are their names, in the order of the screen where votes are typed."""

    evaluation: CoevaluationView
    questions: tuple[KitQuestion, ...]
    colleges: tuple[str, ...]
    meanings: tuple[str, ...] = ()
    """Who belongs to each of them, in the same order; none when nobody said."""
    start: int | None = None
    large: bool = False
    shorts: tuple[str, ...] = ()
    """How each college is called where room is short, in the same order."""

    @property
    def short_names(self) -> tuple[str, ...]:
        """The colleges in short, in the same order; their full names when no short ones were given."""
        return self.shorts or self.colleges

    @property
    def leaves_agreed_apart(self) -> bool:
        """Whether what the agenda proposes to adopt in one go is known, and not among the questions voted."""
        agreed = {code for code, _ in self.evaluation.consensual}
        return bool(agreed) and agreed.isdisjoint(question.item.code for question in self.questions)


@dataclass(frozen=True)
class VisitView:
    """A learning visit of the pôle by another: ``visitor`` is its name, empty when it is not known yet."""

    evaluation: CoevaluationView
    visitor: str
    use_id: str
    path_id: str
    """What a peer view is opened with, so that both answer the same questions."""
    start: int | None = None


def all_questions(view: CoevaluationView) -> tuple[KitQuestion, ...]:
    """Return every question of an evaluation, in reading order."""
    return tuple(
        KitQuestion(item, f"{sub.code} {sub.name}", group, tuple(PLAIN[reason] for reason in worth_saying(item)))
        for group, objective in enumerate(view.objectives)
        for sub in objective.sub_objectives
        for item in sub.indicators
    )


def suggest_questions(view: CoevaluationView, count: int) -> tuple[KitQuestion, ...]:
    """Return ``count`` questions at the most: those of the agenda, in its order, once opinions may be seen.

    What may be adopted in one go is not among them.

    Otherwise one of each objective in turn, then of their next sub-objectives, and so on, in reading order.
    """
    questions = all_questions(view)
    by_code = {question.item.code: question for question in questions}
    at_once = {code for code, _ in view.consensual}
    agenda = [by_code[line.code] for line in view.agenda if line.code in by_code and line.code not in at_once]
    if agenda:
        return tuple(agenda[:count])
    places = {question.item.id: place for place, question in enumerate(questions)}
    # Each sub-objective begins one question further than the one before: their first ones share a theme.
    turned = {sub.id: _turn(sub.indicators, place) for place, sub in enumerate(view.sub_objectives)}
    by_objective = (_in_turn(turned[sub.id] for sub in objective.sub_objectives) for objective in view.objectives)
    chosen = _in_turn(by_objective)[:count]
    return tuple(questions[place] for place in sorted(places[item.id] for item in chosen))


def _turn(items: Sequence[IndicatorView], by: int) -> Sequence[IndicatorView]:
    start = by % max(1, len(items))
    return [*items[start:], *items[:start]]


def _in_turn(lists: Iterable[Sequence[IndicatorView]]) -> list[IndicatorView]:
    """Return the first of each list, then the second of each, and so on."""
    return [item for item in chain.from_iterable(zip_longest(*lists)) if item is not None]
