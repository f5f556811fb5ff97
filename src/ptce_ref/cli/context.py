"""What commands share: which database, and how to open it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ptce_ref.domain.returned_row import Conflict
from ptce_ref.services.workspace import Workspace, open_workspace

F = TypeVar("F", bound=Callable[..., Any])

_KEY = "ptce.base"


def base_option(command: F) -> F:
    """Add ``--base`` to a command: said there, or before the command, or by PTCE_BASE."""
    return click.option(
        "--base",
        type=click.Path(path_type=Path, readable=False),
        metavar="FICHIER",
        expose_value=False,
        callback=_keep_base,
        help="La base à employer.",
    )(command)


def json_option(command: F) -> F:
    """Add ``--json`` to a command, passed as ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Le résultat en JSON, pour un programme.")(command)


def output_option(what: str) -> Callable[[F], F]:
    """Return the option ``--sortie``: the file to write; ``what`` says which kind."""
    return click.option(
        "--sortie",
        type=click.Path(path_type=Path, readable=False),
        metavar="FICHIER",
        help=f"Le fichier {what} à écrire (par défaut : dans le dossier où l’on est).",
    )


def conflict_option(command: F) -> F:
    """Add ``--conflit`` to a command that takes a file back, passed as ``conflit``."""
    return click.option(
        "--conflit",
        type=click.Choice([policy.value for policy in Conflict]),
        default=Conflict.STOP.value,
        help="Si la base et le fichier ont changé tous les deux : garder la base, la remplacer, ou arrêter tout.",
    )(command)


def _keep_base(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.meta[_KEY] = value


def chosen_base() -> Path | None:
    """Return the database named on the command line or by PTCE_BASE, or None for the user's own."""
    found = click.get_current_context().meta.get(_KEY)
    return found if isinstance(found, Path) else None


def workspace(*, create: bool = False, read_only: bool = False) -> Workspace:
    """Open the chosen database."""
    return open_workspace(chosen_base(), create=create, read_only=read_only)
