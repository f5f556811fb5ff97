"""ptce imprimer questionnaire|ordre-du-jour"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptce_ref.cli.context import base_option, chosen_theme, output_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, result

if TYPE_CHECKING:
    from ptce_ref.reports.questionnaire_view import QuestionnaireView

_output = output_option("PDF")


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--repondant", metavar="ID", help="Pour ce répondant : son pseudonyme est en haut de chaque page.")
@click.option("--college", metavar="COLLEGE", help="Pour les personnes de ce collège.")
@click.option(
    "--chiffres", is_flag=True, help="Avec une feuille des chiffres à relever, pour la personne qui les tient."
)
@_output
@base_option
def questionnaire(
    reference: str, repondant: str | None, college: str | None, chiffres: bool, sortie: Path | None
) -> int:
    """Le questionnaire papier, à remplir au stylo puis à recopier par la saisie rapide."""
    from ptce_ref.services.meeting import print_questionnaire
    from ptce_ref.services.questionnaire import questionnaire_of

    if repondant and college:
        raise click.UsageError("Choisissez --repondant ou --college : un répondant a déjà son collège.")
    with workspace() as ws:
        view = questionnaire_of(ws, reference, respondent=repondant, college=college)
    written = print_questionnaire(view, chosen_theme(), sortie or Path(_file_name(view)), figures=chiffres)
    result(f"Questionnaire écrit : {written}")
    return ExitCode.DONE


def _file_name(view: "QuestionnaireView") -> str:
    return f"questionnaire-papier-{view.evaluation_id}-{view.respondent or view.college or 'vierge'}.pdf"


@click.command("ordre-du-jour", cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--duree", metavar="DUREE", default="2h", help="La durée de la séance : 2h (par défaut), 1h30, 90min…")
@click.option(
    "--debut", metavar="HEURE", help="L’heure du début, telle que 14:00 ; sinon, le temps écoulé depuis le début."
)
@_output
@base_option
def ordre_du_jour(reference: str, duree: str, debut: str | None, sortie: Path | None) -> int:
    """L’ordre du jour de la séance, tiré des désaccords : quoi, pourquoi, combien de temps, que demander."""
    from ptce_ref.services.meeting import agenda_of, minutes_of, print_agenda, time_of
    from ptce_ref.services.reading import coevaluation_of

    minutes, begin = minutes_of(duree), None if debut is None else time_of(debut)
    with workspace() as ws:
        view = agenda_of(coevaluation_of(ws, reference, evolution=False), minutes, begin)
    target = sortie or Path(f"ordre-du-jour-{view.id}.pdf")
    result(f"Ordre du jour écrit : {print_agenda(view, chosen_theme(), target)}")
    return ExitCode.DONE
