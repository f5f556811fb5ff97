"""What a cell of the table de dialogue shows: two short lines, by what the user wants to see.

Marks are characters as well as colours: ◆ polarised, ≠ divided, ! a vigilance at the lowest level,
? many do not know, * provisional, nc set aside as not concerning the pôle.
"""

from dataclasses import dataclass
from enum import StrEnum

from ptce_ref.domain.vocabulary import State
from ptce_ref.reports import wording
from ptce_ref.reports.view import CellView, FigureView
from ptce_ref.tui.gauge import gauge

_GAUGE_WIDTH = 6


class Display(StrEnum):
    """What the cells show, in the order in which one key goes through them."""

    COVERAGE = "couverture"
    LEVEL = "niveau"
    DIVERGENCE = "divergences"
    UNKNOWN = "ne sait pas"
    VIGILANCE = "vigilance"


LEGENDS: dict[Display, str] = {
    Display.COVERAGE: "q. : questions ; 2/3 : deux ont une valeur, sur trois qui concernent le pôle",
    Display.LEVEL: "niveau : position du groupe, sinon moyenne des médianes des collèges (*) ; "
    f"n{wording.NBSP}:{wording.NBSP}voix ; ≠{wording.NBSP}divise ; ◆{wording.NBSP}polarisé ; "
    f"!{wording.NBSP}vigilance ; nc{wording.NBSP}: ne concerne pas",
    Display.DIVERGENCE: f"≠ questions qui divisent ; ◆ dont avis polarisés ; {wording.NOTHING} aucune",
    Display.UNKNOWN: f"? questions où beaucoup ne savent pas ; {wording.NOTHING} aucune",
    Display.VIGILANCE: "! 1 sur 2 : deux vigilances, dont une au niveau le plus bas",
}
"""One line each, that holds in 78 columns; the level needs two."""

AWAITED = "q. : questions ; 21/33 : vingt et une réponses données sur trente-trois"
"""The legend of coverage while opinions are given: what is missing, not what has a value."""
WATCHED = "questions à surveiller : un niveau très bas y serait un signal d’alerte"
"""The legend of vigilance while levels are hidden."""


@dataclass(frozen=True)
class CellText:
    """The two lines of a cell; ``alert`` asks for the colour of what deserves attention."""

    head: str
    body: str
    alert: bool = False


def displays(*, hidden: bool) -> tuple[Display, ...]:
    """Return what may be shown: while opinions are hidden, nothing that comes from them."""
    return (Display.COVERAGE, Display.VIGILANCE) if hidden else tuple(Display)


def cell_text(cell: CellView | None, display: Display, flagged: int) -> CellText:
    """Return the text of a cell; ``flagged`` counts its questions that carry a vigilance."""
    if cell is None:
        return CellText("", "·")
    body, alert = _body(cell, display, flagged)
    return CellText(f"{len(cell.titles)} q. {_progress(cell)}{_marks(cell)}", body, alert)


def awaited(cell: CellView) -> bool:
    """Whether what matters is the answers still to come: while opinions are given by name."""
    return cell.figure.hidden and cell.asked > 0


def _progress(cell: CellView) -> str:
    return f"{cell.given}/{cell.asked}" if awaited(cell) else wording.coverage(cell.figure)


def _marks(cell: CellView) -> str:
    marks = ("◆" if cell.polarised else "≠" if cell.divided else "") + ("!" if cell.figure.alerts else "")
    return "".join(f" {mark}" for mark in (marks, "nc" if cell.set_aside else "") if mark)


def _body(cell: CellView, display: Display, flagged: int) -> tuple[str, bool]:
    figure = cell.figure
    if display is Display.COVERAGE:
        return _gauged(cell.given / cell.asked) if awaited(cell) else _coverage(figure), False
    if display is Display.LEVEL:
        return _level(figure), False
    if display is Display.DIVERGENCE:
        polarised = f" ◆ {cell.polarised}" if cell.polarised else ""
        return (f"≠ {cell.divided}{polarised}", True) if cell.divided else (wording.NOTHING, False)
    if display is Display.UNKNOWN:
        return (f"? {cell.unknown}", True) if cell.unknown else (wording.NOTHING, False)
    if figure.alerts:
        return f"! {len(figure.alerts)} sur {flagged}", True
    return (wording.count(flagged, "vigilance"), False) if flagged else (wording.NOTHING, False)


def _coverage(figure: FigureView) -> str:
    if figure.state is State.NOT_APPLICABLE and not figure.hidden:
        return wording.NOT_APPLICABLE
    return _gauged(figure.coverage)


def _gauged(share: float | None) -> str:
    return f"{gauge(share or 0, _GAUGE_WIDTH)} {wording.share(share)}"


def _level(figure: FigureView) -> str:
    if figure.state is not State.VALUE:
        return wording.figure(figure)
    return f"{wording.level(figure.level)}{'*' if figure.provisional else ''} n={wording.told(figure.n)}"
