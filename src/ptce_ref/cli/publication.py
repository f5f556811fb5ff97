"""What the commands that make a document of one evaluation share, when it is meant for others."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ptce_ref.cli.output import narrate

if TYPE_CHECKING:
    from ptce_ref.reports.view import CoevaluationView

F = TypeVar("F", bound=Callable[..., Any])


def publication_option(command: F) -> F:
    """Add ``--pour-publication`` to a command, passed as ``pour_publication``."""
    return click.option(
        "--pour-publication",
        is_flag=True,
        help="Pour qui n’est pas du pôle : petits collèges réunis, rien qui repose sur trop peu de voix.",
    )(command)


def warn_of_lone_colleges(view: "CoevaluationView") -> None:
    """Say, on stderr, for which colleges one person alone speaks in a document that shows answers by college."""
    from ptce_ref.reports.awaited import recognisable

    if view.lone_colleges:
        merge = " Pour un document qui sort du pôle, --pour-publication (rapport, classeur) réunit les petits collèges."
        narrate(recognisable(view.lone_colleges) + ("" if view.fewest_voices else merge))


def names_kept(noms: bool, pour_publication: bool) -> bool:
    """Return whether names are shown, and say what merging does not protect from. Raises ``click.UsageError``."""
    if pour_publication:
        if noms:
            raise click.UsageError("--noms ne va pas avec --pour-publication : les noms restent dans le pôle.")
        narrate(
            "Les petits collèges sont réunis, mais un argument, une position ou une action peuvent faire reconnaître "
            "quelqu’un : relisez-les avant d’envoyer ce fichier."
        )
    return noms
