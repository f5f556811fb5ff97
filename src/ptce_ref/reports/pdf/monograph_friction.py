"""The chapter of frictions: what divided the group, and what became of it.

Chooses among the questions by what the group decided; measures nothing.
"""

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable, Spacer

from ptce_ref.reports.pdf.debate import counted, reasons_line, why_divided
from ptce_ref.reports.pdf.monograph_chapter import question
from ptce_ref.reports.pdf.page import WIDTH, heading
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.voices import VoicesChart, VoicesLegend
from ptce_ref.reports.view import CoevaluationView, IndicatorView


def _kept_open(item: IndicatorView) -> bool:
    return item.position is not None and not item.position.agreed


def _settled_with_reserve(item: IndicatorView) -> bool:
    return item.position is not None and item.position.agreed and bool(item.position.minority_opinion)


def _settled(item: IndicatorView) -> bool:
    return item.position is not None and item.position.agreed and not item.position.minority_opinion


def _waiting(item: IndicatorView) -> bool:
    return item.position is None


_ENDS: Sequence[tuple[str, Callable[[IndicatorView], bool]]] = (
    ("Un désaccord que le groupe reconnaît", _kept_open),
    ("Ce qui divise encore, sans position", _waiting),
    ("Un accord, avec un avis minoritaire gardé", _settled_with_reserve),
    ("Un accord trouvé alors que les avis se séparaient", _settled),
)


def told_frictions(look: Look, view: CoevaluationView | None) -> list[Flowable]:
    """Return what divided the group, by what became of it; nothing while opinions may not be shown."""
    if view is None or view.hidden:
        return []
    divided = [item for item in view.indicators if why_divided(item)]
    if not divided:
        said = "Aucune question de l’évaluation n’a séparé nettement les avis."
        return [look.paragraph(look.styles.body, said)]
    levels = view.referential.levels
    story: list[Flowable] = []
    key: list[Flowable] = []
    if any(_is_open(item) for item in divided):
        text = (
            "Là où le désaccord demeure, les voix sont montrées par collège, chacun sur la même longueur ; le nombre "
            "de voix est écrit dans la barre."
        )
        key = [look.paragraph(look.styles.body, text), VoicesLegend(look, levels, WIDTH)]
    for title, became in _ENDS:
        items = [item for item in divided if became(item)]
        if not items:
            continue
        # How to read the drawings stays with the first of them.
        opening: Sequence[Flowable] = (*key, heading(look, title, f"frictions-{len(story)}", 1, listed=True))
        key = []
        for item in items:
            story += _friction(look, item, view, opening)
            opening = ()
    return story


def _is_open(item: IndicatorView) -> bool:
    return _kept_open(item) or _waiting(item)


def _friction(look: Look, item: IndicatorView, view: CoevaluationView, opening: Sequence[Flowable]) -> list[Flowable]:
    """Return a question that divided; who said what is drawn only while the disagreement lasts."""
    drawn: list[Flowable] = [look.paragraph(look.styles.muted, reasons_line(item))]
    if _is_open(item):
        drawn += [VoicesChart(look, counted(item), view.referential.levels, WIDTH), Spacer(0, 3)]
    return [*question(look, item, view.referential.levels, *drawn, opening=opening), Spacer(0, 4)]
