"""The shipped referential and examples as domain values and views, without a database."""

from functools import cache
from pathlib import Path

from ptce_ref.domain.candidate import Candidate, people_heard
from ptce_ref.domain.comparison import Comparison, compare
from ptce_ref.domain.comparison_condition import Order
from ptce_ref.domain.distribution import ballot_of
from ptce_ref.domain.evaluation import Contents
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.question_set import Questions
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import compute
from ptce_ref.domain.theme import Theme
from ptce_ref.loading.example import load_pole
from ptce_ref.loading.referential import load_referential
from ptce_ref.loading.theme import load_theme
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.resources import examples_folder, referential_folder, templates_folder


@cache
def shipped_referential() -> Referential:
    referential = load_referential(referential_folder()).referential
    assert referential is not None
    return referential


@cache
def examples() -> dict[str, tuple[Pole, Contents]]:
    """Evaluation id → its pôle and its contents."""
    found: dict[str, tuple[Pole, Contents]] = {}
    for path in sorted(Path(examples_folder()).glob("*.yaml")):
        loaded = load_pole(path, shipped_referential())
        assert loaded.pole is not None, loaded.problems
        for contents in loaded.evaluations:
            found[contents.evaluation.id] = (loaded.pole, contents)
    return found


def poles() -> dict[str, Pole]:
    return {pole.id: pole for pole, _ in examples().values()}


def study(evaluation_id: str) -> Study:
    pole, contents = examples()[evaluation_id]
    peer = poles().get(contents.evaluation.peer_pole_id or "")
    return Study(pole, contents, shipped_referential(), compute(contents, shipped_referential()), peer)


def coevaluation(evaluation_id: str, previous_id: str | None = None) -> CoevaluationView:
    titles = {ident: contents.evaluation.title for ident, (_, contents) in examples().items()}
    return view_coevaluation(study(evaluation_id), study(previous_id) if previous_id else None, titles=titles)


def comparison(
    *evaluation_ids: str, order: Order = Order.TERRITORY, questions: Questions = Questions.ALL
) -> Comparison:
    """The comparison of these evaluations, of all the examples when none is named."""
    studies = [study(ident) for ident in evaluation_ids or examples()]
    return compare([_candidate(item) for item in studies], order, questions)


def _candidate(item: Study) -> Candidate:
    """What others may see of an evaluation."""
    result = compute(item.contents, item.referential, for_others=True)
    people = people_heard(ballot_of(item.contents))
    return Candidate(item.pole, item.contents.evaluation, item.referential, result, item.peer_pole, people=people)


def comparison_of(*evaluation_ids: str, questions: Questions = Questions.ALL) -> ComparisonView:
    return view_comparison(comparison(*evaluation_ids, questions=questions), "2026-11-22")


@cache
def shipped_theme() -> Theme:
    theme = load_theme(templates_folder()).theme
    assert theme is not None
    return theme
