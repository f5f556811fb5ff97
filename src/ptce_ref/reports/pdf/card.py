"""The cards of a meeting: questions to cut out, and cards to answer with, on sheets printed on both sides.

Every section holds an even number of pages, so that fronts and backs meet whatever is removed.
Must not know how a card is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, KeepInFrame, PageTemplate, Spacer

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.card_view import CardView, DeckView
from ptce_ref.reports.pdf.card_face import draw_descriptors, draw_own, draw_own_levels, draw_question
from ptce_ref.reports.pdf.card_layout import LAYOUTS, PAGE, CardLayout, Cell, Duplex, draw_crop_marks
from ptce_ref.reports.pdf.card_sign import AGREEMENT, DIVERGENCE, NOT_CONCERNED, UNKNOWN, Sign, draw_raised, draw_sign
from ptce_ref.reports.pdf.order import Builder, ordered_sections
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import LevelSign, prose
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag import Place
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas
from ptce_ref.reports.pdf.tag_frame import TaggedFrame
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import LevelView

Face = Callable[[TaggedCanvas, Cell], None]
_TEXT_MARGIN, _SPARE = 20 * mm, 5 * mm


@dataclass(frozen=True)
class Printing:
    """How a pack is printed: so many cards on a sheet, turned over along one edge."""

    per_page: int = 4
    duplex: Duplex = Duplex.LONG_EDGE

    @property
    def layout(self) -> CardLayout:
        """Where the cards stand on a sheet. KeyError for a number per page that no layout has."""
        return LAYOUTS[self.per_page]


class CardSheet(Flowable):
    """One side of a sheet: the faces drawn in their cells, and where to cut.

    It is a picture, of which ``said`` tells what it shows; without it, the faces say where their words belong.
    """

    canv: TaggedCanvas

    def __init__(
        self, look: Look, layout: CardLayout, faces: Sequence[tuple[Cell, Face]], said: str | None = None
    ) -> None:
        super().__init__()
        self.look, self.layout, self.faces, self.alternative = look, layout, faces, said
        self.width, self.height = PAGE

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        for cell, face in self.faces:
            self.canv.place = None
            self.canv.saveState()
            face(self.canv, cell)
            self.canv.restoreState()
        draw_crop_marks(self.canv, self.look, self.layout)


class TextSheet(Flowable):
    """A page of text, made smaller when it is too long for one page."""

    tags_itself = True

    def __init__(self, story: Sequence[Flowable]) -> None:
        super().__init__()
        self.width, self.height = PAGE
        self._story = list(story)

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        width, height = PAGE[0] - 2 * _TEXT_MARGIN, PAGE[1] - 2 * _TEXT_MARGIN
        fitted = KeepInFrame(width, height, self._story, mode="shrink")
        fitted.wrapOn(self.canv, width, height)
        scale: float = getattr(fitted, "_scale", 1.0)
        self.canv.saveState()
        self.canv.scale(1 / scale, 1 / scale)
        # Some room under the text: heights are added up in another order here.
        left, foot = _TEXT_MARGIN * scale, (_TEXT_MARGIN - _SPARE) * scale
        frame = TaggedFrame(left, foot, width * scale, (height + _SPARE) * scale, 0, 0, 0, 0)
        frame.addFromList(self._story, self.canv)
        self.canv.restoreState()


def build_instructions(deck: DeckView, look: Look, printing: Printing) -> list[Flowable]:
    """Return how to print, cut and use the cards, on one page whose back stays empty."""
    turned = "sur le bord long" if printing.duplex is Duplex.LONG_EDGE else "sur le bord court"
    how = (
        f"Imprimez en recto verso, retournement {turned}, à la taille réelle (100{wording.NBSP}%), sans « ajuster à "
        "la page ». Essayez d’abord avec deux feuilles, et regardez par transparence : chaque verso doit tomber "
        "derrière son recto. Coupez ensuite d’un repère de la marge à l’autre."
    )
    if printing.duplex is Duplex.SHORT_EDGE:
        how += " Ces cartes se retournent de bas en haut, comme un bloc-notes."
    mark = [look.type.coloured(look.colours.alert, f" · {wording.DEMONSTRATION}")] if deck.demonstration else []
    story: list[Flowable] = [
        look.paragraph(look.styles.heading[0], "Cartes à découper"),
        look.paragraph(look.styles.lead, short(deck.name), f" · {short(deck.subtitle)}", *mark),
        look.paragraph(look.styles.body, look.type.bold("Pour imprimer. "), how),
        *prose(look, read_prose(look.theme, "cartes-mode-emploi")),
        Spacer(0, 6),
    ]
    levels = deck.referential.levels
    rows = Rows()
    for level in levels:
        sign = LevelSign(look, level.rank, len(levels))
        rows.add(sign, look.type.bold(short(level.name, 60)), short(level.meaning, 400))
    story.append(build_table(look, (), rows, (10 * mm, 32 * mm, PAGE[0] - 82 * mm)))
    named = f"{short(deck.referential.title, 200)}, version {deck.referential.version}."
    story += [Spacer(0, 8), look.paragraph(look.styles.muted, f"{named} {deck.referential.statement}")]
    empty = look.paragraph(look.styles.muted, "Cette page reste vide, pour que chaque verso tombe derrière son recto.")
    return [TextSheet(story), TextSheet([empty])]


def build_questions(deck: DeckView, look: Look, printing: Printing) -> list[Flowable]:
    """Return the sheets of questions, each followed by its back; what is left of the last one is blank cards."""
    levels = deck.referential.levels
    sheets: list[Flowable] = []
    for start in range(0, len(deck.cards), printing.layout.count):
        cards = deck.cards[start : start + printing.layout.count]
        faces = [_question_faces(look, card, deck) for card in cards]
        faces += [_own_faces(look, levels) for _ in range(printing.layout.count - len(cards))]
        sheets += _both_sides(look, printing, faces)
    return sheets


def build_agreements(_: DeckView, look: Look, printing: Printing) -> list[Flowable]:
    """Return a sheet of cards to write on: half « accord », half « divergence »."""
    return _signs(look, printing, AGREEMENT, DIVERGENCE)


def build_other_answers(_: DeckView, look: Look, printing: Printing) -> list[Flowable]:
    """Return a sheet of cards: half « ne sait pas », half « non concerné »."""
    return _signs(look, printing, UNKNOWN, NOT_CONCERNED)


DOCUMENT = "cartes"
SECTIONS: Mapping[str, Builder] = {
    "mode-d-emploi": build_instructions,
    "questions": build_questions,
    "accord-et-divergence": build_agreements,
    "ne-sait-pas-et-non-concerne": build_other_answers,
}
"""What a pack of cards holds; each is made from the deck, the look and the printing."""


def write_cards(deck: DeckView, theme: Theme, target: BinaryIO, printing: Printing | None = None) -> int:
    """Write a pack of cards as a PDF on A4 pages to ``target``: a front, its back, the next front…

    Returns how many sheets of paper it takes, printed on both sides.

    Raises ThemeError when a font of the theme cannot be used, OSError when a text of the templates
    cannot be read.
    """
    look, printing = Look(theme), printing or Printing()
    line = look.type.line
    document = BaseDocTemplate(
        target,
        pagesize=PAGE,
        title=line(f"Cartes à découper – {deck.name}"),
        author=line(deck.name),
        subject=line(deck.subtitle),
        creator="ptce-ref",
        lang="fr-FR",
        displayDocTitle=True,
        invariant=1,
        initialFontName=look.fonts.normal,
    )
    edge = "DuplexFlipLongEdge" if printing.duplex is Duplex.LONG_EDGE else "DuplexFlipShortEdge"

    def prefer(canvas: Canvas, _: BaseDocTemplate) -> None:
        # What the printer's window proposes at first: both sides, and no scaling.
        canvas.setViewerPreference("Duplex", edge)
        canvas.setViewerPreference("PrintScaling", "None")

    document.addPageTemplates(PageTemplate("sheet", [TaggedFrame(0, 0, *PAGE, 0, 0, 0, 0)], onPage=prefer))
    story: list[Flowable] = []
    for build in ordered_sections(look, DOCUMENT, SECTIONS):
        story += build(deck, look, printing)
    sheets = len(story) // 2
    document.build(story, canvasmaker=TaggedCanvas)
    return sheets


def _question_faces(look: Look, card: CardView, deck: DeckView) -> tuple[Face, Face]:
    said = Place("Sect")
    return (
        lambda canvas, cell: draw_question(canvas, look, card, cell, said),
        lambda canvas, cell: draw_descriptors(canvas, look, card, deck.referential.levels, cell, said),
    )


def _own_faces(look: Look, levels: tuple[LevelView, ...]) -> tuple[Face, Face]:
    said = Place("Sect")
    return (
        lambda canvas, cell: draw_own(canvas, look, cell, said),
        lambda canvas, cell: draw_own_levels(canvas, look, levels, cell, said),
    )


def _signs(look: Look, printing: Printing, *signs: Sign) -> list[Flowable]:
    count = printing.layout.count
    faces = [_sign_faces(look, signs[place * len(signs) // count]) for place in range(count)]
    return _both_sides(look, printing, faces)


def _sign_faces(look: Look, sign: Sign) -> tuple[Face, Face]:
    said = Place("Sect")
    return (
        lambda canvas, cell: draw_sign(canvas, look, sign, cell, said),
        lambda canvas, cell: draw_raised(canvas, look, sign, cell, said),
    )


def _both_sides(look: Look, printing: Printing, faces: Sequence[tuple[Face, Face]]) -> list[Flowable]:
    """Return the front and the back of a sheet; who hears them hears each card whole, one after the other."""
    layout = printing.layout
    fronts = [(layout.front(place), front) for place, (front, _) in enumerate(faces)]
    backs = [(layout.back(place, printing.duplex), back) for place, (_, back) in enumerate(faces)]
    return [CardSheet(look, layout, fronts), CardSheet(look, layout, backs)]
