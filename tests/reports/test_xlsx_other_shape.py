"""The workbooks of a referential with two objectives, five sub-objectives, three themes and six levels."""

from functools import cache

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.comparison import compare
from ptce_ref.domain.result import compute
from ptce_ref.loading.example import load_pole
from ptce_ref.reports import wording
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.figure_table import in_order
from ptce_ref.reports.study import Study
from tests.other_shape import LEVELS, other_examples, other_referential
from tests.reports.xlsx_reader import book, coevaluation_bytes, comparison_bytes, table, texts


@cache
def studies() -> dict[str, Study]:
    loaded = load_pole(other_examples() / "ailleurs.yaml", other_referential())
    assert loaded.pole is not None, loaded.problems
    referential = other_referential()
    return {
        contents.evaluation.id: Study(loaded.pole, contents, referential, compute(contents, referential))
        for contents in loaded.evaluations
    }


def test_the_workbook_has_as_many_columns_as_the_scale_has_levels() -> None:
    view = view_coevaluation(studies()["ailleurs-1"])
    workbook = book(coevaluation_bytes(view))
    rows = table(workbook["Indicateurs"], "Code")
    assert [row["Code"] for row in rows] == [item.code for item in view.indicators]
    assert [name for name in rows[0] if name.startswith("Niv.")] == [f"Niv. {rank}" for rank in range(1, LEVELS + 1)]
    for row, item in zip(rows, view.indicators, strict=True):
        assert item.total is not None
        assert tuple(row[f"Niv. {rank}"] for rank in range(1, LEVELS + 1)) == item.total.levels


def test_the_grid_has_its_rows_its_columns_and_its_empty_cells() -> None:
    view = view_coevaluation(studies()["ailleurs-1"])
    rows = table(book(coevaluation_bytes(view))["Table de dialogue"], "Code")
    assert len(rows) == len(view.sub_objectives) + 1
    assert list(rows[0])[3:] == [theme.name for theme in view.themes]
    for row, cells in zip(rows, view.cells, strict=False):
        for theme, cell in zip(view.themes, cells, strict=True):
            if cell is None:
                assert row[theme.name] is None
            else:
                assert str(row[theme.name]).startswith(wording.figure(cell.figure))


def test_hidden_opinions_stay_hidden() -> None:
    workbook = book(coevaluation_bytes(view_coevaluation(studies()["ailleurs-2"])))
    found = "\n".join(texts(workbook))
    assert "Vu par" not in found
    assert "Arguments" not in workbook.sheetnames


def test_the_comparison_has_its_own_elements() -> None:
    candidates = [
        Candidate(study.pole, study.contents.evaluation, study.referential, study.result)
        for study in studies().values()
    ]
    view = view_comparison(compare(candidates), "2026-11-22")
    workbook = book(comparison_bytes(view))
    codes = [row["Code"] for row in table(workbook["Profils"], "Code")]
    assert codes == [heading.code for _, heading in in_order(view)]
    assert f"de 1 à {LEVELS}" in "\n".join(texts(workbook))
