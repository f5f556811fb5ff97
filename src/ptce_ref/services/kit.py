"""Use cases of the kits that lead a session: World Café, plenary with show of hands, learning visit.

What prints raises :class:`~ptce_ref.services.refusal.Refusal` when the file cannot be written.
"""

from collections.abc import Sequence
from pathlib import Path

from ptce_ref.domain.session_plan import (
    LEAST_MINUTES,
    LEAST_PEOPLE,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_QUESTIONS,
    MOST_ROUNDS,
    count_tables,
    fit_questions,
    plan_session,
    share_question,
)
from ptce_ref.domain.text import clean_line
from ptce_ref.domain.theme import Theme
from ptce_ref.reports.kit_view import (
    KitQuestion,
    PlenaryView,
    VisitView,
    WorldCafeView,
    all_questions,
    suggest_questions,
)
from ptce_ref.reports.pdf.plenary import write_plenary
from ptce_ref.reports.pdf.visit import write_visit
from ptce_ref.reports.pdf.world_cafe import write_world_cafe
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.production import write_whole
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace

USUAL_PEOPLE = 18
"""Participants when nobody said how many and too few respondents are registered."""
USUAL_MINUTES = 20
_MOST_TABLES_APART = 6
"""Beyond, tables share the questions: a harvest of more questions loses people."""
USUAL_PLENARY = 120
"""Minutes of a plenary when nobody said how long it is."""


def world_cafe_of(
    view: CoevaluationView,
    *,
    participants: int | None = None,
    questions: Sequence[str] = (),
    round_minutes: int = USUAL_MINUTES,
    start: int | None = None,
    large: bool = False,
) -> WorldCafeView:
    """Return the kit of a World Café; without ``questions`` (codes), it proposes about one for each table.

    ``participants``: by default, those who are registered. ``start``: minutes since midnight.
    Raises :class:`Refusal` for an unknown code, or a session that cannot be planned.
    """
    people = participants if participants is not None else _registered(view)
    _require(people, LEAST_PEOPLE, MOST_PEOPLE, "Un World Café se tient", "personnes")
    _require(round_minutes, LEAST_MINUTES, MOST_MINUTES, "Une manche dure", "minutes")
    objectives = min(len(view.objectives), MOST_ROUNDS)
    usual = max(min(count_tables(people, 1), _MOST_TABLES_APART), objectives)
    chosen = _chosen(view, questions, usual, MOST_QUESTIONS)
    return WorldCafeView(view, chosen, plan_session(people, len(chosen), round_minutes), start, large)


def plenary_of(
    workspace: Workspace,
    view: CoevaluationView,
    *,
    questions: Sequence[str] = (),
    start: int | None = None,
    minutes: int = USUAL_PLENARY,
    large: bool = False,
) -> PlenaryView:
    """Return the kit of a plenary with show of hands. Raises :class:`Refusal` for an unknown code.

    Without ``questions`` (codes), as many as ``minutes`` hold: those of the agenda once the dialogue is
    open; before, of each sub-objective in turn. The colleges are those of the screen where votes are typed.
    """
    referential = referential_of(workspace, find_evaluation(workspace, view.id).referential_hash)
    known = {college.name: college for college in referential.colleges}
    colleges = tuple(college.name for college in view.colleges) or tuple(known)
    each = share_question(len(colleges), len(view.referential.levels)).total
    chosen = _chosen(view, questions, fit_questions(minutes, each), len(view.indicators))
    meanings = tuple(known[college].meaning if college in known else "" for college in colleges)
    shorts = tuple(known[college].short if college in known else college for college in colleges)
    return PlenaryView(view, chosen, colleges, meanings, start, large, shorts)


def visit_of(workspace: Workspace, view: CoevaluationView, *, visitor: str = "", start: int | None = None) -> VisitView:
    """Return the kit of a learning visit of the pôle of an evaluation, by ``visitor`` (a name).

    By default, the visitor is the pôle that evaluates, when the evaluation is already a peer view.
    """
    evaluation = find_evaluation(workspace, view.id)
    return VisitView(view, clean_line(visitor) or view.peer_pole, evaluation.use, evaluation.path, start)


def print_world_cafe(view: WorldCafeView, theme: Theme, target: Path) -> Path:
    """Write the kit of a World Café; returns the file."""
    return write_whole(target, lambda file: write_world_cafe(view, theme, file))


def print_plenary(view: PlenaryView, theme: Theme, target: Path) -> Path:
    """Write the kit of a plenary; returns the file."""
    return write_whole(target, lambda file: write_plenary(view, theme, file))


def print_visit(view: VisitView, theme: Theme, target: Path) -> Path:
    """Write the kit of a learning visit; returns the file."""
    return write_whole(target, lambda file: write_visit(view, theme, file))


def _registered(view: CoevaluationView) -> int:
    """Return how many people are registered or have voted, if that is enough for a session."""
    people = sum(college.respondents + college.tallied for college in view.colleges)
    return min(people, MOST_PEOPLE) if people >= LEAST_PEOPLE else USUAL_PEOPLE


def _require(value: int, least: int, most: int, what: str, unit: str) -> None:
    if not least <= value <= most:
        raise Refusal(f"{what} de {least} à {most} {unit}, et non {value}.", Fault.MISUSE)


def _chosen(view: CoevaluationView, codes: Sequence[str], usual: int, most: int) -> tuple[KitQuestion, ...]:
    """Return the questions of these codes, in the order given; ``usual`` ones when no code is given."""
    if not codes:
        return suggest_questions(view, usual)
    by_code = {question.item.code.casefold(): question for question in all_questions(view)}
    for code in codes:
        if code.casefold() not in by_code:
            raise unknown("La question", code, [item.code for item in view.indicators])
    chosen = tuple(dict.fromkeys(code.casefold() for code in codes))
    if len(chosen) > most:
        raise Refusal(f"{len(chosen)} questions sont trop pour une séance : {most} au plus.", Fault.MISUSE)
    return tuple(by_code[code] for code in chosen)
