"""ptce action lister|ajouter|modifier|retirer|reprendre|importer"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ptce_ref.cli.context import base_option, conflict_option, json_option, workspace
from ptce_ref.cli.day import NO_DATE, Day
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, narrate, result, result_json

if TYPE_CHECKING:
    from ptce_ref.domain.action import Action
    from ptce_ref.domain.evaluation import Evaluation
    from ptce_ref.services.plan_workbook import PlanReceived
    from ptce_ref.services.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


def _fields(command: F) -> F:
    """Add an option for each thing an action says of itself."""
    for option in (
        click.option("--note", metavar="TEXTE", help="Une note : ce qui a été fait, ce qui manque."),
        click.option("--etat", metavar="ETAT", help="Où elle en est : a-faire, en-cours, faite ou abandonnee."),
        click.option(
            "--echeance",
            type=Day(none=True),
            metavar="DATE",
            help="Pour quand : 30/06/2027 ou « juin 2027 » ; « sans » ôte la date.",
        ),
        click.option("--qui", metavar="TEXTE", help="Qui s’en charge."),
        click.option(
            "--indicateur", "indicators", multiple=True, metavar="CODE", help="Un indicateur concerné ; à répéter."
        ),
    ):
        command = option(command)
    return command


@click.group(cls=FrenchGroup)
def action() -> None:
    """Le plan d’action d’une évaluation : qui fait quoi, et pour quand."""


@action.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@json_option
@base_option
def lister(reference: str, as_json: bool) -> int:
    """Les actions du plan, dans l’ordre des dates prévues."""
    from ptce_ref.services.action import origins_of, plan_of, unfinished_before
    from ptce_ref.services.evaluation import find_evaluation

    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        plan, today = plan_of(ws, evaluation), ws.today.isoformat()
        waiting = unfinished_before(ws, evaluation)
    if as_json:
        result_json(plan)
        return ExitCode.DONE
    from ptce_ref.reports import wording

    for line in plan:
        late = " (en retard)" if line.due and line.due < today and not line.finished else ""
        due = f"{wording.long_date(line.due)}{late}" if line.due else "sans date"
        result(f"{line.id}  {line.what}")
        result(f"     {due} ; {line.state} ; {line.who or 'personne n’est nommé'}")
        if line.indicators:
            result(f"     {', '.join(f'{code} {title}' for code, title in line.indicators)}")
        if line.note:
            result(f"     Note : {' '.join(line.note.split())}")
    if not plan:
        narrate("Aucune action. « ptce action ajouter EVALUATION TEXTE » en ajoute une.")
    if waiting:
        left = wording.count(len(waiting), "action non finie", "actions non finies")
        narrate(f"{left} de {origins_of(waiting)} : « ptce action reprendre {reference} » les reprend.")
    return ExitCode.DONE


@action.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("quoi")
@_fields
@click.option("--id", "identifier", metavar="MOT", help="L’identifiant (sinon a01, a02…).")
@json_option
@base_option
def ajouter(reference: str, quoi: str, identifier: str | None, as_json: bool, **given: object) -> int:
    """Ajoute une action : ce qui est à faire suffit, le reste peut venir plus tard."""
    from ptce_ref.services.action import add_action
    from ptce_ref.services.evaluation import find_evaluation

    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        fields = {"what": quoi, **_given(ws, evaluation, given)}
        if identifier is not None:
            fields["id"] = identifier
        added = add_action(ws, evaluation, fields)
    _tell(added, f"Action ajoutée : {added.id}.", as_json)
    return ExitCode.DONE


@action.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("identifiant", metavar="ACTION")
@click.option("--quoi", metavar="TEXTE", help="Ce qui est à faire.")
@_fields
@json_option
@base_option
def modifier(reference: str, identifiant: str, quoi: str | None, as_json: bool, **given: object) -> int:
    """Modifie une action : ce qui n’est pas dit ne change pas."""
    from ptce_ref.services.action import update_action
    from ptce_ref.services.evaluation import find_evaluation

    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        fields = _given(ws, evaluation, given)
        if quoi is not None:
            fields["what"] = quoi
        if not fields:
            raise click.UsageError("Rien à modifier : dites au moins une chose, par exemple --etat faite.")
        changed = update_action(ws, evaluation, identifiant, fields)
    _tell(changed, f"Action modifiée : {changed.id}.", as_json)
    return ExitCode.DONE


@action.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("identifiant", metavar="ACTION")
@json_option
@base_option
def retirer(reference: str, identifiant: str, as_json: bool) -> int:
    """Retire une action du plan ; le journal la garde."""
    from ptce_ref.services.action import find_action, withdraw_action
    from ptce_ref.services.evaluation import find_evaluation

    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        found = find_action(ws, evaluation, identifiant)
        withdraw_action(ws, evaluation, found.id)
    _tell(found, "Retirée ; le journal la garde.", as_json)
    return ExitCode.DONE


@action.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@json_option
@base_option
def reprendre(reference: str, as_json: bool) -> int:
    """Reprend dans le plan ce que l’évaluation précédente n’a pas fini."""
    from ptce_ref.reports import wording
    from ptce_ref.services.action import carry_over
    from ptce_ref.services.evaluation import find_evaluation

    with workspace() as ws:
        taken = carry_over(ws, find_evaluation(ws, reference))
    if as_json:
        result_json([item.model_dump(mode="json") for item in taken])
    else:
        result(f"{wording.count(len(taken), 'action reprise', 'actions reprises')}.")
        for item in taken:
            result(f"{item.id}  {item.what}")
    return ExitCode.DONE


@action.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("fichier", type=click.Path(path_type=Path, readable=False), metavar="FICHIER")
@click.option("--essai", is_flag=True, help="Dit ce qui serait fait, sans rien changer.")
@conflict_option
@json_option
@base_option
def importer(reference: str, fichier: Path, essai: bool, conflit: str, as_json: bool) -> int:
    """Reprend la feuille « Plan d’action » d’un classeur de co-évaluation : tout, ou rien s’il y a un problème."""
    from ptce_ref.domain.returned_row import Conflict, Fate
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.plan_workbook import import_plan

    with workspace() as ws:
        evaluation, policy = find_evaluation(ws, reference), Conflict(conflit)
        foreseen = import_plan(ws, evaluation, fichier, conflict=policy, trial=True)
        if as_json:
            result_json([{"action": line.id, "quoi": line.what, "sort": line.fate.value} for line in foreseen.lines])
        else:
            _tell_import(foreseen)
        if essai:
            return ExitCode.PROBLEMS if foreseen.of(Fate.CONFLICT) else ExitCode.DONE
        done = import_plan(ws, evaluation, fichier, conflict=policy)
    if not as_json:
        result("Plan d’action importé." if done.changes else "Rien à changer : la base disait déjà tout cela.")
    return ExitCode.DONE


def _tell_import(found: "PlanReceived") -> None:
    from ptce_ref.services.returned_sentence import tell_plan

    narrate(found.evaluation.title)
    for line in tell_plan(found):
        narrate(f"  {line}")


def _given(ws: "Workspace", evaluation: "Evaluation", given: dict[str, object]) -> dict[str, object]:
    """Return the fields that were said, as :class:`Action` names them."""
    from ptce_ref.services.action import indicator_named

    fields: dict[str, object] = {}
    codes = given.pop("indicators")
    if isinstance(codes, tuple) and codes:
        fields["indicators"] = tuple(indicator_named(ws, evaluation, str(code)).id for code in codes)
    for option, field in (("qui", "who"), ("etat", "state"), ("note", "note"), ("echeance", "due")):
        value = given[option]
        if value is not None:
            fields[field] = None if value == NO_DATE and field == "due" else value
    return fields


def _tell(found: "Action", sentence: str, as_json: bool) -> None:
    if as_json:
        result_json(found.model_dump(mode="json"))
    else:
        result(sentence)
