"""A visit led from paper: its day, its notebook, its gifts, and the view by a peer it becomes."""

import re
import shlex
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run as run_program
from ptce_ref.reports.kit_view import VisitView
from tests.bases import example_base
from tests.reports.kit_sample import ANSWERING as WHOLE
from tests.reports.kit_sample import SELF, made, one_page, pages
from tests.reports.pdf_reader import printed, squash
from tests.samples import coevaluation


@pytest.mark.judge("pdftotext")
def test_a_visit_has_its_day_its_notebook_and_three_gifts() -> None:
    view = coevaluation(SELF)
    text = squash("".join(pages("visit")))
    for said in ("9 h 00", "16 h 35", "Ce que nous avons appris", "Ce que nous proposons", "Ce que nous emportons"):
        assert squash(said) in text
    assert squash("Don des Trois Ponts à Quai des Partages") in text
    for said in (
        "À six visiteurs : trois paires, 3 sous-objectifs chacune, soit 23 minutes pour chacun",
        "un groupe est de trois",
        "on écrit (20 minutes), on lit aux autres (15 minutes), on met au propre (10 minutes)",
        "jamais les fiches : leurs paroles font reconnaître des gens",
        "les questionnaires papier, à imprimer avant (dernière feuille)",
        "moins 20 minutes de trajet",
        "Il laisse le reste vide : ce sera sans réponse.",
        "ptce imprimer questionnaire REGARD",
    ):
        assert squash(said) in text, said
    # Visitors answer before they see what the pôle said of itself.
    assert text.index(squash("Répondre Chaque visiteur, seul")) < text.index(squash("Les dons Lus à voix haute"))
    for sub in view.sub_objectives:
        ask = one_page("visit", f"{sub.code} {sub.name}", "Questions à poser")
        for item in sub.indicators:
            assert squash(f"{item.code} {item.question}") in ask
        notes = one_page("visit", f"{sub.code} {sub.name} · notes")
        for box in ("Ce que nous avons vu", "Ce que l’on nous a dit", "Ce qui nous a surpris"):
            assert squash(box) in notes


@pytest.mark.judge("pdftotext")
def test_the_command_printed_at_the_end_of_a_visit_opens_the_peer_view(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = " ".join("".join(pages("visit")).split())
    found = re.search(r"(ptce evaluation ouvrir .*? --id REGARD)", lines)
    assert found is not None
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    words = shlex.split(found[1].replace("VISITEUR", "les-trois-ponts").replace("REGARD", "regard"))[1:]
    assert run_program(words) == ExitCode.DONE, capsys.readouterr().err
    # The other commands of before the visit: what visitors answer on, what the pôle shows after the gifts.
    assert "ptce imprimer questionnaire REGARD" in lines
    assert run_program(("imprimer", "questionnaire", "regard", "--sortie", str(tmp_path / "q.pdf"))) == ExitCode.DONE
    grid = re.search(r"ptce (imprimer grille \S+ --remplie)", lines)
    assert grid is not None
    assert run_program((*shlex.split(grid[1]), "--sortie", str(tmp_path / "g.pdf"))) == ExitCode.DONE
    assert run_program(("imprimer", "visite", "regard", "--sortie", str(tmp_path / "regard.pdf"))) == ExitCode.DONE
    text = squash(printed((tmp_path / "regard.pdf").read_bytes()))
    assert squash("Pôle qui visite Pôle culturel des Trois-Ponts") in text
    assert squash("L’évaluation est déjà ouverte") in text


@pytest.mark.judge("pdftotext")
def test_one_chooses_three_questions_among_many_and_ticks_those_asked_among_three() -> None:
    few = squash("".join(pages("visit")))
    assert squash("Questions à poser : cochez celles que vous posez") in few
    assert squash("cochez-en trois") not in few
    many = squash(printed(made(VisitView(coevaluation(WHOLE), "", "inter-evaluation", "complet"))))
    assert many.count(squash("Questions à poser : cochez-en trois")) == len(coevaluation(WHOLE).sub_objectives)
    assert squash("imprimées d’un seul côté") in many
