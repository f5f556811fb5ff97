"""What the screens of exchange share: long work done beside the keys, how far it went, and stopping it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any, ClassVar, TypeVar

from textual import on, work
from textual.message import Message

from ptce_ref.reports import wording
from ptce_ref.services.outcome import StoppedError
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.text import TextBlock

Told = Callable[[int, int], None]
"""Is told how much is done, of how much; raises :class:`StoppedError` when somebody asked to stop."""
Result = TypeVar("Result")

_TICK = 0.25
_GAUGE_WIDTH = 16


@dataclass
class Job:
    """Work under way: what it is, in words, and what becomes of its result."""

    words: str
    then: Callable[[Any], None]
    failed: Callable[[Refusal | DatabaseUnusableError], None]
    left: bool
    """Whether it may be left at once: it only reads."""
    unasked: bool
    """Whether the screen does it by itself, as it opens: Escape leaves the screen with it."""
    began: float
    stop: Event
    done: int = 0
    total: int = 0


class WorkScreen(BaseScreen[None]):
    """A screen whose work may last: « Échap » stops what is under way, and only then leaves.

    Subclasses have a :class:`TextBlock` with the id ``said``, where they are told how far it went.
    """

    TELLS_CHANGES = True
    STOPPING: ClassVar[str] = "Arrêt en cours : rien ne sera changé…"
    """What is said while what is under way is being stopped."""

    class Ended(Message):
        """A job is over: its result, or what prevented it; neither when it was stopped."""

        def __init__(
            self, job: Job, result: object = None, problem: Refusal | DatabaseUnusableError | None = None
        ) -> None:
            self.job, self.result, self.problem = job, result, problem
            super().__init__()

    job: Job | None = None
    """The work under way."""

    def on_mount(self) -> None:
        self.set_interval(_TICK, self._tell_progress)

    def on_unmount(self) -> None:
        if self.job is not None:
            self.job.stop.set()

    def begin(
        self,
        words: str,
        run: Callable[[Told], Result],
        then: Callable[[Result], None],
        *,
        failed: Callable[[Refusal | DatabaseUnusableError], None] | None = None,
        left: bool = False,
        unasked: bool = False,
    ) -> None:
        """Do ``run`` beside the screen, then give its result to ``then``; what prevents it is told, or given.

        What was begun unasked gives way; while anything else is under way, nothing more begins.
        """
        if self.job is not None and self.job.unasked:
            self.drop_job()
        if self.job is None:
            self.job = Job(words, then, failed or self._fail, left or unasked, unasked, time.monotonic(), Event())
            self._run(self.job, run)

    def drop_job(self) -> None:
        """Let go of the work under way, which only reads: what it finds is for nobody."""
        if self.job is not None:
            self.job.stop.set()
            self.job = None

    def _fail(self, error: Refusal | DatabaseUnusableError) -> None:
        self.tell(sentence_of(error))

    @work(thread=True)
    def _run(self, job: Job, run: Callable[[Told], object]) -> None:
        """Runs in a thread of its own, where ``run`` opens its own database."""

        def told(done: int, total: int) -> None:
            if job.stop.is_set():
                raise StoppedError
            job.done, job.total = done, total

        try:
            result = run(told)
        except StoppedError:
            self.post_message(self.Ended(job))
        except (Refusal, DatabaseUnusableError) as error:
            self.post_message(self.Ended(job, problem=error))
        else:
            self.post_message(self.Ended(job, result))

    @on(Ended)
    def _over(self, event: Ended) -> None:
        """Take the result of the work under way; that of work left before is for nobody."""
        if event.job is not self.job:
            return
        self.job = None
        if event.problem is not None:
            event.job.failed(event.problem)
        elif event.result is None:
            self.tell("Arrêté : rien n’a été changé.")
            self.stopped()
        else:
            event.job.then(event.result)
        with self.explained():
            # What was written from here is not « another window ».
            self.workspace.store.changed_elsewhere()

    def stopped(self) -> None:
        """The work was stopped: subclasses show again what can be done."""

    def tell(self, sentence: str) -> None:
        """Say where one is, above the keys."""
        self.query_one("#said", TextBlock).show(sentence)

    def _tell_progress(self) -> None:
        job = self.job
        if job is None or job.stop.is_set() or time.monotonic() - job.began < 2 * _TICK:
            return
        bar = f"{gauge(min(1.0, job.done / job.total), _GAUGE_WIDTH)}  " if job.total else ""
        seconds = wording.count(round(time.monotonic() - job.began), "seconde")
        self.tell(f"{bar}{job.words}… {seconds}. Échap arrête.")

    def action_back(self) -> None:
        """Stop what is under way, or leave."""
        if self.job is None or self.job.unasked:
            self.leave()
        elif self.job.left:
            self.drop_job()
            self.tell("Arrêté : rien n’a été changé.")
            self.stopped()
        elif not self.job.stop.is_set():
            self.job.stop.set()
            self.tell(self.STOPPING)

    def leave(self) -> None:
        """Go back from where one is."""
        self.dismiss(None)
