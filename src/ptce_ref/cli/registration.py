"""ptce repondant corriger|retirer, ptce evaluation retirer: what was registered by mistake."""

import click

from ptce_ref.cli.context import base_option, confirmed, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, narrate, result


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("personne", metavar="REPONDANT")
@click.option("--college", metavar="MOT", help="Au titre de quel collège la personne répond.")
@click.option("--nom", metavar="TEXTE", help='Son nom ou son pseudonyme ; un texte vide (« "" ») l’ôte.')
@click.option("--organisation", metavar="TEXTE", help="Son organisation ; un texte vide l’ôte.")
@base_option
def corriger(reference: str, personne: str, college: str | None, nom: str | None, organisation: str | None) -> int:
    """Corrige le collège, le nom ou l’organisation d’un répondant ; ses réponses restent les siennes.

    Ce qui n’est pas dit reste comme avant. Le journal garde ce qu’il y avait.
    """
    from ptce_ref.services.evaluation import find_evaluation, find_respondent
    from ptce_ref.services.registration import correct_respondent

    if college is None and nom is None and organisation is None:
        raise click.UsageError("Dites ce qu’il faut corriger : --college, --nom ou --organisation.")
    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        known = find_respondent(ws, evaluation, personne)
        done = correct_respondent(
            ws,
            evaluation,
            known.id,
            college=known.college if college is None else college,
            name=known.name if nom is None else nom or None,
            organisation=known.organisation if organisation is None else organisation or None,
        )
    result("Rien à changer." if done == known else f"Inscription corrigée : {done.id}.")
    return ExitCode.DONE


@click.command("retirer", cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("personne", metavar="REPONDANT")
@base_option
def retirer_repondant(reference: str, personne: str) -> int:
    """Retire un répondant inscrit par erreur, qui n’a rien répondu ; le journal le garde.

    Pour quelqu’un qui a répondu et veut disparaître : ptce repondant effacer.
    """
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.registration import withdraw_respondent

    with workspace() as ws:
        withdraw_respondent(ws, find_evaluation(ws, reference), personne)
    result(f"{personne} : inscription retirée ; le journal la garde.")
    return ExitCode.DONE


@click.command("retirer", cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--oui", is_flag=True, help="Sans demander.")
@base_option
def retirer_evaluation(reference: str, oui: bool) -> int:
    """Retire une évaluation ouverte par erreur, où rien n’a été dit ; le journal la garde."""
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.registration import require_withdrawable, withdraw_evaluation

    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        require_withdrawable(ws, evaluation)
        if not oui and not confirmed(f"Retirer « {evaluation.title} » ({evaluation.id}) ? (oui/non)"):
            narrate("Rien n’a été retiré. Pour retirer : la même commande, avec --oui.")
            return ExitCode.MISUSE
        withdraw_evaluation(ws, evaluation)
    result(f"{evaluation.id} : évaluation retirée, avec ceux qui y étaient inscrits ; le journal les garde.")
    return ExitCode.DONE
