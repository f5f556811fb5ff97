"""Whoever is not concerned gives a reason, and may argue as well: both are read everywhere, each under its name."""

import io
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ptce_ref.domain.evaluation import Answer, Respondent
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind, Phase
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets
from ptce_ref.reports.pdf.report import write_coevaluation_report
from ptce_ref.reports.peer_view import view_peer_inside
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.reports.wording import REASON
from ptce_ref.reports.xlsx.coevaluation import write_coevaluation_workbook
from ptce_ref.reports.xlsx.peer import _texts
from ptce_ref.services.reading import arguments_of, comparison_of
from ptce_ref.storage.opinion import save_contents
from tests.bases import example_base, new_workspace
from tests.reports.pdf_reader import printed, squash
from tests.samples import shipped_theme, study
from tests.tui.screen import LARGE, opened

EVALUATION = "val-de-sorne-2026"
BOTH = ("Le mien est de trop.", "Je ne suis pas de l’équipe.")


def odd() -> Study:
    """An evaluation in dialogue where three people say that the first question does not concern them."""
    found = study(EVALUATION)
    contents = found.contents
    asked, college = contents.evaluation.indicators[:3], contents.respondents[0].college
    question = asked[0]
    people = [Respondent(id=f"r9{number}", college=college) for number in range(3)]
    common: dict[str, Any] = {"indicator_id": question, "kind": AnswerKind.NOT_APPLICABLE}
    answers = (
        Answer(respondent_id="r90", argument=BOTH[0], argument_kind=ArgumentKind.TESTIMONY, reason=BOTH[1], **common),
        Answer(respondent_id="r91", reason="Cela ne se passe pas chez nous.", **common),
        Answer(respondent_id="r92", reason="Nous sommes trop jeunes.", **common),
    )
    kept = tuple(answer for answer in contents.answers if answer.indicator_id in asked[1:])
    contents = contents.model_copy(
        update={
            "evaluation": contents.evaluation.model_copy(update={"phase": Phase.DIALOGUE, "indicators": asked}),
            "respondents": (*contents.respondents, *people),
            "answers": (*answers, *kept),
            "tallies": (),
            "positions": (),
            "actions": (),
        }
    )
    return Study(found.pole, contents, found.referential, compute(contents, found.referential), found.peer_pole)


@cache
def view() -> CoevaluationView:
    return view_coevaluation(odd())


def test_the_view_holds_both_and_says_which_is_which() -> None:
    said = [(item.kind, item.text) for item in view().indicators[0].arguments if item.text in BOTH]
    assert said == [("témoignage", BOTH[0]), (REASON, BOTH[1])]


def test_a_reason_alone_bears_its_name_too() -> None:
    said = {item.text: item.kind for item in view().indicators[0].arguments}
    assert said["Nous sommes trop jeunes."] == REASON


@pytest.mark.parametrize("document", [write_coevaluation_report, "sheets"])
def test_paper_shows_both(document: object) -> None:
    target = io.BytesIO()
    if document == "sheets":
        first = view().indicators[0].id
        write_indicator_sheets(view(), shipped_theme(), target, wanted={first}, filled=True)
    else:
        write_coevaluation_report(view(), shipped_theme(), target)
    text = squash(printed(target.getvalue()))
    assert squash(BOTH[0]) in text
    assert squash(f"non concerné · {REASON} {BOTH[1]}") in text


def test_the_workbook_shows_both_wherever_it_shows_arguments() -> None:
    target = io.BytesIO()
    write_coevaluation_workbook(view(), shipped_theme(), target)
    book = load_workbook(io.BytesIO(target.getvalue()))
    sheets: dict[str, list[list[object]]] = {text: [] for text in BOTH}
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            for text in BOTH:
                if text in row:
                    sheets[text].append([sheet.title, *row])
    argued, reasoned = ({str(row[0]) for row in sheets[text]} for text in BOTH)
    assert argued == reasoned >= {"Arguments", "Données"}
    assert all(any(REASON in str(cell) for cell in row) for row in sheets[BOTH[1]])


def test_the_two_sides_of_a_visit_show_both() -> None:
    peer = view_peer_inside(odd(), odd(), arguments=True)
    said = _texts(next(item.own for item in peer.arguments if any(one.text in BOTH for one in item.own)))
    assert f"{BOTH[0]}\n" in said
    assert f"{REASON})\u00a0: {BOTH[1]}" in said


async def test_the_comparison_with_arguments_and_the_screen_of_the_dialogue_show_both(tmp_path: Path) -> None:
    base = example_base(tmp_path)
    with new_workspace(base) as workspace:
        save_contents(workspace.store, odd().contents, workspace.now)
        lines = [line for line in arguments_of(workspace, comparison_of(workspace, [EVALUATION])) if line.text in BOTH]
    assert sorted((line.text, line.kind) for line in lines) == [(BOTH[1], REASON), (BOTH[0], "témoignage")]
    async with opened(base, LARGE) as story:
        await story.open_evaluation(EVALUATION)
        await story.press("d", "f4")
        await story.type(view().indicators[0].code)
        await story.press("enter")
        assert f"« {BOTH[0]} » — non concerné, témoignage" in story.words
        assert f"« {BOTH[1]} » — non concerné, {REASON}" in story.words
