"""A plenary led from paper: posters, counting by college, slips, and where the votes go."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from ptce_ref.domain.theme import Section
from ptce_ref.reports.kit_view import all_questions
from ptce_ref.reports.pdf.plenary import write_plenary
from ptce_ref.reports.pdf.plenary_slip import slip_layout
from ptce_ref.services.desk import Desk
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.kit import plenary_of
from ptce_ref.services.workspace import open_workspace
from ptce_ref.tui.draft import Drafts
from ptce_ref.tui.hands import Hands
from tests.bases import clock, example_base
from tests.reports.kit_sample import ANSWERING, DISCUSSING, made, one_page, pages, plenary_view
from tests.reports.pdf_reader import printed, squash
from tests.samples import coevaluation, shipped_theme


@pytest.mark.judge("pdftotext")
def test_a_plenary_has_for_each_question_a_poster_with_its_levels_and_a_page_to_count() -> None:
    view = plenary_view(coevaluation(ANSWERING))
    levels = view.evaluation.referential.levels
    for number, question in enumerate(view.questions, start=1):
        poster = one_page("plenary", f"Question {number} · {question.name}", "Ce sont aussi des réponses")
        assert squash("Ne sait pas : poing fermé – Non concerné : main à plat") in poster
        count = one_page("plenary", f"Comptage {number} · {question.name}")
        for page in (poster, count):
            assert squash(question.item.question) in page
            for level, text in zip(levels, question.item.descriptors, strict=True):
                assert squash(f"{level.name} · {text}") in page
        assert squash("« Total » et les bulletins nuls font le nombre de présents") in count
        # Reasons have a sheet of their own: counting sheets go, and not everybody may see them.
        assert squash("Raisons entendues") not in count
        assert squash(f"{number} · {question.name}") in one_page("plenary", "Pour la personne qui écrit.")


@pytest.mark.judge("pdftotext")
def test_the_page_to_count_has_the_rows_and_columns_of_the_screen(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        desk = Desk(workspace, ANSWERING)
        view = plenary_of(workspace, desk.evaluation, questions=["t1.01"])
        hands = Hands(workspace, find_evaluation(workspace, ANSWERING), Drafts(tmp_path / "brouillon.json"))
    assert view.colleges == tuple(college.name for college in hands.colleges)
    text = squash(printed(made(view)))
    rows = squash("".join(view.colleges)) + "Ensemble"
    heads = squash("Collège" + "".join(f"{column.head} {column.name}" for column in hands.columns) + "Total")
    assert heads + rows in text


@pytest.mark.judge("pdftotext")
def test_one_votes_by_hands_unless_somebody_alone_in_a_college_would_rather_not() -> None:
    view = plenary_view(coevaluation(ANSWERING))
    text = squash("".join(pages("plenary")))
    for said in (
        "demandez-lui à part ce qu’il préfère ; dans le doute, votez sur papier.",
        "Si une personne préfère le papier, toute la salle vote sur papier",
        "Ce soir, tout le monde vote sur papier",
        "Un bulletin sans collège, sans réponse, ou avec plusieurs, est nul",
        "Sur papier, le vote prend 5 minutes",
        "elles déchirent les bulletins et mettent les feuilles de comptage sous enveloppe",
        "pendant le dépouillement : « Qui veut dire un fait ? » ; après l’annonce : « Qui a vu autre chose ? »",
        "demandez « Qui a vu autre chose ? », sans regarder personne",
    ):
        assert text.count(squash(said)) == 1, said
    # Whoever counts has the rule under the eyes, on each sheet.
    assert text.count(squash("N’annoncez que la ligne « Ensemble » et les bulletins nuls.")) == len(view.questions)
    sheets, (slips, asked) = text, (slip_layout(view).count, len(view.questions))
    assert squash(f"{asked + 1} pour {slips} personnes, {2 * asked + 2} pour {2 * slips}") in sheets


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("colleges", [1, 8, 20])
def test_a_page_of_slips_has_a_box_for_each_college_and_each_answer_on_every_slip(colleges: int) -> None:
    names = tuple(f"Collège {number:02}" for number in range(1, colleges + 1))
    view = replace(plenary_view(coevaluation(ANSWERING), 1), colleges=names)
    theme = shipped_theme().model_copy(update={"documents": {"pleniere": (Section(id="bulletins"),)}})
    target = io.BytesIO()
    write_plenary(view, theme, target)
    found = printed(target.getvalue()).split("\f")[:-1]
    assert len(found) == 1
    slips = slip_layout(view).count
    text = squash(found[0])
    assert slips >= 2
    assert text.count(squash("Question n° :")) == slips
    assert all(text.count(squash(name)) == slips for name in names)
    assert text.count(squash("1 2 3 4 ? –")) == slips


@pytest.mark.judge("pdftotext")
def test_everybody_votes_and_nobody_says_whether_they_had_answered_in_writing() -> None:
    found = pages("plenary")
    before = squash("Tout le monde vote, y compris qui a déjà répondu par écrit, et personne n’a à le dire")
    said = next(number for number, page in enumerate(found) if before in squash(page))
    first = next(number for number, page in enumerate(found) if "Ce sont aussi des réponses" in page)
    assert said < first
    assert squash("ne lève pas la main") not in squash("".join(found))
    # How not to count them twice is for whoever types, who knows it already.
    assert squash("le programme, lui, additionne les avis écrits et les mains levées") in squash(found[-1])


@pytest.mark.judge("pdftotext")
def test_a_plenary_claims_that_what_may_be_adopted_is_apart_only_when_it_is() -> None:
    claim = squash("ne sont pas parmi celles que l’on vote ici")
    assert claim not in squash("".join(pages("plenary")))
    view = coevaluation(DISCUSSING)
    chosen = plenary_view(view, 1)
    agreed = replace(view, consensual=((view.agenda[-1].code, view.agenda[-1].title),))
    apart, mixed = (
        replace(chosen, evaluation=agreed),
        replace(chosen, evaluation=agreed, questions=all_questions(agreed)),
    )
    assert apart.leaves_agreed_apart
    assert not mixed.leaves_agreed_apart
    assert claim in squash(printed(made(apart)))


@pytest.mark.judge("pdftotext")
def test_the_colleges_hold_on_one_sheet(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        view = plenary_of(workspace, Desk(workspace, ANSWERING).evaluation, questions=["t1.01"])
    sheet = [page for page in map(squash, printed(made(view)).split("\f")) if squash("Vous hésitez ?") in page]
    assert len(sheet) == 1
    for words in (*view.colleges, *view.meanings):
        assert squash(words) in sheet[0]


@pytest.mark.judge("pdftotext")
def test_a_plenary_says_where_votes_go_in_each_phase() -> None:
    assert squash("L’évaluation doit être dans la phase « avis »") in squash("".join(pages("plenary")))
    discussing = squash(printed(made(plenary_view(coevaluation(DISCUSSING), 1))))
    assert squash("les avis sont figés et ces votes ne s’y ajoutent plus") in discussing


@pytest.mark.judge("pdftotext")
def test_a_plenary_says_its_minutes_its_gesture_and_who_belongs_to_each_college(tmp_path: Path) -> None:
    with open_workspace(example_base(tmp_path), clock=clock) as workspace:
        view = plenary_of(workspace, Desk(workspace, ANSWERING).evaluation, minutes=120)
        shorter = plenary_of(workspace, Desk(workspace, ANSWERING).evaluation, minutes=60)
    assert len(view.questions) == 6
    assert len(shorter.questions) == 2
    text = squash(printed(made(view)))
    for said in (
        "Lire 2 min · silence 1 · exemples 2 · vote 3 · écouter 3.",
        "comptez alors 3 minutes de plus",
        "un doigt pour le premier niveau, deux pour le deuxième",
        "Vous hésitez ? Choisissez la place depuis laquelle vous parlerez ce soir.",
        "Merci à celles et ceux qui ont compté et écrit",
        *view.meanings,
    ):
        assert squash(said) in text, said
    assert text.count(squash("Compté par :")) == len(view.questions)
    assert "Pause" in text
