"""The sheets « Ordre du jour » and « Évolution »."""

from collections.abc import Iterator

from openpyxl import Workbook

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, EvolutionView, FigureView
from ptce_ref.reports.xlsx.cell import Item, centred, label, number
from ptce_ref.reports.xlsx.chart import Data, Frame, Line, bars
from ptce_ref.reports.xlsx.figure import (
    change_item,
    coverage_text,
    level_item,
    median_item,
    status_text,
    voices_item,
)
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Column, Row, Sheet
from ptce_ref.reports.xlsx.style import Look

NAME, EVOLUTION = "Ordre du jour", "Évolution"
_AGENDA = (
    Column("Ordre", 8),
    Column("Code", 8),
    Column("Indicateur", 30),
    Column("Question", 54),
    Column("Pourquoi en parler", 34),
    Column("n", 8),
    Column("Écart entre collèges", 11),
)
_EVOLUTION = (
    Column("Code", 8),
    Column("Sous-objectif", 46),
    Column("Avant", 9),
    Column("Indicateurs avant", 12),
    Column("n avant", 8),
    Column("État avant", 19),
    Column("Maintenant", 12),
    Column("Indicateurs", 12),
    Column("n", 8),
    Column("État", 19),
    Column("Écart", 9),
)
_TO_ADOPT = (
    "À adopter en une fois",
    "Les avis sont proches : le groupe peut adopter ces indicateurs d’un seul geste.",
)
_NEAR = ("Avis proches, sans position du groupe", "Les avis sont proches, mais le groupe n’a pas pris position.")


def write(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write « Ordre du jour »: what to discuss, in order, then what can be adopted in one go, or could have been."""
    sheet = Sheet(workbook, NAME, look, heading, [column.width for column in _AGENDA])
    sheet.note(
        typeset(
            "D’abord ce qui divise, puis ce que beaucoup ne connaissent pas, puis ce que personne n’a argumenté. "
            "La règle et ses seuils sont dans le référentiel."
        )
    )
    sheet.table([column.header for column in _AGENDA], _items(view), frozen=3)
    if view.consensual:
        title, told = _TO_ADOPT if view.positions_open else _NEAR
        sheet.section(title)
        sheet.note(typeset(told))
        sheet.table([column.header for column in _AGENDA[:4]], _consensual(view))


def write_evolution(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> list[str]:
    """Write « Évolution » and return the alternative texts of its charts."""
    sheet = Sheet(workbook, EVOLUTION, look, heading, [column.width for column in _EVOLUTION])
    sheet.note(
        typeset(
            f"Avant : {view.previous_title}. L’écart se compte en niveaux. Il peut venir du pôle, mais aussi d’autres "
            "répondants ou d’autres indicateurs : n et la couverture aident à en juger."
        )
    )
    # The view lists sub-objectives as the referential stores them; readers know the order of the grid.
    order = {sub.code: position for position, sub in enumerate(view.sub_objectives)}
    lines = sorted(view.evolution, key=lambda line: order.get(line.code, len(order)))
    rows = sheet.table([column.header for column in _EVOLUTION], [_row(line, view, look) for line in lines], frozen=2)
    if any(line.before.level is None or line.now.level is None for line in lines):
        return []
    sheet.leave(1)
    top = len(view.referential.levels)
    series = [Line(3, "Avant", look.colours.rule), Line(7, "Maintenant", look.colours.accent)]
    title = f"Avant et maintenant, sur l’échelle de 1 à {top}"
    frame = Frame(title, width=28.5, height=max(8.0, 3.0 + 0.9 * len(rows)))
    chart = bars(look, Data(sheet.worksheet, rows, 2, top, series), frame)
    sheet.worksheet.add_chart(chart, f"A{sheet.row + 1}")
    return ["Barres des niveaux des sous-objectifs, avant et maintenant. Les chiffres sont dans le tableau au-dessus."]


def _items(view: CoevaluationView) -> Iterator[Row]:
    for order, item in enumerate(view.agenda, start=1):
        what = (number(order), label(item.code), label(item.title), item.question)
        yield [*what, "\n".join(item.reasons), number(item.n), median_item(item.college_gap)]


def _consensual(view: CoevaluationView) -> Iterator[Row]:
    questions = {item.code: item.question for item in view.indicators}
    for code, title in view.consensual:
        yield [centred(wording.NOTHING), label(code), label(title), questions.get(code, "")]


def _row(line: EvolutionView, view: CoevaluationView, look: Look) -> Row:
    return [
        label(line.code),
        line.name,
        *_figure(line.before, view, look),
        *_figure(line.now, view, look),
        change_item(line.change),
    ]


def _figure(figure: FigureView, view: CoevaluationView, look: Look) -> list[Item]:
    return [
        level_item(figure, look),
        centred(coverage_text(figure)),
        voices_item(figure),
        centred(status_text(figure, closed=not view.provisional)),
    ]
