"""ptce evaluation migrer|passages"""

from typing import TYPE_CHECKING

import click

from ptce_ref.cli.context import base_option, confirmed, json_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, narrate, result, result_json
from ptce_ref.services.refusal import Fault, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ptce_ref.reports.migration_view import MigrationView, PassageView


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option(
    "--vers",
    "target",
    metavar="DOSSIER|VERSION",
    help="L’autre version : un dossier, un classeur, « livré » ou un numéro.",
)
@click.option("--essai", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
@click.option("--oui", is_flag=True, help="Sans demander.")
@click.option("--revenir", is_flag=True, help="Défait le dernier changement de version, si rien n’a été dit depuis.")
@json_option
@base_option
def migrer(reference: str, target: str | None, essai: bool, oui: bool, revenir: bool, as_json: bool) -> int:
    """Fait passer une évaluation à une autre version de son référentiel, après avoir dit ce qui change.

    Rien n’est perdu : l’évaluation d’avant est gardée entière, et ce qui n’a pas pu suivre se relit avec
    « ptce evaluation passages ».
    """
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.migration import (
        find_version,
        foresee_migration,
        migrate_evaluation,
        return_from_migration,
    )

    if revenir == (target is not None):
        raise Refusal("Dites vers quelle version aller (--vers), ou que vous voulez revenir (--revenir).", Fault.MISUSE)
    tell = narrate if as_json else result
    with workspace() as ws:
        if target is None:
            if essai:
                raise Refusal("« --essai » va avec « --vers ».", Fault.MISUSE)
            if not oui and not confirmed("Revenir à la version d’avant ? (oui/non)"):
                narrate("Rien n’a été changé. Pour revenir : la même commande, avec --oui.")
                return ExitCode.MISUSE
            done = return_from_migration(ws, reference)
            tell(f"{done.evaluation} est revenue de la version {done.before} à la version {done.after}.")
        else:
            after = find_version(ws, find_evaluation(ws, reference), target)
            done = foresee_migration(ws, reference, after).view
            tell_migration(done, tell)
            if not (essai or done.nothing):
                if not oui and not confirmed("Changer de version ? (oui/non)"):
                    narrate("Rien n’a été changé. Pour changer de version : la même commande, avec --oui.")
                    return ExitCode.MISUSE
                done = migrate_evaluation(ws, reference, after)
                tell("")
                tell(f"{done.evaluation} est passée de la version {done.before} à la version {done.after}.")
                narrate(f"Pour revenir, tant que rien n’est dit : ptce evaluation migrer {done.evaluation} --revenir")
                narrate(f"Ce qui reste en arrière : ptce evaluation passages {done.evaluation}")
    if as_json:
        result_json(done)
    return ExitCode.DONE


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option(
    "--repondant",
    "person",
    metavar="REPONDANT",
    help="Les arguments que ce répondant peut reprendre, et à quelle question.",
)
@json_option
@base_option
def passages(reference: str, person: str | None, as_json: bool) -> int:
    """Les changements de version d’une évaluation, et ce qui est resté en arrière.

    Tant que les avis ne sont pas montrés, ce qui reste en arrière est compté, pas montré.
    """
    from ptce_ref.services.evaluation import find_evaluation, find_respondent
    from ptce_ref.services.passage import offered_arguments, passages_of
    from ptce_ref.services.referential import referential_of

    with workspace(read_only=True) as ws:
        evaluation = find_evaluation(ws, reference)
        if person is not None:
            referential = referential_of(ws, evaluation.referential_hash)
            texts = offered_arguments(ws, evaluation, find_respondent(ws, evaluation, person).id)
            offered = {referential.indicator_by_id[ident].code: text for ident, text in texts.items()}
            return _tell_offered(offered, as_json=as_json)
        found = passages_of(ws, evaluation)
    if as_json:
        result_json(found)
    elif not found:
        narrate("Cette évaluation n’a jamais changé de version.")
    else:
        for passage in found:
            _tell_passage(passage)
    return ExitCode.DONE


def tell_migration(view: "MigrationView", tell: "Callable[[str], None]") -> None:
    """Say what a change of version does, before it is done."""
    if view.nothing:
        tell(f"Rien à faire : {view.evaluation} répond déjà à la version {view.after}.")
        return
    tell(f"{view.title} : de la version {view.before} à la version {view.after}")
    for line in view.summary:
        tell(f"  {line}")
    for group in view.groups:
        tell("")
        tell(f"{group.title} ({len(group.lines)})")
        if group.lead:
            tell(f"  {group.lead}")
        for line in group.lines:
            tell(f"  - {line}")


def tell_passages(found: "list[PassageView]", evaluation: str) -> None:
    """Say in one line each the changes of version of an evaluation."""
    from ptce_ref.reports.wording import count, long_date

    for passage in found:
        verb = "Revenue" if passage.back else "Passée"
        result(f"{verb} de la version {passage.before} à la version {passage.after} le {long_date(passage.at[:10])}.")
    left = sum(passage.left_behind + passage.asked_again for passage in found)
    if left:
        stays = count(left, "réponse n’a pas suivi", "réponses n’ont pas suivi")
        result(f"{stays} : ptce evaluation passages {evaluation}")


def _tell_offered(offered: dict[str, str], *, as_json: bool) -> int:
    if as_json:
        result_json(offered)
    elif not offered:
        narrate("Rien à reprendre : aucun argument donné à une question redemandée.")
    for code, text in sorted(offered.items()) if not as_json else ():
        result(f"{code} : {' '.join(text.split())}")
    return ExitCode.DONE


def _tell_passage(passage: "PassageView") -> None:
    from ptce_ref.reports.wording import count, long_date

    back = " (retour)" if passage.back else ""
    result(f"{long_date(passage.at[:10])} : de la version {passage.before} à la version {passage.after}{back}")
    result(
        f"  {count(passage.asked_again, 'réponse redemandée', 'réponses redemandées')}, "
        f"{count(passage.left_behind, 'réponse restée', 'réponses restées')} en arrière."
    )
    if passage.hidden:
        result("  Elles se liront quand les avis seront montrés, à partir de la phase « dialogue ».")
    question = ""
    for item in passage.left:
        if item.question != question:
            question = item.question
            result(f"  {question}")
        towards = f" ; redemandé : {', '.join(item.towards)}" if item.towards else ""
        result(f"    {item.said} ({item.why}{towards})")
        if item.text:
            result(f"      {' '.join(item.text.split())}")
