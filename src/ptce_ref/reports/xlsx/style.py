"""The look of the workbooks: named cell styles and colours drawn from the theme.

Must not know what is written: no view, no wording. The styles are named, so that a reader can
change the look of a whole workbook from the spreadsheet's own list of styles.
"""

from functools import lru_cache

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList

from ptce_ref.domain.theme import Theme

# A workbook cannot carry its fonts: Arial, or its twin Liberation Sans, is on every machine.
FONT = "Arial"
SIZE = 9

TITLE, CONTEXT, NOTE, ALERT, SECTION, HEADER = (
    "PTCE titre",
    "PTCE contexte",
    "PTCE note",
    "PTCE mention",
    "PTCE rubrique",
    "PTCE en-tête",
)
TEXT, LABEL, CENTRE, QUIET = "PTCE texte", "PTCE intitulé", "PTCE centré", "PTCE discret"
DATA, DATUM, GRID, UPRIGHT = "PTCE donnée", "PTCE donnée chiffrée", "PTCE case", "PTCE en-tête vertical"
GREY_TEXT, GREY_CENTRE = "PTCE texte grisé", "PTCE centré grisé"
INDENTED = {TEXT, GREY_TEXT}
"""Styles whose text begins one character in."""
WRAPPED = {HEADER, TEXT, LABEL, CENTRE, QUIET, GRID, GREY_TEXT, GREY_CENTRE}
"""Styles whose text goes to the next line."""
GREYED = {TEXT: GREY_TEXT, LABEL: GREY_TEXT, QUIET: GREY_TEXT, CENTRE: GREY_CENTRE}
"""What each style of a row becomes when the row is greyed."""


def rgb(colour: str) -> str:
    """Return ``#1F2A33`` as the file format writes it: ``FF1F2A33``."""
    return "FF" + colour[1:].upper()


@lru_cache(maxsize=4096)
def solid(colour: str) -> PatternFill:
    """Return the plain fill of a colour ``#RRGGBB``."""
    return PatternFill("solid", fgColor=rgb(colour))


@lru_cache(maxsize=64)
def font(colour: str, *, bold: bool = False, italic: bool = False, size: int = SIZE) -> Font:
    """Return the workbook's font in a colour ``#RRGGBB``."""
    return Font(name=FONT, size=size, bold=bold, italic=italic, color=rgb(colour))


class Look:
    """The theme, as a workbook needs it."""

    def __init__(self, theme: Theme) -> None:
        self.colours = theme.colours
        self.logo = theme.folder / theme.logo if theme.logo else None

    def register(self, workbook: Workbook) -> None:
        """Give ``workbook`` its named styles; to be done once, before anything is written."""
        colours = self.colours
        # The first font is the one of « Normal »: it measures column widths, and readers type in it.
        # openpyxl fixes it to Calibri without a public way to choose.
        setattr(workbook, "_fonts", IndexedList([Font(name=FONT, size=10)]))  # noqa: B010 - see above
        left = Alignment(vertical="top", wrap_text=True)
        set_in = Alignment(vertical="top", wrap_text=True, indent=1)
        thin = Side("thin", color=rgb(colours.rule))
        under, around = Border(bottom=thin), Border(left=thin, right=thin, top=thin, bottom=thin)
        centred = Alignment(horizontal="center", vertical="top", wrap_text=True)
        ink, muted = colours.ink, colours.muted
        for name, letters, alignment, border, fill in (
            (TITLE, font(colours.accent, bold=True, size=16), Alignment(vertical="center"), None, None),
            (CONTEXT, font(ink, size=10), left, None, None),
            (NOTE, font(muted), left, None, None),
            (ALERT, font(colours.alert, bold=True, size=10), left, None, None),
            (SECTION, font(colours.accent, bold=True, size=12), Alignment(vertical="bottom"), None, None),
            (
                HEADER,
                font("#FFFFFF", bold=True),
                Alignment(horizontal="center", vertical="center", wrap_text=True),
                under,
                solid(colours.accent),
            ),
            (
                UPRIGHT,
                font("#FFFFFF", bold=True),
                Alignment(horizontal="center", vertical="bottom", wrap_text=True, text_rotation=90),
                under,
                solid(colours.accent),
            ),
            (TEXT, font(ink), set_in, under, None),
            (LABEL, font(ink, bold=True), left, under, None),
            (CENTRE, font(ink), centred, under, None),
            (QUIET, font(muted), centred, under, None),
            (GRID, font(ink), Alignment(horizontal="center", vertical="center", wrap_text=True), around, None),
            (DATA, font(ink), Alignment(vertical="top"), under, None),
            (DATUM, font(ink), Alignment(horizontal="right", vertical="top", indent=1), under, None),
            (GREY_TEXT, font(muted, italic=True), set_in, under, solid(colours.ground)),
            (GREY_CENTRE, font(muted, italic=True), centred, under, solid(colours.ground)),
        ):
            workbook.add_named_style(
                NamedStyle(name, font=letters, alignment=alignment, border=border, fill=fill or PatternFill())
            )

    def heat(self, value: float) -> str:
        """Return the background of a value 0..1."""
        return self.colours.of_value(value)

    def ink_on(self, background: str) -> str:
        """Return what is readable on ``background``: the ink, white or black (WCAG contrast)."""
        return self.colours.ink_on(background)
