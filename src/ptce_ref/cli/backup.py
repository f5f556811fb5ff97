"""ptce base sauvegarder|sauvegardes|restaurer|verifier"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptce_ref.cli.context import base_option, chosen_base, json_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, columns, narrate, result, result_json

if TYPE_CHECKING:
    from ptce_ref.services.salvage import Saved

_PATH = click.Path(path_type=Path, readable=False)


@click.command(cls=FrenchCommand)
@click.option("--sortie", type=_PATH, metavar="FICHIER", help="Où l’écrire : un fichier nouveau, ou un dossier.")
@base_option
def sauvegarder(sortie: Path | None) -> int:
    """Copie la base, datée, dans le dossier de ses sauvegardes ; ou ailleurs avec --sortie."""
    from ptce_ref.services.backup import Why, copy_to, keep_backup

    with workspace(read_only=True) as ws:
        written = keep_backup(ws, Why.ASKED) if sortie is None else copy_to(ws, sortie)
    result(f"Sauvegarde écrite : {written}")
    return ExitCode.DONE


@click.command(cls=FrenchCommand)
@json_option
@base_option
def sauvegardes(as_json: bool) -> int:
    """Les sauvegardes de la base, la plus ancienne d’abord."""
    from ptce_ref.reports import wording
    from ptce_ref.services.backup import WORDS, backups_beside

    found = backups_beside(chosen_base())
    if as_json:
        result_json(found)
        return ExitCode.DONE
    if not found:
        narrate("Aucune sauvegarde. « ptce base sauvegarder » en fait une.")
    for line in columns(
        [
            (backup.at, WORDS[backup.why], f"{wording.number(backup.bytes / 1_000_000)} Mo", str(backup.path))
            for backup in found
        ]
    ):
        result(line)
    return ExitCode.DONE


@click.command(cls=FrenchCommand)
@click.argument("source", metavar="FICHIER", type=_PATH)
@base_option
def restaurer(source: Path) -> int:
    """Remet une sauvegarde à la place de la base, qui est mise de côté et non effacée."""
    from ptce_ref.services.backup import restore_backup

    done = restore_backup(source, chosen_base())
    result(f"Base restaurée : {done.base}")
    if done.aside is not None:
        result(f"Base d’avant, mise de côté : {done.aside}")
    _erase_again(done.aside)
    return ExitCode.DONE


def _erase_again(former: Path | None) -> None:
    """Keep the promise made to who was erased since the copy was made."""
    from ptce_ref.reports import wording
    from ptce_ref.services.person import erase_again, may_have_erased

    with workspace() as ws:
        count = erase_again(ws, former)
    if count:
        people = wording.count(count, "personne effacée", "personnes effacées")
        narrate(f"{people} depuis cette sauvegarde {wording.agreed(count, 'l’a', 'l’ont')} été de nouveau.")
    if former is None or may_have_erased(former):
        narrate(
            "La base d’avant ne se lit pas : si vous avez effacé quelqu’un depuis cette sauvegarde, vérifiez que c’est "
            "toujours fait (ptce repondant lister), et effacez-le de nouveau au besoin."
        )


@click.command(cls=FrenchCommand)
@click.option(
    "--sauver",
    type=_PATH,
    metavar="NOUVEAU.sqlite",
    help="Écrit dans une base nouvelle tout ce qui se lit encore ; celle-ci n’est pas touchée.",
)
@json_option
@base_option
def verifier(sauver: Path | None, as_json: bool) -> int:
    """Vérifie que le fichier est sain et que tout se relit ; dit sinon ce qui est abîmé, et sauve le reste."""
    from ptce_ref.services.salvage import save_readable, verify_file

    if sauver is not None:
        return _told(save_readable(sauver, chosen_base()))
    found = verify_file(chosen_base())
    if as_json:
        result_json(list(found.problems))
    elif found.sound:
        result("La base est saine.")
    else:
        for sentence in found.problems:
            narrate(sentence)
        if found.damaged:
            narrate(
                "Gardez ce fichier tel quel. « ptce base sauvegardes » dit quelles copies en existent ; "
                "« ptce base verifier --sauver NOUVEAU.sqlite » sauve tout ce qui se lit encore."
            )
    if found.unusable:
        return ExitCode.UNUSABLE
    return ExitCode.DONE if found.sound else ExitCode.PROBLEMS


def _told(saved: "Saved") -> int:
    from ptce_ref.reports.wording import count

    result(f"Base nouvelle : {saved.base} ({count(saved.rows, 'ligne sauvée', 'lignes sauvées')})")
    for sentence in saved.losses:
        narrate(sentence)
    if saved.beside is not None:
        narrate(f"Ce qui ne se rattache plus à rien est gardé dans « {saved.beside} ».")
    if not saved.losses:
        result("Rien ne manque, autant qu’on puisse le voir.")
    return ExitCode.PROBLEMS if saved.losses else ExitCode.DONE
