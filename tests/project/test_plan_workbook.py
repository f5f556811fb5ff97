"""The action plan goes out in the workbook and comes back: nothing lost, nothing invented, nothing by halves."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.action import Action
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.returned_row import Conflict, Fate
from ptce_ref.domain.vocabulary import ActionState
from ptce_ref.reports.xlsx.cell import LIMIT, write
from ptce_ref.reports.xlsx.plan import NAME
from ptce_ref.services.action import actions_of, add_action, find_action, update_action, withdraw_action
from ptce_ref.services.evaluation import find_evaluation, move_phase
from ptce_ref.services.plan_workbook import PlanReceived, import_plan
from ptce_ref.services.production import make_coevaluation_workbook
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from tests.bases import clock, example_base
from tests.reports.xlsx_reader import resaved
from tests.samples import shipped_theme

CLAIRBOIS = "clairbois-2026"
HOSTILE = (
    "=1+1",
    "+33 6",
    "-5 %",
    "@cmd",
    "_x0041_ et _x000D_",
    "#N/A",
    "<b>&amp;</b> [/]",
    "0012",
    "é « c »",
    "سلام 🌱",
)
Change = Callable[[Worksheet], None]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(example_base(tmp_path), clock=clock) as opened:
        yield opened


def plan(workspace: Workspace) -> list[Action]:
    return actions_of(workspace, evaluation(workspace))


def evaluation(workspace: Workspace) -> Evaluation:
    return find_evaluation(workspace, CLAIRBOIS)


def exported(workspace: Workspace, folder: Path) -> Path:
    view = coevaluation_of(workspace, CLAIRBOIS)
    return make_coevaluation_workbook(view, shipped_theme(), folder / "classeur.xlsx")


def edited(path: Path, change: Change) -> Path:
    """The file after somebody worked in its sheet of actions."""
    book = load_workbook(path)
    change(book[NAME])
    book.save(path)
    return path


def taken_back(
    workspace: Workspace, path: Path, conflict: Conflict = Conflict.STOP, *, trial: bool = False
) -> PlanReceived:
    return import_plan(workspace, evaluation(workspace), path, conflict=conflict, trial=trial)


def column(sheet: Worksheet, key: str) -> int:
    return next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == f"ptce:{key}" and cell.column)


def row_of(sheet: Worksheet, action_id: str) -> int:
    place = column(sheet, "action")
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, place).value == action_id)


def empty_row(sheet: Worksheet) -> int:
    place, header = column(sheet, "quoi"), row_of(sheet, "ptce:en-tete")
    return next(row for row in range(header + 1, sheet.max_row + 1) if sheet.cell(row, place).value is None)


def fill(sheet: Worksheet, row: int, **cells: str | dt.datetime | None) -> None:
    for key, value in cells.items():
        cell = sheet.cell(row, column(sheet, key.replace("_", "-")))
        cell.value = None
        if isinstance(value, str):
            write(cell, value)  # type: ignore[arg-type]  # no cell of this sheet is merged
        elif value:
            cell.value = value


def added(**cells: str | dt.datetime) -> Change:
    return lambda sheet: fill(sheet, empty_row(sheet), **cells)


def test_a_workbook_that_nobody_touched_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = plan(workspace)
    path = exported(workspace, tmp_path)
    content = path.read_bytes()
    done = taken_back(workspace, path)
    assert {line.fate for line in done.lines} == {Fate.UNCHANGED}
    assert len(done.lines) == len(before) > 0
    assert plan(workspace) == before
    assert exported(workspace, tmp_path).read_bytes() == content


def test_what_is_filled_is_kept_and_coming_back_twice_adds_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = {action.id: action for action in plan(workspace)}
    filled = added(
        quoi="Ouvrir le samedi",
        questions="t2.02, C1.05",
        qui="Lucie",
        echeance=dt.datetime(2027, 6, 30),  # noqa: DTZ001 - a spreadsheet's day
        etat_action="en cours",
        note="Deux lignes.\n\nLa seconde.",
    )
    path = edited(exported(workspace, tmp_path), filled)
    assert taken_back(workspace, path, trial=True).changes == 1
    assert len(plan(workspace)) == len(before), "a trial changes nothing"
    taken_back(workspace, path)
    (new,) = [action for action in plan(workspace) if action.id not in before]
    assert (new.id, new.what, new.who) == ("a04", "Ouvrir le samedi", "Lucie")
    assert (new.due, new.state) == (dt.date(2027, 6, 30), ActionState.UNDER_WAY)
    assert new.note == "Deux lignes.\n\nLa seconde."
    assert set(new.indicators) == {"lieux-ouverts", "projet-commun"}
    again = taken_back(workspace, path)
    assert again.changes == 0
    assert len(plan(workspace)) == len(before) + 1
    assert {action.id: action for action in plan(workspace) if action.id in before} == before


def test_a_line_is_changed_and_an_emptied_one_is_taken_out(workspace: Workspace, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        fill(sheet, row_of(sheet, "a01"), etat_action="faite", questions="E1.01 · Usagers qui façonnent l’offre")
        empty = dict.fromkeys(("quoi", "questions", "qui", "echeance", "etat_action", "note"))
        fill(sheet, row_of(sheet, "a03"), **empty)

    done = taken_back(workspace, edited(exported(workspace, tmp_path), change))
    assert [line.id for line in done.of(Fate.CHANGED)] == ["a01"]
    assert [line.id for line in done.of(Fate.WITHDRAWN)] == ["a03"]
    assert {action.id for action in plan(workspace)} == {"a01", "a02"}
    assert find_action(workspace, evaluation(workspace), "a01").state is ActionState.DONE


def test_texts_come_back_as_they_were(workspace: Workspace, tmp_path: Path) -> None:
    for text in HOSTILE:
        add_action(workspace, evaluation(workspace), {"what": text, "who": text, "note": text})
    before = plan(workspace)

    def change(sheet: Worksheet) -> None:
        for text in HOSTILE:
            fill(sheet, empty_row(sheet), quoi=f"{text} 2", qui=text, note=text)

    assert taken_back(workspace, edited(exported(workspace, tmp_path), change)).changes == len(HOSTILE)
    after = plan(workspace)
    assert after[: len(before)] == before
    said = [(action.what, action.who, action.note) for action in after[len(before) :]]
    assert said == [(f"{text} 2", text, text) for text in HOSTILE]


def test_a_note_longer_than_a_cell_is_not_cut_by_coming_back(workspace: Workspace, tmp_path: Path) -> None:
    note = "Chaque mot compte. " * (LIMIT // 10)
    long = add_action(workspace, evaluation(workspace), {"what": "Longue", "note": note})
    path = edited(exported(workspace, tmp_path), lambda sheet: fill(sheet, row_of(sheet, long.id), qui="Lucie"))
    assert taken_back(workspace, path).changes == 1
    found = find_action(workspace, evaluation(workspace), long.id)
    assert (found.who, found.note) == ("Lucie", note.strip())


def test_sorting_inserting_and_translating_lose_nothing(workspace: Workspace, tmp_path: Path) -> None:
    before = plan(workspace)

    def change(sheet: Worksheet) -> None:
        sheet.title = "Action plan"
        header = row_of(sheet, "ptce:en-tete")
        sheet.cell(header, 1).value = "What"
        first, last = row_of(sheet, "a01"), row_of(sheet, "a03")
        for place in range(1, sheet.max_column + 1):
            one, other = sheet.cell(first, place), sheet.cell(last, place)
            one.value, other.value = other.value, one.value
        sheet.insert_cols(2)
        sheet.insert_rows(header + 1)

    done = taken_back(workspace, edited(exported(workspace, tmp_path), change))
    assert (len(done.lines), done.changes) == (len(before), 0)
    assert plan(workspace) == before


def test_every_problem_is_told_with_its_cell_and_nothing_is_taken(workspace: Workspace, tmp_path: Path) -> None:
    before = plan(workspace)
    where: list[int] = []

    def change(sheet: Worksheet) -> None:
        row = empty_row(sheet)
        where.append(row)
        fill(sheet, row, quoi="Bonne ligne")
        fill(sheet, row + 1, qui="Quelqu’un", questions="T1.99, E1.01", etat_action="finie", echeance="demain")
        fill(sheet, row + 2, quoi="x")
        sheet.cell(row + 2, column(sheet, "note")).value = "=HYPERLINK(A1)"

    with pytest.raises(Refusal) as refused:
        taken_back(workspace, edited(exported(workspace, tmp_path), change))
    told = "\n".join(str(problem) for problem in refused.value.problems)
    row = where[0] + 1
    for said in (f"A{row} :", f"B{row} :", f"D{row} :", f"E{row} :", f"F{row + 1} :", "« t1.99 »", "finie", "demain"):
        assert said in told, told
    assert plan(workspace) == before


def test_what_changed_on_both_sides_is_asked(workspace: Workspace, tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        fill(sheet, row_of(sheet, "a01"), qui="Le fichier")

    path = edited(exported(workspace, tmp_path), change)
    update_action(workspace, evaluation(workspace), "a01", {"who": "La base"})
    update_action(workspace, evaluation(workspace), "a02", {"who": "La base"})
    with pytest.raises(Refusal, match="--conflit garder"):
        taken_back(workspace, path)
    assert taken_back(workspace, path, Conflict.KEEP).changes == 0
    assert find_action(workspace, evaluation(workspace), "a01").who == "La base"
    taken_back(workspace, path, Conflict.REPLACE)
    assert find_action(workspace, evaluation(workspace), "a01").who == "Le fichier"
    assert find_action(workspace, evaluation(workspace), "a02").who == "La base", "the file is older"


def test_what_was_taken_out_since_does_not_come_back(workspace: Workspace, tmp_path: Path) -> None:
    path = exported(workspace, tmp_path)
    withdraw_action(workspace, evaluation(workspace), "a02")
    assert [line.id for line in taken_back(workspace, path).of(Fate.KEPT)] == ["a02"]
    assert "a02" not in {action.id for action in plan(workspace)}


def test_where_an_action_comes_from_stays(workspace: Workspace, tmp_path: Path) -> None:
    origin = {"origin_evaluation_id": "les-trois-ponts-2023", "origin_id": "a01"}
    update_action(workspace, evaluation(workspace), "a01", origin)
    path = edited(exported(workspace, tmp_path), lambda sheet: fill(sheet, row_of(sheet, "a01"), qui="Lucie"))
    taken_back(workspace, path)
    assert find_action(workspace, evaluation(workspace), "a01").origin_id == "a01"


def test_the_plan_of_another_evaluation_or_of_no_workbook_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = exported(workspace, tmp_path)
    with pytest.raises(Refusal, match="est le classeur de l’évaluation « clairbois-2026 »"):
        import_plan(workspace, find_evaluation(workspace, "faubourg-des-forges-2026"), path)
    other = tmp_path / "autre.xlsx"
    view = coevaluation_of(workspace, "val-de-sorne-2026")
    make_coevaluation_workbook(view, shipped_theme(), other)
    with pytest.raises(Refusal, match="n’est pas un classeur de ptce d’où l’on reprend le plan d’action"):
        taken_back(workspace, other)
    other.write_bytes(b"PK pas un classeur")
    with pytest.raises(Refusal, match="n’est pas un classeur"):
        taken_back(workspace, other)


def test_a_closed_plan_is_not_taken_back(workspace: Workspace, tmp_path: Path) -> None:
    path = exported(workspace, tmp_path)
    for phase in ("position", "plan-d-action", "cloture"):
        move_phase(workspace, CLAIRBOIS, phase)
    with pytest.raises(Refusal, match="close"):
        taken_back(workspace, path)


@pytest.mark.judge("soffice")
def test_a_plan_saved_by_another_program_comes_back_the_same(workspace: Workspace, tmp_path: Path) -> None:
    for text in HOSTILE:
        add_action(workspace, evaluation(workspace), {"what": text, "note": f"{text}\n\n{text}", "due": "2027-02-28"})
    before = plan(workspace)
    path = edited(exported(workspace, tmp_path), added(quoi="Après LibreOffice", echeance="juin 2027"))
    path.write_bytes(resaved(path.read_bytes(), tmp_path))
    assert taken_back(workspace, path).changes == 1
    after = {action.id: action for action in plan(workspace)}
    assert [after.pop(action.id) for action in before] == before
    assert [(action.what, action.due) for action in after.values()] == [("Après LibreOffice", dt.date(2027, 6, 30))]
