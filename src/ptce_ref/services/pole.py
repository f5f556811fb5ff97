"""Use cases around pôles and their identity cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic import ValidationError

from ptce_ref.domain.pole import Pole, check_pole, merge_cards
from ptce_ref.domain.problem import Kind, Path, Problem
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import fold
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.loading.pole_csv import read_pole_table
from ptce_ref.services.referential import referential_of, sound_referential
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import list_evaluations
from ptce_ref.storage.pole import change_pole, create_pole, list_poles, read_pole, save_poles

Fields = Mapping[str, object]
"""Keys of the identity card, in French as in the YAML, and their values."""

PROVISIONAL = "pole"
"""The identifier of a pôle whose name gives none, and of one not stored yet."""


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


def card_referential(workspace: Workspace, pole_id: str | None) -> Referential:
    """Return the referential whose words describe a pôle: that of its latest evaluation, or the shipped one.

    A pôle evaluated with another referential is described with its colleges and its statuses.
    """
    evaluations = list_evaluations(workspace.store, pole_id) if pole_id else []
    if evaluations:
        return referential_of(workspace, evaluations[0].referential_hash)
    return sound_referential()


def add_pole(workspace: Workspace, fields: Fields) -> Pole:
    """Add a pôle from the keys of its identity card (French, as in the YAML); « nom » is enough.

    Raises :class:`Refusal` when a value is wrong or when the id is taken.
    """
    name = str(fields.get("nom", ""))
    identifier = fields.get("id") or slug(name)
    if name.strip() and not identifier:
        raise Refusal(
            f"« {name} » ne donne pas d’identifiant en lettres latines : donnez-en un avec --id.", Fault.MISUSE
        )
    pole = _valid({**fields, "id": identifier}, sound_referential())

    def make(poles: list[Pole]) -> Pole:
        if any(other.id == pole.id for other in poles):
            raise Refusal(f"Un pôle a déjà l’identifiant « {pole.id} ». Donnez-en un autre avec --id.", Fault.DATA)
        return pole

    return create_pole(workspace.store, make, workspace.now)


def add_named_pole(workspace: Workspace, fields: Fields) -> Pole:
    """As :func:`add_pole`, with an identifier of its own making; another pôle of the same name is refused."""
    pole = _valid({**fields, "id": PROVISIONAL}, sound_referential())

    def make(poles: list[Pole]) -> Pole:
        _refuse_taken_name(pole, poles)
        return pole.model_copy(update={"id": _free_identifier(pole.name, {other.id for other in poles})})

    return create_pole(workspace.store, make, workspace.now)


def update_pole(workspace: Workspace, reference: str, fields: Fields) -> Pole:
    """Change some keys of a pôle's card (id or name); the journal keeps the card before.

    Raises :class:`Refusal` when a value is wrong or when there is no such pôle.
    """
    pole = find_pole(workspace, reference)
    referential = card_referential(workspace, pole.id)

    def change(current: Pole | None) -> Pole:
        before = current or pole
        return _valid({**_content(before), **fields, "id": pole.id}, referential, before)

    return change_pole(workspace.store, pole.id, change, workspace.now)


class CardConflict(Refusal):
    """Another window changed what is being changed: ``current`` is the card as it is now."""

    def __init__(self, current: Pole, problems: list[Problem]) -> None:
        super().__init__("Une autre fenêtre a changé la carte entre-temps.", problems=problems)
        self.current = current


def revise_pole(workspace: Workspace, known: Pole, fields: Fields) -> Pole:
    """Change what differs between ``fields`` and ``known``, the card that was on the screen, and nothing else.

    What another window changed meanwhile stays. Raises :class:`CardConflict` when both changed
    the same thing to different values, :class:`Refusal` when a value is wrong.
    """
    referential = card_referential(workspace, known.id)
    before = _content(known)
    wanted = _content(_valid({**before, **fields, "id": known.id}, referential, known))

    def change(current: Pole | None) -> Pole:
        now = current or known
        merged, conflicts = merge_cards(before, wanted, _content(now))
        if conflicts:
            raise CardConflict(now, [_conflict(path, now) for path in conflicts])
        pole = _valid(merged, referential, now)
        if pole.name != now.name:
            _refuse_taken_name(pole, list_poles(workspace.store))
        return pole

    return change_pole(workspace.store, known.id, change, workspace.now)


def problem_of_field(key: str, value: object) -> Problem | None:
    """Return what is wrong with one value of the card, taken alone."""
    try:
        Pole.model_validate({"id": PROVISIONAL, "nom": "x", key: value})
    except ValidationError as error:
        return problems_of(error, Pole)[0]
    return None


def _refuse_taken_name(pole: Pole, poles: list[Pole]) -> None:
    if any(other.id != pole.id and fold(other.name) == fold(pole.name) for other in poles):
        expected = "un nom qu’aucun pôle ne porte ; ajoutez ce qui le distingue, sa commune par exemple"
        problem = Problem(Kind.DUPLICATE_ENTRY, f"« {pole.name} »", expected, ("nom",))
        raise Refusal("Un pôle porte déjà ce nom.", problems=[problem])


def _free_identifier(name: str, taken: set[str]) -> str:
    """Return a free identifier: the words of the name, with a number when they are taken or say nothing."""
    wanted = slug(name) or PROVISIONAL
    identifier, number = wanted, 1
    while identifier in taken:
        number += 1
        identifier = f"{wanted[:56].strip('-')}-{number}"
    return identifier


def _conflict(path: Path, now: Pole) -> Problem:
    value: object = _content(now)
    for step in path:
        value = value.get(str(step)) if isinstance(value, dict) else None
    told = "une liste" if isinstance(value, (tuple, list)) else f"« {value} »" if value not in (None, "") else "rien"
    return Problem(Kind.WRONG_VALUE, told, "ce que l’autre fenêtre a écrit, ou ce que vous gardez", path)


def _content(pole: Pole) -> dict[str, object]:
    return pole.model_dump(by_alias=True)


def _valid(content: Fields, referential: Referential, before: Pole | None = None) -> Pole:
    """Return the card; words it had ``before`` may be those of a referential of the past."""
    try:
        pole = Pole.model_validate(content)
    except ValidationError as error:
        raise Refusal("La fiche du pôle n’est pas valable.", problems=problems_of(error, Pole)) from error
    accepted = {problem.found for problem in check_pole(before, referential)} if before else set()
    problems = [problem for problem in check_pole(pole, referential) if problem.found not in accepted]
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


def preview_import(workspace: Workspace, path: FilePath) -> PoleImport:
    """Return what importing the CSV table at ``path`` would do, and every problem of it (R19); nothing is written."""
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
