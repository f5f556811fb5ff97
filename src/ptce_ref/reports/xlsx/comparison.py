"""The workbook of a comparison: which sheets, in which order. No person, no rank; arguments only if asked for."""

from collections.abc import Callable
from typing import BinaryIO

from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_data import Arguments
from ptce_ref.reports.view import ComparisonView
from ptce_ref.reports.xlsx import chooser, cohort, condition, dictionary, identity, peer, profile, trajectory
from ptce_ref.reports.xlsx.long_sheet import Book
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.stamp import begin, save
from ptce_ref.reports.xlsx.style import Look

_TITLE = "Comparaison de pôles"
_SHEETS = {
    profile.PROFILES: ("Chaque pôle, sous-objectif par sous-objectif, sans classement.", profile.write_profiles),
    profile.OBJECTIVES: ("Chaque pôle, objectif par objectif.", profile.write_objectives),
    profile.THEMES: ("Chaque pôle, enjeu par enjeu.", profile.write_themes),
    chooser.NAME: ("Deux ou trois pôles à choisir dans une liste, et leur radar.", chooser.write),
    cohort.NAME: ("La médiane et les quartiles du groupe, ou pourquoi ils ne sont pas montrés.", cohort.write),
    cohort.EXCHANGES: ("Qui pourrait apporter quoi à qui, dans les deux sens.", cohort.write_exchanges),
    trajectory.NAME: ("Un même pôle à plusieurs dates.", trajectory.write),
    peer.NAME: ("Un pôle vu par lui-même et par un autre.", peer.write),
    identity.NAME: ("Les fiches d’identité, pour filtrer.", identity.write),
    identity.CRITERIA: ("Ce que seules certaines fiches disent.", identity.write_criteria),
    dictionary.DATA_NAME: ("Tous les chiffres, une ligne par pôle et par élément.", dictionary.write_data),
    dictionary.NAME: ("Le sens, l’unité et les valeurs de chaque colonne des données.", dictionary.write),
}
_ARGUMENTS = "Ce que les gens ont écrit, par collège, sans leur nom : à relire avant de transmettre."


def write_comparison_workbook(
    view: ComparisonView,
    theme: Theme,
    target: BinaryIO,
    *,
    arguments: Arguments | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> None:
    """Write the comparison workbook of ``view`` in the look of ``theme`` into ``target``.

    The same view gives the same bytes; the file is dated by the date of the reading. Figures of
    pôles that are left out are in no sheet. What people said is there only if ``arguments`` are given (R18).
    ``go_on`` is called all along; what it raises stops there.
    """
    look = Look(theme)
    workbook = begin(look, _TITLE)
    heading = _heading(view)
    wanted = {
        chooser.NAME: chooser.has_choice(view),
        cohort.EXCHANGES: bool(view.complementarities),
        trajectory.NAME: bool(view.trajectories),
        peer.NAME: bool(view.peer_views),
        identity.CRITERIA: identity.has_criteria(view),
    }
    sheets = {name: parts for name, parts in _SHEETS.items() if wanted.get(name, True)}
    if arguments is not None:
        # Before the dictionary, which describes every sheet there is.
        said = {dictionary.ARGUMENTS: (_ARGUMENTS, dictionary.arguments_writer(arguments))}
        last = sheets.pop(dictionary.NAME)
        sheets |= {**said, dictionary.NAME: last}
    with Book(workbook, go_on) as book:
        condition.write(
            book, look, heading, view, [(name, text) for name, (text, _) in sheets.items()], said=arguments is not None
        )
        for _, write in sheets.values():
            write(book, look, heading, view)
        save(workbook, target, view.date, [chooser.CHART], book.long_sheets)


def _heading(view: ComparisonView) -> Heading:
    date = wording.long_date(view.date)
    return Heading(
        context=f"{_TITLE} · {view.mode} · lecture du {date}",
        alert=wording.DEMONSTRATIONS if view.demonstration else "",
        left=_TITLE,
        centre=view.mode,
        right=date,
    )
