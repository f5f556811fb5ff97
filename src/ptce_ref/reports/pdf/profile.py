"""The profile of the pôle: radar, bars by sub-objective, evolution. Must not know opinions one by one."""

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from ptce_ref.reports import wording
from ptce_ref.reports.pdf.bar import ChangeBar, LevelBar, LevelRuler, ObjectiveSign
from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.page import WIDTH, heading
from ptce_ref.reports.pdf.radar import FEWEST_AXES, Axis, Radar
from ptce_ref.reports.pdf.section import Rows, build_table, shown_level, shown_n
from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.text import short
from ptce_ref.reports.view import CoevaluationView, FigureView

_BAR = 38 * mm
_SIGN = 6 * mm
_RADAR_HEIGHT = 280.0


def build_profile(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Profil »: one axis and one bar a sub-objective, on the whole scale."""
    levels = len(view.referential.levels)
    axes = [
        Axis(sub.code, sub.name, group, sub.figure.level, shown_level(sub.figure))
        for group, objective in enumerate(view.objectives)
        for sub in objective.sub_objectives
    ]
    story: list[Flowable] = [heading(look, "Profil", "profil")]
    story.append(look.paragraph(look.styles.body, _introduction(view, levels)))
    if sum(axis.level is not None for axis in axes) >= FEWEST_AXES:
        story += [Spacer(0, 6), Radar(look, axes, levels, WIDTH, _RADAR_HEIGHT), Spacer(0, 8)]
    else:
        few = f"Moins de {FEWEST_AXES} sous-objectifs ont une valeur : pas de radar, il ne dessinerait rien de vrai."
        story.append(look.paragraph(look.styles.muted, few))
    rows = Rows()
    for group, objective in enumerate(view.objectives):
        for sub in objective.sub_objectives:
            rows.add(*figure_cells(look, sub.code, sub.name, sub.figure, levels, group))
    return [KeepTogether(story), KeptClose([figure_table(look, "Sous-objectif", rows, levels)])]


def _introduction(view: CoevaluationView, levels: int) -> str:
    text = (
        f"Chaque sous-objectif est placé sur l’échelle de 1 à {levels}. Le centre du radar est sous le niveau 1, "
        "qui n’est pas un zéro ; un vide est une absence de valeur. "
    )
    if any(sub.figure.provisional and sub.figure.value is not None for sub in view.sub_objectives):
        text += "L’astérisque (*) : des questions sont sans position du groupe, leur niveau vient des avis. "
    return text + "Le profil ne donne ni total ni moyenne d’ensemble."


def figure_cells(
    look: Look, code: str, name: str, figure: FigureView, levels: int, group: int | None
) -> list[Flowable | str]:
    """Return the cells of one line: sign, name, bar, level, coverage, n, alerts."""
    colour = look.accent if group is None else look.objective(group)
    return [
        "" if group is None else ObjectiveSign(look, group),
        look.type.markup(look.type.bold(f"{code} ") if code else "", short(name)),
        LevelBar(look, figure.level, levels, colour, _BAR),
        look.type.bold(shown_level(figure)) if figure.value is not None else shown_level(figure),
        wording.coverage(figure),
        shown_n(figure),
        look.type.coloured(look.colours.alert, ", ".join(alert.code for alert in figure.alerts)),
    ]


def figure_table(look: Look, what: str, rows: Rows, levels: int) -> Flowable:
    """Return the table of such lines, with the levels above the bars."""
    widths = (_SIGN, WIDTH - _SIGN - _BAR - 71 * mm - 7, _BAR + 7, 23 * mm, 19 * mm, 12 * mm, 17 * mm)
    heads = ("", what, LevelRuler(look, levels, _BAR), "Niveau", "Couverture", "n", "Alerte")
    return build_table(look, heads, rows, widths, right=(3, 4, 5, 6))


def build_coverage(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the coverage by sub-objective and by theme, when nothing else may be shown."""
    rows = Rows()
    for group, objective in enumerate(view.objectives):
        for sub in objective.sub_objectives:
            rows.add(
                ObjectiveSign(look, group),
                look.type.markup(look.type.bold(f"{sub.code} "), short(sub.name)),
                *_covered(sub.figure),
            )
    rows.add_group(look.type.bold("Enjeux"), 4)
    for theme in view.themes:
        rows.add("", theme.name, *_covered(theme.figure))
    widths = (_SIGN, WIDTH - _SIGN - 60 * mm, 30 * mm, 30 * mm)
    table = build_table(look, ("", "Sous-objectif", "Couverture", "Part"), rows, widths, right=(2, 3))
    return [KeepTogether([heading(look, "Où en sont les réponses", "couverture"), table])]


def _covered(figure: FigureView) -> tuple[str, str]:
    return wording.coverage(figure), wording.share(figure.coverage)


def build_evolution(view: CoevaluationView, look: Look) -> list[Flowable]:
    """Return the section « Évolution », or nothing without an earlier evaluation."""
    if not view.evolution:
        return []
    levels = len(view.referential.levels)
    rows = Rows()
    for line in view.evolution:
        rows.add(
            look.type.markup(look.type.bold(f"{line.code} "), short(line.name)),
            ChangeBar(look, line.before.level, line.now.level, levels, _BAR),
            _dated(look, line.before),
            _dated(look, line.now),
            look.type.bold(wording.change(line.change)),
        )
    widths = (WIDTH - _BAR - 7 - 70 * mm, _BAR + 7, 27 * mm, 27 * mm, 16 * mm)
    heads = ("Sous-objectif", LevelRuler(look, levels, _BAR), "Avant", "Maintenant", "Écart")
    text = (
        f"Avant : {view.previous_title} (cercle vide). "
        f"Maintenant : {view.title} ({wording.long_date(view.date)}, cercle plein). "
        "L’écart est en niveaux ; il manque quand l’une des deux dates n’a pas de valeur. Une baisse peut venir d’un "
        "regard plus exigeant autant que d’un recul : elle se discute."
    )
    table = build_table(look, heads, rows, widths, right=(2, 3, 4))
    title = heading(look, "Évolution", "evolution")
    return [KeptClose([title, look.paragraph(look.styles.body, text), table])]


def _dated(look: Look, figure: FigureView) -> str:
    """Return the level of one date with its coverage and n on a second line."""
    small = look.type.coloured(look.colours.muted, f"\n{wording.coverage(figure)} · {wording.voices(shown_n(figure))}")
    return look.type.markup(shown_level(figure), small)
