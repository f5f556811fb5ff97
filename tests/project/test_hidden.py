"""While opinions are given, what is shown does not depend on what people answered (R5)."""

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.comparison import compare
from ptce_ref.domain.evaluation import Answer, Contents
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.study import Study
from tests import samples

FORGES = "faubourg-des-forges-2026"


def seen(contents: Contents) -> Study:
    pole, _ = samples.examples()[FORGES]
    return Study(pole, contents, samples.shipped_referential(), compute(contents, samples.shipped_referential()))


def other_answer(answer: Answer, kind: AnswerKind) -> Answer:
    content = {"respondent_id": answer.respondent_id, "indicator_id": answer.indicator_id, "kind": kind}
    if kind is AnswerKind.LEVEL:
        content["level"] = "1"
    if kind is AnswerKind.NOT_APPLICABLE:
        content["reason"] = "Pas ici."
    return Answer.model_validate(content)


def test_whatever_people_answer_the_view_is_the_same() -> None:
    _, contents = samples.examples()[FORGES]
    shown = view_coevaluation(seen(contents), names=True)
    for kind in AnswerKind:
        others = tuple(other_answer(answer, kind) for answer in contents.answers)
        assert view_coevaluation(seen(contents.model_copy(update={"answers": others})), names=True) == shown


def test_a_comparison_shows_no_more() -> None:
    _, contents = samples.examples()[FORGES]
    views = []
    for kind in (AnswerKind.LEVEL, AnswerKind.DONT_KNOW):
        others = tuple(other_answer(answer, kind) for answer in contents.answers)
        study = seen(contents.model_copy(update={"answers": others}))
        mine = Candidate(study.pole, study.contents.evaluation, study.referential, study.result)
        others_studies = [samples.study(ident) for ident in samples.examples() if ident != FORGES]
        rest = [Candidate(s.pole, s.contents.evaluation, s.referential, s.result, s.peer_pole) for s in others_studies]
        entries = view_comparison(compare([mine, *rest]), "2026-11-22").entries
        views.append(next(entry for entry in entries if entry.pole.id == study.pole.id))
    shown, hidden = views
    assert all(figure.value is None for figure in (*shown.objectives, *shown.sub_objectives, *shown.themes))
    assert shown.sub_objectives == hidden.sub_objectives
