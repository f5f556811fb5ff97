"""Use case of the journal: what changed in an evaluation, and when, in sentences anybody can read.

While opinions may not be shown (R5), the sentences say that something was answered, never what.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.journal_sentence import Told, tell_change
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.journal import changes
from ptce_ref.storage.passage import passage_moments


@dataclass(frozen=True)
class JournalEntry:
    """One change: ``at`` is the moment as recorded (ISO 8601), ``sentence`` what happened.

    ``detail`` gives the texts that were added or replaced, one line each; it is empty when there
    are none, or when they may not be shown yet.
    """

    number: int
    at: str
    sentence: str
    detail: tuple[str, ...]

    @property
    def day(self) -> str:
        """« 22/11/2026 »."""
        year, month, day = self.at[:10].split("-")
        return f"{day}/{month}/{year}"

    @property
    def time(self) -> str:
        """« 14:32 »."""
        return self.at[11:16]


def told_by_moment(workspace: Workspace, evaluation: Evaluation, told: Told) -> Callable[[str], Told]:
    """Return ``told`` for the moment of a change: each line is read in the version the evaluation answered to then."""
    steps = [
        (when, referential_of(workspace, before), referential_of(workspace, after))
        for when, before, after in passage_moments(workspace.store, evaluation.id)
    ]

    def at(moment: str) -> Told:
        for when, before, after in steps:
            if moment < when:
                return replace(told, referential=before)
            if moment == when:
                return replace(told, referential=after, former=before)
        return told

    return at


def journal_of(workspace: Workspace, evaluation: Evaluation) -> list[JournalEntry]:
    """Return what changed in an evaluation, latest first."""
    evaluation = find_evaluation(workspace, evaluation.id)
    referential = referential_of(workspace, evaluation.referential_hash)
    colleges = {
        person.id: referential.college_by_id[person.college].short
        for person in respondents_of(workspace, evaluation)
        if person.college in referential.college_by_id
    }
    told = told_by_moment(workspace, evaluation, Told(referential, colleges, others_visible(evaluation.phase)))
    entries = [
        JournalEntry(change.seq, change.at, *tell_change(change, told(change.at)))
        for change in changes(workspace.store, evaluation_id=evaluation.id)
    ]
    entries.reverse()
    return entries
