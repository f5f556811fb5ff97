"""Figures of the views as cells: the full number, displayed as :mod:`ptce_ref.reports.wording` writes it.

Every function takes a figure, or a number of a view, and returns the cell. Where there is no
value the cell holds text (« — », « non concerné », « masqué »), never zero.
"""

from collections.abc import Iterator, Sequence

from ptce_ref.domain.vocabulary import State
from ptce_ref.reports import wording
from ptce_ref.reports.view import AlertView, CoevaluationView, FigureView, IndicatorView, PositionView
from ptce_ref.reports.xlsx.cell import DAY, Item, centred, day_of, number
from ptce_ref.reports.xlsx.style import CENTRE, Look

LEVEL = "0.0"
STARRED = f'{LEVEL}"*"'
"""A provisional level where no column says so: the number stays a number."""
WHOLE = "0"
VOICES = '0;0;"·"'
"""Counts of voices: a dot where nobody, so that the shape of the answers is seen."""
INDEX = "0.00"
SHARE = f'0"{wording.NBSP}"%'
MINUS = "\u2212"


def level_item(figure: FigureView, look: Look | None = None, *, starred: bool = False) -> Item:
    """Return the level 1..k, on its colour when ``look`` is given, or why there is none.

    With ``starred`` a provisional level is shown with a star, to be explained on the sheet.
    """
    if figure.level is None or figure.value is None:
        return centred(wording.figure(figure))
    shown = STARRED if starred and figure.provisional else LEVEL
    return number(figure.level, shown, fill=look.heat(figure.value) if look else "")


def share_item(value: float | None) -> Item:
    """Return a share 0..1, shown in percent."""
    return centred(wording.NOTHING) if value is None else number(value, SHARE)


def coverage_share(figure: FigureView) -> Item:
    """Return the coverage of a figure in percent, or a dash when nothing applies."""
    return share_item(figure.coverage) if figure.applicable else centred(wording.NOTHING)


def voices_item(figure: FigureView, *, narrow: bool = False) -> Item:
    """Return n, the voices behind a figure; in a ``narrow`` column « masqué » is a dash."""
    if figure.n is None:
        return centred(wording.HIDDEN if figure.hidden and not narrow else wording.NOTHING)
    return number(figure.n, WHOLE)


def median_item(rank: float | None) -> Item:
    """Return a median: whole, or with its half."""
    if rank is None:
        return centred(wording.NOTHING)
    return number(rank, WHOLE if float(rank).is_integer() else LEVEL)


def whole_item(value: int | None) -> Item:
    """Return a whole number."""
    return centred(wording.NOTHING) if value is None else number(value, WHOLE)


def index_item(value: float | None) -> Item:
    """Return a measure such as Cns or A, with two decimals and a true minus sign."""
    return centred(wording.NOTHING) if value is None else number(value, _signed(wording.index(value), INDEX))


def change_item(value: float | None) -> Item:
    """Return a difference of levels with its sign, « = » when it rounds to nothing."""
    if value is None:
        return centred(wording.NOTHING)
    shown = wording.change(value)
    return number(value, '"=";"=";"="' if shown == "=" else f'"+"{LEVEL};"{MINUS}"{LEVEL}')


def _signed(shown: str, number_format: str) -> str:
    """Return the format with a typographic minus, which a value rounded to zero must not show."""
    return (
        f'{number_format};"{MINUS}"{number_format}' if shown.startswith(MINUS) else f"{number_format};{number_format}"
    )


def coverage_text(figure: FigureView) -> str:
    """Return « 5/6 », or a dash when nothing applies."""
    return wording.coverage(figure) if figure.applicable else wording.NOTHING


def status_text(figure: FigureView, *, closed: bool = False) -> str:
    """Return whether a figure is provisional or decided by the group.

    Once the evaluation is ``closed`` nothing of it is provisional: what has no position comes from the opinions.
    """
    if figure.hidden:
        return wording.HIDDEN
    if figure.state is State.NONE:
        return wording.NOTHING
    if not figure.provisional:
        return "décidé par le groupe"
    return "d’après les avis" if closed else "provisoire"


def alerts_text(alerts: Sequence[AlertView]) -> str:
    """Return the flagged indicators at the lowest level, one a line, or a dash."""
    return "\n".join(f"{a.code} {a.title} ({a.vigilance})" for a in alerts) or wording.NOTHING


def position_text(position: PositionView | None) -> str:
    """Return what the group decided: « accord : niveau 2 », or a dash."""
    if position is None:
        return wording.NOTHING
    if position.level is None:
        return position.outcome
    return f"{position.outcome}{wording.NBSP}: niveau {position.level}"


def date_text(iso: str) -> str:
    """Return « 12 mars 2026 »."""
    return wording.long_date(iso) if iso else wording.NOTHING


def date_item(iso: str) -> Item:
    """Return a date that a spreadsheet sorts and computes with, shown as « 12/03/2026 »; a dash when there is none."""
    return Item(day_of(iso), CENTRE, DAY) if iso else centred(wording.NOTHING)


def yes_no(value: bool) -> str:
    """Return « oui » or « non », as the text of a cell."""
    return "oui" if value else "non"


def with_ink(view: CoevaluationView, look: Look) -> Iterator[tuple[IndicatorView, str]]:
    """Yield each indicator, in reading order, with the colour of its objective."""
    for position, objective in enumerate(view.objectives):
        for sub in objective.sub_objectives:
            for item in sub.indicators:
                yield item, look.colours.of_objective(position)
