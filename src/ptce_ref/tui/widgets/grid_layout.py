"""Where everything stands in the table de dialogue: whole columns, rows as high as their names ask.

Any number of rows and columns. Only arithmetic and wrapping: nothing is drawn here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len

from ptce_ref.reports.view import CoevaluationView
from ptce_ref.tui.text import one_line

_LEFT_MIN = 23
_CELL_MIN, _CELL_MAX = 11, 22
_HEAD_LINES = 2
_ROW_LINES = 2
"""A cell shows two lines; a rule follows."""


@dataclass(frozen=True)
class Band:
    """Lines that belong together: an objective (``index`` None), or a sub-objective and the rule under it."""

    names: tuple[str, ...]
    index: int | None
    top: int

    @property
    def height(self) -> int:
        return len(self.names) if self.index is None else max(_ROW_LINES, len(self.names)) + 1

    @property
    def end(self) -> int:
        return self.top + self.height


@dataclass(frozen=True)
class Layout:
    """Widths and heights for one size of the screen; ``shown`` whole columns fit side by side."""

    left: int
    cell: int
    shown: int
    heads: tuple[tuple[str, ...], ...]
    bands: tuple[Band, ...]

    @property
    def head_height(self) -> int:
        """The lines of the names of the columns, and the rule under them."""
        return max(map(len, self.heads), default=1) + 1

    @property
    def height(self) -> int:
        # No rule is needed under the last row: it would be one more line to scroll to.
        return self.head_height + (self.bands[-1].end - 1 if self.bands else 0)

    def band_at(self, line: int) -> Band | None:
        """Return the band that holds a line, counted under the heads."""
        return next((band for band in self.bands if band.top <= line < band.end), None)

    def band_of(self, row: int) -> Band:
        return next(band for band in self.bands if band.index == row)

    def top_of(self, row: int) -> int:
        """Return where a row begins; the name of the objective comes with its first row."""
        band = self.band_of(row)
        above = next((other for other in self.bands if other.index is None and other.end == band.top), band)
        return above.top


def lay_out(view: CoevaluationView, width: int, texts: Iterable[str]) -> Layout:
    """Return the layout of ``view`` in ``width`` columns; ``texts`` are all that cells may have to show."""
    themes = [one_line(theme.short) for theme in view.themes]
    words = (word for name in themes for word in name.split())
    needed = max(_CELL_MIN, max(map(cell_len, (*texts, *words)), default=0) + 1)
    left = min(_LEFT_MIN, width // 2)
    needed = min(needed, max(_CELL_MIN, width - left))
    shown = min(max(1, (width - left) // needed), max(1, len(themes)))
    cell = min((width - left) // shown, _CELL_MAX) if shown == len(themes) else needed
    cell = max(cell, min(needed, width - left))
    left = max(left, width - shown * cell) if shown < len(themes) else left
    bands: list[Band] = []

    def add(name: str, room: int, index: int | None) -> None:
        lines = tuple(wrap(one_line(name), max(8, room))) or ("",)
        bands.append(Band(lines, index, bands[-1].end if bands else 0))

    row = 0
    for objective in view.objectives:
        add(f"{objective.code} {objective.name}", width - 2, None)
        for sub in objective.sub_objectives:
            add(f"{sub.code} {sub.name}", left - 2, row)
            row += 1
    return Layout(left, cell, shown, tuple(_head(name, cell - 1) for name in themes), tuple(bands))


def _head(name: str, width: int) -> tuple[str, ...]:
    """Return the name of a column on two lines at most: the whole of it is told under the table."""
    lines = wrap(name, max(4, width)) or [""]
    if len(lines) > _HEAD_LINES:
        lines = [*lines[: _HEAD_LINES - 1], fit(" ".join(lines[_HEAD_LINES - 1 :]), width)]
    return tuple(lines)


def fit(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` columns; what does not fit ends with an ellipsis."""
    text = one_line(text)
    if cell_len(text) > width:
        while text and cell_len(text) > width - 1:
            text = text[:-1]
        text += "…"
    return text + " " * (width - cell_len(text))


def nearest(start: int, item: int, length: int, room: int) -> int:
    """Return the offset nearest to ``start`` that shows the whole item, its beginning at least."""
    if item + length > start + room:
        start = item + length - room
    return min(start, item)
