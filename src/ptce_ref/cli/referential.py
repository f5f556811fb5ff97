"""ptce referentiel montrer|verifier|exporter|importer|comparer|provenance|schema"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ptce_ref.cli.context import chosen_theme, json_option, output_option
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, columns, list_problems, narrate, raw_result, result, result_json
from ptce_ref.domain.referential import Indicator, Referential

if TYPE_CHECKING:
    from ptce_ref.reports.referential_difference import DifferenceView
    from ptce_ref.services.referential_edit import ReferentialImport

_path = click.option(
    "--referentiel",
    "path",
    type=click.Path(path_type=Path, exists=True),
    metavar="DOSSIER",
    help="Un autre référentiel que celui qui est livré (dossier ou fichier YAML).",
)


@click.group(cls=FrenchGroup)
def referentiel() -> None:
    """Montrer, vérifier et modifier le référentiel : objectifs, sous-objectifs, enjeux, indicateurs."""


@referentiel.command(cls=FrenchCommand)
@_path
@json_option
def verifier(path: Path | None, as_json: bool) -> int:
    """Signale d’un coup tous les problèmes d’un référentiel, avec fichier et ligne."""
    from ptce_ref.reports import wording
    from ptce_ref.services.referential import verify_referential

    referential, problems = verify_referential(path)
    if as_json:
        result_json(
            [{"code": p.kind.code, "file": p.place.file, "line": p.place.line, "message": str(p)} for p in problems]
        )
    elif referential is None:
        list_problems(problems)
        narrate(f"{wording.count(len(problems), 'problème')}.")
    else:
        result(f"Aucun problème : {_counts(referential)}.")
    return ExitCode.PROBLEMS if problems else ExitCode.DONE


@referentiel.command(cls=FrenchCommand)
@click.argument("indicateur", required=False, metavar="[INDICATEUR]")
@_path
@json_option
def montrer(indicateur: str | None, path: Path | None, as_json: bool) -> int:
    """Imprime la grille, sous-objectifs et enjeux ; ou un indicateur en entier (T1.03)."""
    from ptce_ref.services.referential import sound_referential
    from ptce_ref.services.refusal import unknown

    referential = sound_referential(path)
    if indicateur is not None:
        found = referential.find_indicator(indicateur)
        if found is None:
            raise unknown("L’indicateur", indicateur, [item.code for item in referential.indicators])
        if as_json:
            result_json(found.model_dump(mode="json", by_alias=True))
        else:
            _show_indicator(referential, found)
    elif as_json:
        result_json(referential.model_dump(mode="json", by_alias=True))
    else:
        _show_grid(referential)
    return ExitCode.DONE


@referentiel.command(cls=FrenchCommand)
@_path
@output_option(".xlsx")
def exporter(path: Path | None, sortie: Path | None) -> int:
    """Écrit le référentiel dans un classeur que l’on peut modifier, puis reprendre."""
    from ptce_ref.services.referential import sound_referential
    from ptce_ref.services.referential_edit import make_referential_workbook

    referential = sound_referential(path)
    target = sortie or Path(f"referentiel-{referential.id}-{referential.version}.xlsx")
    result(f"Référentiel écrit : {make_referential_workbook(referential, chosen_theme(), target)}")
    return ExitCode.DONE


@referentiel.command(cls=FrenchCommand)
@click.argument("fichier", type=click.Path(path_type=Path, readable=False), metavar="FICHIER")
@click.option(
    "--vers",
    "folder",
    type=click.Path(path_type=Path, readable=False),
    metavar="DOSSIER",
    help="Le dossier des fichiers YAML à modifier ; s’il n’existe pas, il est créé "
    "(par défaut : referentiel-ID dans le dossier où l’on est).",
)
@click.option(
    "--referentiel",
    "path",
    type=click.Path(path_type=Path, exists=True),
    metavar="DOSSIER",
    help="Le référentiel dont part un dossier neuf, si ce n’est pas celui qui est livré.",
)
@click.option("--essai", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
@click.option("--remplacer", is_flag=True, help="Écrit même si les fichiers ont changé depuis l’export du classeur.")
@json_option
def importer(fichier: Path, folder: Path | None, path: Path | None, essai: bool, remplacer: bool, as_json: bool) -> int:
    """Reprend un classeur modifié : vérifie tout, dit ce qui change, puis écrit le YAML, tout ou rien."""
    from ptce_ref.services.referential_edit import foresee_import, write_import

    found = foresee_import(fichier, folder, path)
    if as_json:
        result_json(_import_as_data(found))
    else:
        _tell_difference(found.difference, narrate)
        for name in found.changed:
            narrate(f"Fichier qui change : {found.folder / name}")
    if essai:
        if found.stale:
            narrate("Attention : les fichiers ont changé depuis que ce classeur en a été tiré.")
        return ExitCode.DONE
    write_import(found, replace=remplacer)
    if not as_json:
        if found.is_new:
            done = f"Référentiel écrit dans « {found.folder} », à partir de « {found.source} »."
        elif found.changed:
            done = f"Référentiel modifié dans « {found.folder} »."
        else:
            done = f"Rien à changer : « {found.folder} » disait déjà tout cela."
        result(done)
    return ExitCode.DONE


@referentiel.command(cls=FrenchCommand)
@click.argument("avant", metavar="AVANT")
@click.argument("apres", metavar="APRES")
@json_option
def comparer(avant: str, apres: str, as_json: bool) -> int:
    """Dit en mots ce qui change d’un référentiel à l’autre : deux dossiers, deux classeurs, ou « livré »."""
    from ptce_ref.services.referential_edit import compare_versions

    view = compare_versions(avant, apres)
    if as_json:
        result_json(view)
    else:
        _tell_difference(view, result)
    return ExitCode.DONE


@referentiel.command(cls=FrenchCommand)
@_path
def provenance(path: Path | None) -> int:
    """Écrit, en Markdown, ce qui est attesté par une source et ce que le projet propose."""
    from ptce_ref.reports.provenance import provenance_page
    from ptce_ref.services.referential import sound_referential

    raw_result(provenance_page(sound_referential(path)))
    return ExitCode.DONE


@referentiel.command(cls=FrenchCommand)
def schema() -> int:
    """Écrit le schéma JSON du format, pour les éditeurs de texte."""
    from ptce_ref.services.referential import referential_schema

    raw_result(referential_schema())
    return ExitCode.DONE


def _counts(ref: Referential) -> str:
    return (
        f"{len(ref.objectives)} objectifs, {len(ref.sub_objectives)} sous-objectifs, {len(ref.themes)} enjeux, "
        f"{len(ref.indicators)} indicateurs, {len(ref.scale.levels)} niveaux, {len(ref.uses)} usages"
    )


def _show_grid(ref: Referential) -> None:
    result(f"{ref.header.title}, version {ref.version}")
    result(_counts(ref))
    result()
    letters = "abcdefghijklmnopqrstuvwxyz"
    heads = [letters[i] if i < len(letters) else str(i + 1) for i in range(len(ref.themes))]
    counts = {
        (sub.id, theme.id): sum(i.theme == theme.id for i in ref.indicators_of(sub.id))
        for sub in ref.sub_objectives
        for theme in ref.themes
    }
    rows: list[tuple[str, ...]] = [("", *heads, "")]
    for objective in ref.objectives:
        rows.append((objective.code, *("" for _ in heads), objective.name))
        for sub in ref.sub_objectives_of(objective.id):
            cells = (str(counts[sub.id, theme.id] or "·") for theme in ref.themes)
            rows.append((sub.code, *cells, sub.name))
    totals = (str(sum(counts[sub.id, theme.id] for sub in ref.sub_objectives)) for theme in ref.themes)
    rows.append(("", *totals, "indicateurs"))
    for line in columns(rows):
        result(line)
    result()
    for head, theme in zip(heads, ref.themes, strict=True):
        result(f"{head}  {theme.name} ({'attesté' if theme.provenance.attested else 'proposé'})")


def _show_indicator(ref: Referential, item: Indicator) -> None:
    result(f"{item.code}  {item.title}")
    result(f"{ref.sub_objective_by_id[item.sub_objective].name} / {ref.theme_by_id[item.theme].name}")
    result()
    result(item.question)
    result(item.explanation)
    result()
    for level in ref.scale.levels:
        result(f"{ref.scale.ranks[level.id]}. {level.name} : {item.descriptors[level.id]}")
    if item.vigilance:
        result()
        result(f"Point de vigilance : {ref.vigilance_by_id[item.vigilance].name}")
    result()
    result(f"À apporter : {' ; '.join(item.evidence)}")
    linked = [ref.indicator_by_id[link] for link in item.links]
    result(f"À lire avec : {', '.join(f'{other.code} {other.title}' for other in linked)}")
    result(f"Provenance : {item.provenance.status}")


def _tell_difference(view: "DifferenceView", tell: Callable[[str], None]) -> None:
    from ptce_ref.reports import wording

    count = sum(len(group.lines) for group in view.groups)
    if not count:
        tell(f"De {view.before} à {view.after} : aucune différence.")
        return
    tell(f"De {view.before} à {view.after} : {wording.count(count, 'changement')}.")
    for group in view.groups:
        tell("")
        tell(f"{group.title} ({len(group.lines)})")
        for line in group.lines:
            tell(f"  {line.text}")
            for detail in line.details:
                tell(f"      {detail}")
    if view.notes:
        tell("")
    for note in view.notes:
        tell(note)


def _import_as_data(found: "ReferentialImport") -> dict[str, object]:
    return {
        "dossier": str(found.folder),
        "nouveau": found.is_new,
        "fichiers": list(found.changed),
        "perime": found.stale,
        "difference": found.difference,
    }
