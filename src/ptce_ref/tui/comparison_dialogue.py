"""The parts of a comparison that invite people to talk: exchanges, dates of one pôle, peer views.

Reads the view; ranks nothing.
"""

from collections.abc import Sequence

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.view import ComparisonPart, ComparisonView, FigureView, SeriesView
from ptce_ref.tui.comparison import FIGURE, NAME, NAME_WIDE, Part, figure_cell, figure_pieces, in_order
from ptce_ref.tui.peer import CAUTION, NO_PEER, peer_lines, peer_sheet, title_line, who_saw
from ptce_ref.tui.text import Piece
from ptce_ref.tui.widgets.line_table import Cell, Column, Sheet

_EXCHANGE = (
    "Sur ces sous-objectifs, un pôle est en avance là où l’autre est dans la moitié basse de l’échelle : "
    "une invitation à se rencontrer, pas un jugement."
)
_STEPS = (
    "Un même pôle à plusieurs dates. Un écart vient du pôle, mais aussi de qui a répondu : la couverture et le nombre "
    f"d’avis donnés aident à en juger. *{wording.NBSP}provisoire, !{wording.NBSP}vigilance."
)


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
                pieces += [("\n" if pieces else "", ""), (giver, "bold"), " → ", (taker, "bold")]
                pieces.append(f" : peut apporter {' ; '.join(names)}.")
        return pieces

    columns = (
        Column(("Deux pôles",), 42, fixed=True),
        Column(("Ce que le pôle de la", "ligne apporte à l’autre"), 24, fills=True),
        Column(("Dans les", "deux sens"), 12),
    )
    note = f"{wording.count(len(pairs), 'échange')} à proposer. {_EXCHANGE}" if pairs else ""
    empty = f"{view.absence(ComparisonPart.EXCHANGES)}\n\n{_EXCHANGE}"
    return Part("Échanges", note, Sheet(columns, len(pairs), cells, 2), detail, empty)


def steps_part(view: ComparisonView) -> Part:
    """The dates of each pôle that has several, oldest first; then those whose evaluations make no trajectory."""
    order = [(heading, place) for heading, _, place in in_order(view) if place is not None]
    rows: list[tuple[str, SeriesView, SeriesView | None]] = []
    for trajectory in view.trajectories:
        for rank, step in enumerate(trajectory.steps):
            rows.append((trajectory.pole, step, trajectory.steps[rank - 1] if rank else None))

    def cells(row: int) -> Sequence[Cell]:
        if row >= len(rows):
            return (Cell(("Pas de trajectoire", "la raison est dessous"), "quiet"), *(Cell(("",)) for _ in order))
        pole, step, before = rows[row]
        date = wording.long_date(step.date)
        # The name once, then its dates.
        first = Cell((date,), "quiet") if before is not None else Cell((pole, date), ("strong", "quiet"))
        return (first, *(figure_cell(step.sub_objectives[place]) for _, place in order))

    def detail(row: int, column: int) -> Sequence[Piece]:
        if row >= len(rows):
            return [view.undated[row - len(rows)]]
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
    sheet = Sheet((left, *columns), len(rows) + len(view.undated), cells, 2, by_cell=True)
    merged = [wording.MERGED_LEVELS] if any(item.merged for item in view.trajectories) else []
    cautions = [f"{wording.quoted(item.pole)} : {item.caution}" for item in view.trajectories if item.caution]
    none = view.absence(ComparisonPart.TRAJECTORIES)
    return Part("Trajectoires", none or " ".join((*cautions, *merged, _STEPS)), sheet, detail, none)


def _since(before: SeriesView, earlier: FigureView, now: FigureView) -> str:
    if earlier.level is None or now.level is None:
        return ""
    change = wording.change(now.level - earlier.level)
    words = "stable" if change == "=" else change
    levels = f"{wording.level(earlier.level)} → {wording.level(now.level)}"
    return f" Depuis {wording.long_date(before.date)} : {levels}, {words}."


def peers_part(view: ComparisonView, width: int) -> Part:
    """One pôle seen by itself and by another: what sets them apart first, then where they meet."""
    order = [(place, heading) for heading, _, place in in_order(view) if place is not None]
    rows = [line for peer in view.peer_views for line in (title_line(peer), *peer_lines(peer, order))]

    def detail(row: int, _: int) -> Sequence[Piece]:
        line = rows[row]
        return [(line.name, "bold"), (bind_signs(f"\n{line.words or who_saw(line.peer)}"), "$quiet")]

    note = (
        f"{CAUTION} {wording.MERGED_LEVELS} o : lire le regard croisé marqué, avec les arguments si la base en a : "
        "un fichier reçu n’en porte pas."
        if rows
        else CAUTION
    )
    return Part("Regards", note, peer_sheet(rows, width), detail, NO_PEER)


def peer_at(view: ComparisonView, row: int) -> str:
    """Return the id of the visitors’ evaluation that a row of « Regards » is about, or nothing."""
    order = [(place, heading) for heading, _, place in in_order(view) if place is not None]
    for peer in view.peer_views:
        row -= 1 + len(peer_lines(peer, order))
        if row < 0:
            return peer.peer_id
    return ""
