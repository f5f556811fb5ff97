"""The sheet « Chiffres » of a questionnaire: the numbers worth recording, one a row."""

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ptce_ref.domain.text import typeset
from ptce_ref.reports.questionnaire_view import QuestionnaireView
from ptce_ref.reports.xlsx.entry import NUMBER, Field, fill, write_columns
from ptce_ref.reports.xlsx.measure import line_count, row_height
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.questionnaire_field import ASKED, CODE, HIDDEN, bound, lock
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.style import SIZE, Look

NAME = "Chiffres"
_FIELDS = (
    Field("code", "Code", 8, CODE),
    Field("titre", "Question", 40, ASKED),
    Field("intitule", "Chiffre utile", 66, ASKED),
    Field("valeur", "Sa valeur", 18, NUMBER),
    Field("indicateur", "", 4, ASKED, names_rows=True),
    Field("chiffre", "", 4, ASKED),
)
_HEADER_LINES = 2


def write(workbook: Workbook, look: Look, view: QuestionnaireView, heading: Heading) -> None:
    """Write the sheet, when the questions ask for numbers."""
    lines = [(question, figure) for question in view.questions for figure in question.figures]
    if not lines:
        return
    widths = [field.width for field in _FIELDS if field.key not in HIDDEN]
    sheet = Sheet(workbook, NAME, look, heading, widths)
    page = sheet.worksheet
    sheet.note(typeset("Les chiffres que l’on connaît éclairent le dialogue. Tous sont facultatifs."))
    top = sheet.row + 2
    write_columns(page, sheet.row + 1, _FIELDS, HIDDEN)
    page.row_dimensions[top].height = row_height(_HEADER_LINES, SIZE)
    for row, (question, figure) in enumerate(lines, start=top + 1):
        contents = (question.code, question.title, figure.label, figure.value, question.id, figure.id)
        for place, (field, content) in enumerate(zip(_FIELDS, contents, strict=True), start=1):
            fill(page, row, place, content, field.style)
        shown = ((question.title, _FIELDS[1].width), (figure.label, _FIELDS[2].width))
        page.row_dimensions[row].height = row_height(max(line_count(t, w - 2, SIZE) for t, w in shown), SIZE)
    last = top + len(lines)
    sheet.freeze(top, 2)
    page.auto_filter.ref = f"A{top}:{get_column_letter(len(_FIELDS))}{last}"
    page.print_area = f"A1:{get_column_letter(len(widths))}{last}"
    bound(page, f"D{top + 1}:D{last}", "decimal", (-(10**15), 10**15), "Sa valeur", "un nombre, tel que 1200 ou 12,5")
    lock(page)
