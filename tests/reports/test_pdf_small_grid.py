"""The table de dialogue in a report: it goes over pages by objective, and its cells say what they mean."""

import io
from dataclasses import replace

import pytest
from reportlab.platypus import Flowable, Spacer

from ptce_ref.reports.pdf.page import HEIGHT, Properties, Report
from ptce_ref.reports.pdf.small_grid import build_small_grid
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.reports.wording import NBSP
from tests.reports.pdf_reader import printed, squash
from tests.reports.pdf_structure import Element, structure
from tests.samples import coevaluation, shipped_theme

pytestmark = [pytest.mark.judge("qpdf"), pytest.mark.judge("pdftotext")]


@pytest.fixture(scope="module")
def look() -> Look:
    return Look(shipped_theme())


@pytest.fixture(scope="module")
def view() -> CoevaluationView:
    return coevaluation("rivages-de-lanvor-2026")


def written(look: Look, view: CoevaluationView, taken: float = 0.0) -> bytes:
    """The section after so many points of a page."""
    before: list[Flowable] = [look.paragraph(look.styles.body, "Avant"), Spacer(0, taken)] if taken else []
    target = io.BytesIO()
    report = Report(target, look, Properties("Titre", "Pôle", "Sujet", "tête", "", "pied"))
    report.write([*before, *build_small_grid(view, look)])
    return target.getvalue()


def pieces(content: bytes) -> list[Element]:
    return [figure for figure in structure(content).all_of("Figure") if figure.alternative.startswith("Table")]


def held(piece: Element, view: CoevaluationView) -> list[str]:
    """The sub-objectives that a piece of the grid tells of."""
    return [sub.id for sub in view.sub_objectives if f"{sub.code} {sub.name}{NBSP}:" in piece.alternative]


def few_told(view: CoevaluationView) -> CoevaluationView:
    """The same, where nothing may be told of any cell to others."""
    cells = tuple(
        tuple(
            cell and replace(cell, figure=replace(cell.figure, value=None, level=None, n=None, few=3, alerts=()))
            for cell in row
        )
        for row in view.cells
    )
    return replace(view, cells=cells)


def test_with_much_room_left_the_grid_is_cut_between_two_objectives_under_its_heads(
    look: Look, view: CoevaluationView
) -> None:
    content = written(look, view, HEIGHT * 0.4)
    first, second = pieces(content)
    assert (first.first_page(), second.first_page()) == (1, 2)
    before, after = held(first, view), held(second, view)
    assert before
    assert after
    assert before + after == [sub.id for sub in view.sub_objectives]
    objectives = [[sub.id for sub in objective.sub_objectives] for objective in view.objectives]
    assert not [ids for ids in objectives if set(ids) & set(before) and set(ids) & set(after)]
    for page in printed(content).split("\f")[:2]:
        assert all(theme.short in page for theme in view.themes)


@pytest.mark.parametrize(
    ("taken", "page"),
    [
        pytest.param(HEIGHT * 0.75, 2, id="little-room-left"),
        pytest.param(0.0, 1, id="new-page"),
    ],
)
def test_with_little_room_left_it_goes_whole_to_the_next_page_with_its_title(
    look: Look, view: CoevaluationView, taken: float, page: int
) -> None:
    content = written(look, view, taken)
    (piece,) = pieces(content)
    title = next(element for element in structure(content).all_of("H1"))
    assert {piece.first_page(), title.first_page()} == {page}


@pytest.mark.parametrize("taken", [HEIGHT * part for part in (0.3, 0.5, 0.6, 0.65)])
def test_its_title_and_its_legend_never_stand_without_it(look: Look, view: CoevaluationView, taken: float) -> None:
    content = written(look, view, taken)
    (title,) = structure(content).all_of("H1")
    assert pieces(content)[0].first_page() == title.first_page()


def test_an_objective_longer_than_a_page_is_cut_between_two_of_its_rows(look: Look, view: CoevaluationView) -> None:
    objective = view.objectives[0]
    rows = 50
    subs = tuple(
        replace(objective.sub_objectives[0], id=f"s{rank}", code=f"S{rank}", indicators=()) for rank in range(rows)
    )
    long = replace(
        view, objectives=(replace(objective, sub_objectives=subs),), cells=tuple(view.cells[0] for _ in range(rows))
    )
    parts = [len(held(piece, long)) for piece in pieces(written(look, long, 120))]
    assert len(parts) > 2
    assert sum(parts) == rows
    assert min(parts) > 1


def test_a_cell_that_may_not_be_told_says_so_in_short_and_the_legend_says_why(
    look: Look, view: CoevaluationView
) -> None:
    content = written(look, few_told(view))
    text = squash(printed(content))
    assert squash("« < 3 voix » : moins de 3 voix.") in text
    assert text.count(squash("< 3 voix")) > len(view.sub_objectives)
    assert "…" not in text
    assert "n—" not in text
    (piece,) = pieces(content)
    assert f"moins de 3{NBSP}voix" in piece.alternative
    assert "<" not in piece.alternative


def test_no_legend_explains_what_no_cell_says(look: Look, view: CoevaluationView) -> None:
    assert squash("< 3 voix") not in squash(printed(written(look, view)))
