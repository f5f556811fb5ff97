"""A few words that do something when clicked; the key that does the same comes first."""

from ptce_ref.tui.text import Piece, TextBlock


class LineAction(TextBlock):
    """An action of the screen, as its key and some words."""

    DEFAULT_CSS = """
    LineAction { width: auto; height: 1; margin-right: 3; }
    LineAction:hover { background: $panel; }
    """

    def __init__(self, key: str, action: str, words: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """``action`` is one of the screen's: what its key does."""
        self._key, self._action, self._words = key, action, words
        super().__init__(*self._pieces(words), id=id)

    def tell(self, words: str) -> None:
        """Change the words."""
        self._words = words
        self.show_in_line(*self._pieces(words))

    def show_key(self, key: str) -> None:
        """Change the key: not every key works wherever one is."""
        if key != self._key:
            self._key = key
            self.tell(self._words)

    def _pieces(self, words: str) -> tuple[Piece, ...]:
        return ((f"{self._key} ", "bold $accent"), (words, "$quiet"))

    async def on_click(self) -> None:
        await self.screen.run_action(self._action)
