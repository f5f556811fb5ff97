"""Run by the Python that LibreOffice brings, beside it: opens a workbook, works in it as a person would, saves it.

    /usr/bin/python3 tests/office_script.py PIPE < orders.json

Imports nothing of the project: what it writes must owe nothing to our own library.
"""

import json
import sys
import time
from contextlib import suppress
from typing import Any

import uno  # type: ignore[import-not-found]  # comes with LibreOffice, not with our environment
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]  # the same
from com.sun.star.table import TableSortField  # type: ignore[import-not-found]  # the same

_ATTEMPTS, _PAUSE = 300, 0.2


def connect(pipe: str) -> Any:
    """Return the context of the office that listens on ``pipe``, which takes a while to start."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(_ATTEMPTS):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 - nobody listens yet: its own kind of error is not known before it answers
            time.sleep(_PAUSE)
    raise SystemExit("LibreOffice ne répond pas")


def named(**values: Any) -> tuple[Any, ...]:
    made = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


class Hand:
    """Works in one workbook."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def sheet(self, order: dict[str, Any]) -> Any:
        return self.document.Sheets.getByIndex(order.get("sheet", 0))

    def find(self, sheet: Any, text: str) -> tuple[int, int]:
        """Return the first (column, row) whose cell says ``text``."""
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.RangeAddress
        rows = sheet.getCellRangeByPosition(0, 0, address.EndColumn, address.EndRow).DataArray
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value == text:
                    return column, row
        raise SystemExit(f"rien ne dit {text!r}")

    def place(self, order: dict[str, Any]) -> tuple[Any, int, int]:
        """Find the cell of a row (``row``: a text in it) and of a column (``column``: its key)."""
        sheet = self.sheet(order)
        return sheet, self.find(sheet, "ptce:" + order["column"])[0], self.find(sheet, order["row"])[1]

    def type(self, order: dict[str, Any]) -> None:
        """Type in a cell: whether it makes a text, a number or a formula is the office's own business.

        Not through the view: without a screen, selecting one cell after the other crashes it now and then.
        """
        sheet, column, row = self.place(order)
        sheet.getCellByPosition(column, row).FormulaLocal = order["text"]

    def choose(self, order: dict[str, Any]) -> None:
        """Put a text in a cell as choosing it in a list does."""
        sheet, column, row = self.place(order)
        sheet.getCellByPosition(column, row).setString(order["text"])

    def clear(self, order: dict[str, Any]) -> None:
        sheet, column, row = self.place(order)
        sheet.getCellByPosition(column, row).clearContents(1 | 2 | 4 | 16)

    def insert(self, order: dict[str, Any]) -> None:
        self.sheet(order).Columns.insertByIndex(order["at"], order["count"])

    def sort(self, order: dict[str, Any]) -> None:
        """Sort the rows under the header by a column, highest first, without the protection."""
        sheet = self.sheet(order)
        sheet.unprotect("")
        top = self.find(sheet, "ptce:en-tete")[1] + 1
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        address = cursor.RangeAddress
        field = TableSortField()
        field.Field, field.IsAscending = self.find(sheet, "ptce:" + order["column"])[0], False
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        sheet.getCellRangeByPosition(0, top, address.EndColumn, address.EndRow).sort(
            named(SortFields=fields, ContainsHeader=False)
        )

    def rename(self, order: dict[str, Any]) -> None:
        self.sheet(order).Name = order["name"]

    def drop(self, order: dict[str, Any]) -> None:
        """Remove rows that hold no question, such as titles."""
        self.sheet(order).Rows.removeByIndex(order["at"], order["count"])


def main() -> None:
    job = json.load(sys.stdin)
    context = connect(sys.argv[1])
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        document = desktop.loadComponentFromURL(job["source"], "_blank", 0, named(Hidden=True))
        hand = Hand(document)
        for order in job["orders"]:
            getattr(hand, order["do"])(order)
        document.storeToURL(job["target"], named(FilterName=job["filter"]))
        document.close(True)
    finally:
        with suppress(Exception):  # the office closes the line as it leaves
            desktop.terminate()


main()
