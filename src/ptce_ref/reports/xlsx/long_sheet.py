"""A sheet whose rows go to a temporary file as they are made: any number of them takes no memory.

Same layout and same cells as :class:`~ptce_ref.reports.xlsx.sheet.Sheet`. Owns how a row is written in
the format, which openpyxl does several times more slowly; everything else of the sheet is openpyxl's.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import Self
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter

from ptce_ref.domain.text import typeset
from ptce_ref.reports.xlsx.cell import FORMULA_SIGNS, NOT_AVAILABLE, Formula, Item, put, safe_text
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import PLAIN_HEIGHT, Row, Sheet
from ptce_ref.reports.xlsx.style import NOTE, Look

MOST_ROWS = 1_048_576
"""The rows of a sheet, in the format."""
_DAY_ZERO = dt.date(1899, 12, 30)
"""The day that the format counts from."""
_PIECE = 1 << 16
"""Characters kept before they are written."""
_PAUSE = 250
"""Rows between two questions whether to go on."""

Finish = tuple[str, str, str, str, str]
"""What makes the style of a cell: style, number format, fill, ink, and a sign when its text begins like a formula."""


@dataclass(frozen=True)
class Book:
    """A workbook with long sheets; ``go_on`` is called while they are filled, and may raise to stop."""

    workbook: Workbook
    go_on: Callable[[], None] = lambda: None
    long_sheets: list["LongSheet"] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Erase the temporary files, whatever happened."""
        for sheet in self.long_sheets:
            sheet.rows.close()


class LongSheet(Sheet):
    """Writes one sheet from its first row down; a row once written is gone."""

    def __init__(
        self,
        book: Book,
        name: str,
        look: Look,
        heading: Heading,
        widths: Sequence[float],
        *,
        printed: int | None = None,
        largest: float = 1.0,
    ) -> None:
        self.book = book
        self.rows = TemporaryFile(prefix="ptce-")  # noqa: SIM115 - the book closes it, and it is then erased
        self.links: list[str] = []
        self._pieces: list[str] = []
        self._pending = 0
        self._letters = [get_column_letter(position) for position in range(1, len(widths) + 1)]
        self._styles: dict[Finish, int] = {}
        self._over = False
        super().__init__(book.workbook, name, look, heading, widths, printed=printed, largest=largest)
        book.long_sheets.append(self)

    @property
    def dimension(self) -> str:
        """The cells of the sheet, « A1:F120 »."""
        return f"A1:{self._letters[-1]}{self.row}"

    def table(self, headers: Row, rows: Iterable[Row], *, frozen: int = 0, name: str = "") -> range:
        """Write a table as :class:`Sheet` does; what goes over the rows of a sheet is left out, and said."""
        found = super().table(headers, self._fitting(rows), frozen=frozen, name=name)
        if self._over:
            said = "La feuille est pleine : il y a d’autres lignes, que l’export CSV de la comparaison donne toutes."
            self._line(typeset(said), NOTE)
        return found

    def close(self) -> None:
        """Put the last rows in the file, and go back to its first."""
        self._flush()
        self.rows.seek(0)

    def hyperlinks(self) -> str:
        """Return the links of the sheet, as the format writes them."""
        return f"<hyperlinks>{''.join(self.links)}</hyperlinks>" if self.links else ""

    def _fitting(self, rows: Iterable[Row]) -> Iterable[Row]:
        for row in rows:
            if self.row + 1 >= MOST_ROWS:
                self._over = True
                return
            if self.row % _PAUSE == 0:
                self.book.go_on()
            yield row

    def _row(self, items: Sequence[Item], height: float = 0) -> None:
        self.row += 1
        fitted = height or self._height(items)
        self._grow(fitted or PLAIN_HEIGHT)
        fixed = ' customHeight="1"' if height else ""
        self._write(items, f' ht="{fitted:g}"{fixed}' if fitted else "")

    def _line(self, text: str, style: str, height: float = 0) -> None:
        self.row += 1
        taken = height or self._line_height(text, style)
        self._grow(taken)
        self._write([Item(text, style)], f' ht="{taken:g}" customHeight="1"')
        if self._across > 1:
            self.worksheet.merged_cells.add(f"A{self.row}:{self._letters[self._across - 1]}{self.row}")

    def _write(self, items: Sequence[Item], height: str) -> None:
        cells = [self._cell_text(letter, item) for letter, item in zip(self._letters, items, strict=False)]
        text = f'<row r="{self.row}"{height}>{"".join(cells)}</row>'
        self._pieces.append(text)
        self._pending += len(text)
        if self._pending > _PIECE:
            self._flush()

    def _flush(self) -> None:
        self.rows.write("".join(self._pieces).encode())
        self._pieces.clear()
        self._pending = 0

    def _cell_text(self, letter: str, item: Item) -> str:
        content = item.content
        sign = "=" if isinstance(content, str) and content.startswith(FORMULA_SIGNS) else ""
        finish = (item.style, item.number_format, item.fill, item.ink, sign)
        style = self._styles.get(finish)
        if style is None:
            style = self._styles[finish] = self._style(finish)
        start = f'<c r="{letter}{self.row}" s="{style}"'
        if item.link:
            target = quoteattr(f"'{item.link}'!A1")
            self.links.append(f'<hyperlink ref="{letter}{self.row}" location={target}/>')
        if content is None or content == "":
            return f"{start}/>"
        if isinstance(content, str):
            text = escape(safe_text(content))
            space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
            return f'{start} t="inlineStr"><is><t{space}>{text}</t></is></c>'
        if isinstance(content, Formula):
            return start + _formula(content)
        if isinstance(content, dt.date):
            return f"{start}><v>{(content - _DAY_ZERO).days}</v></c>"
        if not math.isfinite(content):
            raise ValueError(f"un nombre fini était attendu, pas {content}")
        # Fifteen digits, as everywhere else in the workbooks.
        return f"{start}><v>{content if isinstance(content, int) else format(content, '.15g')}</v></c>"

    def _style(self, finish: Finish) -> int:
        """Return the number under which the workbook keeps a style, found with a cell that is in no sheet."""
        style, number_format, fill, ink, sign = finish
        cell = Cell(self.worksheet, row=1, column=1)
        put(cell, Item(sign or None, style, number_format, fill, ink), self.look)
        return cell.style_id


def _formula(formula: Formula) -> str:
    """Return the end of a cell: a formula, and what it gives, for programs that compute nothing."""
    shown, expression = formula.shown, f"<f>{escape(formula.expression)}</f>"
    if isinstance(shown, str):
        kind = "e" if shown == NOT_AVAILABLE else "str"
        return f' t="{kind}">{expression}<v>{escape(safe_text(shown))}</v></c>'
    return f">{expression}<v>{shown:.15g}</v></c>"
