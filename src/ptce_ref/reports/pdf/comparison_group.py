"""The figures of the group, and the exchanges it could have. Must not know where a pôle stands."""

from collections.abc import Sequence
from itertools import islice

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.bar import LevelBar, LevelRuler
from ptce_ref.reports.pdf.comparison_question import caution
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.prose import read_prose
from ptce_ref.reports.pdf.reading import prose
from ptce_ref.reports.pdf.section import Rows, build_table
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.view import CohortView, ComparisonPart, ComparisonView, ComplementarityView

_BAR = 40 * mm
_MOST_PAIRS = 40
"""Exchanges told one by one: a reader goes through no more; the workbook holds all of them."""


class QuartileBar(LevelBar):
    """Where a group stands on the scale 1..k: a box from the first to the third quartile, a line at the median."""

    alternative = ""
    """Nothing: the same figures stand beside it in words."""

    def __init__(self, look: Look, line: CohortView, levels: int, width: float) -> None:
        super().__init__(look, None, levels, look.accent, width)
        self.line = line

    def draw(self) -> None:
        super().draw()
        line = self.line
        if line.median is None or line.first_quartile is None or line.third_quartile is None:
            return
        canvas, middle = self.canv, self.height / 2 - 1
        start, end = self._x(line.first_quartile), self._x(line.third_quartile)
        canvas.setFillColor(self.look.ground)
        canvas.setStrokeColor(self.look.ink)
        canvas.setLineWidth(0.8)
        canvas.rect(start, middle - 3.4, max(end - start, 0.8), 6.8, stroke=1, fill=1)
        canvas.setFillColor(self.look.ink)
        canvas.rect(self._x(line.median) - 1.2, middle - 4.8, 2.4, 9.6, stroke=0, fill=1)


def build_cohort(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the section « Cohorte »: median and quartiles, or why they are not shown."""
    story: list[Flowable] = [
        room(240),
        heading(look, "Cohorte", "groupe"),
        look.paragraph(look.styles.body, view.cohort_note),
        *caution(view, look),
    ]
    if all(line.median is None for line in view.cohort):
        return story
    levels = len(view.referential.levels)
    text = (
        "La moitié des pôles se voient à la médiane ou au-dessous, un quart au premier quartile ou au-dessous, trois "
        "quarts au troisième ou au-dessous. Dans la barre, la boîte va d’un quartile à l’autre, et le trait est la "
        "médiane. Ce n’est pas un but à atteindre."
    )
    rows = Rows()
    for line in view.cohort:
        name = look.type.markup(look.type.bold(f"{line.code} ") if line.code else "", short(line.name))
        hidden = look.type.coloured(look.colours.muted, f"\nnon montré : {line.why_hidden}") if line.why_hidden else ""
        values = (line.first_quartile, line.median, line.third_quartile)
        shown = [wording.NOTHING if value is None else wording.level(value) for value in values]
        rows.add(look.type.markup(name, hidden), str(line.n), QuartileBar(look, line, levels, _BAR), *shown)
    widths = (WIDTH - _BAR - 7 - 63 * mm, 12 * mm, _BAR + 7, 17 * mm, 17 * mm, 17 * mm)
    heads = (
        "Objectif, sous-objectif ou enjeu",
        "Pôles",
        LevelRuler(look, levels, _BAR),
        "1er quart.",
        "Médiane",
        "3e quart.",
    )
    table = build_table(look, heads, rows, widths, right=(1, 3, 4, 5))
    return [*story, look.paragraph(look.styles.body, text), table]


def build_exchanges(view: ComparisonView, look: Look) -> list[Flowable]:
    """Return the section « Complémentarités »: what two pôles could bring each other, in sentences, both ways."""
    title = [room(170), heading(look, "Complémentarités", "complementarites")]
    if not view.complementarities:
        return [*title, look.paragraph(look.styles.body, view.absence(ComparisonPart.EXCHANGES))]
    story: list[Flowable] = [*title, *prose(look, read_prose(look.theme, "comparaison-echanges"))]
    told = list(islice(view.complementarities, _MOST_PAIRS))
    story += [look.paragraph(look.styles.body, _both_ways(told)), *caution(view, look)]
    if view.exchange_count > _MOST_PAIRS:
        many = (
            f"{view.exchange_count} échanges sont possibles. En voici {_MOST_PAIRS} : ceux où chacun apporte à "
            "l’autre, puis la suite dans l’ordre des noms. Le classeur de comparaison les donne tous."
        )
        story.append(look.paragraph(look.styles.body, many))
    for pair in told:
        first, second = wording.quoted(short(pair.first, 120)), wording.quoted(short(pair.second, 120))
        head = look.type.markup(look.type.bold(first), " et ", look.type.bold(second))
        mutual = look.type.coloured(look.colours.muted, " · échange réciproque") if pair.mutual else ""
        sentences = [
            Paragraph(_sentence(look, giver, taker, brought), look.styles.bullet, bulletText="•")
            for giver, taker, brought in ((first, second, pair.first_brings), (second, first, pair.second_brings))
            if brought
        ]
        story.append(KeepTogether([look.paragraph(look.styles.small, head, mutual), *sentences, Spacer(0, 5)]))
    return story


def _both_ways(pairs: Sequence[ComplementarityView]) -> str:
    """Return what is true of those who receive in the exchanges told: whether each of them also gives."""
    sides = [
        (giver, taker, brought)
        for pair in pairs
        for giver, taker, brought in (
            (pair.first_id, pair.second_id, pair.first_brings),
            (pair.second_id, pair.first_id, pair.second_brings),
        )
    ]
    givers = {giver for giver, _, brought in sides if brought}
    takers = {taker for _, taker, brought in sides if brought}
    if takers <= givers:
        return "Chacun de ceux qui reçoivent ici donne aussi, dans un autre échange ou dans le même."
    return (
        "Les chiffres ne voient pas tout ce qu’un pôle peut apporter : une histoire, un métier, un essai qui n’a pas "
        "marché. Demandez-vous, à chaque rencontre, ce que chacun des deux vient y montrer."
    )


def _sentence(look: Look, giver: str, taker: str, brought: tuple[str, ...]) -> Markup:
    several = wording.agreed(len(brought), "ce sous-objectif", "ces sous-objectifs")
    return look.type.markup(f"{giver} peut montrer à {taker} ce qu’il fait pour {several} : {' ; '.join(brought)}.")
