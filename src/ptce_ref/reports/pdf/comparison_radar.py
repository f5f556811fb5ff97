"""The same small radar for each pôle, in the order of the list: shapes to look at, never two set against each other.

Must not know in which document they stand.
"""

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.reports import wording
from ptce_ref.reports.figure_table import in_order, shown
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.radar import FEWEST_AXES, Axis, Radar
from ptce_ref.reports.pdf.section import shown_level
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.view import ComparisonView, EntryView

_ABREAST = 3
_WIDTH, _HEIGHT = WIDTH / _ABREAST, 43 * mm
_MOST = 60
"""Pôles up to which each has its radar: a reader looks at no more, and the bars say the same."""
_LABEL, _TYPE = 13.0, 6.8


class SmallRadar(Radar):
    """A radar that a third of a page holds: each axis has its code alone."""

    def __init__(self, look: Look, name: str, axes: list[Axis], levels: int) -> None:
        super().__init__(look, axes, levels, _WIDTH, _HEIGHT)
        self._name = name
        self._radius = _HEIGHT / 2 - _LABEL
        self._symbol = 2.4

    @property
    def alternative(self) -> str:
        """What the drawing shows, for those who do not see it."""
        return f"{self.look.type.line(self._name)}{wording.NBSP}: {super().alternative}"

    def _draw_ranks(self) -> None:
        """Draw nothing: the rings go from 1 to the highest level, as the text says."""

    def _draw_labels(self) -> None:
        canvas, look = self.canv, self.look
        for position, axis in enumerate(self.axes):
            x, y = self._point(position, self.levels + self.levels * 6 / self._radius)
            code = look.type.line(axis.code)
            canvas.setFillColor(look.muted)
            canvas.setFont(look.fonts.normal, _TYPE)
            left = stringWidth(code, look.fonts.normal, _TYPE) * (self.width / 2 - x + self._radius) / self._radius / 2
            canvas.drawString(x - left, y - _TYPE / 3, code)


def build_radars(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return a radar for each pôle shown; nothing where they would have no shape, or would be too many to look at."""
    entries = list(shown(view))
    order = in_order(view)
    if len(order) < FEWEST_AXES or not entries or len(entries) > _MOST:
        return []
    cells = [_cell(view, entry, look) for entry in entries]
    cells += [[] for _ in range(-len(cells) % _ABREAST)]
    rows = [cells[start : start + _ABREAST] for start in range(0, len(cells), _ABREAST)]
    style = TableStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),  # named even by cells that hold no string
    ])  # fmt: skip
    text = (
        f"Une figure par pôle, la même pour tous, dans l’ordre de la liste. Les anneaux vont de 1 à "
        f"{len(view.referential.levels)} ; un vide est une absence de valeur. Une grande figure n’est pas une bonne "
        "note : elle dit où un groupe se voit. Regardez les creux et les pointes de chacune, pas sa taille."
    )
    table = Table(rows, [_WIDTH] * _ABREAST, hAlign="LEFT", style=style)
    opening = [heading(look, "Un pôle, une figure", "figures", 1), look.paragraph(look.styles.body, text)]
    return [room(230), *opening, table, Spacer(0, 8)]


def _cell(view: ComparisonView, entry: EntryView, look: Look) -> list[Flowable]:
    groups = {objective.code: group for group, objective in enumerate(view.objectives)}
    axes = [
        Axis(item.code, item.name, groups[item.parent], figure.level, shown_level(figure))
        for place, item in in_order(view)
        for figure in [entry.sub_objectives[place]]
    ]
    greyed = "" if entry.standing is Standing.KEPT else f" ({entry.standing})"
    asked = "" if view.same_questions else f"\n{wording.count(entry.asked, 'question')}"
    small = Markup(f'<font size="7.8">{look.type.coloured(look.colours.muted, f"{greyed}{asked}")}</font>')
    name = look.paragraph(look.styles.cell, look.type.bold(short(entry.pole.name, 90)), small)
    if sum(axis.level is not None for axis in axes) < FEWEST_AXES:
        said = wording.HIDDEN if entry.whole.hidden else "trop peu de valeurs pour une figure"
        return [name, look.paragraph(look.styles.muted, wording.sentence(said))]
    return [name, SmallRadar(look, entry.pole.name, axes, len(view.referential.levels))]
