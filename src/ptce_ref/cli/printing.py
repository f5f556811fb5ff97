"""ptce imprimer grille|rapport"""

from pathlib import Path

import click

from ptce_ref.cli.context import base_option, output_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, result

_output = output_option("PDF")


@click.group(cls=FrenchGroup)
def imprimer() -> None:
    """Les documents à imprimer, en PDF."""


@imprimer.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--remplie", is_flag=True, help="Avec niveaux, couverture et divergences, plutôt que vierge.")
@_output
@base_option
def grille(reference: str, remplie: bool, sortie: Path | None) -> int:
    """La table de dialogue, en A3 : sous-objectifs et enjeux."""
    from ptce_ref.services.production import print_grid, sound_theme
    from ptce_ref.services.reading import coevaluation_of

    with workspace() as ws:
        view = coevaluation_of(ws, reference)
    name = f"grille-{'remplie' if remplie else 'vierge'}-{view.id}.pdf"
    result(f"Grille écrite : {print_grid(view, sound_theme(), sortie or Path(name), filled=remplie)}")
    return ExitCode.DONE


@imprimer.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--noms", is_flag=True, help="Avec les noms à côté des arguments ; à garder dans le pôle.")
@_output
@base_option
def rapport(reference: str, noms: bool, sortie: Path | None) -> int:
    """Le rapport de co-évaluation."""
    from ptce_ref.services.production import print_report, sound_theme
    from ptce_ref.services.reading import coevaluation_of

    with workspace() as ws:
        view = coevaluation_of(ws, reference, names=noms)
    result(f"Rapport écrit : {print_report(view, sound_theme(), sortie or Path(f'rapport-{view.id}.pdf'))}")
    return ExitCode.DONE
