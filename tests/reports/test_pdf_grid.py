"""The table de dialogue: one A3 sheet to write on or to read, whatever the referential."""

import re
from dataclasses import replace

import pytest

from ptce_ref.reports import wording
from ptce_ref.reports.view import CellView, CoevaluationView
from tests.reports.pdf_reader import check, fonts, objects, printed, properties, squash
from tests.reports.pdf_sample import grid
from tests.samples import coevaluation

A3_LANDSCAPE = "1190.55 x 841.89 pts (A3)"
CLOSED = "val-de-sorne-2026"


def larger(view: CoevaluationView, times: int) -> CoevaluationView:
    """The same evaluation with ``times`` as many sub-objectives in each objective."""
    objectives = []
    cells: list[tuple[CellView | None, ...]] = []
    rows = iter(view.cells)
    for objective in view.objectives:
        mine = [next(rows) for _ in objective.sub_objectives]
        objectives.append(replace(objective, sub_objectives=objective.sub_objectives * times))
        cells += mine * times
    return replace(view, objectives=tuple(objectives), cells=tuple(cells))


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("pdffonts")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("ident", [CLOSED, "faubourg-des-forges-2026", "rivages-de-lanvor-2026"])
def test_the_shipped_referential_holds_on_one_a3_sheet(ident: str, filled: bool) -> None:
    content = grid(coevaluation(ident), filled=filled)
    said = properties(content)
    assert (said["Pages"], said["Page size"]) == ("1", A3_LANDSCAPE)
    assert "Table de dialogue" in said["Title"]
    assert all(embedded and "Lato" in name for name, embedded in fonts(content))
    check(content)


@pytest.mark.judge("pdftotext")
@pytest.mark.parametrize("filled", [True, False])
def test_each_question_is_in_its_cell_with_its_code(filled: bool) -> None:
    view = coevaluation(CLOSED)
    text = squash(printed(grid(view, filled=filled)))
    for item in view.indicators:
        assert squash(f"{item.code} {item.title}") in text
    assert squash("une table de dialogue, pas une grille de notes") in text
    for level in view.referential.levels:
        assert squash(level.name) in text
    assert squash(wording.long_date(view.date)) in text


@pytest.mark.judge("qpdf")
def test_nothing_is_printed_smaller_than_six_and_a_half_points() -> None:
    for ident, filled in ((CLOSED, True), (CLOSED, False), ("plateau-des-genets-2026", True)):
        content = objects(grid(coevaluation(ident), filled=filled))
        sizes = {float(size) for size in re.findall(r"/F\d+(?:\+\d+)? ([\d.]+) Tf", content)}
        # Signs of four points hold « ? » and « ! »: they are drawings, told apart by their shape.
        assert {size for size in sizes if size < 6.5} <= {5.13, 5.51}


@pytest.mark.judge("pdftotext")
def test_a_filled_table_prints_level_coverage_and_n_of_each_cell() -> None:
    view = coevaluation(CLOSED)
    text = squash(printed(grid(view, filled=True)))
    for row in view.cells:
        for cell in row:
            assert cell is not None
            star = "*" if cell.figure.provisional else ""
            figure = cell.figure
            said = f"{wording.figure(figure)}{star}couv. {wording.coverage(figure)} · n {figure.n}"
            assert squash(said) in text
            for count, word in ((cell.divided, "div."), (cell.polarised, "pol."), (cell.unknown, "nsp")):
                assert not count or f"{count}{word}" in text


@pytest.mark.judge("pdftotext")
def test_a_blank_table_carries_no_figure_and_no_mark() -> None:
    text = squash(printed(grid(coevaluation("rivages-de-lanvor-2026"))))
    assert "couv." not in text
    assert "div." not in text
    assert "vierge" in text


@pytest.mark.judge("pdftotext")
def test_while_opinions_come_in_the_table_shows_coverage_only() -> None:
    view = coevaluation("faubourg-des-forges-2026")
    text = squash(printed(grid(view, filled=True)))
    assert squash("la couverture seule") in text
    assert "couv." in text
    for sign in ("1div.", "1pol.", "1nsp", "1vig.", "masqué", "·n", "niveau1"):
        assert sign not in text


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("pdfinfo")
@pytest.mark.parametrize("filled", [True, False])
def test_a_larger_referential_goes_over_several_sheets_and_loses_no_question(filled: bool) -> None:
    view = larger(coevaluation(CLOSED), 3)
    content = grid(view, filled=filled)
    count = int(properties(content)["Pages"])
    assert count > 1
    text = printed(content)
    for page, shown in enumerate(text.split("\f")[:-1], start=1):
        assert f"page {page} sur {count}" in shown
        assert squash(view.themes[0].name) in squash(shown)
    for item in coevaluation(CLOSED).indicators:
        assert squash(text).count(squash(f"{item.code} {item.title}")) == 3


@pytest.mark.judge("pdftotext")
def test_a_cell_with_forty_questions_and_a_table_with_thirty_themes_still_print() -> None:
    view = coevaluation("rivages-de-lanvor-2026")
    titles = tuple((f"X.{rank}", f"Question numéro {rank} de cette case très pleine") for rank in range(40))
    crowded = tuple(tuple(replace(cell, titles=titles) if cell else None for cell in row) for row in view.cells)
    text = squash(printed(grid(replace(view, cells=crowded))))
    assert all(squash(f"{code} {title}") in text for code, title in titles)
    wide = replace(view, themes=view.themes * 3, cells=tuple(row * 3 for row in view.cells))
    text = squash(printed(grid(wide, filled=True)))
    assert text.count(squash(view.indicators[0].title)) == 3


def test_the_same_view_gives_the_same_bytes() -> None:
    view = coevaluation(CLOSED)
    assert grid(view, filled=True) == grid(view, filled=True)
    assert grid(view) != grid(view, filled=True)
