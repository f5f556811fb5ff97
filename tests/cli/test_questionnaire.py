"""The questionnaire by commands: out, filled, back, and what is told on the way."""

import json
from functools import partial
from pathlib import Path

import pytest

from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run
from tests.bases import example_base
from tests.project.questionnaire_desk import FORGES, R, edited, fill

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = example_base(tmp_path)
    monkeypatch.setenv("PTCE_BASE", str(path))
    monkeypatch.chdir(tmp_path)
    return path


def ptce(*words: str) -> int:
    return run(("questionnaire", *words))


def out(capsys: Printed) -> tuple[str, str]:
    found = capsys.readouterr()
    return found.out.replace("\u00a0", " "), found.err.replace("\u00a0", " ")


def test_out_and_back_by_commands(capsys: Printed, tmp_path: Path) -> None:
    assert ptce("exporter", FORGES, "--repondant", R) == ExitCode.DONE
    path = tmp_path / f"questionnaire-{FORGES}-{R}.xlsx"
    edited(path, lambda sheet: fill(sheet, "T1.01", reponse="4", argument="Nouveau"))
    assert ptce("importer", str(path), "--essai") == ExitCode.DONE
    told, narrated = out(capsys)
    assert "1 réponse modifiée : T1.01" in narrated
    assert "importé" not in told
    assert ptce("importer", str(path)) == ExitCode.DONE
    assert "Questionnaire importé." in out(capsys)[0]
    assert ptce("importer", str(path), "--json") == ExitCode.DONE
    data = json.loads(capsys.readouterr().out)
    assert (data["nouveau"], {line["sort"] for line in data["questions"]}) == (False, {"inchangée"})


def test_a_file_that_says_no_college_may_be_given_one(capsys: Printed, tmp_path: Path) -> None:
    assert ptce("exporter", FORGES) == ExitCode.DONE
    path = edited(tmp_path / f"questionnaire-{FORGES}-vierge.xlsx", lambda sheet: fill(sheet, "T1.01", reponse="4"))
    assert ptce("importer", str(path)) == ExitCode.PROBLEMS
    assert "Choisissez-le en haut du questionnaire, ou ajoutez --college." in out(capsys)[1]
    assert ptce("importer", str(path), "--college", "habitant") == ExitCode.MISUSE
    assert ptce("importer", str(path), "--college", "habitants") == ExitCode.DONE
    told, narrated = out(capsys)
    assert "(Habitants et usagers), nouveau répondant" in narrated
    assert "inchangée" not in narrated, "nothing was there, nothing stayed"
    assert "Questionnaire importé." in told


def test_one_file_for_everybody_with_its_progress(capsys: Printed, tmp_path: Path) -> None:
    assert ptce("exporter", FORGES, "--tous-les-repondants", "--dossier", "envois") == ExitCode.DONE
    told, narrated = out(capsys)
    files = sorted(path.name for path in (tmp_path / "envois").iterdir())
    assert f"questionnaire-{FORGES}-{R}.xlsx" in files
    assert f"{len(files)} questionnaires écrits" in told
    assert f"{len(files)}/{len(files)}" in narrated


def test_options_that_contradict_each_other_are_told(capsys: Printed) -> None:
    for words in (
        ("--tous-les-repondants", "--repondant", R),
        ("--dossier", "envois"),
        ("--repondant", R, "--college", "habitants"),
    ):
        assert ptce("exporter", FORGES, *words) == ExitCode.MISUSE
        assert "--" in out(capsys)[1]


def test_every_problem_is_listed_with_its_cell(capsys: Printed, tmp_path: Path) -> None:
    ptce("exporter", FORGES, "--repondant", R)
    path = tmp_path / f"questionnaire-{FORGES}-{R}.xlsx"
    for code, word in (("T1.01", "Moyen"), ("T1.02", "Bof")):
        edited(path, partial(fill, code=code, reponse=word))
    capsys.readouterr()
    assert ptce("importer", str(path)) == ExitCode.PROBLEMS
    narrated = out(capsys)[1]
    assert "« Moyen »" in narrated
    assert "« Bof »" in narrated
    assert "rien n’a été changé" in narrated
