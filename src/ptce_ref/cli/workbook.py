"""ptce classeur coevaluation|comparaison"""

from pathlib import Path

import click

from ptce_ref.cli.context import base_option, json_option, output_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, result, result_json

_output = output_option(".xlsx")


@click.group(cls=FrenchGroup)
def classeur() -> None:
    """Les classeurs pour tableur."""


@classeur.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--noms", is_flag=True, help="Avec les noms à côté des arguments ; à garder dans le pôle.")
@_output
@base_option
def coevaluation(reference: str, noms: bool, sortie: Path | None) -> int:
    """Le classeur d’une évaluation : synthèse, table de dialogue, indicateurs, arguments, données."""
    from ptce_ref.services.production import make_coevaluation_workbook, sound_theme
    from ptce_ref.services.reading import coevaluation_of

    with workspace() as ws:
        view = coevaluation_of(ws, reference, names=noms)
    target = make_coevaluation_workbook(view, sound_theme(), sortie or Path(f"co-evaluation-{view.id}.xlsx"))
    result(f"Classeur écrit : {target}")
    return ExitCode.DONE


@classeur.command(cls=FrenchCommand)
@click.argument("references", nargs=-1, metavar="[EVALUATION]...")
@click.option("--ordre", type=click.Choice(["territoire", "nom"]), default="territoire", help="L’ordre des pôles.")
@_output
@json_option
@base_option
def comparaison(references: tuple[str, ...], ordre: str, sortie: Path | None, as_json: bool) -> int:
    """Plusieurs pôles côte à côte : conditions d’abord, jamais de classement.

    Sans évaluation nommée : toutes celles de la base.
    """
    from ptce_ref.domain.comparison import Order
    from ptce_ref.services.reading import comparison_of

    with workspace() as ws:
        view = comparison_of(ws, references, Order(ordre))
    if as_json:
        result_json(view)
        return ExitCode.DONE
    from ptce_ref.services.production import make_comparison_workbook, sound_theme

    result(f"Classeur écrit : {make_comparison_workbook(view, sound_theme(), sortie or Path('comparaison.xlsx'))}")
    return ExitCode.DONE
