"""ptce echange exporter|importer|schema"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptce_ref.cli.context import base_option, chosen_base, json_option, workspace
from ptce_ref.cli.exchange_batch import NO_BASE, announce_reading, take_several
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.merging import choices, conclude, merging_options, tell, telling
from ptce_ref.cli.output import ExitCode, narrate, raw_result, result
from ptce_ref.cli.progress import Progress

if TYPE_CHECKING:
    from ptce_ref.services.merging import Choice, Policy


@click.group(cls=FrenchGroup)
def echange() -> None:
    """Le fichier d’échange : des évaluations qui vont d’un ordinateur à un autre."""


@echange.command(cls=FrenchCommand)
@click.argument("references", nargs=-1, metavar="EVALUATION...")
@click.option("--pole", metavar="POLE", help="Toutes les évaluations de ce pôle.")
@click.option(
    "--complet",
    is_flag=True,
    help="Tout : noms, arguments, plan d’action, historique. Pour un autre ordinateur du même pôle seulement.",
)
@click.option(
    "--sortie",
    required=True,
    type=click.Path(path_type=Path, readable=False),
    metavar="FICHIER",
    help="Le fichier .json à écrire.",
)
@base_option
def exporter(references: tuple[str, ...], pole: str | None, complet: bool, sortie: Path) -> int:
    """Écrit des évaluations dans un fichier : par défaut pour une comparaison, sans personne ni texte."""
    from ptce_ref.domain.phase import NAMES
    from ptce_ref.reports import wording
    from ptce_ref.services.exchange import export_evaluations

    with workspace() as ws, Progress("Écriture du fichier d’échange") as progress:
        done = export_evaluations(ws, references, sortie, pole=pole, complete=complet, go_on=progress)
    for evaluation in done.left:
        narrate(
            f"« {evaluation.id} » n’y est pas : elle en est à la phase « {NAMES[evaluation.phase]} », et rien de ce "
            "qui s’y dit n’en sort avant le dialogue."
        )
    if complet:
        narrate("Ce fichier contient des noms et des textes : ne le confiez qu’à un autre ordinateur du même pôle.")
    else:
        narrate("Ce fichier ne contient ni nom, ni argument : les avis y sont comptés par collège.")
    result(f"{wording.count(len(done.evaluations), 'évaluation écrite', 'évaluations écrites')} : {done.file}")
    return ExitCode.DONE


@echange.command(cls=FrenchCommand)
@click.argument(
    "fichiers", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False), metavar="FICHIER..."
)
@click.option("--modifie-a-la-main", is_flag=True, help="Accepte un fichier modifié depuis qu’il a été écrit.")
@merging_options
@json_option
@base_option
def importer(
    fichiers: tuple[Path, ...],
    modifie_a_la_main: bool,
    essai: bool,
    conflit: str,
    choisir: tuple[str, ...],
    as_json: bool,
) -> int:
    """Reprend des fichiers d’échange, ou ceux d’un dossier : dit ce qui va changer, puis prend chacun en entier.

    Un fichier qui a un problème n’est pas pris du tout ; les autres le sont.
    """
    from ptce_ref.services.exchange_batch import files_among
    from ptce_ref.services.merging import Policy

    chosen, policy = choices(choisir), Policy(conflit)
    paths = files_among(fichiers)
    if len(paths) > 1:
        if chosen:
            raise click.UsageError("« --choisir » se donne avec un seul fichier : reprenez celui-là à part.")
        return take_several(paths, policy, changed_by_hand=modifie_a_la_main, trial=essai, as_json=as_json)
    return _take_one(paths[0], policy, chosen, changed_by_hand=modifie_a_la_main, trial=essai, as_json=as_json)


def _take_one(
    file: Path, policy: "Policy", chosen: "dict[str, Choice]", *, changed_by_hand: bool, trial: bool, as_json: bool
) -> int:
    from ptce_ref.services.exchange import import_exchange, read_exchange
    from ptce_ref.services.trial import trial_workspace

    announce_reading([file])
    exchange = read_exchange(file, changed_by_hand=changed_by_hand)
    if trial:
        with trial_workspace(chosen_base()) as (ws, there):
            if not there:
                narrate(NO_BASE)
            tell(ws, import_exchange(ws, exchange, policy=policy, chosen=chosen, trial=True), as_json=as_json)
        return ExitCode.DONE
    with workspace(create=True) as ws:
        with Progress("Reprise du fichier") as progress:
            foretold = telling(ws, progress, as_json=as_json)
            done = import_exchange(ws, exchange, policy=policy, chosen=chosen, told=progress, foretold=foretold)
        if not as_json:
            conclude(ws, done, "Fichier repris.")
    return ExitCode.PROBLEMS if any(account.left for account in done.accounts) else ExitCode.DONE


@echange.command(cls=FrenchCommand)
def schema() -> int:
    """Écrit le schéma JSON du format, pour un autre programme."""
    from ptce_ref.services.exchange import exchange_schema

    raw_result(exchange_schema())
    return ExitCode.DONE
