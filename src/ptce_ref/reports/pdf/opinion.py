"""What people said of one question: position of the group, minority opinion, arguments side by side.

Must not know why the question is shown, nor in which section.
"""

from collections.abc import Sequence

from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.page import WIDTH
from ptce_ref.reports.pdf.section import quote, shown_n
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, is_tall, short
from ptce_ref.reports.view import ArgumentView, IndicatorView, LevelView, PositionView

_GAP = 14.0
_HALF = (WIDTH - _GAP) / 2
LONG = 800
"""Characters above which a text takes the whole width, where it may flow over pages."""


def indicator_key(item: IndicatorView) -> str:
    """Return the bookmark of a question in the annex."""
    return f"question-{item.id}"


def decided(item: IndicatorView, levels: Sequence[LevelView], look: Look, *, plain: bool = False) -> Markup:
    """Return the position of the group, or the value that opinions give, with n; ``plain``, the position alone."""
    bold, n = look.type.bold, "" if plain else f" · {wording.voices(shown_n(item.figure))}"
    position = item.position
    if position is None:
        return look.type.markup(bold(_without_position(item)), n)
    outcome = f"Position du groupe{wording.NBSP}: {position.outcome}"
    if position.level is not None:
        outcome += f", niveau {position.level} ({level_name(position.level, levels)})"
    parts = [bold(outcome)]
    if not plain and not position.agreed and item.figure.value is not None:
        parts.append(look.type.markup(f" · niveau {wording.figure(item.figure)} d’après les avis"))
    return look.type.markup(*parts, n)


def _without_position(item: IndicatorView) -> str:
    if item.figure.value is not None:
        return f"Sans position du groupe · niveau {wording.figure(item.figure)} d’après les avis"
    said = wording.figure(item.figure)
    return "Sans valeur" if said == wording.NOTHING else wording.sentence(said)


def level_name(rank: int, levels: Sequence[LevelView]) -> str:
    """Return the name of the level at ``rank``."""
    return next((short(level.name, 60) for level in levels if level.rank == rank), str(rank))


def build_position(
    item: IndicatorView, levels: Sequence[LevelView], look: Look, *, plain: bool = False
) -> tuple[list[Flowable], list[Flowable]]:
    """Return the position and what belongs with it: what must stay together, then what may flow.

    The line and its reasons stay together unless the reasons are long; the minority opinion flows. See
    :func:`decided` for ``plain``.
    """
    together: list[Flowable] = [look.paragraph(look.styles.small, decided(item, levels, look, plain=plain))]
    flowing: list[Flowable] = []
    position = item.position
    if position is None:
        return together, flowing
    if position.argument:
        source = look.type.coloured(look.colours.muted, f"\n{decision_words(position)}")
        reasons = quote(look, position.argument, source, strong=True)
        (flowing if is_tall(position.argument, LONG) else together).append(reasons)
    if position.minority_opinion:
        flowing.append(quote(look, look.type.bold(f"Avis minoritaire{wording.NBSP}: "), position.minority_opinion))
    return together, flowing


def decision_words(position: PositionView) -> str:
    """Return « Décidé avec : les présents, le 12 mars 2026 », without the day when the words before say it already."""
    day, who = wording.long_date(position.date), position.decided_with
    if not who:
        return f"Décidé le {day}"
    day_and_month = " ".join(day.split()[:-1])
    said = day_and_month.casefold() in " ".join(who.split()).casefold()
    return f"Décidé avec{wording.NBSP}: {who}" + ("" if said else f", le {day}")


def build_arguments(arguments: Sequence[ArgumentView], look: Look) -> list[Flowable]:
    """Return the arguments two by two, side by side; a long one alone on the whole width."""
    story: list[Flowable] = []
    waiting: list[ArgumentView] = []

    def place() -> None:
        if len(waiting) == 1:
            story.append(build_argument(look, waiting[0]))
        elif waiting:
            story.append(_side_by_side(look, waiting))
        if waiting:
            story.append(Spacer(0, 4))
            waiting.clear()

    for argument in arguments:
        if is_tall(argument.text, LONG):
            place()
            story.append(build_argument(look, argument))
            continue
        waiting.append(argument)
    place()
    return story


def _side_by_side(look: Look, arguments: Sequence[ArgumentView]) -> Table:
    cells = [build_argument(look, argument) for argument in arguments]
    rows = [[cells[i], "", cells[i + 1] if i + 1 < len(cells) else ""] for i in range(0, len(cells), 2)]
    table = Table(rows, (_HALF, _GAP, _HALF), hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), look.fonts.normal),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return table


def build_argument(look: Look, argument: ArgumentView) -> Flowable:
    """Return one argument as a quote, after its college, what it answers and what it rests on."""
    said = " · ".join(part for part in (argument.level, argument.kind, short(argument.author)) if part)
    rests = f" · {said}" if said else f"{wording.NBSP}:"
    head = look.type.markup(look.type.bold(short(argument.college)), look.type.coloured(look.colours.muted, rests))
    return quote(look, head, "\n", argument.text)
