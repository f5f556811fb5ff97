"""How a sheet prints: a landscape paper on which everything stays legible, who and when around it.

Must not know what the sheet holds: it is given the widths of its columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Self

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.reports.xlsx.cell import safe_text
from ptce_ref.reports.xlsx.measure import full_width
from ptce_ref.reports.xlsx.style import SIZE

SMALLEST = 7.4
"""Points: no letter of a printed sheet is smaller."""
_AROUND = 9
"""Points of what is printed around a sheet; some programs shrink it with the rest."""
_ROOM = (95, 60, 30)
"""Characters of the left, centre and right of a page header: a file whose header goes over 255 is refused."""
_INCH = 72.0
_UNIT = 5.56
"""Points in one unit of column width, on the paper of the program that prints widest: LibreOffice."""
_SIDE, _TOP, _BOTTOM, _EDGE = 0.25, 0.75, 0.65, 0.3
"""Margins, in inches; the last one is between the edge and what is around."""
SPARE = 0.97
"""Programs do not measure columns alike: over several pages, this part of the width is counted on."""
_WORTH_IT = 1.1
"""The scale under which a page is not made larger: programs that fit it themselves are surer not to pass its end."""
_NEARLY_EMPTY = 0.2
"""The part of its last page under which a sheet is rather made a little smaller."""
_REPEATED = 0.4
"""The most of a page that columns repeated from the first one may take."""


@dataclass(frozen=True)
class Heading:
    """What every sheet of a workbook repeats: ``context`` under the title and, on paper, around it."""

    context: str
    alert: str
    """« Démonstration : pôle fictif » and the like; may be empty."""
    left: str
    centre: str
    right: str


@dataclass(frozen=True)
class Paper:
    """A paper laid on its long side; ``code`` is its number in the format, sizes are in points."""

    code: int
    width: float
    height: float

    @property
    def across(self) -> float:
        """Units of column width between the margins."""
        return (self.width - 2 * _SIDE * _INCH) / _UNIT

    @property
    def down(self) -> float:
        """Points between the margins."""
        return self.height - (_TOP + _BOTTOM) * _INCH


A4, A3 = Paper(9, 841.9, 595.3), Paper(8, 1190.6, 841.9)
LEAST = ceil(100 * SMALLEST / SIZE)
"""The smallest scale, in percent: programs count it so."""


@dataclass(frozen=True)
class Layout:
    """Which paper, at which ``scale`` (0..1), how many columns on the ``first`` page, and whether it is alone."""

    paper: Paper
    scale: float
    first: int
    one_page: bool = True

    @classmethod
    def of(cls, widths: Sequence[float], largest: float = 1.0) -> Self:
        """Return A4 if columns of ``widths`` characters are legible on it, else A3, on several pages if need be.

        What leaves room on A4 grows up to ``largest`` times.
        """
        total = sum(map(full_width, widths))
        for paper in (A4, A3):
            if total * LEAST <= 100 * paper.across:
                whole = paper.across / total
                return cls(paper, min(whole, max(1.0, min(largest, whole * SPARE))), len(widths))
        # At full size, so that what is written over the tables fits the first page at any scale.
        return cls(A3, 1.0, _page_ends(widths, 100)[0], one_page=False)


def columns_on_a_page(widths: Sequence[float]) -> int:
    """Return how many of the first columns, at least one, an A4 page takes at full size."""
    return max(1, sum(total <= A4.across for total in accumulate(map(full_width, widths))))


def set_page(sheet: Worksheet, heading: Heading, colour: str, layout: Layout) -> None:
    """Give ``sheet`` its paper, margins, header and footer; ``colour`` (``#RRGGBB``) is their ink."""
    setup = sheet.page_setup
    setup.orientation = "landscape"
    setup.paperSize = layout.paper.code
    # Programs make a sheet smaller to fit a page, and never larger: a larger one says by how much.
    fitted = layout.one_page and layout.scale <= 1
    if fitted:
        setup.fitToWidth = 1
        # As many pages down as it takes.
        setup.fitToHeight = 0
    elif layout.one_page:
        setup.scale = int(100 * layout.scale)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=fitted)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = _SIDE
    margins.top, margins.bottom, margins.header, margins.footer = _TOP, _BOTTOM, _EDGE, _EDGE
    head = (heading.left, heading.centre, heading.right)
    texts = [page_text(text, room) for text, room in zip(head, _ROOM, strict=True)]
    _fill(sheet.oddHeader, texts, colour)
    _fill(sheet.oddFooter, [page_text(heading.alert, _ROOM[0]), "&A", "Page &P sur &N"], colour)
    sheet.HeaderFooter.scaleWithDoc = False


def repeat_columns(sheet: Worksheet, layout: Layout, widths: Sequence[float], frozen: int) -> None:
    """On a sheet several pages wide, say where pages end, and repeat on each the columns kept in sight."""
    if layout.one_page:
        return
    most = layout.paper.across * _REPEATED
    repeated = sum(total <= most for total in accumulate(map(full_width, widths[:frozen])))
    if repeated:
        sheet.print_title_cols = f"A:{get_column_letter(repeated)}"
    # As few pages as the smallest letters allow, then the largest letters for that many pages.
    fewest = len(_page_ends(widths, LEAST, repeated))
    percents = range(100, LEAST - 1, -1)
    percent = next(percent for percent in percents if len(_page_ends(widths, percent, repeated)) == fewest)
    sheet.page_setup.scale = percent
    for column in _page_ends(widths, percent, repeated)[:-1]:
        sheet.col_breaks.append(Break(id=column))


def _page_ends(widths: Sequence[float], percent: int, repeated: int = 0) -> list[int]:
    """Return the last column of each page, from 1, when the ``repeated`` first ones come back on every page."""
    room = A3.across * SPARE * 100 / percent
    again = sum(map(full_width, widths[:repeated]))
    ends: list[int] = []
    used = 0.0
    for place, width in enumerate(map(full_width, widths)):
        if used and used + width > room:
            ends.append(place)
            used = again
        used += width
    return [*ends, len(widths)]


def print_at(sheet: Worksheet, scale: float) -> None:
    """Print ``sheet`` at a scale (1 is full size), whatever fits: programs then end pages where they are told to."""
    sheet.page_setup.scale = int(100 * scale)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)


def fit_on_one(sheet: Worksheet, layout: Layout, height: float, *, larger: bool = True) -> float:
    """Put on one page a sheet ``height`` points high, if its letters stay legible; return its scale, 0 if they do not.

    ``larger``: on A3 if need be.
    """
    for paper in (layout.paper, A3) if larger else (layout.paper,):
        scale = min(layout.scale * paper.across / layout.paper.across, paper.down / height)
        if 100 * min(scale, 1.0) >= LEAST:
            setup = sheet.page_setup
            setup.paperSize = paper.code
            if scale > _WORTH_IT:
                scale = min(layout.scale, SPARE * scale)
                print_at(sheet, scale)
            else:
                setup.scale, setup.fitToWidth, setup.fitToHeight = None, 1, 1
                sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
            return min(scale, 1.0) if setup.fitToHeight == 1 else scale
    return 0.0


def spare_last_page(sheet: Worksheet, layout: Layout, height: float, repeated: float) -> None:
    """Print on a page fewer a sheet ``height`` points high whose last page would be nearly empty, if it stays legible.

    ``repeated`` is what comes back at the head of each page, in points.
    """
    if not layout.one_page or layout.scale > 1:
        return
    room = layout.paper.down / layout.scale
    pages = 1 + max(0.0, height - room) / (room - repeated)
    fewer = int(pages)
    if 0 < pages - fewer < _NEARLY_EMPTY and 100 * SPARE * layout.scale * fewer / pages >= LEAST:
        sheet.page_setup.fitToHeight = fewer


def _fill(item: HeaderFooterItem | None, texts: Sequence[str], colour: str) -> None:
    if item is None:
        raise TypeError("une feuille a un en-tête et un pied de page")
    for part, text in zip((item.left, item.center, item.right), texts, strict=True):
        part.text, part.size, part.color = text, _AROUND, colour[1:].upper()


def page_text(text: str, room: int) -> str:
    """Return ``text`` for a page header, in ``room`` characters: ampersands are codes there."""
    text = safe_text(text).replace("\n", " ").replace("&", "&&")
    if len(text) <= room:
        return text
    kept = text[: room - 1]
    # A lone ampersand at the cut would swallow what follows.
    if (len(kept) - len(kept.rstrip("&"))) % 2:
        kept = kept[:-1]
    return kept.rstrip() + "…"
