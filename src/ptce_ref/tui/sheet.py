"""One respondent's answers to one evaluation: where they stand, what is stored, what is only typed.

Owns the order of the questions and the moment each answer is written. Knows the services, not
the screen; reads the answers of this respondent only (R5).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from ptce_ref.domain.evaluation import Answer, Evaluation, Respondent
from ptce_ref.domain.referential import Referential, in_reading_order
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.mark import mark, marks_of
from ptce_ref.services.opinion import Amendment, amend_answer, answers_by, make_opinion
from ptce_ref.services.passage import offered_arguments
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace
from ptce_ref.tui.draft import Drafts, Key
from ptce_ref.tui.history import Change, History
from ptce_ref.tui.question_walk import QuestionWalk
from ptce_ref.tui.typed import Choice, Typed, typed_from, typed_of


@dataclass(frozen=True)
class Elsewhere:
    """What another window changed: the phase, the answer to the question one is at."""

    phase: bool
    answer: bool


class Sheet(QuestionWalk):
    """The answers of one respondent, question by question."""

    def __init__(
        self,
        workspace: Workspace,
        evaluation: Evaluation,
        respondent: Respondent,
        drafts: Drafts,
        start: str | None = None,
        *,
        offering: bool = False,
    ) -> None:
        """``start`` is the id of the first question shown; by default one with a draft, or the first unanswered.

        ``offering`` proposes, to a question that a change of version asks again, the argument given before it.
        """
        self._workspace = workspace
        self.evaluation = evaluation
        self.respondent = respondent
        self._drafts = drafts
        self.referential: Referential = referential_of(workspace, evaluation.referential_hash)
        super().__init__(in_reading_order(self.referential.in_reading_order(), evaluation.indicators))
        self.answers = answers_by(workspace, evaluation, respondent.id)
        self.marks = marks_of(workspace, evaluation, respondent.id)
        self._offered = offered_arguments(workspace, evaluation, respondent.id) if offering else {}
        self.history = History()
        self._set_aside: dict[str, str] = {}
        """By question, a reason that was abandoned: asking for it again offers it."""
        self.position = self._place.get(start or "", self._first)

    @property
    def _first(self) -> int:
        waiting = [place for place, item in enumerate(self.questions) if self.has_draft(item.id)]
        return waiting[0] if waiting else self.next_unanswered(-1) or 0

    @property
    def answer(self) -> Answer | None:
        """What is stored for the question one is at."""
        return self.answers.get(self.question.id)

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(item.id in self.answers for item in self.questions)

    @property
    def unargued(self) -> int:
        """How many levels were given without an argument."""
        given = (self.answers.get(item.id) for item in self.questions)
        return sum(answer is not None and answer.kind is AnswerKind.LEVEL and not answer.argument for answer in given)

    @property
    def asks_wished_level(self) -> bool:
        """Whether the use of the evaluation asks for the level wished for (R3)."""
        return self.referential.use_by_id[self.evaluation.use].asks_wished_level

    @property
    def typed(self) -> Typed:
        """What the fields show: what was typed, or what is stored."""
        draft = self._drafts.get(self._key)
        return self._at_rest if draft is None else typed_from(draft)

    @property
    def _at_rest(self) -> Typed:
        """What the fields show when nothing was typed: what is stored, or what is offered in its place."""
        answer = self.answer
        return typed_of(answer) if answer else Typed(argument=self._offered.get(self.question.id, ""))

    @property
    def waiting(self) -> Choice | None:
        """The answer chosen for this question and not stored yet, or None."""
        return self.typed.chosen

    @property
    def settled(self) -> bool:
        """Whether all that was typed for this question is stored."""
        return self._drafts.get(self._key) is None

    @property
    def marked(self) -> bool:
        """Whether one wants to come back to this question."""
        return self.question.id in self.marks

    @property
    def changed_here(self) -> bool:
        """Whether the last change, the one that undoing takes back, is to this question."""
        change = self.history.next_to_undo()
        return change is not None and change.indicator_id == self.question.id

    def has_draft(self, indicator_id: str) -> bool:
        """Whether something typed for a question is not stored."""
        return self._drafts.get(self._key_of(indicator_id)) is not None

    def next_unanswered(self, after: int | None = None) -> int | None:
        """Return the place of the next question without an answer, going round once, or None."""
        return self.next_where(lambda question: question not in self.answers, after)

    def next_marked(self) -> int | None:
        """Return the place of the next question marked, going round once, or None."""
        return self.next_where(self.marks.__contains__)

    def toggle_mark(self) -> bool:
        """Mark the question to come back to it, or take its mark away; say whether it is marked now."""
        ident, wanted = self.question.id, not self.marked
        mark(self._workspace, self.evaluation, self.respondent.id, ident, marked=wanted)
        self.marks = self.marks | {ident} if wanted else self.marks - {ident}
        return wanted

    def hold(self, typed: Typed) -> None:
        """Remember what is typed, letter after letter; nothing is stored yet."""
        rest = self._at_rest
        # Blanks over nothing are nothing; over an argument that is offered, they refuse it.
        if typed == rest or (typed.blank and rest.blank and self.answer is None):
            self._drafts.drop(self._key)
        else:
            self._drafts.put(self._key, f"{self.question.code} ({self.respondent.id})", typed.fields)

    def ask_reason(self, typed: Typed) -> Typed:
        """Choose « non concerné », whose reason is awaited; return what the fields then show."""
        reason = typed.reason if typed.reason.strip() else self._set_aside.pop(self.question.id, "")
        asked = replace(typed, reason=reason, chosen=(AnswerKind.NOT_APPLICABLE, None), reason_begun=True)
        self.hold(asked)
        return asked

    def abandon_reason(self, typed: Typed) -> Typed:
        """Take back a reason being typed, and the « non concerné » it was for; return what the fields then show.

        Nothing is stored. What was typed is set aside, for :meth:`ask_reason` to offer.
        """
        stored = self._at_rest.reason
        if typed.reason.strip() and typed.reason != stored:
            self._set_aside[self.question.id] = typed.reason
        back = replace(typed, reason=stored, chosen=None, reason_begun=False)
        self.hold(back)
        return back

    def keep(self, typed: Typed) -> bool:
        """Keep what was typed: with the stored answer when there is one, as a draft otherwise.

        A reason still being written stays a draft: whoever confirms it says so by :meth:`record`.
        Says what :meth:`record` says. Raises what :meth:`record` raises; what was typed then stays a draft.
        """
        self.hold(typed)
        answer = self.answer
        if typed.awaits_reason:
            return False
        if typed.chosen is not None:
            return self.record(*typed.chosen, typed)
        if answer is not None and not self.settled:
            return self.record(answer.kind, answer.level, typed)
        return False

    def record(self, kind: AnswerKind, level: str | None, typed: Typed) -> bool:
        """Store an answer to this question; it is on disk when this returns.

        Says whether another window had changed that answer since it was read: what one did not touch then is as
        that window left it, in the file and in :attr:`typed`. Raises :class:`Refusal` or
        :class:`DatabaseUnusableError`; what was typed stays a draft.
        """
        question = self.question
        typed = replace(typed, chosen=(kind, level), reason_begun=False)
        self.hold(typed)
        read = self.answer
        known = typed_of(read)
        whose = {"respondent_id": self.respondent.id, "indicator_id": question.id}

        def change(stored: Answer | None) -> Answer:
            merged = typed.over(known, typed_of(stored))
            return make_opinion(Answer, {**whose, "kind": kind, "level": level, **merged.answer_fields(kind)})

        done = self._amend(change)
        if done.after != done.before:
            self.history.add(Change(question.id, done.before, done.after))
        merged = typed.over(known, typed_of(done.before))
        if merged.unread(question):
            # What cannot be read yet must not hold back the answer, nor be lost.
            self.hold(replace(merged, chosen=None))
        else:
            self._drafts.drop(self._key)
        return done.before != read

    def withdraw(self) -> None:
        """Take the answer back to « pas répondu »; what was written stays on the screen, as a draft."""
        if self.answer is None:
            self._leave_as_draft(self.typed)
            return
        before = self._amend(lambda _: None).before
        if before is not None:
            self.history.add(Change(self.question.id, before, None))

    def _amend(self, change: Callable[[Answer | None], Answer | None]) -> Amendment:
        """Change the answer to this question from what the file holds, not our memory.

        Another window may have moved the phase, or answered. An answer taken back leaves what it said as a draft.
        """
        known, typed, ident = typed_of(self.answer), self.typed, self.question.id
        self.evaluation = find_evaluation(self._workspace, self.evaluation.id)
        done = amend_answer(self._workspace, self.evaluation, self.respondent.id, ident, change)
        if done.after is None:
            self.answers.pop(ident, None)
            self._leave_as_draft(typed.over(known, typed_of(done.before)))
        else:
            self.answers[ident] = done.after
        return done

    def _leave_as_draft(self, typed: Typed) -> None:
        self.hold(replace(typed, reason="", chosen=None, reason_begun=False))

    def undo(self) -> bool:
        """Take the last change back, and go to its question; say whether there was one.

        Raises :class:`Refusal` when somebody else changed that question since, and what :meth:`record` raises.
        """
        change = self.history.next_to_undo()
        if change is not None:
            self._apply(change)
            self.history.undone()
        return change is not None

    def redo(self) -> bool:
        """Make the last change undone again; as :meth:`undo`."""
        change = self.history.next_to_redo()
        if change is not None:
            self._apply(change)
            self.history.redone()
        return change is not None

    def _apply(self, change: Change) -> None:
        self.go(change.indicator_id)

        def put_back(stored: Answer | None) -> Answer | None:
            if stored != change.before:
                self.history.forget(change.indicator_id)
                raise Refusal(
                    f"La réponse à {self.question.code} a changé dans une autre fenêtre depuis : "
                    "elle reste comme elle est."
                )
            return change.after

        if self._amend(put_back).after is not None:
            self._drafts.drop(self._key)

    def refresh(self) -> Elsewhere:
        """Read again what the file holds; say what another window changed. What is typed stays a draft."""
        phase, before, untouched = self.evaluation.phase, self.answer, self.settled
        self.evaluation = find_evaluation(self._workspace, self.evaluation.id)
        self.answers = answers_by(self._workspace, self.evaluation, self.respondent.id)
        self.marks = marks_of(self._workspace, self.evaluation, self.respondent.id)
        if not untouched:
            self.hold(self.typed.over(typed_of(before), typed_of(self.answer)))
        return Elsewhere(phase=self.evaluation.phase is not phase, answer=self.answer != before)

    @property
    def _key(self) -> Key:
        return self._key_of(self.question.id)

    def _key_of(self, indicator_id: str) -> Key:
        return DraftKind.OPINION, self.evaluation.id, self.respondent.id, indicator_id
