"""The sheet of the plan: what it shows, what it offers, and that it reads back as it was written."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.action import NAMES, Action
from ptce_ref.domain.plan_row import FilledAction
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import ActionState
from ptce_ref.loading.plan import PlanReader, read_plan
from ptce_ref.reports.action_view import view_actions
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.reports.xlsx import entry, plan
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.stamp import save
from ptce_ref.reports.xlsx.style import Look
from ptce_ref.services.plan_workbook import row_of
from tests.other_shape import other_referential
from tests.reports.xlsx_reader import book, coevaluation_bytes
from tests.samples import coevaluation, shipped_referential, shipped_theme

HEADING = Heading("Contexte", "", "", "", "")
PIECES = (
    "=1+1",
    "@x",
    "-3",
    "_x0041_",
    "T1.01",
    "ptce:en-tete",
    "«",
    "\n",
    "a, b ; c",
    "é",
    "سلام",
    "<b>",
    "0012",
    " ",
)


def texts(most: int = 5) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=most).map("".join)


@st.composite
def plans(draw: st.DrawFn, referential: Referential) -> list[Action]:
    ids = [item.id for item in referential.indicators]
    count = draw(st.integers(0, 4))
    return [
        Action(
            id=f"a{number:02d}",
            what=draw(texts()) + "x",
            indicators=tuple(draw(st.lists(st.sampled_from(ids), max_size=4))),
            who=draw(texts()),
            due=draw(st.none() | st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31))),
            state=draw(st.sampled_from(ActionState)),
            note=draw(texts(9)),
        )
        for number in range(1, count + 1)
    ]


def written(view: CoevaluationView) -> bytes:
    """A workbook with the plan alone."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    look = Look(shipped_theme())
    look.register(workbook)
    entry.register(workbook, look, (entry.FILL, entry.CHOICE, entry.DAY), indent=1)
    plan.write(workbook, look, HEADING, view)
    plan.write_hidden(workbook, view)
    target = io.BytesIO()
    save(workbook, target, view.date)
    return target.getvalue()


def read_back(content: bytes, referential: Referential) -> tuple[FilledAction, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "classeur.xlsx"
        path.write_bytes(content)
        reader = PlanReader(read_plan(path), referential)
        rows = reader.rows()
    assert not reader.problems, [str(problem) for problem in reader.problems]
    return rows


def in_view(view: CoevaluationView, actions: list[Action], referential: Referential) -> CoevaluationView:
    return replace(view, actions=view_actions(actions, referential, {}), plan_open=True)


def same_after_reading(view: CoevaluationView, actions: list[Action], referential: Referential) -> None:
    rows = {action.id: row_of(action, referential) for action in actions}
    found = read_back(written(in_view(view, actions, referential)), referential)
    assert {item.id: item.row for item in found} == rows
    assert {item.id: item.base for item in found} == {ident: row.fingerprint for ident, row in rows.items()}


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_plan_reads_back_as_it_was_written(data: st.DataObject) -> None:
    referential = shipped_referential()
    same_after_reading(coevaluation("clairbois-2026"), data.draw(plans(referential)), referential)


@settings(max_examples=10, deadline=None)
@given(st.data())
def test_any_plan_of_another_referential_reads_back(data: st.DataObject) -> None:
    referential = other_referential()
    view = coevaluation("clairbois-2026")
    assert {item.code for item in referential.indicators} != {item.code for item in view.indicators}
    same_after_reading(view, data.draw(plans(referential)), referential)


def sheet_of(ident: str) -> tuple[CoevaluationView, Workbook, Worksheet]:
    view = coevaluation(ident)
    workbook = book(coevaluation_bytes(view))
    return view, workbook, workbook[plan.NAME]


def test_an_open_plan_has_rows_to_fill_with_lists_and_dates() -> None:
    view, workbook, sheet = sheet_of("clairbois-2026")
    rules = {rule.type: rule for rule in sheet.data_validations.dataValidation if rule.type == "date"}
    lists = {rule.formula1: rule for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert set(rules) == {"date"}
    assert {str(name).removeprefix("=") for name in lists} == {"ptce_questions", "ptce_etats"}
    words = [[cell.value for cell in column if cell.value] for column in workbook["Listes"].iter_cols()]
    assert words[0] == [f"{item.code} · {item.title}" for item in view.indicators]
    assert words[1] == list(NAMES.values())
    (span,) = {str(rule.sqref).split(":")[1][1:] for rule in sheet.data_validations.dataValidation}
    assert int(span) == sheet.max_row, "the empty rows too"
    assert {workbook[name].sheet_state for name in ("Listes", "ptce")} == {"hidden"}
    ids = [row[6] for row in sheet.iter_rows(values_only=True)]
    assert ids[-plan.EMPTY_ROWS :] == [None] * plan.EMPTY_ROWS
    assert ids[-plan.EMPTY_ROWS - len(view.actions) : -plan.EMPTY_ROWS] == [action.id for action in view.actions]


def test_a_closed_plan_is_only_read() -> None:
    view, workbook, sheet = sheet_of("les-trois-ponts-2026")
    assert not sheet.data_validations.dataValidation
    assert set(workbook.sheetnames).isdisjoint({"Listes", "ptce"})
    said = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert [what for what in said if what in {action.what for action in view.actions}] == [
        action.what for action in view.actions
    ]


def test_there_is_no_sheet_before_the_dialogue_nor_for_a_closed_plan_without_action() -> None:
    hidden = coevaluation("faubourg-des-forges-2026")
    closed = replace(coevaluation("les-trois-ponts-2026"), actions=())
    for view in (hidden, closed):
        assert plan.NAME not in load_workbook(io.BytesIO(coevaluation_bytes(view))).sheetnames
