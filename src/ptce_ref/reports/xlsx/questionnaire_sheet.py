"""The sheet « Questionnaire »: who answers and how far they are, then one row a question, by sub-objective."""

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import Outline

from ptce_ref.domain.questionnaire import DONT_KNOW, NOT_APPLICABLE
from ptce_ref.domain.returned_row import KEY_PREFIX
from ptce_ref.domain.text import NO_BREAK_SPACE, typeset
from ptce_ref.reports.questionnaire_view import QuestionGroup, QuestionnaireView, QuestionView
from ptce_ref.reports.xlsx import questionnaire_field as style
from ptce_ref.reports.xlsx.cell import safe_text
from ptce_ref.reports.xlsx.entry import CHOICE, FILL, NUMBER, Field, cell_at, fill, write_columns
from ptce_ref.reports.xlsx.measure import line_count, row_height
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.questionnaire_field import HIDDEN, bound, lock, offer
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.style import FONT, LABEL, SIZE, TEXT, Look, rgb

NAME = "Questionnaire"
_HEADER_LINES = 2
_YEARS = (1900, 2200)
_PLAIN, _BOLD = InlineFont(rFont=FONT, sz=SIZE), InlineFont(rFont=FONT, sz=SIZE, b=True)
_SLANTED = InlineFont(rFont=FONT, sz=SIZE, i=True)


def _fields(view: QuestionnaireView) -> list[Field]:
    wished = view.asks_wished_level
    # So many columns stay legible on a page of A4 if they are narrow.
    fields = [
        Field("code", "Code", 6.5, style.CODE),
        Field("question", "Question", 28.5 if wished else 32, style.ASKED),
        Field("niveaux", "Ce que veut dire chaque niveau", 41 if wished else 46.5, style.ASKED),
        Field("argument", "1. Votre argument, d’abord : pourquoi ?", 26 if wished else 29, FILL),
        Field("sorte", "Sorte d’argument", 11.5, CHOICE),
        Field("reponse", "2. Votre réponse", 13.5, CHOICE),
        Field("motif", "Pourquoi, si « non concerné »", 12 if wished else 15, FILL),
    ]
    if wished:
        fields += [
            Field("souhaite", "Niveau souhaité", 11, CHOICE),
            Field("echeance", "Pour quelle année", 6.5, NUMBER),
        ]
    fields.append(Field("preuves", "Preuves, documents (facultatif)", 10.5 if wished else 14.5, FILL))
    # What was stored when the file was made: a file that comes back late must not overwrite newer answers.
    return [*fields, Field("indicateur", "", 4, style.ASKED, names_rows=True), Field("etat", "", 4, style.ASKED)]


def write(workbook: Workbook, look: Look, view: QuestionnaireView, heading: Heading, notes: tuple[str, ...]) -> None:
    """Write the sheet; ``notes`` stand above it, few: what is frozen above leaves less room for questions."""
    _Writer(workbook, look, view, heading).write(notes)


class _Writer:
    """Writes from the first row down."""

    def __init__(self, workbook: Workbook, look: Look, view: QuestionnaireView, heading: Heading) -> None:
        self.view, self.look = view, look
        self.fields = _fields(view)
        self.place = {field.key: position for position, field in enumerate(self.fields, start=1)}
        self.width = {field.key: field.width for field in self.fields}
        visible = [field.width for field in self.fields if field.key not in HIDDEN]
        self.sheet = Sheet(workbook, NAME, look, heading, visible)
        self.page = self.sheet.worksheet

    def write(self, notes: tuple[str, ...]) -> None:
        for text in notes:
            self.sheet.note(text)
        who = self._identity()
        top = self._header()
        for group in self.view.groups:
            self._group(group)
        rows = range(top + 1, self.sheet.row + 1)
        self._progress(who, rows)
        self._offer(rows)
        self._finish(top, rows)

    def _cell(self, row: int, key: str) -> Cell:
        return cell_at(self.page, row, self.place[key])

    def _put(self, row: int, key: str, content: str | float | None, look: str) -> None:
        fill(self.page, row, self.place[key], content, look)

    def _identity(self) -> int:
        """Write who answers; return the first of the rows. A questionnaire made for one person stays theirs."""
        view, first = self.view, self.sheet.row + 1
        own = bool(view.respondent)
        names = dict(view.colleges)
        for key, label, value, look in (
            ("college", "Votre collège", names.get(view.college, ""), CHOICE),
            ("nom", "Votre nom (facultatif)", view.name, FILL),
            ("organisation", "Votre organisation (facultatif)", view.organisation, FILL),
        ):
            self.sheet.row += 1
            self._put(self.sheet.row, "question", label, LABEL)
            self._put(self.sheet.row, "niveaux", value, TEXT if own else look)
            self._put(self.sheet.row, "indicateur", KEY_PREFIX + key, TEXT)
            self.page.row_dimensions[self.sheet.row].height = row_height(1, SIZE)
        if not own:
            letter = get_column_letter(self.place["niveaux"])
            offer(self.page, f"{letter}{first}:{letter}{first}", "ptce_colleges", "Votre collège")
        return first

    def _header(self) -> int:
        """Write the hidden row of keys and the header under it; return the row of the header."""
        top = self.sheet.row + 2
        write_columns(self.page, self.sheet.row + 1, self.fields, HIDDEN)
        lines = max(line_count(field.header, field.width, SIZE, bold=True) for field in self.fields)
        self.page.row_dimensions[top].height = row_height(max(_HEADER_LINES, lines), SIZE)
        self.sheet.row = top
        return top

    def _group(self, group: QuestionGroup) -> None:
        self.sheet.row += 1
        row = self.sheet.row
        for field in self.fields:
            self._put(row, field.key, None, style.BAND)
        self._put(row, "code", group.code, style.CODE_OF_BAND)
        name = f"{group.objective}\n{group.name}"
        self._put(row, "question", name, style.BAND)
        self._put(row, "niveaux", group.intention, style.BAND_TEXT)
        self._fit(row, {"question": name, "niveaux": group.intention}, bold={"question"})
        for question in group.questions:
            self._question(question)

    def _question(self, question: QuestionView) -> None:
        self.sheet.row += 1
        row = self.sheet.row
        described = list(zip(self.view.level_labels, question.levels, strict=True))
        contents: dict[str, str | float | None] = {
            "code": question.code,
            # On three lines: what it is called, what is asked, how to understand it.
            "question": f"{question.title}\n{question.question}\n{question.explanation}",
            "niveaux": "\n".join(f"{label}{NO_BREAK_SPACE}: {text}" for label, text in described),
            "argument": question.argument,
            "sorte": question.argument_kind,
            "reponse": question.answer,
            "motif": question.reason,
            "souhaite": question.wished,
            "echeance": question.wished_year,
            "preuves": question.evidence,
            "indicateur": question.id,
            "etat": question.fingerprint,
        }
        for field in self.fields:
            self._put(row, field.key, contents.get(field.key), field.style)
        # What one looks for stands out from what explains it.
        self._cell(row, "question").value = CellRichText(
            TextBlock(_BOLD, f"{safe_text(question.title)}\n"),
            TextBlock(_PLAIN, f"{safe_text(question.question)}\n"),
            TextBlock(_SLANTED, safe_text(question.explanation)),
        )
        self._cell(row, "niveaux").value = CellRichText(*_levels(described))
        self.page.row_dimensions[row].outlineLevel = 1
        shown = set(self.place) - HIDDEN
        self._fit(row, {key: text for key, text in contents.items() if isinstance(text, str) and key in shown})

    def _fit(self, row: int, contents: dict[str, str], bold: set[str] | frozenset[str] = frozenset()) -> None:
        lines = max(line_count(text, self.width[key] - 1, SIZE, bold=key in bold) for key, text in contents.items())
        self.page.row_dimensions[row].height = row_height(lines, SIZE)

    def _span(self, key: str, rows: range) -> str:
        letter = get_column_letter(self.place[key])
        return f"${letter}${rows[0]}:${letter}${rows[-1]}"

    def _progress(self, first: int, rows: range) -> None:
        """Write how far one is, beside who one is, by formulas."""
        said, why, argument = (self._span(key, rows) for key in ("reponse", "motif", "argument"))
        level = f'({said}<>"")*({said}<>"{NOT_APPLICABLE}")*({said}<>"{DONT_KNOW}")'
        for row, (label, formula) in enumerate(
            (
                ("Réponses données : ", f'COUNTA({said})&" sur {len(self.view.questions)}"'),
                ("Niveaux donnés sans argument : ", f'SUMPRODUCT({level}*({argument}=""))'),
                ("« Non concerné » sans raison : ", f'SUMPRODUCT(({said}="{NOT_APPLICABLE}")*({why}=""))'),
            ),
            start=first,
        ):
            cell = self._cell(row, "argument")
            cell.style, cell.value = style.FINISHED, f'="{typeset(label)}"&{formula}'

    def _offer(self, rows: range) -> None:
        offer(self.page, self._span("reponse", rows), "ptce_reponses", "Votre réponse")
        offer(self.page, self._span("sorte", rows), "ptce_sortes", "Sorte d’argument")
        if self.view.asks_wished_level:
            offer(self.page, self._span("souhaite", rows), "ptce_niveaux", "Niveau souhaité")
            what = "une année, telle que 2028"
            bound(self.page, self._span("echeance", rows), "whole", _YEARS, "Pour quelle année", what)

    def _finish(self, top: int, rows: range) -> None:
        page = self.page
        self.sheet.freeze(top, 2)
        page.auto_filter.ref = f"A{top}:{get_column_letter(len(self.fields))}{rows[-1]}"
        shown = sum(field.key not in HIDDEN for field in self.fields)
        page.print_area = f"A1:{get_column_letter(shown)}{rows[-1]}"
        page.sheet_properties.outlinePr = Outline(summaryBelow=False)
        page.sheet_format.outlineLevelRow = 1
        answer, reason, argument = (get_column_letter(self.place[key]) for key in ("reponse", "motif", "argument"))
        said = f"${answer}{rows[0]}"
        self._show_missing(reason, rows, f'{said}="{NOT_APPLICABLE}"')
        if self.view.argument_required:
            self._show_missing(argument, rows, f'{said}<>"",{said}<>"{NOT_APPLICABLE}",{said}<>"{DONT_KNOW}"')
        lock(page)

    def _show_missing(self, column: str, rows: range, condition: str) -> None:
        """Mark the empty cells of ``column`` that ``condition`` says must be filled."""
        frame = Side("thin", color=rgb(self.look.colours.alert))
        rule = Rule(
            "expression",
            formula=[f'AND({condition},${column}{rows[0]}="")'],
            dxf=DifferentialStyle(
                fill=PatternFill("solid", bgColor=rgb(self.look.colours.lowest)),
                border=Border(left=frame, right=frame, top=frame, bottom=frame),
            ),
        )
        self.page.conditional_formatting.add(f"{column}{rows[0]}:{column}{rows[-1]}", rule)


def _levels(described: list[tuple[str, str]]) -> list[TextBlock]:
    """Return the levels, lowest first, each on its line, their names in bold."""
    blocks = []
    for place, (label, text) in enumerate(described, start=1):
        blocks.append(TextBlock(_BOLD, safe_text(f"{label}{NO_BREAK_SPACE}: ")))
        blocks.append(TextBlock(_PLAIN, safe_text(text) + ("\n" if place < len(described) else "")))
    return blocks
