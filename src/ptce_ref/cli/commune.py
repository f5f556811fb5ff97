"""ptce commune chercher"""

import click

from ptce_ref.cli.context import json_option
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, columns, narrate, result, result_json

LIMIT = 20


@click.group(cls=FrenchGroup)
def commune() -> None:
    """Les communes de France, sans réseau."""


@commune.command(cls=FrenchCommand)
@click.argument("texte", nargs=-1, required=True)
@click.option(
    "--nombre",
    type=int,
    default=LIMIT,
    metavar="NOMBRE",
    help=f"Combien de communes au plus ({LIMIT} par défaut).",
)
@json_option
def chercher(texte: tuple[str, ...], nombre: int, as_json: bool) -> int:
    """Cherche une commune par le début de son nom, son code INSEE ou son code postal.

    Un mot de plus peut être celui du département : « saint-denis réunion ».
    """
    from ptce_ref.services.commune import list_date, search_communes, tell_former

    if nombre < 1:
        raise click.UsageError("« --nombre » attend 1 ou plus.")
    wanted = " ".join(texte)
    # One more than what is shown, to know whether there are others.
    found = search_communes(wanted, nombre + 1)
    shown = found[:nombre]
    if as_json:
        result_json(
            [{**match.commune.model_dump(mode="json", by_alias=True), "ancien": match.former} for match in shown]
        )
        return ExitCode.DONE
    rows: list[tuple[str, ...]] = [
        (
            match.commune.code,
            match.commune.name,
            match.commune.department,
            match.commune.region,
            match.commune.intercommunality or "sans intercommunalité",
        )
        for match in shown
    ]
    for line, match in zip(columns(rows), shown, strict=True):
        result(line)
        if match.former:
            narrate(tell_former(match))
    if not found:
        narrate(f"Aucune commune ne répond à « {wanted} » dans la liste du {list_date()}.")
        return ExitCode.PROBLEMS
    if len(found) > nombre:
        narrate("Il y en a d’autres : précisez le nom, ou ajoutez le département.")
    return ExitCode.DONE
