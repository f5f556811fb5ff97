"""ptce base info, and the commands on the file itself."""

import click

from ptce_ref.cli.backup import restaurer, sauvegarder, sauvegardes, verifier
from ptce_ref.cli.context import base_option, json_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.merging import fusionner
from ptce_ref.cli.output import ExitCode, narrate, result, result_json


@click.group(cls=FrenchGroup)
def base() -> None:
    """La base de données : un seul fichier, à copier tel quel."""


base.add_command(verifier)
base.add_command(sauvegarder)
base.add_command(sauvegardes)
base.add_command(restaurer)
base.add_command(fusionner)


@base.command(cls=FrenchCommand)
@json_option
@base_option
def info(as_json: bool) -> int:
    """Où est la base, son format, ce qu’elle contient."""
    from ptce_ref.reports import wording
    from ptce_ref.services.base import describe_base
    from ptce_ref.services.synchronised import tell_copied

    with workspace(read_only=True) as ws:
        found, copied = describe_base(ws), tell_copied(ws)
    if copied:
        narrate(copied)
    if as_json:
        result_json(found)
        return ExitCode.DONE
    result(f"Base : {found.path}")
    result(f"Taille : {wording.number(found.bytes / 1_000_000)} Mo ; format {found.version}")
    for identifier, version, content_hash in found.referentials:
        result(f"Référentiel : {identifier} {version} ({content_hash[:12]})")
    for label, count in found.rows.items():
        result(f"  {label} : {count}")
    for what, at in found.migrations:
        result(f"{at[:10]} : {what}")
    return ExitCode.DONE
