"""How high a row must be for its wrapped text to be read.

A program that opens a workbook does not always compute this by itself, and then cuts the text.
Must not know what the text is: it counts letters, with the widths of Arial, and leaves a margin.
"""

from functools import lru_cache

_WIDTHS = {
    0.24: "ijl’'|",
    0.29: "ft.,:;!/()[] ·\u00a0Ir-",
    0.51: "ckszxvyJ°",
    0.57: "abdeghnopqu0123456789«»?éèêëàâùûôöîïçL–",
    0.68: "ABEKPSVXYÀÉÈÊFTZ&",
    0.74: "CDHNRUwÇ",
    0.80: "GOQœ",
    0.85: "mM%",
    1.00: "W—…@ŒÆ",
}
_EMS = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_UNKNOWN = 0.75
UNIT = 5.25
"""Points in one unit of column width: a digit of « Normal », seven pixels."""
_MARGIN = 0.71
"""What programs count in the width of a column beside its letters."""
_PADDING = 4.0
"""Points left empty at both sides of a cell."""
_LEADING = 1.27
HIGHEST = 409.0
"""Points: no program shows a higher row."""


def full_width(width: float) -> float:
    """Return the width of a column of so many characters, as the file gives it."""
    return width + _MARGIN


@lru_cache(maxsize=8192)
def line_count(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return how many lines ``text`` takes in ``width`` units, in letters of ``size`` points."""
    room = max(width * UNIT - _PADDING, size) / size
    factor = 1.08 if bold else 1.02
    return sum(_wrapped(line, room / factor) for line in text.split("\n"))


def row_height(lines: int, size: float) -> float:
    """Return the height in points of a row of ``lines`` lines of letters of ``size`` points."""
    return min(HIGHEST, round(lines * size * _LEADING + 3, 1))


def _wrapped(line: str, room: float) -> int:
    """Return the lines that one paragraph takes: words go to the next line whole, unless too long."""
    lines, used = 1, 0.0
    for word in line.split(" "):
        width = sum(_EMS.get(letter, _UNKNOWN) for letter in word)
        if used and used + _EMS[" "] + width > room:
            lines, used = lines + 1, 0.0
        used += (_EMS[" "] if used else 0.0) + width
        while used > room:
            lines, used = lines + 1, used - room
    return lines
