"""ptce referentiel montrer|verifier|provenance|schema"""

from pathlib import Path

import click

from ptce_ref.cli.context import json_option
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, columns, list_problems, narrate, raw_result, result, result_json
from ptce_ref.domain.referential import Indicator, Referential

_path = click.option(
    "--referentiel",
    "path",
    type=click.Path(path_type=Path, exists=True),
    metavar="DOSSIER",
    help="Un autre référentiel que celui qui est livré (dossier ou fichier YAML).",
)


@click.group(cls=FrenchGroup)
def referentiel() -> None:
    """Montrer et vérifier le référentiel : objectifs, sous-objectifs, enjeux, indicateurs."""


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
