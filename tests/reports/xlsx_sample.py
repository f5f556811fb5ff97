"""Every workbook there is, for tests that go through all of them: the examples, many pôles, another referential."""

import io
from collections.abc import Callable
from functools import cache, partial

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.comparison import compare
from ptce_ref.domain.result import compute
from ptce_ref.loading.example import load_pole
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.questionnaire_view import QuestionnaireView, view_questionnaire
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import ArgumentLine, ComparisonView, SaidAs
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from ptce_ref.reports.xlsx.questionnaire import write_questionnaire
from ptce_ref.reports.xlsx.referential import write_referential_workbook
from tests.other_shape import other_examples, other_referential
from tests.reports.xlsx_reader import coevaluation_bytes, comparison_bytes
from tests.samples import coevaluation, comparison_of, examples, shipped_referential, shipped_theme, study

DATE = "2026-11-22"
MANY = 50
SEVERAL, HIDDEN, OPEN = (
    ("les-trois-ponts-2026", "les-trois-ponts-2023"),
    ("faubourg-des-forges-2026",),
    ("clairbois-2026",),
)
"""Evaluations: closed and compared with the one before, while opinions are given, in dialogue."""


def every_workbook() -> dict[str, bytes]:
    """What the workbook is → its bytes."""
    return {name: workbook_of(name) for name in WORKBOOKS}


@cache
def workbook_of(name: str) -> bytes:
    """The bytes of one of ``WORKBOOKS``."""
    return WORKBOOKS[name]()


@cache
def many_poles() -> ComparisonView:
    """The examples again and again, each time under another name, as many as ``MANY``."""
    candidates = []
    for rank in range(MANY):
        ident = list(examples())[rank % len(examples())]
        found = study(ident)
        pole = found.pole.model_copy(update={"id": f"{found.pole.id}-{rank}", "name": f"{found.pole.name} {rank}"})
        evaluation = found.contents.evaluation.model_copy(update={"pole_id": pole.id, "id": f"{ident}-{rank}"})
        candidates.append(Candidate(pole, evaluation, found.referential, found.result, found.peer_pole))
    return view_comparison(compare(candidates), DATE)


@cache
def other_studies() -> list[Study]:
    """The evaluations of the pôle of another referential: one closed, one while opinions are given."""
    loaded = load_pole(other_examples() / "ailleurs.yaml", other_referential())
    assert loaded.pole is not None, loaded.problems
    referential = other_referential()
    return [Study(loaded.pole, c, referential, compute(c, referential)) for c in loaded.evaluations]


def questionnaire(*, prospective: bool = False) -> QuestionnaireView:
    pole, contents = examples()[HIDDEN[0]]
    referential, evaluation = shipped_referential(), contents.evaluation
    if prospective:
        use = next(use for use in referential.uses if use.asks_wished_level)
        evaluation = evaluation.model_copy(update={"use": use.id})
    return view_questionnaire(pole, evaluation, referential)


def questionnaire_bytes(view: QuestionnaireView) -> bytes:
    return _written(lambda target: write_questionnaire(view, shipped_theme(), target))


def with_arguments() -> bytes:
    """The comparison of the examples with what people said."""
    lines = [
        ArgumentLine(pole.id, pole.name, ident, answer.indicator_id, "", "", "", SaidAs.UNSAID, answer.argument)
        for ident, (pole, contents) in examples().items()
        for answer in contents.answers
        if answer.argument
    ]
    return _written(
        lambda target: write_comparison_workbook(
            comparison_of(), shipped_theme(), target, arguments=lambda: iter(lines)
        )
    )


def _coevaluation(names: tuple[str, ...]) -> bytes:
    return coevaluation_bytes(coevaluation(*names))


def _candidate(of: Study) -> Candidate:
    return Candidate(of.pole, of.contents.evaluation, of.referential, of.result)


def _written(write: Callable[[io.BytesIO], None]) -> bytes:
    target = io.BytesIO()
    write(target)
    return target.getvalue()


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    **{f"co-évaluation {names[0]}": partial(_coevaluation, names) for names in (SEVERAL, HIDDEN, OPEN)},
    "comparaison": lambda: comparison_bytes(comparison_of()),
    "comparaison avec arguments": with_arguments,
    f"comparaison de {MANY} pôles": lambda: comparison_bytes(many_poles()),
    "questionnaire": lambda: questionnaire_bytes(questionnaire()),
    "questionnaire prospectif": lambda: questionnaire_bytes(questionnaire(prospective=True)),
    "référentiel": lambda: _written(lambda to: write_referential_workbook(shipped_referential(), shipped_theme(), to)),
    "autre référentiel": lambda: _written(
        lambda to: write_referential_workbook(other_referential(), shipped_theme(), to)
    ),
    "autre comparaison": lambda: comparison_bytes(
        view_comparison(compare([_candidate(study) for study in other_studies()]), DATE)
    ),
    "autre co-évaluation": lambda: coevaluation_bytes(view_coevaluation(other_studies()[0])),
}
"""Every workbook there is, by what it is."""
