"""The title of a step of a question: reversed and marked where one is, quiet elsewhere."""

from ptce_ref.tui.text import Piece, TextBlock


class StepTitle(TextBlock):
    """As wide whether one is there or not: nothing moves when the focus does."""

    DEFAULT_CSS = """
    StepTitle { width: auto; height: 1; margin-right: 3; color: $quiet; }
    """

    def __init__(self, words: str, *, id: str) -> None:  # noqa: A002 - Textual's own name
        self._words = words
        super().__init__(self._piece(here=False), id=id)

    def mark(self, *, here: bool) -> None:
        """Say whether one is there."""
        self.show_in_line(self._piece(here=here))

    def _piece(self, *, here: bool) -> Piece:
        return (f"▸ {self._words} ", "bold reverse") if here else (f"  {self._words} ", "bold")
