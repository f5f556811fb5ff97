"""The sheets « Données », « Arguments » and « Dictionnaire » of a comparison: tables, and what each column is."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_data import Arguments, arguments_table
from ptce_ref.reports.data_table import DataTable, Field, Value
from ptce_ref.reports.figure_table import figures_table
from ptce_ref.reports.view import ComparisonView
from ptce_ref.reports.xlsx.cell import Item, datum, day_of, label
from ptce_ref.reports.xlsx.figure import yes_no
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.meaning import Meaning, sheet_meanings
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row
from ptce_ref.reports.xlsx.style import Look

DATA_NAME, NAME, ARGUMENTS = "Données", "Dictionnaire", "Arguments"
_TABLES = {DATA_NAME: "Donnees", ARGUMENTS: "Arguments"}
_COLUMNS = (
    Column("Feuille", 20),
    Column("Colonne", 30),
    Column("Sens", 58),
    Column("Unité", 12),
    Column("Valeurs", 48),
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
    days = [field.kind == "date" for field in table.fields]
    rows = ([made(_content(value, day)) for value, day in zip(row, days, strict=True)] for row in table.rows())
    # Names without accents nor spaces are for formulas and programs; the line over them is for whoever reads.
    sheet.headings([field.title for field in table.fields])
    sheet.table([field.name for field in table.fields], rows, name=_TABLES[title])


def _content(value: Value, day: bool) -> str | float | dt.date | None:
    if isinstance(value, bool):
        return yes_no(value)
    return day_of(value) if day and isinstance(value, str) else value


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Dictionnaire »: one table, with every column of every sheet, what it means and may hold."""
    sheet = LongSheet(book, NAME, look, heading, [column.width for column in _COLUMNS])
    sheet.note(
        typeset(f"Toutes les colonnes de ce classeur : d’abord celles de {DATA_NAME}, puis feuille par feuille.")
    )
    sheet.table([column.header for column in _COLUMNS], _rows(book, view), frozen=2)
    sheet.spare_last_page()


def _rows(book: Book, view: ComparisonView) -> Iterator[Row]:
    written = set(book.workbook.sheetnames)
    sheets: list[tuple[str, Sequence[Meaning]]] = [(DATA_NAME, [_meaning(x) for x in figures_table(view).fields])]
    if ARGUMENTS in written:
        sheets.append((ARGUMENTS, [_meaning(x) for x in arguments_table(lambda: iter(())).fields]))
    sheets += [(title, found) for title, found in sheet_meanings(view).items() if title in written]
    for title, meanings in sheets:
        for name, meaning, unit, values in meanings:
            row = (label(typeset(name)), typeset(meaning), unit or wording.NOTHING, typeset(values))
            yield [Item(title), *row]


def _meaning(field: Field) -> Meaning:
    return field.name, f"{field.title} : {field.meaning[0].lower()}{field.meaning[1:]}", field.unit, field.values
