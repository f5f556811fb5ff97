"""How long somebody has left to speak. Counts seconds on the clock it is given; draws nothing."""

import math
from collections.abc import Callable
from enum import Enum

SPEAKING_MINUTES = 3
"""The length before anybody chooses one."""
MINUTES = (1, 2, 3, 5, 10, 15, 20)
"""The lengths one chooses from."""


class TimerState(Enum):
    """What the timer is doing."""

    READY = "prêt"
    RUNNING = "en marche"
    PAUSED = "en pause"
    OVER = "temps écoulé"


class SpeakingTimer:
    """``now`` gives seconds that never go back."""

    def __init__(self, now: Callable[[], float], minutes: int = SPEAKING_MINUTES) -> None:
        self._now = now
        self.minutes = minutes
        self._spent = 0.0
        self._since: float | None = None
        self.in_use = False
        """Whether it was started, or its length chosen, since it was last put back: a room then looks at it."""

    @property
    def left(self) -> float:
        """Seconds left, never under zero."""
        running = 0.0 if self._since is None else self._now() - self._since
        return max(0.0, self.minutes * 60 - self._spent - running)

    @property
    def state(self) -> TimerState:
        if self.left <= 0:
            return TimerState.OVER
        if self._since is not None:
            return TimerState.RUNNING
        return TimerState.PAUSED if self._spent else TimerState.READY

    @property
    def until_next(self) -> float:
        """Seconds until what is written changes; a little more than zero at least."""
        return max(0.05, self.left - (math.ceil(self.left) - 1))

    def toggle(self) -> None:
        """Start, or pause; after the end, start anew."""
        if self.state is TimerState.OVER:
            self.reset()
        self.in_use = True
        if self._since is None:
            self._since = self._now()
        else:
            self._spent += self._now() - self._since
            self._since = None

    def reset(self) -> None:
        """Back to the whole time, stopped."""
        self._spent, self._since = 0.0, None
        self.in_use = False

    def choose(self, minutes: int) -> None:
        """Give another length, and begin again from it; a timer that counts goes on counting."""
        running = self.state is TimerState.RUNNING
        self.minutes = minutes
        self._spent, self._since = 0.0, self._now() if running else None
        self.in_use = True

    def __str__(self) -> str:
        """Return « 02:59 »; a second begun counts whole, so that 00:00 is the end."""
        seconds = math.ceil(self.left)
        return f"{seconds // 60:02}:{seconds % 60:02}"

    @property
    def words(self) -> str:
        """Return « 03:00, en pause »."""
        if self.state is TimerState.READY:
            return str(self)
        return f"{self}, {self.state.value}"
