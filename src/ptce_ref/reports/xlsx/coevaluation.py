"""The workbook of one evaluation: which sheets, in which order."""

from collections.abc import Iterable
from typing import BinaryIO

from ptce_ref.domain.text import typeset
from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.reports.xlsx import agenda, argument, dialogue, entry, fact, indicator, peer, plan, readme, synthesis
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.stamp import begin, save
from ptce_ref.reports.xlsx.style import Look

_SYNTHESIS = "Objectifs, sous-objectifs, enjeux : niveau, couverture, n, état, alertes de vigilance ; radar et barres."
_PLAN = "Qui fait quoi, et pour quand ; jusqu’à la clôture, à remplir puis à reprendre par « ptce action importer »."
_SHEETS = {
    synthesis.NAME: _SYNTHESIS,
    dialogue.NAME: "La grille : sous-objectifs en lignes, enjeux en colonnes.",
    indicator.NAME: "Chaque question : répartition des voix, accord et désaccord, valeur, position, avis minoritaire.",
    indicator.BY_COLLEGE: "La répartition des voix de chaque collège, indicateur par indicateur.",
    argument.NAME: "Ce que les répondants ont donné comme raisons, par indicateur et par collège.",
    argument.POSITIONS: "Ce que le groupe a décidé, ou son désaccord reconnu, et les avis minoritaires.",
    agenda.NAME: "Ce qui mérite d’être discuté, dans l’ordre, et ce qui peut être adopté en une fois.",
    agenda.EVOLUTION: "Les sous-objectifs à l’évaluation précédente et maintenant.",
    peer.ONE_POLE: "Le pôle vu par lui-même et par un autre, sous-objectif par sous-objectif, question par question.",
    plan.NAME: _PLAN,
    fact.NAME: "Tous les faits, un par ligne, pour trier, filtrer ou calculer.",
}


_HIDDEN_SHEETS = {
    synthesis.NAME: "Objectifs, sous-objectifs et enjeux : la couverture seule.",
    dialogue.NAME: "La grille, avec la couverture de chaque case.",
    indicator.NAME: "Chaque question, et combien de voix elle a reçues.",
    plan.NAME: _PLAN,
    fact.NAME: "La couverture, un fait par ligne.",
}
"""What the sheets hold while opinions are hidden; the others are not written then."""


def write_coevaluation_workbook(view: CoevaluationView, theme: Theme, target: BinaryIO) -> None:
    """Write the co-evaluation workbook of ``view`` in the look of ``theme`` into ``target``.

    The same view gives the same bytes; the file is dated by the evaluation. While opinions are
    hidden it holds the coverage only.
    """
    look = Look(theme)
    workbook = begin(look, f"{view.pole.name} · {view.title}")
    entry.register(workbook, look, (entry.FILL, entry.CHOICE, entry.DAY), indent=1)
    heading = _heading(view)
    sheets = _HIDDEN_SHEETS if view.hidden else _SHEETS
    names = _names(view, sheets)
    readme.write(
        workbook,
        look,
        heading,
        view,
        sheets=[(name, sheets[name]) for name in names],
        fields=[(name, typeset(meaning)) for name, meaning, _ in fact.FIELDS],
    )
    chart_texts: list[str] = []
    for name in names:
        if name == synthesis.NAME:
            chart_texts += synthesis.write(workbook, look, heading, view)
        elif name == agenda.EVOLUTION:
            chart_texts += agenda.write_evolution(workbook, look, heading, view)
        else:
            _WRITERS[name](workbook, look, heading, view)
    plan.write_hidden(workbook, view)
    save(workbook, target, view.date, chart_texts)


_WRITERS = {
    dialogue.NAME: dialogue.write,
    indicator.NAME: indicator.write,
    indicator.BY_COLLEGE: indicator.write_by_college,
    argument.NAME: argument.write,
    argument.POSITIONS: argument.write_positions,
    agenda.NAME: agenda.write,
    peer.ONE_POLE: peer.write_one_pole,
    plan.NAME: plan.write,
    fact.NAME: fact.write,
}


def _names(view: CoevaluationView, sheets: Iterable[str]) -> list[str]:
    """Return the sheets that have something to show, in order."""
    items = view.indicators
    wanted = {
        indicator.BY_COLLEGE: any(item.counts for item in items),
        argument.NAME: any(item.arguments for item in items),
        argument.POSITIONS: any(item.position for item in items),
        agenda.NAME: bool(view.agenda or view.consensual),
        agenda.EVOLUTION: bool(view.evolution),
        peer.ONE_POLE: bool(view.peer_views),
        plan.NAME: plan.is_wanted(view),
    }
    return [name for name in sheets if wanted.get(name, True)]


def _heading(view: CoevaluationView) -> Heading:
    date = wording.long_date(view.date)
    marks = [wording.DEMONSTRATION] if view.pole.demonstration else []
    if view.hidden:
        marks.append("Avis masqués jusqu’au dialogue")
    elif view.provisional:
        marks.append("Chiffres provisoires")
    return Heading(
        context=f"{view.pole.name} · {view.title} · {view.mode} · {date}",
        alert=" · ".join(marks),
        left=view.pole.name,
        centre=view.title,
        right=date,
    )
