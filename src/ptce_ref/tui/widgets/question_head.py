"""The question one is asked: its code, its words, and how far one has come."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from ptce_ref.domain.referential import Indicator, Theme
from ptce_ref.tui.text import TextBlock


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

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield TextBlock(id="code")
            yield TextBlock("◄ à revoir", id="marked")
            yield TextBlock(id="progress")
        yield TextBlock(id="question")

    def show(self, question: Indicator, theme: Theme) -> None:
        """Show another question."""
        title = f"{question.code}  {question.title}"
        self.query_one("#code", TextBlock).show(title, (f"  {theme.name}", "$quiet"), resizes=False)
        self.query_one("#question", TextBlock).show_in_lines(question.question)

    def show_progress(self, progress: str, *, marked: bool) -> None:
        """Show where one is among the questions, and whether one wants to come back to this one."""
        self.query_one("#marked").display = marked
        self.query_one("#progress", TextBlock).show_in_line(progress)
