"""ptce imprimer world-cafe|pleniere|visite"""

from pathlib import Path

import click

from ptce_ref.cli.context import base_option, chosen_theme, output_option, workspace
from ptce_ref.cli.french import FrenchCommand
from ptce_ref.cli.output import ExitCode, result

_output = output_option("PDF")
_questions = click.option(
    "--questions",
    metavar="CODES",
    default="",
    help="Les questions, séparées par des virgules (T1.03,C2.01). Par défaut : celles de l’ordre du jour une fois le "
    "dialogue ouvert ; avant, un choix équilibré.",
)
_start = click.option("--debut", metavar="HEURE", help="L’heure à laquelle la séance commence, telle que 14:00.")
_format = click.option(
    "--format",
    "paper",
    type=click.Choice(["a4", "a3"]),
    default="a4",
    help="Le papier de ce qui va au mur (par défaut : a4).",
)


@click.command("world-cafe", cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option(
    "--participants",
    type=int,
    metavar="N",
    help="Combien de personnes sont attendues (par défaut : celles qui sont inscrites, ou 18).",
)
@_questions
@click.option(
    "--duree-manche",
    "minutes",
    type=int,
    default=20,
    metavar="MINUTES",
    help="La durée d’une manche (par défaut : 20 minutes).",
)
@_start
@_format
@_output
@base_option
def world_cafe(
    reference: str,
    participants: int | None,
    questions: str,
    minutes: int,
    debut: str | None,
    paper: str,
    sortie: Path | None,
) -> int:
    """Le dossier d’un World Café : déroulé, affiches, fiches des personnes ancres, billets, cartes, récolte."""
    from ptce_ref.services.document import require_sense
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.kit import print_world_cafe, world_cafe_of
    from ptce_ref.services.meeting import time_of
    from ptce_ref.services.reading import coevaluation_of

    start = None if debut is None else time_of(debut)
    with workspace() as ws:
        require_sense("world-cafe", find_evaluation(ws, reference).phase)
        view = world_cafe_of(
            coevaluation_of(ws, reference, evolution=False),
            participants=participants,
            questions=_codes(questions),
            round_minutes=minutes,
            start=start,
            large=paper == "a3",
        )
    target = print_world_cafe(view, chosen_theme(), sortie or Path(f"world-cafe-{view.evaluation.id}.pdf"))
    result(f"Dossier écrit : {target}")
    return ExitCode.DONE


@click.command("pleniere", cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@_questions
@click.option(
    "--duree",
    metavar="DUREE",
    default="2h",
    help="Combien de temps dure la séance : 2h, 1h30, 90min… Elle dit combien de questions y tiennent.",
)
@_start
@_format
@_output
@base_option
def plenary(reference: str, questions: str, duree: str, debut: str | None, paper: str, sortie: Path | None) -> int:
    """Le dossier d’une plénière à main levée : déroulé, affiches, feuilles de comptage par collège."""
    from ptce_ref.services.document import require_sense
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.kit import plenary_of, print_plenary
    from ptce_ref.services.meeting import minutes_of, time_of
    from ptce_ref.services.reading import coevaluation_of

    start = None if debut is None else time_of(debut)
    with workspace() as ws:
        require_sense("pleniere", find_evaluation(ws, reference).phase)
        evaluation = coevaluation_of(ws, reference, evolution=False)
        minutes = minutes_of(duree)
        codes = _codes(questions)
        view = plenary_of(ws, evaluation, questions=codes, start=start, minutes=minutes, large=paper == "a3")
    target = print_plenary(view, chosen_theme(), sortie or Path(f"pleniere-{view.evaluation.id}.pdf"))
    result(f"Dossier écrit : {target}")
    return ExitCode.DONE


@click.command("visite", cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--visiteur", metavar="NOM", default="", help="Le pôle qui visite.")
@_start
@_output
@base_option
def visit(reference: str, visiteur: str, debut: str | None, sortie: Path | None) -> int:
    """Le carnet d’une visite apprenante : la journée, le carnet par sous-objectif, les trois dons, la suite."""
    from ptce_ref.services.kit import print_visit, visit_of
    from ptce_ref.services.meeting import time_of
    from ptce_ref.services.reading import coevaluation_of

    start = None if debut is None else time_of(debut)
    with workspace() as ws:
        view = visit_of(ws, coevaluation_of(ws, reference, evolution=False), visitor=visiteur, start=start)
    target = print_visit(view, chosen_theme(), sortie or Path(f"visite-{view.evaluation.id}.pdf"))
    result(f"Carnet écrit : {target}")
    return ExitCode.DONE


def _codes(text: str) -> list[str]:
    return [code for part in text.split(",") if (code := part.strip())]
