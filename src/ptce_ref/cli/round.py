"""ptce tournee proposer|ouvrir|lister|montrer|visite"""

import datetime as dt
from typing import TYPE_CHECKING

import click

from ptce_ref.cli.context import base_option, json_option, workspace
from ptce_ref.cli.day import Day
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, columns, narrate, result, result_json

if TYPE_CHECKING:
    from ptce_ref.reports.round_view import ProposalView, RoundView, RoundVisitView

_poles = click.option("--poles", multiple=True, metavar="POLE", help="Un pôle qui prend part ; à répéter.")


@click.group(cls=FrenchGroup)
def tournee() -> None:
    """Les tournées de visites entre pôles : qui va chez qui, où l’on en est, ce que chacun en retire."""


@tournee.command(cls=FrenchCommand)
@_poles
@json_option
@base_option
def proposer(poles: tuple[str, ...], as_json: bool) -> int:
    """Propose qui visite qui : chacun visite une fois et reçoit une fois, selon ce qu’ils peuvent s’apporter.

    Sans --poles : tous ceux dont les chiffres se comparent. Rien n’est enregistré, et rien n’est classé.
    """
    from ptce_ref.services.round import propose_visits

    with workspace(read_only=True) as ws:
        proposal = propose_visits(ws, poles)
    if as_json:
        result_json(proposal)
    else:
        _tell_proposal(proposal)
        narrate("« ptce tournee ouvrir TITRE » enregistre cette proposition, ou les visites que vous dites.")
    return ExitCode.DONE


@tournee.command(cls=FrenchCommand)
@click.argument("titre")
@_poles
@click.option(
    "--visite",
    "visits",
    nargs=2,
    multiple=True,
    metavar="VISITEUR HOTE",
    help="Une visite ; à répéter. Sinon : celles que propose le programme.",
)
@click.option("--date", "day", type=Day(), metavar="DATE", help="Le jour de la décision (sinon aujourd’hui).")
@click.option("--id", "identifier", metavar="MOT", help="L’identifiant (sinon tiré du titre).")
@json_option
@base_option
def ouvrir(
    titre: str,
    poles: tuple[str, ...],
    visits: tuple[tuple[str, str], ...],
    day: dt.date | None,
    identifier: str | None,
    as_json: bool,
) -> int:
    """Enregistre une tournée et ses visites ; aucune évaluation n’est ouverte."""
    from ptce_ref.services.round import open_round, propose_visits

    if poles and visits:
        raise click.UsageError("Choisissez --poles ou --visite : les visites disent déjà quels pôles prennent part.")
    with workspace() as ws:
        pairs = list(visits) or [(item.visitor_id, item.host_id) for item in propose_visits(ws, poles).visits]
        opened = open_round(ws, titre, pairs, date=day, identifier=identifier)
    if as_json:
        result_json(opened)
    else:
        result(f"Tournée ouverte : {opened.id}.")
        _tell_round(opened)
    return ExitCode.DONE


@tournee.command(cls=FrenchCommand)
@json_option
@base_option
def lister(as_json: bool) -> int:
    """Les tournées, la plus récente d’abord."""
    from ptce_ref.services.round import all_rounds

    with workspace() as ws:
        rounds = all_rounds(ws)
    if as_json:
        result_json(rounds)
    elif not rounds:
        narrate("Aucune tournée. « ptce tournee proposer » dit qui pourrait visiter qui.")
    else:
        for line in columns([("Tournée", "Titre", "Visites"), *((r.id, r.title, r.summary) for r in rounds)]):
            result(line)
    return ExitCode.DONE


@tournee.command(cls=FrenchCommand)
@click.argument("reference", metavar="TOURNEE")
@json_option
@base_option
def montrer(reference: str, as_json: bool) -> int:
    """Où en est chaque visite, et ce que chacun en retire."""
    from ptce_ref.services.round import round_of

    with workspace() as ws:
        found = round_of(ws, reference)
    if as_json:
        result_json(found)
    else:
        _tell_round(found)
    return ExitCode.DONE


@tournee.command(cls=FrenchCommand)
@click.argument("reference", metavar="TOURNEE")
@click.argument("visiteur", metavar="VISITEUR")
@click.argument("hote", metavar="HOTE")
@click.option("--evaluation", metavar="EVALUATION", help="L’évaluation du pôle hôte par ses visiteurs.")
@click.option("--date", "day", type=Day(), metavar="DATE", help="Le jour de la visite.")
@click.option("--appris", metavar="TEXTE", help="Ce que les visiteurs en retirent.")
@click.option("--apporte", metavar="TEXTE", help="Ce que la visite apporte au pôle hôte.")
@click.option("--nouvelle", is_flag=True, help="Ajoute cette visite, que la tournée ne prévoyait pas.")
@click.option("--retirer", is_flag=True, help="Retire cette visite de la tournée ; le journal la garde.")
@json_option
@base_option
def visite(
    reference: str,
    visiteur: str,
    hote: str,
    evaluation: str | None,
    day: dt.date | None,
    appris: str | None,
    apporte: str | None,
    nouvelle: bool,
    retirer: bool,
    as_json: bool,
) -> int:
    """Dit ce que l’on sait d’une visite : sa date, son évaluation, ce que chacun en retire."""
    from ptce_ref.services.round import record_visit, withdraw_visit

    if retirer:
        with workspace() as ws:
            left = withdraw_visit(ws, reference, visiteur, hote)
        if as_json:
            result_json(left)
        else:
            result("Visite retirée ; le journal la garde.")
        return ExitCode.DONE
    if not nouvelle and all(given is None for given in (evaluation, day, appris, apporte)):
        raise click.UsageError("Rien à noter : dites au moins une chose, par exemple --date 12/06/2027.")
    with workspace() as ws:
        changed = record_visit(
            ws,
            reference,
            visiteur,
            hote,
            evaluation=evaluation,
            date=day,
            visitor_gained=appris,
            host_gained=apporte,
            new=nouvelle,
        )
    if as_json:
        result_json(changed)
    else:
        _tell_visit(changed)
    return ExitCode.DONE


def _tell_proposal(proposal: "ProposalView") -> None:
    for visit in proposal.visits:
        result(f"{visit.visitor} → {visit.host}")
        result(f"  {visit.sentence}")
    for name, why in proposal.blind:
        result(f"{name} : ses chiffres n’ont pas servi. {why}")
    if proposal.left_out:
        narrate("Hors de la proposition ; --poles y fait prendre part quand même :")
        for name, why in proposal.left_out:
            narrate(f"  {name} : {why}")


def _tell_round(found: "RoundView") -> None:
    from ptce_ref.reports import wording

    result(f"{found.title} ({wording.long_date(found.date)}). {found.summary}.")
    for visit in found.visits:
        _tell_visit(visit)


def _tell_visit(visit: "RoundVisitView") -> None:
    from ptce_ref.reports import wording

    day = f", {wording.long_date(visit.date)}" if visit.date else ""
    result(f"{visit.visitor} → {visit.host} : {visit.stage}{day}")
    if visit.evaluation:
        result(f"  Évaluation : {visit.evaluation} ({visit.evaluation_id})")
    if visit.visitor_gained:
        result(f"  Ce que les visiteurs en retirent : {' '.join(visit.visitor_gained.split())}")
    if visit.host_gained:
        result(f"  Ce que la visite apporte à l’hôte : {' '.join(visit.host_gained.split())}")
    if visit.following:
        result(f"  → {visit.following}")
