"""The sheets « Regards croisés » of a comparison and « Regard croisé » of one pôle, seen by itself and by another."""

from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order
from ptce_ref.reports.view import ArgumentView, CoevaluationView, ComparisonView, PeerComparisonView, PeerRowView
from ptce_ref.reports.xlsx.cell import Item, centred, label, number
from ptce_ref.reports.xlsx.figure import LEVEL, STARRED, change_item, level_item, voices_item, whole_item
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row, Sheet
from ptce_ref.reports.xlsx.style import Look

NAME, ONE_POLE = "Regards croisés", "Regard croisé"
_CAUTION = "Un écart n’est pas une erreur de l’un ou de l’autre : c’est de quoi parler ensemble. * : valeur provisoire."
_READINGS = ("à discuter", "se rejoignent")
_COLUMNS = (
    Column("Pôle", 25),
    Column("Regardé par", 25),
    Column("Élément", 14),
    Column("Code", 8),
    Column("Nom", 44),
    Column("Son regard", 10),
    Column("n", 7),
    Column("Regard de l’autre", 10),
    Column("n de l’autre", 9),
    Column("Lecture", 15),
)
_ONE = (
    Column("Regardé par", 18),
    Column("Élément", 13),
    Column("Code", 8),
    Column("Nom", 26),
    Column("Son regard", 10),
    Column("n", 6),
    Column("Regard de l’autre", 10),
    Column("n de l’autre", 8),
    Column("Écart", 8),
    Column("Lecture", 13),
    Column("Vu d’un seul côté", 17),
    Column("Arguments du pôle", 38),
    Column("Arguments de l’autre pôle", 38),
)


def write(book: Book, look: Look, heading: Heading, view: ComparisonView) -> None:
    """Write the sheet: sub-objectives first, then what sets the two views apart, then where they meet."""
    sheet = LongSheet(book, NAME, look, heading, [column.width for column in _COLUMNS])
    for peer in view.peer_views:
        own = f"{peer.own.label} ({wording.long_date(peer.own.date)})"
        other = f"{peer.peer.label} ({wording.long_date(peer.peer.date)})"
        sheet.note(typeset(f"{peer.pole} : {own}. {peer.peer_pole} : {other}."))
    sheet.note(typeset(_CAUTION))
    if _untold(view.peer_views):
        sheet.note(wording.UNTOLD)
    rows = (row for peer in view.peer_views for row in _rows(peer, view, look))
    sheet.table([column.header for column in _COLUMNS], rows, frozen=2)
    remarks = [row for peer in view.peer_views for row in _remarks(peer)]
    if remarks:
        sheet.section("Ce qu’un seul des deux a vu")
        sheet.table(("Pôle", "Regardé par", "Quoi", "Code", "Nom", "Son regard", "", "Regard de l’autre"), remarks)


def _remarks(peer: PeerComparisonView) -> Iterator[Row]:
    for remark in peer.remarks:
        who = (label(peer.pole), peer.peer_pole, remark.kind)
        yield [*who, label(remark.code), remark.title, remark.own, "", remark.peer]


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
    for rows, reading in zip((peer.apart, peer.together), _READINGS, strict=True):
        for row in rows:
            yield [*who, "indicateur", label(row.code), row.title, *_levels(row), centred(reading)]


def _untold(views: Iterable[PeerComparisonView]) -> bool:
    """Whether some number of voices is not told."""
    rows = (row for peer in views for row in (*peer.apart, *peer.together))
    return any(row.own_n is None or row.peer_n is None for row in rows)


def _levels(row: PeerRowView) -> list[Item]:
    return [
        number(row.own, STARRED if row.own_provisional else LEVEL),
        whole_item(row.own_n),
        number(row.peer, STARRED if row.peer_provisional else LEVEL),
        whole_item(row.peer_n),
    ]


def write_one_pole(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write « Regard croisé »: sub-objectives, then one row a question that both were asked and had to say of."""
    sheet = Sheet(workbook, ONE_POLE, look, heading, [column.width for column in _ONE])
    for peer in view.peer_views:
        own = f"{peer.own.label} ({wording.long_date(peer.own.date)})"
        other = f"{peer.peer.label} ({wording.long_date(peer.peer.date)})"
        sheet.note(typeset(f"{peer.pole} : {own}. {peer.peer_pole} : {other}."))
    sheet.note(typeset(_CAUTION))
    if _untold(view.peer_views):
        sheet.note(wording.UNTOLD)
    sheet.note(typeset("Les arguments restent entre les deux pôles. Seuls les collèges sont dits, pas les personnes."))
    rows = [row for peer in view.peer_views for row in _one_pole(peer, look)]
    sheet.table([column.header for column in _ONE], rows, frozen=4)


def _one_pole(peer: PeerComparisonView, look: Look) -> Iterator[Row]:
    who = Item(peer.peer_pole)
    for place, heading in enumerate(peer.headings):
        own, other = peer.own.sub_objectives[place], peer.peer.sub_objectives[place]
        change = None if own.level is None or other.level is None else other.level - own.level
        figures = (level_item(own, look, starred=True), voices_item(own), level_item(other, look, starred=True))
        name = (label(heading.code), heading.name)
        yield [who, "sous-objectif", *name, *figures, voices_item(other), change_item(change), "", "", "", ""]
    said = {item.code: (_texts(item.own), _texts(item.peer)) for item in peer.arguments}
    alone: dict[str, list[str]] = {}
    for remark in peer.remarks:
        alone.setdefault(remark.code, []).append(remark.kind)
    shown: set[str] = set()
    for rows, reading in zip((peer.apart, peer.together), _READINGS, strict=True):
        for row in rows:
            shown.add(row.code)
            facts = (*_levels(row), change_item(row.peer - row.own), centred(reading))
            kinds = "\n".join(alone.get(row.code, ()))
            yield [who, "indicateur", label(row.code), row.title, *facts, kinds, *said.get(row.code, ("", ""))]
    for remark in peer.remarks:
        if remark.code not in shown:
            shown.add(remark.code)
            facts = (centred(remark.own), Item(None), centred(remark.peer), Item(None), change_item(None), Item(None))
            kinds = "\n".join(alone[remark.code])
            yield [who, "indicateur", label(remark.code), remark.title, *facts, kinds, *said.get(remark.code, ("", ""))]


def _texts(arguments: Sequence[ArgumentView]) -> str:
    """Return who said what, one a line: « Habitants (non concerné, raison) : … »."""
    said = ((item.college, ", ".join(filter(None, (item.level, item.kind))), item.text) for item in arguments)
    return "\n".join(f"{college} ({how}){wording.NBSP}: {text}" for college, how, text in said)
