"""Levels by objective, sub-objective and theme, with all that travels with them. Must not know opinions."""

from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.page import heading, room
from ptce_ref.reports.pdf.profile import figure_cells, figure_table
from ptce_ref.reports.pdf.section import Rows, Signed, alert_lines, figure_line, signed_style
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.view import CoevaluationView, ObjectiveView, SubObjectiveView


def build_objectives(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Objectifs et sous-objectifs »."""
    story: list[Flowable] = [room(230), heading(look, "Objectifs et sous-objectifs", "objectifs")]
    for group, objective in enumerate(view.objectives):
        story += _objective(look, group, objective)
    return story


def _objective(look: Look, group: int, objective: ObjectiveView) -> list[Flowable]:
    name = f"{objective.code} · {objective.name}"
    story: list[Flowable] = [
        room(160),
        heading(look, name, f"objectif-{group}", 1, group=group),
        look.paragraph(look.styles.small, figure_line(look, objective.figure)),
        look.paragraph(look.styles.muted, objective.intention),
    ]
    story += [KeepTogether(_sub_objective(look, group, sub)) for sub in objective.sub_objectives]
    return [*story, Spacer(0, 8)]


def _sub_objective(look: Look, group: int, sub: SubObjectiveView) -> list[Flowable]:
    return [
        Spacer(0, 6),
        Signed(look.type.bold(f"{sub.code} {sub.name}"), signed_style(look, look.styles.body, group)),
        look.paragraph(look.styles.small, figure_line(look, sub.figure)),
        look.paragraph(look.styles.muted, sub.intention),
        *alert_lines(look, sub.figure),
    ]


def build_themes(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Enjeux »: the other entry into the same questions."""
    levels = len(view.referential.levels)
    rows = Rows()
    for theme in view.themes:
        rows.add(*figure_cells(look, "", theme.name, theme.figure, levels, None))
    text = "Les enjeux traversent les sous-objectifs : les mêmes questions, prises par un autre côté."
    title, table = heading(look, "Enjeux", "enjeux"), figure_table(look, "Enjeu", rows, levels)
    return [KeptClose([title, look.paragraph(look.styles.body, text), table])]
