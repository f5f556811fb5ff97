"""Reading the evaluations to compare away from the screen: a thread with its own opening of the database.

The screen asks, and hears of it by messages; it may stop the reading at any moment.
"""

from collections.abc import Sequence

from textual.message import Message
from textual.worker import Worker, get_current_worker

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.comparison_condition import Order
from ptce_ref.domain.question_set import Questions
from ptce_ref.reports.view import ComparisonView
from ptce_ref.services.reading import comparison_between, gather_candidates
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.screens.base import BaseScreen, sentence_of

_STEPS = 100
"""How often at most the screen is told how far the reading is."""


class Progressed(Message):
    """So many evaluations are read, of so many."""

    def __init__(self, generation: int, done: int, total: int) -> None:
        self.generation, self.done, self.total = generation, done, total
        super().__init__()


class Ready(Message):
    """The comparison can be shown."""

    def __init__(self, generation: int, view: ComparisonView, candidates: Sequence[Candidate]) -> None:
        self.generation, self.view, self.candidates = generation, view, candidates
        super().__init__()


class Failed(Message):
    """The evaluations could not be read; the sentence says why."""

    def __init__(self, generation: int, sentence: str) -> None:
        self.generation, self.sentence = generation, sentence
        super().__init__()


class _StoppedError(Exception):
    """The user stopped the reading."""


class Reading:
    """The reading under way for a screen, if there is one; what an older one still says is not listened to."""

    def __init__(self, screen: BaseScreen[None]) -> None:
        self._screen = screen
        self._generation = 0
        self._worker: Worker[None] | None = None

    @property
    def under_way(self) -> bool:
        return self._worker is not None

    def start(
        self,
        ids: Sequence[str],
        order: Order,
        known: Sequence[Candidate] = (),
        questions: Questions = Questions.ALL,
    ) -> None:
        """Read the evaluations ``ids`` and compare them; ``known`` are those already read, when they are the same."""
        self._generation += 1
        generation = self._generation

        def work() -> None:
            self._compare(generation, ids, order, known, questions)

        self._worker = self._screen.run_worker(work, thread=True, exclusive=True, description="comparison")

    def stop(self) -> None:
        """Stop, if something is under way; nothing more will be told of it."""
        self._generation += 1
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def expects(self, message: Progressed | Ready | Failed) -> bool:
        """Whether a message is about the reading under way; the last one ends it."""
        expected = self._worker is not None and message.generation == self._generation
        if expected and not isinstance(message, Progressed):
            self._worker = None
        return expected

    def _compare(
        self, generation: int, ids: Sequence[str], order: Order, known: Sequence[Candidate], questions: Questions
    ) -> None:
        worker, screen = get_current_worker(), self._screen

        def told(done: int, total: int) -> None:
            if worker.is_cancelled:
                raise _StoppedError
            if done % max(1, total // _STEPS) == 0 or done == total:
                screen.post_message(Progressed(generation, done, total))

        try:
            with open_workspace(screen.ptce.path, read_only=True, clock=screen.ptce.clock) as workspace:
                candidates = known or gather_candidates(workspace, ids, told)
                view = comparison_between(candidates, workspace.today, order, questions=questions)
        except _StoppedError:
            return
        except (Refusal, DatabaseUnusableError) as error:
            screen.post_message(Failed(generation, sentence_of(error)))
        else:
            screen.post_message(Ready(generation, view, candidates))
