"""Working in a questionnaire with a library, as if by hand: for tests that are not about the spreadsheet itself."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.returned_row import Fate
from ptce_ref.reports.xlsx.cell import safe_text
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import answers_by
from ptce_ref.services.production import make_questionnaire
from ptce_ref.services.questionnaire import Received, questionnaire_of
from ptce_ref.services.workspace import Workspace
from tests.samples import shipped_referential, shipped_theme

FORGES, R = "faubourg-des-forges-2026", "r01"


def exported(workspace: Workspace, folder: Path, respondent: str | None = None, college: str | None = None) -> Path:
    view = questionnaire_of(workspace, FORGES, respondent=respondent, college=college)
    return make_questionnaire(view, shipped_theme(), folder / "questionnaire.xlsx")


def edited(path: Path, change: Callable[[Worksheet], None]) -> Path:
    """The file after somebody worked in its sheet of questions."""
    book: Workbook = load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def column(sheet: Worksheet, key: str) -> int:
    return next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == f"ptce:{key}" and cell.column)


def line(sheet: Worksheet, code: str) -> int:
    return next(place for place, row in enumerate(sheet.iter_rows(values_only=True), start=1) if code in row)


def fill(sheet: Worksheet, code: str, **cells: str | int | None) -> None:
    row = line(sheet, code)
    for key, value in cells.items():
        sheet.cell(row, column(sheet, key)).value = value


def sign(sheet: Worksheet, **who: str) -> None:
    """Say who one is, above the questions: college, nom, organisation."""
    for key, value in who.items():
        sheet.cell(line(sheet, f"ptce:{key}"), column(sheet, "niveaux")).value = value


def write_text(sheet: Worksheet, code: str, key: str, text: str) -> None:
    """Put a text as a text, whatever it looks like."""
    cell = sheet.cell(line(sheet, code), column(sheet, key))
    cell.value = safe_text(text)
    setattr(cell, "data_type", "s")  # noqa: B010 - a merged cell, which it is not, has no such attribute


def stored(workspace: Workspace, respondent: str) -> dict[str, Answer]:
    answers = answers_by(workspace, find_evaluation(workspace, FORGES), respondent)
    return {shipped_referential().indicator_by_id[ident].code: answer for ident, answer in answers.items()}


def codes(found: Received, fate: Fate) -> set[str]:
    return {found.referential.indicator_by_id[item.indicator_id].code for item in found.of(fate)}
