"""The table de dialogue: one A3 sheet to write on or to read, whatever the referential."""

import re
from dataclasses import replace

import pytest

from ptce_ref.reports import wording
from ptce_ref.reports.view import CellView, CoevaluationView, IndicatorView, SubObjectiveView
from tests.reports.pdf_reader import check, fonts, objects, printed, properties, squash
from tests.reports.pdf_sample import grid
from tests.reports.pdf_structure import spoken, structure
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
def test_a_question_that_does_not_concern_the_pole_says_so_in_its_cell() -> None:
    view = coevaluation(CLOSED)
    chosen = view.indicators[0]
    cells = tuple(
        tuple(
            replace(cell, set_aside=(chosen.code,)) if cell and (chosen.code, chosen.title) in cell.titles else cell
            for cell in row
        )
        for row in view.cells
    )
    view = replace(view, cells=cells)
    said = squash(f"{chosen.code} {chosen.title} (ne concerne pas)")
    assert said in squash(printed(grid(view, filled=True)))
    assert said not in squash(printed(grid(view, filled=False)))


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


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize(
    ("paper", "size"), [("a2", "1683.78 x 1190.55 pts (A2)"), ("a1", "2383.94 x 1683.78 pts (A1)")]
)
def test_on_the_wall_it_is_one_sheet_in_larger_letters(paper: str, size: str, filled: bool) -> None:
    view = coevaluation(CLOSED)
    content = grid(view, filled=filled, paper=paper)
    assert (properties(content)["Pages"], properties(content)["Page size"]) == ("1", size)
    check(content)
    zoom = float(size.partition(" ")[0]) / float(A3_LANDSCAPE.partition(" ")[0])
    scales = re.findall(r"([\d.]+) 0 0 ([\d.]+) 0 0 cm", objects(content))
    assert [max(float(number) for number in pair) for pair in scales[-1:]] == pytest.approx([zoom], abs=1e-3)
    # Twice as many questions still hold on one wall, in letters less enlarged.
    assert properties(grid(larger(view, 2), filled=filled, paper="a1"))["Pages"] == "1"


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
@pytest.mark.parametrize("filled", [True, False])
def test_on_ordinary_paper_each_sheet_holds_one_objective_whole(filled: bool) -> None:
    view = coevaluation(CLOSED)
    content = grid(view, filled=filled, paper="a4")
    assert properties(content)["Page size"] == "841.89 x 595.276 pts (A4)"
    check(content)
    sheets = [squash(text) for text in printed(content).split("\f")[:-1]]
    for objective in view.objectives:
        found = [sheet for sheet in sheets if all(squash(sub.name) in sheet for sub in objective.sub_objectives)]
        assert len(found) * len(view.objectives) == len(sheets)
    whole = "".join(sheets)
    for item in view.indicators:
        assert whole.count(squash(f"{item.code} {item.title}")) == 1
    sizes = {float(size) for size in re.findall(r"/F\d+(?:\+\d+)? ([\d.]+) Tf", objects(content))}
    assert {size for size in sizes if size < 6.5} <= {5.13, 5.51}


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


@pytest.mark.judge("pdfinfo")
@pytest.mark.judge("qpdf")
def test_who_hears_the_table_hears_each_question_under_its_theme_and_beside_its_sub_objective() -> None:
    view = coevaluation(CLOSED)
    content = grid(view, filled=True)
    tree = structure(content)
    assert tree.kids[0].role == "H1"
    (table,) = tree.all_of("Table")
    heads, *lines = table.kids
    assert [head.facts.get("/Scope") for head in heads.kids] == [None, *["/Column"] * len(view.themes)]
    assert len(lines) == len(view.sub_objectives)
    starts = [line for line in lines if "/RowSpan" in line.kids[0].facts]
    assert [line.kids[0].facts["/RowSpan"] for line in starts] == [len(o.sub_objectives) for o in view.objectives]
    for line in lines:
        names = [head for head in line.kids if head.role == "TH"]
        assert [name.facts["/Scope"] for name in names] == ["/Row"] * len(names)
        assert len(line.all_of("TD")) == len(view.themes)
    said = [text.strip() for _, text in spoken(content)]
    expected = [line for sub in view.sub_objectives for line in (sub.code, *(item.code for item in ordered(view, sub)))]
    assert [text for text in said if text in set(expected)] == expected
    assert "page 1 sur 1" not in said
    assert "!" not in said


def ordered(view: CoevaluationView, sub: SubObjectiveView) -> list[IndicatorView]:
    """The questions of a sub-objective, theme by theme."""
    return [item for theme in view.themes for item in sub.indicators if item.theme == theme.name]


def test_a_cell_without_question_says_so_and_each_sheet_is_a_table_with_its_heads() -> None:
    view = coevaluation("les-trois-ponts-2026")
    empty = sum(cell is None for row in view.cells for cell in row)
    assert empty
    assert [figure.alternative for figure in structure(grid(view)).all_of("Figure")] == ["Pas de question ici"] * empty
    content = grid(larger(coevaluation(CLOSED), 3))
    tree = structure(content)
    check(content)
    assert len(tree.all_of("H1")) == 1
    assert len(tree.all_of("Table")) == int(properties(content)["Pages"])
    assert all(len(table.all_of("TH")) > len(view.themes) for table in tree.all_of("Table"))
    marked = sum(line.count("/MCID") for line in objects(content).splitlines() if " BDC" in line)
    assert marked == sum(len(element.pages) for element in tree.every())


@pytest.mark.judge("pdftotext")
@pytest.mark.judge("qpdf")
def test_sheets_to_tape_together_are_in_large_letters_and_say_what_goes_beside_them() -> None:
    view = coevaluation(CLOSED)
    content = grid(view, filled=True, paper="a4")
    sheets = [squash(text) for text in printed(content).split("\f")[:-1]]
    objectives = len(view.objectives)
    assert len(sheets) == 2 * objectives
    for number, sheet in enumerate(sheets, start=1):
        under = squash(f"dessous : page {number + 1}")
        assert (under in sheet) is bool(number % objectives)
        assert (squash(f"à droite : page {number + objectives}") in sheet) is (number <= objectives)
    assert all(any(squash(theme.name) in sheet for sheet in sheets) for theme in view.themes)
    zooms = {float(pair[0]) for pair in re.findall(r"([\d.]+) 0 0 ([\d.]+) 0 0 cm", objects(content))}
    assert max(zooms) > 1.1
    assert "dessous" not in printed(grid(view, filled=True))


@pytest.mark.judge("qpdf")
def test_the_names_of_the_objectives_are_in_letters_of_one_size() -> None:
    view = coevaluation(CLOSED)
    said = objects(grid(view, filled=True))
    turned = re.findall(r"0 1 -1 0 [\d.]+ [\d.]+ cm.*?/F\d+(?:\+\d+)? ([\d.]+) Tf", said, re.DOTALL)
    assert len(turned) == len(view.objectives)
    assert len(set(turned)) == 1
