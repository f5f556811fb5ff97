"""Use cases around evaluations: opening, listing, moving from phase to phase, respondents."""

import datetime as dt
from collections.abc import Sequence

from pydantic import ValidationError

from ptce_ref.domain.confidentiality import lone_colleges
from ptce_ref.domain.evaluation import Contents, Evaluation, Respondent
from ptce_ref.domain.phase import MEANINGS, NAMES, is_step_back, may_move, registering_open
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import Mode, Phase
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.reports import wording
from ptce_ref.services.pole import find_pole
from ptce_ref.services.referential import adopt_referential, referential_of
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.database import to_json
from ptce_ref.storage.evaluation import add_respondent as store_respondent
from ptce_ref.storage.evaluation import (
    count_answers,
    list_evaluation_ids,
    list_respondents,
    move_evaluation,
    read_evaluation,
    save_evaluation,
)
from ptce_ref.storage.opinion import read_contents


def find_evaluation(workspace: Workspace, reference: str) -> Evaluation:
    """Return the evaluation of this id. Raises :class:`Refusal` with the nearest one."""
    found = read_evaluation(workspace.store, reference)
    if found is None:
        raise unknown("L’évaluation", reference, list_evaluation_ids(workspace.store))
    return found


def open_evaluation(
    workspace: Workspace,
    referential: Referential,
    *,
    pole: str,
    use: str,
    mode: str = Mode.CO.value,
    title: str | None = None,
    date: dt.date | None = None,
    path: str | None = None,
    colleges: Sequence[str] = (),
    peer_pole: str | None = None,
    argument_required: bool = False,
    identifier: str | None = None,
) -> Evaluation:
    """Open an evaluation of a pôle, in the phase « préparation ».

    The path defaults to the one of the use, the colleges to all of the referential, the title
    to :func:`usual_title`, the id to the pôle and the date. Raises :class:`Refusal` for any word that is not known.
    """
    known_pole = find_pole(workspace, pole)
    if use not in referential.use_by_id:
        raise unknown("L’usage", use, referential.use_by_id)
    path = path or referential.use_by_id[use].path
    if path not in referential.path_by_id:
        raise unknown("Le parcours", path, referential.path_by_id)
    for college in colleges:
        if college not in referential.college_by_id:
            raise unknown("Le collège", college, referential.college_by_id)
    if mode not in [m.value for m in Mode]:
        raise unknown("Le mode", mode, [m.value for m in Mode])
    if mode == Mode.PEER.value and not peer_pole:
        raise Refusal("Dites quel pôle évalue celui-ci, avec --par.", Fault.MISUSE)
    peer = find_pole(workspace, peer_pole).id if peer_pole else None
    date = date or workspace.today
    content: dict[str, object] = {
        "id": identifier or _free_identifier(workspace, f"{known_pole.id}-{date.isoformat()}"),
        "pole_id": known_pole.id,
        "titre": title or usual_title(Mode(mode), date),
        "date": date,
        "usage": use,
        "mode": mode,
        "par_pole": peer,
        "parcours": path,
        "argument_exige": argument_required,
        "colleges": tuple(colleges) or tuple(referential.college_by_id),
        "referential_hash": referential.content_hash,
        "indicators": tuple(item.id for item in referential.select(referential.path_by_id[path].selection)),
    }
    try:
        evaluation = Evaluation.model_validate(content)
    except ValidationError as error:
        problems = problems_of(error, Evaluation)
        raise Refusal("L’évaluation n’a pas été ouverte.", Fault.MISUSE, problems) from error
    if read_evaluation(workspace.store, evaluation.id) is not None:
        raise Refusal(f"Une évaluation a déjà l’identifiant « {evaluation.id} ». Donnez-en un autre avec --id.")
    adopt_referential(workspace, referential)
    save_evaluation(workspace.store, evaluation, workspace.now)
    return evaluation


def usual_title(mode: Mode, date: dt.date) -> str:
    """Return « Co-évaluation 2026 »: the title when nobody gives one. Lists and documents say the date beside it."""
    return f"{wording.sentence(wording.MODES[mode.value])} {date.year}"


def _free_identifier(workspace: Workspace, wanted: str) -> str:
    identifier, number = wanted, 1
    while read_evaluation(workspace.store, identifier) is not None:
        number += 1
        identifier = f"{wanted}-{number}"
    return identifier


def answers_by_person(workspace: Workspace, evaluation: Evaluation) -> dict[str, int]:
    """Return how many questions each respondent answered, by id; whoever answered none may be left out.

    Raises :class:`Refusal` when the evaluation is not in the base any more.
    """
    if read_evaluation(workspace.store, evaluation.id) is None:
        raise Refusal("Cette évaluation n’est plus dans la base : une autre fenêtre l’a retirée.")
    return count_answers(workspace.store, evaluation.id)


def contents_of(workspace: Workspace, evaluation: Evaluation) -> Contents:
    """Return everything said in ``evaluation``, with names and texts, in any phase: what may be shown is told by R5."""
    return read_contents(workspace.store, evaluation)


def lone_colleges_of(workspace: Workspace, evaluation: Evaluation) -> tuple[str, ...]:
    """Return the short names of the colleges for which one person alone speaks; once for each state of the database."""
    return workspace.recall(
        lone_colleges_of,
        evaluation.id,
        lambda: lone_colleges(
            contents_of(workspace, evaluation), referential_of(workspace, evaluation.referential_hash)
        ),
    )


def move_phase(workspace: Workspace, reference: str, phase: str, *, confirmed: bool = False) -> Evaluation:
    """Move an evaluation to a phase: one step forward, or back to any earlier one with ``confirmed`` (R5).

    Closing keeps a dated snapshot of the evaluation with its referential. Every move is in the journal.
    Raises :class:`Refusal` when the step is not possible or not confirmed.
    """
    evaluation = find_evaluation(workspace, reference)
    if phase not in [p.value for p in Phase]:
        raise unknown("La phase", phase, [p.value for p in Phase])
    wanted, current = Phase(phase), evaluation.phase
    if wanted is current:
        return evaluation
    if not may_move(current, wanted):
        following = list(Phase)[list(Phase).index(current) + 1]
        raise Refusal(
            f"De « {NAMES[current]} », on passe d’abord à « {NAMES[following]} » ({following.value}) : "
            f"{MEANINGS[following][0].lower()}{MEANINGS[following][1:]}",
            Fault.MISUSE,
        )
    if is_step_back(current, wanted) and not confirmed:
        raise Refusal(
            f"Revenir de « {NAMES[current]} » à « {NAMES[wanted]} » doit être confirmé (--confirmer) ; "
            "rien n’est effacé, et le retour est inscrit au journal.",
            Fault.MISUSE,
        )
    snapshot = None
    if wanted is Phase.CLOSED:
        closed = read_contents(workspace.store, evaluation.model_copy(update={"phase": wanted}))
        snapshot = snapshot_of(closed, referential_of(workspace, evaluation.referential_hash))
    return move_evaluation(workspace.store, evaluation, wanted, workspace.now, snapshot)


def snapshot_of(contents: Contents, referential: Referential) -> str:
    """Return an evaluation with its whole referential as JSON: what closing keeps (R5)."""
    return to_json(
        {
            "evaluation": contents.model_dump(mode="json", by_alias=True),
            "referentiel": referential.model_dump(mode="json", by_alias=True),
        }
    )


def add_respondent(
    workspace: Workspace,
    evaluation: Evaluation,
    *,
    college: str,
    name: str | None = None,
    organisation: str | None = None,
    identifier: str | None = None,
) -> Respondent:
    """Add a respondent; name and organisation are optional (R18). The id defaults to the next number.

    Raises :class:`Refusal` once opinions are closed, for an unknown college, or for an id that is taken.
    """
    referential = referential_of(workspace, evaluation.referential_hash)
    if college not in referential.college_by_id:
        raise unknown("Le collège", college, referential.college_by_id)

    def make(taken: set[str]) -> Respondent:
        ident = identifier or next_respondent_id(taken)
        if ident in taken:
            raise Refusal(f"Un répondant a déjà l’identifiant « {ident} ». Donnez-en un autre.")
        try:
            return Respondent(id=ident, college=college, name=name, organisation=organisation)
        except ValidationError as error:
            raise Refusal(f"« {ident} » ne peut pas nommer un répondant.", Fault.MISUSE) from error

    return store_respondent(workspace.store, evaluation.id, make, workspace.now, require_registering)


def next_respondent_id(taken: set[str]) -> str:
    """Return the next free number: « r05 »."""
    number = len(taken) + 1
    while f"r{number:02d}" in taken:
        number += 1
    return f"r{number:02d}"


def require_registering(phase: Phase) -> None:
    """Raise :class:`Refusal` in a phase where nobody is registered any more."""
    if not registering_open(phase):
        raise Refusal(
            "Les répondants s’inscrivent en préparation et pendant les avis ; "
            f"l’évaluation en est à la phase « {NAMES[phase]} »."
        )


def find_respondent(workspace: Workspace, evaluation: Evaluation, reference: str) -> Respondent:
    """Return the respondent of this id. Raises :class:`Refusal` with the nearest one."""
    people = {person.id: person for person in list_respondents(workspace.store, evaluation.id)}
    if reference not in people:
        raise unknown("Le répondant", reference, people)
    return people[reference]


def respondents_of(workspace: Workspace, evaluation: Evaluation) -> list[Respondent]:
    """Return the respondents of an evaluation, by id."""
    return list_respondents(workspace.store, evaluation.id)
