"""The workbook of a comparison: which sheets, in which order. No person, no argument, no rank."""

from typing import BinaryIO

from openpyxl import Workbook

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.view import ComparisonView
from ptce_ref.reports.xlsx import cohort, condition, dictionary, identity, peer, profile
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.stamp import save
from ptce_ref.reports.xlsx.style import Look

_TITLE = "Comparaison de pôles"
_SHEETS = {
    profile.PROFILES: ("Chaque pôle, sous-objectif par sous-objectif, sans classement.", profile.write_profiles),
    profile.OBJECTIVES: ("Chaque pôle, objectif par objectif.", profile.write_objectives),
    profile.THEMES: ("Chaque pôle, enjeu par enjeu.", profile.write_themes),
    cohort.NAME: ("La médiane et les quartiles du groupe, ou pourquoi ils ne sont pas montrés.", cohort.write),
    cohort.EXCHANGES: ("Qui pourrait apporter quoi à qui, dans les deux sens.", cohort.write_exchanges),
    profile.TRAJECTORIES: ("Un même pôle à plusieurs dates.", profile.write_trajectories),
    peer.NAME: ("Un pôle vu par lui-même et par un autre.", peer.write),
    identity.NAME: ("Les fiches d’identité, pour filtrer.", identity.write),
    identity.CRITERIA: ("Ce que seules certaines fiches disent.", identity.write_criteria),
    dictionary.DATA_NAME: ("Tous les chiffres, une ligne par pôle et par élément.", dictionary.write_data),
    dictionary.NAME: ("Le sens, l’unité et les valeurs de chaque colonne des données.", dictionary.write),
}


def write_comparison_workbook(view: ComparisonView, theme: Theme, target: BinaryIO) -> None:
    """Write the comparison workbook of ``view`` in the look of ``theme`` into ``target``.

    The same view gives the same bytes; the file is dated by the date of the reading. Figures of
    pôles that are left out are in no sheet.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    look = Look(theme)
    look.register(workbook)
    workbook.properties.creator, workbook.properties.language = "ptce-ref", "fr-FR"
    workbook.properties.title = _TITLE
    heading = _heading(view)
    wanted = {
        cohort.EXCHANGES: bool(view.complementarities),
        profile.TRAJECTORIES: bool(view.trajectories),
        peer.NAME: bool(view.peer_views),
        identity.CRITERIA: identity.has_criteria(view),
    }
    sheets = {name: parts for name, parts in _SHEETS.items() if wanted.get(name, True)}
    condition.write(workbook, look, heading, view, [(name, text) for name, (text, _) in sheets.items()])
    for _, write in sheets.values():
        write(workbook, look, heading, view)
    save(workbook, target, view.date)


def _heading(view: ComparisonView) -> Heading:
    date = wording.long_date(view.date)
    return Heading(
        context=f"{_TITLE} · {view.mode} · lecture du {date}",
        alert=wording.DEMONSTRATIONS if view.demonstration else "",
        left=_TITLE,
        centre=view.mode,
        right=date,
    )
