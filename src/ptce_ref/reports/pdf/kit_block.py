"""What the pages of the kits are built from: texts as large as they can be, places to write, tables to fill.

Must not know which kit it is in.
"""

from collections.abc import Callable, Sequence

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from ptce_ref.domain.text import NO_BREAK_SPACE
from ptce_ref.reports.pdf.card import CardSheet, Face
from ptce_ref.reports.pdf.card_layout import CardLayout
from ptce_ref.reports.pdf.page import Heading, room
from ptce_ref.reports.pdf.prose import Kind, read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.section import Cell as Content
from ptce_ref.reports.pdf.section import Rows, build_table, signed_style
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short

_LEADING = 1.22
_LINE = 8.5 * mm
"""Between two lines to write on, for any hand."""
_LEAST_BOX = 90.0
_LONGEST_QUESTION = 1200


def read_text(look: Look, name: str) -> list[Flowable]:
    """Return a text of the templates as paragraphs, none of its titles left alone at a page's foot."""
    blocks = read_prose(look.theme, name)
    story = prose(look, blocks)
    for block, part in zip(blocks, story, strict=True):
        if block.kind is Kind.HEADING:
            part.keepWithNext = 1
    return story


def poster_heading(look: Look, text: str, key: str, group: int, size: float) -> Heading:
    """Return the heading of a page for the wall, with the symbol of its objective; the contents do not list it."""
    base = ParagraphStyle("heading2", parent=look.styles.heading[0], fontSize=size, leading=size * 1.25, spaceBefore=0)
    made = Heading(look.type.markup(text), signed_style(look, base, group))
    made.key, made.plain, made.rank = key, look.type.line(text), 1
    return made


def fitted(
    look: Look,
    text: str,
    box: tuple[float, float],
    sizes: tuple[float, float],
    *,
    bold: bool = True,
    centred: bool = False,
) -> Paragraph:
    """Return ``text`` at the largest of ``sizes`` (least, most) that holds in ``box`` (width, height).

    At the least size, what still does not hold is left out, and « … » says so.
    """
    font = look.fonts.bold if bold else look.fonts.normal
    size = largest_size(lambda size: lines_height(look, text, font, size, box[0]) <= box[1], sizes)
    most = max(1, int(box[1] / (size * _LEADING)))
    shown = " ".join(look.type.fit_lines(text[:6000], font, size, box[0] - 1, most))
    style = ParagraphStyle(
        "fitted", parent=look.styles.body, fontName=font, fontSize=size, leading=size * _LEADING, spaceAfter=0
    )
    if centred:
        style.alignment = TA_CENTER
    return look.paragraph(style, shown)


def list_as(made: Heading, text: str) -> Heading:
    """Return a heading that stands for several pages alike: bookmarks and contents say ``text``, not its words."""
    made.plain, made.rank, made.listed = text, 0, True
    made.__dict__["stands_for_pages"] = True
    return made


def lines_height(look: Look, text: str, font: str, size: float, width: float) -> float:
    """Return the points that ``text`` takes in lines; without end when a word is wider than the line."""
    if max((stringWidth(word, font, size) for word in look.type.line(text).split(" ")), default=0) > width:
        return float("inf")
    return len(look.type.wrap(text, font, size, width - 1)) * size * _LEADING


def largest_size(holds: Callable[[float], bool], sizes: tuple[float, float]) -> float:
    """Return the largest size that holds, to half a point, or the least one."""
    low, high = (round(2 * size) for size in sizes)
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle / 2):
            low = middle
        else:
            high = middle - 1
    return low / 2


def large_question(look: Look, text: str) -> Paragraph:
    """Return a question at the head of a sheet, to be read aloud."""
    style = ParagraphStyle(
        "question", parent=look.styles.body, fontName=look.fonts.bold, fontSize=14, leading=18, spaceAfter=8
    )
    return look.paragraph(style, short(text, _LONGEST_QUESTION))


class WritingLines(Flowable):
    """A frame with dotted lines; ``height`` points tall, or as what is left of the page when 0."""

    alternative = "Cadre ligné, pour écrire"

    def __init__(self, look: Look, height: float, least: float = _LEAST_BOX) -> None:
        super().__init__()
        self.look, self.wanted, self.least = look, height, least
        self.height = height

    def wrap(self, width: float, available: float) -> tuple[float, float]:
        self.width, self.height = width, self.wanted or max(self.least, available - 1)
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(self.look.muted)
        canvas.setLineWidth(0.7)
        canvas.roundRect(0, 0, self.width, self.height, 4, stroke=1, fill=0)
        canvas.setLineWidth(0.4)
        canvas.setDash([0.6, 2.4])
        y = self.height - _LINE
        while y > _LINE * 0.4:
            canvas.line(8, y, self.width - 8, y)
            y -= _LINE
        canvas.restoreState()


def writing_rest(look: Look, label: str, hint: str = "", least: float = _LEAST_BOX) -> list[Flowable]:
    """Return a place to write that takes what is left of the page, or the next one when under ``least`` points."""
    return [room(least + 30), _label(look, label, hint), WritingLines(look, 0, least)]


def _label(look: Look, label: str, hint: str) -> Paragraph:
    said = look.type.coloured(look.colours.muted, f"{NO_BREAK_SPACE * 2}{hint}") if hint else ""
    return look.paragraph(look.styles.body, look.type.bold(label), said)


def writing(look: Look, label: str, height: float, hint: str = "") -> Flowable:
    """Return a place to write under its label, kept together; plain strings are data."""
    return KeepTogether([_label(look, label, hint), WritingLines(look, height), Spacer(0, 7)])


def form_table(
    look: Look,
    heads: Sequence[Content],
    rows: Sequence[Sequence[Content]],
    widths: Sequence[float],
    height: float = 0,
) -> Table:
    """Return a table to fill: ruled both ways, its rows at least ``height`` points tall. Plain strings are data."""
    table_rows = Rows()
    for row in rows:
        # A blank part as tall as the row keeps it open, whatever the words beside.
        table_rows.add(*row[:-1], row[-1] or Spacer(0, max(0.0, height - 8)))
    table = build_table(look, heads, table_rows, widths)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.6, look.muted),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("BACKGROUND", (0, 0), (-1, 0 if heads else -1), look.ground),
            ]
            if heads
            else [("GRID", (0, 0), (-1, -1), 0.6, look.muted)]
        )
    )
    return table


class Mark(Heading):
    """A place named in the bookmarks and the contents, where nothing is written: a page of cards has no title."""

    alternative = ""

    def wrap(self, *_: float) -> tuple[float, float]:
        self.width, self.height = 0.0, 0.0
        return 0.0, 0.0

    def draw(self) -> None:
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.plain, self.key, self.rank, closed=1)


def cut_sheets(look: Look, layout: CardLayout, faces: Sequence[Face], key: str, text: str) -> list[Flowable]:
    """Return the pages that hold all the cards, printed on one side; ``text`` says what they are."""
    mark = Mark("", ParagraphStyle("mark", fontName=look.fonts.normal))
    mark.key = key
    sheets = [
        CardSheet(
            look,
            layout,
            [(layout.front(place), face) for place, face in enumerate(faces[start : start + layout.count])],
            text,
        )
        for start in range(0, len(faces), layout.count)
    ]
    return [list_as(mark, text), *sheets]
