"""The head of a sheet: its code and title, its question as large as few lines allow, what later pages begin with.

Must not know what the sheet says under it.
"""

from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from ptce_ref.reports.pdf.opinion import indicator_key
from ptce_ref.reports.pdf.page import WIDTH, Heading
from ptce_ref.reports.pdf.section import Signed, signed_style
from ptce_ref.reports.pdf.sheet_page import Head
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import IndicatorView

_SIZES = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0)
_LINES = 3
"""A question in larger type than the smallest takes no more lines."""


def restyled(parent: ParagraphStyle, name: str, **changed: Any) -> ParagraphStyle:  # noqa: ANN401 - the attributes of a style are many
    """Return the style ``parent`` under another name, with some of its attributes changed."""
    return ParagraphStyle(name, parent=parent, **changed)


def sheet_heading(look: Look, item: IndicatorView, group: int) -> Heading:
    """Return code and title under the symbol of the objective, with their bookmark."""
    base = restyled(look.styles.heading[1], "heading1", fontSize=14, leading=17, spaceBefore=0, spaceAfter=1)
    code = look.type.coloured(look.colours.of_objective(group), f"{item.code} ")
    made = Heading(look.type.markup(code, item.title), signed_style(look, base, group))
    made.key, made.plain = indicator_key(item), look.type.line(f"{item.code} {short(item.title)}")
    return made


def following_head(look: Look, item: IndicatorView, group: int) -> Head:
    """Return what makes the head of each page after the first: which sheet goes on."""
    style = restyled(look.styles.heading[2], "sheet-next", fontSize=11, leading=14, spaceBefore=0, spaceAfter=6)
    code = look.type.coloured(look.colours.of_objective(group), f"{item.code} ")
    text = look.type.markup(code, f"{short(item.title)} (suite)")
    return lambda: [Signed(text, signed_style(look, style, group))]


def large_question(look: Look, question: str, *, tight: bool) -> Paragraph:
    """Return the question in the largest type that takes few lines; in the smallest one when ``tight``."""
    sizes = _SIZES[-1:] if tight else _SIZES
    for size in sizes:
        style = ParagraphStyle(
            "heading2",
            parent=look.styles.body,
            fontName=look.fonts.bold,
            fontSize=size,
            leading=size * 1.2,
            spaceBefore=size / 2,
            spaceAfter=size * 0.4,
        )
        made = look.paragraph(style, question)
        if made.wrap(WIDTH, 10_000)[1] <= _LINES * style.leading:
            break
    return made
