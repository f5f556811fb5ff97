"""Questions asked one after the other, and the one one is at. Must not know what is answered to them."""

from collections.abc import Callable, Sequence

from ptce_ref.domain.referential import Indicator


class QuestionWalk:
    """One goes from question to question, never past the ends; at the start, at the first one."""

    def __init__(self, questions: Sequence[Indicator]) -> None:
        self.questions = questions
        self.position = 0
        self._place = {item.id: place for place, item in enumerate(questions)}

    @property
    def question(self) -> Indicator:
        """The question one is at."""
        return self.questions[self.position]

    def has_place(self, indicator_id: str) -> bool:
        """Whether a question is asked in this evaluation."""
        return indicator_id in self._place

    def go(self, indicator_id: str) -> None:
        """Go to the question of this id, which is one of them."""
        self.position = self._place[indicator_id]

    def move(self, steps: int) -> bool:
        """Go some questions forward or back; say whether there was one there."""
        wanted = self.position + steps
        if not 0 <= wanted < len(self.questions):
            return False
        self.position = wanted
        return True

    def next_where(self, wanted: Callable[[str], bool], after: int | None = None) -> int | None:
        """Return the place of the next question whose id is wanted, going round once, or None.

        ``after`` is the place one starts from, by default the one one is at; -1 starts with the first question.
        """
        start = self.position if after is None else after
        count = len(self.questions)
        places = ((start + step) % count for step in range(1, count + 1))
        return next((place for place in places if wanted(self.questions[place].id)), None)
