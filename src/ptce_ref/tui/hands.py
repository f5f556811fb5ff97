"""The shows of hands of one evaluation: where one stands, what each college counted.

Owns the order of the questions and the moment each count is written. Reads the shows of hands,
and how many answered by themselves; never what a named person answered (R5). Knows the services, not the screen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ptce_ref.domain.evaluation import Evaluation, Tally
from ptce_ref.domain.referential import College, Referential, in_reading_order
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.evaluation import find_evaluation, respondents_of
from ptce_ref.services.opinion import amend_tally, make_opinion, tallies_of, written_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.tui.draft import Drafts, Key
from ptce_ref.tui.question_walk import QuestionWalk

MOST = 9999
"""The most voices one types in a cell: more is a slip of the finger."""


Change = Callable[[Tally], dict[str, object]]
"""Makes the fields of a show of hands from what the file holds."""


@dataclass(frozen=True)
class Column:
    """A possible answer: its kind, its level when it has one, how it is called."""

    kind: AnswerKind
    level: str | None
    head: str
    name: str

    def count(self, tally: Tally | None) -> int:
        """Return the voices of this answer."""
        if tally is None:
            return 0
        if self.kind is AnswerKind.LEVEL:
            return tally.voices.get(self.level or "", 0)
        return tally.dont_know if self.kind is AnswerKind.DONT_KNOW else tally.not_applicable

    def with_count(self, tally: Tally, count: int) -> dict[str, object]:
        """Return the fields of ``tally`` with another count for this answer."""
        fields: dict[str, object] = tally.model_dump()
        if self.kind is AnswerKind.LEVEL:
            voices = {**tally.voices, str(self.level): count}
            fields["voices"] = {level: n for level, n in voices.items() if n}
        else:
            fields["dont_know" if self.kind is AnswerKind.DONT_KNOW else "not_applicable"] = count
        return fields


class Hands(QuestionWalk):
    """The counts, question by question."""

    def __init__(
        self, workspace: Workspace, evaluation: Evaluation, drafts: Drafts, indicator: str | None = None
    ) -> None:
        """``indicator`` is the id of the first question shown; the first one without a vote by default."""
        self._workspace, self._drafts = workspace, drafts
        self.evaluation = evaluation
        self.referential: Referential = referential_of(workspace, evaluation.referential_hash)
        super().__init__(in_reading_order(self.referential.in_reading_order(), evaluation.indicators))
        self.tallies: dict[tuple[str, str], Tally] = {}
        self.columns = _columns(self.referential)
        self.levels = self.referential.scale.levels
        self.read()
        self.position = self._place.get(indicator or "", self.next_without_vote(-1) or 0)

    def read(self) -> None:
        """Read the file again."""
        self.evaluation = find_evaluation(self._workspace, self.evaluation.id)
        self.tallies = tallies_of(self._workspace, self.evaluation)
        self._written = written_of(self._workspace, self.evaluation)
        self._registered = {person.college for person in respondents_of(self._workspace, self.evaluation)}

    @property
    def colleges(self) -> tuple[College, ...]:
        """The colleges invited, and any other that has voted; all of them when none is named."""
        invited = set(self.evaluation.colleges) | {college for _, college in self.tallies}
        return tuple(item for item in self.referential.colleges if item.id in invited) or self.referential.colleges

    @property
    def some_answer_alone(self) -> bool:
        """Whether people of these colleges are registered: what they write and their hand add up."""
        return any(college.id in self._registered for college in self.colleges)

    @property
    def voted(self) -> int:
        """How many questions have a vote."""
        return len({indicator for indicator, _ in self.tallies})

    def tally(self, college: College) -> Tally | None:
        """What a college voted on the question one is at."""
        return self.tallies.get((self.question.id, college.id))

    def written(self, college: College) -> int:
        """How many people of a college answered the question one is at by themselves: the hands add to them."""
        return self._written.get((self.question.id, college.id), 0)

    def totals(self) -> tuple[int, ...]:
        """Return the voices of all colleges, by column."""
        tallies = [self.tally(college) for college in self.colleges]
        return tuple(sum(column.count(tally) for tally in tallies) for column in self.columns)

    def set_count(self, college: College, column: Column, count: int) -> None:
        """Write the voices of one cell. Raises Refusal or DatabaseUnusableError; nothing changes then."""
        self._amend(college, lambda tally: column.with_count(tally, min(count, MOST)))

    def add(self, college: College, column: Column, step: int) -> None:
        """Add voices to what the file holds, or take some away; as :meth:`set_count`."""
        self._amend(college, lambda tally: column.with_count(tally, min(max(column.count(tally) + step, 0), MOST)))

    def argument(self, college: College) -> str:
        """What was heard in the room: typed and not stored yet, or stored with the vote."""
        draft = self._drafts.get(self._key(college))
        tally = self.tally(college)
        return draft.get("argument", "") if draft else tally.argument if tally else ""

    def hold(self, college: College, text: str) -> None:
        """Keep aside what is being typed."""
        self._drafts.put(self._key(college), f"{self.question.code}, {college.short}", {"argument": text})

    def say(self, college: College, text: str) -> bool:
        """Store an argument with the vote; without a voice it waits for one, and False is returned."""
        if self.tally(college) is None:
            if text.strip():
                self.hold(college, text)
            else:
                self._drafts.drop(self._key(college))
            return False
        self.hold(college, text)
        self._amend(college, lambda tally: {**tally.model_dump(), "argument": text})
        return self.tally(college) is not None

    def _amend(self, college: College, change: Change) -> None:
        waiting = self._drafts.get(self._key(college))
        question = self.question.id
        lost = ""

        def amend(tally: Tally) -> Tally:
            nonlocal lost
            fields = change(tally)
            if waiting is not None and "argument" in waiting:
                fields["argument"] = waiting["argument"]
            changed = make_opinion(Tally, fields)
            lost = changed.argument if not changed.total else ""
            return changed

        stored = amend_tally(self._workspace, self.evaluation, question, college.id, amend)
        if stored is not None:
            self.tallies[question, college.id] = stored
            self._drafts.drop(self._key(college))
            return
        self.tallies.pop((question, college.id), None)
        if lost:
            # The file keeps no argument without a voice: it waits for the next one.
            self.hold(college, lost)

    def next_without_vote(self, after: int | None = None) -> int | None:
        """Return the place of the next question without a vote, going round once, or None."""
        voted = {indicator for indicator, _ in self.tallies}
        return self.next_where(lambda question: question not in voted, after)

    def _key(self, college: College) -> Key:
        return DraftKind.HANDS, self.evaluation.id, self.question.id, college.id


def _columns(referential: Referential) -> tuple[Column, ...]:
    levels = (
        Column(AnswerKind.LEVEL, level.id, str(rank), level.name)
        for rank, level in enumerate(referential.scale.levels, start=1)
    )
    return (
        *levels,
        Column(AnswerKind.DONT_KNOW, None, "?", "Ne sait pas"),
        Column(AnswerKind.NOT_APPLICABLE, None, "–", "Non concerné"),
    )
