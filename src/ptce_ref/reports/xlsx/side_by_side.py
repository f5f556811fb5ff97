"""A sheet where the elements of the referential are rows, and columns are pôles, or dates of one pôle.

On A4, in letters as large as the columns leave room for: the levels, as numbers, then what they rest on. Columns that
do not fit one sheet of paper go on the next. Must not know whose figures they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.own_shape import Stand
from ptce_ref.reports.view import FigureView
from ptce_ref.reports.xlsx.cell import Item, centred, greyed, label
from ptce_ref.reports.xlsx.figure import LEVEL, level_item, whole_item
from ptce_ref.reports.xlsx.long_sheet import Book, LongSheet
from ptce_ref.reports.xlsx.measure import full_width
from ptce_ref.reports.xlsx.page import LEAST, SPARE, Heading, fit_on_one, print_at
from ptce_ref.reports.xlsx.sheet import PLAIN_HEIGHT, Row
from ptce_ref.reports.xlsx.style import Look

MOST = 24
"""Columns of a sheet: more are as many pages to go through, and are better rows."""
_ON_A_PAGE = 8
_CODE, _NAME, _SPARED_NAME = 6.0, 58.0, 46.0
_NARROW, _WIDE = 12.2, 22.0
_FOR_COLUMNS = 80.0
"""Units of width that columns share while there are few of them."""
_LARGEST, _HEADING = 1.4, 30.0
_AROUND_ROWS = 270.0
"""Points of what is around the rows of both tables of a page: title, notes, headers of three lines, reasons."""
_ASKED = "Questions posées"
RESTS_ON = "Sur quoi ces niveaux reposent : la couverture et les avis donnés (n)"


def fits(count: int) -> bool:
    """Whether so many columns are few enough for such a sheet."""
    return count <= MOST


@dataclass(frozen=True)
class Standpoint:
    """A column: its name, its figures in the order of the rows, their signs if any, and why it is greyed."""

    name: str
    figures: Sequence[FigureView]
    shape: Sequence[Stand] = ()
    standing: Standing = Standing.KEPT
    reason: str = ""
    asked: int = 0
    """How many questions were asked, where columns differ by that; else 0."""


class SideBySide:
    """Writes such a sheet: ``names`` are (code, name) of its rows, ``inks`` the colours of the codes."""

    def __init__(
        self,
        book: Book,
        title: str,
        look: Look,
        heading: Heading,
        element: str,
        names: Sequence[tuple[str, str]],
        inks: Sequence[str],
        columns: int,
        *,
        alone: bool = True,
    ) -> None:
        """``element`` is the header of the names; ``columns`` the most columns of a :meth:`write`, ``alone`` or not."""
        self._coded = any(code for code, _ in names)
        self._element, self._names, self._inks = element, names, inks
        across = _evenly(columns)
        self._alone = alone and across >= columns
        width = min(_WIDE, max(_NARROW, _FOR_COLUMNS / max(1, across)))
        opening = [_CODE, _NAME] if self._coded else [_SPARED_NAME]
        self.sheet = LongSheet(
            book, title, look, heading, [*opening, *[width] * across], largest=_LARGEST if self._alone else 1.0
        )
        self._across = across
        if not self._alone:
            self._share_pages()
        # Tables with headers of their own: what comes back on each page is the title.
        self.sheet.freeze(2, len(opening), first=1)

    def _share_pages(self) -> None:
        """Where there are several pages, print at the scale at which each holds both its tables, if one can read it."""
        layout = self.sheet.layout
        height = _AROUND_ROWS + 2 * PLAIN_HEIGHT * (len(self._names) + 1)
        scale = min(1.0, SPARE * layout.paper.across / sum(map(full_width, self.sheet.widths)))
        wanted = min(scale, layout.paper.down / height)
        scale = wanted if 100 * wanted >= LEAST else max(scale, LEAST / 100)
        print_at(self.sheet.worksheet, scale)
        self.sheet.layout = replace(layout, scale=scale)

    def note(self, text: str) -> None:
        """Write a sentence over the tables."""
        self.sheet.note(text)

    def write(self, points: Sequence[Standpoint], *, shaded: bool = False) -> None:
        """Write the columns ``points``; ``shaded`` colours the levels, which are then those of one pôle."""
        for start in range(0, len(points), self._across):
            if start:
                self.sheet.new_page()
                self.sheet.leave(1)
            self._write_page(points[start : start + self._across], shaded=shaded)

    def _write_page(self, points: Sequence[Standpoint], *, shaded: bool) -> None:
        sheet = self.sheet
        before = sheet.height
        headers = [*self._opening, *(point.name for point in points)]
        look = sheet.look if shaded else None
        sheet.table(headers, self._levels(points, look))
        for point in points:
            if point.reason:
                sheet.note(typeset(f"{point.name}, {point.standing} : {point.reason}"))
        more = sheet.height - before + _HEADING + PLAIN_HEIGHT * any(point.asked for point in points)
        scale = fit_on_one(sheet.worksheet, sheet.layout, sheet.height + more, larger=False) if self._alone else 0.0
        if scale:
            sheet.layout = replace(sheet.layout, scale=scale)
        else:
            sheet.keep_together(more)
        sheet.section(typeset(RESTS_ON))
        sheet.table(headers, self._grounds(points))

    @property
    def _opening(self) -> list[str]:
        return ["Code", self._element] if self._coded else [self._element]

    def _levels(self, points: Sequence[Standpoint], look: Look | None) -> Iterator[Row]:
        for row, opening in enumerate(self._openings()):
            yield [*opening, *(_shown(_level(point, row, look), point) for point in points)]

    def _grounds(self, points: Sequence[Standpoint]) -> Iterator[Row]:
        if any(point.asked for point in points):
            opening: list[Item | str] = [*[""] * (len(self._opening) - 1), label(_ASKED)]
            yield [*opening, *(_shown(whole_item(point.asked), point) for point in points)]
        for row, opening in enumerate(self._openings()):
            yield [*opening, *(_shown(centred(_ground(point.figures[row])), point) for point in points)]

    def _openings(self) -> Iterator[list[Item | str]]:
        for (code, name), ink in zip(self._names, self._inks, strict=True):
            yield [label(code, ink), name] if self._coded else [label(name)]


def _evenly(columns: int) -> int:
    """Return how many of ``columns`` go on a page, so that the last page is no shorter than the others if it can."""
    pages = max(1, ceil(columns / _ON_A_PAGE))
    return max(1, ceil(columns / pages))


def _level(point: Standpoint, row: int, look: Look | None) -> Item:
    found = level_item(point.figures[row], look, starred=True)
    sign = point.shape[row].value if point.shape else ""
    if not sign:
        return found
    # A format, and not a text: the level stays a number.
    return Item(found.content, found.style, f'{found.number_format or LEVEL}" {sign}"', found.fill)


def _ground(figure: FigureView) -> str:
    """Return « 100 % · n 34 », or a dash when there is nothing to rest on."""
    if not figure.applicable:
        return wording.NOTHING
    voices = wording.heard(figure) if figure.fewer else f"n{wording.NBSP}{wording.told(figure.n)}"
    share = wording.share(figure.coverage).replace(" ", wording.NBSP)
    return share if figure.hidden else f"{share} · {voices}"


def _shown(item: Item, point: Standpoint) -> Item:
    return item if point.standing is Standing.KEPT else greyed([item])[0]
