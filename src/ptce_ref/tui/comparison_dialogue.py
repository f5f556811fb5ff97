"""The parts of a comparison that invite people to talk: exchanges, dates of one pôle, peer views.

Reads the view; ranks nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.view import ComparisonView, FigureView, PeerComparisonView, PeerRowView, SeriesView
from ptce_ref.tui.comparison import FIGURE, NAME, NAME_WIDE, Part, figure_cell, figure_pieces, in_order
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.text import Piece
from ptce_ref.tui.widgets.line_table import Cell, Column, Sheet

_EXCHANGE = (
    "Sur ces sous-objectifs, un pôle est en avance là où l’autre est dans la moitié basse de l’échelle : "
    "une invitation à se rencontrer, pas un jugement."
)
_STEPS = (
    "Un même pôle à plusieurs dates. Un écart vient du pôle, mais aussi de qui a répondu : couverture et n aident à "
    "en juger. * provisoire, ! vigilance."
)
_PEERS = "Un écart n’est pas une erreur de l’un ou de l’autre : c’est de quoi parler ensemble. * provisoire."


def exchanges_part(view: ComparisonView) -> Part:
    """Who could bring what to whom, both ways."""
    pairs = view.complementarities
    codes = {f"{sub.code} {sub.name}": sub.code for sub in view.sub_objectives}

    def brought(names: Sequence[str]) -> str:
        return ", ".join(codes.get(name, name) for name in names) or wording.NOTHING

    def cells(row: int) -> Sequence[Cell]:
        pair = pairs[row]
        return (
            Cell((pair.first, pair.second), "strong"),
            Cell((brought(pair.first_brings), brought(pair.second_brings))),
            Cell(("↔ oui" if pair.mutual else "non",), "quiet"),
        )

    def detail(row: int, _: int) -> Sequence[Piece]:
        pair = pairs[row]
        pieces: list[Piece] = []
        for giver, taker, names in (
            (pair.first, pair.second, pair.first_brings),
            (pair.second, pair.first, pair.second_brings),
        ):
            if names:
                pieces += [("\n" if pieces else "", ""), (giver, "bold"), " peut apporter à ", (taker, "bold")]
                pieces.append(f" : {' ; '.join(names)}.")
        return pieces

    columns = (
        Column(("Deux pôles",), 42, fixed=True),
        Column(("Ce que le pôle de la", "ligne apporte à l’autre"), 24, fills=True),
        Column(("Dans les", "deux sens"), 12),
    )
    note = f"{wording.count(len(pairs), 'échange')} à proposer. {_EXCHANGE}" if pairs else ""
    empty = f"Aucun échange à proposer entre les pôles comparés. {_EXCHANGE}"
    return Part("Échanges", note, Sheet(columns, len(pairs), cells, 2), detail, empty)


def steps_part(view: ComparisonView) -> Part:
    """The dates of each pôle that has several, oldest first."""
    order = [(heading, place) for heading, _, place in in_order(view) if place is not None]
    rows: list[tuple[str, SeriesView, SeriesView | None]] = []
    for trajectory in view.trajectories:
        for rank, step in enumerate(trajectory.steps):
            rows.append((trajectory.pole, step, trajectory.steps[rank - 1] if rank else None))

    def cells(row: int) -> Sequence[Cell]:
        pole, step, before = rows[row]
        date = wording.long_date(step.date)
        # The name once, then its dates.
        first = Cell((date,), "quiet") if before is not None else Cell((pole, date), ("strong", "quiet"))
        return (first, *(figure_cell(step.sub_objectives[place]) for _, place in order))

    def detail(row: int, column: int) -> Sequence[Piece]:
        pole, step, before = rows[row]
        heading, place = order[column - 1]
        figure = step.sub_objectives[place]
        said: list[Piece] = [
            (f"{pole} · {step.label} ({wording.long_date(step.date)})\n", "bold"),
            *figure_pieces(f"{heading.code} {heading.name}", figure),
        ]
        if before is not None:
            said.append(_since(before, before.sub_objectives[place], figure))
        return said

    columns = [Column((heading.code,), FIGURE) for heading, _ in order]
    left = Column(("Pôle et date",), NAME, NAME_WIDE, fixed=True)
    sheet = Sheet((left, *columns), len(rows), cells, 2, by_cell=True)
    return Part("Trajectoires", _STEPS, sheet, detail, "Aucun pôle n’a deux évaluations comparables à deux dates.")


def _since(before: SeriesView, earlier: FigureView, now: FigureView) -> str:
    if earlier.level is None or now.level is None:
        return ""
    change = wording.change(now.level - earlier.level)
    words = "stable" if change == "=" else change
    levels = f"{wording.level(earlier.level)} → {wording.level(now.level)}"
    return f" Depuis {wording.long_date(before.date)} : {levels}, {words}."


@dataclass(frozen=True)
class _PeerLine:
    """A line of a peer view: what it is about, the two levels with their n, how it reads."""

    peer: PeerComparisonView
    name: str
    own: str
    own_n: str
    other: str
    other_n: str
    reading: str


def peers_part(view: ComparisonView, width: int) -> Part:
    """One pôle seen by itself and by another: what sets them apart first, then where they meet."""
    rows = [line for peer in view.peer_views for line in _peer_lines(peer, view)]
    numbers = 9 + 5 + 11 + 5 + 15
    room = max(20, width - numbers - 2)
    names = [lines_of(line.name, room - 1) for line in rows]

    def cells(row: int) -> Sequence[Cell]:
        line = rows[row]
        apart = line.reading == "à discuter"
        own, other = Cell((line.own,), "strong"), Cell((line.other,), "strong")
        return (
            Cell(names[row], "strong" if not line.own else "plain"),
            *(own, Cell((line.own_n,), "quiet"), other, Cell((line.other_n,), "quiet")),
            Cell((line.reading,), "alert" if apart else "quiet"),
        )

    def detail(row: int, _: int) -> Sequence[Piece]:
        peer, line = rows[row].peer, rows[row]
        own = f"{peer.own.label} ({wording.long_date(peer.own.date)})"
        other = f"{peer.peer.label} ({wording.long_date(peer.peer.date)})"
        who = bind_signs(f"\n{peer.pole} : {own}. {peer.peer_pole} : {other}.")
        return [(line.name, "bold"), (who, "$quiet")]

    columns = (
        Column(("Élément",), room + 1, fixed=True, fills=True),
        Column(("Son", "regard"), 9),
        Column(("n",), 5),
        Column(("Regard", "de l’autre"), 11),
        Column(("n",), 5),
        Column(("Lecture",), 15),
    )
    heights = tuple(map(len, names))
    empty = "Aucun pôle n’est ici évalué à la fois par lui-même et par un autre."
    return Part("Regards", _PEERS, Sheet(columns, len(rows), cells, heights=heights), detail, empty)


def _peer_lines(peer: PeerComparisonView, view: ComparisonView) -> list[_PeerLine]:
    lines = [_PeerLine(peer, f"{peer.pole}, regardé par {peer.peer_pole}", "", "", "", "", "")]
    for heading, _, place in in_order(view):
        if place is not None:
            own, other = peer.own.sub_objectives[place], peer.peer.sub_objectives[place]
            name = f"{heading.code} {heading.name}"
            lines.append(_PeerLine(peer, name, *_short(own), *_short(other), ""))
    for rows, reading in ((peer.apart, "à discuter"), (peer.together, "se rejoignent")):
        lines += [_indicator_line(peer, row, reading) for row in rows]
    return lines


def _short(figure: FigureView) -> tuple[str, str]:
    star = "*" if figure.provisional and figure.level is not None else ""
    return f"{wording.figure(figure)}{star}", wording.NOTHING if figure.n is None else str(figure.n)


def _indicator_line(peer: PeerComparisonView, row: PeerRowView, reading: str) -> _PeerLine:
    own = f"{wording.level(row.own)}{'*' if row.own_provisional else ''}"
    other = f"{wording.level(row.peer)}{'*' if row.peer_provisional else ''}"
    return _PeerLine(peer, f"{row.code} {row.title}", own, str(row.own_n), other, str(row.peer_n), reading)
