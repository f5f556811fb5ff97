"""Use cases of the marks: the questions a respondent wants to come back to."""

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.mark import list_marks, set_mark


def marks_of(workspace: Workspace, evaluation: Evaluation, respondent_id: str) -> set[str]:
    """Return the ids of the indicators a respondent marked to come back to."""
    return list_marks(workspace.store, evaluation.id, respondent_id)


def mark(workspace: Workspace, evaluation: Evaluation, respondent_id: str, indicator_id: str, *, marked: bool) -> None:
    """Mark a question, or take its mark away; doing it twice changes nothing.

    Raises :class:`Refusal` for somebody who was withdrawn or erased meanwhile.
    """
    if not set_mark(workspace.store, evaluation.id, respondent_id, indicator_id, marked=marked):
        raise Refusal(f"{respondent_id} n’est plus inscrit ici, ou ses données ont été effacées : rien n’a été marqué.")
