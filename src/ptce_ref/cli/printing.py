"""ptce imprimer grille|rapport"""

from pathlib import Path

import click

from ptce_ref.cli.context import base_option, chosen_theme, output_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.kit import plenary, visit, world_cafe
from ptce_ref.cli.meeting_paper import cartes, fiches
from ptce_ref.cli.output import ExitCode, result
from ptce_ref.cli.paper import ordre_du_jour, questionnaire
from ptce_ref.cli.pole_paper import comparaison, crossed, monographie
from ptce_ref.cli.publication import names_kept, publication_option, warn_of_lone_colleges

_output = output_option("PDF")


@click.group(cls=FrenchGroup)
def imprimer() -> None:
    """Les documents à imprimer, en PDF."""


imprimer.add_command(fiches)
imprimer.add_command(cartes)
imprimer.add_command(comparaison)
imprimer.add_command(monographie)
imprimer.add_command(crossed)
imprimer.add_command(questionnaire)
imprimer.add_command(ordre_du_jour)
imprimer.add_command(world_cafe)
imprimer.add_command(plenary)
imprimer.add_command(visit)


@imprimer.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--remplie", is_flag=True, help="Avec niveaux, couverture et divergences, plutôt que vierge.")
@click.option(
    "--format",
    "paper",
    type=click.Choice(["a4", "a3", "a2", "a1"]),
    default="a3",
    help="Le papier : a3 par défaut ; a4, sur plusieurs feuilles ; a2 ou a1, en une grande feuille pour le mur.",
)
@_output
@base_option
def grille(reference: str, remplie: bool, paper: str, sortie: Path | None) -> int:
    """La grille de dialogue : sous-objectifs et enjeux, en A3 ou du A4 au A1."""
    from ptce_ref.services.document import require_sense
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.production import print_grid
    from ptce_ref.services.reading import coevaluation_of

    with workspace() as ws:
        if remplie:
            require_sense("grille-remplie", find_evaluation(ws, reference).phase)
        view = coevaluation_of(ws, reference)
    kind = f"{'remplie' if remplie else 'vierge'}{'' if paper == 'a3' else f'-{paper}'}"
    target = sortie or Path(f"grille-{kind}-{view.id}.pdf")
    result(f"Grille écrite : {print_grid(view, chosen_theme(), target, filled=remplie, paper=paper)}")
    return ExitCode.DONE


@imprimer.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--noms", is_flag=True, help="Avec les noms à côté des arguments ; à garder dans le pôle.")
@publication_option
@_output
@base_option
def rapport(reference: str, noms: bool, pour_publication: bool, sortie: Path | None) -> int:
    """Le rapport de co-évaluation."""
    from ptce_ref.services.document import PUBLISHED, require_sense
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.production import print_report
    from ptce_ref.services.reading import coevaluation_of

    with workspace() as ws:
        require_sense("rapport", find_evaluation(ws, reference).phase)
        view = coevaluation_of(ws, reference, names=names_kept(noms, pour_publication), for_others=pour_publication)
    warn_of_lone_colleges(view)
    name = f"rapport-{view.id}{PUBLISHED if pour_publication else ''}.pdf"
    result(f"Rapport écrit : {print_report(view, chosen_theme(), sortie or Path(name))}")
    return ExitCode.DONE
