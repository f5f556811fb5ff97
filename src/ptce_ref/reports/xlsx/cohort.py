"""The sheets « Cohorte » and « Complémentarités »: figures of the group, and exchanges to propose."""

from collections.abc import Iterator

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import CohortView, ComparisonView
from ptce_ref.reports.xlsx.cell import Item, centred, label, number
from ptce_ref.reports.xlsx.figure import LEVEL, yes_no
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row
from ptce_ref.reports.xlsx.style import Look

NAME, EXCHANGES = "Cohorte", "Complémentarités"
_COHORT = (
    Column("Élément", 16),
    Column("Code", 8),
    Column("Nom", 56),
    Column("n (pôles)", 9),
    Column("1er quartile", 12),
    Column("Médiane", 12),
    Column("3e quartile", 12),
    Column("Pourquoi ce n’est pas montré", 36),
)
_EXCHANGES = (
    Column("Un pôle", 28),
    Column("Un autre", 28),
    Column("Ce que le premier peut apporter au second", 50),
    Column("Ce que le second peut apporter au premier", 50),
    Column("Réciproque", 12),
)


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Cohorte »: median and quartiles, or the reason why they are not shown."""
    sheet = LongSheet(book, NAME, look, heading, [column.width for column in _COHORT])
    sheet.note(view.cohort_note)
    if view.questions_caution:
        sheet.note(typeset(view.questions_caution))
    sheet.table([column.header for column in _COHORT], _figures(view), frozen=3)


def write_exchanges(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write « Complémentarités »: who could bring what to whom, both ways."""
    sheet = LongSheet(book, EXCHANGES, look, heading, [column.width for column in _EXCHANGES])
    sheet.note(
        typeset(
            "Sur ces sous-objectifs, un pôle est en avance là où l’autre est dans la moitié basse de l’échelle. "
            "C’est une invitation à se rencontrer, pas un jugement."
        )
    )
    if view.questions_caution:
        sheet.note(typeset(view.questions_caution))
    if view.exchange_count > len(view.complementarities):
        sheet.note(
            typeset(
                f"{wording.count(view.exchange_count, 'échange')} sont possibles, plus qu’une feuille n’en contient : "
                "voici d’abord ceux qui sont réciproques, puis les autres, dans l’ordre des noms, jusqu’à la dernière "
                "ligne."
            )
        )
    sheet.table([column.header for column in _EXCHANGES], _pairs(view), frozen=2)


def _kind(line: CohortView, view: ComparisonView) -> str:
    if line.code in {heading.code for heading in view.objectives}:
        return "objectif"
    return "sous-objectif" if line.code else "enjeu"


def _figures(view: ComparisonView) -> Iterator[Row]:
    for line in view.cohort:
        opening = (_kind(line, view), label(line.code), line.name, number(line.n))
        values = (line.first_quartile, line.median, line.third_quartile)
        yield [*opening, *(_level(value) for value in values), line.why_hidden]


def _level(value: float | None) -> Item:
    return centred(wording.HIDDEN) if value is None else number(value, LEVEL)


def _pairs(view: ComparisonView) -> Iterator[Row]:
    for pair in view.complementarities:
        yield [
            label(pair.first),
            label(pair.second),
            "\n".join(pair.first_brings) or wording.NOTHING,
            "\n".join(pair.second_brings) or wording.NOTHING,
            centred(yes_no(pair.mutual)),
        ]
