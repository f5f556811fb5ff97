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
        self._right: tuple[str, ...] = ()
        """What stands on the right of the first line."""

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
        """Show where one is among the questions, and whether one wants to come back to this one."""
        self.query_one("#marked").display = marked
        self.query_one("#progress", TextBlock).show_in_line(progress)
        self._right = (_MARKED, progress) if marked else (progress,)
        self._fill()

    def _fill(self) -> None:
        """Write the title and the theme: its short name rather than the beginning of its name."""
        room = self.size.width or self.app.size.width - _AROUND
        room -= sum(cell_len(words) + _BESIDE for words in self._right)
        theme = self._theme if cell_len(f"{self._title}  {self._theme}") <= room else self._short_theme
        self.query_one("#code", TextBlock).show(self._title, (f"  {theme}", "$quiet"), resizes=False)
