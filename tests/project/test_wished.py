"""With the use « prospective », what people wish for is kept and shown (R3)."""

import json
import shlex
import subprocess
from pathlib import Path

import openpyxl
import pytest

from ptce_ref.program import run
from tests.bases import example_base


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PTCE_BASE", str(example_base(tmp_path)))
    monkeypatch.chdir(tmp_path)
    lines = ["evaluation ouvrir clairbois --usage prospective --id demain", "evaluation phase demain avis"]
    for rank, level, wish in (("1", "1", "3"), ("2", "2", "4"), ("3", "1", "4")):
        lines.insert(1, f"evaluation inscrire demain --college habitants --id r{rank}")
        lines.append(
            f"repondre demain T1.11 --repondant r{rank} --niveau {level} --souhait {wish} --souhait-annee 203{rank}"
        )
    lines.append("evaluation phase demain dialogue")
    for line in lines:
        assert run(shlex.split(line)) == 0
    return tmp_path


def test_in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001 - the fixture works in it
    capsys.readouterr()
    run(["evaluation", "montrer", "demain", "--json"])
    shown = json.loads(capsys.readouterr().out)
    items = [i for o in shown["objectives"] for s in o["sub_objectives"] for i in s["indicators"]]
    wishes = {item["code"]: item["wished"] for item in items if item["wished"]}
    assert wishes == {"T1.11": {"median": 4, "n": 3, "first_year": 2031, "last_year": 2033}}


@pytest.mark.judge("pdftotext")
def test_in_the_report_and_in_the_workbook(folder: Path) -> None:
    assert run(shlex.split("imprimer rapport demain --sortie r.pdf")) == 0
    assert run(shlex.split("classeur coevaluation demain --sortie c.xlsx")) == 0
    text = subprocess.run(["pdftotext", "r.pdf", "-"], check=True, capture_output=True, text=True).stdout
    assert "Niveau souhaité : médiane 4 (n = 3), pour 2031 à 2033" in text.replace("\u00a0", " ")
    rows = [list(row) for row in openpyxl.load_workbook(folder / "c.xlsx")["Indicateurs"].iter_rows(values_only=True)]
    head = next(row for row in rows if row[0] == "Code")
    line = next(row for row in rows if row[0] == "T1.11")
    assert [line[head.index(name)] for name in ("Niveau souhaité", "n souhaits")] == [4, 3]


def test_elsewhere_nobody_is_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001 - as above
    line = "repondre faubourg-des-forges-2026 T1.01 --repondant r01 --niveau 2 --souhait 4"
    assert run(shlex.split(line)) == 2
    assert "prospective" in capsys.readouterr().err
