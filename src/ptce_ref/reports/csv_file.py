"""Writes a table of data as CSV: UTF-8 without mark, commas, a point for decimals, as data.gouv.fr asks.

A spreadsheet that opens a CSV takes « =1+1 » for a formula, quoted or not: such a text is written after
an apostrophe, and counted, so that it can be said.
"""

import csv
import io
import math
import re
from collections.abc import Callable
from typing import BinaryIO

from ptce_ref.reports.data_table import DataTable, Value
from ptce_ref.reports.table_schema import FALSE, TRUE

# With the apostrophes already there: taking one away always gives the text back.
_FORMULA = re.compile(r"\s*'*[=+\-@\t]")
_PAUSE = 250


def write_csv(table: DataTable, target: BinaryIO, go_on: Callable[[], None] = lambda: None) -> int:
    """Write ``table`` into ``target``; return how many texts were kept from being taken for formulas.

    ``go_on`` is called all along; what it raises stops there.
    """
    stream = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=False)
    try:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([field.name for field in table.fields])
        kept = 0
        for number, row in enumerate(table.rows()):
            if number % _PAUSE == 0:
                go_on()
            cells = [_written(value) for value in row]
            kept += sum(cell != value for cell, value in zip(cells, row, strict=True) if isinstance(value, str))
            writer.writerow(cells)
        stream.flush()
    finally:
        # The file is not ours to close.
        stream.detach()
    return kept


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    if not math.isfinite(value):
        raise ValueError(f"un nombre fini était attendu, pas {value}")
    # The shortest writing that reads back as the same number.
    return repr(value)
