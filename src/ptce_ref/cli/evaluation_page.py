"""The text page of one evaluation, for `ptce evaluation montrer`."""

from ptce_ref.cli.output import columns, result
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, FigureView


def show_coevaluation(view: CoevaluationView) -> None:
    """Write the page: who and when, objectives and sub-objectives, themes, alerts, agenda."""
    result(f"{view.pole.name}{f' ({wording.DEMONSTRATION.lower()})' if view.pole.demonstration else ''}")
    result(f"{view.title}, {wording.long_date(view.date)} ; {view.mode} ; phase « {view.phase} »")
    result(f"Couverture {wording.coverage(view.whole)}{' ; provisoire' if view.provisional else ''}")
    if view.hidden:
        result("Tant que les avis se donnent, personne ne voit ceux des autres : seule la couverture est montrée.")
    result()
    rows: list[tuple[str, ...]] = [("", "Niveau", "Couverture", "n", "", "")]
    for objective in view.objectives:
        rows.append((objective.code, *_cells(objective.figure), objective.name))
        rows += [(sub.code, *_cells(sub.figure), f"  {sub.name}") for sub in objective.sub_objectives]
    rows.append(("", "", "", "", "", ""))
    rows += [("", *_cells(theme.figure), theme.name) for theme in view.themes]
    for line in columns(rows):
        result(line)
    if view.whole.alerts:
        result()
        result("Points de vigilance au niveau le plus bas :")
        for alert in view.whole.alerts:
            result(f"  {alert.code} {alert.title} ({alert.vigilance})")
    if view.agenda:
        result()
        result("À discuter, dans cet ordre :")
        for item in view.agenda:
            result(f"  {item.code} {item.title} — {', '.join(item.reasons)} (n = {item.n})")
    result()
    result(view.referential.statement)


def _cells(figure: FigureView) -> tuple[str, str, str, str]:
    n = "" if figure.hidden else wording.told(figure.n)
    state = "provisoire" if figure.provisional and figure.value is not None else ""
    return wording.figure(figure), wording.coverage(figure), n, state
