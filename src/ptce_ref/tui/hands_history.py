"""The voices counted since a show of hands was opened, to take the last count back. Stores nothing."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Count:
    """One cell whose voices changed: the question, the college and the answer (its place), before and after."""

    indicator_id: str
    college_id: str
    column: int
    before: int
    after: int

    def same_cell(self, other: "Count") -> bool:
        """Whether both are of the same cell."""
        return (self.indicator_id, self.college_id, self.column) == (other.indicator_id, other.college_id, other.column)


class HandsHistory:
    """The counts made, in order."""

    def __init__(self) -> None:
        self._done: list[Count] = []

    def add(self, count: Count, *, typing: bool) -> None:
        """Remember a count; the digits of one number, typed one after the other, are one count."""
        if count.before == count.after:
            return
        last = self._done[-1] if self._done else None
        if typing and last is not None and last.same_cell(count):
            self._done[-1] = replace(last, after=count.after)
        else:
            self._done.append(count)

    def take_last(self) -> Count | None:
        """Return the last count, and forget it; None when there is none."""
        return self._done.pop() if self._done else None
