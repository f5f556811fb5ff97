"""The one place that writes a cell: text is always text, numbers are finite numbers, a day is a date of the format.

Owns the file format's rules about text (formulas, error words, forbidden characters, escapes,
length). Must not know which sheet it writes in, nor what the text says.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from openpyxl.cell.cell import Cell

from ptce_ref.domain.text import NO_BREAK_SPACE
from ptce_ref.reports.xlsx.style import CENTRE, DATA, DATUM, GREYED, LABEL, TEXT, Look, font, solid

LIMIT = 32_767
"""The most UTF-16 units that a cell holds; programs cut the rest without a word."""

# Characters that XML 1.0 refuses, lone surrogates included; the tab and the line feed stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A reader of the format takes « _x0041_ » for « A »: the first underscore must itself be escaped.
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# First characters that make a formula as soon as somebody edits the cell.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t")


DAY, ISO_DAY = "dd/mm/yyyy", "yyyy-mm-dd"
"""How a date is shown: to read, and in a table of data."""
_FIRST_DAY = dt.date(1900, 3, 1)
NOT_AVAILABLE = "#N/A"
"""What a formula gives to a chart where there is no value: a gap, and not a zero."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, without its « = », and what it gives when the file is written. Never a text that somebody typed."""

    expression: str
    shown: str | float


@dataclass(frozen=True, slots=True)
class Item:
    """What a cell shows: text, a number, a day, a formula, or nothing (None); ``fill`` is a colour ``#RRGGBB``."""

    content: str | int | float | dt.date | Formula | None
    style: str = TEXT
    number_format: str = ""
    fill: str = ""
    ink: str = ""
    link: str = ""
    """Title of the sheet of this workbook to which the cell leads."""


def label(text: str, ink: str = "") -> Item:
    """Return a bold text, in the colour ``ink`` if given."""
    return Item(text, LABEL, ink=ink)


def centred(text: str) -> Item:
    """Return a short centred text."""
    return Item(text, CENTRE)


def number(value: float | None, number_format: str = "0", *, fill: str = "") -> Item:
    """Return a centred number; None leaves the cell empty."""
    return Item(value, CENTRE, number_format, fill)


def datum(content: str | float | dt.date | None) -> Item:
    """Return a cell of a table of data: on one line, numbers and days to the right."""
    if isinstance(content, str):
        return Item(content, DATA)
    return Item(content, DATUM, ISO_DAY if isinstance(content, dt.date) else "")


def day_of(iso: str) -> dt.date | str:
    """Return the day that « 2026-03-12 » is, to sort and compute with; the same text if the format has no such day.

    The format knows no day before 1900, and has its first two months wrong.
    """
    day = dt.date.fromisoformat(iso)
    return day if day >= _FIRST_DAY else iso


def greyed(items: Iterable[Item]) -> list[Item]:
    """Return the items of a row in grey, without colour."""
    return [replace(item, style=GREYED.get(item.style, item.style), fill="", ink="") for item in items]


def safe_text(text: str) -> str:
    """Return ``text`` as the file must hold it to be read back as typed.

    Forbidden characters are dropped; what a reader would take for an escape is escaped; a text
    over the format's limit is cut and says so.
    """
    text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = _ESCAPE_LIKE.sub("_x005F_", text)
    if _units(escaped) <= LIMIT:
        return escaped
    notice = f"\n[…] Texte coupé{NO_BREAK_SPACE}: une cellule ne tient pas plus de {LIMIT} caractères."
    room = LIMIT - _units(notice)
    kept = text[:room]
    while _units(_ESCAPE_LIKE.sub("_x005F_", kept)) > room:
        kept = kept[: -max(1, (_units(_ESCAPE_LIKE.sub("_x005F_", kept)) - room) // 7)]
    return _ESCAPE_LIKE.sub("_x005F_", kept) + notice


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def write(cell: Cell, content: str | float | dt.date | Formula | None) -> None:
    """Put text, a number, a day or a formula in ``cell``; None and "" leave it empty.

    Raises ValueError for NaN and infinity.
    """
    if content is None or content == "":
        return
    if isinstance(content, str):
        cell.value = safe_text(content)
        # openpyxl takes « =1+1 » for a formula and « #N/A » for an error: both are what somebody typed.
        cell.data_type = "s"
        if content.startswith(FORMULA_SIGNS):
            cell.quotePrefix = True
        return
    if isinstance(content, Formula):
        cell.value = f"={content.expression}"
        return
    if isinstance(content, dt.date):
        cell.value = content
        return
    if not math.isfinite(content):
        raise ValueError(f"un nombre fini était attendu, pas {content}")
    # Spreadsheets hold fifteen digits. The sixteenth is the noise of a sum, and would turn 2.25 into 2.2.
    cell.value = content if isinstance(content, int) else float(f"{content:.15g}")


def put(cell: Cell, item: Item, look: Look) -> None:
    """Write ``item`` in ``cell`` with its style, its number format and its colours."""
    cell.style = item.style
    if item.number_format:
        cell.number_format = item.number_format
    if item.fill:
        cell.fill = solid(item.fill)
        cell.font = font(look.ink_on(item.fill))
    elif item.ink:
        cell.font = font(item.ink, bold=item.style == LABEL)
    write(cell, item.content)
