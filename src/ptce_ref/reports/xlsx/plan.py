"""The sheet « Plan d’action »: the actions, then rows to fill; it can be taken back.

A hidden row names the columns and a hidden column names the actions: one may sort, filter,
insert rows and columns, translate headers.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ptce_ref.domain.action import NAMES
from ptce_ref.domain.plan_row import FORMAT, PlanRow
from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.action_view import state_counts
from ptce_ref.reports.view import ActionView, CoevaluationView
from ptce_ref.reports.xlsx.cell import centred, label
from ptce_ref.reports.xlsx.entry import CHOICE, DAY, Field, fill, write_columns, write_identity, write_lists
from ptce_ref.reports.xlsx.figure import date_text
from ptce_ref.reports.xlsx.measure import line_count, row_height
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Row, Sheet
from ptce_ref.reports.xlsx.style import SIZE, TEXT, Look

NAME = "Plan d’action"
EMPTY_ROWS = 12
_EMPTY_HEIGHT = row_height(3, SIZE)
_QUESTIONS, _STATES = "ptce_questions", "ptce_etats"
_FIRST_DAY, _LAST_DAY = 18_264, 109_575
"""1950 and 2200, as spreadsheets count days."""
_EXAMPLES = 2

_VISIBLE = (
    Field("quoi", "Ce qui est à faire", 41),
    Field("questions", "Questions concernées", 38),
    Field("qui", "Qui s’en charge", 25),
    Field("echeance", "Pour quand", 15, DAY),
    Field("etat-action", "État", 13, CHOICE),
    Field("note", "Note", 38),
)
# What was stored when the file was made: a file that comes back late must not overwrite what is newer.
_HIDDEN = (Field("action", "", 4, TEXT, names_rows=True), Field("etat", "", 4, TEXT))
_FIELDS = (*_VISIBLE, *_HIDDEN)
_PLACE = {field.key: place for place, field in enumerate(_FIELDS, start=1)}


def is_wanted(view: CoevaluationView) -> bool:
    """Whether there is anything to read, or to fill now that opinions are known."""
    return bool(view.actions) or (view.plan_open and not view.hidden)


def write(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write the sheet; once the evaluation is closed, it is only to be read."""
    sheet = Sheet(workbook, NAME, look, heading, [field.width for field in _VISIBLE])
    if view.actions:
        counts = ", ".join(state_counts(view.actions))
        sheet.note(typeset(f"{wording.count(len(view.actions), 'action')} : {counts}. Dans l’ordre des dates prévues."))
    if view.plan_open:
        _write_open(sheet, view)
    else:
        sheet.table([field.header for field in _VISIBLE], [_closed_row(action) for action in view.actions], frozen=1)


def write_hidden(workbook: Workbook, view: CoevaluationView) -> None:
    """Write, after all other sheets, the lists to choose in and what the plan was made from."""
    if view.plan_open and is_wanted(view):
        write_lists(workbook, [(_QUESTIONS, _offered(view)), (_STATES, list(NAMES.values()))])
        identity = (
            ("evaluation", view.id),
            ("referentiel", view.referential.id),
            ("version", view.referential.version),
            ("empreinte", view.referential.hash),
        )
        write_identity(workbook, FORMAT, identity)


def _closed_row(action: ActionView) -> Row:
    due = centred(date_text(action.due))
    return [label(action.what), _about(action), action.who, due, centred(action.state), _whole_note(action)]


def _whole_note(action: ActionView) -> str:
    """Return the note, and where the action comes from: nobody will read it back."""
    origin = f"Reprise de « {action.origin} »." if action.origin else ""
    return "\n".join(part for part in (action.note, typeset(origin)) if part)


def _write_open(sheet: Sheet, view: CoevaluationView) -> None:
    page = sheet.worksheet
    examples = ", ".join(item.code for item in view.indicators[:_EXAMPLES])
    sheet.note(
        typeset(
            "Remplissez les lignes vides, ou changez celles qui sont remplies ; vider toute une ligne retire l’action. "
            f"Une question se choisit dans la liste ; pour plusieurs, écrivez leurs codes : {examples}. "
            "« ptce action importer » reprend cette feuille : tout, ou rien s’il y a un problème."
        )
    )
    top = sheet.row + 2
    write_columns(page, sheet.row + 1, _FIELDS, frozenset(field.key for field in _HIDDEN))
    page.row_dimensions[top].height = row_height(2, SIZE)
    row = top
    for action in view.actions:
        row += 1
        _write_action(sheet, row, action)
    for _ in range(EMPTY_ROWS):
        row += 1
        _write_row(sheet, row, {})
        page.row_dimensions[row].height = _EMPTY_HEIGHT
    sheet.row = row
    sheet.freeze(top, 1)
    page.auto_filter.ref = f"A{top}:{get_column_letter(len(_FIELDS))}{row}"
    page.print_area = f"A1:{get_column_letter(len(_VISIBLE))}{row}"
    _offer(sheet, range(top + 1, row + 1))


def _write_action(sheet: Sheet, row: int, action: ActionView) -> None:
    codes = tuple(code for code, _ in action.indicators)
    stored = PlanRow(action.what, codes, action.who, action.due, action.state, action.note)
    contents = {
        "quoi": action.what,
        "questions": _about(action),
        "qui": action.who,
        "etat-action": action.state,
        "note": action.note,
        "action": action.id,
        "etat": stored.fingerprint,
    }
    _write_row(sheet, row, contents)
    if action.due:
        year, month, day = (int(part) for part in action.due.split("-"))
        sheet.worksheet.cell(row, _PLACE["echeance"]).value = dt.datetime(year, month, day)  # noqa: DTZ001 - a day
    widths = {field.key: field.width for field in _VISIBLE}
    lines = max(line_count(text, widths[key] - 1, SIZE) for key, text in contents.items() if key in widths)
    sheet.worksheet.row_dimensions[row].height = row_height(lines, SIZE)


def _write_row(sheet: Sheet, row: int, contents: Mapping[str, str]) -> None:
    for field in _FIELDS:
        fill(sheet.worksheet, row, _PLACE[field.key], contents.get(field.key), field.style)


def _about(action: ActionView) -> str:
    return "\n".join(f"{code} · {title}" for code, title in action.indicators)


def _offered(view: CoevaluationView) -> Sequence[str]:
    """Return what the list of questions offers: those asked, and those of actions that the path does not ask."""
    asked = [(item.code, item.title) for item in view.indicators]
    others = {about: None for action in view.actions for about in action.indicators if about not in asked}
    return [f"{code} · {title}" for code, title in (*asked, *others)]


def _offer(sheet: Sheet, rows: range) -> None:
    """Add the lists, and refuse what is not a date or not a state."""

    def add(key: str, rule: DataValidation) -> None:
        letter = get_column_letter(_PLACE[key])
        rule.add(f"{letter}{rows[0]}:{letter}{rows[-1]}")
        rule.allow_blank = True
        sheet.worksheet.add_data_validation(rule)

    questions = DataValidation("list", formula1=f"={_QUESTIONS}", showErrorMessage=False, showInputMessage=True)
    questions.promptTitle = "Questions concernées"
    questions.prompt = typeset("Choisissez une question. Pour plusieurs, écrivez leurs codes, avec des virgules.")
    add("questions", questions)
    day = DataValidation("date", operator="between", formula1=str(_FIRST_DAY), formula2=str(_LAST_DAY))
    day.showErrorMessage, day.errorTitle = True, "Une date"
    day.error = typeset("Attendu : une date, telle que 30/06/2027.")
    add("echeance", day)
    state = DataValidation("list", formula1=f"={_STATES}", showErrorMessage=True)
    state.errorTitle, state.error = "État", typeset("Choisissez une ligne de la liste, ou laissez vide : à faire.")
    add("etat-action", state)
