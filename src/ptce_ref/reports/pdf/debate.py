"""What brings together and what divides.

Chooses what goes in each section from what the view says of each question; measures nothing.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.domain.agenda import DIVIDING, REASONS, Reason
from ptce_ref.reports import wording
from ptce_ref.reports.pdf.opinion import build_arguments, build_position, indicator_key, level_name
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.section import Rows, build_table, shown_n
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import Markup, short
from ptce_ref.reports.pdf.voices import VoicesChart, VoicesLegend
from ptce_ref.reports.view import CoevaluationView, CountsView, DivergenceView, IndicatorView

_KEPT = "désaccord reconnu ou avis minoritaire"


def why_divided(item: IndicatorView) -> str:
    """Return the strongest reason why a question divides, or nothing."""
    found = next((reason for reason in item.reasons if reason in DIVIDING), "")
    if found or item.position is None:
        return found
    kept = item.position.minority_opinion or (not item.position.agreed and item.figure.value is not None)
    return _KEPT if kept else ""


def _brings_together(item: IndicatorView, adoptable: set[str]) -> bool:
    if item.position is None:
        return item.code in adoptable
    return item.position.agreed and not why_divided(item) and Reason.DONT_KNOW not in item.reasons


def build_together(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Ce qui rapproche »: agreements without reserve, and what opinions agree on."""
    adoptable = {code for code, _ in view.consensual}
    items = [item for item in view.indicators if _brings_together(item, adoptable)]
    story: list[Flowable] = [room(150), heading(look, "Ce qui rapproche", "rapproche")]
    if not items:
        return [*story, look.paragraph(look.styles.body, "Aucune question n’est encore dans ce cas.")]
    near = (
        "pour que la position soit adoptée d’un seul geste."
        if view.positions_open
        else "sans que le groupe ait pris position : ils ne l’engagent pas."
    )
    text = (
        "Le groupe a pris position sans que les avis se séparent ni qu’un avis minoritaire soit noté, "
        f"ou bien les avis sont assez proches {near}"
    )
    rows = Rows()
    for item in items:
        consensus = item.divergence.consensus if item.divergence else None
        rows.add(named(look, item), _agreed(item, view), shown_n(item.figure), wording.index(consensus))
    widths = (WIDTH * 0.46, WIDTH * 0.54 - 36 * mm, 14 * mm, 22 * mm)
    table = build_table(look, ("Question", "Ce qui est convenu", "n", "Consensus"), rows, widths, right=(2, 3))
    return [*story, look.paragraph(look.styles.body, text), table]


def _agreed(item: IndicatorView, view: CoevaluationView) -> str:
    """Return the level agreed, or that of the opinions: to adopt as it is, as long as positions may be written."""
    if item.position is not None and item.position.level is not None:
        return f"niveau {item.position.level} ({level_name(item.position.level, view.referential.levels)})"
    median = item.divergence.median if item.divergence else None
    found = f"médiane{wording.NBSP}{wording.median(median)}"
    if view.positions_open:
        return f"{found}, à adopter d’un seul geste"
    return f"avis proches ({found}), sans position du groupe"


def named(look: Look, item: IndicatorView) -> Markup:
    """Return code and title of a question, linked to the annex."""
    return look.type.link(indicator_key(item), look.type.bold(f"{item.code}{wording.NBSP}"), short(item.title))


def build_divided(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Ce qui divise »: by reason, the voices by college, positions, arguments."""
    divided = [(why_divided(item), item) for item in view.indicators]
    story: list[Flowable] = [room(200), heading(look, "Ce qui divise", "divise")]
    if not any(why for why, _ in divided):
        return [*story, look.paragraph(look.styles.body, "Aucune question ne sépare nettement les avis.")]
    text = (
        "Un désaccord est un résultat : il dit que la même réalité ne se voit pas de la même place. "
        "Les avis sont montrés par collège, chacun sur la même longueur ; le nombre de voix est écrit dans la barre. "
        "La position du groupe n’efface aucun avis."
    )
    story.append(look.paragraph(look.styles.body, text))
    for why in (*REASONS, _KEPT):
        items = [item for reason, item in divided if reason == why]
        if not items:
            continue
        count = wording.count(len(items), "question")
        title = heading(look, f"{wording.sentence(why)} ({count})", f"divise-{len(story)}", 1, listed=True)
        # What the bars mean is said again where each group begins: these may be pages away from one another.
        opening: list[Flowable] = [title, VoicesLegend(look, view.referential.levels, WIDTH)]
        for item in items:
            story += _question(item, view, look, opening)
            opening = []
    return story


def _question(item: IndicatorView, view: CoevaluationView, look: Look, opening: Sequence[Flowable]) -> list[Flowable]:
    """Return a question; ``opening`` is what must stay before it, if anything."""
    head: list[Flowable] = [
        *opening,
        Spacer(0, 6 if opening else 8),
        look.paragraph(look.styles.body, named(look, item)),
        look.paragraph(look.styles.small, look.type.italic(item.question)),
        look.paragraph(look.styles.muted, reasons_line(item)),
        VoicesChart(look, counted(item), view.referential.levels, WIDTH),
        Spacer(0, 3),
    ]
    together, flowing = build_position(item, view.referential.levels, look)
    return [
        KeepTogether([*head, *together]),
        *flowing,
        *build_arguments(item.arguments, look),
        Spacer(0, 6),
    ]


def counted(item: IndicatorView) -> list[CountsView]:
    """Return the voices to draw: those of each college, then those of all; only the last when there is one college."""
    if item.total is None:
        return list(item.counts)
    return [*(item.counts if len(item.counts) > 1 else ()), item.total]


def has_measures(item: IndicatorView) -> bool:
    """Whether :func:`reasons_line` says more than how many voices there are, which the chart says."""
    return bool(item.reasons) or (item.divergence is not None and item.divergence.median is not None)


def reasons_line(item: IndicatorView, *, indices: bool = False) -> str:
    """Return why a question deserves a discussion, with its measures; see :func:`measures` for ``indices``."""
    parts = [wording.sentence(", ".join(item.reasons))] if item.reasons else []
    if item.divergence:
        parts += measures(item.divergence, indices=indices)
    return " · ".join(parts)


def measures(d: DivergenceView, *, indices: bool) -> list[str]:
    """Return the measures of divergence that exist, in words; n first.

    Without ``indices``, only those that are levels: members read these, and find consensus and agreement, which
    are numbers between -1 and 1, in the annex.
    """
    found = [wording.voices(d.n)]
    if d.median is not None:
        found.append(f"médiane{wording.NBSP}{wording.median(d.median)}")
    if indices and d.consensus is not None:
        found.append(f"consensus{wording.NBSP}{wording.index(d.consensus)}")
    if indices and d.agreement is not None:
        found.append(f"indice d’accord{wording.NBSP}{wording.index(d.agreement)}")
    if d.college_gap is not None:
        found.append(f"écart entre collèges{wording.NBSP}{wording.level(d.college_gap)}")
    return found
