"""The cover of a report. Must not know what follows."""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, FrameBreak, Image, NextPageTemplate, PageBreak, Spacer

from ptce_ref.domain.theme import Theme, ThemeError
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.page import BODY, PAGE, WIDTH
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.shape import draw_symbol
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import CoevaluationView

_LOGO = (60 * mm, 24 * mm)


def report_name(view: CoevaluationView) -> str:
    """Return « Rapport de co-évaluation », « Rapport d’auto-évaluation »…"""
    of = "d’" if view.mode[:1].lower() in "aeiouyéèê" else "de "
    return f"Rapport {of}{view.mode}"


def standing(view: CoevaluationView) -> str:
    """Return in one sentence whether figures may still change."""
    if view.hidden:
        return f"Avis en cours{wording.NBSP}: les résultats ne sont pas montrés"
    if view.provisional:
        return f"Résultats provisoires{wording.NBSP}: l’évaluation n’est pas close"
    return f"Évaluation close{wording.NBSP}: ses résultats ne changeront plus"


def build_cover(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the cover page, up to the page break after it."""
    warning = wording.DEMONSTRATION if view.pole.demonstration else ""
    return lay_cover(
        look, report_name(view), view.pole.name, view.pole.place, warning, _facts(view), view.referential.statement
    )


def lay_cover(
    look: Look,
    name: str,
    title: str,
    place: str,
    warning: str,
    facts: Sequence[tuple[str, str]],
    statement: str,
) -> list[Flowable]:
    """Return a cover page, up to the page break after it: name of the document, title, then facts with their labels.

    ``place`` and ``warning`` may be empty; ``statement`` says at the foot where the referential comes from.
    """
    styles = look.styles
    story: list[Flowable] = [Spacer(0, 34 * mm)]
    story += [_logo(look.theme), Spacer(0, 12 * mm)] if look.theme.logo else [Spacer(0, 18 * mm)]
    story += [
        look.paragraph(styles.subtitle, look.type.coloured(look.colours.accent, look.type.bold(name))),
        Spacer(0, 4 * mm),
        look.paragraph(styles.title, short(title, 220)),
    ]
    if place:
        story += [Spacer(0, 2 * mm), look.paragraph(styles.subtitle, short(place, 220))]
    story += [Spacer(0, 12 * mm)]
    if warning:
        story += [Tag(look, warning), Spacer(0, 10 * mm)]
    rows = Rows()
    for label, value in facts:
        rows.add(look.type.coloured(look.colours.muted, label), look.type.bold(short(value, 220)))
    story += [build_table(look, (), rows, (42 * mm, WIDTH - 42 * mm))]
    story += [
        FrameBreak(),
        look.paragraph(styles.lead, "Une table de dialogue, pas une grille de notes."),
        look.paragraph(styles.muted, statement),
        NextPageTemplate(BODY),
        PageBreak(),
    ]
    return story


def _facts(view: CoevaluationView) -> list[tuple[str, str]]:
    mode = wording.sentence(view.mode)
    if view.peer_pole:
        mode = f"{mode}{wording.NBSP}: {view.peer_pole}"
    referential = f"{view.referential.title}, version {view.referential.version}"
    return [
        ("Évaluation", view.title),
        ("Date", wording.long_date(view.date)),
        ("Mode", mode),
        ("Usage", view.use),
        ("Parcours", view.path),
        ("Phase", wording.sentence(view.phase)),
        ("État", standing(view)),
        ("Référentiel", referential),
    ]


def _logo(theme: Theme) -> Image:
    path = theme.folder / (theme.logo or "")
    try:
        return Image(str(path), *_LOGO, kind="proportional", hAlign="LEFT", lazy=0)
    except (OSError, ValueError) as error:
        raise ThemeError(
            f"Le logo «{wording.NBSP}{theme.logo}{wording.NBSP}» du thème n’est pas une image lisible"
            f"{wording.NBSP}: {path}"
        ) from error


def draw_band(canvas: Canvas, look: Look, count: int) -> None:
    """Draw across the head of the cover a band with the colour and the symbol of each objective."""
    part, height = PAGE[0] / max(1, count), 24 * mm
    bottom = PAGE[1] - height
    for position in range(count):
        colour = look.objective(position)
        canvas.setFillColor(colour)
        canvas.rect(position * part, bottom, part + 0.5, height, stroke=0, fill=1)
        draw_symbol(canvas, position, (position + 0.5) * part, bottom + height / 2, 9, look.ink_on(colour))


class Tag(Flowable):
    """A short warning in a frame."""

    def __init__(self, look: Look, text: str) -> None:
        super().__init__()
        self.look, self.text = look, look.type.line(text)
        self.width = stringWidth(self.text, look.fonts.bold, 12) + 20
        self.height = 24.0

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColor(self.look.alert)
        self.canv.setLineWidth(1.2)
        self.canv.roundRect(0, 0, self.width, self.height, 4, stroke=1, fill=0)
        self.canv.setFillColor(self.look.alert)
        self.canv.setFont(self.look.fonts.bold, 12)
        self.canv.drawString(10, 8, self.text)
