"""A questionnaire goes out and comes back: nothing lost, nothing invented, whatever was done to the file."""

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.returned_row import Conflict, Fate
from ptce_ref.domain.text import clean_text
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind, Phase
from ptce_ref.loading.questionnaire import read_questionnaire
from ptce_ref.loading.questionnaire_answer import AnswerReader
from ptce_ref.services.draft import kept_drafts
from ptce_ref.services.evaluation import find_evaluation, move_phase, respondents_of
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.questionnaire import import_questionnaire
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from tests.bases import clock, example_base
from tests.project.hostile_text import HOSTILE
from tests.project.questionnaire_desk import (
    FORGES,
    R,
    codes,
    column,
    edited,
    exported,
    fill,
    line,
    stored,
    write_text,
)
from tests.samples import shipped_referential


@pytest.fixture
def workspace(tmp_path: Path) -> "Workspace":
    return open_workspace(example_base(tmp_path), clock=clock)


def test_out_and_back_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        for person in respondents_of(workspace, find_evaluation(workspace, FORGES)):
            before = stored(workspace, person.id)
            found = import_questionnaire(workspace, exported(workspace, tmp_path, person.id))
            assert (found.respondent, found.new, found.changes) == (person, False, 0)
            assert stored(workspace, person.id) == before


def test_what_was_filled_is_what_is_stored(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        path = exported(workspace, tmp_path, college="habitants")

        def answer(sheet: Worksheet) -> None:
            fill(
                sheet,
                "T1.01",
                argument="Deux permanences",
                sorte="Observation",
                reponse="2 · Premiers pas",
                preuves="PV",
            )
            fill(sheet, "T1.02", reponse="ne sait pas")
            fill(sheet, "T1.03", reponse="NON CONCERNÉ", motif="Pas chez nous")
            fill(sheet, "T1.04", reponse=3)
            for place, text in enumerate(HOSTILE, start=4):
                code = shipped_referential().indicators[place].code
                write_text(sheet, code, "argument", text)
                fill(sheet, code, reponse="1")

        trial = import_questionnaire(workspace, edited(path, answer), trial=True)
        assert trial.new
        assert len(respondents_of(workspace, find_evaluation(workspace, FORGES))) == 11
        found = import_questionnaire(workspace, path)
        assert found.lines == trial.lines
        answers = stored(workspace, found.respondent.id)
        assert found.respondent.college == "habitants"
        assert len(answers) == 4 + len(HOSTILE)
        assert (answers["T1.01"].level, answers["T1.01"].argument, answers["T1.01"].evidence) == (
            "2",
            "Deux permanences",
            "PV",
        )
        assert answers["T1.01"].argument_kind is ArgumentKind.OBSERVATION
        assert answers["T1.02"].kind is AnswerKind.DONT_KNOW
        assert (answers["T1.03"].kind, answers["T1.03"].reason) == (AnswerKind.NOT_APPLICABLE, "Pas chez nous")
        assert answers["T1.04"].level == "3"
        for place, text in enumerate(HOSTILE, start=4):
            assert answers[shipped_referential().indicators[place].code].argument == clean_text(text)
        again = import_questionnaire(workspace, path)
        assert (again.respondent, again.new, again.changes) == (found.respondent, False, 0)


def test_sorted_renamed_translated_with_columns_inserted(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        path = exported(workspace, tmp_path, R)

        def mistreat(sheet: Worksheet) -> None:
            fill(sheet, "T2.01", argument="Après le tri", reponse="4")
            key = column(sheet, "indicateur")
            top = next(row[0].row for row in sheet.iter_rows() if row[key - 1].value == "ptce:en-tete") or 0
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
            for number, values in enumerate(reversed(rows), start=top + 1):
                for place, value in enumerate(values, start=1):
                    sheet.cell(number, place).value = value
            for cell in sheet[top]:
                if cell.column != key:
                    cell.value = "Translated"
            sheet.insert_cols(4, 2)
            sheet.title = "Feuille rebaptisée"

        renamed = edited(path, mistreat).rename(tmp_path / "réponse de Karim (1).xlsx")
        found = import_questionnaire(workspace, renamed)
        assert codes(found, Fate.CHANGED) == {"T2.01"}
        assert len(found.of(Fate.UNCHANGED)) == len(found.lines) - 1
        assert stored(workspace, R)["T2.01"].argument == "Après le tri"


def test_every_problem_at_once_with_its_cell_and_nothing_written(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        path = exported(workspace, tmp_path, R)

        def spoil(sheet: Worksheet) -> None:
            fill(sheet, "T1.01", reponse="Premier pas")
            fill(sheet, "T1.02", reponse="Non concerné", motif=None)
            fill(sheet, "T1.03", argument="Sans réponse", reponse=None)
            fill(sheet, "T1.04", argument="=SUM(A1:A3)")
            fill(sheet, "T1.05", reponse="4", argument="Celle-ci est juste")

        before = stored(workspace, R)
        with pytest.raises(Refusal) as refused:
            import_questionnaire(workspace, edited(path, spoil))
        told = [str(problem) for problem in refused.value.problems]
        assert len(told) == 4
        (misspelt,) = (text for text in told if "« Premier pas »" in text)
        assert "« 2 · Premiers pas »" in misspelt
        assert any("formule" in text for text in told)
        assert all(re.search(r"feuille « Questionnaire », [A-Z]+\d+ :", text) for text in told)
        assert stored(workspace, R) == before


def test_an_argument_without_an_answer_waits_for_one_and_stops_nothing(workspace: Workspace, tmp_path: Path) -> None:
    drafts = tmp_path / "brouillons"

    def answer(sheet: Worksheet) -> None:
        fill(sheet, "T1.01", reponse="3", argument="Vu au marché")
        fill(sheet, "T1.02", argument="Je cherche encore", preuves="Le compte rendu")

    with workspace:
        path = edited(exported(workspace, tmp_path, college="habitants"), answer)
        foreseen = import_questionnaire(workspace, path, trial=True, drafts=drafts)
        assert not drafts.exists()
        found = import_questionnaire(workspace, path, drafts=drafts)
        code = {item.id: item.code for item in found.referential.indicators}
        assert [code[item] for item in found.waiting] == [code[item] for item in foreseen.waiting] == ["T1.02"]
        assert set(stored(workspace, found.respondent.id)) == {"T1.01"}
        item = found.waiting[0]
        key = ("avis", FORGES, found.respondent.id, item)
        texts = {"argument": "Je cherche encore", "evidence": "Le compte rendu"}
        assert kept_drafts(drafts, workspace.store.path) == {key: (f"T1.02 ({found.respondent.id})", texts)}
        # The same file again adds nothing; once the question is answered, nothing waits any more.
        import_questionnaire(workspace, path, drafts=drafts)
        assert kept_drafts(drafts, workspace.store.path)[key][1] == texts
        given = Answer(respondent_id=found.respondent.id, indicator_id=item, kind=AnswerKind.DONT_KNOW)
        record_answer(workspace, find_evaluation(workspace, FORGES), given)
        assert import_questionnaire(workspace, path, drafts=drafts).waiting == ()


def test_what_waits_and_the_disk_refuses_is_said(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "brouillons").write_text("pas un dossier", encoding="utf-8")
    with workspace:
        path = exported(workspace, tmp_path, college="habitants")
        edited(path, lambda sheet: fill(sheet, "T1.01", reponse="3"))
        edited(path, lambda sheet: fill(sheet, "T1.02", argument="Je cherche"))
        found = import_questionnaire(workspace, path, drafts=tmp_path / "brouillons")
        assert (len(found.waiting), found.waits, found.changes) == (1, False, 1)


def test_an_old_file_never_overwrites_what_is_newer(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        path = exported(workspace, tmp_path, R)
        evaluation = find_evaluation(workspace, FORGES)
        first, second = evaluation.indicators[:2]
        for ident in (first, second):
            newer = Answer(
                respondent_id=R, indicator_id=ident, kind=AnswerKind.LEVEL, level="1", argument="Plus récent"
            )
            record_answer(workspace, evaluation, newer)
        code = shipped_referential().indicator_by_id[first].code
        edited(path, lambda sheet: fill(sheet, code, reponse="4", argument="Dans le fichier"))
        with pytest.raises(Refusal, match=r"--conflit garder"):
            import_questionnaire(workspace, path)
        kept = import_questionnaire(workspace, path, conflict=Conflict.KEEP)
        assert len(kept.of(Fate.KEPT)) == 2
        assert stored(workspace, R)[code].argument == "Plus récent"
        replaced = import_questionnaire(workspace, path, conflict=Conflict.REPLACE)
        assert codes(replaced, Fate.CHANGED) == {code}
        assert stored(workspace, R)[code].argument == "Dans le fichier"


def test_what_does_not_belong_here_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        path = exported(workspace, tmp_path, R)
        with pytest.raises(Refusal, match="ne contient aucune réponse"):
            import_questionnaire(workspace, exported(workspace, tmp_path / "vierge", college="habitants"))
        nobody = edited(exported(workspace, tmp_path / "sans"), lambda sheet: fill(sheet, "T1.01", reponse="1"))
        with pytest.raises(Refusal, match="de quel collège"):
            import_questionnaire(workspace, nobody)

        book = load_workbook(path)
        identity = book["ptce"]
        identity["B2"] = "autre-2026"
        target = io.BytesIO()
        book.save(target)
        (tmp_path / "autre.xlsx").write_bytes(target.getvalue())
        with pytest.raises(Refusal, match="« autre-2026 », que cette base ne contient pas"):
            import_questionnaire(workspace, tmp_path / "autre.xlsx")
        identity["B2"], identity["B7"] = FORGES, "0" * 64
        book.save(tmp_path / "version.xlsx")
        with pytest.raises(Refusal, match="son texte a changé depuis"):
            import_questionnaire(workspace, tmp_path / "version.xlsx")
        move_phase(workspace, FORGES, Phase.DIALOGUE.value)
        with pytest.raises(Refusal, match="phase « dialogue »"):
            import_questionnaire(workspace, path)
        with pytest.raises(Refusal, match="phase « dialogue »"):
            exported(workspace, tmp_path, R)


def test_what_a_spreadsheet_made_of_a_text_is_read_as_it_shows_it(workspace: Workspace, tmp_path: Path) -> None:
    """Pasted from elsewhere, « 12/03/2026 » is a date and « 2,5 » a number."""
    day = dt.datetime(2026, 3, 12)  # noqa: DTZ001 - a spreadsheet knows no time zone
    values: dict[str, dt.datetime | float | bool] = {"T1.01": day, "T1.02": 2.5, "T1.03": True, "T1.04": 12.0}
    with workspace:

        def paste(sheet: Worksheet) -> None:
            for code, value in values.items():
                fill(sheet, code, reponse="1")
                cell = sheet.cell(line(sheet, code), column(sheet, "argument"))
                cell.number_format = "General"
                cell.value = value

        import_questionnaire(workspace, edited(exported(workspace, tmp_path, R), paste))
        found = stored(workspace, R)
        assert [found[code].argument for code in values] == ["12/03/2026", "2,5", "VRAI", "12"]


def test_a_level_is_its_rank_before_it_is_an_id(workspace: Workspace, tmp_path: Path) -> None:
    """Levels may be called « 9 » and « 10 » : what people see is 1 and 2."""
    path = edited(exported(workspace, tmp_path, R), lambda sheet: fill(sheet, "T1.01", reponse="2"))
    levels = shipped_referential().scale.levels
    turned = tuple(level.model_copy(update={"id": other.id}) for level, other in zip(levels, levels[::-1], strict=True))
    scale = shipped_referential().scale.model_copy(update={"levels": turned})
    referential = Referential.model_validate(shipped_referential().model_copy(update={"scale": scale}).model_dump())
    with workspace:
        evaluation = find_evaluation(workspace, FORGES)
    reader = AnswerReader(read_questionnaire(path), evaluation, referential)
    (row,) = (row for row in reader.rows() if row.indicator_id == evaluation.indicators[0])
    assert row.answer is not None
    assert row.answer.level == turned[1].id
