"""What sections are built from: tables that flow, quotes with a bar, lines of facts.

Must not know which section it is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.paragraph import Text
from ptce_ref.reports.pdf.shape import draw_symbol
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.view import FigureView

Cell = str | Flowable
STAR = "*"
_MOST_LINES = 36
"""Lines that a cell may hold: with more, its row could be taller than a page."""
_CHARACTER = 4.4
"""Mean width of a character in a cell, in points."""
_LEAST_LINES = 3
"""Lines that a page's foot must hold for a quote to start there."""
_SMALL_CELL = 300
"""Characters up to which rows are small enough for several to be kept together."""


@dataclass
class Rows:
    """The rows of one table, and which of them are titles of a group."""

    cells: list[Sequence[Cell]] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """Add a row, a cell for each column of the table."""
        self.cells.append(cells)

    def add_group(self, title: str, columns: int) -> None:
        """Add a row that spans the table and stays with the row after it."""
        self.groups.append(len(self.cells))
        self.cells.append([title, *[""] * (columns - 1)])


def build_table(
    look: Look, heads: Sequence[Cell], rows: Rows, widths: Sequence[float], *, right: Sequence[int] = ()
) -> Table:
    """Return a table with thin rules; plain strings are data; ``right`` columns are set to the right.

    The head comes again on each page and no row is ever cut: a plain text that no page could hold
    is shortened, and must be printed whole elsewhere. An empty ``heads`` gives a table without a head.
    """
    styles = look.styles

    def dressed(cell: Cell, normal: ParagraphStyle, to_right: ParagraphStyle, column: int) -> Flowable:
        if isinstance(cell, Flowable):
            return cell
        if not isinstance(cell, Markup):
            cell = short(cell, int(_MOST_LINES * widths[column] / _CHARACTER))
        return look.paragraph(to_right if column in right else normal, cell)

    content: list[list[Flowable]] = []
    if heads:
        content.append([dressed(head, styles.column, styles.column_right, i) for i, head in enumerate(heads)])
    first = len(content)
    content += [[dressed(cell, styles.cell, styles.cell_right, i) for i, cell in enumerate(row)] for row in rows.cells]
    longest = max((len(cell) for row in rows.cells for cell in row if isinstance(cell, str)), default=0)
    table = Table(content, widths, repeatRows=first, hAlign="LEFT")
    # Those who hear the document are told what each cell is about: by its column, or by what begins its line.
    setattr(table, "heads", (1, 0) if heads else (0, 1))  # noqa: B010 - the stub of a table does not know it
    commands: list[tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]] = [
        ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),  # named even by cells that hold no string
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, look.rule),
    ]
    if heads:
        commands += [("LINEBELOW", (0, 0), (-1, 0), 0.9, look.muted), ("VALIGN", (0, 0), (-1, 0), "BOTTOM")]
    for group in rows.groups:
        at = first + group
        commands += [
            ("SPAN", (0, at), (-1, at)),
            ("BACKGROUND", (0, at), (-1, at), look.ground),
            ("LEFTPADDING", (0, at), (0, at), 5),
            ("NOSPLIT", (0, at), (0, min(at + 1, len(content) - 1))),
        ]
    # Neither the head and one row at a page's foot, nor one row alone at the next page's head.
    last = len(content) - 1
    for start, end in ((0, min(first + 1, last)), (max(0, last - 2), last)):
        if start < end and longest <= _SMALL_CELL:
            commands.append(("NOSPLIT", (0, start), (0, end)))
    table.setStyle(TableStyle(commands))
    return table


class Quote(Text):
    """A paragraph with a bar at its left; it flows over pages, but does not start in the room of two lines.

    Its first line often says only who speaks: with a single line of words after it, the eye takes it for a heading.
    """

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        if availHeight < _LEAST_LINES * self.style.leading:
            return []
        found: list[Flowable] = super().split(availWidth, availHeight)
        return found

    def draw(self) -> None:
        style = self.style
        self.canv.saveState()
        self.canv.setStrokeColor(style.barColor)
        self.canv.setLineWidth(style.barWidth)
        self.canv.line(1, 0.5, 1, self.height - 1)
        self.canv.restoreState()
        super().draw()


class Signed(Text):
    """A paragraph with the symbol of an objective before its first line, when its style names one."""

    def draw(self) -> None:
        style = self.style
        group = getattr(style, "signGroup", None)
        if group is not None:
            radius = style.fontSize * 0.36
            draw_symbol(self.canv, group, radius * 1.1, self.height - style.leading * 0.5, radius, style.signColour)
        super().draw()


def signed_style(look: Look, style: ParagraphStyle, group: int) -> ParagraphStyle:
    """Return ``style`` with the symbol of the objective at ``group`` before the text."""
    indent = style.fontSize * 1.25
    return ParagraphStyle(
        f"{style.name}-signed", parent=style, leftIndent=indent, signGroup=group, signColour=look.objective(group)
    )


def quote(look: Look, *parts: str, strong: bool = False) -> Quote:
    """Return a quote; ``strong`` for what the group decided. Plain strings are data."""
    style = ParagraphStyle(
        "quote",
        parent=look.styles.quote,
        barColor=look.accent if strong else look.rule,
        barWidth=2.2 if strong else 1.6,
    )
    return Quote(look.type.markup(*parts), style)


def shown_level(figure: FigureView) -> str:
    """Return the level of a figure, with a star when it is provisional, or why there is none."""
    text = wording.figure(figure)
    if figure.value is not None:
        return f"{text}{STAR}" if figure.provisional else text
    return "sans valeur" if text == wording.NOTHING else text


def shown_n(figure: FigureView) -> str:
    """Return n as text, or a dash while it may not be shown."""
    return wording.told(figure.n)


def figure_line(look: Look, figure: FigureView) -> Markup:
    """Return « Niveau 2,6 · couverture 32/32 · n = 362 · des questions sans position », without what is hidden."""
    coverage = f"couverture{wording.NBSP}{wording.coverage(figure)}"
    if figure.hidden:
        return look.type.markup(wording.sentence(coverage))
    level = wording.figure(figure)
    parts = [
        look.type.bold(
            f"Niveau{wording.NBSP}{level}" if figure.value is not None else wording.sentence(shown_level(figure))
        )
    ]
    parts += [look.type.markup(" · ", coverage), look.type.markup(f" · {wording.voices(shown_n(figure))}")]
    if figure.provisional and figure.value is not None:
        parts.append(look.type.markup(" · des questions sans position"))
    return look.type.markup(*parts)


def alert_lines(look: Look, figure: FigureView) -> list[Flowable]:
    """Return the alerts of a figure, each with the risk that its question watches."""
    if not figure.alerts:
        return []
    lines: list[Flowable] = [Spacer(0, 3)]
    for alert in figure.alerts:
        name = look.type.coloured(
            look.colours.alert, look.type.bold(f"Alerte de vigilance{wording.NBSP}: ", alert.vigilance)
        )
        said = f". {alert.code} {alert.title} est au niveau le plus bas."
        lines.append(look.paragraph(look.styles.small, name, said))
    return lines
