"""One respondent's answers to one evaluation: where they stand, what is stored, what is only typed.

Owns the order of the questions and the moment each answer is written. Knows the services, not
the screen; reads the answers of this respondent only (R5).
"""

from collections.abc import Iterable

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.referential import Indicator, Referential
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import answer_of, answers_by, make_opinion, record_answer, withdraw_answer
from ptce_ref.services.referential import referential_of
from ptce_ref.services.workspace import Workspace
from ptce_ref.tui.draft import Drafts, Key, Typed

_KEPT_FIELDS = ("evidence", "wished_level", "wished_year", "figures")
"""What a stored answer holds and this screen does not ask: carried over, never lost."""


Choice = tuple[AnswerKind, str | None]
"""An answer chosen: its kind, and its level when it has one."""


class Sheet:
    """The answers of one respondent, question by question."""

    def __init__(
        self,
        workspace: Workspace,
        evaluation: Evaluation,
        respondent: Respondent,
        drafts: Drafts,
        start: str | None = None,
    ) -> None:
        """``start`` is the id of the first question shown; the first unanswered one by default."""
        self._workspace = workspace
        self.evaluation = evaluation
        self.respondent = respondent
        self._drafts = drafts
        self.referential: Referential = referential_of(workspace, evaluation.referential_hash)
        self.questions = _in_grid_order(self.referential, evaluation.indicators)
        self.answers = answers_by(workspace, evaluation, respondent.id)
        self._waiting: dict[str, Choice] = {}
        self._place = {item.id: position for position, item in enumerate(self.questions)}
        self.position = self._place.get(start or "", self.next_unanswered(-1) or 0)

    @property
    def question(self) -> Indicator:
        """The question one is at."""
        return self.questions[self.position]

    @property
    def answer(self) -> Answer | None:
        """What is stored for the question one is at."""
        return self.answers.get(self.question.id)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(item.id in self.answers for item in self.questions)

    @property
    def typed(self) -> Typed:
        """What the fields show: what was typed, or what is stored."""
        draft = self._drafts.get(self._key)
        return draft if draft is not None else _typed_of(self.answer)

    @property
    def waiting(self) -> Choice | None:
        """The answer chosen for this question that could not be stored yet, or None."""
        return self._waiting.get(self.question.id)

    @property
    def settled(self) -> bool:
        """Whether all that was typed for this question is stored."""
        return self._drafts.get(self._key) is None

    def move(self, steps: int) -> bool:
        """Go some questions forward or back; say whether there was one there."""
        wanted = self.position + steps
        if not 0 <= wanted < len(self.questions):
            return False
        self.position = wanted
        return True

    def next_unanswered(self, after: int | None = None) -> int | None:
        """Return the place of the next question without an answer, going round once, or None."""
        start = self.position if after is None else after
        count = len(self.questions)
        for step in range(1, count + 1):
            place = (start + step) % count
            if self.questions[place].id not in self.answers:
                return place
        return None

    def go(self, indicator_id: str) -> None:
        """Go to a question of this sheet."""
        self.position = self._place[indicator_id]

    def hold(self, typed: Typed) -> None:
        """Remember what is typed, letter after letter; nothing is stored yet."""
        if self.waiting is not None:
            self._drafts.put(self._key, self.question.code, typed)
            return
        answer = self.answer
        if typed == _typed_of(answer) or (answer is None and typed.blank):
            self._drafts.drop(self._key)
        else:
            self._drafts.put(self._key, self.question.code, typed)

    def keep(self, typed: Typed) -> None:
        """Keep what was typed: with the stored answer when there is one, as a draft otherwise.

        Raises what :meth:`record` raises; what was typed then stays a draft.
        """
        if self.waiting is not None:
            self.record(*self.waiting, typed)
            return
        self.hold(typed)
        answer = self.answer
        if answer is not None and not self.settled:
            self.record(answer.kind, answer.level, typed)

    def record(self, kind: AnswerKind, level: str | None, typed: Typed) -> Answer:
        """Store an answer to this question; it is on disk when this returns.

        Raises :class:`Refusal` or :class:`DatabaseUnusableError`; what was typed stays a draft.
        """
        self._drafts.put(self._key, self.question.code, typed)
        self._waiting[self.question.id] = (kind, level)
        question, person = self.question, self.respondent.id
        # Another window may have moved the phase, or answered: the file decides, not our memory.
        self.evaluation = find_evaluation(self._workspace, self.evaluation.id)
        stored = answer_of(self._workspace, self.evaluation, person, question.id)
        fields: dict[str, object] = {
            "respondent_id": person,
            "indicator_id": question.id,
            "kind": kind,
            "level": level,
            "reason": typed.reason if kind is AnswerKind.NOT_APPLICABLE else "",
            "argument": typed.argument,
            "argument_kind": typed.argument_kind,
        }
        if stored is not None:
            fields.update({name: getattr(stored, name) for name in _KEPT_FIELDS})
        answer = make_opinion(Answer, fields)
        if answer != stored:
            record_answer(self._workspace, self.evaluation, answer)
        self.answers[question.id] = answer
        self._waiting.pop(question.id, None)
        self._drafts.drop(self._key)
        return answer

    def withdraw(self) -> None:
        """Take the answer back to « pas répondu »; its argument stays on the screen, as a draft."""
        typed = self.typed
        self._waiting.pop(self.question.id, None)
        withdraw_answer(self._workspace, self.evaluation, self.respondent.id, self.question.id)
        self.answers.pop(self.question.id, None)
        self.hold(Typed(typed.argument, "", typed.argument_kind))

    @property
    def _key(self) -> Key:
        return self.evaluation.id, self.respondent.id, self.question.id


def _in_grid_order(referential: Referential, wanted: Iterable[str]) -> tuple[Indicator, ...]:
    """Return the questions row after row, as the table de dialogue shows them."""
    asked = set(wanted)
    return tuple(
        item
        for objective in referential.objectives
        for sub in referential.sub_objectives_of(objective.id)
        for item in referential.indicators_of(sub.id)
        if item.id in asked
    )


def _typed_of(answer: Answer | None) -> Typed:
    if answer is None:
        return Typed()
    return Typed(answer.argument, answer.reason, answer.argument_kind)
