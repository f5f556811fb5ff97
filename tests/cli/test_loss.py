"""Nothing typed, kept or made is lost by a command that meant something else."""

import os
import shlex
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ptce_ref.program import run
from ptce_ref.services.evaluation import find_evaluation, move_phase, respondents_of
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import open_workspace
from tests.bases import clock, example_base
from tests.storage.test_kept import level

Printed = pytest.CaptureFixture[str]
FORGES = "faubourg-des-forges-2026"


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = example_base(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(path))
    return path


def ptce(line: str) -> int:
    return run(shlex.split(line))


def journal_size(base: Path) -> int:
    connection = sqlite3.connect(base)
    count: int = connection.execute("SELECT count(*) FROM journal").fetchone()[0]
    connection.close()
    return count


@pytest.mark.parametrize(
    ("options", "stranger"),
    [
        ("--college habitants --niveau 3", "--niveau"),
        ("--repondant r01 --niveau 3 --minorite 'Pas nous'", "--minorite"),
        ("--repondant r01 --niveau 3 --voix 1=2", "--voix"),
        ("--repondant r01 --retirer --argument 'Parce que'", "--argument"),
        ("--position accord --niveau 3 --non-concerne 'Pas ici'", "--non-concerne"),
        ("--position accord --niveau 3 --retirer", "--retirer"),
        ("--college habitants --voix 1=4 --voix 1=7", "deux fois"),
        ("--college habitants", "au moins une voix"),
        ("--position desaccord --niveau 3", "--niveau"),
        ("--repondant r01 --niveau 3 --ne-sait-pas", "--ne-sait-pas"),
        ("--repondant r99 --retirer", "r99"),
        (f"--repondant r01 --niveau {'9' * 5000}", "n’existe pas"),
    ],
)
def test_options_that_do_not_go_together_are_refused_and_nothing_is_written(
    base: Path, capsys: Printed, options: str, stranger: str
) -> None:
    before = journal_size(base)
    assert ptce(f"repondre {FORGES} T1.01 {options}") == 2
    assert stranger in capsys.readouterr().err
    assert journal_size(base) == before


def test_a_show_of_hands_is_taken_back(capsys: Printed) -> None:
    assert ptce(f"repondre {FORGES} T1.01 --college habitants --voix 2=7") == 0
    assert ptce(f"repondre {FORGES} T1.01 --college habitants --retirer --json") == 0
    assert '"withdrawn": true' in capsys.readouterr().out


def test_a_closed_evaluation_takes_nobody_in_and_nobody_takes_the_place_of_another(base: Path, capsys: Printed) -> None:
    before = journal_size(base)
    assert ptce("evaluation inscrire val-de-sorne-2026 --college financeurs --id r01") == 1
    assert ptce(f"evaluation inscrire {FORGES} --college financeurs --id r01") == 1
    said = capsys.readouterr().err
    assert "clôture" in said
    assert "déjà l’identifiant" in said
    assert journal_size(base) == before


def test_people_registered_at_once_are_as_many_people(base: Path) -> None:
    command = [sys.executable, "-m", "ptce_ref", "evaluation", "inscrire", FORGES, "--college", "habitants"]
    with open_workspace(base, clock=clock) as workspace:
        before = len(respondents_of(workspace, find_evaluation(workspace, FORGES)))

    def register(name: str) -> int:
        return subprocess.run([*command, "--nom", name], check=False, capture_output=True).returncode

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(register, "ABCDEF")) == [0] * 6
    with open_workspace(base, clock=clock) as workspace:
        people = respondents_of(workspace, find_evaluation(workspace, FORGES))
    assert len(people) == before + 6
    assert {person.name for person in people} >= set("ABCDEF")


def test_an_answer_does_not_slip_in_after_somebody_else_closed_the_phase(base: Path) -> None:
    with open_workspace(base, clock=clock) as here, open_workspace(base, clock=clock) as elsewhere:
        evaluation = find_evaluation(here, FORGES)
        move_phase(elsewhere, FORGES, "dialogue")
        with pytest.raises(Refusal, match="dialogue"):
            record_answer(here, evaluation, level("r01", evaluation.indicators[0], "4"))


def test_the_evolution_shows_nothing_of_an_evaluation_whose_opinions_are_still_given(base: Path) -> None:
    for line in (
        "evaluation ouvrir clairbois --usage diagnostic --parcours court --date 2026-01-10 --id avant",
        "evaluation inscrire avant --college habitants",
        "evaluation phase avant avis",
        "repondre avant T1.08 --repondant r01 --niveau 1",
    ):
        assert ptce(line) == 0
    with open_workspace(base, clock=clock) as workspace:
        assert coevaluation_of(workspace, "clairbois-2026").evolution == ()


@pytest.mark.parametrize("target", ["exemples.sqlite", "dossier", "tuyau", "exemples.sqlite/x.pdf", "n" * 300])
def test_a_document_never_replaces_what_is_not_a_document(base: Path, capsys: Printed, target: str) -> None:
    Path("dossier").mkdir()
    os.mkfifo("tuyau")
    before = base.read_bytes()
    assert run(["imprimer", "grille", "clairbois-2026", "--sortie", target]) in (2, 3)
    assert "Traceback" not in capsys.readouterr().err
    assert base.read_bytes() == before
    assert Path("tuyau").is_fifo()


def test_a_document_goes_where_a_link_leads() -> None:
    Path("vrai.pdf").write_bytes(b"ancien")
    Path("lien.pdf").symlink_to("vrai.pdf")
    assert ptce("imprimer grille clairbois-2026 --sortie lien.pdf") == 0
    assert Path("lien.pdf").is_symlink()
    assert Path("vrai.pdf").read_bytes().startswith(b"%PDF")


def test_the_demonstration_leaves_the_base_of_the_user_alone_and_keeps_the_one_before(
    base: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptce_ref.services.demo.produce_everything", lambda *_: iter(()))
    before = base.read_bytes()
    assert ptce("demo --sortie 'ma démo'") == 0
    assert base.read_bytes() == before
    made = Path("ma démo") / "demonstration.sqlite"
    assert run(["--base", str(made), "pole", "ajouter", "Le mien"]) == 0
    assert ptce("demo --sortie 'ma démo'") == 0
    assert "gardée sous le nom" in capsys.readouterr().err
    capsys.readouterr()
    assert run(["--base", str(made.with_name("demonstration-1.sqlite")), "pole", "montrer", "le-mien"]) == 0
    made.write_bytes(b"mes notes")
    assert ptce("demo --sortie 'ma démo'") == 3
    assert made.read_bytes() == b"mes notes"


def test_an_empty_file_is_no_base_to_look_at(tmp_path: Path, capsys: Printed) -> None:
    empty = tmp_path / "vide.sqlite"
    empty.touch()
    for command in ("info", "verifier"):
        assert run(["--base", str(empty), "base", command]) == 3
        assert "vide" in capsys.readouterr().err
    for other in (tmp_path, Path("x" * 300)):
        assert run(["--base", str(other), "base", "info"]) == 3
