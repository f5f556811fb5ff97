"""ptce base fusionner, and the options of what merges."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ptce_ref.cli.context import base_option, json_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, narrate, result, result_json
from ptce_ref.cli.progress import Progress

if TYPE_CHECKING:
    from ptce_ref.services.merging import Choice, Fusion
    from ptce_ref.services.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])


def merging_options(command: F) -> F:
    """Add ``--essai``, ``--conflit`` and ``--choisir`` to a command that merges."""
    for option in (
        click.option(
            "--choisir",
            multiple=True,
            metavar="REPERE=ici|la-bas",
            help="Pour une modification faite des deux côtés, la version à garder ; à répéter.",
        ),
        click.option(
            "--conflit",
            type=click.Choice(["recent", "ici", "la-bas", "arreter"]),
            default="recent",
            help="Ce qui a été modifié des deux côtés : garder le plus récent (par défaut), ce qui est ici, "
            "ce qui est là-bas, ou arrêter tout. L’historique garde les deux.",
        ),
        click.option("--essai", is_flag=True, help="Dit ce qui serait fait, sans rien changer."),
    ):
        command = option(command)
    return command


@click.command(cls=FrenchCommand)
@click.argument("autre", type=click.Path(path_type=Path, readable=False), metavar="AUTRE")
@merging_options
@json_option
@base_option
def fusionner(autre: Path, essai: bool, conflit: str, choisir: tuple[str, ...], as_json: bool) -> int:
    """Reprend dans la base tout ce que contient une autre copie, sans rien perdre ; l’autre n’est pas touchée."""
    from ptce_ref.services.merging import Policy, merge_base

    chosen = choices(choisir)
    with workspace() as ws:
        with Progress("Fusion") as progress:
            foretold = telling(ws, progress, as_json=as_json)
            done = merge_base(
                ws, autre, policy=Policy(conflit), chosen=chosen, trial=essai, told=progress, foretold=foretold
            )
        if essai:
            return ExitCode.DONE
        if not as_json:
            conclude(ws, done, "Fusion faite.")
    return ExitCode.PROBLEMS if any(account.left for account in done.accounts) else ExitCode.DONE


def choices(texts: tuple[str, ...]) -> "dict[str, Choice]":
    """Return what ``--choisir`` says, by mark."""
    from ptce_ref.services.merging import Choice

    chosen: dict[str, Choice] = {}
    for text in texts:
        mark, _, side = text.partition("=")
        if side not in (Choice.HERE.value, Choice.THERE.value):
            raise click.UsageError("« --choisir » s’écrit REPERE=ici ou REPERE=la-bas.")
        chosen[mark.strip()] = Choice(side)
    return chosen


def tell(ws: "Workspace", fusion: "Fusion", *, as_json: bool) -> None:
    """Say what a merge does: as sentences on stderr, or as JSON on stdout."""
    from ptce_ref.services.fusion_sentence import fusion_data, tell_fusion

    if as_json:
        result_json(fusion_data(fusion))
        return
    for line in tell_fusion(ws, fusion):
        narrate(line)


def telling(ws: "Workspace", progress: Progress, *, as_json: bool) -> "Callable[[Fusion], None]":
    """Return what says, as :func:`tell` does, what a merge is about to do."""

    def foretold(fusion: "Fusion") -> None:
        progress.wipe()
        tell(ws, fusion, as_json=as_json)

    return foretold


def conclude(ws: "Workspace", fusion: "Fusion", sentence: str) -> None:
    """Say that it is done, where the base of before is if it held anything, and what is left to do."""
    from ptce_ref.services.fusion_sentence import tell_left_to_do

    before = f" La base d’avant est dans « {fusion.kept} »." if fusion.kept else ""
    result(f"{sentence}{before}" if fusion.changes_something else "Rien à changer : la base avait déjà tout cela.")
    for line in tell_left_to_do(ws, fusion):
        narrate(line)
