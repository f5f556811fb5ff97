"""What commands share: which database, and how to open it."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ptce_ref.domain.returned_row import Conflict
from ptce_ref.services.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from ptce_ref.domain.theme import Theme

F = TypeVar("F", bound=Callable[..., Any])

_KEY = "ptce.base"
_TEMPLATES = "ptce.modeles"


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
    """Return the options of a command that makes a document: ``--sortie``, its file, and ``--modeles``, its look.

    ``what`` says which kind of file. The look is for :func:`chosen_theme`.
    """
    option = click.option(
        "--sortie",
        type=click.Path(path_type=Path, readable=False),
        metavar="FICHIER",
        help=f"Le fichier {what} à écrire (par défaut : dans le dossier où l’on est).",
    )

    def add(command: F) -> F:
        return option(templates_option(command))

    return add


def templates_option(command: F) -> F:
    """Add ``--modeles`` to a command: the folder of templates that :func:`chosen_theme` reads."""
    return click.option(
        "--modeles",
        type=click.Path(path_type=Path, readable=False),
        metavar="DOSSIER",
        expose_value=False,
        callback=_keep_templates,
        help="Vos modèles : logo, couleurs, textes, sections (sinon PTCE_MODELES, sinon ceux du programme).",
    )(command)


def _keep_templates(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.meta[_TEMPLATES] = value


def chosen_theme() -> "Theme":
    """Return the theme of ``--modeles``, else that of PTCE_MODELES, else the shipped one.

    Raises :class:`~ptce_ref.services.refusal.Refusal` with every problem of the templates.
    """
    from ptce_ref.services.theme import sound_theme

    found = click.get_current_context().meta.get(_TEMPLATES)
    return sound_theme(found if isinstance(found, Path) else None)


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
    return base_in(click.get_current_context().meta)


def base_in(meta: Mapping[str, object]) -> Path | None:
    """As :func:`chosen_base`, of a command that is over: ``meta`` is that of its context."""
    found = meta.get(_KEY)
    return found if isinstance(found, Path) else None


def workspace(*, create: bool = False, read_only: bool = False) -> Workspace:
    """Open the chosen database."""
    return open_workspace(chosen_base(), create=create, read_only=read_only)


def confirmed(question: str) -> bool:
    """Ask; a program that nobody watches has not said yes."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    return bool(click.prompt(question, default="non", show_default=False).strip().lower() == "oui")
