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
from ptce_ref.storage.evaluation import PhaseGuard, list_respondents, read_version
from ptce_ref.storage.opinion import (
    Amendment,
    change_answer,
    change_tally,
    count_written,
    list_answers,
    list_tallies,
    read_contents,
    read_position,
    remove_position,
    remove_tally,
    save_positions,
    save_tally,
)

__all__ = ["Amendment"]

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


def amend_answer(
    workspace: Workspace,
    evaluation: Evaluation,
    respondent_id: str,
    indicator_id: str,
    change: Callable[[Answer | None], Answer | None],
) -> Amendment:
    """Change an answer from what the file holds now; return what it was, and what it is.

    ``change`` is given the answer stored, or None, and returns the one to store, or None to take it back; it may
    raise :class:`Refusal`. Two windows that answer the same question see each other. It is on disk when this
    returns. Raises :class:`Refusal` when it may not be.
    """
    referential = referential_of(workspace, evaluation.referential_hash)

    def checked(stored: Answer | None) -> Answer | None:
        # Within the transaction: somebody may be erased meanwhile.
        _known_respondent(workspace, evaluation, respondent_id)
        changed = change(stored)
        if changed is not None:
            _require_sound(changed, evaluation, referential)
        return changed

    return change_answer(
        workspace.store,
        evaluation.id,
        respondent_id,
        indicator_id,
        checked,
        workspace.now,
        opinions_guard(workspace, evaluation),
    )


def record_answer(workspace: Workspace, evaluation: Evaluation, answer: Answer) -> Answer:
    """Write one answer, whatever is stored; it is on disk when this returns.

    Raises :class:`Refusal` as :func:`amend_answer`.
    """
    amend_answer(workspace, evaluation, answer.respondent_id, answer.indicator_id, lambda _: answer)
    return answer


def withdraw_answer(workspace: Workspace, evaluation: Evaluation, respondent_id: str, indicator_id: str) -> bool:
    """Take an answer back to « pas répondu »; say whether there was one. The journal keeps it.

    Raises :class:`Refusal` as :func:`amend_answer`.
    """
    return amend_answer(workspace, evaluation, respondent_id, indicator_id, lambda _: None).before is not None


def _require_sound(answer: Answer, evaluation: Evaluation, referential: Referential) -> None:
    """Raise :class:`Refusal` when this evaluation does not ask for such an answer."""
    find_indicator(referential, evaluation, answer.indicator_id)
    if answer.level is not None:
        _require_level(referential, answer.level)
    if evaluation.argument_required and answer.kind is AnswerKind.LEVEL and not answer.argument:
        raise Refusal("Cette évaluation demande un argument : dites pourquoi, puis le niveau.", Fault.DATA)
    wishes = referential.use_by_id[evaluation.use].asks_wished_level
    if answer.wished_level is not None and not wishes:
        raise Refusal("Le niveau souhaité ne se demande que pour un usage de prospective.", Fault.MISUSE)
    if answer.wished_level is not None:
        _require_level(referential, answer.wished_level)


def answers_by(workspace: Workspace, evaluation: Evaluation, respondent_id: str) -> dict[str, Answer]:
    """Return the answers of one respondent by indicator id; none for somebody who is not known."""
    return {answer.indicator_id: answer for answer in list_answers(workspace.store, evaluation.id, respondent_id)}


def make_opinion(model: type[Opinion], content: Mapping[str, object]) -> Opinion:
    """Return an answer, a tally or a position from its fields. Raises :class:`Refusal` in plain words."""
    try:
        return model.model_validate(dict(content))
    except ValidationError as error:
        problems = problems_of(error, model)
        raise Refusal("La réponse n’a pas été enregistrée.", Fault.MISUSE, problems) from error


def record_tally(workspace: Workspace, evaluation: Evaluation, tally: Tally) -> Tally:
    """Write the show of hands of a college on an indicator; replaces the one before, which the journal keeps.

    Raises :class:`Refusal` once opinions are closed, for a question, a college or a level that is not known, and for
    no voice at all.
    """
    referential = referential_of(workspace, evaluation.referential_hash)
    require_opinions(evaluation.phase)
    find_indicator(referential, evaluation, tally.indicator_id)
    if tally.college not in referential.college_by_id:
        raise unknown("Le collège", tally.college, referential.college_by_id)
    for level in tally.voices:
        _require_level(referential, level)
    if not tally.total:
        raise Refusal("Un vote à main levée compte au moins une voix. Pour le retirer : --retirer.", Fault.MISUSE)
    save_tally(workspace.store, evaluation.id, tally, workspace.now, opinions_guard(workspace, evaluation))
    return tally


def record_position(workspace: Workspace, evaluation: Evaluation, position: Position) -> Position:
    """Write the group's position on an indicator; answers stay as they are, the journal keeps the position before.

    Raises :class:`Refusal` in a phase where none is written, for a question that is not asked or an unknown level,
    and for a question set aside without its reason: one that was written so before stays readable.
    """
    referential = referential_of(workspace, evaluation.referential_hash)
    _require_positions(evaluation.phase)
    if position.outcome is Outcome.NOT_APPLICABLE and not position.argument:
        raise Refusal(
            "Dites pourquoi la question ne concerne pas le pôle : cette position ne va pas sans sa raison.", Fault.DATA
        )
    find_indicator(referential, evaluation, position.indicator_id)
    if position.level is not None:
        _require_level(referential, position.level)
    save_positions(workspace.store, evaluation.id, (position,), workspace.now, _positions_guard(workspace, evaluation))
    return position


def withdraw_position(workspace: Workspace, evaluation: Evaluation, indicator_id: str) -> bool:
    """Take the group's position on an indicator back; say whether there was one. The journal keeps it.

    Raises :class:`Refusal` in a phase where positions are not written.
    """
    return remove_position(
        workspace.store, evaluation.id, indicator_id, workspace.now, _positions_guard(workspace, evaluation)
    )


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
            "argument": "Adopté sans débat : les avis sont proches.",
            "decided_with": decided_with,
            "date": workspace.today,
        }
        positions.append(make_opinion(Position, fields))
    return positions


def adopt_consensual(
    workspace: Workspace, evaluation: Evaluation, decided_with: str = "", only: Collection[str] | None = None
) -> list[Position]:
    """Adopt in one go what opinions agree on (R7): the common median becomes the agreed level; return what was written.

    ``only`` are the identifiers of the indicators to take among them; all of them by default. Raises
    :class:`Refusal` in a phase where positions are not written.
    """
    _require_positions(evaluation.phase)
    agreed = consensual_positions(workspace, evaluation, decided_with)
    positions = [position for position in agreed if only is None or position.indicator_id in only]
    save_positions(workspace.store, evaluation.id, positions, workspace.now, _positions_guard(workspace, evaluation))
    return positions


def tallies_of(workspace: Workspace, evaluation: Evaluation) -> dict[tuple[str, str], Tally]:
    """Return the shows of hands by indicator id and college; nothing of what named people answered."""
    return {(item.indicator_id, item.college): item for item in list_tallies(workspace.store, evaluation.id)}


def written_of(workspace: Workspace, evaluation: Evaluation) -> dict[tuple[str, str], int]:
    """Return how many people of each college answered each question by themselves, by indicator id and college.

    How many, never what: it is for whoever counts hands, since the two add up.
    """
    return count_written(workspace.store, evaluation.id)


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
    return change_tally(
        workspace.store,
        evaluation.id,
        indicator_id,
        college,
        change,
        workspace.now,
        opinions_guard(workspace, evaluation),
    )


def withdraw_tally(workspace: Workspace, evaluation: Evaluation, college: str, indicator_id: str) -> bool:
    """Take a show of hands back; say whether there was one. The journal keeps it.

    Raises :class:`Refusal` once opinions are closed.
    """
    return remove_tally(
        workspace.store, evaluation.id, college, indicator_id, workspace.now, opinions_guard(workspace, evaluation)
    )


def _known_respondent(workspace: Workspace, evaluation: Evaluation, respondent_id: str) -> None:
    known = [person.id for person in list_respondents(workspace.store, evaluation.id)]
    if respondent_id not in known:
        raise unknown("Le répondant", respondent_id, known)
    require_not_erased(workspace, evaluation.id, respondent_id)


def require_not_erased(workspace: Workspace, evaluation_id: str, respondent_id: str) -> None:
    """Raise :class:`Refusal` when the data of this person were erased: nothing is written about them any more."""
    if is_erased(workspace.store, evaluation_id, respondent_id):
        raise Refusal(f"Les données de {respondent_id} ont été effacées : plus rien ne s’écrit à son sujet.")


def opinions_guard(workspace: Workspace, evaluation: Evaluation) -> PhaseGuard:
    """Return what refuses, within a transaction, an opinion that may not be written to ``evaluation`` any more.

    The phase may have closed since it was read, and its referential may be another one: words of the former one
    would mean nothing there.
    """
    return _of_version(workspace, evaluation, require_opinions)


def _positions_guard(workspace: Workspace, evaluation: Evaluation) -> PhaseGuard:
    return _of_version(workspace, evaluation, _require_positions)


def _of_version(workspace: Workspace, evaluation: Evaluation, allow: PhaseGuard) -> PhaseGuard:
    def check(phase: Phase) -> None:
        allow(phase)
        if read_version(workspace.store, evaluation.id) != evaluation.referential_hash:
            raise Refusal(
                "L’évaluation est passée à une autre version du référentiel depuis qu’elle a été lue : rouvrez-la, "
                "puis recommencez. Rien n’a été enregistré."
            )

    return check


def _require_level(referential: Referential, level: str) -> None:
    """Raise :class:`Refusal` for what is not the id of a level: what is stored is read again as such."""
    if level not in referential.level_by_id:
        raise unknown("Le niveau", level, referential.level_by_id)


def require_opinions(phase: Phase) -> None:
    """Raise :class:`Refusal` in any phase but « avis »."""
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
