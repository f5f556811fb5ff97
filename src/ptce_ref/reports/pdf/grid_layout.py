"""Where everything goes on the table de dialogue: size of the titles, height of the rows, pages.

Owns the fitting of any number of rows, columns and questions to a sheet. Draws nothing and must
not know what a level or a college is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth

from ptce_ref.reports.pdf.text import Typesetter
from ptce_ref.reports.view import CellView, CoevaluationView

SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
"""Sizes tried for the titles of questions, in points; nothing is printed smaller than the last."""
PAGED_SIZE = 8.0
PADDING = 3.5
LEADING = 1.16
WRITING_ROOM = 24.0
"""Points left free in a blank cell, about 9 mm: one line of handwriting, or the top of a sticky note."""
NARROWEST = 74.0
TALLEST_ROW = 165.0
_LONGEST_TITLE = 160
SET_ASIDE = "ne concerne pas"
"""After the title of a question that does not concern the pôle, on a filled table."""


@dataclass(frozen=True)
class TitleLine:
    """A printed line of a cell; ``code`` only on the first line of a title."""

    code: str
    text: str


@dataclass(frozen=True)
class Row:
    """A row, or the part of a very tall one that fits a page. ``lines`` has one entry a column."""

    position: int
    group: int
    lines: tuple[tuple[TitleLine, ...], ...]
    need: float
    continued: bool = False


@dataclass(frozen=True)
class Sheet:
    """One page: its rows with their heights, and its columns."""

    rows: tuple[tuple[Row, float], ...]
    columns: range

    @property
    def shown(self) -> list[tuple[int, bool]]:
        """Which rows it holds: their positions, and whether each goes on from the sheet above."""
        return [(row.position, row.continued) for row, _ in self.rows]


@dataclass(frozen=True)
class Frame:
    """What the page gives: width for the columns of themes, height for the rows, in points."""

    width: float
    height: float


class GridLayout:
    """The plan of one table de dialogue, for as many rows, columns and questions as it has."""

    def __init__(self, view: CoevaluationView, typesetter: Typesetter, *, filled: bool) -> None:
        self._view, self._type, self._filled = view, typesetter, filled
        self._groups = [i for i, objective in enumerate(view.objectives) for _ in objective.sub_objectives]

    def fit(self, frame: Frame, least: float, *, apart: bool = False) -> tuple[float, tuple[Sheet, ...]]:
        """Return the size of the titles and the sheets, for rows at least ``least`` points tall.

        ``apart`` gives a sheet of its own to each objective that holds on one, which leaves more room to write.
        """
        for size in SIZES:
            if len(self._chunks(frame.width)) > 1:
                break
            rows = self._rows(range(len(self._view.themes)), frame.width, size, least)
            if sum(row.need for row in rows) <= frame.height and all(not row.continued for row in rows):
                return size, (self._stretch(rows, range(len(self._view.themes)), frame.height),)
        sheets: list[Sheet] = []
        for columns in self._chunks(frame.width):
            rows = self._rows(columns, frame.width, PAGED_SIZE, least)
            parts = [
                part
                for row in rows
                for part in _split(row, frame.height, PAGED_SIZE * LEADING, self._below(row, columns))
            ]
            sheets += [
                self._stretch(page, columns, frame.height) for page in _paginate(parts, frame.height, apart=apart)
            ]
        return PAGED_SIZE, tuple(sheets)

    def _chunks(self, width: float) -> list[range]:
        """Return the columns by page, evenly: all of them unless they would be too narrow to read."""
        count = len(self._view.themes)
        most = max(1, int(width // NARROWEST))
        pages = -(-count // most)
        each = -(-count // pages)
        return [range(start, min(start + each, count)) for start in range(0, count, each)]

    def _rows(self, columns: range, width: float, size: float, least: float) -> list[Row]:
        inner = width / len(columns) - 2 * PADDING
        rows: list[Row] = []
        for position, cells in enumerate(self._view.cells):
            lines = tuple(self._lines(cells[column], inner, size) for column in columns)
            tallest = max((len(found) for found in lines), default=0) * size * LEADING
            need = max(least, tallest + 2 * PADDING + self._below_cells([cells[c] for c in columns]))
            rows.append(Row(position, self._groups[position], lines, need))
        return rows

    def _below(self, row: Row, columns: range) -> float:
        return self._below_cells([self._view.cells[row.position][column] for column in columns])

    def _below_cells(self, cells: Sequence[CellView | None]) -> float:
        return figures_height(cells) if self._filled else WRITING_ROOM

    def _lines(self, cell: CellView | None, width: float, size: float) -> tuple[TitleLine, ...]:
        found: list[TitleLine] = []
        bold, normal = self._type.fonts.bold, self._type.fonts.normal
        for code, title in cell.titles if cell else ():
            shown = title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE].rstrip()}…"
            if self._filled and cell is not None and code in cell.set_aside:
                # The figures at the foot of the cell leave it out: without this word they would seem wrong.
                shown = f"{shown} ({SET_ASIDE})"
            indent = stringWidth(f"{self._type.line(code)} ", bold, size)
            first, *others = self._type.wrap(shown, normal, size, width, indent=indent)
            found.append(TitleLine(code, first))
            found += [TitleLine("", text) for text in others]
        return tuple(found)

    def _stretch(self, rows: Sequence[Row], columns: range, height: float) -> Sheet:
        """Return the sheet whose rows share the height that is left, none taller than is useful."""
        spare = max(0.0, height - sum(row.need for row in rows)) / len(rows)
        return Sheet(tuple((row, max(row.need, min(row.need + spare, TALLEST_ROW))) for row in rows), columns)


def figures_height(cells: Sequence[CellView | None]) -> float:
    """Return the points that figures and marks take at the foot of the cells of a row."""
    marked = any(cell and (cell.divided or cell.unknown or cell.figure.alerts) for cell in cells)
    return 24.0 if marked else 14.0


def _split(row: Row, height: float, leading: float, below: float) -> list[Row]:
    """Return ``row``, cut in parts when it is taller than the page."""
    if row.need <= height:
        return [row]
    most = max(1, int((height - 2 * PADDING - below) // leading))
    parts = [_parts(lines, most) for lines in row.lines]
    return [
        Row(
            row.position,
            row.group,
            tuple(part[i] if i < len(part) else () for part in parts),
            height,
            continued=i > 0,
        )
        for i in range(max(len(part) for part in parts))
    ]


def _parts(lines: Sequence[TitleLine], most: int) -> list[tuple[TitleLine, ...]]:
    """Return the lines of a cell in parts of at most ``most`` lines, cut between two titles."""
    titles: list[list[TitleLine]] = []
    for line in lines:
        if line.code or not titles:
            titles.append([])
        titles[-1].append(line)
    parts: list[list[TitleLine]] = [[]]
    for title in titles:
        if parts[-1] and len(parts[-1]) + len(title) > most:
            parts.append([])
        parts[-1] += title
    return [tuple(part) for part in parts]


def _paginate(rows: Sequence[Row], height: float, *, apart: bool) -> list[list[Row]]:
    """Return the rows by page: whole objectives when each holds on a page, else pages of even height."""
    groups: list[list[Row]] = []
    for row in rows:
        if groups and groups[-1][0].group == row.group:
            groups[-1].append(row)
        else:
            groups.append([row])
    whole = all(_height(group) <= height for group in groups)
    if whole:
        return groups if apart else _fill(groups, height)
    pages = -(-_height(rows) // height)
    tallest = max(row.need for row in rows)
    # Half a row more than the even share, so that rounding does not leave one row to a last page.
    return _fill([[row] for row in rows], min(height, _height(rows) / pages + tallest / 2))


def _fill(blocks: Sequence[Sequence[Row]], height: float) -> list[list[Row]]:
    """Return the blocks by page, none cut, each page at most ``height`` tall unless one block is taller."""
    pages: list[list[Row]] = [[]]
    for block in blocks:
        if pages[-1] and _height(pages[-1]) + _height(block) > height:
            pages.append([])
        pages[-1] += block
    return pages


def _height(rows: Sequence[Row]) -> float:
    return sum(row.need for row in rows)
