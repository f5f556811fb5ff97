"""Who may be given a questionnaire of their own: the people registered in an evaluation."""

from collections.abc import Sequence

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.services.evaluation import respondents_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.erasure import list_erasures


def addressees_of(workspace: Workspace, evaluation: Evaluation, only: Sequence[str] | None = None) -> list[Respondent]:
    """Return the respondents to whom a questionnaire may be sent, by id: those of ``only`` when it is given.

    Those whose data were erased are left out: nothing is written about them any more, and theirs could not come back.
    """
    erased = {erasure.respondent_id for erasure in list_erasures(workspace.store, evaluation.id)}
    people = [person for person in respondents_of(workspace, evaluation) if person.id not in erased]
    return people if only is None else [person for person in people if person.id in only]
