"""ptce pole ajouter|lister|montrer|modifier|importer"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias, TypeVar

import click

from ptce_ref.cli.context import base_option, chosen_base, json_option, workspace
from ptce_ref.cli.french import FrenchCommand, FrenchGroup
from ptce_ref.cli.output import ExitCode, columns, list_problems, narrate, result, result_json
from ptce_ref.domain.number import read_number
from ptce_ref.services.workspace import Workspace, default_database, open_workspace

F = TypeVar("F", bound=Callable[..., int])
Option: TypeAlias = str | float | tuple[str, ...] | None
"""What click passes for an option of the card: a text, a number, or the texts of a repeated one."""

SHOWN = 8
MOST_DIGITS = 7

_TEXTS = {
    "code-insee": "Le code INSEE de la commune : il donne les quatre lignes qui suivent.",
    "commune": "La commune du siège.",
    "departement": "Le département.",
    "region": "La région.",
    "intercommunalite": "L’intercommunalité.",
    "porteur": "La structure qui porte le pôle.",
    "statut": "Son statut juridique (mot du référentiel, tel que scic).",
    "etape": "L’étape de vie du pôle (mot du référentiel).",
    "resume": "Le pôle en quelques phrases.",
}


class FrenchNumber(click.ParamType[float]):
    """A number with a comma or a point."""

    name = "nombre"

    def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        try:
            return value if isinstance(value, float) else read_number(value)
        except ValueError:
            self.fail("attendu un nombre, tel que 1200 ou 12,5.", param, ctx)


_NUMBERS: dict[str, tuple[FrenchNumber | type[int], str]] = {
    "annee": (int, "L’année de création."),
    "emplois": (FrenchNumber(), "Les emplois chez les membres, en ETP."),
    "emplois-animation": (FrenchNumber(), "Les emplois d’animation, en ETP."),
    "budget": (FrenchNumber(), "Le budget annuel du pôle, en euros."),
}


def _card_options(command: F) -> F:
    """Add an option for each line of the identity card."""
    for name, text in reversed(_TEXTS.items()):
        command = click.option(f"--{name}", metavar="TEXTE", help=text)(command)
    for name, (kind, text) in reversed(_NUMBERS.items()):
        command = click.option(f"--{name}", type=kind, metavar="NOMBRE", help=text)(command)
    command = click.option("--filiere", multiple=True, metavar="TEXTE", help="Une filière ; à répéter.")(command)
    command = click.option(
        "--membres", multiple=True, metavar="COLLEGE=NOMBRE", help="Les membres d’un collège ; à répéter."
    )(command)
    command = click.option(
        "--critere", multiple=True, metavar="CRITERE=TEXTE", help="Comment un critère est rempli ; à répéter."
    )(command)
    return click.option(
        "--collectivite",
        multiple=True,
        metavar="NOM[=POSTURE[:MOYEN,…]]",
        help="Une collectivité, sa posture et ses moyens ; à répéter.",
    )(command)


@click.group(cls=FrenchGroup)
def pole() -> None:
    """Les pôles et leur carte d’identité."""


@pole.command(cls=FrenchCommand)
@click.argument("nom")
@click.option("--id", "identifier", metavar="MOT", help="L’identifiant, tel que val-de-sorne (sinon tiré du nom).")
@_card_options
@base_option
def ajouter(nom: str, identifier: str | None, **options: Option) -> int:
    """Ajoute un pôle ; le nom suffit, le reste peut venir plus tard."""
    from ptce_ref.services.pole import add_pole

    fields = {"nom": nom, **_completed(_fields(options))}
    if identifier is not None:
        fields["id"] = identifier
    with workspace(create=True) as ws:
        added = add_pole(ws, fields)
    result(f"Pôle ajouté : {added.name} ({added.id}).")
    return ExitCode.DONE


@pole.command(cls=FrenchCommand)
@json_option
@base_option
def lister(as_json: bool) -> int:
    """La liste des pôles, par nom."""
    from ptce_ref.services.pole import all_poles

    with workspace() as ws:
        poles = all_poles(ws)
    if as_json:
        result_json([item.model_dump(mode="json", by_alias=True) for item in poles])
    elif not poles:
        narrate("Aucun pôle. « ptce pole ajouter NOM » en ajoute un.")
    else:
        for line in columns([(p.id, p.name, "fictif" if p.demonstration else "", p.commune) for p in poles]):
            result(line)
    return ExitCode.DONE


@pole.command(cls=FrenchCommand)
@click.argument("reference", metavar="POLE")
@json_option
@base_option
def montrer(reference: str, as_json: bool) -> int:
    """La carte d’identité d’un pôle."""
    from ptce_ref.reports.identity_view import view_pole
    from ptce_ref.services.pole import find_pole
    from ptce_ref.services.referential import sound_referential

    with workspace() as ws:
        found = find_pole(ws, reference)
    if as_json:
        result_json(found.model_dump(mode="json", by_alias=True))
        return ExitCode.DONE
    view = view_pole(found, sound_referential())
    result(f"{view.name}{' (démonstration : pôle fictif)' if view.demonstration else ''}")
    if view.summary:
        result(view.summary)
    for line in columns([(item.label, item.value) for item in view.card]):
        result(line)
    return ExitCode.DONE


@pole.command(cls=FrenchCommand)
@click.argument("reference", metavar="POLE")
@click.option("--nom", metavar="TEXTE", help="Le nom du pôle.")
@_card_options
@base_option
def modifier(reference: str, nom: str | None, **options: Option) -> int:
    """Change des lignes de la carte d’identité ; l’ancienne reste au journal."""
    from ptce_ref.services.pole import update_pole

    fields = _completed(_fields(options))
    if nom is not None:
        fields["nom"] = nom
    if not fields:
        raise click.UsageError("Rien à changer : donnez au moins une option.")
    with workspace() as ws:
        changed = update_pole(ws, reference, fields)
    result(f"Carte modifiée : {changed.name}.")
    return ExitCode.DONE


@pole.command(cls=FrenchCommand)
@click.argument("fichier", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--essai", is_flag=True, help="Montre ce qui serait fait, sans rien écrire.")
@base_option
def importer(fichier: Path, essai: bool) -> int:
    """Importe des cartes d’identité d’une table CSV : tout, ou rien s’il y a un problème."""
    from ptce_ref.reports import wording
    from ptce_ref.services.pole import apply_import, preview_import

    with _importing(essai) as ws:
        plan = preview_import(ws, fichier)
        for word, poles in (("ajouter", plan.added), ("modifier", plan.changed), ("laisser", plan.unchanged)):
            names = ", ".join(item.name for item in poles[:SHOWN]) + ("…" if len(poles) > SHOWN else "")
            narrate(f"À {word} : {len(poles)}{f' — {names}' if names else ''}")
        if essai:
            list_problems(plan.problems)
            return ExitCode.PROBLEMS if plan.problems else ExitCode.DONE
        apply_import(ws, plan)
    done = (
        wording.count(len(plan.added), "pôle ajouté", "pôles ajoutés"),
        wording.count(len(plan.changed), "modifié"),
        wording.count(len(plan.unchanged), "inchangé"),
    )
    result(f"{', '.join(done)}.")
    return ExitCode.DONE


@contextmanager
def _importing(trial: bool) -> Iterator[Workspace]:
    """Open the base to import into; a trial on a base that does not exist yet makes none."""
    base = chosen_base() or default_database()
    if trial and not base.exists():
        with TemporaryDirectory() as folder, open_workspace(Path(folder) / "essai.sqlite", create=True) as ws:
            yield ws
    else:
        with workspace(create=not trial) as ws:
            yield ws


def _fields(options: dict[str, Option]) -> dict[str, object]:
    """Return the keys of the card from the options given."""
    names = [name.replace("-", "_") for name in (*_TEXTS, *_NUMBERS)]
    fields: dict[str, object] = {name: options[name] for name in names if options.get(name) is not None}
    if sectors := _texts(options["filiere"]):
        fields["filieres"] = sectors
    if members := _texts(options["membres"]):
        fields["membres"] = {key: _whole(value) for key, value in _pairs(members, "--membres")}
    if criteria := _texts(options["critere"]):
        fields["criteres"] = dict(_pairs(criteria, "--critere"))
    if commitments := _texts(options["collectivite"]):
        fields["collectivites"] = tuple(_commitment(text) for text in commitments)
    return fields


def _completed(fields: dict[str, object]) -> dict[str, object]:
    """Add what the INSEE code of the commune says and nobody gave, and tell it."""
    if not isinstance(fields.get("code_insee"), str):
        return fields
    from ptce_ref.services.commune import commune_of, tell_former
    from ptce_ref.services.refusal import Refusal

    code = str(fields["code_insee"]).strip().upper()
    try:
        match = commune_of(code)
    except Refusal as unlisted:
        # A code of the past, or of next year, is no reason to refuse a pôle.
        narrate(f"{unlisted} Rien n’est complété.")
        return {**fields, "code_insee": code}
    added = {key: value for key, value in match.commune.card.items() if key not in fields}
    if match.former:
        narrate(tell_former(match))
    if told := [value for value in added.values() if value]:
        narrate(f"Complété d’après le code INSEE {code} : {', '.join(told)}.")
    return {**added, **fields, "code_insee": code}


def _texts(value: Option) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _pairs(texts: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    pairs = [text.partition("=") for text in texts]
    for key, sign, _ in pairs:
        if not sign or not key:
            raise click.UsageError(f"« {option} » s’écrit NOM=VALEUR.")
    keys = [key.strip() for key, _, _ in pairs]
    if len(set(keys)) < len(keys):
        raise click.UsageError(f"« {option} » donne deux fois la même chose.")
    return [(key.strip(), value.strip()) for key, _, value in pairs]


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise click.UsageError(f"« {text} » n’est pas un nombre entier.")
    return int(text)


def _commitment(text: str) -> dict[str, object]:
    name, _, rest = text.partition("=")
    posture, _, means = rest.partition(":")
    content: dict[str, object] = {"nom": name.strip()}
    if posture.strip():
        content["posture"] = posture.strip()
    if means.strip():
        content["moyens"] = tuple(part.strip() for part in means.split(",") if part.strip())
    return content
