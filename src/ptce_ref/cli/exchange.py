"""ptce echange exporter|importer|schema"""

from contextlib import suppress
from pathlib import Path

import click

from ptce_ref.cli.context import base_option, chosen_base, json_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.merging import choices, conclude, merging_options, tell, telling
from ptce_ref.cli.output import ExitCode, narrate, raw_result, result
from ptce_ref.cli.progress import Progress

_LONG = 4_000_000
"""Bytes from which reading a file takes more than a second."""


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
@click.argument("fichier", type=click.Path(path_type=Path, readable=False), metavar="FICHIER")
@click.option("--modifie-a-la-main", is_flag=True, help="Accepte un fichier modifié depuis qu’il a été écrit.")
@merging_options
@json_option
@base_option
def importer(
    fichier: Path, modifie_a_la_main: bool, essai: bool, conflit: str, choisir: tuple[str, ...], as_json: bool
) -> int:
    """Reprend un fichier d’échange : dit ce qui va changer, puis prend tout, ou rien s’il y a un problème."""
    from ptce_ref.services.exchange import import_exchange, read_exchange
    from ptce_ref.services.merging import Policy
    from ptce_ref.services.trial import trial_workspace

    chosen, policy = choices(choisir), Policy(conflit)
    # What cannot be opened is told by who reads it.
    with suppress(OSError, ValueError):
        if fichier.stat().st_size > _LONG:
            narrate("Lecture et vérification du fichier… (Ctrl+C arrête tout, sans rien changer)")
    exchange = read_exchange(fichier, changed_by_hand=modifie_a_la_main)
    if essai:
        with trial_workspace(chosen_base()) as (ws, there):
            if not there:
                narrate("Il n’y a pas encore de base ici : sans --essai, elle sera créée.")
            tell(ws, import_exchange(ws, exchange, policy=policy, chosen=chosen, trial=True), as_json=as_json)
        return ExitCode.DONE
    with workspace(create=True) as ws:
        with Progress("Reprise du fichier") as progress:
            foretold = telling(ws, progress, as_json=as_json)
            done = import_exchange(ws, exchange, policy=policy, chosen=chosen, told=progress, foretold=foretold)
        if not as_json:
            conclude(ws, done, "Fichier repris. La base d’avant est dans le dossier de ses sauvegardes.")
    return ExitCode.PROBLEMS if any(account.left for account in done.accounts) else ExitCode.DONE


@echange.command(cls=FrenchCommand)
def schema() -> int:
    """Écrit le schéma JSON du format, pour un autre programme."""
    from ptce_ref.services.exchange import exchange_schema

    raw_result(exchange_schema())
    return ExitCode.DONE
