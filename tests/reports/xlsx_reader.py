"""Workbooks for tests: made in memory, saved again by LibreOffice, read as a person would see them."""

import csv
import io
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.reports.view import CoevaluationView, ComparisonView
from ptce_ref.reports.xlsx.coevaluation import write_coevaluation_workbook
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from tests.folder import lasting_folder
from tests.samples import shipped_theme

# A spreadsheet that speaks French.
FRENCH_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value>
</prop></item></oor:items>"""
_EVERY_SHEET_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


def coevaluation_bytes(view: CoevaluationView) -> bytes:
    target = io.BytesIO()
    write_coevaluation_workbook(view, shipped_theme(), target)
    return target.getvalue()


def comparison_bytes(view: ComparisonView) -> bytes:
    target = io.BytesIO()
    write_comparison_workbook(view, shipped_theme(), target)
    return target.getvalue()


def book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def same(found: object, wanted: object) -> bool:
    """Whether a cell holds ``wanted``: numbers are written with sixteen digits, which may lose the last bit."""
    if isinstance(wanted, float):
        return bool(found == pytest.approx(wanted, rel=1e-14, abs=1e-15))
    return found == wanted


def texts(workbook: Workbook, *, by_office: bool = False) -> set[str]:
    """Every text of every cell, as a spreadsheet would show it.

    openpyxl reads the escapes of texts shared between cells, as LibreOffice writes them, and not ours.
    """
    return {
        cell.value if by_office else unescape(cell.value)
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }


def table(sheet: Worksheet, first_header: str) -> list[dict[str, object]]:
    """The rows under the header whose first cell is ``first_header``, until an empty line or a heading."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(position for position, row in enumerate(rows) if row[0] == first_header and row[1] is not None)
    headers = [str(header) for header in rows[top] if header is not None]
    found: list[dict[str, object]] = []
    for row in rows[top + 1 :]:
        if not any(value is not None for value in row[1:]):
            break
        found.append(dict(zip(headers, row, strict=False)))
    return found


def resaved(content: bytes, folder: Path) -> bytes:
    """The same workbook after LibreOffice opened and saved it."""
    (folder / "source.xlsx").write_bytes(content)
    out = folder / "resaved"
    _convert(folder, "xlsx", out)
    return (out / "source.xlsx").read_bytes()


def resaved_together(contents: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The same workbooks after one LibreOffice opened and saved them; those that it does not open are not there."""
    names = {f"source{number}": name for number, name in enumerate(contents)}
    for file, name in names.items():
        (folder / f"{file}.xlsx").write_bytes(contents[name])
    out = folder / "resaved"
    _convert(folder, "xlsx", out, *names)
    return {
        name: (out / f"{file}.xlsx").read_bytes() for file, name in names.items() if (out / f"{file}.xlsx").exists()
    }


def shown(content: bytes, folder: Path) -> dict[str, list[list[str]]]:
    """Sheet title → rows of cells, each as LibreOffice displays it in French."""
    (folder / "source.xlsx").write_bytes(content)
    out = folder / "shown"
    _convert(folder, _EVERY_SHEET_AS_SHOWN, out)
    found: dict[str, list[list[str]]] = {}
    for path in out.glob("source-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix("source-")] = list(csv.reader(file))
    return found


@cache
def _profile() -> Path:
    """A profile for this process: two LibreOffices cannot share one."""
    folder = lasting_folder("office")
    (folder / "user").mkdir()
    (folder / "user" / "registrymodifications.xcu").write_text(FRENCH_PROFILE, encoding="utf-8")
    return folder


def _convert(folder: Path, target: str, out: Path, *names: str) -> None:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={_profile().as_uri()}",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(out),
            *(str(folder / f"{name}.xlsx") for name in names or ("source",)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
