"""The table de dialogue on A3 paper: sub-objectives × themes, blank to write on or filled.

« Une table de dialogue, pas une grille de notes » : it shows where people agree, disagree and do
not know, question by question. Must not know how opinions are collected.
"""

from typing import BinaryIO

from reportlab.lib.pagesizes import A3, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.grid_cell import Box, counted, draw_empty, draw_figures, draw_titles, draw_value, shown_level
from ptce_ref.reports.pdf.grid_heading import HEADING_HEIGHT, draw_foot, draw_heading
from ptce_ref.reports.pdf.grid_layout import Frame, GridLayout, Row, Sheet
from ptce_ref.reports.pdf.shape import draw_symbol
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.view import CoevaluationView, FigureView

_PAGE = landscape(A3)
_MARGIN = 30.0
_BAND = 26.0
_NAMES = 112.0
_COLUMNS_HEIGHT = 38.0
_FOOT = 34.0


def write_dialogue_grid(view: CoevaluationView, theme: Theme, target: BinaryIO, *, filled: bool) -> None:
    """Write the table de dialogue of ``view`` as a PDF on A3 landscape pages to ``target``.

    Blank, each cell lists its questions and leaves room to write. Filled, it also shows level,
    coverage, n and marks of divergence; coverage alone when ``view.hidden``. Raises ThemeError
    when a font of the theme cannot be used.
    """
    look = Look(theme)
    canvas = Canvas(
        target,
        pagesize=_PAGE,
        invariant=1,
        lang="fr-FR",
        initialFontName=look.fonts.normal,  # type: ignore[arg-type] # a name, whatever the stub says
    )
    title = f"Table de dialogue{'' if filled else ' vierge'} – {view.pole.name}"
    canvas.setTitle(look.type.line(title))
    canvas.setAuthor(look.type.line(view.pole.name))
    canvas.setSubject(look.type.line(f"{view.title}, {wording.long_date(view.date)}"))
    canvas.setCreator("ptce-ref")
    _Grid(view, look, canvas, filled=filled).draw()
    canvas.save()


class _Grid:
    """One table de dialogue on its canvas."""

    def __init__(self, view: CoevaluationView, look: Look, canvas: Canvas, *, filled: bool) -> None:
        self.view, self.look, self.canvas, self.filled = view, look, canvas, filled
        self.left = _MARGIN + _BAND + _NAMES
        self.top = _PAGE[1] - _MARGIN - HEADING_HEIGHT - _COLUMNS_HEIGHT
        self.frame = Frame(_PAGE[0] - _MARGIN - self.left, self.top - _MARGIN - _FOOT)

    def draw(self) -> None:
        least = 58.0 if self.filled else 46.0
        size, sheets = GridLayout(self.view, self.look.type, filled=self.filled).fit(self.frame, least)
        for number, sheet in enumerate(sheets, start=1):
            page = Box(_MARGIN, _MARGIN, _PAGE[0] - 2 * _MARGIN, _PAGE[1] - 2 * _MARGIN)
            draw_heading(self.canvas, self.look, self.view, page, filled=self.filled)
            self._draw_columns(sheet)
            self._draw_rows(sheet, size)
            draw_foot(self.canvas, self.look, self.view, page, f"page {number} sur {len(sheets)}")
            if number == 1:
                self.canvas.bookmarkPage("table")
                self.canvas.addOutlineEntry("Table de dialogue", "table", 0)
            self.canvas.showPage()

    def _draw_columns(self, sheet: Sheet) -> None:
        canvas, look = self.canvas, self.look
        width = self.frame.width / len(sheet.columns)
        canvas.setFillColor(look.ink)
        canvas.rect(self.left, self.top, self.frame.width, _COLUMNS_HEIGHT, stroke=0, fill=1)
        for place, column in enumerate(sheet.columns):
            theme = self.view.themes[column]
            x = self.left + place * width
            lines = look.type.fit_lines(theme.name, look.fonts.bold, 8.5, width - 8, 2)
            figures = self.filled
            y = self.top + (_COLUMNS_HEIGHT + len(lines) * 10) / 2 - 8 + (6 if figures else 0)
            canvas.setFillColor(look.ink_on(look.ink))
            canvas.setFont(look.fonts.bold, 8.5)
            for line in lines:
                canvas.drawString(x + 4, y, line)
                y -= 10
            if figures:
                canvas.setFont(look.fonts.normal, 7)
                canvas.drawString(x + 4, self.top + 4, _summary(theme.figure))

    def _draw_rows(self, sheet: Sheet, size: float) -> None:
        canvas, look = self.canvas, self.look
        width = self.frame.width / len(sheet.columns)
        y = self.top
        groups: list[tuple[int, float, float]] = []
        for row, height in sheet.rows:
            y -= height
            if groups and groups[-1][0] == row.group:
                groups[-1] = (row.group, y, groups[-1][2] + height)
            else:
                groups.append((row.group, y, height))
            self._draw_name(row, Box(_MARGIN + _BAND, y, _NAMES, height))
            for place, column in enumerate(sheet.columns):
                box = Box(self.left + place * width, y, width, height)
                cell = self.view.cells[row.position][column]
                if cell is None:
                    draw_empty(canvas, look, box)
                else:
                    draw_titles(canvas, look, row.lines[place], box, size)
                    if self.filled and not row.continued:
                        draw_figures(canvas, look, cell, box)
                canvas.setStrokeColor(look.rule)
                canvas.setLineWidth(0.6)
                canvas.rect(box.x, box.y, box.width, box.height, stroke=1, fill=0)
        for group, bottom, height in groups:
            self._draw_band(group, Box(_MARGIN, bottom, _BAND, height))

    def _draw_name(self, row: Row, box: Box) -> None:
        """Draw the code and the name of a sub-objective at the head of its row."""
        canvas, look = self.canvas, self.look
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
            draw_value(canvas, look, sub.figure, box.x + 5, box.y + 3.5)

    def _draw_band(self, group: int, box: Box) -> None:
        """Draw the objective along its rows: colour, symbol, code and name."""
        canvas, look = self.canvas, self.look
        objective = self.view.objectives[group]
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
        name, room = look.type.line(f"{objective.code} · {objective.name}"), box.height - 32
        size = next((s for s in (10.5, 9.5, 8.5) if stringWidth(name, look.fonts.bold, s) <= room), 8.0)
        canvas.setFont(look.fonts.bold, size)
        canvas.drawString(0, 0, look.type.fit(name, look.fonts.bold, size, room))
        canvas.restoreState()


def _summary(figure: FigureView) -> str:
    """Return « niveau 2,4 · couv. 12/12 · n 130 », or the coverage alone while opinions are hidden."""
    return counted(figure) if figure.hidden else f"{shown_level(figure)} · {counted(figure)}"
