"""ptce demo"""

import shlex
from pathlib import Path

import click

from ptce_ref.cli.context import chosen_theme, templates_option
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, narrate, result


@click.command(cls=FrenchCommand)
@click.option(
    "--sortie",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demonstration"),
    metavar="DOSSIER",
    help="Où tout écrire (par défaut : demonstration).",
)
@templates_option
def demo(sortie: Path) -> int:
    """Crée une base neuve avec huit pôles fictifs, puis tous les classeurs et documents.

    La base de démonstration est dans le dossier de sortie : la vôtre n’est pas touchée.
    """
    from ptce_ref.services.demo import load_examples, produce_everything, set_aside
    from ptce_ref.services.referential import sound_referential
    from ptce_ref.services.workspace import open_workspace

    theme = chosen_theme()
    base = sortie / "demonstration.sqlite"
    kept = set_aside(base)
    if kept is not None:
        narrate(f"La base de démonstration qui était là est gardée sous le nom « {kept.name} ».")
    with open_workspace(base, create=True) as workspace:
        evaluations = load_examples(workspace, sound_referential())
        narrate(f"Base de démonstration : {len(evaluations)} évaluations de pôles fictifs.")
        files = 0
        for step in produce_everything(workspace, sortie, theme):
            files += len(step.files)
            narrate(f"  {step.name}")
    result(f"{files} documents et classeurs sont dans le dossier « {sortie} ».")
    result(f"Pour les parcourir à l’écran : ptce --base {shlex.quote(str(base))}")
    return ExitCode.DONE
