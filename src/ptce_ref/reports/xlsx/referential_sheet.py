"""One sheet of the referential's workbook: a hidden row of keys, a header, rows, and lines left to fill.

Owns the look of what an author edits. Must not know what the referential says.
"""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, NamedStyle, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.referential_layout import FORM_KEY, NO, ORDER, YES, Field, Form, Sort, Table
from ptce_ref.domain.referential_row import Row, write_value
from ptce_ref.domain.returned_row import KEY_PREFIX
from ptce_ref.domain.text import typeset
from ptce_ref.reports.xlsx.entry import fill
from ptce_ref.reports.xlsx.measure import line_count, row_height
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.style import HEADER, LABEL, SIZE, Look, font, rgb, solid

WORDS, NUMBER = "PTCE texte d’auteur", "PTCE nombre d’auteur"
SPARE = 25
"""Lines left empty under a table, framed as the others, for what an author adds."""
_MOST_PROMPT, _MOST_TITLE = 255, 32
_NUMERIC = (Sort.WHOLE, Sort.DECIMAL)


def register(workbook: Workbook, look: Look) -> None:
    """Add the styles of the cells that an author edits: framed, on white; what is typed stays text."""
    frame = Side("thin", color=rgb(look.colours.rule))
    around = Border(left=frame, right=frame, top=frame, bottom=frame)
    for name, alignment, number_format in (
        (WORDS, Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1), "@"),
        (NUMBER, Alignment(horizontal="center", vertical="top"), "General"),
    ):
        style = NamedStyle(name, font=font(look.colours.ink), alignment=alignment, border=around)
        style.fill, style.number_format = solid("#FFFFFF"), number_format
        workbook.add_named_style(style)


def write_table(workbook: Workbook, look: Look, heading: Heading, table: Table, rows: Sequence[Row]) -> None:
    """Write ``table`` with its rows, the drop-down lists of its columns, and lines left to fill."""
    fields = (*table.fields[: table.frozen], ORDER, *table.fields[table.frozen :])
    sheet = Sheet(workbook, table.title, look, heading, [field.width for field in fields])
    page = sheet.worksheet
    sheet.note(table.lead)
    keys, top = sheet.row + 1, sheet.row + 2
    _headers(page, keys, top, table.key, fields)
    last = top + len(rows) + SPARE
    for number, row in enumerate(rows, start=1):
        values = [number if field is ORDER else write_value(field, row.get(field.key)) for field in fields]
        _line(page, top + number, fields, values)
    for number in range(top + len(rows) + 1, last + 1):
        _line(page, number, fields, [None] * len(fields))
    sheet.row = last
    sheet.freeze(top, table.frozen)
    letters = [get_column_letter(place) for place in range(1, len(fields) + 1)]
    page.auto_filter.ref = f"A{top}:{letters[-1]}{last}"
    page.print_area = f"A1:{letters[-1]}{top + max(1, len(rows))}"
    for letter, field in zip(letters, fields, strict=True):
        span = f"{letter}{top + 1}:{letter}{last}"
        _guide(page, span, field)
        if field.key == ("id",):
            name_list(workbook, table.key, f"'{table.title}'!${letter}${top + 1}:${letter}${last}")


def write_form(workbook: Workbook, look: Look, heading: Heading, form: Form, values: Row) -> None:
    """Write what is said once: a label, its value, and how to write it."""
    widths = (34.0, 80.0, 58.0)
    sheet = Sheet(workbook, form.title, look, heading, widths)
    page = sheet.worksheet
    sheet.note(form.lead)
    top = sheet.row + 1
    for place, text in enumerate(("Rubrique", "Contenu", "Comment l’écrire", FORM_KEY), start=1):
        fill(page, top, place, text, HEADER)
    page.column_dimensions["D"].hidden = True
    for number, field in enumerate(form.fields, start=top + 1):
        value = write_value(field, values.get(field.key))
        style = NUMBER if field.sort in _NUMERIC else WORDS
        texts = (typeset(field.header), value, typeset(field.help), KEY_PREFIX + field.name)
        for place, (said, kind) in enumerate(zip(texts, (LABEL, style, WORDS, WORDS), strict=True), start=1):
            fill(page, number, place, said, kind)
        pairs = zip(texts, widths, strict=False)
        lines = max(line_count(str(text), width - 1.5, SIZE) for text, width in pairs if text is not None)
        page.row_dimensions[number].height = row_height(lines, SIZE)
        _guide(page, f"B{number}", field)
    sheet.row = top + len(form.fields)
    sheet.freeze(top, 1)
    page.print_area = f"A1:C{sheet.row}"


def name_list(workbook: Workbook, key: str, span: str) -> None:
    """Give a name to the cells that hold the values of a list."""
    name = list_name(key)
    workbook.defined_names[name] = DefinedName(name, attr_text=span)


def list_name(key: str) -> str:
    """Return the name of the list of a table, as formulas write it."""
    return f"ptce_{key}"


def _headers(page: Worksheet, keys: int, top: int, table: str, fields: Iterable[Field]) -> None:
    lines = 1
    for place, field in enumerate(fields, start=1):
        fill(page, keys, place, f"{KEY_PREFIX}{table}.{field.name}", WORDS)
        header = typeset(field.header)
        fill(page, top, place, header, HEADER)
        lines = max(lines, line_count(header, field.width, SIZE, bold=True))
    page.row_dimensions[keys].hidden = True
    page.row_dimensions[top].height = row_height(max(lines, 2), SIZE)


def _line(page: Worksheet, number: int, fields: Sequence[Field], values: Sequence[str | float | None]) -> None:
    lines = 1
    for place, (field, value) in enumerate(zip(fields, values, strict=True), start=1):
        fill(page, number, place, value, NUMBER if field.sort in _NUMERIC else WORDS)
        if isinstance(value, str):
            lines = max(lines, line_count(value, field.width - 1.5, SIZE))
    page.row_dimensions[number].height = row_height(lines, SIZE)


def _guide(page: Worksheet, span: str, field: Field) -> None:
    """Say how to fill the cells of ``span`` when one comes there, and offer the words that are allowed."""
    listed = ""
    if field.choices:
        listed = f'"{",".join(field.choices)}"'
    elif field.sort is Sort.YES_NO:
        listed = f'"{YES},{NO}"'
    elif field.sort is Sort.REFERENCE:
        listed = f"={list_name(field.of)}"
    rule = DataValidation("list" if listed else None, formula1=listed or None, allow_blank=field.optional)
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = field.header[:_MOST_TITLE], typeset(field.help)[:_MOST_PROMPT]
    if listed:
        rule.showErrorMessage, rule.errorTitle = True, field.header[:_MOST_TITLE]
        # A warning, not a wall: what is referred to may come in another sheet a moment later.
        rule.errorStyle, rule.error = "warning", "Ce mot n’est pas dans la liste. Le garder quand même ?"
    rule.add(span)
    page.add_data_validation(rule)
