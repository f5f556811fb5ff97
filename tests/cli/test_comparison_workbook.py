"""« ptce classeur comparaison »: the workbook, the data for programs, what is said on the way."""

import csv
import errno
import json
import re
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
    assert "reconnaître" not in capsys.readouterr().err
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


def changed_in_a_spreadsheet(file: Path, note: str) -> None:
    """Save a workbook as a person does after typing in it: its properties then name another program."""
    workbook = load_workbook(file)
    workbook["Profils"]["Z1"] = note
    workbook.save(file)


def test_a_workbook_changed_in_a_spreadsheet_is_kept_beside_and_said(capsys: Printed) -> None:
    assert ptce() == ptce() == ExitCode.DONE
    # Ours, as we wrote it, is replaced without a word.
    assert [path.name for path in Path().iterdir()] == ["comparaison.xlsx"]
    assert "gardé" not in capsys.readouterr().err
    changed_in_a_spreadsheet(Path("comparaison.xlsx"), "mes notes")
    assert ptce() == ExitCode.DONE
    (kept,) = (path for path in Path().iterdir() if path.name != "comparaison.xlsx")
    assert re.fullmatch(r"comparaison-modifie-\d{4}-\d\d-\d\d-\d\dh\d\d\.xlsx", kept.name)
    assert kept.name in capsys.readouterr().err
    assert load_workbook(kept)["Profils"]["Z1"].value == "mes notes"
    assert load_workbook("comparaison.xlsx")["Profils"]["Z1"].value is None
    # A second one in the same minute has a name of its own.
    changed_in_a_spreadsheet(Path("comparaison.xlsx"), "encore")
    assert ptce() == ExitCode.DONE
    assert len(list(Path().iterdir())) == 3


def test_a_file_of_somebody_else_is_kept_too_and_an_empty_one_is_not(capsys: Printed) -> None:
    Path("comparaison.xlsx").write_bytes(b"PK pas un classeur")
    assert ptce() == ExitCode.DONE
    assert "gardé" in capsys.readouterr().err
    Path("vide.xlsx").touch()
    assert ptce("--sortie", "vide.xlsx") == ExitCode.DONE
    assert len(list(Path().iterdir())) == 3
    assert not list(Path().glob("vide-*"))


def test_nothing_is_kept_of_a_command_that_wrote_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ptce() == ExitCode.DONE
    changed_in_a_spreadsheet(Path("comparaison.xlsx"), "mes notes")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr(Path, "replace", full)
    assert ptce() == ExitCode.UNUSABLE
    assert [path.name for path in Path().iterdir()] == ["comparaison.xlsx"]


def test_csv_for_a_spreadsheet_has_the_signs_of_french_numbers(capsys: Printed) -> None:
    assert ptce("--csv", "données", "--pour-tableur") == ExitCode.DONE
    content = Path("données/donnees.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(), delimiter=";"))
    levels = [row["niveau"] for row in rows if row["niveau"]]
    assert "2,5" in levels
    assert not [level for level in levels if "." in level]
    # Between quotes, for programs that cut at commas as well.
    assert b';"2,5";' in content
    schema = json.loads(Path("données/schemas/donnees.json").read_text(encoding="utf-8"))
    assert next(field for field in schema["fields"] if field["name"] == "niveau")["decimalChar"] == ","
    assert ptce("--pour-tableur") == ExitCode.MISUSE
    assert "--csv" in capsys.readouterr().err
