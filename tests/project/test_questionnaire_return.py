"""Export → import → export gives the same content, whatever the referential asks and whatever people wrote."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ptce_ref.domain.evaluation import Answer, Respondent
from ptce_ref.domain.questionnaire import compare_rows
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.returned_row import Fate
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind
from ptce_ref.loading.questionnaire import read_questionnaire
from ptce_ref.loading.questionnaire_answer import AnswerReader
from ptce_ref.reports.questionnaire_view import QuestionnaireView, view_questionnaire
from ptce_ref.reports.xlsx.questionnaire import write_questionnaire
from tests.grid import build, evaluation, pole
from tests.project.hostile_text import HOSTILE
from tests.samples import shipped_theme
from tests.strategies import referential_contents

PERSON = "r01"
_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
texts = st.one_of(st.just(""), st.sampled_from(HOSTILE), _ANY, st.builds("{}\n{}".format, _ANY, _ANY))
# A spreadsheet knows one zero: « -0.0 » is not a number that comes back the same to the byte.
numbers = st.one_of(
    st.integers(-(10**9), 10**9).map(float), st.floats(-1e12, 1e12, allow_nan=False).map(lambda n: n + 0)
)


@st.composite
def referentials(draw: st.DrawFn) -> Referential:
    """A referential of any shape, some of whose questions ask for numbers."""
    content: dict[str, Any] = draw(referential_contents())
    for item in content["indicateurs"]:
        names = draw(st.lists(st.sampled_from(["nombre", "part", "somme"]), max_size=2, unique=True))
        item["chiffres"] = [{"id": name, "libelle": f"Chiffre {name}", "unite": "%"} for name in names]
    content["usages"][0]["niveau_souhaite"] = draw(st.booleans())
    return build(content)


@st.composite
def answers(draw: st.DrawFn, referential: Referential) -> dict[str, Answer]:
    levels = st.sampled_from(list(referential.level_by_id))
    wishes = referential.uses[0].asks_wished_level
    found: dict[str, Answer] = {}
    for item in draw(st.lists(st.sampled_from(referential.indicators), unique_by=lambda item: item.id)):
        kind = draw(st.sampled_from(AnswerKind))
        wished = draw(st.none() | levels) if wishes else None
        found[item.id] = Answer(
            respondent_id=PERSON,
            indicator_id=item.id,
            kind=kind,
            level=draw(levels) if kind is AnswerKind.LEVEL else None,
            reason=f"Car {draw(texts)}" if kind is AnswerKind.NOT_APPLICABLE else "",
            argument=draw(texts),
            argument_kind=draw(st.none() | st.sampled_from(ArgumentKind)),
            evidence=draw(texts),
            wished_level=wished,
            wished_year=draw(st.none() | st.integers(1900, 2200)) if wished else None,
            figures={figure.id: draw(numbers) for figure in item.figures if draw(st.booleans())},
        )
    return found


@st.composite
def questionnaires(draw: st.DrawFn) -> tuple[Referential, dict[str, Answer]]:
    referential = draw(referentials())
    return referential, draw(answers(referential))


def view_of(referential: Referential, given_answers: dict[str, Answer]) -> QuestionnaireView:
    return view_questionnaire(
        pole(),
        evaluation(referential),
        referential,
        respondent=Respondent(id=PERSON, college=referential.colleges[0].id),
        answers=given_answers,
    )


def written(view: QuestionnaireView) -> bytes:
    target = io.BytesIO()
    write_questionnaire(view, shipped_theme(), target)
    return target.getvalue()


@settings(max_examples=25)
@given(questionnaires())
def test_what_comes_back_is_what_went_out(drawn: tuple[Referential, dict[str, Answer]]) -> None:
    referential, before = drawn
    content = written(view_of(referential, before))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.xlsx"
        path.write_bytes(content)
        reader = AnswerReader(read_questionnaire(path), evaluation(referential), referential)
        rows = reader.rows()
    assert not reader.problems
    after = {
        row.indicator_id: row.answer.model_copy(update={"respondent_id": PERSON})
        for row in rows
        if row.answer is not None
    }
    assert {line.fate for line in compare_rows(rows, before)} == {Fate.UNCHANGED}
    for ident, answer in before.items():
        # A spreadsheet keeps fifteen digits of a number, and one zero: the rest is what it is, exactly.
        assert after[ident].model_copy(update={"figures": {}}) == answer.model_copy(update={"figures": {}})
        assert {k: f"{v + 0.0:.15g}" for k, v in after[ident].figures.items()} == {
            k: f"{v + 0.0:.15g}" for k, v in answer.figures.items()
        }
    assert written(view_of(referential, after)) == content
