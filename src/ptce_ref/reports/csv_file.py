"""Writes a table of data as CSV: for programs, UTF-8 without mark, commas, a point for decimals, as data.gouv.fr asks.

A French spreadsheet takes « 2.5 » for a text: for it, semicolons, a comma for decimals, and the mark without which
Excel reads UTF-8 as something else.

A spreadsheet that opens a CSV takes « =1+1 » for a formula, quoted or not: such a text is written after
an apostrophe, and counted, so that it can be said.
"""

import csv
import io
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Literal

from ptce_ref.reports.data_table import DataTable, Value

# With the apostrophes already there: taking one away always gives the text back.
_FORMULA = re.compile(r"\s*'*[=+\-@\t]")
TRUE, FALSE = "oui", "non"
_PAUSE = 250


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written."""

    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."
    quoted: bool = False
    """Whether every cell is between quotes: LibreOffice cuts at commas too, unless it is told not to."""


FOR_PROGRAMS, FOR_SPREADSHEETS = Dialect(), Dialect("utf-8-sig", ";", ",", quoted=True)


def write_csv(
    table: DataTable,
    target: BinaryIO,
    go_on: Callable[[], None] = lambda: None,
    dialect: Dialect = FOR_PROGRAMS,
) -> int:
    """Write ``table`` into ``target``; return how many texts were kept from being taken for formulas.

    ``go_on`` is called all along; what it raises stops there.
    """
    stream = io.TextIOWrapper(target, encoding=dialect.encoding, newline="", write_through=False)
    try:
        quoting: Literal[0, 1] = csv.QUOTE_ALL if dialect.quoted else csv.QUOTE_MINIMAL
        writer = csv.writer(stream, delimiter=dialect.separator, quoting=quoting, lineterminator="\r\n")
        writer.writerow([field.name for field in table.fields])
        kept = 0
        for number, row in enumerate(table.rows()):
            if number % _PAUSE == 0:
                go_on()
            cells = [_written(value, dialect.decimal) for value in row]
            kept += sum(cell != value for cell, value in zip(cells, row, strict=True) if isinstance(value, str))
            writer.writerow(cells)
        stream.flush()
    finally:
        # The file is not ours to close.
        stream.detach()
    return kept


def _written(value: Value, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    if not math.isfinite(value):
        raise ValueError(f"un nombre fini était attendu, pas {value}")
    # The shortest writing that reads back as the same number.
    return repr(value).replace(".", decimal)
