"""The sheets « Identité » and « Critères »: who the pôles are, to sort, to filter, to add up and to read.

What a card says as a number is a number here, with its unit in the format of the cell.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import CardLine, ComparisonView, EntryView
from ptce_ref.reports.xlsx.cell import Item, centred, label
from ptce_ref.reports.xlsx.condition import pole_name
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row
from ptce_ref.reports.xlsx.style import DATUM, QUIET, Look

NAME, CRITERIA = "Identité", "Critères et soutiens"
IN_DETAIL = ", en détail"
_OPENING = (Column("Pôle", 22), Column("Situation", 11))
_WIDTHS = ((90, 34.0), (34, 17.5), (12, 13.0), (0, 11.5))
"""(letters, width): over so many letters, what a pôle says under a heading asks for such a column."""
_NUMBER = 13.0
_CRITERIA = (Column("Pôle", 41), Column("Rubrique", 45), Column("Ce qu’en dit sa fiche", 84))
_YEAR = "annee"


@dataclass
class _Field:
    """A line of the cards, as columns: how long its longest text is, whether some card says it as a number."""

    letters: int = 0
    counted: bool = False


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Identité »: one row a pôle, one column for each line that every card has."""
    columns = [*_OPENING]
    cells: list[Callable[[dict[str, CardLine]], Item]] = []
    for name, field in _common(view).items():
        columns.append(Column(name, _NUMBER if field.counted else _width(field.letters)))
        cells.append(_teller(name, _counted if field.counted else _told))
    sheet = LongSheet(book, NAME, look, heading, [column.width for column in columns])
    sheet.note(
        typeset(
            "Les fiches sont celles que les pôles ont remplies ; « non renseigné » veut dire que l’on ne sait pas : "
            "une somme ou une moyenne n’en tient pas compte. Une flèche, dans chaque titre, trie et filtre."
        )
    )
    sheet.table([column.header for column in columns], _rows(view, cells), frozen=1)


def write_criteria(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Critères et soutiens »: what only some cards say, and numbers in detail, one row a line."""
    sheet = LongSheet(book, CRITERIA, look, heading, [column.width for column in _CRITERIA])
    sheet.note(
        "Les critères de caractérisation que chaque pôle a renseignés, et ce que les collectivités lui apportent."
    )
    sheet.table([column.header for column in _CRITERIA], _others(view), frozen=1)
    sheet.spare_last_page()


def has_criteria(view: ComparisonView) -> bool:
    """Whether some card says more than the columns of « Identité »."""
    return any(True for _ in _others(view))


def _common(view: ComparisonView) -> dict[str, _Field]:
    """Return what every card says something of, in the order of the first, and what its columns must hold."""
    common: dict[str, _Field] | None = None
    for entry in view.entries:
        said = _lines(entry)
        if common is None:
            common = {name: _Field() for name in said}
        common = {name: field for name, field in common.items() if name in said}
        for name, field in common.items():
            line = said[name]
            field.letters = max(field.letters, len(line.value))
            field.counted = field.counted or line.amount is not None
    return common or {}


def _lines(entry: EntryView) -> dict[str, CardLine]:
    """Return the lines of a card, by heading; of two lines under the same one, the first."""
    said: dict[str, CardLine] = {}
    for line in entry.pole.card:
        said.setdefault(line.label, line)
    return said


def _width(longest: int) -> float:
    return next(width for letters, width in _WIDTHS if longest >= letters)


def _teller(name: str, tell: Callable[[CardLine], Item]) -> Callable[[dict[str, CardLine]], Item]:
    return lambda said: tell(said[name])


def _told(line: CardLine) -> Item:
    return Item(line.value)


def _counted(line: CardLine) -> Item:
    """Return the number of a line with its unit, or why there is none, which no sum counts."""
    if line.amount is None:
        return Item(line.value, QUIET)
    whole = float(line.amount).is_integer()
    shown = "0" if line.key == _YEAR else "#,##0" if whole else "#,##0.0"
    unit = f'"{wording.NBSP}{line.unit}"' if line.unit else ""
    return Item(int(line.amount) if whole else line.amount, DATUM, shown + unit)


def _rows(view: ComparisonView, cells: Sequence[Callable[[dict[str, CardLine]], Item]]) -> Iterator[Row]:
    for entry in view.entries:
        said = _lines(entry)
        yield [label(pole_name(entry, view)), centred(entry.standing), *(cell(said) for cell in cells)]


def _others(view: ComparisonView) -> Iterator[Row]:
    common = set(_common(view))
    for entry in view.entries:
        for line in entry.pole.card:
            if line.label not in common:
                yield [label(pole_name(entry, view)), line.label, line.value]
            elif line.detail:
                yield [label(pole_name(entry, view)), line.label + IN_DETAIL, line.detail]
