"""The sheet « Regards croisés »: one pôle seen by itself and by another."""

from collections.abc import Iterator

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order
from ptce_ref.reports.view import ComparisonView, PeerComparisonView
from ptce_ref.reports.xlsx.cell import Item, centred, label, number
from ptce_ref.reports.xlsx.figure import LEVEL, STARRED, WHOLE, level_item, voices_item
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row
from ptce_ref.reports.xlsx.style import Look

NAME = "Regards croisés"
_COLUMNS = (
    Column("Pôle", 26),
    Column("Regardé par", 26),
    Column("Élément", 15),
    Column("Code", 8),
    Column("Nom", 50),
    Column("Son regard", 10),
    Column("n", 7),
    Column("Regard de l’autre", 10),
    Column("n de l’autre", 9),
    Column("Lecture", 16),
)


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write the sheet: sub-objectives first, then what sets the two views apart, then where they meet."""
    sheet = LongSheet(book, NAME, look, heading, [column.width for column in _COLUMNS])
    for peer in view.peer_views:
        own = f"{peer.own.label} ({wording.long_date(peer.own.date)})"
        other = f"{peer.peer.label} ({wording.long_date(peer.peer.date)})"
        sheet.note(typeset(f"{peer.pole} : {own}. {peer.peer_pole} : {other}."))
    caution = (
        "Un écart n’est pas une erreur de l’un ou de l’autre : c’est de quoi parler ensemble. * : valeur provisoire."
    )
    sheet.note(typeset(caution))
    rows = (row for peer in view.peer_views for row in _rows(peer, view, look))
    sheet.table([column.header for column in _COLUMNS], rows, frozen=2)


def _rows(peer: PeerComparisonView, view: ComparisonView, look: Look) -> Iterator[Row]:
    who = (label(peer.pole), Item(peer.peer_pole))
    for position, heading in in_order(view):
        own, other = peer.own.sub_objectives[position], peer.peer.sub_objectives[position]
        yield [
            *who,
            "sous-objectif",
            label(heading.code),
            heading.name,
            level_item(own, look, starred=True),
            voices_item(own),
            level_item(other, look, starred=True),
            voices_item(other),
            Item(None),
        ]
    for rows, reading in ((peer.apart, "à discuter"), (peer.together, "se rejoignent")):
        for row in rows:
            own_level = number(row.own, STARRED if row.own_provisional else LEVEL)
            peer_level = number(row.peer, STARRED if row.peer_provisional else LEVEL)
            levels = (own_level, number(row.own_n, WHOLE), peer_level, number(row.peer_n, WHOLE))
            yield [*who, "indicateur", label(row.code), row.title, *levels, centred(reading)]
