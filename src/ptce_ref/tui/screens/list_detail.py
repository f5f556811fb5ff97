"""A list, and under it a frame that tells the marked line in full."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.text import Piece, TextBlock
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.line_table import LineTable


class ListDetailScreen(BaseScreen[None]):
    """Subclasses yield what stands over the frame, a ``LineTable`` and an ``#empty`` among it, then :meth:`frame`."""

    AUTO_FOCUS = "LineTable"
    DEFAULT_CSS = """
    ListDetailScreen {
        #empty { padding: 1 2; height: 1fr; }
        #detail {
            height: 8; padding: 0 1; border-top: solid $rule; background: $surface; scrollbar-size-vertical: 1;
        }
        #detail:focus { border-top: heavy $primary; }
    }
    """

    def frame(self) -> ComposeResult:
        """Yield the frame, and the footer."""
        with VerticalScroll(id="detail"):
            yield TextBlock(id="told")
        yield Footer()

    def read(self) -> None:
        """Read the database again, and show what it holds."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        self.read()

    def database_changed(self) -> None:
        if self.is_mounted:
            self.read()

    def show_detail(self, *pieces: Piece) -> None:
        """Tell the marked line, from the top of the frame."""
        self.query_one("#told", TextBlock).show(*pieces)
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    def leave_detail(self) -> bool:
        """Go back from the frame to the list; say whether one was in the frame."""
        table = self.query_one(LineTable)
        within = self.focused is self.query_one("#detail") and table.display
        if within:
            table.focus()
        return within
