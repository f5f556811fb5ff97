"""How to read the report, in plain words; the scale. Must not know the results."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph

from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.prose import Block, Kind, emphasised, read_prose
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.view import CoevaluationView, ReferentialView

_SWATCH = 11.0


def build_reading(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Comment lire ce document », with the scale."""
    story: list[Flowable] = [heading(look, "Comment lire ce document", "lire")]
    story += prose(look, read_prose(look.theme, "rapport-lecture"))
    return [*story, *build_scale(view.referential, look)]


def build_scale(referential: ReferentialView, look: Look) -> list[Flowable]:
    """Return the levels of the scale and what they mean, under a heading of their own."""
    rows = Rows()
    for level in referential.levels:
        rows.add(
            LevelSign(look, level.rank, len(referential.levels)),
            look.type.bold(short(level.name, 60)),
            level.meaning,
        )
    table = build_table(look, (), rows, (10 * mm, 32 * mm, WIDTH - 42 * mm))
    return [room(110), heading(look, "L’échelle", "echelle", 1), table]


def build_hidden_notice(look: Look) -> list[Flowable]:
    """Return why no result is shown."""
    return [
        heading(look, "Pourquoi les résultats ne sont pas montrés", "masque"),
        *prose(look, read_prose(look.theme, "rapport-masque")),
    ]


def prose(look: Look, blocks: tuple[Block, ...]) -> list[Flowable]:
    """Return the blocks of a text of the templates as paragraphs and list items."""
    story: list[Flowable] = []
    for block in blocks:
        text = emphasised(look.type, block.text)
        if block.kind is Kind.HEADING:
            story.append(Paragraph(Markup(f"<b>{text}</b>"), look.styles.body))
        elif block.kind is Kind.ITEM:
            story.append(Paragraph(text, look.styles.bullet, bulletText="•"))
        elif block.kind is Kind.STEP:
            story.append(Paragraph(text, look.styles.bullet, bulletText=f"{block.number}."))
        else:
            story.append(Paragraph(text, look.styles.body))
    return story


class LevelSign(Flowable):
    """The rank of a level on its colour."""

    def __init__(self, look: Look, rank: int, levels: int) -> None:
        super().__init__()
        self.look, self.rank, self.levels = look, rank, levels
        self.width, self.height = 16.0, _SWATCH

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        colour = self.look.level(self.rank, self.levels)
        self.canv.setFillColor(colour)
        self.canv.setStrokeColor(self.look.rule)
        self.canv.setLineWidth(0.5)
        self.canv.roundRect(0, 0, self.width, self.height, 2, stroke=1, fill=1)
        self.canv.setFillColor(self.look.ink_on(colour))
        self.canv.setFont(self.look.fonts.bold, 8.5)
        self.canv.drawCentredString(self.width / 2, 2.6, str(self.rank))
