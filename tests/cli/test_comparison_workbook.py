"""« ptce classeur comparaison »: the workbook, the data for programs, what is said on the way."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ptce_ref.cli.output import ExitCode
from ptce_ref.program import run
from tests.bases import example_base

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    work = tmp_path / "travail"
    work.mkdir()
    monkeypatch.chdir(work)


def ptce(*words: str) -> int:
    return run(("classeur", "comparaison", *words))


def test_arguments_are_in_the_workbook_only_when_asked_for_with_a_warning(capsys: Printed) -> None:
    assert ptce() == ExitCode.DONE
    assert "Attention" not in capsys.readouterr().err
    assert "Arguments" not in load_workbook("comparaison.xlsx", read_only=True).sheetnames
    assert ptce("--avec-arguments", "--sortie", "avec.xlsx") == ExitCode.DONE
    assert "Attention : les arguments" in capsys.readouterr().err.replace("\u00a0", " ")
    names = load_workbook("avec.xlsx", read_only=True).sheetnames
    assert names[-2:] == ["Arguments", "Dictionnaire"]


def test_csv_makes_a_folder_and_no_workbook(capsys: Printed) -> None:
    assert ptce("--csv", "données") == ExitCode.DONE
    assert "fichiers écrits" in capsys.readouterr().out
    assert [path.name for path in Path().iterdir()] == ["données"]
    assert ptce("--csv", "données", "--sortie", "aussi.xlsx") == ExitCode.DONE
    assert Path("aussi.xlsx").exists()


def test_texts_like_formulas_are_said(capsys: Printed) -> None:
    assert ptce("--csv", "d", "--avec-arguments") == ExitCode.DONE
    assert "comme une formule" in capsys.readouterr().err


def test_json_is_whole_and_goes_alone(capsys: Printed) -> None:
    assert ptce("--json") == ExitCode.DONE
    shown = json.loads(capsys.readouterr().out)
    assert shown["complementarities"][0]["first"]
    assert len(shown["complementarities"]) == shown["exchange_count"]
    assert ptce("--json", "--csv", "d") == ExitCode.MISUSE
    assert "s’emploie seul" in capsys.readouterr().err
    assert not list(Path().iterdir())
