"""One answer is shown as one answer: nothing is computed from it, on paper, in a workbook or in a sentence (R6)."""

import io
from functools import cache

import openpyxl
import pytest

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.indicator_sheet import write_indicator_sheets
from ptce_ref.reports.view import CoevaluationView, WishedView
from ptce_ref.reports.xlsx.indicator import BY_COLLEGE
from tests.reports.pdf_reader import printed, squash
from tests.reports.pdf_sample import report_of
from tests.reports.xlsx_reader import coevaluation_bytes
from tests.samples import coevaluation, shipped_theme

OPEN = "clairbois-2026"
"""Colleges of one person each: some questions have one answer in all."""


@cache
def seen() -> CoevaluationView:
    view = coevaluation(OPEN)
    assert any(item.total and item.total.n == 1 for item in view.indicators)
    return view


def test_a_view_holds_no_measure_of_one_answer() -> None:
    for item in seen().indicators:
        for counts in (*item.counts, *([item.total] if item.total else [])):
            assert (counts.median is None) is (counts.n < 2)
        if item.divergence and item.divergence.n < 2:
            d = item.divergence
            assert (d.median, d.range, d.consensus, d.agreement, d.college_gap) == (None,) * 5


@pytest.mark.judge("pdftotext")
def test_documents_say_one_opinion_and_no_median() -> None:
    target = io.BytesIO()
    write_indicator_sheets(seen(), shipped_theme(), target, filled=True)
    for content in (target.getvalue(), report_of(OPEN)):
        text = squash(printed(content))
        assert "n=1·médiane" not in text
        assert "n=0·médiane" not in text
        assert "1avis" in text or "1réponse" in text


def test_the_workbook_leaves_the_median_of_one_answer_out() -> None:
    book = openpyxl.load_workbook(io.BytesIO(coevaluation_bytes(seen())))
    rows = [list(row) for row in book[BY_COLLEGE].iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "Code")
    n, median = rows[start].index("n"), rows[start].index("Médiane")
    told = [(int(str(row[n])), row[median]) for row in rows[start + 1 :] if row[0]]
    assert (1, wording.NOTHING) in told
    assert all(isinstance(found, int | float) is (count > 1) for count, found in told)


def test_one_wish_is_the_level_wished_for_and_several_have_a_median() -> None:
    assert wording.wished(WishedView(3, 1, 2030, 2030)) == "niveau souhaité\xa0: 3 (1\xa0avis), pour 2030"
    assert wording.wished(WishedView(3.5, 2, None, None)) == "niveau souhaité\xa0: médiane 3,5 (n\xa0=\xa02)"
