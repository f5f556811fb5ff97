"""Views to print: hostile words put everywhere, and documents made from them in memory."""

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from ptce_ref.reports.pdf.grid import write_dialogue_grid
from ptce_ref.reports.pdf.report import write_coevaluation_report
from ptce_ref.reports.view import ArgumentView, CoevaluationView, IndicatorView, SaidAs
from tests.samples import coevaluation, shipped_theme

HOSTILE = (
    "a < b et <b>gras</b>",
    "R&D, &amp; et &lt; ; &#8364;",
    'Voir <img src="/etc/passwd"> et <a href="javascript:alert(1)">ici</a>',
    "[x] [/] [voir annexe 2] <br/> <para>",
    "À l’œuvre : « 1 000 € », n° 5 – l’été… ½ × 3 − 1",
    "Deux lignes.\nLa seconde < 3, puis\n\nune autre.",
    "<font color=red>rouge</font> <unknown/> </p> ]]> <!-- non -->",
    "=1+1 @moi -x %s {0} $v **a** *b* # c",
    "espaces   gardés\tet\u202ffines\u00a0!",
)
LONG = ("Chaque mot compte & rien ne se perd en route. " * 109)[:5000]
WITHOUT_SPACE = "abcdefghij" * 500


def report(view: CoevaluationView) -> bytes:
    """The report of ``view`` with the shipped theme."""
    target = io.BytesIO()
    write_coevaluation_report(view, shipped_theme(), target)
    return target.getvalue()


@cache
def report_of(ident: str) -> bytes:
    """The report of an example, made once."""
    return report(coevaluation(ident))


def grid(view: CoevaluationView, *, filled: bool = False, paper: str = "a3") -> bytes:
    """The table de dialogue of ``view`` with the shipped theme."""
    target = io.BytesIO()
    write_dialogue_grid(view, shipped_theme(), target, filled=filled, paper=paper)
    return target.getvalue()


def with_indicators(view: CoevaluationView, change: Callable[[IndicatorView], IndicatorView]) -> CoevaluationView:
    """The same view, each of its questions changed."""
    return replace(
        view,
        objectives=tuple(
            replace(
                objective,
                sub_objectives=tuple(
                    replace(sub, indicators=tuple(change(item) for item in sub.indicators))
                    for sub in objective.sub_objectives
                ),
            )
            for objective in view.objectives
        ),
    )


def with_arguments(view: CoevaluationView, *texts: str) -> CoevaluationView:
    """The same view, where somebody said each of ``texts`` of the first question."""
    first = view.indicators[0].id
    said = tuple(ArgumentView("Habitants et usagers", "", "niveau 2", SaidAs.TESTIMONY, text) for text in texts)
    return with_indicators(view, lambda item: replace(item, arguments=said if item.id == first else ()))


def with_words(view: CoevaluationView, text: str) -> CoevaluationView:
    """The same view, with ``text`` wherever a person or a file brings words."""
    line = " ".join(text.split())

    def change(item: IndicatorView) -> IndicatorView:
        position = item.position and replace(item.position, argument=text, minority_opinion=text, decided_with=line)
        said = tuple(replace(argument, text=text, author=line, college=line) for argument in item.arguments)
        return replace(
            item,
            title=line,
            question=line,
            theme=line,
            position=position,
            arguments=said,
            vigilance=line,
            risk=line,
        )

    return replace(
        with_indicators(view, change),
        pole=replace(
            view.pole,
            name=line,
            place=line,
            summary=text,
            card=tuple(replace(card, label=line, value=text) for card in view.pole.card),
        ),
        title=line,
        use=line,
        path=line,
        colleges=tuple(replace(college, name=line) for college in view.colleges),
        themes=tuple(replace(theme, name=line, short=line[:16]) for theme in view.themes),
        cells=tuple(
            tuple(cell and replace(cell, titles=tuple((code, line) for code, _ in cell.titles)) for cell in row)
            for row in view.cells
        ),
        agenda=tuple(replace(entry, title=line, question=line) for entry in view.agenda),
        actions=tuple(
            replace(action, what=line, who=line, note=text, origin=line, indicators=(("T1.01", line), ("?", line)))
            for action in view.actions
        ),
        referential=replace(
            view.referential,
            title=line,
            license=line,
            levels=tuple(replace(level, name=line, meaning=line) for level in view.referential.levels),
        ),
    )
