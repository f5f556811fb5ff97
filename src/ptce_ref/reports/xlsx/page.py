"""How a sheet prints: A4 landscape, one page wide, who and when around it.

Must not know what the sheet holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ptce_ref.reports.xlsx.cell import safe_text

_A4 = 9
_SIZE = 8
_ROOM = (95, 60, 30)
"""Characters of the left, centre and right of a page header: a file whose header goes over 255 is refused."""


@dataclass(frozen=True)
class Heading:
    """What every sheet of a workbook repeats: ``context`` under the title and, on paper, around it."""

    context: str
    alert: str
    """« Démonstration : pôle fictif » and the like; may be empty."""
    left: str
    centre: str
    right: str


def set_page(sheet: Worksheet, heading: Heading, colour: str) -> None:
    """Give ``sheet`` its paper, margins, header and footer; ``colour`` (``#RRGGBB``) is their ink."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    # As many pages down as it takes.
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.75, 0.65, 0.3, 0.3
    head = (heading.left, heading.centre, heading.right)
    texts = [page_text(text, room) for text, room in zip(head, _ROOM, strict=True)]
    _fill(sheet.oddHeader, texts, colour)
    _fill(sheet.oddFooter, [page_text(heading.alert, _ROOM[0]), "&A", "Page &P sur &N"], colour)


def _fill(item: HeaderFooterItem | None, texts: Sequence[str], colour: str) -> None:
    if item is None:
        raise TypeError("une feuille a un en-tête et un pied de page")
    for part, text in zip((item.left, item.center, item.right), texts, strict=True):
        part.text, part.size, part.color = text, _SIZE, colour[1:].upper()


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
