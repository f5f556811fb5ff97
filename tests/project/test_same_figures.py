"""The same answers give the same figures in `--json`, in the workbook, in the PDF and on the screen."""

import json
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest

from ptce_ref.program import run
from ptce_ref.reports import wording
from tests import samples
from tests.bases import example_base

EVALUATION = "val-de-sorne-2026"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbook and the report of one evaluation, made by the commands."""
    folder = tmp_path_factory.mktemp("chiffres")
    base = str(example_base(folder))
    book, report = str(folder / "classeur.xlsx"), str(folder / "rapport.pdf")
    assert run(["--base", base, "classeur", "coevaluation", EVALUATION, "--sortie", book]) == 0
    assert run(["--base", base, "imprimer", "rapport", EVALUATION, "--sortie", report]) == 0
    return folder


def test_in_json(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--base", str(made / "exemples.sqlite"), "evaluation", "montrer", EVALUATION, "--json"])
    shown = json.loads(capsys.readouterr().out)
    found = {
        s["code"]: (s["figure"]["level"], s["figure"]["n"]) for o in shown["objectives"] for s in o["sub_objectives"]
    }
    assert found == expected()


def test_in_the_workbook(made: Path) -> None:
    sheet = openpyxl.load_workbook(made / "classeur.xlsx")["Synthèse"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = {str(name): i for row in rows if row[0] == "Code" for i, name in enumerate(row)}
    found = {row[0]: (row[heads["Niveau"]], row[heads["n"]]) for row in rows if row[0] in expected()}
    assert {code: n for code, (_, n) in found.items()} == {code: n for code, (_, n) in expected().items()}
    for code, (level, _) in expected().items():
        assert found[code][0] == pytest.approx(level, abs=1e-12)


@pytest.mark.judge("pdftotext")
def test_in_the_report(made: Path) -> None:
    text = subprocess.run(
        ["pdftotext", "-layout", str(made / "rapport.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    for sub in samples.coevaluation(EVALUATION).sub_objectives:
        written = re.escape(wording.level(sub.figure.level))
        lines = [line for line in text.splitlines() if re.search(rf"\b{sub.code}\b", line)]
        assert any(re.search(rf"(?<![\d,]){written}", line) for line in lines), sub.code


def expected() -> dict[str, tuple[float | None, int | None]]:
    """Sub-objective code → level on the scale and n, computed without a database nor a report."""
    view = samples.coevaluation(EVALUATION)
    return {sub.code: (sub.figure.level, sub.figure.n) for sub in view.sub_objectives}
