"""The logo of a theme, at the top right of the first sheet of a workbook. Without one, nothing is added."""

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from PIL import UnidentifiedImageError

from ptce_ref.domain.theme import ThemeError
from ptce_ref.reports.xlsx.measure import full_width
from ptce_ref.reports.xlsx.sheet import Sheet

_TALL, _WIDE = 44.0, 180.0
"""Pixels: as tall as the title and the line under it, and never over the title itself."""
_PIXELS_PER_CHARACTER = 7.0
_EMU = 9525
"""Units of the format in a pixel (96 to the inch, 914,400 units to the inch)."""


def place_logo(sheet: Sheet) -> None:
    """Put the logo of the look of ``sheet`` at the right of what is printed of it.

    Raises ThemeError when it is no image that can be read.
    """
    path = sheet.look.logo
    if path is None:
        return
    try:
        image = Image(str(path))
    except (OSError, ValueError, UnidentifiedImageError) as error:
        raise ThemeError(f"Le logo du thème n’est pas une image lisible\u00a0: {path}") from error
    scale = min(_TALL / image.height, _WIDE / image.width, 1.0)
    width, height = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    left = sum(_pixels(each) for each in sheet.widths[: sheet.layout.first]) - width
    column = 0
    while column < len(sheet.widths) - 1 and left >= _pixels(sheet.widths[column]):
        left -= _pixels(sheet.widths[column])
        column += 1
    image.anchor = OneCellAnchor(
        _from=AnchorMarker(col=column, colOff=max(0, round(left)) * _EMU, row=0, rowOff=0),
        ext=XDRPositiveSize2D(width * _EMU, height * _EMU),
    )
    sheet.worksheet.add_image(image)


def _pixels(width: float) -> float:
    return full_width(width) * _PIXELS_PER_CHARACTER
