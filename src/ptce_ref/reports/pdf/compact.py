"""Headings smaller than those of reports, for documents that must hold on few pages."""

from reportlab.lib.styles import ParagraphStyle

from ptce_ref.reports.pdf.page import Heading
from ptce_ref.reports.pdf.style import Look


def compact_heading(
    look: Look, text: str, key: str, rank: int, *, size: float, before: float, after: float, coloured: bool = False
) -> Heading:
    """Return a heading of ``rank`` with the bookmark ``key``, in ``size`` points with so much white around it.

    A section (rank 0) is always coloured.
    """
    parent = look.styles.heading[rank]
    # Its name is that of the parent: it says that this is a heading, and of which rank.
    style = ParagraphStyle(parent.name, parent=parent, fontSize=size, leading=size * 1.25, spaceBefore=before)
    style.spaceAfter = after
    if coloured:
        style.textColor = look.accent
    made = Heading(look.type.markup(text), style)
    made.key, made.plain, made.rank = key, look.type.line(text), rank
    return made
