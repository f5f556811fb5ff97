"""Where a pôle stands higher or lower than on the rest, by its own figures alone.

What is shown side by side invites a ranking as soon as shades follow the levels: the highest pôle is the darkest
row. A sign that compares a pôle with nothing but itself says its shape, and is as frequent for every pôle.
"""

from collections.abc import Sequence
from enum import Enum

from ptce_ref.reports import wording
from ptce_ref.reports.view import FigureView

LEAST = 0.5
"""Levels between the highest and the lowest under which a pôle is as high everywhere."""


class Stand(Enum):
    """What a figure is among those of the same pôle; the value is its sign."""

    HIGHEST = "●"
    LOWEST = "○"
    BETWEEN = ""


LEGEND = (
    f"{Stand.HIGHEST.value} : là où le pôle se voit le plus haut, {Stand.LOWEST.value} : là où il se voit le plus bas. "
    "Ces signes comparent un pôle à lui-même, jamais aux autres."
)


def own_shape(figures: Sequence[FigureView]) -> list[Stand]:
    """Return what each figure of one pôle is among the others, as they are displayed: ties have the same sign.

    None has a sign when the highest and the lowest are less than :data:`LEAST` apart.
    """
    levels = [figure.level for figure in figures if figure.level is not None]
    if not levels or max(levels) - min(levels) < LEAST:
        return [Stand.BETWEEN] * len(figures)
    signs = {wording.level(min(levels)): Stand.LOWEST, wording.level(max(levels)): Stand.HIGHEST}
    return [
        Stand.BETWEEN if figure.level is None else signs.get(wording.level(figure.level), Stand.BETWEEN)
        for figure in figures
    ]
