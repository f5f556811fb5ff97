"""What the room sees on the projector: a question, the whole distribution, a few words. Nobody is named.

Shows neither people, nor colleges, nor arguments: only the voices all together.
"""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from ptce_ref.tui.text import Piece, TextBlock
from ptce_ref.tui.widgets.big_bars import BigBars
from ptce_ref.tui.widgets.large_text import LargeText

_LEAST_BARS = 3
_WORDS = 3
"""Rows of the lines in normal letters: the title, the other answers, a word."""
_MARGIN = 1
"""Rows over the title: the upper edge of what a projector shows is often lost, and notices are told there."""
_TALL = 32
"""Rows from which the question is written too."""
_WIDE = 110


class Projection(Vertical):
    """The title in large letters, the title and the question under it in full, then thick bars."""

    DEFAULT_CSS = """
    Projection {
        height: 1fr; background: $background; padding-top: 1;
        & > #projected-large { padding: 0 2; }
        & > #projected-middle { height: 1fr; }
        #projected-timer { width: 31; padding-right: 2; color: $accent; }
        &.-wide #projected-timer { width: 46; }
        & > #projected-title { padding: 0 2; text-style: bold; color: $primary; height: auto; }
        & > #projected-question { padding: 0 2; height: auto; }
        & > #projected-foot { height: auto; padding: 0 2; }
        #projected-others { width: 1fr; height: auto; text-style: bold; }
        & > #projected-word { padding: 0 2; height: auto; text-style: bold; color: $success; }
        #projected-back { width: auto; height: 1; color: $quiet; padding-left: 2; }
    }
    """

    def compose(self) -> ComposeResult:
        yield LargeText(id="projected-large", smallest=3)
        yield TextBlock(id="projected-title")
        yield TextBlock(id="projected-question")
        with Horizontal(id="projected-middle"):
            yield BigBars()
            yield LargeText(id="projected-timer", smallest=3)
        yield TextBlock(id="projected-word")
        with Horizontal(id="projected-foot"):
            yield TextBlock(id="projected-others")
            yield TextBlock(id="projected-back")

    def show(
        self,
        title: tuple[str, str, str],
        levels: Sequence[tuple[str, str, int]],
        others: str,
        word: str = "",
        timer: str = "",
        *,
        counting: bool = False,
    ) -> None:
        """Show a question: its code, title and words; its levels (sign, name, count); what else was answered.

        ``word`` is one sentence for the room, ``timer`` what the timer shows, or nothing;
        ``counting`` tells whether it runs, which the key that starts or stops it says.
        """
        code, name, question = title
        height = self.app.size.height
        tall = height >= _TALL
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        rows = height - _MARGIN - _WORDS - 2 * tall - _LEAST_BARS * len(levels)
        self.query_one("#projected-large", LargeText).show(name, max(1, min(rows, height * 2 // 5)))
        clock = self.query_one("#projected-timer", LargeText)
        clock.display = bool(timer)
        clock.show(timer, 8)
        self.query_one("#projected-title", TextBlock).show(f"{code}  {name}")
        asked = self.query_one("#projected-question", TextBlock)
        asked.show(question)
        asked.display = tall
        self.query_one(BigBars).show(levels)
        self.query_one("#projected-others", TextBlock).show(others)
        key = f" {'pause' if counting else 'lancer'}   "
        speaking: tuple[Piece, ...] = (("c", "bold $accent"), key) if timer else ()
        self.query_one("#projected-back", TextBlock).show(*speaking, ("g", "bold $accent"), " revenir")
        told = self.query_one("#projected-word", TextBlock)
        told.show(word)
        told.display = bool(word)
