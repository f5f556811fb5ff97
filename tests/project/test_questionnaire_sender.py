"""Who a questionnaire comes from: two people are never taken for one, nor one for two."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.referential import Lineage, Move, Referential
from ptce_ref.domain.returned_row import Fate
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.evaluation import add_respondent, find_evaluation, respondents_of
from ptce_ref.services.opinion import record_answer
from ptce_ref.services.questionnaire import Received, import_questionnaire
from ptce_ref.services.questionnaire_version import version_sentence
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from tests.bases import clock, example_base
from tests.project.questionnaire_desk import FORGES, R, edited, exported, fill, sign, stored
from tests.samples import shipped_referential


@pytest.fixture
def workspace(tmp_path: Path) -> "Workspace":
    return open_workspace(example_base(tmp_path), clock=clock)


def people(workspace: Workspace) -> int:
    return len(respondents_of(workspace, find_evaluation(workspace, FORGES)))


def returned(workspace: Workspace, folder: Path, level: str, *, new: bool = False, **who: str) -> Received:
    """Import a blank questionnaire that somebody filled with one answer."""

    def answer(sheet: Worksheet) -> None:
        sign(sheet, **({"college": "Habitants et usagers"} | who))
        fill(sheet, "T1.01", reponse=level)

    path = edited(exported(workspace, folder), answer)
    return import_questionnaire(workspace, path, someone_new=new)


def test_two_people_without_a_name_are_two_respondents(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        before = people(workspace)
        first = returned(workspace, tmp_path / "a", "1")
        second = returned(workspace, tmp_path / "b", "2")
        assert first.new
        assert second.new
        assert first.respondent.id != second.respondent.id
        assert people(workspace) == before + 2


def test_the_same_file_sent_twice_under_another_name_is_one(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        first = returned(workspace, tmp_path, "1")
        before = people(workspace)
        copy = Path(shutil.copy(tmp_path / "questionnaire.xlsx", tmp_path / "copie de Karim.xlsx"))
        again = import_questionnaire(workspace, copy)
        assert (again.respondent, again.new, again.changes) == (first.respondent, False, 0)
        assert people(workspace) == before


def test_two_unnamed_files_that_say_the_same_ask_who_they_are_of(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        first = returned(workspace, tmp_path / "a", "1")
        before = people(workspace)
        book = load_workbook(tmp_path / "a" / "questionnaire.xlsx")
        book.properties.lastModifiedBy = "Quelqu’un d’autre"
        (tmp_path / "b").mkdir()
        book.save(tmp_path / "b" / "questionnaire.xlsx")
        with pytest.raises(Refusal, match=f"déjà été reçu \\({first.respondent.id}\\).*--nouveau"):
            import_questionnaire(workspace, tmp_path / "b" / "questionnaire.xlsx")
        assert people(workspace) == before
        other = import_questionnaire(workspace, tmp_path / "b" / "questionnaire.xlsx", someone_new=True)
        assert other.new
        assert other.respondent.id != first.respondent.id


def test_a_name_already_registered_is_the_same_person(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        forges = find_evaluation(workspace, FORGES)
        zoe = add_respondent(workspace, forges, college="habitants", name="Zoé d’Ys", organisation="Amap")
        before = people(workspace)
        found = returned(workspace, tmp_path / "a", "3", nom="ZOE D'YS")
        assert (found.respondent, found.new) == (zoe, False)
        found = returned(workspace, tmp_path / "b", "3", nom="Zoé d’Ys", organisation="amap")
        assert (found.respondent, found.new, found.changes) == (zoe, False, 0)
        assert people(workspace) == before
        other = returned(workspace, tmp_path / "c", "3", nom="Zoé d’Ys", organisation="Mairie")
        assert other.new


def test_two_people_of_the_same_name_are_not_mixed_up(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        forges = find_evaluation(workspace, FORGES)
        for ident, organisation in (("jean-1", "Amap"), ("jean-2", "Mairie")):
            add_respondent(
                workspace, forges, college="habitants", name="Jean", organisation=organisation, identifier=ident
            )
        with pytest.raises(Refusal, match=r"jean-1, jean-2.*--repondant"):
            returned(workspace, tmp_path, "3", nom="Jean")
        found = import_questionnaire(workspace, tmp_path / "questionnaire.xlsx", respondent="jean-2")
        assert (found.respondent.id, found.new) == ("jean-2", False)


def test_a_file_made_for_one_person_is_not_imported_for_another(workspace: Workspace, tmp_path: Path) -> None:
    with workspace, pytest.raises(Refusal, match="de « r01 », pas de « r02 »"):
        import_questionnaire(workspace, exported(workspace, tmp_path, R), respondent="r02")


def test_what_is_too_long_for_a_cell_is_not_cut_by_coming_back(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        evaluation = find_evaluation(workspace, FORGES)
        long = Answer(
            respondent_id=R,
            indicator_id=evaluation.indicators[0],
            kind=AnswerKind.DONT_KNOW,
            argument="mot " * 20_000,
            figures={},
        )
        record_answer(workspace, evaluation, long)
        found = import_questionnaire(workspace, exported(workspace, tmp_path, R))
        assert found.changes == 0
        edited(exported(workspace, tmp_path, R), lambda sheet: fill(sheet, "T1.01", reponse="1"))
        found = import_questionnaire(workspace, tmp_path / "questionnaire.xlsx")
        assert [line.indicator_id for line in found.of(Fate.CHANGED)] == [long.indicator_id]
        assert stored(workspace, R)["T1.01"].argument == long.argument


def of_lineage(*steps: Lineage) -> Referential:
    return shipped_referential().model_copy(update={"lineage": steps})


def test_another_version_says_what_moved_and_what_to_do() -> None:
    after = shipped_referential().indicators[:2]
    known = of_lineage(
        Lineage(
            since="0.0.9",
            moves=(
                Move(kind="scindé", before=("besoins",), after=tuple(item.id for item in after), reason="Trop large."),
                Move(kind="abandonné", before=("vieux", "vieil-autre"), reason="Redit ailleurs."),
            ),
        )
    )
    told = version_sentence("a.xlsx", "0.0.9", known)
    assert "version 0.0.9" in told
    assert f"« besoins » scindé en {after[0].code}, {after[1].code} (Trop large)" in told
    assert "« vieux », « vieil-autre » abandonnés (Redit ailleurs)" in told
    assert "ptce questionnaire exporter" in told
    assert "l’échelle a changé" in version_sentence(
        "a.xlsx", "0.0.9", of_lineage(Lineage(since="0.0.9", scale_changed=True))
    )
    assert "ne dit pas comment passer" in version_sentence("a.xlsx", "0.0.8", known)
    assert "son texte a changé depuis" in version_sentence("a.xlsx", known.version, known)
