"""Another referential — two objectives, five sub-objectives, three themes, six levels — with no change of code."""

import io
from pathlib import Path

import openpyxl
import pytest

from ptce_ref.domain.vocabulary import Phase
from ptce_ref.program import run
from ptce_ref.services.demo import load_examples, produce_everything
from ptce_ref.services.document import DOCUMENTS
from ptce_ref.services.reading import coevaluation_of
from tests.bases import new_workspace
from tests.other_shape import (
    LEVELS,
    OBJECTIVES,
    SUB_OBJECTIVES,
    THEMES,
    other_examples,
    other_folder,
    other_referential,
)


def test_it_is_checked_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["referentiel", "verifier", "--referentiel", str(other_folder())]) == 0
    assert run(["referentiel", "montrer", "--referentiel", str(other_folder())]) == 0
    shown = capsys.readouterr().out
    assert "2 objectifs, 5 sous-objectifs, 3 enjeux" in shown
    assert "6 niveaux" in shown


def test_it_goes_through_answers_workbooks_and_documents(tmp_path: Path) -> None:
    with new_workspace(tmp_path / "base.sqlite") as workspace:
        load_examples(workspace, other_referential(), other_examples())
        view = coevaluation_of(workspace, "ailleurs-1")
        assert (len(view.objectives), len(view.sub_objectives), len(view.themes)) == (
            OBJECTIVES,
            SUB_OBJECTIVES,
            THEMES,
        )
        assert all(len(item.descriptors) == LEVELS for item in view.indicators)
        levels = [item.position.level for item in view.indicators if item.position]
        assert set(levels) == {LEVELS}
        made = [step.files for step in produce_everything(workspace, tmp_path / "sortie")]
    # What has a sense for each of the two evaluations, in its phase, then what is made of the whole base.
    phases = (Phase.CLOSED, Phase.OPINIONS)
    kinds = [item for item in DOCUMENTS if item.of_one_evaluation and not item.of_two_views]
    each = [item for phase in phases for item in kinds if not item.closed(phase)]
    assert len(made) == len(each) + sum(not item.of_one_evaluation for item in DOCUMENTS)
    assert any(len(files) > 1 for files in made), "a questionnaire for each person"
    for file in (file for files in made for file in files):
        content = file.read_bytes()
        if file.suffix == ".pdf":
            assert content.startswith(b"%PDF")
        else:
            book = openpyxl.load_workbook(io.BytesIO(content))
            values = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
            assert any("Objectif X" in value for value in values) or "Conditions" in book.sheetnames
