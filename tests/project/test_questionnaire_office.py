"""LibreOffice is the judge: a person fills the questionnaire in it, and the database holds just what they filled."""

from pathlib import Path

import pytest

from ptce_ref.domain.evaluation import Answer
from ptce_ref.domain.returned_row import Fate
from ptce_ref.domain.text import clean_text
from ptce_ref.domain.vocabulary import AnswerKind, ArgumentKind
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.questionnaire import import_questionnaire
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from tests.bases import clock, example_base
from tests.office import Order, work
from tests.project.hostile_text import HOSTILE
from tests.project.questionnaire_desk import FORGES, R, codes, exported, stored
from tests.reports.xlsx_reader import resaved, shown
from tests.samples import shipped_referential

pytestmark = pytest.mark.judge("soffice")
_CODES = [item.code for item in shipped_referential().indicators]


@pytest.fixture
def workspace(tmp_path: Path) -> "Workspace":
    return open_workspace(example_base(tmp_path), clock=clock)


_LISTS = {"sorte", "reponse"}


def typed(row: str, **cells: str) -> list[Order]:
    """Type in free cells, choose in those that have a list."""
    return [
        {"do": "choose" if key in _LISTS else "type", "row": row, "column": key, "text": text}
        for key, text in cells.items()
    ]


def test_what_a_person_types_in_the_spreadsheet_is_what_is_stored(workspace: Workspace, tmp_path: Path) -> None:
    figured = next(item for item in shipped_referential().indicators if item.figures)
    orders: list[Order] = [
        {"do": "choose", "row": "ptce:college", "column": "niveaux", "text": "Habitants et usagers"},
        *typed("ptce:nom", niveaux="Zoé d’Ys"),
        *typed("T1.01", argument="Deux permanences", sorte="Observation", reponse="2 · Premiers pas", preuves="PV"),
        *typed("T1.02", reponse="Ne sait pas"),
        *typed("T1.03", reponse="Non concerné", motif="Pas chez nous,\net nulle part."),
        *typed("T1.04", reponse="3"),
    ]
    # LibreOffice saves « _x005F_ » without the escape that the format asks: it reads it back as « _ » itself.
    texts = dict(zip(_CODES[4:], [text for text in HOSTILE if "_x005F_" not in text], strict=False))
    for code, text in texts.items():
        orders += typed(code, argument=text, reponse="1 · Pas encore")
    said = {**dict.fromkeys(texts, "1"), "T1.01": "2", "T1.04": "3"}
    if figured.code not in said:
        orders += typed(figured.code, reponse="4 · Bien ancré")
        said[figured.code] = "4"
    orders.append({"do": "type", "sheet": 1, "row": figured.figures[0].id, "column": "valeur", "text": "1200,5"})
    # Then they make themselves at home in the file.
    orders += [
        {"do": "insert", "at": 4, "count": 3},
        {"do": "sort", "column": "reponse"},
        {"do": "rename", "name": "Mes réponses"},
        {"do": "drop", "at": 3, "count": 1},
    ]
    with workspace:
        source = exported(workspace, tmp_path)
        filled = work(source, tmp_path / "réponses de Zoé (2).xlsx", orders)
        found = import_questionnaire(workspace, filled)
        person = found.respondent
        assert (found.new, person.college, person.name) == (True, "habitants", "Zoé d’Ys")
        answers = stored(workspace, person.id)
        assert set(answers) == {*said, "T1.02", "T1.03"}
        assert {code: answers[code].level for code in said} == said
        assert {code: answers[code].argument for code in texts} == {c: clean_text(t) for c, t in texts.items()}
        assert answers["T1.01"] == Answer(
            respondent_id=person.id,
            indicator_id=answers["T1.01"].indicator_id,
            kind=AnswerKind.LEVEL,
            level="2",
            argument="Deux permanences",
            argument_kind=ArgumentKind.OBSERVATION,
            evidence="PV",
            figures=answers["T1.01"].figures,
        )
        assert answers["T1.02"].kind is AnswerKind.DONT_KNOW
        assert answers["T1.03"].reason == "Pas chez nous,\net nulle part."
        given = {code: answer.figures for code, answer in answers.items() if answer.figures}
        assert given == {figured.code: {figured.figures[0].id: 1200.5}}
        again = import_questionnaire(workspace, filled)
        assert (again.respondent, again.new, again.changes) == (person, False, 0)


def test_a_file_opened_and_saved_says_what_it_said(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        people = respondents_of(workspace, find_evaluation(workspace, FORGES))[:3]
        for person in people:
            before = stored(workspace, person.id)
            path = tmp_path / "reponses.xlsx"
            path.write_bytes(resaved(exported(workspace, tmp_path, person.id).read_bytes(), tmp_path))
            found = import_questionnaire(workspace, path)
            assert (found.respondent, found.changes) == (person, 0)
            assert stored(workspace, person.id) == before


def test_what_is_cleared_is_taken_back_and_the_rest_stays(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        code = next(code for code, answer in stored(workspace, R).items() if not answer.argument and answer.level)
        orders: list[Order] = [{"do": "clear", "row": code, "column": "reponse"}]
        found = import_questionnaire(workspace, work(exported(workspace, tmp_path, R), tmp_path / "vide.xlsx", orders))
        assert codes(found, Fate.WITHDRAWN) == {code}
        assert len(found.of(Fate.UNCHANGED)) == len(found.lines) - 1
        assert code not in stored(workspace, R)


def test_the_progress_is_counted_by_the_spreadsheet(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        answers = stored(workspace, R).values()
        sheet = shown(exported(workspace, tmp_path, R).read_bytes(), tmp_path)["Questionnaire"]
        without = sum(answer.level is not None and not answer.argument for answer in answers)
        told = {cell.replace("\u00a0", " ") for row in sheet[:10] for cell in row}
        assert f"Réponses données : {len(answers)} sur {len(_CODES)}" in told
        assert f"Niveaux donnés sans argument : {without}" in told
        assert "« Non concerné » sans raison : 0" in told


def test_another_format_is_refused_with_what_to_do(workspace: Workspace, tmp_path: Path) -> None:
    with workspace:
        path = work(exported(workspace, tmp_path, R), tmp_path / "reponses.ods", [])
        with pytest.raises(Refusal, match=r"\.ods s’enregistre en \.xlsx depuis LibreOffice"):
            import_questionnaire(workspace, path)
        # What the sentence tells to do loses nothing.
        found = import_questionnaire(workspace, work(path, tmp_path / "reponses.xlsx", []))
        assert (found.respondent.id, found.changes) == (R, 0)
