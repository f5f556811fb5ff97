"""What the commands that compare pôles share: on which questions, and what they warn of."""

from typing import TYPE_CHECKING

import click

from ptce_ref.cli.output import narrate

if TYPE_CHECKING:
    from ptce_ref.reports.view import ComparisonView

questions_option = click.option(
    "--questions",
    type=click.Choice(["toutes", "communes"]),
    default="toutes",
    help="Toutes celles que chaque pôle a eues, ou seulement celles que tous les pôles comparés ont eues.",
)


def warn_of_comparison(view: "ComparisonView") -> None:
    """Say that nobody is compared, and that pôles were not asked the same questions, with what to do."""
    from ptce_ref.reports.view import ComparisonPart

    alone = view.absence(ComparisonPart.WHOLE)
    if alone:
        narrate(f"Attention : {alone[:1].lower()}{alone[1:]}")
    if not view.same_questions:
        narrate(
            f"Attention : {view.questions_note[:1].lower()}{view.questions_note[1:]} "
            "« --questions communes » ne compte que les questions que tous les pôles comparés ont eues."
        )
