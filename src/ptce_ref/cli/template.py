"""ptce modeles copier|verifier"""

import shlex
from pathlib import Path

import click

from ptce_ref.cli.context import json_option
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, list_problems, narrate, result, result_json


@click.group(cls=FrenchGroup)
def modeles() -> None:
    """Les modèles des documents : logo, couleurs, polices, textes, ordre des sections."""


@modeles.command(cls=FrenchCommand)
@click.argument("folder", type=click.Path(path_type=Path, readable=False), metavar="DOSSIER")
def copier(folder: Path) -> int:
    """Copie les modèles dans un dossier, pour les adapter sans rien programmer.

    Dans une copie déjà faite, ajoute ce qui manque et laisse ce que vous avez changé.
    """
    from ptce_ref.reports import wording
    from ptce_ref.services.template import copy_templates
    from ptce_ref.services.theme import VARIABLE

    copied = copy_templates(folder)
    if copied.fresh:
        result(f"{wording.count(len(copied.added), 'fichier copié', 'fichiers copiés')} dans « {folder} ».")
        result("Changez ce que vous voulez : theme.yaml, documents.yaml, et les textes du dossier « textes ».")
        result(f"Puis : ptce modeles verifier {shlex.quote(str(folder))}")
        result(f"Pour s’en servir : l’option --modeles de chaque document, ou la variable {VARIABLE}.")
        return ExitCode.DONE
    for name in copied.added:
        narrate(f"Ajouté : {name}")
    for name in copied.updated:
        narrate(f"Mis à jour, car vous ne l’aviez pas changé : {name}")
    for name in copied.kept:
        narrate(f"Laissé comme vous l’avez changé : {name}")
    changed = len(copied.added) + len(copied.updated)
    if changed:
        written = wording.count(changed, "fichier ajouté ou mis à jour", "fichiers ajoutés ou mis à jour")
        result(f"{written} dans « {folder} ».")
    else:
        result(f"Rien à ajouter : la copie « {folder} » est complète.")
    return ExitCode.DONE


@modeles.command(cls=FrenchCommand)
@click.argument("folder", type=click.Path(path_type=Path, readable=False), metavar="DOSSIER")
@json_option
def verifier(folder: Path, as_json: bool) -> int:
    """Signale d’un coup tout ce qui empêche des modèles de servir, avec fichier et ligne."""
    from ptce_ref.reports import wording
    from ptce_ref.services.theme import chosen_templates, verify_templates

    _, problems = verify_templates(chosen_templates(folder))
    if as_json:
        result_json(
            [{"code": p.kind.code, "file": p.place.file, "line": p.place.line, "message": str(p)} for p in problems]
        )
    elif problems:
        list_problems(problems)
        narrate(f"{wording.count(len(problems), 'problème')}.")
    else:
        result(f"Aucun problème : les modèles du dossier « {folder} » peuvent servir.")
    return ExitCode.PROBLEMS if problems else ExitCode.DONE
