"""ptce classeur coevaluation|comparaison"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptce_ref.cli.comparison import questions_option, warn_of_comparison
from ptce_ref.cli.context import base_option, chosen_theme, json_option, output_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, narrate, result, result_json
from ptce_ref.cli.publication import names_kept, publication_option, warn_of_lone_colleges

if TYPE_CHECKING:
    from ptce_ref.reports.comparison_data import Arguments
    from ptce_ref.reports.view import ComparisonView
    from ptce_ref.services.workspace import Workspace

_output = output_option(".xlsx")
_MANY = 50
"""Evaluations that take long enough to read for a word on the way."""


@click.group(cls=FrenchGroup)
def classeur() -> None:
    """Les classeurs pour tableur."""


@classeur.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--noms", is_flag=True, help="Avec les noms à côté des arguments ; à garder dans le pôle.")
@publication_option
@_output
@base_option
def coevaluation(reference: str, noms: bool, pour_publication: bool, sortie: Path | None) -> int:
    """Le classeur d’une évaluation : synthèse, table de dialogue, indicateurs, arguments, données."""
    from ptce_ref.services.document import PUBLISHED, require_sense
    from ptce_ref.services.evaluation import find_evaluation
    from ptce_ref.services.production import make_coevaluation_workbook
    from ptce_ref.services.reading import coevaluation_of

    with workspace() as ws:
        require_sense("classeur", find_evaluation(ws, reference).phase)
        view = coevaluation_of(ws, reference, names=names_kept(noms, pour_publication), for_others=pour_publication)
    warn_of_lone_colleges(view)
    name = f"co-evaluation-{view.id}{PUBLISHED if pour_publication else ''}.xlsx"
    target = make_coevaluation_workbook(view, chosen_theme(), sortie or Path(name))
    result(f"Classeur écrit : {target}")
    return ExitCode.DONE


@classeur.command(cls=FrenchCommand)
@click.argument("references", nargs=-1, metavar="[EVALUATION]...")
@click.option("--ordre", type=click.Choice(["territoire", "nom"]), default="territoire", help="L’ordre des pôles.")
@questions_option
@click.option(
    "--avec-arguments", is_flag=True, help="Avec ce que les gens ont écrit, sans leur nom ; à relire d’abord."
)
@click.option(
    "--csv",
    "folder",
    type=click.Path(path_type=Path, readable=False),
    metavar="DOSSIER",
    help="Plutôt qu’un classeur : les mêmes données en CSV et JSON, avec leur schéma.",
)
@click.option(
    "--pour-tableur",
    is_flag=True,
    help="Avec --csv : des CSV qu’un tableur en français ouvre tels quels (points-virgules, virgule décimale).",
)
@_output
@json_option
@base_option
def comparaison(
    references: tuple[str, ...],
    ordre: str,
    questions: str,
    avec_arguments: bool,
    folder: Path | None,
    pour_tableur: bool,
    sortie: Path | None,
    as_json: bool,
) -> int:
    """Plusieurs pôles côte à côte : conditions d’abord, jamais de classement.

    Sans évaluation nommée : toutes celles de la base. Avec --csv et --sortie, les deux sont écrits.
    """
    from ptce_ref.domain.comparison_condition import Order
    from ptce_ref.domain.question_set import Questions
    from ptce_ref.services.reading import arguments_of, comparison_between, gather_candidates
    from ptce_ref.services.refusal import Fault, Refusal
    from ptce_ref.services.spool import Spool

    if pour_tableur and folder is None:
        raise Refusal("« --pour-tableur » s’emploie avec « --csv » et le nom d’un dossier.", Fault.MISUSE)
    if as_json and (avec_arguments or folder or sortie):
        raise Refusal("« --json » s’emploie seul : il écrit à l’écran, sans fichier ni argument.", Fault.MISUSE)
    with workspace() as ws:
        candidates = gather_candidates(ws, references, tell_reading)
        view = comparison_between(candidates, ws.today, Order(ordre), Spool, Questions(questions))
        warn_of_comparison(view)
        if as_json:
            result_json(view)
            return ExitCode.DONE
        arguments = partial(arguments_of, ws, view) if avec_arguments and _tell_arguments(ws, view) else None
        if folder is not None:
            _export(view, folder, arguments, for_spreadsheets=pour_tableur)
        if folder is None or sortie is not None:
            from ptce_ref.services.production import make_comparison_workbook

            target = sortie or Path("comparaison.xlsx")
            written = make_comparison_workbook(view, chosen_theme(), target, arguments=arguments)
            result(f"Classeur écrit : {written}")
    return ExitCode.DONE


def _tell_arguments(ws: "Workspace", view: "ComparisonView") -> bool:
    """Say what arguments ask of whoever sends them, and which pôles sent none; say whether there may be any."""
    from ptce_ref.services.reading import poles_without_texts

    silent, everywhere = poles_without_texts(ws, view)
    if everywhere:
        narrate(
            "Les fichiers reçus ne contiennent aucun argument : ils sont faits pour comparer, sans les personnes ni ce "
            "qu’elles ont écrit. Rien n’est donc ajouté. Pour lire des arguments, demandez-les aux pôles."
        )
        return False
    narrate(
        "Attention : les arguments peuvent faire reconnaître quelqu’un, même sans son nom. "
        "Relisez-les avant de transmettre ces fichiers hors du pôle."
    )
    if silent:
        narrate(f"Reçu sans argument, et donc sans ligne ici : {', '.join(silent)}.")
    return True


def _export(view: "ComparisonView", folder: Path, arguments: "Arguments | None", *, for_spreadsheets: bool) -> None:
    from ptce_ref.reports import wording
    from ptce_ref.reports.csv_file import FOR_PROGRAMS, FOR_SPREADSHEETS
    from ptce_ref.services.comparison_export import export_comparison

    dialect = FOR_SPREADSHEETS if for_spreadsheets else FOR_PROGRAMS
    exported = export_comparison(view, folder, arguments=arguments, dialect=dialect)
    if exported.kept:
        narrate(
            f"{wording.count(exported.kept, 'texte')} "
            f"{wording.agreed(exported.kept, 'commence', 'commencent')} comme une formule (=, +, - ou @) : "
            "une apostrophe les précède dans les CSV ; les fichiers JSON les donnent tels quels."
        )
    result(f"{wording.count(len(exported.files), 'fichier écrit', 'fichiers écrits')} dans « {exported.folder} »")


def tell_reading(done: int, total: int) -> None:
    """Say how far the reading of many evaluations is."""
    if total >= _MANY and done and (done % _MANY == 0 or done == total):
        narrate(f"Évaluations lues : {done} sur {total}.")
