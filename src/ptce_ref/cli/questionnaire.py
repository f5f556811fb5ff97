"""ptce questionnaire exporter|importer"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptce_ref.cli.context import base_option, chosen_theme, conflict_option, json_option, output_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, narrate, result, result_json

if TYPE_CHECKING:
    from ptce_ref.reports.questionnaire_view import QuestionnaireView
    from ptce_ref.services.questionnaire import Received

SHOWN = 12


@click.group(cls=FrenchGroup)
def questionnaire() -> None:
    """Le questionnaire en classeur : à envoyer, puis à reprendre rempli."""


@questionnaire.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.option("--repondant", metavar="ID", help="Pour ce répondant, avec ses réponses déjà données.")
@click.option("--college", metavar="COLLEGE", help="Pour les personnes de ce collège.")
@click.option("--tous-les-repondants", "everybody", is_flag=True, help="Un fichier par répondant, dans --dossier.")
@click.option(
    "--dossier",
    type=click.Path(path_type=Path, readable=False, file_okay=False),
    metavar="DOSSIER",
    help="Où écrire les fichiers de --tous-les-repondants.",
)
@output_option(".xlsx")
@base_option
def exporter(
    reference: str,
    repondant: str | None,
    college: str | None,
    everybody: bool,
    dossier: Path | None,
    sortie: Path | None,
) -> int:
    """Écrit le questionnaire d’une évaluation : pour un répondant, pour un collège, ou vierge."""
    from ptce_ref.services.production import make_questionnaire
    from ptce_ref.services.questionnaire import questionnaire_of

    if everybody:
        if repondant or college or sortie:
            raise click.UsageError("--tous-les-repondants ne va ni avec --repondant, ni --college, ni --sortie.")
        return _export_all(reference, dossier or Path())
    if dossier:
        raise click.UsageError("--dossier va avec --tous-les-repondants ; pour un seul fichier : --sortie.")
    if repondant and college:
        raise click.UsageError("Choisissez --repondant ou --college : un répondant a déjà son collège.")
    with workspace() as ws:
        view = questionnaire_of(ws, reference, respondent=repondant, college=college)
    result(f"Questionnaire écrit : {make_questionnaire(view, chosen_theme(), sortie or Path(_file_name(view)))}")
    return ExitCode.DONE


def _export_all(reference: str, folder: Path) -> int:
    from ptce_ref.reports import wording
    from ptce_ref.services.desk import Desk
    from ptce_ref.services.document import QUESTIONNAIRES, document_called
    from ptce_ref.services.outcome import write_document

    def told(done: int, total: int, name: str) -> None:
        narrate(f"{done}/{total}  {name}")

    theme, folder = chosen_theme(), folder.absolute()
    with workspace() as ws:
        files = write_document(document_called(QUESTIONNAIRES), Desk(ws, reference), theme, folder, told)
    result(f"{wording.count(len(files), 'questionnaire écrit', 'questionnaires écrits')} dans {folder}")
    return ExitCode.DONE


def _file_name(view: "QuestionnaireView") -> str:
    from ptce_ref.services.document import QUESTIONNAIRES, document_called

    whom = view.respondent or view.college or "vierge"
    return document_called(QUESTIONNAIRES).file_for(view.evaluation_id, whom)


@questionnaire.command(cls=FrenchCommand)
@click.argument("fichier", type=click.Path(path_type=Path, readable=False), metavar="FICHIER")
@click.option("--essai", is_flag=True, help="Dit ce qui serait fait, sans rien changer.")
@click.option("--repondant", metavar="ID", help="De qui il vient, quand le fichier ne le dit pas.")
@click.option(
    "--evaluation", metavar="ID", help="De quelle évaluation il s’agit, quand plusieurs ont porté le même identifiant."
)
@click.option("--college", metavar="COLLEGE", help="De quel collège il vient, quand le fichier ne le dit pas.")
@click.option(
    "--nouveau",
    is_flag=True,
    help="Il vient d’une autre personne, même si un questionnaire sans nom identique a été reçu.",
)
@conflict_option
@json_option
@base_option
def importer(
    fichier: Path,
    essai: bool,
    repondant: str | None,
    evaluation: str | None,
    college: str | None,
    nouveau: bool,
    conflit: str,
    as_json: bool,
) -> int:
    """Reprend un questionnaire rempli : tout, ou rien s’il y a un problème."""
    from ptce_ref.domain.returned_row import Conflict, Fate
    from ptce_ref.services.questionnaire import import_questionnaire

    with workspace() as ws:
        take = partial(
            import_questionnaire,
            ws,
            fichier,
            conflict=Conflict(conflit),
            respondent=repondant,
            evaluation=evaluation,
            college=college,
            someone_new=nouveau,
        )
        foreseen = take(trial=True)
        if as_json:
            result_json(_as_data(foreseen))
        else:
            _tell(foreseen)
        if essai:
            if not as_json:
                result("C’est un essai : rien n’est écrit.")
            return ExitCode.PROBLEMS if foreseen.of(Fate.CONFLICT) else ExitCode.DONE
        done = take(trial=False)
    if not done.waits:
        narrate("Les textes sans réponse n’ont pas pu être mis de côté : gardez le fichier, ils y sont.")
    if not as_json:
        told = (
            "Questionnaire importé." if done.changes or done.new else "Rien à changer : la base disait déjà tout cela."
        )
        result(told)
    return ExitCode.DONE


def _tell(found: "Received") -> None:
    from ptce_ref.services.returned_sentence import called, tell_questionnaire

    narrate(f"{found.evaluation.title} — {called(found)}")
    for line in tell_questionnaire(found, SHOWN):
        narrate(f"  {line}")


def _as_data(found: "Received") -> dict[str, object]:
    return {
        "evaluation": found.evaluation.id,
        "repondant": found.respondent.model_dump(mode="json", by_alias=True),
        "nouveau": found.new,
        "questions": [{"indicateur": line.indicator_id, "sort": line.fate.value} for line in found.lines],
        "en_attente": list(found.waiting),
    }
