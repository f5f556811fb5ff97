"""« Choisir des pôles »: the reader picks pôles in lists; figures and radar follow, in a real spreadsheet."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import ColumnDimension

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order, shown
from ptce_ref.reports.view import ComparisonView, EntryView, FigureView
from ptce_ref.reports.xlsx.chooser import NAME, SOURCE
from tests.reports.xlsx_reader import book, comparison_bytes
from tests.reports.xlsx_reader import shown as displayed
from tests.samples import comparison_of

GAP = {"#N/A", "#N/D"}
"""What a chart takes for a gap, in the language of the spreadsheet."""


def renamed(*names: str) -> ComparisonView:
    """The examples, the first ones shown under other names."""
    view = comparison_of()
    places = [place for place, entry in enumerate(view.entries) if entry in list(shown(view))]
    entries = list(view.entries)
    for place, name in zip(places, names, strict=False):
        entries[place] = replace(entries[place], pole=replace(entries[place].pole, name=name))
    return replace(view, entries=tuple(entries))


def pick(content: bytes, *names: str | None) -> bytes:
    """What a reader does: put names in the three cells. Nothing computed before is kept."""
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook[NAME]
    top = next(cell.row for cell in sheet["A"] if cell.value == "Choix")
    for row, name in enumerate(names, start=top + 1):
        sheet.cell(row, 2).value = name
        if name is not None:
            sheet.cell(row, 2).data_type = "s"
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def said(figure: FigureView) -> list[str]:
    star = "*" if figure.level is not None and figure.provisional else ""
    n = wording.NOTHING if figure.n is None else str(figure.n)
    if figure.hidden:
        n = wording.HIDDEN
    coverage = wording.share(figure.coverage) if figure.applicable else wording.NOTHING
    return [wording.figure(figure) + star, coverage, n]


def expect(view: ComparisonView, rows: list[list[str]], chosen: list[EntryView | None]) -> None:
    top = next(place for place, row in enumerate(rows) if row[0] == "Choix")
    for row, entry in zip(rows[top + 1 :], chosen, strict=False):
        assert row[2:4] == ["", ""] if entry is None else [entry.standing, " ".join(entry.reasons)]
    top = next(place for place, row in enumerate(rows) if row[0] == "Code")
    for row, (position, heading) in zip(rows[top + 1 :], in_order(view), strict=False):
        assert row[0] == heading.code
        for rank, entry in enumerate(chosen):
            found = row[2 + 3 * rank : 5 + 3 * rank]
            charted = row[12 + rank]
            if entry is None:
                assert found == ["", "", ""]
                assert charted in GAP
                continue
            figure = entry.sub_objectives[position]
            assert found == said(figure)
            assert charted == (wording.figure(figure) if figure.level is not None else "#N/D")


@pytest.mark.judge("soffice")
def test_what_the_reader_picks_is_what_the_spreadsheet_shows(tmp_path: Path) -> None:
    view = renamed("Pôle * ? ~ [x]", "=1+1", "Le même", "Le même")
    entries = list(shown(view))
    names = [entry.pole.name for entry in entries]
    names[2:4] = [f"Le même ({entry.pole.place})" for entry in entries[2:4]]
    assert names[2] != names[3]
    content = comparison_bytes(view)
    for number, places in enumerate(((0, 1, None), (3, 2, 0), (len(entries) - 1, None, 4))):
        folder = tmp_path / str(number)
        folder.mkdir()
        picked = pick(content, *(None if place is None else names[place] for place in places))
        rows = displayed(picked, folder)[NAME]
        expect(view, rows, [None if place is None else entries[place] for place in places])


@pytest.mark.judge("soffice")
def test_a_name_that_is_not_in_the_list_shows_nothing(tmp_path: Path) -> None:
    view = comparison_of()
    picked = pick(comparison_bytes(view), "Pôle d’ailleurs", None, None)
    expect(view, displayed(picked, tmp_path)[NAME], [None, None, None])


def test_programs_that_compute_nothing_show_the_first_choice() -> None:
    view = comparison_of()
    entries = [entry for entry in shown(view) if entry.standing == "comparé"][:1]
    sheet = load_workbook(io.BytesIO(comparison_bytes(view)), data_only=True)[NAME]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(place for place, row in enumerate(rows) if row[0] == "Code")
    for row, (position, _) in zip(rows[top + 1 :], in_order(view), strict=False):
        for rank, entry in enumerate(entries):
            figure = entry.sub_objectives[position]
            assert row[2 + 3 * rank] == said(figure)[0]
            assert row[12 + rank] == pytest.approx(figure.level)


def test_the_lists_offer_every_pole_shown_and_the_radar_reads_the_choice() -> None:
    view = comparison_of()
    content = comparison_bytes(view)
    workbook = book(content)
    sheet, source = workbook[NAME], workbook[SOURCE]
    assert source.sheet_state == "hidden"
    (rule,) = sheet.data_validations.dataValidation
    found = re.fullmatch(rf"'{SOURCE}'!\$A\$(\d+):\$A\$(\d+)", rule.formula1)
    assert found is not None
    offered = [source.cell(row, 1).value for row in range(int(found[1]), int(found[2]) + 1)]
    assert offered == [entry.pole.name for entry in shown(view)]
    archive = zipfile.ZipFile(io.BytesIO(content))
    chart = archive.read("xl/charts/chart1.xml").decode()
    assert "radarChart" in chart
    assert chart.count("<ser>") == 3
    assert "descr=" in archive.read("xl/drawings/drawing1.xml").decode()


def test_without_a_pole_to_show_there_is_no_such_sheet() -> None:
    view = comparison_of()
    entries = tuple(replace(entry, standing=Standing.LEFT_OUT, reasons=("Pour voir.",)) for entry in view.entries)
    workbook = book(comparison_bytes(replace(view, entries=entries)))
    assert NAME not in workbook.sheetnames
    assert SOURCE not in workbook.sheetnames


def test_what_the_chart_alone_reads_is_hidden_and_the_chart_reads_it_all_the_same() -> None:
    content = comparison_bytes(comparison_of())
    sheet = book(content)[NAME]
    top = next(cell.row for cell in sheet["A"] if cell.value == "Code")
    helpers = [cell.column_letter for cell in sheet[top] if cell.column > 12]
    assert len(helpers) >= 3
    hidden = {
        letter for letter, column in sheet.column_dimensions.items() if column.hidden for letter in spread(column)
    }
    assert set(helpers) <= hidden
    chart = zipfile.ZipFile(io.BytesIO(content)).read("xl/charts/chart1.xml").decode()
    assert '<plotVisOnly val="0"' in chart
    # The lists are the legend, with a sign each: one of the chart would name the choice left empty.
    assert "<legend>" not in chart
    top = next(cell.row for cell in sheet["A"] if cell.value == "Choix")
    assert len({sheet.cell(row, 1).number_format for row in range(top + 1, top + 4)}) == 3


def spread(column: ColumnDimension) -> list[str]:
    return [get_column_letter(place) for place in range(column.min or 0, (column.max or 0) + 1)]
