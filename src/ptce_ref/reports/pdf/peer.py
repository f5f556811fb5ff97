"""One pôle seen by itself and by another: where they meet, where they part, what one alone saw.

Owns the section of that name, in whatever document it stands. Must not know how figures were compared.
"""

from collections.abc import Sequence
from itertools import groupby, zip_longest

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from ptce_ref.domain.peer_view import Remark
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.comparison_path import Elements, series_legend, series_table
from ptce_ref.reports.pdf.opinion import LONG, build_argument
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.section import STAR, Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, is_tall, short
from ptce_ref.reports.view import (
    ArgumentView,
    CoevaluationView,
    PeerArgumentsView,
    PeerComparisonView,
    PeerRemarkView,
    PeerRowView,
)

_GAP = 14.0
_HALF = (WIDTH - _GAP) / 2
_OWN, _OTHER = "Son regard", "Regard de l’autre"


def build_peer_views(views: Sequence[PeerComparisonView], order: Elements, levels: int, look: Look) -> list[Flowable]:
    """Return the section « Regards croisés » of several pôles, or nothing; ``order`` places the sub-objectives."""
    if not views:
        return []
    story: list[Flowable] = []
    opening: list[Flowable] = [heading(look, "Regards croisés", "regards")]
    opening += prose(look, read_prose(look.theme, "comparaison-regards"))
    for number, view in enumerate(views):
        story += _peer_view(view, number, order, levels, look, opening)
        opening = []
    return story


def build_crossed(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Regard croisé » of one pôle, arguments included; nothing without a visit to show."""
    if not view.peer_views:
        return []
    title = wording.agreed(len(view.peer_views), "Regard croisé", "Regards croisés")
    opening: list[Flowable] = [room(260), heading(look, title, "regards")]
    opening += prose(look, read_prose(look.theme, "regard-croise"))
    return [*opening, *build_each(view, look)]


def build_each(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return each regard croisé of one pôle, its arguments after its figures."""
    story: list[Flowable] = []
    levels = len(view.referential.levels)
    for number, crossed in enumerate(view.peer_views):
        story += _peer_view(crossed, number, list(enumerate(crossed.headings)), levels, look, [])
        story += _arguments(crossed, number, look)
    return story


def _peer_view(
    view: PeerComparisonView, number: int, order: Elements, levels: int, look: Look, opening: list[Flowable]
) -> list[Flowable]:
    pole, peer = short(view.pole, 120), short(view.peer_pole, 120)
    said = " ; ".join(
        f"{who} : «{wording.NBSP}{short(series.label)}{wording.NBSP}» ({wording.long_date(series.date)})"
        for who, series in ((pole, view.own), (peer, view.peer))
    )
    table = series_table((view.own, view.peer), (_OWN, _OTHER), order, levels, look)
    title = heading(look, f"{pole}, vu par lui-même et par un autre pôle ({peer})", f"regard-{number}", 1)
    parts = [look.paragraph(look.styles.small, f"{said}."), table, *series_legend((view.own, view.peer), look)]
    story: list[Flowable] = [KeptClose([*opening, title, *parts])]
    story += [Spacer(0, 6), look.paragraph(look.styles.body, _summary(view))]
    story += _questions(look, "Là où les regards s’écartent, du plus grand écart au plus petit", view.apart)
    story += _questions(look, "Là où ils se rejoignent", view.together)
    return [*story, *_remarks(look, view), Spacer(0, 10)]


def _summary(view: PeerComparisonView) -> str:
    """Return in one sentence how many questions both scored, and how the two views meet."""
    together, apart = len(view.together), len(view.apart)
    if not together and not apart:
        return "Aucune question n’a reçu un niveau des deux côtés."
    gap = f"{wording.number(view.gap)} {wording.agreed(int(view.gap), 'niveau', 'niveaux')}"
    return (
        f"Sur {wording.count(together + apart, 'question')} où les deux ont un niveau, les regards se rejoignent pour "
        f"{together} et s’écartent de {gap} ou plus pour {apart}."
    )


def _questions(look: Look, title: str, rows_shown: Sequence[PeerRowView]) -> list[Flowable]:
    if not rows_shown:
        return []
    rows = Rows()
    for row in rows_shown:
        own = f"{wording.level(row.own)}{STAR if row.own_provisional else ''}"
        peer = f"{wording.level(row.peer)}{STAR if row.peer_provisional else ''}"
        rows.add(_named(look, row), own, wording.told(row.own_n), peer, wording.told(row.peer_n))
    widths = (WIDTH - 88 * mm, 24 * mm, 12 * mm, 38 * mm, 14 * mm)
    heads = ("Question", _OWN, "n", _OTHER, "n")
    untold = any(row.own_n is None or row.peer_n is None for row in rows_shown)
    note = [look.paragraph(look.styles.muted, wording.UNTOLD)] * untold
    return [room(90), heading(look, title, "", 2), build_table(look, heads, rows, widths, right=(1, 2, 3, 4)), *note]


def _remarks(look: Look, view: PeerComparisonView) -> list[Flowable]:
    """Return what one side alone saw, kind by kind; who alone gives arguments, in a sentence."""
    told = [remark for remark in view.remarks if remark.kind != Remark.ARGUED]
    argued = _argued(view)
    if not told and not argued:
        return []
    story: list[Flowable] = [room(110), heading(look, "Ce qu’un seul des deux a vu", "", 2)]
    if told:
        rows = Rows()
        heads = ("Question", _OWN, _OTHER)
        for kind, remarks in groupby(told, key=lambda remark: remark.kind):
            rows.add_group(look.type.bold(wording.sentence(kind)), len(heads))
            for remark in remarks:
                rows.add(_named(look, remark), remark.own, remark.peer)
        story += [build_table(look, heads, rows, (WIDTH - 108 * mm, 54 * mm, 54 * mm)), Spacer(0, 6)]
    return [*story, KeepTogether([look.paragraph(look.styles.body, sentence) for sentence in argued])]


def _argued(view: PeerComparisonView) -> list[str]:
    """Return, in sentences, the questions that one side alone argued."""
    own = [item.code for item in view.arguments if item.own and not item.peer]
    peer = [item.code for item in view.arguments if item.peer and not item.own]
    return [
        f"{wording.agreed(len(codes), 'Question argumentée', 'Questions argumentées')} par {who} seul : "
        f"{', '.join(codes)}."
        for who, codes in (("le pôle", own), ("l’autre pôle", peer))
        if codes
    ]


def _arguments(view: PeerComparisonView, number: int, look: Look) -> list[Flowable]:
    """Return the arguments of both sides, question by question, side by side."""
    if not view.arguments:
        return []
    title = heading(look, "Les arguments, côte à côte", f"regard-arguments-{number}", 2)
    caution = "Ces textes restent entre les deux pôles. Seuls les collèges sont dits, pas les personnes."
    story: list[Flowable] = [room(150), title, look.paragraph(look.styles.muted, caution)]
    for item in view.arguments:
        story += _both(item, look)
    return story


def _both(item: PeerArgumentsView, look: Look) -> list[Flowable]:
    """Return the arguments of one question: the pôle at the left, the visitors at the right, long ones under both."""
    brief = [[said for said in side if not is_tall(said.text, LONG)] for side in (item.own, item.peer)]
    long = [(who, said) for who, side in ((_OWN, item.own), (_OTHER, item.peer)) for said in side if said.text]
    heads = [look.paragraph(look.styles.column, who) for who in (_OWN, _OTHER)]
    rows: list[list[Flowable | str]] = [[heads[0], "", heads[1]]]
    for mine, theirs in zip_longest(*brief):
        rows.append([_told(look, mine), "", _told(look, theirs)])
    if len(rows) == 1:
        rows.append([_none(look, item.own), "", _none(look, item.peer)])
    else:
        for column, side in ((0, item.own), (2, item.peer)):
            if not side:
                rows[1][column] = _none(look, side)
    table = Table(rows, (_HALF, _GAP, _HALF), hAlign="LEFT", repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ("LINEABOVE", (0, 0), (-1, 0), 0.4, look.rule),
                ("NOSPLIT", (0, 0), (-1, 1)),
            ]
        )
    )
    story: list[Flowable] = [Spacer(0, 8), room(80), look.paragraph(look.styles.small, _named(look, item)), table]
    for who, said in long:
        if is_tall(said.text, LONG):
            story += [look.paragraph(look.styles.column, who), build_argument(look, said)]
    return story


def _told(look: Look, said: ArgumentView | None) -> Flowable | str:
    return "" if said is None else build_argument(look, said)


def _none(look: Look, side: Sequence[ArgumentView]) -> Flowable | str:
    return look.paragraph(look.styles.muted, "voir dessous" if side else "aucun argument")


def _named(look: Look, item: PeerRowView | PeerRemarkView | PeerArgumentsView) -> Markup:
    return look.type.markup(look.type.bold(f"{item.code} "), short(item.title))
