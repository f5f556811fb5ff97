"""What was changed in a sheet, to undo and redo it. Knows neither the screen nor the database."""

from dataclasses import dataclass

from ptce_ref.domain.evaluation import Answer


@dataclass(frozen=True)
class Change:
    """One answer replaced by another; None is « pas répondu »."""

    indicator_id: str
    before: Answer | None
    after: Answer | None

    @property
    def reversed(self) -> "Change":
        return Change(self.indicator_id, self.after, self.before)


class History:
    """The changes made since the sheet was opened, in order."""

    def __init__(self) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []

    def add(self, change: Change) -> None:
        """Remember a change just made; what had been undone can no longer be redone."""
        self._done.append(change)
        self._undone.clear()

    def next_to_undo(self) -> Change | None:
        """Return the change that takes the last one back, or None."""
        return self._done[-1].reversed if self._done else None

    def next_to_redo(self) -> Change | None:
        """Return the change that makes the last one undone again, or None."""
        return self._undone[-1] if self._undone else None

    def undone(self) -> None:
        """The last change was taken back."""
        self._undone.append(self._done.pop())

    def redone(self) -> None:
        """The last change undone was made again."""
        self._done.append(self._undone.pop())

    def forget(self, indicator_id: str) -> None:
        """Forget a question: somebody else changed it, and what we remember no longer fits."""
        self._done = [change for change in self._done if change.indicator_id != indicator_id]
        self._undone = [change for change in self._undone if change.indicator_id != indicator_id]
