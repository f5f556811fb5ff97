"""A regard croisé as lines of a table: sub-objectives, what sets the two apart, where they meet, what one alone saw.

Reads the view; compares nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.view import FigureView, HeadingView, PeerComparisonView, PeerRowView
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.widgets.line_table import Cell, Column, Sheet

CAUTION = "Un écart n’est pas une erreur de l’un ou de l’autre : c’est de quoi parler ensemble. * provisoire."
NO_PEER = "Aucun pôle n’est ici évalué à la fois par lui-même et par un autre."
APART, TOGETHER, ALONE = "à discuter", "se rejoignent", "un seul côté"
_NUMBERS = 9 + 5 + 11 + 5 + 15


@dataclass(frozen=True)
class PeerLine:
    """A line: what it is about, the two levels with their n, how it reads, and what is said of it in full."""

    peer: PeerComparisonView
    name: str
    own: str = ""
    own_n: str = ""
    other: str = ""
    other_n: str = ""
    reading: str = ""
    code: str = ""
    kind: str = ""
    words: str = ""


def title_line(peer: PeerComparisonView) -> PeerLine:
    """Return the line that says whose regard croisé follows."""
    return PeerLine(peer, bind_signs(f"{peer.pole} · regard de l’autre : {peer.peer_pole}"))


def who_saw(peer: PeerComparisonView) -> str:
    """Return which two evaluations are set side by side, and when they were made."""
    own = f"{peer.own.label} ({wording.long_date(peer.own.date)})"
    other = f"{peer.peer.label} ({wording.long_date(peer.peer.date)})"
    return f"{peer.pole} : {own}. {peer.peer_pole} : {other}."


def peer_lines(peer: PeerComparisonView, order: Sequence[tuple[int, HeadingView]]) -> list[PeerLine]:
    """Return the lines of one regard croisé; ``order`` gives the place of each sub-objective in its series."""
    lines = []
    for place, heading in order:
        own, other = peer.own.sub_objectives[place], peer.peer.sub_objectives[place]
        lines.append(PeerLine(peer, f"{heading.code} {heading.name}", *_short(own), *_short(other)))
    for rows, reading in ((peer.apart, APART), (peer.together, TOGETHER)):
        lines += [_indicator_line(peer, row, reading) for row in rows]
    for remark in peer.remarks:
        name = f"{remark.code} {remark.title}"
        said = f"{wording.sentence(remark.kind)}. Le pôle : {remark.own} ; l’autre : {remark.peer}."
        lines.append(PeerLine(peer, name, reading=ALONE, code=remark.code, kind=remark.kind, words=said))
    return lines


def peer_sheet(lines: Sequence[PeerLine], width: int) -> Sheet:
    """Return the table of ``lines`` for a screen ``width`` columns wide."""
    room = max(20, width - _NUMBERS - 2)
    names = [lines_of(line.name, room - 1) for line in lines]
    # What one side alone saw has no figures: which kind of thing it is stands under its name.
    more = [lines_of(bind_signs(line.kind), room - 1) if line.kind else () for line in lines]

    def cells(row: int) -> Sequence[Cell]:
        line = lines[row]
        looks = ("strong" if not line.own and not line.words else "plain",) * len(names[row])
        name = Cell((*names[row], *more[row]), (*looks, *("quiet",) * len(more[row])))
        own, other = Cell((line.own,), "strong"), Cell((line.other,), "strong")
        look = "alert" if line.reading == APART else "quiet"
        return (
            name,
            *(own, Cell((line.own_n,), "quiet"), other, Cell((line.other_n,), "quiet")),
            Cell((line.reading,), look),
        )

    columns = (
        Column(("Élément",), room + 1, fixed=True, fills=True),
        Column(("Son", "regard"), 9),
        Column(("n",), 5),
        Column(("Regard", "de l’autre"), 11),
        Column(("n",), 5),
        Column(("Lecture",), 15),
    )
    heights = tuple(len(name) + len(words) for name, words in zip(names, more, strict=True))
    return Sheet(columns, len(lines), cells, heights=heights)


def _short(figure: FigureView) -> tuple[str, str]:
    star = "*" if figure.provisional and figure.level is not None else ""
    return f"{wording.figure(figure)}{star}", wording.told(figure.n)


def _indicator_line(peer: PeerComparisonView, row: PeerRowView, reading: str) -> PeerLine:
    own = f"{wording.level(row.own)}{'*' if row.own_provisional else ''}"
    other = f"{wording.level(row.peer)}{'*' if row.peer_provisional else ''}"
    name = f"{row.code} {row.title}"
    return PeerLine(peer, name, own, wording.told(row.own_n), other, wording.told(row.peer_n), reading, row.code)
