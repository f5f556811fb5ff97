"""The sheet « Table de dialogue »: the grid as a heat map that reads without its colours."""

from openpyxl import Workbook

from ptce_ref.domain.text import typeset
from ptce_ref.reports import wording
from ptce_ref.reports.view import CellView, CoevaluationView, FigureView
from ptce_ref.reports.xlsx.cell import Item, label
from ptce_ref.reports.xlsx.figure import coverage_text, status_text
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.style import GRID, Look

NAME = "Table de dialogue"
_CODE, _NAME, _MARGIN, _CELL = 6.0, 27.0, 16.5, 16.5


def write(workbook: Workbook, look: Look, heading: Heading, view: CoevaluationView) -> None:
    """Write the sheet: one row a sub-objective, one column a theme."""
    widths = (_CODE, _NAME, _MARGIN, *(_CELL for _ in view.themes))
    sheet = Sheet(workbook, NAME, look, heading, widths)
    sheet.note(typeset(_legend(view)))
    rows: list[list[Item | str]] = []
    cells = iter(view.cells)
    for position, objective in enumerate(view.objectives):
        ink = look.colours.of_objective(position)
        for sub in objective.sub_objectives:
            row: list[Item | str] = [label(sub.code, ink), label(sub.name), _margin(sub.figure, view)]
            rows.append(row + [_cell(cell, view, look) for cell in next(cells)])
    rows.append(["", label("Tout l’enjeu"), Item(None, GRID), *(_margin(theme.figure, view) for theme in view.themes)])
    headers = ("Code", "Sous-objectif", "Tout le sous-objectif", *(theme.name for theme in view.themes))
    sheet.table(headers, rows, frozen=2)


def _legend(view: CoevaluationView) -> str:
    if view.hidden:
        return (
            "Dans chaque case, la couverture : les indicateurs que quelqu’un a renseignés, "
            "sur ceux qui concernent le pôle."
        )
    top = len(view.referential.levels)
    return (
        f"« 2,7 · 5/6 · n 34 » : niveau 2,7 sur l’échelle de 1 à {top} ; 5 indicateurs renseignés sur 6 ; 34 voix. "
        "Plus la case est foncée, plus le niveau est haut. Case vide : pas de question ici. "
        "« divisé », « polarisé », « mal connu » : combien d’indicateurs séparent le groupe, l’opposent en deux camps, "
        "ou restent inconnus de beaucoup. « vigilance » : l’indicateur nommé surveille un risque, et se trouve au "
        "niveau le plus bas."
    )


def _summary(figure: FigureView) -> str:
    if figure.hidden:
        return f"couverture {coverage_text(figure)}"
    voices = "" if figure.n is None else f" · n{wording.NBSP}{figure.n}"
    return f"{wording.figure(figure)} · {coverage_text(figure)}{voices}"


def _margin(figure: FigureView, view: CoevaluationView) -> Item:
    return Item("\n".join((_summary(figure), *_state(figure, view))), GRID)


def _cell(cell: CellView | None, view: CoevaluationView, look: Look) -> Item:
    if cell is None:
        return Item(None, GRID)
    figure = cell.figure
    marks = [
        f"{word}{wording.NBSP}{count}"
        for word, count in (("divisé", cell.divided), ("polarisé", cell.polarised), ("mal connu", cell.unknown))
        if count
    ]
    lines = [_summary(figure), *([" · ".join(marks)] if marks else []), *_state(figure, view)]
    fill = "" if figure.value is None else look.heat(figure.value)
    return Item("\n".join(lines), GRID, fill=fill)


def _state(figure: FigureView, view: CoevaluationView) -> list[str]:
    """Return the lines that a figure drags along: vigilance, provisional."""
    lines = [f"vigilance{wording.NBSP}: {', '.join(alert.code for alert in figure.alerts)}"] if figure.alerts else []
    if figure.provisional and figure.value is not None:
        lines.append(status_text(figure, closed=not view.provisional))
    return lines
