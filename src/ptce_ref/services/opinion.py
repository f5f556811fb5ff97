"""Use cases of the phases « avis » and « position »: answering, voting, agreeing."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from pydantic import ValidationError

from ptce_ref.domain.agenda import draw_agenda
from ptce_ref.domain.evaluation import Answer, Contents, Evaluation, Position, Tally
from ptce_ref.domain.phase import NAMES, answers_open, positions_open
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.result import compute
from ptce_ref.domain.vocabulary import AnswerKind, Outcome, Phase
from ptce_ref.loading.model_problem import problems_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.erasure import is_erased
from ptce_ref.storage.evaluation import list_respondents
from ptce_ref.storage.opinion import (
    change_tally,
    list_answers,
    list_tallies,
    read_answer,
    read_contents,
    read_position,
    remove_answer,
    remove_position,
    remove_tally,
    save_answer,
    save_positions,
    save_tally,
)

Opinion = TypeVar("Opinion", Answer, Tally, Position)


def find_indicator(referential: Referential, evaluation: Evaluation, reference: str) -> Indicator:
    """Return the indicator of this code (``T1.03``) or id, if the evaluation asks it. Raises :class:`Refusal`."""
    found = referential.find_indicator(reference)
    if found is None:
        codes = [item.code for item in referential.indicators]
        raise unknown("L’indicateur", reference, codes + [item.id for item in referential.indicators])
    if found.id not in evaluation.indicators:
        raise Refusal(f"L’indicateur {found.code} n’est pas dans le parcours de cette évaluation.", Fault.MISUSE)
    return found


def find_level(referential: Referential, reference: str) -> str:
    """Return the id of a level named by id, or by rank from 1. Raises :class:`Refusal`."""
    levels = referential.scale.levels
    if reference in referential.level_by_id:
        return reference
    by_rank = {str(rank): level.id for rank, level in enumerate(levels, start=1)}
    if reference in by_rank:
        return by_rank[reference]
    raise unknown("Le niveau", reference, referential.level_by_id)


def record_answer(workspace: Workspace, evaluation: Evaluation, answer: Answer) -> Answer:
    """Write one answer; it is on disk when this returns. Raises :class:`Refusal` when it may not be."""
    referential = referential_of(workspace, evaluation.referential_hash)
    require_opinions(evaluation.phase)
    find_indicator(referential, evaluation, answer.indicator_id)
    if answer.level is not None:
        find_level(referential, answer.level)
    if evaluation.argument_required and answer.kind is AnswerKind.LEVEL and not answer.argument:
        raise Refusal("Cette évaluation demande un argument : dites pourquoi, puis le niveau.", Fault.DATA)
    wishes = referential.use_by_id[evaluation.use].asks_wished_level
    if answer.wished_level is not None and not wishes:
        raise Refusal("Le niveau souhaité ne se demande que pour un usage de prospective.", Fault.MISUSE)
    _known_respondent(workspace, evaluation, answer.respondent_id)
    save_answer(workspace.store, evaluation.id, answer, workspace.now, require_opinions)
    return answer


def withdraw_answer(workspace: Workspace, evaluation: Evaluation, respondent_id: str, indicator_id: str) -> bool:
    """Take an answer back to « pas répondu »; say whether there was one. The journal keeps it."""
    require_opinions(evaluation.phase)
    _known_respondent(workspace, evaluation, respondent_id)
    return remove_answer(workspace.store, evaluation.id, respondent_id, indicator_id, workspace.now, require_opinions)


def answer_of(workspace: Workspace, evaluation: Evaluation, respondent_id: str, indicator_id: str) -> Answer | None:
    """Return what one respondent said of one indicator, or None."""
    return read_answer(workspace.store, evaluation.id, respondent_id, indicator_id)


def answers_by(workspace: Workspace, evaluation: Evaluation, respondent_id: str) -> dict[str, Answer]:
    """Return the answers of one respondent by indicator id."""
    return {answer.indicator_id: answer for answer in list_answers(workspace.store, evaluation.id, respondent_id)}


def make_opinion(model: type[Opinion], content: Mapping[str, object]) -> Opinion:
    """Return an answer, a tally or a position from its fields. Raises :class:`Refusal` in plain words."""
    try:
        return model.model_validate(dict(content))
    except ValidationError as error:
        problems = problems_of(error, model)
        raise Refusal("La réponse n’a pas été enregistrée.", Fault.MISUSE, problems) from error


def record_tally(workspace: Workspace, evaluation: Evaluation, tally: Tally) -> Tally:
    """Write the show of hands of a college on an indicator; replaces the one before, which the journal keeps."""
    referential = referential_of(workspace, evaluation.referential_hash)
    require_opinions(evaluation.phase)
    find_indicator(referential, evaluation, tally.indicator_id)
    if tally.college not in referential.college_by_id:
        raise unknown("Le collège", tally.college, referential.college_by_id)
    for level in tally.voices:
        find_level(referential, level)
    if not tally.total:
        raise Refusal("Un vote à main levée compte au moins une voix. Pour le retirer : --retirer.", Fault.MISUSE)
    save_tally(workspace.store, evaluation.id, tally, workspace.now, require_opinions)
    return tally


def record_position(workspace: Workspace, evaluation: Evaluation, position: Position) -> Position:
    """Write the group's position on an indicator; answers stay as they are."""
    referential = referential_of(workspace, evaluation.referential_hash)
    _require_positions(evaluation.phase)
    find_indicator(referential, evaluation, position.indicator_id)
    if position.level is not None:
        find_level(referential, position.level)
    save_positions(workspace.store, evaluation.id, (position,), workspace.now, _require_positions)
    return position


def withdraw_position(workspace: Workspace, evaluation: Evaluation, indicator_id: str) -> bool:
    """Take the group's position on an indicator back; say whether there was one. The journal keeps it."""
    return remove_position(workspace.store, evaluation.id, indicator_id, workspace.now, _require_positions)


def position_of(workspace: Workspace, evaluation: Evaluation, indicator_id: str) -> Position | None:
    """Return the group's position on an indicator, or None."""
    return read_position(workspace.store, evaluation.id, indicator_id)


def consensual_positions(workspace: Workspace, evaluation: Evaluation, decided_with: str = "") -> list[Position]:
    """Return what adopting in one go would write (R7): where opinions agree, the common median as agreed level."""
    referential = referential_of(workspace, evaluation.referential_hash)
    contents: Contents = read_contents(workspace.store, evaluation)
    result = compute(contents, referential)
    agenda = draw_agenda(result, referential.thresholds.agenda, referential.scale)
    positions: list[Position] = []
    for indicator in agenda.consensual:
        median = result.indicators[indicator.id].divergence.median
        if median is None:
            continue
        level = referential.scale.levels[int(median) - 1].id
        fields = {
            "indicator_id": indicator.id,
            "outcome": Outcome.AGREED,
            "level": level,
            "argument": "Adopté sans débat : les avis se rejoignent.",
            "decided_with": decided_with,
            "date": workspace.today,
        }
        positions.append(make_opinion(Position, fields))
    return positions


def adopt_consensual(
    workspace: Workspace, evaluation: Evaluation, decided_with: str = "", only: Collection[str] | None = None
) -> list[Position]:
    """Adopt in one go what opinions agree on (R7): the common median becomes the agreed level.

    ``only`` are the identifiers of the indicators to take among them; all of them by default.
    """
    _require_positions(evaluation.phase)
    agreed = consensual_positions(workspace, evaluation, decided_with)
    positions = [position for position in agreed if only is None or position.indicator_id in only]
    save_positions(workspace.store, evaluation.id, positions, workspace.now, _require_positions)
    return positions


def tallies_of(workspace: Workspace, evaluation: Evaluation) -> dict[tuple[str, str], Tally]:
    """Return the shows of hands by indicator id and college; nothing of what named people answered."""
    return {(item.indicator_id, item.college): item for item in list_tallies(workspace.store, evaluation.id)}


def amend_tally(
    workspace: Workspace, evaluation: Evaluation, indicator_id: str, college: str, change: Callable[[Tally], Tally]
) -> Tally | None:
    """Change a show of hands from what the file holds now; return it, or None when no voice is left.

    Unlike :func:`record_tally`, two windows that count the same college at once do not undo each other.
    It is on disk when this returns. Raises :class:`Refusal` when it may not be.
    """
    referential = referential_of(workspace, evaluation.referential_hash)
    find_indicator(referential, evaluation, indicator_id)
    if college not in referential.college_by_id:
        raise unknown("Le collège", college, referential.college_by_id)
    return change_tally(workspace.store, evaluation.id, indicator_id, college, change, workspace.now, require_opinions)


def withdraw_tally(workspace: Workspace, evaluation: Evaluation, college: str, indicator_id: str) -> bool:
    """Take a show of hands back; say whether there was one. The journal keeps it."""
    return remove_tally(workspace.store, evaluation.id, college, indicator_id, workspace.now, require_opinions)


def _known_respondent(workspace: Workspace, evaluation: Evaluation, respondent_id: str) -> None:
    known = [person.id for person in list_respondents(workspace.store, evaluation.id)]
    if respondent_id not in known:
        raise unknown("Le répondant", respondent_id, known)
    require_not_erased(workspace, evaluation.id, respondent_id)


def require_not_erased(workspace: Workspace, evaluation_id: str, respondent_id: str) -> None:
    """Raise :class:`Refusal` when the data of this person were erased: nothing is written about them any more."""
    if is_erased(workspace.store, evaluation_id, respondent_id):
        raise Refusal(f"Les données de {respondent_id} ont été effacées : plus rien ne s’écrit à son sujet.")


def require_opinions(phase: Phase) -> None:
    if not answers_open(phase):
        raise Refusal(
            f"Les avis se donnent dans la phase « avis » ; l’évaluation en est à la phase « {NAMES[phase]} »."
        )


def _require_positions(phase: Phase) -> None:
    if not positions_open(phase):
        raise Refusal(
            "Les positions s’écrivent dans les phases « dialogue » et « position » ; "
            f"l’évaluation en est à la phase « {NAMES[phase]} »."
        )
