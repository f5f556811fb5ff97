"""Use cases around pôles and their identity cards."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ptce_ref.domain.pole import Pole, check_pole
from ptce_ref.domain.problem import Problem
from ptce_ref.domain.text import fold
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.pole_csv import read_pole_table
from ptce_ref.services.referential import sound_referential
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.pole import list_poles, read_pole, save_pole, save_poles


def all_poles(workspace: Workspace) -> list[Pole]:
    """Return every pôle, by name."""
    return list_poles(workspace.store)


def find_pole(workspace: Workspace, reference: str) -> Pole:
    """Return the pôle of this id or name (case and accents ignored). Raises :class:`Refusal`."""
    found = read_pole(workspace.store, reference)
    if found is not None:
        return found
    poles = list_poles(workspace.store)
    named = [pole for pole in poles if fold(pole.name) == fold(reference)]
    if len(named) == 1:
        return named[0]
    raise unknown("Le pôle", reference, [pole.id for pole in poles])


def add_pole(workspace: Workspace, fields: dict[str, object]) -> Pole:
    """Add a pôle from the keys of its identity card (French, as in the YAML); « nom » is enough.

    Raises :class:`Refusal` when a value is wrong or when the id is taken.
    """
    name = str(fields.get("nom", ""))
    identifier = fields.get("id") or slug(name)
    if name.strip() and not identifier:
        raise Refusal(
            f"« {name} » ne donne pas d’identifiant en lettres latines : donnez-en un avec --id.", Fault.MISUSE
        )
    pole = _valid({**fields, "id": identifier})
    if read_pole(workspace.store, pole.id) is not None:
        raise Refusal(f"Un pôle a déjà l’identifiant « {pole.id} ». Donnez-en un autre avec --id.", Fault.DATA)
    save_pole(workspace.store, pole, workspace.now)
    return pole


def update_pole(workspace: Workspace, reference: str, fields: dict[str, object]) -> Pole:
    """Change some keys of a pôle's card; the journal keeps the card before."""
    pole = find_pole(workspace, reference)
    content = pole.model_dump(by_alias=True)
    pole = _valid({**content, **fields, "id": pole.id})
    save_pole(workspace.store, pole, workspace.now)
    return pole


def _valid(content: dict[str, object]) -> Pole:
    try:
        pole = Pole.model_validate(content)
    except ValidationError as error:
        raise Refusal("La fiche du pôle n’est pas valable.", problems=problems_of(error, Pole)) from error
    problems = check_pole(pole, sound_referential())
    if problems:
        raise Refusal("La fiche du pôle n’est pas valable.", problems=problems)
    return pole


@dataclass(frozen=True)
class PoleImport:
    """What an import of a table would do: nothing is written until it is applied."""

    added: tuple[Pole, ...]
    changed: tuple[Pole, ...]
    unchanged: tuple[Pole, ...]
    problems: tuple[Problem, ...]


def preview_import(workspace: Workspace, path: Path) -> PoleImport:
    """Return what importing the CSV table at ``path`` would do (R19)."""
    poles, problems = read_pole_table(path, sound_referential(), slug)
    added: list[Pole] = []
    changed: list[Pole] = []
    unchanged: list[Pole] = []
    for pole in poles:
        known = read_pole(workspace.store, pole.id)
        (added if known is None else unchanged if known == pole else changed).append(pole)
    return PoleImport(tuple(added), tuple(changed), tuple(unchanged), tuple(problems))


def apply_import(workspace: Workspace, plan: PoleImport) -> None:
    """Write what the preview showed. Raises :class:`Refusal` when the table has problems."""
    if plan.problems:
        raise Refusal("La table n’a pas été importée : corrigez-la, puis recommencez.", problems=plan.problems)
    save_poles(workspace.store, (*plan.added, *plan.changed), workspace.now)


def slug(text: str) -> str:
    """Return an identifier made of the words of ``text``: « Pôle d’Ici » gives ``pole-d-ici``."""
    folded = fold(text)
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in folded).split()
    return "-".join(words)[:60].strip("-")
