"""The questionnaire: one workbook for a respondent, a college, or blank, that comes back.

Nothing in it is found again by its place or by its header: a hidden row names the columns, a
hidden column names the rows, a hidden sheet names the evaluation. Readers may sort, filter,
insert columns, translate headers and rename the file.
"""

from collections.abc import Sequence
from typing import BinaryIO

from openpyxl import Workbook

from ptce_ref.domain.questionnaire import FORMAT
from ptce_ref.domain.text import typeset
from ptce_ref.domain.theme import Theme
from ptce_ref.reports import wording
from ptce_ref.reports.questionnaire_view import QuestionnaireView
from ptce_ref.reports.xlsx import questionnaire_figure, questionnaire_sheet
from ptce_ref.reports.xlsx.cell import Item, label
from ptce_ref.reports.xlsx.entry import write_identity, write_lists
from ptce_ref.reports.xlsx.logo import place_logo
from ptce_ref.reports.xlsx.page import Heading
from ptce_ref.reports.xlsx.questionnaire_field import register
from ptce_ref.reports.xlsx.sheet import Sheet
from ptce_ref.reports.xlsx.stamp import begin, save
from ptce_ref.reports.xlsx.style import TEXT, Look

HELP_NAME = "Mode d’emploi"
_HELP_WIDTHS = (34.0, 110.0)
_NO_WORD = "Elle n’a pas de mot de passe : elle évite d’effacer une question par mégarde."


def write_questionnaire(view: QuestionnaireView, theme: Theme, target: BinaryIO) -> None:
    """Write the questionnaire ``view`` in the look of ``theme`` into ``target``; the same view gives the same bytes."""
    look = Look(theme)
    workbook = begin(look, f"Questionnaire · {view.pole} · {view.evaluation}")
    register(workbook, look)
    heading = _heading(view)
    questionnaire_sheet.write(workbook, look, view, heading, _notes(view))
    questionnaire_figure.write(workbook, look, view, heading)
    _write_help(workbook, look, view, heading)
    _write_hidden(workbook, view)
    save(workbook, target, view.date)


def _heading(view: QuestionnaireView) -> Heading:
    date = wording.long_date(view.date)
    marks = [wording.DEMONSTRATION] if view.demonstration else []
    who = f" · {view.respondent_label}" if view.respondent_label else ""
    return Heading(
        context=f"{view.pole} · {view.evaluation} · {date}{who}",
        alert=" · ".join(marks),
        left=view.pole,
        centre=view.evaluation,
        right=date,
    )


def _notes(view: QuestionnaireView) -> tuple[str, ...]:
    how = (
        "Remplissez les cases blanches encadrées : d’abord pourquoi, puis votre réponse, dans la liste. "
        "Vous avez le droit de ne pas savoir. "
    )
    if view.argument_required:
        how += "Un argument est demandé à chaque niveau donné. "
    return (typeset(f"{how}Le reste est expliqué dans la feuille « {HELP_NAME} »."),)


def _write_help(workbook: Workbook, look: Look, view: QuestionnaireView, heading: Heading) -> None:
    sheet = Sheet(workbook, HELP_NAME, look, heading, _HELP_WIDTHS)
    place_logo(sheet)
    required = "Cette évaluation en demande un à chaque niveau donné." if view.argument_required else ""
    wished = "Dites aussi le niveau que vous souhaitez, et pour quelle année." if view.asks_wished_level else ""
    lines = (
        ("Ce que l’on vous demande", f"Votre avis sur {len(view.questions)} questions. {wished}"),
        ("L’argument, d’abord", f"En quelques mots, pourquoi : ce que vous avez vu, entendu, lu ou compté. {required}"),
        (
            "Puis la réponse",
            "Dans la liste, le niveau le plus proche de ce que vous connaissez ; chacun est décrit à côté.",
        ),
        ("Ne sait pas", "C’est une réponse à part entière : elle dit au groupe ce que l’on ne connaît pas."),
        ("Non concerné", "La question n’a pas de sens pour ce pôle ; dites pourquoi."),
        ("Une question laissée vide", "Elle reste « pas répondu » : ni le niveau le plus bas, ni « ne sait pas »."),
        (
            "Qui vous êtes",
            (
                "C’est déjà inscrit : ce questionnaire est le vôtre, et un second envoi complète le premier."
                if view.respondent
                else "Le collège est nécessaire ; le nom, non. S’il est donné, un second envoi complète le premier."
            ),
        ),
        ("Ce que vous pouvez faire", "Filtrer, masquer, élargir ou ajouter des colonnes, renommer le fichier."),
        (
            "Trier, replier les groupes",
            f"Excel le permet une fois la protection ôtée, dans l’onglet Révision. {_NO_WORD}",
        ),
        (
            "Ce qui se perdrait",
            "Une ligne supprimée ; une formule à la place d’une réponse ; une feuille copiée ailleurs.",
        ),
        ("Pour finir", "Enregistrez au format .xlsx, puis renvoyez le fichier à la personne qui anime l’évaluation."),
        ("Les questions", f"{view.referential_title}, version {view.referential_version}."),
    )
    sheet.table(
        ("Rubrique", "Contenu"), [(label(typeset(name)), Item(typeset(text.strip()), TEXT)) for name, text in lines]
    )


def _write_hidden(workbook: Workbook, view: QuestionnaireView) -> None:
    """Write the lists to choose in, and what the questionnaire was made from."""
    lists: Sequence[tuple[str, Sequence[str]]] = (
        ("ptce_reponses", view.answers),
        ("ptce_niveaux", view.level_labels),
        ("ptce_sortes", view.argument_kinds),
        ("ptce_colleges", [name for _, name in view.colleges]),
    )
    write_lists(workbook, lists)
    identity = (
        ("evaluation", view.evaluation_id),
        ("repondant", view.respondent),
        ("college", view.college),
        ("referentiel", view.referential_id),
        ("version", view.referential_version),
        ("empreinte", view.referential_hash),
    )
    write_identity(workbook, FORMAT, identity)
