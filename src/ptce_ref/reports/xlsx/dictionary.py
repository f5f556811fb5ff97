"""The sheets « Données », « Arguments » and « Dictionnaire » of a comparison: tables, and what each column is."""

from collections.abc import Callable, Iterator, Sequence

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_data import Arguments, arguments_table
from ptce_ref.reports.data_table import DataTable, Field, Value
from ptce_ref.reports.figure_table import figures_table
from ptce_ref.reports.view import ComparisonView
from ptce_ref.reports.xlsx.cell import Item, datum, label
from ptce_ref.reports.xlsx.figure import yes_no
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.meaning import Meaning, sheet_meanings
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row
from ptce_ref.reports.xlsx.style import Look

DATA_NAME, NAME, ARGUMENTS = "Données", "Dictionnaire", "Arguments"
_TABLES = {DATA_NAME: "Donnees", ARGUMENTS: "Arguments"}
_COLUMNS = (
    Column("Colonne", 28),
    Column("Sens", 56),
    Column("Unité", 14),
    Column("Valeurs", 56),
)


def write_data(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Données », a table named ``Donnees``: one row a pôle and an element; none for those left out."""
    _write(book, look, heading, DATA_NAME, figures_table(view))


def arguments_writer(arguments: Arguments) -> Callable[[Book, Look, Heading, ComparisonView], None]:
    """Return what writes « Arguments », a table too: what people said, by college."""

    def write_arguments(book: Book, look: Look, heading: Heading, _: ComparisonView) -> None:
        _write(book, look, heading, ARGUMENTS, arguments_table(arguments))

    return write_arguments


def _write(book: Book, look: Look, heading: Heading, title: str, table: DataTable) -> None:
    # Figures are to compute with, on one line; arguments are to be read, on paper too, and go to the next one.
    figures = title == DATA_NAME
    made = datum if figures else Item
    widths = [field.width for field in table.fields]
    sheet = LongSheet(book, title, look, heading, widths, printed=0 if figures else None)
    sheet.note(typeset(f"{table.meaning} La feuille {NAME} décrit les colonnes."))
    rows = ([made(_content(value)) for value in row] for row in table.rows())
    sheet.table([field.name for field in table.fields], rows, name=_TABLES[title])


def _content(value: Value) -> str | float | None:
    return yes_no(value) if isinstance(value, bool) else value


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Dictionnaire »: every column of every sheet, its meaning, its unit and its values."""
    sheet = LongSheet(book, NAME, look, heading, [column.width for column in _COLUMNS])
    sheet.note("Les colonnes de la feuille Données, dans leur ordre.")
    written = set(book.workbook.sheetnames)
    _describe(sheet, [_meaning(field) for field in figures_table(view).fields])
    if ARGUMENTS in written:
        sheet.section(f"Les colonnes de la feuille {ARGUMENTS}")
        _describe(sheet, [_meaning(field) for field in arguments_table(lambda: iter(())).fields])
    for title, meanings in sheet_meanings(len(view.referential.levels)).items():
        if title in written:
            sheet.section(f"Les colonnes de la feuille {title}")
            _describe(sheet, meanings)


def _describe(sheet: LongSheet, meanings: Sequence[Meaning]) -> None:
    sheet.table([column.header for column in _COLUMNS], _rows(meanings), frozen=1)


def _rows(meanings: Sequence[Meaning]) -> Iterator[Row]:
    for name, meaning, unit, values in meanings:
        yield label(typeset(name)), typeset(meaning), unit or wording.NOTHING, typeset(values)


def _meaning(field: Field) -> Meaning:
    return field.name, field.meaning, field.unit, field.values
