"""ptce repondant lister|corriger|retirer|montrer|exporter|effacer"""

from pathlib import Path

import click

from ptce_ref.cli.context import base_option, confirmed, json_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, columns, narrate, result, result_json
from ptce_ref.cli.registration import corriger, retirer_repondant


@click.group(cls=FrenchGroup)
def repondant() -> None:
    """Les répondants et leurs données : les corriger, les voir, les remettre, les effacer."""


repondant.add_command(corriger)
repondant.add_command(retirer_repondant)


@repondant.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@json_option
@base_option
def lister(reference: str, as_json: bool) -> int:
    """Les répondants d’une évaluation : identifiant, collège, nom s’il a été donné."""
    from ptce_ref.services.evaluation import find_evaluation, respondents_of
    from ptce_ref.services.person import erased_people
    from ptce_ref.services.referential import referential_of

    with workspace() as ws:
        evaluation = find_evaluation(ws, reference)
        people, erased = respondents_of(ws, evaluation), erased_people(ws, evaluation)
        colleges = referential_of(ws, evaluation.referential_hash).college_by_id
    if as_json:
        result_json([{**p.model_dump(mode="json", by_alias=True), "efface": p.id in erased} for p in people])
        return ExitCode.DONE
    if not people:
        narrate("Personne n’est inscrit dans cette évaluation.")
    rows: list[tuple[str, ...]] = []
    for person in people:
        known = colleges.get(person.college)
        who = ", ".join(part for part in (person.name, person.organisation) if part)
        rows.append((person.id, known.name if known else person.college, "effacé" if person.id in erased else who))
    for line in columns(rows):
        result(line)
    return ExitCode.DONE


@repondant.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("personne", metavar="REPONDANT")
@json_option
@base_option
def montrer(reference: str, personne: str, as_json: bool) -> int:
    """Ce que la base garde d’un répondant : combien, et où ; jamais ce qu’il a répondu."""
    from ptce_ref.services.person import backups_holding, record_of
    from ptce_ref.services.person_sentence import tell_record

    with workspace() as ws:
        record = record_of(ws, reference, personne)
        copies = [str(copy.path) for copy in backups_holding(ws, record.evaluation.id, record.person.id)]
    if as_json:
        result_json(
            {
                "evaluation": record.evaluation.id,
                "id": record.person.id,
                "efface_le": record.erased_at,
                "avis": len(record.answers),
                "textes": record.texts,
                "questions_a_revoir": len(record.marks),
                "lignes_du_journal": len(record.journal),
                "clotures": list(record.closings),
                "changements_de_version": [passage.at for passage in record.passages],
                "textes_en_attente": len(record.drafts),
                "nom_cite_dans": list(record.mentions),
                "nom_cite_au_journal": record.past_mentions,
                "meme_nom": list(record.elsewhere),
                "sauvegardes": copies,
            }
        )
        return ExitCode.DONE
    for line in tell_record(record):
        result(line)
    _tell_copies(copies)
    return ExitCode.DONE


@repondant.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("personne", metavar="REPONDANT")
@click.option(
    "--aussi",
    nargs=2,
    multiple=True,
    metavar="EVALUATION REPONDANT",
    help="La même personne dans une autre évaluation ; à répéter.",
)
@click.option(
    "--sortie",
    type=click.Path(path_type=Path, readable=False),
    metavar="FICHIER",
    help="Le fichier .json à écrire, et un .txt du même nom (par défaut : dans le dossier où l’on est).",
)
@base_option
def exporter(reference: str, personne: str, aussi: tuple[tuple[str, str], ...], sortie: Path | None) -> int:
    """Écrit tout ce qui concerne une personne, pour le lui remettre : un texte à lire et un fichier JSON."""
    from ptce_ref.services.person import export_person, record_of

    with workspace() as ws:
        target = sortie or Path(f"donnees-{reference}-{personne}.json")
        files = export_person(ws, [(reference, personne), *aussi], target)
        left = [other for other in record_of(ws, reference, personne).elsewhere if tuple(other.split()) not in aussi]
    for file in files:
        result(f"Fichier écrit : {file}")
    narrate("Ces fichiers disent ce que la personne a répondu : remettez-les à elle seule, puis supprimez-les.")
    if left:
        narrate(f"Le même nom est inscrit ailleurs : {' ; '.join(left)}. Si c’est la même personne, ajoutez --aussi.")
    return ExitCode.DONE


@repondant.command(cls=FrenchCommand)
@click.argument("reference", metavar="EVALUATION")
@click.argument("personne", metavar="REPONDANT")
@click.option("--oui", is_flag=True, help="Sans demander : on sait que cela ne se défait pas.")
@base_option
def effacer(reference: str, personne: str, oui: bool) -> int:
    """Efface le nom, l’organisation et les textes d’un répondant ; ses réponses restent comptées, sans nom."""
    from ptce_ref.services.person import erase_person, record_of
    from ptce_ref.services.person_sentence import tell_record

    with workspace() as ws:
        record = record_of(ws, reference, personne)
        for line in tell_record(record):
            narrate(line)
        if not oui:
            narrate("Le nom, l’organisation et les textes disparaîtront pour de bon, du journal et des clôtures aussi.")
            if not confirmed("Effacer ? (oui/non)"):
                narrate("Rien n’a été effacé. Pour effacer : la même commande, avec --oui.")
                return ExitCode.MISUSE
        done = erase_person(ws, reference, personne, confirmed=True)
    result(f"{record.person.id} : nom, organisation et textes effacés ; les réponses restent comptées.")
    if not done.swept:
        narrate(
            "Le fichier n’a pas pu être nettoyé jusqu’au bout (disque plein, ou base ouverte ailleurs) : recommencez."
        )
    if done.drafts_kept:
        narrate("Les textes en attente n’ont pas pu être effacés de votre dossier personnel : recommencez.")
    _tell_copies([str(copy.path) for copy in done.backups])
    if record.elsewhere:
        narrate(f"Le même nom est inscrit ailleurs : {' ; '.join(record.elsewhere)}.")
    return ExitCode.DONE


def _tell_copies(copies: list[str]) -> None:
    if copies:
        narrate("Ces sauvegardes de la base le contiennent encore ; supprimez-les quand vous n’en avez plus besoin :")
        for copy in copies:
            narrate(f"  {copy}")
