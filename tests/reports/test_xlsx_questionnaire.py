"""The questionnaire as a workbook: what one may fill, what is kept safe, what is printed."""

import io
from dataclasses import replace
from functools import cache

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.domain.questionnaire import FORMAT
from ptce_ref.domain.referential import Referential
from ptce_ref.loading.example import load_pole
from ptce_ref.reports.questionnaire_view import QuestionnaireView, view_questionnaire
from ptce_ref.reports.xlsx.questionnaire import write_questionnaire
from tests.other_shape import LEVELS, other_examples, other_referential
from tests.reports.xlsx_reader import book
from tests.samples import examples, shipped_referential, shipped_theme

FORGES, R = "faubourg-des-forges-2026", "r01"
TITLES = ["Questionnaire", "Chiffres", "Mode d’emploi"]
TO_FILL = {"argument", "sorte", "reponse", "motif", "souhaite", "echeance", "preuves", "valeur"}


@cache
def view(*, blank: bool = False, prospective: bool = False, required: bool = False) -> QuestionnaireView:
    pole, contents = examples()[FORGES]
    referential = shipped_referential()
    evaluation = contents.evaluation.model_copy(update={"argument_required": required})
    if prospective:
        use = next(use for use in referential.uses if use.asks_wished_level)
        evaluation = evaluation.model_copy(update={"use": use.id})
    person = next(person for person in contents.respondents if person.id == R)
    answers = {answer.indicator_id: answer for answer in contents.answers if answer.respondent_id == R}
    if blank:
        return view_questionnaire(pole, evaluation, referential)
    return view_questionnaire(pole, evaluation, referential, respondent=person, answers=answers)


def content(of: QuestionnaireView) -> bytes:
    target = io.BytesIO()
    write_questionnaire(of, shipped_theme(), target)
    return target.getvalue()


def keys(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """The hidden row of keys, and the column of each."""
    for row in sheet.iter_rows():
        found = {str(cell.value)[5:]: cell.column for cell in row if str(cell.value).startswith("ptce:")}
        if "indicateur" in found and len(found) > 1:
            return row[0].row or 0, {key: place or 0 for key, place in found.items()}
    raise AssertionError(sheet.title)


def test_the_same_questionnaire_gives_the_same_bytes() -> None:
    assert content(view()) == content(view())


def test_what_is_asked_is_locked_and_what_is_filled_is_not() -> None:
    workbook = book(content(view(prospective=True)))
    for title in TITLES[:2]:
        sheet = workbook[title]
        top, columns = keys(sheet)
        assert sheet.protection.sheet
        assert not sheet.protection.password
        places = {place: key for key, place in columns.items()}
        for row in sheet.iter_rows(min_row=top + 2):
            band = not sheet.cell(row[0].row or 0, columns["indicateur"]).value
            for cell in row:
                free = places.get(cell.column or 0) in TO_FILL and not band
                assert cell.protection.locked is not free, cell.coordinate


def test_who_answers_is_free_in_a_blank_one_only() -> None:
    for blank in (True, False):
        sheet = book(content(view(blank=blank)))["Questionnaire"]
        _, columns = keys(sheet)
        for row in sheet.iter_rows():
            if sheet.cell(row[0].row or 0, columns["indicateur"]).value == "ptce:nom":
                assert sheet.cell(row[0].row or 0, columns["niveaux"]).protection.locked is not blank


def test_only_a_blank_one_asks_who_answers() -> None:
    for blank in (True, False):
        rows = book(content(view(blank=blank)))["Mode d’emploi"].iter_rows(values_only=True)
        (told,) = (str(row[1]) for row in rows if row[0] == "Qui vous êtes")
        assert told.startswith("Le collège est nécessaire" if blank else "C’est déjà inscrit")
        assert "un second envoi complète le premier" in told


def test_nothing_that_serves_to_read_it_back_is_seen() -> None:
    workbook = book(content(view()))
    assert [sheet.title for sheet in workbook.worksheets if sheet.sheet_state == "visible"] == TITLES
    assert workbook["ptce"]["A1"].value == FORMAT
    for title in TITLES[:2]:
        sheet = workbook[title]
        top, columns = keys(sheet)
        assert sheet.row_dimensions[top].hidden
        for key in {"indicateur", "etat", "chiffre"} & set(columns):
            letter = get_column_letter(columns[key])
            assert sheet.column_dimensions[letter].hidden


def test_lists_offer_levels_by_number_and_name_then_the_two_other_answers() -> None:
    workbook = book(content(view(prospective=True)))
    rules = {rule.promptTitle: str(rule.formula1) for rule in workbook["Questionnaire"].data_validations.dataValidation}
    assert rules["Votre réponse"] == "ptce_reponses"
    assert rules["Niveau souhaité"] == "ptce_niveaux"
    assert "Votre collège" not in rules
    span = workbook.defined_names["ptce_reponses"].attr_text.split("!")[1].replace("$", "")
    offered = [cell.value for row in workbook["Listes"][span] for cell in row]
    assert offered == [*view().level_labels, "Non concerné", "Ne sait pas"]


def test_it_prints_on_landscape_a4_one_page_wide_with_its_header_on_every_page() -> None:
    workbook = book(content(view()))
    for title in TITLES:
        sheet = workbook[title]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet["A1"].value == title
        assert sheet.print_title_rows
        assert sheet.oddHeader is not None
        assert sheet.oddFooter is not None
        assert "&P" in str(sheet.oddFooter.right.text)
        assert sheet.oddHeader.left.text == view().pole
        assert sheet.freeze_panes


def test_questions_fold_under_their_sub_objective_and_no_cell_of_them_is_merged() -> None:
    sheet = book(content(view()))["Questionnaire"]
    top, columns = keys(sheet)
    for row in range(top + 2, sheet.max_row + 1):
        asked = bool(sheet.cell(row, columns["indicateur"]).value)
        assert sheet.row_dimensions[row].outlineLevel == int(asked)
    assert all(span.max_row < top for span in sheet.merged_cells.ranges)
    assert sheet.sheet_properties.outlinePr is not None
    assert not sheet.sheet_properties.outlinePr.summaryBelow


def test_only_the_progress_is_a_formula_whatever_the_words() -> None:
    hostile = replace(view(), pole="=1+1", evaluation="@cmd & Cie", name="+33", organisation="-5 %")
    workbook: Workbook = book(content(hostile))
    formulas = [
        cell.value
        for sheet in workbook.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) == 3
    assert all(str(formula).startswith('="') for formula in formulas)


def test_a_missing_argument_is_marked_only_when_the_evaluation_asks_for_one() -> None:
    for required in (True, False):
        sheet = book(content(view(required=required)))["Questionnaire"]
        _, columns = keys(sheet)
        letter = get_column_letter(columns["argument"])
        marked = {str(span.sqref)[0] for span in sheet.conditional_formatting}
        assert (letter in marked) is required


def test_another_referential_is_asked_in_its_own_words() -> None:
    referential: Referential = other_referential()
    loaded = load_pole(other_examples() / "ailleurs.yaml", referential)
    assert loaded.pole is not None
    found = view_questionnaire(loaded.pole, loaded.evaluations[1].evaluation, referential)
    assert len(found.answers) == LEVELS + 2
    sheet = book(content(found))["Questionnaire"]
    top, columns = keys(sheet)
    codes = [sheet.cell(row, columns["code"]).value for row in range(top + 2, sheet.max_row + 1)]
    expected: list[str] = []
    for group in found.groups:
        expected += [group.code, *(question.code for question in group.questions)]
    assert codes == expected
