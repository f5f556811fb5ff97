"""Use cases of the account of one pôle."""

from pathlib import Path

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.monograph import Frame
from ptce_ref.loading.monograph import FILE, load_frame
from ptce_ref.reports.monograph_view import MonographView, told_evaluation, view_monograph
from ptce_ref.resources import templates_folder
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.pole import card_referential, find_pole
from ptce_ref.services.reading import coevaluation_of, comparison_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import list_evaluations


def sound_frame(folder: Path | None = None) -> Frame:
    """Return the frame of a folder of templates, or the shipped one when it has none.

    Raises :class:`Refusal` with its problems.
    """
    chosen = folder if folder is not None and (folder / FILE).is_file() else templates_folder()
    loaded = load_frame(chosen)
    if loaded.frame is None:
        raise Refusal("Le cadre des monographies ne peut pas servir.", problems=loaded.problems)
    return loaded.frame


def monograph_of(workspace: Workspace, pole: str, frame: Frame) -> MonographView:
    """Return the account of a pôle (id or name), resting on the latest of its evaluations that may be told.

    Raises :class:`Refusal` when there is no such pôle.
    """
    found = find_pole(workspace, pole)
    evaluations = list_evaluations(workspace.store, found.id)
    return _account(workspace, found.id, frame, evaluations, told_evaluation(evaluations))


def monograph_at(workspace: Workspace, evaluation: str, frame: Frame) -> MonographView:
    """Return the account of the pôle of an evaluation, resting on that one.

    An evaluation by another pôle is not the pôle's own word: the account then rests on its own latest one.
    Raises :class:`Refusal` when there is no such evaluation.
    """
    chosen = find_evaluation(workspace, evaluation)
    evaluations = list_evaluations(workspace.store, chosen.pole_id)
    told = chosen if told_evaluation([chosen]) else told_evaluation(evaluations)
    return _account(workspace, chosen.pole_id, frame, evaluations, told)


def _account(
    workspace: Workspace, pole_id: str, frame: Frame, evaluations: list[Evaluation], told: Evaluation | None
) -> MonographView:
    pole, today = find_pole(workspace, pole_id), workspace.today.isoformat()
    if told is None:
        return view_monograph(pole, card_referential(workspace, pole_id), frame, today, evaluations)
    return view_monograph(
        pole,
        referential_of(workspace, told.referential_hash),
        frame,
        today,
        evaluations,
        # An account is read outside of the pôle, as its trajectories, which come from a comparison.
        coevaluation_of(workspace, told.id, for_others=True),
        comparison_of(workspace, [item.id for item in evaluations]),
    )
