"""The rooms of a sheet where people write: arguments by college, the position of the group.

Must not know which question they are for.
"""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.page import WIDTH
from ptce_ref.reports.pdf.paper_mark import BOX, LINE, WritingLines
from ptce_ref.reports.pdf.prose import emphasised, read_prose
from ptce_ref.reports.pdf.sheet_page import GAP, Room
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.view import LevelView

Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]
"""An instruction of a style of table: its name, its first and its last cell, its values."""

_FEWEST_LINES = 1.2
"""Of writing under a label: with less room than that, a sheet goes over to its back."""
_LABEL = 3.0
"""Above and below a label."""
_SIDE = 6.0
_HALF = WIDTH / 2 - 2 * _SIDE
_COLUMNS_FROM = 4
"""So many colleges stand on two columns: their names are short, and so is what one writes."""
_POSITION_WEIGHT = 3.0
"""Of the position, when a row of colleges weighs one: reasons are what is kept of an evening."""
_BLANKS = 4
"""Rooms without a name, when the evaluation names no college."""
_UNNAMED = f"Sans dire le collège{wording.NBSP}:"
_UNNAMED_WEIGHT = 2.0
"""Of the room that names no college, when a row of colleges weighs one, if it stands for several of them."""


class Ticked(Paragraph):
    """A paragraph with a box to tick at its left."""

    def draw(self) -> None:
        style = self.style
        self.canv.saveState()
        self.canv.setStrokeColor(style.textColor)
        self.canv.setLineWidth(0.8)
        top = self.height - (style.leading - BOX) / 2
        self.canv.rect(0, top - BOX, BOX, BOX, stroke=1, fill=0)
        self.canv.restoreState()
        super().draw()


class SheetStyles:
    """The styles of what is filled in: 10 points at the least."""

    def __init__(self, look: Look) -> None:
        body = look.styles.body
        self.text = ParagraphStyle("sheet-text", parent=body, leading=13.2, spaceAfter=0)
        self.label = ParagraphStyle("sheet-label", parent=self.text, fontName=look.fonts.bold)
        self.outcome = ParagraphStyle("sheet-outcome", parent=self.label, leading=BOX + 2)
        self.tick = ParagraphStyle("sheet-tick", parent=self.text, leading=BOX + 2, leftIndent=BOX + 5)


class CollegeRoom(Room):
    """Room for what each college says, under its name, and for what is said without its college.

    On two columns when colleges are many.
    """

    def __init__(self, look: Look, colleges: Sequence[str], *, others: bool = False, ends: bool = True) -> None:
        """``others``: there are colleges that are not named; ``ends``: what is said without a college comes here."""
        self.look, self.styles, self.others, self.ends = look, SheetStyles(look), others, ends
        self.colleges = list(colleges) or ([] if others else [f"Collège{wording.NBSP}:"] * _BLANKS)
        self.columns = 1 if len(self.colleges) < _COLUMNS_FROM else 2
        text = "fiche-arguments" if self.colleges else "fiche-arguments-reunis"
        self.title = _title(look, self.styles, "Ce que nous observons", text)
        self.title_height = _height(self.title, WIDTH - 2 * _SIDE) + 2 * _LABEL
        self.rows = self._rows()
        self.row = max(self._label_height(name) for names in self.rows for name in names) + _FEWEST_LINES * LINE
        self.weights = [_UNNAMED_WEIGHT if others and names == [_UNNAMED] else 1.0 for names in self.rows]
        super().__init__(self.title_height + sum(self.weights) * self.row, weight=sum(self.weights))

    def parted(self, height: float) -> tuple[Room, Room] | None:
        """Return the colleges whose rows hold in ``height`` points, and the others; None if all do, or none."""
        held = int((height - GAP - self.title_height) // self.row) * self.columns
        if not 0 < held < len(self.colleges):
            return None
        first = CollegeRoom(self.look, self.colleges[:held], ends=False)
        return first, CollegeRoom(self.look, self.colleges[held:], others=self.others)

    def made(self, height: float) -> Flowable:
        """Return a box a college, all of one height, and at the end the one that names no college."""
        unit = (height - self.title_height) / sum(self.weights)
        heights = [unit * weight for weight in self.weights]
        cells: list[list[object]] = [[self.title, *[""] * (self.columns - 1)]]
        for names, row in zip(self.rows, heights, strict=True):
            width = WIDTH / len(names)
            cells.append([self._cell(name, width, row) for name in names] + [""] * (self.columns - len(names)))
        table = Table(cells, [WIDTH / self.columns] * self.columns, [self.title_height, *heights])
        spans = [("SPAN", (0, at), (-1, at)) for at, names in enumerate(self.rows, start=1) if len(names) == 1]
        table.setStyle(TableStyle([*_dress(self.look), ("INNERGRID", (0, 1), (-1, -1), 0.6, self.look.muted), *spans]))
        return table

    def _rows(self) -> list[list[str]]:
        """Return the names of the boxes, row by row: the last one names no college, and takes what the row leaves."""
        names = [*self.colleges, *([_UNNAMED] if self.ends else [])]
        if self.ends and len(self.colleges) % self.columns == 0:
            names, last = self.colleges, [[_UNNAMED]]
        else:
            last = []
        return [*(names[i : i + self.columns] for i in range(0, len(names), self.columns)), *last]

    def _cell(self, name: str, width: float, height: float) -> list[Flowable]:
        label = self.look.paragraph(self.styles.label, short(name, 90))
        return [label, WritingLines(self.look, width - 2 * _SIDE, height - self._label_height(name))]

    def _label_height(self, name: str) -> float:
        label = self.look.paragraph(self.styles.label, short(name, 90))
        return _height(label, WIDTH / self.columns - 2 * _SIDE) + _LABEL


class PositionRoom(Room):
    """Room for what the group decides: its reasons, an outcome and a level to tick, the minority opinion, with whom."""

    def __init__(self, look: Look, levels: Sequence[LevelView], *, lines: float) -> None:
        """``lines`` is how many lines one writes on at the least, under each label."""
        self.look, self.styles = look, SheetStyles(look)
        self.title = _title(look, self.styles, "Ce que nous retenons ensemble", "fiche-position")
        self.outcome = self._outcome(levels)
        self.because = self._label(f"Parce que{wording.NBSP}:")
        self.minority = self._label(f"Avis minoritaire{wording.NBSP}: quoi, et pourquoi{wording.NBSP}? (sans nom)")
        self.fixed = [_height(part, WIDTH - 2 * _SIDE) + 2 * _LABEL for part in (self.title, self.outcome)]
        self.label = max(_height(part, _HALF) for part in (self.because, self.minority)) + _LABEL
        super().__init__(sum(self.fixed) + self.label + (lines + 1) * LINE, weight=_POSITION_WEIGHT)

    def made(self, height: float) -> Flowable:
        """Return the table of the position: what is written by hand takes what the fixed parts leave of ``height``."""
        look = self.look
        written = height - sum(self.fixed) - LINE
        lines = written - self.label
        cells: list[list[object]] = [
            [self.title, ""],
            [[self.because, WritingLines(look, _HALF, lines)], [self.minority, WritingLines(look, _HALF, lines)]],
            [self.outcome, ""],
            [self._label(f"Collèges présents{wording.NBSP}:"), self._label(f"Le{wording.NBSP}:")],
        ]
        table = Table(cells, [WIDTH / 2] * 2, [self.fixed[0], written, self.fixed[1], LINE])
        between = ("LINEBEFORE", (1, 1), (1, 1), 0.6, look.muted)
        above = ("LINEABOVE", (0, 2), (-1, -1), 0.6, look.muted)
        table.setStyle(TableStyle([*_dress(look), ("SPAN", (0, 2), (-1, 2)), between, above]))
        return table

    def _label(self, text: str) -> Paragraph:
        return self.look.paragraph(self.styles.label, text)

    def _outcome(self, levels: Sequence[LevelView]) -> Table:
        """Return the boxes: an agreement and its level, a recognised disagreement, or no concern of the pôle."""
        look, style = self.look, self.styles.outcome
        empty, agreed = look.paragraph(style, ""), look.paragraph(style, f"D’accord, au niveau{wording.NBSP}:")
        names = [f"{level.rank} {short(level.name, 40)}" for level in levels]
        first, width = 108.0, WIDTH - 2 * _SIDE
        widest = max(stringWidth(look.type.line(name), look.fonts.normal, 10) for name in names) + BOX + 11
        most = max(1, min(len(names), int((width - first) // widest)))
        columns = -(-len(names) // -(-len(names) // most))
        rows: list[list[Flowable]] = []
        for start in range(0, len(names), columns):
            ticks: list[Flowable] = [self._tick(name) for name in names[start : start + columns]]
            rows.append([empty if start else agreed, *ticks, *[empty] * (columns - len(ticks))])
        otherwise = look.paragraph(style, f"Ou bien{wording.NBSP}:")
        others = [[otherwise, self._tick("désaccord reconnu"), self._tick("ne concerne pas le pôle")]]
        cells = [
            [_plain(look, rows, [first, *[(width - first) / columns] * columns])],
            [_plain(look, others, [first, *[(width - first) / 2] * 2])],
        ]
        return _plain(look, cells, [width])

    def _tick(self, text: str) -> Ticked:
        return Ticked(self.look.type.markup(text), self.styles.tick)


def _title(look: Look, styles: SheetStyles, title: str, text: str) -> Paragraph:
    """Return the title of a room, and the sentence of the templates that says how to fill it."""
    said = [emphasised(look.type, block.text) for block in read_prose(look.theme, text)]
    return Paragraph(Markup(" ".join([look.type.bold(f"{title}."), *said])), styles.text)


def _plain(look: Look, cells: Sequence[Sequence[object]], widths: Sequence[float]) -> Table:
    table = Table([list(row) for row in cells], list(widths), hAlign="LEFT")
    sides = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP")]
    below = ("BOTTOMPADDING", (0, 0), (-1, -1), 1)
    table.setStyle(TableStyle([("FONTNAME", (0, 0), (-1, -1), look.fonts.normal), *sides, below]))
    return table


def _dress(look: Look) -> list[Command]:
    return [
        ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), _SIDE),
        ("RIGHTPADDING", (0, 0), (-1, -1), _SIDE),
        ("TOPPADDING", (0, 0), (-1, -1), _LABEL),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("SPAN", (0, 0), (-1, 0)),
        ("BACKGROUND", (0, 0), (-1, 0), look.ground),
        ("BOX", (0, 0), (-1, -1), 0.9, look.muted),
    ]


def _height(part: Flowable, width: float) -> float:
    return float(part.wrap(width, 10_000)[1])
