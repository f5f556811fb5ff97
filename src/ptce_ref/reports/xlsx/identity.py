"""The sheets « Identité » and « Critères »: who the pôles are, to filter and to read."""

from collections.abc import Iterator

from ptce_ref.reports.view import ComparisonView, EntryView
from ptce_ref.reports.xlsx.cell import Item, centred, label
from ptce_ref.reports.xlsx.condition import pole_name
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row
from ptce_ref.reports.xlsx.style import Look

NAME, CRITERIA = "Identité", "Critères et soutiens"
_OPENING = (Column("Pôle", 22), Column("Situation", 11))
_WIDTHS = ((90, 34.0), (34, 17.5), (12, 13.0), (0, 11.5))
"""(letters, width): over so many letters, what a pôle says under a heading asks for such a column."""
_CRITERIA = (Column("Pôle", 34), Column("Rubrique", 40), Column("Ce qu’en dit sa fiche", 90))


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Identité »: one row a pôle, one column for each line that every card has."""
    longest = _common(view)
    labels = list(longest)
    columns = [*_OPENING, *(Column(name, _width(letters)) for name, letters in longest.items())]
    sheet = LongSheet(book, NAME, look, heading, [column.width for column in columns])
    sheet.note(
        "Les fiches sont celles que les pôles ont remplies ; « non renseigné » veut dire que l’on ne sait pas.".replace(
            " ;", "\u00a0;"
        )
    )
    sheet.table([column.header for column in columns], _rows(view, labels), frozen=1)


def write_criteria(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Critères et soutiens »: what only some cards say, one row a line."""
    sheet = LongSheet(book, CRITERIA, look, heading, [column.width for column in _CRITERIA])
    sheet.note(
        "Les critères de caractérisation que chaque pôle a renseignés, et ce que les collectivités lui apportent."
    )
    sheet.table([column.header for column in _CRITERIA], _others(view), frozen=1)


def has_criteria(view: ComparisonView) -> bool:
    """Whether some card says more than the lines common to all."""
    return any(True for _ in _others(view))


def _common(view: ComparisonView) -> dict[str, int]:
    """Return what every card says something of, in the order of the first, with the letters of the longest value."""
    longest: dict[str, int] | None = None
    for entry in view.entries:
        said = _values(entry)
        known = dict.fromkeys(said, 0) if longest is None else longest
        longest = {name: max(letters, len(said[name])) for name, letters in known.items() if name in said}
    return longest or {}


def _values(entry: EntryView) -> dict[str, str]:
    """Return what a card says, by heading; of two lines under the same one, the first."""
    said: dict[str, str] = {}
    for line in entry.pole.card:
        said.setdefault(line.label, line.value)
    return said


def _width(longest: int) -> float:
    return next(width for letters, width in _WIDTHS if longest >= letters)


def _rows(view: ComparisonView, labels: list[str]) -> Iterator[Row]:
    for entry in view.entries:
        said = _values(entry)
        yield [label(pole_name(entry, view)), centred(entry.standing), *(Item(said[name]) for name in labels)]


def _others(view: ComparisonView) -> Iterator[Row]:
    common = set(_common(view))
    for entry in view.entries:
        for line in entry.pole.card:
            if line.label not in common:
                yield [label(pole_name(entry, view)), line.label, line.value]
