"""Where a questionnaire goes back to, when ids changed since it left: a merge renumbers what two machines named alike.

It says the ids of the day it was made. What bears one of them now, or took another one since, may be meant;
when several may, somebody chooses: an answer is never given to one person in place of another.
"""

from collections.abc import Sequence
from pathlib import Path

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.text import fold
from ptce_ref.reports import wording
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.undecided import Asked, UndecidedError
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import list_evaluation_ids
from ptce_ref.storage.identity import is_now
from ptce_ref.storage.journal import creations


def evaluation_meant(
    workspace: Workspace, ident: str, path: Path, *, wanted: str | None, version_hash: str
) -> Evaluation:
    """Return the evaluation that the questionnaire ``path`` names ``ident``; ``wanted`` is who somebody chose.

    Raises :class:`Refusal` when there is none, when several may be meant, and when ``wanted`` is not one of them.
    """
    near = [known for known in list_evaluation_ids(workspace.store) if _near(ident, known)]
    found = [
        find_evaluation(workspace, known)
        for known in near
        if known == ident or is_now(ident, known, creations(workspace.store, "evaluations", known, known))
    ]
    if wanted is not None:
        chosen = [evaluation for evaluation in found if evaluation.id == wanted]
        if not chosen:
            raise Refusal(f"« {path.name} » n’est pas un questionnaire de l’évaluation « {wanted} ».", Fault.MISUSE)
        return chosen[0]
    if not found:
        raise Refusal(
            f"« {path.name} » est le questionnaire de l’évaluation « {ident} », que cette base ne contient pas."
        )
    same = [evaluation for evaluation in found if evaluation.referential_hash == version_hash]
    if len(found) > 1 and len(same) != 1:
        listed = " ; ".join(
            f"{item.id} (« {item.title} », {wording.long_date(item.date.isoformat())})" for item in same or found
        )
        raise UndecidedError(
            f"Plusieurs évaluations ont porté l’identifiant « {ident} » que donne « {path.name} » : {listed}.",
            "Dites de laquelle il s’agit avec --evaluation.",
            Asked.EVALUATION,
            [(item.id, f"{item.title}, {wording.long_date(item.date.isoformat())}") for item in same or found],
        )
    return (same or found)[0]


def person_meant(
    workspace: Workspace, evaluation: Evaluation, ident: str, path: Path, *, wanted: str | None, name: str | None
) -> str:
    """Return the id of the respondent that the questionnaire ``path`` names ``ident``, and calls ``name`` if it does.

    One who is not registered is returned as named. Raises :class:`Refusal` as :func:`evaluation_meant`.
    """
    people = [person for person in respondents_of(workspace, evaluation) if _near(ident, person.id)]
    found = [
        person
        for person in people
        if person.id == ident
        or is_now(ident, person.id, creations(workspace.store, "respondents", evaluation.id, person.id))
    ]
    if wanted is not None:
        if wanted not in [ident, *(person.id for person in found)]:
            raise Refusal(f"« {path.name} » est le questionnaire de « {ident} », pas de « {wanted} ».", Fault.MISUSE)
        return wanted
    if len(found) > 1:
        named = [person for person in found if name and fold(person.name or "") == fold(name)]
        if len(named) != 1:
            raise UndecidedError(
                f"Plusieurs répondants ont porté le numéro « {ident} » que donne « {path.name} » : {_listed(found)}.",
                "Dites de qui il s’agit avec --repondant.",
                Asked.PERSON,
                [(person.id, _called(person)) for person in found],
            )
        found = named
    return found[0].id if found else ident


def _near(former: str, ident: str) -> bool:
    """Whether ``ident`` looks like ``former`` renumbered: only then is the journal asked."""
    stem, _, letters = ident.rpartition("-")
    return ident == former or bool(stem and letters and former.startswith(stem))


def _listed(people: Sequence[Respondent]) -> str:
    return " ; ".join(_called(person) for person in people)


def _called(person: Respondent) -> str:
    return f"{person.id} ({person.name})" if person.name else person.id
