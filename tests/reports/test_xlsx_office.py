"""What LibreOffice reads: hostile texts as typed, figures as everywhere else."""

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from ptce_ref.domain.vocabulary import State
from ptce_ref.reports import wording
from ptce_ref.reports.view import FigureView
from ptce_ref.reports.xlsx.chooser import NAME as CHOOSER
from ptce_ref.reports.xlsx.figure import change_item, index_item, level_item, median_item, share_item
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.questionnaire_sheet import NAME as QUESTIONNAIRE
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.stamp import save
from ptce_ref.reports.xlsx.style import Look
from tests.reports.pdf_sample import with_arguments, with_words
from tests.reports.xlsx_reader import (
    book,
    coevaluation_bytes,
    comparison_bytes,
    resaved,
    resaved_together,
    same,
    shown,
    table,
    texts,
)
from tests.reports.xlsx_sample import questionnaire, workbook_of
from tests.samples import coevaluation, comparison_of, shipped_theme

pytestmark = pytest.mark.judge("soffice")

HOSTILE = (
    "=1+1",
    "+33 6 12 34 56 78",
    "-5 %",
    "@cmd",
    '=HYPERLINK("http://exemple.fr";"ici")',
    "#N/A",
    "_x0041_ et _x000D_",
    "a < b & c > d \"e\" 'f'",
    "[x] {0} %s ${y}",
    "Deux lignes.\nLa seconde.\n\n=3",
    "  espaces gardés\tet tabulation  ",
    "À l’œuvre : « 1 000 € », n° 5 – l’été… 🌾",
    "007",
    "12/03",
    "VRAI",
)


def test_hostile_arguments_come_back_as_typed_and_as_text(tmp_path: Path) -> None:
    view = with_arguments(coevaluation("les-trois-ponts-2026", "les-trois-ponts-2023"), *HOSTILE)
    workbook = book(resaved(coevaluation_bytes(view), tmp_path))
    found = texts(workbook, by_office=True)
    for text in HOSTILE:
        assert text in found
    kinds = {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}


@pytest.mark.parametrize("text", ["=1+1", "a < b &P 'c' [x]"])
def test_hostile_words_everywhere_do_nothing(tmp_path: Path, text: str) -> None:
    view = with_words(coevaluation("les-trois-ponts-2026", "les-trois-ponts-2023"), text)
    workbook = book(resaved(coevaluation_bytes(view), tmp_path))
    assert text in texts(workbook, by_office=True)
    assert {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    comparison = comparison_of()
    entries = tuple(
        replace(entry, pole=replace(entry.pole, name=text, place=text), evaluation=text) for entry in comparison.entries
    )
    workbook = book(resaved(comparison_bytes(replace(comparison, entries=entries)), tmp_path))
    chooser = workbook[CHOOSER]
    others = (sheet for sheet in workbook if sheet is not chooser)
    assert {cell.data_type for sheet in others for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    # The formulas of the choice are ours, and nothing that was typed is in them.
    formulas = [cell.value for row in chooser.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert all(text not in str(formula) for formula in formulas)
    assert [row["Pôle"] for row in table(workbook["Conditions"], "Pôle")] == [text] * len(entries)


def test_what_is_displayed_is_what_is_said_everywhere_else(tmp_path: Path) -> None:
    view = coevaluation("les-trois-ponts-2026", "les-trois-ponts-2023")
    sheets = shown(coevaluation_bytes(view), tmp_path)
    rows = {row[0]: row for row in sheets["Synthèse"] if len(row) > 6 and row[6]}
    for sub in view.sub_objectives:
        assert rows[sub.code][2:4] == [wording.figure(sub.figure), wording.share(sub.figure.coverage)]
    rows = {row[0]: row for row in sheets["Indicateurs"]}
    for item in view.indicators:
        spread = item.divergence
        assert spread is not None
        said = [
            wording.median(spread.median),
            wording.number(spread.range, 0) if spread.range is not None else wording.NOTHING,
            wording.index(spread.consensus),
            wording.index(spread.agreement),
        ]
        found = rows[item.code]
        assert any(found[start : start + 4] == said for start in range(len(found)))
        assert wording.figure(item.figure) in found
    rows = {row[0]: row for row in sheets["Évolution"]}
    for line in view.evolution:
        assert rows[line.code][-1] == wording.change(line.change)
        assert (rows[line.code][2], rows[line.code][6]) == (wording.figure(line.before), wording.figure(line.now))


KINDS = (
    "co-évaluation clairbois-2026",
    "comparaison",
    "questionnaire prospectif",
    "référentiel",
)
"""One of each; the plan to fill is in the evaluation that is not closed."""


def test_every_workbook_is_opened_as_it_is_and_computes_the_same_figures(tmp_path: Path) -> None:
    ours = {name: workbook_of(name) for name in KINDS}
    found = resaved_together({name: without_results(content) for name, content in ours.items()}, tmp_path)
    assert set(found) == set(KINDS)
    for name, content in ours.items():
        before = load_workbook(io.BytesIO(content), data_only=True)
        after = load_workbook(io.BytesIO(found[name]), data_only=True)
        assert [(s.title, s.sheet_state) for s in after.worksheets] == [
            (s.title, s.sheet_state) for s in before.worksheets
        ]
        for sheet in before.worksheets:
            other = after[sheet.title]
            assert set(other.tables) == set(sheet.tables), (name, sheet.title)
            assert len(other.data_validations.dataValidation) >= bool(sheet.data_validations.dataValidation)
            for row in sheet.iter_rows():
                for cell in row:
                    place = f"{name}, {sheet.title}, {cell.coordinate}"
                    there = other[cell.coordinate].value
                    if isinstance(cell.value, str):
                        assert (there or "") == unescape(cell.value), place
                    elif cell.value is not None:
                        assert same(there, cell.value), place
                    else:
                        assert not there or sheet.title == QUESTIONNAIRE, (place, there)
        assert set(after.defined_names) >= set(before.defined_names), name
    rows = load_workbook(io.BytesIO(found["questionnaire prospectif"]), data_only=True)[QUESTIONNAIRE].iter_rows(
        max_row=8
    )
    progress = [str(cell.value) for row in rows for cell in row if re.search(r"\s: \d+( sur \d+)?$", str(cell.value))]
    # Nothing was written beside the formulas of the questionnaire: nobody has answered.
    asked = len(questionnaire(prospective=True).questions)
    assert [re.findall(r"\d+", text) for text in progress] == [["0", str(asked)], ["0"], ["0"]]


def without_results(content: bytes) -> bytes:
    """The workbook without what its formulas give: it is for the spreadsheet to compute."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for member in source.infolist():
            text = source.read(member)
            if member.filename.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
            made.writestr(member, text)
    return target.getvalue()


def _figure(level: float) -> FigureView:
    return FigureView(State.VALUE, (level - 1) / 3, level, 1, 1, 1.0, 9, False, False, ())


def test_every_value_is_rounded_as_everywhere_else(tmp_path: Path) -> None:
    fractions = sorted({part / whole for whole in range(1, 25) for part in range(whole + 1)})
    halves = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 0.125, 0.005, 0.015, 0.995]
    noisy = [sum([0.1] * 3), 1 - 0.9 + 0.15, 0.1 + 0.2 - 0.05, 2.0499999999999998 - 2]
    values = [*fractions, *halves, *noisy]
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    look = Look(shipped_theme())
    look.register(workbook)
    sheet = Sheet(workbook, "Essai", look, Heading("", "", "", "", ""), [10] * 5)
    rows = [
        (
            level_item(_figure(1 + 3 * value)),
            share_item(value),
            index_item(2 * value - 1),
            change_item(4 * value - 2),
            median_item(round(6 * value) / 2 + 1),
        )
        for value in values
    ]
    sheet.table(("niveau", "part", "indice", "écart", "médiane"), rows)
    target = io.BytesIO()
    save(workbook, target, "2026-11-22")
    found = [row[:5] for row in shown(target.getvalue(), tmp_path)["Essai"]][-len(values) :]
    for row, value in zip(found, values, strict=True):
        assert row == [
            wording.level(1 + 3 * value),
            wording.share(value),
            wording.index(2 * value - 1),
            wording.change(4 * value - 2),
            wording.median(round(6 * value) / 2 + 1),
        ], value


def test_cards_are_added_up_and_dates_put_in_order_by_a_spreadsheet(tmp_path: Path) -> None:
    view = comparison_of()
    workbook = book(comparison_bytes(view))
    formulas: dict[tuple[str, str], int] = {}
    for title, column, formula in (
        ("Identité", "Budget annuel du pôle", "SUM({})"),
        ("Identité", "Emplois chez les membres", "LARGE({},1)"),
        ("Identité", "Membres", "COUNT({})"),
        ("Conditions", "Date", 'TEXT(MIN({}),"0")'),
    ):
        sheet = workbook[title]
        head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == column)
        top = head.row or 0
        free, letter = 200 + len(formulas), head.column_letter
        sheet.cell(free, 1).value = f"={formula.format(f'{letter}{top + 1}:{letter}{top + len(view.entries)}')}"
        formulas[title, column] = free
    target = io.BytesIO()
    workbook.save(target)
    sheets = shown(target.getvalue(), tmp_path)
    found = {key: sheets[key[0]][row - 1][0] for key, row in formulas.items()}
    lines = [line for entry in view.entries for line in entry.pole.card]
    amounts = {
        label: [line.amount for line in lines if line.label == label and line.amount is not None]
        for _, label in formulas
    }
    assert number_in(found["Identité", "Budget annuel du pôle"]) == sum(amounts["Budget annuel du pôle"])
    assert number_in(found["Identité", "Emplois chez les membres"]) == max(amounts["Emplois chez les membres"])
    assert number_in(found["Identité", "Membres"]) == len(amounts["Membres"])
    first = min(dt.date.fromisoformat(entry.date) for entry in view.entries)
    assert found["Conditions", "Date"] == str((first - dt.date(1899, 12, 30)).days)
    # As a reader sees them: with their unit, and what is not known in words.
    told = [cell.replace("\u202f", wording.NBSP) for row in sheets["Identité"] for cell in row]
    assert {line.value for line in lines if line.unit == "€"} <= set(told)
    dates = {cell for row in sheets["Conditions"] for cell in row}
    assert {dt.date.fromisoformat(entry.date).strftime("%d/%m/%Y") for entry in view.entries} <= dates


def number_in(text: str) -> float:
    return float(re.sub(r"[^0-9,]", "", text).replace(",", "."))
