"""The pages of a kit: A4 sheets to read or fill, landscape pages for the wall, bare pages to cut.

Owns formats, larger letters and the order of sections. Must not know what a kit says.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.order import Builder, ordered_sections
from ptce_ref.reports.pdf.origin import build_replaced_note
from ptce_ref.reports.pdf.page import BODY, PAGE, Properties, Report
from ptce_ref.reports.pdf.prose import emphasised
from ptce_ref.reports.pdf.style import Look, Styles
from ptce_ref.reports.view import CoevaluationView

WALL, BARE = "wall", "bare"
_WALL_MARGIN = 15 * mm
_WALL_FOOT = 16 * mm


class KitLook(Look):
    """The look of what is read standing up and filled by hand: nothing that one reads or fills is under 10 points.

    ``large`` puts what goes on the wall on A3 paper.
    """

    def __init__(self, theme: Theme, *, large: bool = False) -> None:
        """Raise ThemeError when a font of the theme cannot be used."""
        super().__init__(theme)
        self.wall_page: tuple[float, float] = landscape(A3 if large else A4)
        self.wall_width = self.wall_page[0] - 2 * _WALL_MARGIN
        self.wall_height = self.wall_page[1] - _WALL_MARGIN - _WALL_FOOT
        self.zoom = self.wall_page[0] / landscape(A4)[0]
        self.styles = _enlarged(self.styles)

    def bullet(self, text: str) -> Paragraph:
        """Return an item of a list; ``text`` is ours, and may hold ``**bold**`` words."""
        return Paragraph(emphasised(self.type, text), self.styles.bullet, bulletText="•")

    def item(self, text: str) -> Paragraph:
        """Return an item of a list; ``text`` is data."""
        return Paragraph(self.type.markup(text), self.styles.bullet, bulletText="•")

    def note(self, text: str) -> Paragraph:
        """Return a quiet sentence; what it names is data."""
        return self.paragraph(self.styles.muted, text)


def _enlarged(styles: Styles) -> Styles:
    def sized(style: ParagraphStyle, size: float, leading: float) -> ParagraphStyle:
        return ParagraphStyle(style.name, parent=style, fontSize=size, leading=leading)

    return replace(
        styles,
        body=sized(styles.body, 10.5, 14.6),
        bullet=sized(styles.bullet, 10.2, 13.8),
        small=sized(styles.small, 10, 13.4),
        muted=sized(styles.muted, 10, 13.4),
        cell=sized(styles.cell, 10.3, 13.4),
        cell_right=sized(styles.cell_right, 10.3, 13.4),
        column=sized(styles.column, 9.2, 11.4),
        column_right=sized(styles.column_right, 9.2, 11.4),
    )


def on_page(template: str) -> list[Flowable]:
    """Return what begins a section on a new page of a format; every section of a kit begins with it."""
    return [NextPageTemplate(template), PageBreak()]


class KitReport(Report):
    """A document whose pages have several formats; ``first`` is that of its first page."""

    def __init__(self, target: BinaryIO, look: KitLook, properties: Properties, first: str) -> None:
        super().__init__(target, look, properties)
        self._kit_look = look
        # What goes on a wall has no head: its foot says whose it is.
        self._foot = " · ".join(filter(None, (properties.mark, properties.head)))
        wall = Frame(_WALL_MARGIN, _WALL_FOOT, look.wall_width, look.wall_height, 0, 0, 0, 0, id=WALL)
        bare = Frame(0, 0, *PAGE, 0, 0, 0, 0, id=BARE)
        self.addPageTemplates(PageTemplate(WALL, [wall], onPage=self._furnish_wall, pagesize=look.wall_page))
        self.addPageTemplates(PageTemplate(BARE, [bare], pagesize=PAGE))
        self.pageTemplates.sort(key=lambda template: template.id != first)

    def _furnish_wall(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        del canvas
        self.draw_later(self._draw_wall_foot)

    def _draw_wall_foot(self, canvas: Canvas, page: int, pages: int) -> None:
        look = self._kit_look
        canvas.setFillColor(look.muted)
        canvas.setFont(look.fonts.normal, 8)
        foot = look.type.fit(self._foot, look.fonts.normal, 8, look.wall_width - 80)
        canvas.drawString(_WALL_MARGIN, 8 * mm, foot)
        canvas.drawRightString(look.wall_page[0] - _WALL_MARGIN, 8 * mm, f"page {page} sur {pages}")


def write_kit(
    document: str,
    name: str,
    view: CoevaluationView,
    look: KitLook,
    sections: Mapping[str, Builder],
    shown: object,
    target: BinaryIO,
) -> None:
    """Write a kit: its ``sections`` in the order of the theme, each built from ``shown``.

    ``document`` is its id in the templates, ``name`` its French name.
    """
    parts = [part for build in ordered_sections(look, document, sections) if (part := build(shown, look))]
    if not parts:
        parts = [[*on_page(BODY), look.note("Toutes les sections ont été retirées des modèles.")]]
    # The first section opens the document: its format is that of the first page, which needs no break.
    template = getattr(parts[0][0], "action", ("", BODY))[1]
    del parts[0][:2]
    note = build_replaced_note(look)
    if note:
        parts[-1] += [*on_page(BODY), *note]
    marks = [wording.DEMONSTRATION] if view.pole.demonstration else []
    properties = Properties(
        title=f"{name} – {view.pole.name}",
        author=view.pole.name,
        subject=f"{view.title}, {wording.long_date(view.date)}",
        head=f"{name} · {view.pole.name} · {view.title}",
        mark=" · ".join(marks),
        foot="Une table de dialogue, pas une grille de notes",
        brief=f"{name} · {view.pole.name}",
    )
    KitReport(target, look, properties, str(template)).write([flowable for part in parts for flowable in part])
