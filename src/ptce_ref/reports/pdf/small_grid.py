"""The table de dialogue, small, on a page of the report: level, coverage, n and marks by cell.

It goes over pages by objective rather than leave one white. Must not know how wide the paper is nor what the
questions say.
"""

from collections.abc import Mapping, Sequence

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.close import MOST_WHITE, KeptClose
from ptce_ref.reports.pdf.page import HEIGHT, WIDTH, heading, room
from ptce_ref.reports.pdf.section import STAR, shown_level
from ptce_ref.reports.pdf.shape import draw_mark, draw_symbol
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.view import CellView, CoevaluationView, FigureView

_NAMES = 118.0
_ROW = 30.0
_HEAD = 68.0
_NARROWEST = 36.0
_WIDEST = 90.0
_LEAST_ROWS = 2
"""Rows of one objective that stand together on a page, when it is cut."""
_WORDS = 6.6
"""Size of what a cell says besides a level."""
_OPENING = 110.0
"""Height of the title of the section, its text and its legend, about."""


def build_small_grid(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Table de dialogue »; a page's foot cuts it between two objectives, never within a row."""
    if view.hidden:
        text = "Les sous-objectifs en lignes, les enjeux en colonnes. Chaque case montre sa couverture : questions qui "
        text += "ont reçu au moins une réponse sur questions posées."
    else:
        text = "Sous-objectifs en lignes, enjeux en colonnes ; dans une case, le niveau, la couverture et n. Barrée, "
        text += f"elle ne porte pas de question. {STAR} : des questions sont sans position, leur niveau vient des avis."
    chunks = _chunks(len(view.themes), max(1, int((WIDTH - _NAMES) // _NARROWEST)))
    words = _brief_words(view, look, min((_cell_width(columns) for columns in chunks), default=_WIDEST))
    for said, brief in words.items():
        text += f" «{wording.NBSP}{brief}{wording.NBSP}»{wording.NBSP}: {said}."
    story: list[Flowable] = [heading(look, "Table de dialogue", "table"), look.paragraph(look.styles.body, text)]
    if not view.hidden:
        story.append(MarkLegend(look))
    pieces: list[Flowable] = []
    for columns in chunks:
        grid = SmallGrid(look, view, range(len(view.cells)), columns, words)
        # The first piece stays with its heading and its legend.
        pieces += [KeptClose([*story, grid]), Spacer(0, 10)]
        story = []
    return [room(_OPENING + _HEAD + _LEAST_ROWS * _ROW), *pieces] if pieces else story


def _brief_words(view: CoevaluationView, look: Look, width: float) -> dict[str, str]:
    """Return what cells ``width`` points wide cannot say in full, each with the short form that they show."""
    found: dict[str, str] = {}
    figures = (cell.figure for row in view.cells for cell in row if cell is not None)
    for figure in figures:
        said = shown_level(figure)
        if figure.hidden or figure.value is not None or stringWidth(said, look.fonts.normal, _WORDS) <= width - 1:
            continue
        if figure.few:
            found[said] = f"<{wording.NBSP}{figure.few}{wording.NBSP}voix"
        else:
            found[said] = "nc" if said == wording.NOT_APPLICABLE else wording.NOTHING
    return found


def _cell_width(columns: range) -> float:
    return min(_WIDEST, (WIDTH - _NAMES) / len(columns))


def _chunks(count: int, most: int) -> list[range]:
    pieces = max(1, -(-count // most))
    each = -(-count // pieces)
    return [range(start, min(start + each, count)) for start in range(0, count, each)]


class MarkLegend(Flowable):
    """What the marks of a cell mean, on one line."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.width, self.height = look, WIDTH, 15.0

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        x = 0.0
        marks = (
            ("divided", "questions qui divisent"),
            ("polarised", "dont polarisées"),
            ("unknown", "beaucoup ne savent pas"),
            ("alert", "alertes de vigilance"),
        )
        for name, meaning in marks:
            draw_mark(self.canv, name, x + 4, 6.8, 3, self.look.ink, self.look.fonts.bold)
            self.canv.setFillColor(self.look.ink)
            self.canv.setFont(self.look.fonts.normal, 8)
            self.canv.drawString(x + 11, 4, meaning)
            x += 11 + stringWidth(meaning, self.look.fonts.normal, 8) + 14


class SmallGrid(Flowable):
    """Some rows and columns of the table de dialogue."""

    def __init__(
        self, look: Look, view: CoevaluationView, rows: range, columns: range, words: Mapping[str, str]
    ) -> None:
        """``words``: what is said in short, with its short form."""
        super().__init__()
        self.look, self.view, self.rows, self.columns, self.words = look, view, rows, columns, words
        self._groups = [group for group, objective in enumerate(view.objectives) for _ in objective.sub_objectives]
        self._cell = _cell_width(columns)
        self.width, self.height = WIDTH, _HEAD + _ROW * len(rows)

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def split(self, _: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Return what ``availHeight`` points hold and the rest, each under its heads; nothing if it cannot be cut."""
        held = self._held(availHeight)
        if not held:
            return []
        parts = (self.rows[:held], self.rows[held:])
        return [SmallGrid(self.look, self.view, rows, self.columns, self.words) for rows in parts]

    def _held(self, height: float) -> int:
        """Return how many rows stay in ``height`` points: whole objectives, unless that leaves much of a page white."""
        most = min(int((height - _HEAD) // _ROW), len(self.rows) - 1)
        groups = [self._groups[row] for row in self.rows]
        whole = max((end for end in range(1, most + 1) if groups[end] != groups[end - 1]), default=0)
        if whole and height - _HEAD - whole * _ROW <= HEIGHT * MOST_WHITE:
            return whole
        cut = min(most, len(self.rows) - _LEAST_ROWS)
        return cut if cut >= _LEAST_ROWS else whole

    @property
    def alternative(self) -> str:
        """What the cells say, for those who do not see them."""
        return "Table de dialogue. " + " ".join(self._said(row) for row in self.rows)

    def _said(self, row: int) -> str:
        line, sub = self.look.type.line, self.view.sub_objectives[row]
        cells = [
            f"{line(self.view.themes[column].name)}{wording.NBSP}: {_said_of(cell)}"
            for column in self.columns
            if (cell := self.view.cells[row][column]) is not None
        ]
        return f"{line(sub.code)} {line(sub.name)}{wording.NBSP}: {' ; '.join(cells) or 'aucune question'}."

    def draw(self) -> None:
        self._draw_heads()
        y = self.height - _HEAD
        for row in self.rows:
            y -= _ROW
            self._draw_name(row, y)
            for place, column in enumerate(self.columns):
                self._draw_cell(self.view.cells[row][column], _NAMES + place * self._cell, y)

    def _draw_heads(self) -> None:
        canvas, look = self.canv, self.look
        for place, column in enumerate(self.columns):
            canvas.saveState()
            canvas.translate(_NAMES + (place + 0.5) * self._cell + 3, self.height - _HEAD + 5)
            canvas.rotate(90)
            canvas.setFillColor(look.ink)
            canvas.setFont(look.fonts.bold, 8)
            canvas.drawString(0, 0, look.type.fit(self.view.themes[column].short, look.fonts.bold, 8, _HEAD - 8))
            canvas.restoreState()

    def _draw_name(self, row: int, y: float) -> None:
        canvas, look = self.canv, self.look
        sub = self.view.sub_objectives[row]
        draw_symbol(canvas, self._groups[row], 4.5, y + _ROW - 9, 3.4, look.objective(self._groups[row]))
        canvas.setFillColor(look.ink)
        canvas.setFont(look.fonts.bold, 8)
        code = look.type.line(sub.code)
        canvas.drawString(11, y + _ROW - 11.6, code)
        canvas.setFont(look.fonts.normal, 7)
        first = 15 + stringWidth(code, look.fonts.bold, 8)
        lines: Sequence[str] = look.type.wrap(sub.name, look.fonts.normal, 7, _NAMES - 15, indent=first - 11)
        if len(lines) > 3:  # noqa: PLR2004 - what the height of a row can hold
            lines = [*lines[:2], look.type.fit(" ".join(lines[2:]), look.fonts.normal, 7, _NAMES - 15)]
        for number, line in enumerate(lines):
            canvas.drawString(11 if number else first, y + _ROW - 11.6 - 8 * number, line)
        canvas.setStrokeColor(look.rule)
        canvas.setLineWidth(0.4)
        canvas.line(0, y, _NAMES, y)

    def _draw_cell(self, cell: CellView | None, x: float, y: float) -> None:
        canvas, look = self.canv, self.look
        figure = cell.figure if cell else None
        ground = look.ground if figure is None or figure.value is None else look.value(figure.value)
        canvas.setStrokeColor(look.rule)
        canvas.setLineWidth(0.6)
        canvas.setFillColor(ground)
        canvas.rect(x, y, self._cell, _ROW, stroke=1, fill=int(figure is None or figure.value is not None))
        if cell is None or figure is None:
            canvas.line(x, y, x + self._cell, y + _ROW)
            return
        canvas.setFillColor(look.ink_on(ground))
        middle, top = x + self._cell / 2, y + _ROW
        if figure.hidden:
            canvas.setFont(look.fonts.bold, 9)
            canvas.drawCentredString(middle, top - 18.5, wording.coverage(figure))
            return
        text = shown_level(figure)
        text = self.words.get(text, text)
        font, size = (look.fonts.bold, 9.5) if figure.value is not None else (look.fonts.normal, _WORDS)
        canvas.setFont(font, size)
        canvas.drawCentredString(middle, top - 10, look.type.fit(text, font, size, self._cell - 1))
        counted = _counted(figure)
        canvas.setFont(look.fonts.normal, _WORDS)
        canvas.drawCentredString(middle, top - 18.5, look.type.fit(counted, look.fonts.normal, _WORDS, self._cell - 1))
        self._draw_marks(cell, middle, y + 5.4, look.ink_on(ground) if figure.value is not None else look.ink)

    def _draw_marks(self, cell: CellView, middle: float, y: float, ink: Color) -> None:
        counts = (
            ("divided", cell.divided),
            ("polarised", cell.polarised),
            ("unknown", cell.unknown),
            ("alert", len(cell.figure.alerts)),
        )
        marks = [(name, count) for name, count in counts if count]
        x = middle - 5.2 * len(marks)
        for name, count in marks:
            draw_mark(self.canv, name, x + 2.4, y, 2.1, ink, self.look.fonts.bold)
            self.canv.setFillColor(ink)
            self.canv.setFont(self.look.fonts.bold, 6.5)
            self.canv.drawString(x + 5.6, y - 2.3, str(count))
            x += 10.4


def _counted(figure: FigureView) -> str:
    """Return « 3/3 · n 9 »; the coverage alone where n may not be told."""
    told = wording.coverage(figure)
    return told if figure.n is None else f"{told} · n{wording.NBSP}{figure.n}"


def _said_of(cell: CellView) -> str:
    """Return what a cell shows, in words."""
    figure = cell.figure
    coverage = f"couverture {wording.coverage(figure)}"
    if figure.hidden:
        return coverage
    level = f"niveau {shown_level(figure)}" if figure.value is not None else shown_level(figure)
    marks = (
        (cell.divided, "question qui divise", "questions qui divisent"),
        (cell.polarised, "question polarisée", "questions polarisées"),
        (cell.unknown, "question que beaucoup ne connaissent pas", "questions que beaucoup ne connaissent pas"),
        (len(figure.alerts), "alerte de vigilance", "alertes de vigilance"),
    )
    said = [wording.count(count, one, several) for count, one, several in marks if count]
    voices = [] if figure.n is None else [wording.voices(figure.n)]
    return ", ".join([level, coverage, *voices, *said])
