"""The question one is asked: its code, its words, and how far one has come."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from ptce_ref.domain.referential import Indicator, Theme
from ptce_ref.tui.text import TextBlock

_MARKED = "◄ à revoir"
_AROUND = 4
"""Columns of the line that are not text."""
_BESIDE = 2
"""Columns before what stands on the right."""


class QuestionHead(Vertical):
    """Stays above what scrolls."""

    DEFAULT_CSS = """
    QuestionHead {
        height: auto; padding: 0 2;
        & > Horizontal { height: 1; }
        #code { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; color: $primary; text-style: bold; }
        #marked { width: auto; height: 1; color: $warning; text-style: bold; padding-left: 2; }
        #progress { width: auto; height: 1; color: $quiet; padding-left: 2; }
        #question { text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._title = self._theme = self._short_theme = ""
        self._progress, self._marked = "", False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield TextBlock(id="code")
            yield TextBlock(_MARKED, id="marked")
            yield TextBlock(id="progress")
        yield TextBlock(id="question")

    def on_resize(self) -> None:
        self._fill()

    def show(self, question: Indicator, theme: Theme) -> None:
        """Show another question."""
        self._title = f"{question.code}  {question.title}"
        self._theme, self._short_theme = theme.name, theme.short
        self._fill()
        self.query_one("#question", TextBlock).show_in_lines(question.question)

    def show_progress(self, progress: str, *, marked: bool) -> None:
        """Show where one is among the questions, and whether one wants to come back to this one.

        Where the line is full, a ``progress`` that begins with a rank, « 44/96 · 43 réponses », is shortened to it.
        """
        self.query_one("#marked").display = marked
        self._progress, self._marked = progress, marked
        self._fill()

    def _fill(self) -> None:
        """Write the title, the theme and the progress, each in full or in short, none of them cut."""
        room = self.size.width or self.app.size.width - _AROUND
        room -= cell_len(_MARKED) + _BESIDE if self._marked else 0
        rank = self._progress.split(" ", 1)[0] if self._progress[:1].isdigit() else self._progress
        forms = [
            (theme, progress)
            for theme, progress in (
                (self._theme, self._progress),
                (self._short_theme, self._progress),
                (self._short_theme, rank),
                ("", rank),
            )
            if cell_len(f"{self._title}  {theme}") + cell_len(progress) + _BESIDE <= room
        ]
        theme, progress = forms[0] if forms else ("", rank)
        self.query_one("#code", TextBlock).show(self._title, (f"  {theme}" if theme else "", "$quiet"), resizes=False)
        self.query_one("#progress", TextBlock).show_in_line(progress)
