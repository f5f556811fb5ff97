"""Sheets of any number of rows: same cells as others, stopped when asked, never over what a sheet holds."""

import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell

from ptce_ref.reports.xlsx import long_sheet
from ptce_ref.reports.xlsx.cell import Item, centred, datum, label, number
from ptce_ref.reports.xlsx.comparison import write_comparison_workbook
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Row, Sheet
from ptce_ref.reports.xlsx.stamp import save
from ptce_ref.reports.xlsx.style import UPRIGHT, Look
from ptce_ref.services.production import make_comparison_workbook
from tests.samples import comparison_of, shipped_theme

HEADING = Heading("contexte", "mention", "gauche", "centre", "droite")
ROWS: tuple[Row, ...] = (
    (label("=1+1"), "Deux lignes.\nLa seconde.", number(1 / 3, "0.0", fill="#1E6F78"), centred("—")),
    (Item(None), "  a < b & c > d « _x0041_ »  ", datum(12), Item("lien", link="Court")),
    (label("", "#AA0000"), "-5 %" + "\x0b", datum(None), "x" * 40_000),
    (label("gras", "#AA0000"), "#N/A", datum(-0.1 - 0.2), "mot " * 60),
)


def filled(kind: type[Sheet]) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    look = Look(shipped_theme())
    look.register(workbook)
    with Book(workbook) as where:
        widths = (20.0, 30.0, 10.0, 40.0)
        sheet = (
            LongSheet(where, "Court", look, HEADING, widths)
            if kind is LongSheet
            else Sheet(workbook, "Court", look, HEADING, widths)
        )
        sheet.note("Une phrase.")
        found = sheet.table(("a", Item("b", UPRIGHT), "c", "d"), ROWS, frozen=1, name="Essai")
        assert len(found) == len(ROWS)
        sheet.section("Suite")
        sheet.table(("a", "b"), [("1", "2")])
        target = io.BytesIO()
        save(workbook, target, "2026-11-22", long_sheets=where.long_sheets)
    return target.getvalue()


def look_of(cell: Cell | MergedCell) -> tuple[object, ...]:
    return repr(cell.fill), repr(cell.font), repr(cell.alignment), repr(cell.border)


def test_a_long_sheet_holds_the_cells_of_a_short_one() -> None:
    short, long = (load_workbook(io.BytesIO(filled(kind)))["Court"] for kind in (Sheet, LongSheet))
    assert long.dimensions == short.dimensions
    for one, other in zip(short.iter_rows(), long.iter_rows(), strict=True):
        for cell, same in zip(one, other, strict=True):
            assert same.value == cell.value, cell.coordinate
            assert same.data_type == cell.data_type
            assert (same.style, same.number_format) == (cell.style, cell.number_format)
            assert look_of(same) == look_of(cell)
            assert same.quotePrefix == cell.quotePrefix
            assert (same.hyperlink and same.hyperlink.location) == (cell.hyperlink and cell.hyperlink.location)
    for row in range(1, long.max_row + 1):
        assert long.row_dimensions[row].height == short.row_dimensions[row].height
    assert long.merged_cells == short.merged_cells
    assert (long.freeze_panes, long.print_title_rows) == (short.freeze_panes, short.print_title_rows)
    assert long.tables["Essai"].ref == short.tables["Essai"].ref
    assert long.tables["Essai"].column_names == short.tables["Essai"].column_names


def test_the_same_rows_give_the_same_bytes() -> None:
    assert filled(LongSheet) == filled(LongSheet)


def test_what_goes_over_a_sheet_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_sheet, "MOST_ROWS", 20)
    workbook = Workbook()
    look = Look(shipped_theme())
    look.register(workbook)
    with Book(workbook) as where:
        sheet = LongSheet(where, "Long", look, HEADING, (20.0,))
        sheet.table(("a",), ([f"ligne {rank}"] for rank in range(1000)), name="Long")
        target = io.BytesIO()
        save(workbook, target, "2026-11-22", long_sheets=where.long_sheets)
    found = load_workbook(io.BytesIO(target.getvalue()))["Long"]
    assert found.max_row == 20
    assert "la feuille est pleine" in str(found["A20"].value).lower()
    assert found.tables["Long"].ref == "A4:A19"


def test_any_number_of_rows_takes_no_more_memory() -> None:
    def peak(rows: int) -> int:
        def made() -> Iterator[Row]:
            for rank in range(rows):
                yield [datum(f"pôle {rank}"), datum(rank / 7)]

        workbook = Workbook()
        look = Look(shipped_theme())
        look.register(workbook)
        tracemalloc.start()
        with Book(workbook) as where, io.BytesIO() as target:
            LongSheet(where, "Long", look, HEADING, (20.0, 10.0)).table(("a", "b"), made())
            most = tracemalloc.get_traced_memory()[1]
            save(workbook, target, "2026-11-22", long_sheets=where.long_sheets)
        tracemalloc.stop()
        return most

    few, many = peak(500), peak(20_000)
    assert many < few + 500_000


class StoppedError(Exception):
    pass


@pytest.mark.parametrize("calls", [0, 3, 20])
def test_stopping_leaves_no_file_and_changes_none(tmp_path: Path, calls: int) -> None:
    left = calls

    def go_on() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise StoppedError

    target = tmp_path / "comparaison.xlsx"
    target.write_bytes(b"avant")
    with pytest.raises(StoppedError):
        make_comparison_workbook(comparison_of(), shipped_theme(), target, go_on=go_on)
    assert [path.name for path in tmp_path.iterdir()] == ["comparaison.xlsx"]
    assert target.read_bytes() == b"avant"


def test_one_is_asked_whether_to_go_on_while_sheets_are_filled() -> None:
    asked = 0

    def go_on() -> None:
        nonlocal asked
        asked += 1

    write_comparison_workbook(comparison_of(), shipped_theme(), io.BytesIO(), go_on=go_on)
    assert asked > 1
