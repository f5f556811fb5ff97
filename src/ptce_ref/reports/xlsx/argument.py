"""The sheets « Arguments » and « Positions »: why people said what they said, and what the group wrote."""

from collections.abc import Iterator

from openpyxl import Workbook

from ptce_ref.domain.text import typeset
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.reports.xlsx.cell import centred, label
from ptce_ref.reports.xlsx.figure import date_text, position_text, with_ink
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row, Sheet
from ptce_ref.reports.xlsx.style import Look

NAME, POSITIONS = "Arguments", "Positions"
_ARGUMENTS = (
    Column("Code", 8),
    Column("Indicateur", 26),
    Column("Collège", 28),
    Column("Réponse", 13),
    Column("Nature", 13),
    Column("Argument, ou raison de n’être pas concerné", 72),
)
_AUTHOR = Column("Qui", 22)
_POSITIONS = (
    Column("Code", 8),
    Column("Indicateur", 25),
    Column("Position du groupe", 18),
    Column("Ce que le groupe en dit", 48),
    Column("Avis minoritaire", 32),
    Column("Décidé avec", 22),
    Column("Date", 16),
)


def write(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write « Arguments »: by indicator, then by college. Names only if the view carries some."""
    named = any(argument.author for item in view.indicators for argument in item.arguments)
    columns = [*_ARGUMENTS[:3], _AUTHOR, *_ARGUMENTS[3:]] if named else list(_ARGUMENTS)
    sheet = Sheet(workbook, NAME, look, heading, [column.width for column in columns])
    warning = "Attention : des noms de personnes figurent ici ; ce classeur ne devrait pas sortir du pôle."
    people = warning if named else "Seuls les collèges sont dits, pas les personnes."
    sheet.note(typeset(f"Les textes sont ceux des répondants, tels quels. {people}"))
    sheet.table([column.header for column in columns], _arguments(view, look, named=named), frozen=2)


def write_positions(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write « Positions »: what the group agreed, or that it agreed to disagree."""
    sheet = Sheet(workbook, POSITIONS, look, heading, [column.width for column in _POSITIONS])
    text = "Une position n’efface rien : les avis, les arguments et les avis minoritaires restent dans ce classeur."
    sheet.note(typeset(text))
    sheet.table([column.header for column in _POSITIONS], _positions(view, look), frozen=2)


def _arguments(view: CoevaluationView, look: Look, *, named: bool) -> Iterator[Row]:
    for item, ink in with_ink(view, look):
        for argument in item.arguments:
            said = (centred(argument.level), centred(argument.kind), argument.text)
            author = [argument.author] if named else []
            yield [label(item.code, ink), item.title, argument.college, *author, *said]


def _positions(view: CoevaluationView, look: Look) -> Iterator[Row]:
    for item, ink in with_ink(view, look):
        position = item.position
        if position is not None:
            yield [
                label(item.code, ink),
                item.title,
                label(position_text(position)),
                position.argument,
                position.minority_opinion,
                position.decided_with,
                centred(date_text(position.date)),
            ]
