"""What people typed stays what they typed, in every cell."""

import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils.escape import unescape

from ptce_ref.reports.xlsx.cell import LIMIT, safe_text, write
from ptce_ref.reports.xlsx.page import page_text

FORMULAS = ("=1+1", "+33 6 12 34 56 78", "-5 %", "@cmd", "\t=1+1", "=cmd|' /C calc'!A0", "#N/A", "#REF!", "=")


def written(content: str | float) -> Cell:
    """The cell that a reader finds in the saved file."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    cell = sheet.cell(1, 1)
    assert isinstance(cell, Cell)
    write(cell, content)
    target = io.BytesIO()
    workbook.save(target)
    found = load_workbook(target).worksheets[0].cell(1, 1)
    assert isinstance(found, Cell)
    return found


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula_nor_an_error(text: str) -> None:
    cell = written(text)
    assert cell.value == text
    assert cell.data_type == "s"
    # Without this mark, editing the cell would turn it into a formula.
    assert cell.quotePrefix == (text[0] != "#")


@pytest.mark.parametrize("text", ["12", "1,5", "2026-03-12", "VRAI", "TRUE", "  espaces  ", "deux\nlignes", "007"])
def test_a_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    cell = written(text)
    assert (cell.value, cell.data_type) == (text, "s")


def test_characters_that_the_format_refuses_are_left_out() -> None:
    assert safe_text("a\x00b\x0bc\ufffed\ud800e\x1bf") == "abcdef"
    assert safe_text("un\r\ndeux\rtrois\tquatre") == "un\ndeux\ntrois\tquatre"


def test_what_a_program_would_take_for_an_escape_is_read_as_typed() -> None:
    assert safe_text("_x0041_") == "_x005F_x0041_"
    assert unescape(safe_text("prix_x0041_x000D_ fin")) == "prix_x0041_x000D_ fin"
    assert safe_text("_x41_ taux_x_y") == "_x41_ taux_x_y"


@pytest.mark.parametrize("letter", ["a", "é", "🌾", "_x0041_"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(letter: str) -> None:
    text = safe_text(letter * (LIMIT + 1))
    assert len(text.encode("utf-16-le")) // 2 <= LIMIT
    assert "Texte coupé" in text
    assert text.startswith(safe_text(letter * 100)[:600])
    assert len(text.encode("utf-16-le")) // 2 > LIMIT * 0.95
    assert "Texte coupé" not in safe_text("a" * LIMIT)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_any_text_comes_back_the_same(text: str) -> None:
    assert unescape(safe_text(text)) == text.replace("\ufffe", "").replace("\uffff", "")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="nombre fini"):
        written(value)


def test_numbers_are_kept_whole() -> None:
    assert written(2 / 3).value == pytest.approx(2 / 3, rel=1e-14)
    assert written(2.2499999999999996).value == 2.25
    assert written(1041).value == 1041


def test_a_name_in_a_page_header_is_no_code_and_never_too_long() -> None:
    assert page_text("R&D et &P", 95) == "R&&D et &&P"
    for size in range(60, 130):
        text = page_text("&" * size + " fin", 95)
        assert len(text) <= 95
        assert text.rstrip("…").count("&") % 2 == 0
