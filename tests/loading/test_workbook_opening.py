"""Only what the library stumbles on is told as a damaged file: our own mistakes are not the user’s."""

import warnings
from pathlib import Path

import pytest
from openpyxl.worksheet._reader import WorkSheetParser

from ptce_ref.loading import questionnaire, workbook_opening
from ptce_ref.loading.questionnaire import read_questionnaire
from ptce_ref.loading.workbook_guard import WorkbookRefusedError
from ptce_ref.loading.workbook_opening import opened
from tests.loading.hostile_workbook import sound


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "q.xlsx"
    path.write_bytes(sound())
    return path


@pytest.mark.parametrize("error", [ValueError, TypeError, AttributeError, KeyError, RuntimeError])
def test_a_mistake_of_ours_is_not_told_as_a_damaged_file(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise error("a mistake of ours")

    monkeypatch.setattr(questionnaire, "plain", wrong)
    with pytest.raises(error, match="ours"):
        read_questionnaire(file)


@pytest.mark.parametrize("error", [ValueError, KeyError, RuntimeError])
def test_what_the_library_stumbles_on_is(file: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def wrong(*_: object, **__: object) -> None:
        raise error("its insides")

    with monkeypatch.context() as patch:
        patch.setattr(WorkSheetParser, "parse_cell", wrong)
        with pytest.raises(WorkbookRefusedError, match="est abîmé"):
            read_questionnaire(file)
    monkeypatch.setattr(workbook_opening, "load_workbook", wrong)
    with pytest.raises(WorkbookRefusedError, match="est abîmé"):
        read_questionnaire(file)


def test_the_warnings_of_others_are_left_as_they_are(file: Path) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        with opened(file) as workbook:
            rows = workbook.sheets[0].rows(10, 10)
            next(rows)
            warnings.warn("somebody else’s", stacklevel=1)
    assert [str(warning.message) for warning in seen] == ["somebody else’s"]
