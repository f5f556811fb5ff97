"""Use cases of what is registered: correcting it, taking it away while nothing was said, registering people again."""

import datetime as dt
from dataclasses import dataclass

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.text import fold
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.services.evaluation import find_respondent, next_respondent_id, require_registering
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import add_respondents, list_evaluations, list_respondents
from ptce_ref.storage.registration import correct_respondent as store_correction
from ptce_ref.storage.registration import holds_something
from ptce_ref.storage.registration import withdraw_evaluation as store_evaluation_withdrawal
from ptce_ref.storage.registration import withdraw_respondent as store_withdrawal


def correct_respondent(
    workspace: Workspace,
    evaluation: Evaluation,
    respondent: str,
    *,
    college: str,
    name: str | None,
    organisation: str | None,
) -> Respondent:
    """Change the college, the name and the organisation of somebody registered; their answers stay theirs.

    Raises :class:`Refusal` once opinions are closed, for an unknown college, and for somebody erased.
    """
    known = referential_of(workspace, evaluation.referential_hash).college_by_id
    if college not in known:
        raise unknown("Le collège", college, known)
    find_respondent(workspace, evaluation, respondent)
    corrected = Respondent(id=respondent, college=college, name=name, organisation=organisation)
    if not store_correction(workspace.store, evaluation.id, corrected, workspace.now, require_registering):
        raise Refusal(f"Les données de {respondent} ont été effacées : son inscription ne se corrige plus.")
    return corrected


def withdraw_respondent(workspace: Workspace, evaluation: Evaluation, respondent: str) -> None:
    """Take away somebody registered by mistake; the journal keeps it.

    Raises :class:`Refusal` once opinions are closed, and for somebody who answered something.
    """
    find_respondent(workspace, evaluation, respondent)
    if not store_withdrawal(workspace.store, evaluation.id, respondent, workspace.now, require_registering):
        raise Refusal(
            f"{respondent} a déjà répondu, ou ses données ont été effacées : cette personne ne se retire plus. "
            "Retirez d’abord ses réponses, une à une, si elles ont été saisies par erreur."
        )


def withdraw_evaluation(workspace: Workspace, evaluation: Evaluation) -> None:
    """Take away an evaluation opened by mistake, with who is registered there; the journal keeps it.

    Raises :class:`Refusal` when something was said, received, decided or planned there.
    """
    if not store_evaluation_withdrawal(workspace.store, evaluation.id, workspace.now):
        raise _not_withdrawn(evaluation)


def require_withdrawable(workspace: Workspace, evaluation: Evaluation) -> None:
    """Raise the :class:`Refusal` of :func:`withdraw_evaluation` before anybody is asked to confirm."""
    if holds_something(workspace.store, evaluation.id):
        raise _not_withdrawn(evaluation)


def _not_withdrawn(evaluation: Evaluation) -> Refusal:
    return Refusal(
        f"L’évaluation « {evaluation.title} » contient déjà des réponses, des votes, des décisions ou des échanges : "
        "elle ne se retire pas, et rien n’est perdu."
    )


@dataclass(frozen=True)
class FormerPeople:
    """An evaluation, and those registered there that have a name or an organisation to be registered again by."""

    evaluation: Evaluation
    people: tuple[Respondent, ...]


def former_people(workspace: Workspace, pole_id: str, mode: Mode) -> FormerPeople | None:
    """Return who was registered in the latest evaluation of a pôle in ``mode`` where somebody can be told, or None.

    Visitors come from another pôle, and are not registered again.
    """
    if mode is Mode.PEER:
        return None
    same = [item for item in list_evaluations(workspace.store, pole_id) if item.mode is mode]
    for evaluation in sorted(same, key=lambda item: (item.date, item.id), reverse=True):
        people = told_people(workspace, evaluation)
        if people:
            return FormerPeople(evaluation, people)
    return None


def told_people(workspace: Workspace, evaluation: Evaluation) -> tuple[Respondent, ...]:
    """Return those registered under a name or an organisation: a number alone tells nobody the year after."""
    return tuple(item for item in list_respondents(workspace.store, evaluation.id) if item.name or item.organisation)


def register_again(workspace: Workspace, evaluation: Evaluation, former: Evaluation) -> tuple[Respondent, ...]:
    """Register the people of ``former`` in another evaluation: same name, college and organisation, nothing else.

    Those of a college that is not invited are left out, and those already there. All or nothing. Raises
    :class:`Refusal` once opinions are closed.
    """
    known = referential_of(workspace, evaluation.referential_hash).college_by_id
    invited = set(evaluation.colleges or known)
    present = {_identity(person) for person in list_respondents(workspace.store, evaluation.id)}
    wanted = [
        person
        for person in told_people(workspace, former)
        if person.college in invited and _identity(person) not in present
    ]

    def make(taken: set[str]) -> list[Respondent]:
        added: list[Respondent] = []
        for person in wanted:
            ident = next_respondent_id(taken | {other.id for other in added})
            added.append(person.model_copy(update={"id": ident}))
        return added

    return add_respondents(workspace.store, evaluation.id, make, workspace.now, require_registering)


def _identity(person: Respondent) -> tuple[str, str, str]:
    return person.college, fold(person.name or ""), fold(person.organisation or "")


def has_twin(workspace: Workspace, pole_id: str, title: str, date: dt.date) -> bool:
    """Whether a pôle already has an evaluation of that title and date, which lists would not tell apart."""
    return any(
        item.pole_id == pole_id and item.date == date and fold(item.title) == fold(title)
        for item in list_evaluations(workspace.store, pole_id)
    )
