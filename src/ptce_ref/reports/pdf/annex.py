"""The annex: every question of the evaluation, with what was said of it. Must not choose among them."""

from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.debate import has_measures, reasons_line, why_divided
from ptce_ref.reports.pdf.opinion import build_arguments, build_position, decided, indicator_key
from ptce_ref.reports.pdf.page import WIDTH, heading, room
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.voices import VoicesChart, VoicesLegend
from ptce_ref.reports.view import CoevaluationView, IndicatorView


def build_annex(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the annex, by sub-objective, in the order of the referential."""
    story: list[Flowable] = [room(250), heading(look, "Annexe : toutes les questions", "annexe")]
    if not view.hidden:
        text = (
            "Chaque question avec la position du groupe, sinon son niveau d’après les avis, et la répartition des "
            "voix. Les arguments des questions qui divisent sont dans la section « Ce qui divise »."
        )
        story += [look.paragraph(look.styles.body, text), VoicesLegend(look, view.referential.levels, WIDTH)]
    for group, objective in enumerate(view.objectives):
        for sub in objective.sub_objectives:
            title = heading(look, f"{sub.code} {sub.name}", f"annexe-{sub.id}", 1, group=group, listed=True)
            for item in sub.indicators:
                story += _question(item, view, look, [title] if item is sub.indicators[0] else [])
    return story


def _question(item: IndicatorView, view: CoevaluationView, look: Look, before: list[Flowable]) -> list[Flowable]:
    """Return a question; ``before`` is the heading that must stay with it, if any."""
    theme = look.type.coloured(look.colours.muted, f" · {item.theme}")
    title = heading(look, f"{item.code} {item.title}", indicator_key(item), 2)
    head: list[Flowable] = [
        *before,
        title,
        look.paragraph(look.styles.small, look.type.italic(item.question), theme),
    ]
    if item.vigilance:
        head.append(
            look.paragraph(look.styles.muted, f"À surveiller : {wording.first_sentence(item.risk) or item.vigilance}")
        )
    if view.hidden:
        received = (
            wording.few(view.fewest_voices)
            if item.answered_by is None
            else wording.count(item.answered_by, "réponse reçue", "réponses reçues")
        )
        return [KeepTogether([*head, look.paragraph(look.styles.muted, received), Spacer(0, 4)])]
    if item.total and item.answered_by:
        head.append(VoicesChart(look, [item.total], view.referential.levels, WIDTH))
        if has_measures(item):
            head.append(look.paragraph(look.styles.muted, reasons_line(item, indices=True)))
    if item.wished is not None:
        head.append(look.paragraph(look.styles.small, wording.sentence(wording.wished(item.wished))))
    levels = view.referential.levels
    if why_divided(item):
        where = look.type.link("divise", "Voix par collège et arguments : voir « Ce qui divise ».")
        head.append(look.paragraph(look.styles.small, decided(item, levels, look)))
        head.append(look.paragraph(look.styles.muted, look.type.coloured(look.colours.accent, where)))
        return [KeepTogether(head), Spacer(0, 4)]
    together, flowing = build_position(item, levels, look)
    return [
        KeepTogether([*head, *together]),
        *flowing,
        *build_arguments(item.arguments, look),
        Spacer(0, 4),
    ]
