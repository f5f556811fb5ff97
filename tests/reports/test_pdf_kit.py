"""The kits that lead a session: printed, they are enough for somebody who never saw the tool."""

from dataclasses import replace
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run as run_program
from ptce_ref.reports.kit_view import PlenaryView, VisitView, WorldCafeView, all_questions, suggest_questions
from ptce_ref.services.demo import load_examples
from ptce_ref.services.desk import Desk
from ptce_ref.services.document import DOCUMENTS
from ptce_ref.services.kit import plenary_of, visit_of, world_cafe_of
from tests.bases import example_base, new_workspace
from tests.other_shape import LEVEL_NAMES, other_examples, other_referential
from tests.reports.kit_sample import ANSWERING, DISCUSSING, cafe, cafe_view, made, pages, plenary, plenary_view
from tests.reports.pdf_reader import printed, run, squash
from tests.reports.pdf_sample import HOSTILE, LONG, WITHOUT_SPACE, with_indicators, with_words
from tests.samples import coevaluation


@pytest.mark.judge("pdftotext")
def test_while_opinions_come_in_no_kit_shows_an_answer() -> None:
    view = coevaluation(ANSWERING)
    assert view.hidden
    assert not any(question.reasons for question in all_questions(view))
    text = squash("".join(pages()) + "".join(pages("plenary")))
    assert squash("À l’ordre du jour") not in text
    # The same evaluation with every answer erased gives the same kits: nothing of them comes from what people said.
    silent = with_indicators(view, lambda item: replace(item, answered_by=0, figure=replace(item.figure, answered=0)))
    silent = replace(silent, whole=replace(silent.whole, answered=0), colleges=view.colleges)
    assert made(cafe_view(silent)) == cafe()
    assert made(plenary_view(silent)) == plenary()


def test_before_the_dialogue_the_choice_goes_over_objectives_and_themes() -> None:
    view = coevaluation(ANSWERING)
    objectives = len(view.objectives)
    chosen = suggest_questions(view, objectives)
    assert {question.group for question in chosen} == set(range(objectives))
    every = suggest_questions(view, len(view.sub_objectives))
    assert {question.sub_objective for question in every} == {f"{sub.code} {sub.name}" for sub in view.sub_objectives}
    assert len({question.item.theme for question in every}) > 1
    assert len(suggest_questions(view, 10_000)) == len(view.indicators)


@pytest.mark.judge("pdftotext")
def test_a_head_too_long_leaves_the_title_of_the_evaluation_out_and_is_not_cut() -> None:
    view = coevaluation(ANSWERING)
    assert len(view.title) > 30
    for kit, name in (("cafe", "Dossier d’animation : World Café"), ("plenary", "Dossier d’animation : plénière")):
        heads = [
            line for page in pages(kit) for line in page.replace("\u00a0", " ").splitlines() if line.startswith(name)
        ]
        assert heads
        assert not any("…" in head for head in heads)
        assert all(view.pole.name in head for head in heads)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("kit", ["cafe", "plenary", "visit"])
def test_only_the_last_page_speaks_of_the_program(kit: str) -> None:
    *others, last = pages(kit)
    assert squash("Pour la personne qui a le logiciel") in squash(last)
    for page in others:
        for word in ("ptce ", "À l’écran", "« Main levée »", "« Dialogue »", "phase «", "regard-croise"):
            assert word not in page.replace("\u00a0", " "), word


def test_what_is_adopted_at_once_is_not_voted() -> None:
    view = coevaluation(DISCUSSING)
    line = view.agenda[0]
    chosen = suggest_questions(replace(view, consensual=((line.code, line.title),)), 3)
    assert line.code not in {question.item.code for question in chosen}


@pytest.mark.judge("pdftotext")
def test_a_referential_of_another_shape_prints_every_kit(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        load_examples(workspace, other_referential(), other_examples())
        desk = Desk(workspace, "ailleurs-2")
        kits: tuple[WorldCafeView | PlenaryView | VisitView, ...] = (
            world_cafe_of(desk.evaluation, participants=18),
            plenary_of(workspace, desk.evaluation),
            visit_of(workspace, desk.evaluation),
        )
    texts = [squash(printed(made(kit))) for kit in kits]
    for kit, text in zip(kits, texts, strict=True):
        questions = kit.questions if not isinstance(kit, VisitView) else all_questions(kit.evaluation)
        assert all(squash(question.item.question) in text for question in questions)
    assert all(name in texts[1] for name in LEVEL_NAMES)
    # A hand does not show six levels.
    assert squash("on lève la main niveau par niveau") in texts[1]
    assert squash("un doigt") not in texts[1]
    assert squash("poing fermé") not in texts[1]
    # The slips have a box for each of them, and for the two other answers.
    assert squash("1 2 3 4 5 6 ? –") in texts[1]


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("hostile", [HOSTILE[0], HOSTILE[2], HOSTILE[6]])
def test_hostile_words_are_printed_and_do_nothing(hostile: str) -> None:
    line = " ".join(hostile.split())
    view = with_words(coevaluation("rivages-de-lanvor-2026"), hostile)
    view = with_indicators(
        view, lambda item: replace(item, explanation=line, descriptors=(line,) * 4, evidence=(line,))
    )
    for kit in (cafe_view(view, 12, 2), plenary_view(view, 1), VisitView(view, line, "a", "b")):
        content = made(kit)
        assert squash(printed(content)).count(squash(line)) > 3
        inside = run("qpdf", "--qdf", "--object-streams=disable", "{}", "-", content=content)
        for forbidden in ("/URI", "/JavaScript", "/Launch", "/Subtype /Image"):
            assert forbidden not in inside


@pytest.mark.parametrize("text", [LONG, WITHOUT_SPACE], ids=["long", "sans espace"])
def test_five_thousand_characters_anywhere_never_stop_a_kit(text: str) -> None:
    whole = with_words(coevaluation("rivages-de-lanvor-2026"), text)
    view = with_indicators(
        whole, lambda item: replace(item, explanation=text, descriptors=(text,) * 4, evidence=(text,))
    )
    few = replace(view, objectives=(replace(view.objectives[0], sub_objectives=view.objectives[0].sub_objectives[:1]),))
    for kit in (cafe_view(few, 6, 1), plenary_view(few, 1), VisitView(few, text, "a", "b")):
        assert made(kit).startswith(b"%PDF")


def test_the_same_view_gives_the_same_bytes() -> None:
    assert made(cafe_view(coevaluation(ANSWERING))) == cafe()


def test_the_commands_write_the_kits_and_refuse_in_french(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    monkeypatch.chdir(tmp_path)
    assert run_program(("imprimer", "world-cafe", DISCUSSING, "--participants", "8", "--duree-manche", "15")) == 0
    assert run_program(("imprimer", "pleniere", DISCUSSING, "--questions", "T1.01, c1.01", "--debut", "18h30")) == 0
    assert (tmp_path / f"world-cafe-{DISCUSSING}.pdf").stat().st_size > 10_000
    assert (tmp_path / f"pleniere-{DISCUSSING}.pdf").stat().st_size > 10_000
    capsys.readouterr()
    refused = {
        ("--participants", "3"): "de 4 à 280 personnes, et non 3",
        ("--questions", "T1.01,T9.99"): "La question « T9.99 » n’existe pas",
        ("--duree-manche", "5"): "de 10 à 60 minutes, et non 5",
        ("--debut", "27h"): "L’heure « 27h » ne se lit pas",
    }
    for options, sentence in refused.items():
        assert run_program(("imprimer", "world-cafe", DISCUSSING, *options)) == ExitCode.MISUSE
        assert sentence in capsys.readouterr().err.replace("\u00a0", " ")


def test_the_kits_are_among_the_documents_for_the_meeting() -> None:
    kits = {document.id: document for document in DOCUMENTS if document.id in ("world-cafe", "pleniere", "visite")}
    assert len(kits) == 3
    assert all(kit.on_request and not kit.shows_opinions for kit in kits.values())
