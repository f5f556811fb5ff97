"""The table de dialogue on paper: sub-objectives × themes, blank to write on or filled.

« Une table de dialogue, pas une grille de notes » : it shows where people agree, disagree and do
not know, question by question. Must not know how opinions are collected.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import BinaryIO

from reportlab.lib.pagesizes import A1, A2, A3, A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.grid_cell import Box, counted, draw_empty, draw_figures, draw_titles, draw_value, shown_level
from ptce_ref.reports.pdf.grid_heading import draw_foot, draw_heading, heading_height
from ptce_ref.reports.pdf.grid_layout import Frame, GridLayout, Row, Sheet
from ptce_ref.reports.pdf.shape import draw_symbol
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag import Element, cell, figure
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas
from ptce_ref.reports.view import CoevaluationView, FigureView

PAPERS = {"a4": landscape(A4), "a3": landscape(A3), "a2": landscape(A2), "a1": landscape(A1)}
"""The papers it is printed on, in points, by the word of the command; A2 and A1 are for the wall."""
_MARGIN = 30.0
_BAND = 26.0
_NAMES = 112.0
_COLUMNS_HEIGHT = 38.0
_FOOT = 30.0
_ZOOM_STEP = 0.9
_ROOMY = 1.35
"""How much larger the letters may be on a sheet that is read on a table."""
_HEAD_SIZES = ((8.5, 10.0, 2), (8.0, 9.4, 2), (7.5, 8.6, 3))
"""Sizes tried for the head of a column, in points, with the space between lines and how many hold."""
_BAND_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
_SYMBOL = 32.0
"""What the symbol of an objective takes of its band."""


def write_dialogue_grid(
    view: CoevaluationView, theme: Theme, target: BinaryIO, *, filled: bool, paper: str = "a3"
) -> None:
    """Write the table de dialogue of ``view`` as a PDF on landscape pages of ``paper`` to ``target``.

    Blank, each cell lists its questions and leaves room to write. Filled, it also shows level,
    coverage, n and marks of divergence; coverage alone when ``view.hidden``. ``paper`` is a key of
    :data:`PAPERS`. On A4 the table goes on over several sheets, cut between objectives and between themes;
    on A2 and A1 it is one sheet, in letters as large as the paper allows. Raises ThemeError when a font of the
    theme cannot be used. Where the paper has room left, letters are enlarged, and no sheet is added for that.
    """
    look = Look(theme)
    page = PAPERS[paper]
    canvas = TaggedCanvas(
        target,
        pagesize=page,
        invariant=1,
        lang="fr-FR",
        initialFontName=look.fonts.normal,
    )
    title = f"Table de dialogue{'' if filled else ' vierge'} – {view.pole.name}"
    canvas.setTitle(look.type.line(title))
    canvas.setAuthor(look.type.line(view.pole.name))
    canvas.setSubject(look.type.line(f"{view.title}, {wording.long_date(view.date)}"))
    canvas.setCreator("ptce-ref")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _enlarged_grid(view, look, canvas, page, filled=filled).draw()
    canvas.save()


def _enlarged_grid(
    view: CoevaluationView, look: Look, canvas: TaggedCanvas, page: tuple[float, float], *, filled: bool
) -> "_Grid":
    """Return the table in letters as large as its sheets allow, with no more sheets and no smaller titles for it."""
    # A wall is read from afar: the sheet is that of A3, enlarged; less so if it would not hold on one sheet.
    zoom = max(_ROOMY, page[0] / PAPERS["a3"][0])
    plain = grid = _Grid(view, look, canvas, page, 1.0, filled=filled)
    while zoom > 1:
        grid = _Grid(view, look, canvas, page, zoom, filled=filled)
        if len(grid.sheets) <= len(plain.sheets) and grid.size * zoom >= plain.size:
            return grid
        zoom *= _ZOOM_STEP
    return plain


class _Grid:
    """One table de dialogue on its canvas, drawn ``zoom`` times larger than its measures say."""

    def __init__(
        self,
        view: CoevaluationView,
        look: Look,
        canvas: TaggedCanvas,
        page: tuple[float, float],
        zoom: float,
        *,
        filled: bool,
    ) -> None:
        self.view, self.look, self.canvas, self.filled, self.zoom = view, look, canvas, filled, zoom
        width, height = (length / zoom for length in page)
        self.page = Box(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN)
        self.left = _MARGIN + _BAND + _NAMES
        self.top = height - _MARGIN - heading_height(self.page.width) - _COLUMNS_HEIGHT
        self.frame = Frame(width - _MARGIN - self.left, self.top - _MARGIN - _FOOT)
        least = 58.0 if filled else 46.0
        self.size, self.sheets = GridLayout(view, look.type, filled=filled).fit(
            self.frame, least, apart=page == PAPERS["a4"]
        )
        self.bands = self._band_names()
        self.empty: list[tuple[Box, Element]] = []
        """The cells of the page where no question stands, with what they are for those who hear it."""

    def draw(self) -> None:
        page = self.page
        for number, sheet in enumerate(self.sheets, start=1):
            if self.zoom > 1:
                self.canvas.scale(self.zoom, self.zoom)
            self.canvas.repeating = number > 1
            draw_heading(self.canvas, self.look, self.view, page, filled=self.filled)
            self.canvas.repeating = False
            self._draw_table(sheet, self.size)
            self.canvas.repeating = number > 1
            numbered = f"page {number} sur {len(self.sheets)}"
            draw_foot(self.canvas, self.look, self.view, page, numbered, self._beside(sheet))
            self.canvas.decorate(0)
            self._draw_empty()
            if number == 1:
                self.canvas.bookmarkPage("table")
                self.canvas.addOutlineEntry("Table de dialogue", "table", 0)
            self.canvas.showPage()

    def _beside(self, sheet: Sheet) -> str:
        """Return where the sheets that go on from this one are, for who tapes them together; empty when none does."""
        place = self.sheets.index(sheet)
        said = []
        for number, other in enumerate(self.sheets, start=1):
            if other.columns.start == sheet.columns.stop and other.shown == sheet.shown:
                said.append(f"à droite{wording.NBSP}: page{wording.NBSP}{number}")
            elif number == place + 2 and other.columns == sheet.columns:
                said.append(f"dessous{wording.NBSP}: page{wording.NBSP}{number}")
        return " · ".join(sorted(said))

    def _draw_table(self, sheet: Sheet, size: float) -> None:
        """Draw what a sheet holds; each sheet is a table of its own, with its heads, for those who hear it."""
        table = self.canvas.tree.add_block("Table")
        self._draw_columns(sheet, Element("TR", table))
        self._draw_rows(sheet, size, table)

    def _draw_empty(self) -> None:
        """Draw the cells where no question stands, each a figure that says so."""
        canvas = self.canvas
        for box, place in self.empty:
            start = canvas.reached()
            draw_empty(canvas, self.look, box)
            self._draw_edge(box)
            edges = tuple(self.zoom * place for place in (box.x, box.y, box.x + box.width, box.y + box.height))
            canvas.picture(canvas.tree.add_block("Figure", figure("Pas de question ici", edges), place), start)
        self.empty.clear()

    def _draw_edge(self, box: Box) -> None:
        self.canvas.setStrokeColor(self.look.rule)
        self.canvas.setLineWidth(0.6)
        self.canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=0)

    def _draw_columns(self, sheet: Sheet, heads: Element) -> None:
        canvas, look = self.canvas, self.look
        Element("TD", heads, cell(columns=2))
        width = self.frame.width / len(sheet.columns)
        size, leading, most = self._head_size(width - 8)
        canvas.setFillColor(look.ink)
        canvas.rect(self.left, self.top, self.frame.width, _COLUMNS_HEIGHT, stroke=0, fill=1)
        for place, column in enumerate(sheet.columns):
            theme = self.view.themes[column]
            said = Element("TH", heads, cell(head="Column"))
            canvas.tell("P", said)
            x = self.left + place * width
            lines = look.type.fit_lines(theme.name, look.fonts.bold, size, width - 8, most)
            y = self.top + (_COLUMNS_HEIGHT + len(lines) * leading) / 2 - 0.8 * leading + (4.8 if self.filled else 0)
            canvas.setFillColor(look.ink_on(look.ink))
            canvas.setFont(look.fonts.bold, size)
            for line in lines:
                canvas.drawString(x + 4, y, line)
                y -= leading
            if self.filled:
                canvas.tell("P", said)
                canvas.setFont(look.fonts.normal, 7)
                canvas.drawString(x + 4, self.top + 4, _summary(theme.figure))

    def _head_size(self, width: float) -> tuple[float, float, int]:
        """Return the size, the leading and the most lines at which the head of every column holds in ``width``."""
        typed, bold = self.look.type, self.look.fonts.bold
        return next(
            (
                (size, leading, most)
                for size, leading, most in _HEAD_SIZES
                if all(len(typed.wrap(theme.name, bold, size, width)) <= most for theme in self.view.themes)
            ),
            _HEAD_SIZES[0],
        )

    def _draw_rows(self, sheet: Sheet, size: float, table: Element) -> None:
        y = self.top
        for group, rows in groupby(sheet.rows, key=lambda part: part[0].group):
            y = self._draw_group(group, list(rows), sheet.columns, size, y, table)

    def _band_names(self) -> tuple[float, dict[int, str]]:
        """Return the size, the same for every band, at which the names of the objectives hold, and these names."""
        room: dict[int, float] = {}
        for sheet in self.sheets:
            for group, rows in groupby(sheet.rows, key=lambda part: part[0].group):
                height = sum(taken for _, taken in rows)
                room[group] = min(room.get(group, height), height)
        names = {group: self.look.type.line(f"{o.code} · {o.name}") for group, o in enumerate(self.view.objectives)}
        bold = self.look.fonts.bold
        holding = (
            size
            for size in _BAND_SIZES
            if all(stringWidth(names[group], bold, size) <= height - _SYMBOL for group, height in room.items())
        )
        return next(holding, _BAND_SIZES[-1]), names

    def _draw_group(
        self, group: int, rows: Sequence[tuple[Row, float]], columns: range, size: float, top: float, table: Element
    ) -> float:
        """Draw the rows of an objective from ``top`` down, its band beside them; return where they end."""
        height = sum(taken for _, taken in rows)
        band, y = Box(_MARGIN, top - height, _BAND, height), top
        for rank, (row, taken) in enumerate(rows):
            y -= taken
            line = Element("TR", table)
            if not rank:
                self.canvas.tell("P", Element("TH", line, cell(head="Row", rows=len(rows))))
                self._draw_band(group, band)
            name = Element("TH", line, cell(head="Row"))
            self._draw_name(row, Box(_MARGIN + _BAND, y, _NAMES, taken), name)
            for place, column in enumerate(columns):
                width = self.frame.width / len(columns)
                box = Box(self.left + place * width, y, width, taken)
                self._draw_cell(row, place, column, size, box, Element("TD", line))
        return y

    def _draw_cell(self, row: Row, place: int, column: int, size: float, box: Box, said: Element) -> None:
        asked = self.view.cells[row.position][column]
        if asked is None:
            self.empty.append((box, said))
            return
        draw_titles(self.canvas, self.look, row.lines[place], box, size, said)
        if self.filled and not row.continued:
            draw_figures(self.canvas, self.look, asked, box, said)
        self._draw_edge(box)

    def _draw_name(self, row: Row, box: Box, said: Element) -> None:
        """Draw the code and the name of a sub-objective at the head of its row."""
        canvas, look = self.canvas, self.look
        canvas.tell("P", said)
        sub = self.view.sub_objectives[row.position]
        colour = look.objective(row.group)
        canvas.setFillColor(look.ground)
        canvas.setStrokeColor(look.rule)
        canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=1)
        y = box.y + box.height - 13
        draw_symbol(canvas, row.group, box.x + 9, y + 3.4, 3.8, colour)
        canvas.setFillColor(look.ink)
        canvas.setFont(look.fonts.bold, 9.5)
        canvas.drawString(box.x + 17, y, look.type.line(sub.code) + (" (suite)" if row.continued else ""))
        room = int((box.height - 15 - (14 if self.filled else 0)) // 9.4)
        canvas.setFont(look.fonts.normal, 8)
        for line in look.type.fit_lines(sub.name, look.fonts.normal, 8, box.width - 10, max(1, room)):
            y -= 9.4
            canvas.drawString(box.x + 5, y, line)
        if self.filled and not row.continued:
            canvas.tell("P", said)
            draw_value(canvas, look, sub.figure, box.x + 5, box.y + 3.5)

    def _draw_band(self, group: int, box: Box) -> None:
        """Draw the objective along its rows: colour, symbol, code and name."""
        canvas, look = self.canvas, self.look
        colour = look.objective(group)
        ink = look.ink_on(colour)
        canvas.setFillColor(colour)
        canvas.setStrokeColor(look.rule)
        canvas.rect(box.x, box.y, box.width, box.height, stroke=0, fill=1)
        draw_symbol(canvas, group, box.x + box.width / 2, box.y + box.height - 13, 6, ink)
        canvas.saveState()
        canvas.translate(box.x + box.width / 2 + 3.6, box.y + 8)
        canvas.rotate(90)
        canvas.setFillColor(ink)
        size, names = self.bands
        canvas.setFont(look.fonts.bold, size)
        canvas.drawString(0, 0, look.type.fit(names[group], look.fonts.bold, size, box.height - _SYMBOL))
        canvas.restoreState()


def _summary(figure: FigureView) -> str:
    """Return « niveau 2,4 · couv. 12/12 · n 130 », or the coverage alone while opinions are hidden."""
    return counted(figure) if figure.hidden else f"{shown_level(figure)} · {counted(figure)}"
