"""Every sheet of every workbook, on a screen and on paper: titled, in tables, in letters that can be read."""

import io
import re
import zipfile
from functools import cache
from itertools import pairwise

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.reports import wording
from ptce_ref.reports.xlsx import page
from ptce_ref.reports.xlsx.chooser import NAME as CHOOSER
from ptce_ref.reports.xlsx.fact import NAME as DATA
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.profile import OBJECTIVES, PROFILES, THEMES
from ptce_ref.reports.xlsx.questionnaire_sheet import NAME as QUESTIONNAIRE
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.style import Look
from ptce_ref.reports.xlsx.trajectory import NAME as TRAJECTORIES
from tests.reports.xlsx_reader import book
from tests.reports.xlsx_sample import every_workbook, workbook_of
from tests.samples import shipped_theme

LEGIBLE = 7.4
"""Points, on paper."""
POINTS_IN_A_CHARACTER = 5.56
"""As LibreOffice prints them, a little wider than other programs."""
PAPERS = {8: 1190.6, 9: 841.9}
"""The long side of A3 and of A4, by their number in the format."""


@cache
def every_sheet() -> list[tuple[str, Worksheet]]:
    return [
        (f"{name}, {sheet.title}", sheet)
        for name, content in every_workbook().items()
        for sheet in book(first_rows(content)).worksheets
        if sheet.sheet_state == "visible"
    ]


def first_rows(content: bytes) -> bytes:
    """The workbook without what its longest sheets hold after row 300: the same again."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as made:
        for member in source.infolist():
            text = source.read(member)
            if member.filename.startswith("xl/worksheets/sheet"):
                text = re.sub(rb'<row r="301".*(?=</sheetData>)', b"", text, flags=re.DOTALL)
            made.writestr(member.filename, text)
    return target.getvalue()


def printed_columns(sheet: Worksheet) -> int:
    area = str(sheet.print_area).rpartition("!")[2]
    return range_boundaries(area)[2] or 0 if area else sheet.max_column


def widths(sheet: Worksheet) -> list[float]:
    dimensions = [sheet.column_dimensions[get_column_letter(c)] for c in range(1, printed_columns(sheet) + 1)]
    return [0 if dimension.hidden else dimension.width for dimension in dimensions]


def room(sheet: Worksheet) -> float:
    margins = sheet.page_margins
    return PAPERS[int(sheet.page_setup.paperSize or 0)] - 72 * (margins.left + margins.right)


def scale(sheet: Worksheet) -> int:
    """The percent at which a program prints the sheet: said by the file, or found to fit a page."""
    assert sheet.sheet_properties.pageSetUpPr is not None
    if not sheet.sheet_properties.pageSetUpPr.fitToPage:
        return int(sheet.page_setup.scale or 100)
    assert sheet.page_setup.fitToWidth == 1
    return min(100, int(100 * room(sheet) / (sum(widths(sheet)) * POINTS_IN_A_CHARACTER)))


def smallest_letters(sheet: Worksheet) -> float:
    return min(
        float(cell.font.sz or 0)
        for row in sheet.iter_rows(max_col=printed_columns(sheet))
        for cell in row
        if cell.value is not None
    )


def test_no_letter_of_a_printed_sheet_is_too_small_to_read() -> None:
    for name, sheet in every_sheet():
        assert smallest_letters(sheet) * scale(sheet) / 100 >= LEGIBLE, name


def test_a_sheet_several_pages_wide_says_where_they_end_and_repeats_its_first_columns() -> None:
    wide = [(name, s) for name, s in every_sheet() if s.col_breaks.brk]
    assert {name for name, _ in wide} >= {"référentiel, Indicateurs", "autre référentiel, Indicateurs"}
    for name, sheet in wide:
        ends = [0, *(int(one.id or 0) for one in sheet.col_breaks.brk), printed_columns(sheet)]
        repeated = range_boundaries(str(sheet.print_title_cols).replace("$", ""))[2] or 0
        assert len(ends) > 2
        assert repeated >= 1
        for start, end in pairwise(ends):
            columns = widths(sheet)[start:end] + (widths(sheet)[:repeated] if start else [])
            assert sum(columns) * POINTS_IN_A_CHARACTER * scale(sheet) / 100 <= room(sheet), name
        # What is written over the table is whole on the first page.
        assert all((merged.max_col or 0) <= ends[1] for merged in sheet.merged_cells.ranges)


def test_what_does_not_fit_a_paper_goes_on_several_pages_as_large_as_they_allow() -> None:
    workbook = Workbook()
    look = Look(shipped_theme())
    look.register(workbook)
    for count in (2, 12, 30, 60):
        sheet = Sheet(workbook, f"Large {count}", look, Heading("contexte", "", "", "", ""), [26.0, *[16.0] * count])
        sheet.table(["Pôle", *(f"T{rank}" for rank in range(count))], [["a"] * (count + 1)], frozen=1)
        assert page.LEAST <= scale(sheet.worksheet) <= 100
        assert len(sheet.worksheet.col_breaks.brk) == {2: 0, 12: 0, 30: 2, 60: 4}[count]


def test_every_sheet_prints_its_title_its_date_its_pages_and_its_headers() -> None:
    for name, sheet in every_sheet():
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.oddHeader is not None
        assert sheet.oddFooter is not None
        assert sheet.oddHeader.left.text, name
        assert re.search(r"\d{4}", str(sheet.oddHeader.right.text)), name
        assert (sheet.oddFooter.center.text, sheet.oddFooter.right.text) == ("&A", "Page &P sur &N")
        # Figures for programs are not printed: only the title, which says so.
        if sheet.title == DATA:
            assert sheet.print_title_rows is None
            assert range_boundaries(str(sheet.print_area).rpartition("!")[2])[3] == 4
            assert "seul ce titre est imprimé" in str(sheet["A4"].value)
        else:
            assert sheet.print_title_rows, name
            # Where the reader chooses pôles, figures and radar stay on one page.
            kept = (CHOOSER, PROFILES, OBJECTIVES, THEMES, TRAJECTORIES)
            assert sheet.page_setup.fitToHeight in ({1, 0, None} if sheet.title in kept else {0, None, 2, 3, 4}), name
        if sheet.title == QUESTIONNAIRE:
            assert sheet.page_setup.paperSize == 9


def test_every_sheet_has_its_title_in_its_first_cell_and_no_merged_cell_in_its_data() -> None:
    for name, sheet in every_sheet():
        assert len(sheet.title) <= 31
        assert not set(sheet.title) & set("[]:*?/\\")
        assert sheet.title == sheet.title.strip("'")
        assert sheet["A1"].value == sheet.title
        assert sheet.freeze_panes is not None or "Mode d’emploi" in name
        # Merged cells hold sentences above the tables, one row high, never data.
        for merged in sheet.merged_cells.ranges:
            assert (merged.min_row, merged.min_col) == (merged.max_row, 1)
        if "évaluation" in name or name.startswith("comparaison"):
            marks = {str(row[0].value) for row in sheet.iter_rows(max_row=5)}
            demonstration = (wording.DEMONSTRATION, wording.DEMONSTRATIONS)
            assert any(said in mark for mark in marks for said in demonstration), name


@pytest.mark.parametrize("name", ["co-évaluation les-trois-ponts-2026", "comparaison", "autre comparaison"])
def test_a_table_is_declared_with_its_headers_and_can_be_filtered(name: str) -> None:
    workbook = book(workbook_of(name))
    names = [table for sheet in workbook for table in sheet.tables]
    assert len(names) == len({table.casefold() for table in names}) > 3
    assert not set(names) & set(workbook.defined_names)
    for sheet in workbook:
        # The choice has headers that change.
        if sheet.title == CHOOSER:
            assert not sheet.tables
        else:
            assert sheet.tables or sheet.sheet_state == "hidden", sheet.title
        for table in sheet.tables.values():
            top = next(sheet.iter_rows(*_rows(table.ref)[:1] * 2, max_col=len(table.tableColumns)))
            headers = [column.name for column in table.tableColumns]
            assert [cell.value for cell in top] == headers
            assert len({header.casefold() for header in headers}) == len(headers)
            assert table.headerRowCount == 1
        filters = [table.autoFilter.ref for table in sheet.tables.values() if table.autoFilter is not None]
        assert len(filters) <= 1
        # A sheet of several tables has no arrows: there would be a row of them at each.
        several = sheet.title in ("Lisez-moi", "Synthèse", "Conditions", CHOOSER) or len(sheet.tables) > 1
        assert filters or sheet.auto_filter.ref or several or sheet.sheet_state == "hidden", sheet.title


def _rows(span: str) -> tuple[int, int]:
    _, top, _, last = range_boundaries(span)
    return top or 0, last or 0


def test_every_chart_is_described_in_words_and_its_letters_stay_legible() -> None:
    charts = 0
    for name, content in every_workbook().items():
        archive = zipfile.ZipFile(io.BytesIO(content))
        for member in archive.namelist():
            text = archive.read(member).decode() if member.endswith(".xml") else ""
            if member.startswith("xl/charts/chart"):
                charts += 1
                assert min(int(size) for size in re.findall(r'sz="(\d+)"', text)) >= 900, name
            if member.startswith("xl/drawings/drawing"):
                frames = re.findall(r"<(?:xdr:)?cNvPr [^>]*>", text)
                assert frames
                assert all(re.search(r'descr="[^"]{20,}"', frame) for frame in frames), name
    assert charts >= 8


def test_a_report_holds_values_and_formulas_stand_only_where_the_reader_changes_something() -> None:
    for name, sheet in every_sheet():
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n", "d"} | ({"f"} if sheet.title in (CHOOSER, QUESTIONNAIRE) else set()), name
