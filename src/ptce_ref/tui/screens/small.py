"""What is shown while the window of the terminal is too small: one sentence, and nothing behind it is touched."""

from textual.app import ComposeResult

from ptce_ref.tui.screens.base import BaseDialog
from ptce_ref.tui.text import TextBlock


class SmallDialog(BaseDialog[None]):
    """Covers a screen that has no room; the application takes it away when there is some again."""

    DEFAULT_CSS = """
    SmallDialog {
        background: $background;
        & > TextBlock { width: 100%; height: auto; text-align: center; padding: 0 1; }
    }
    """

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__()
        self._wanted = (columns, rows)

    def compose(self) -> ComposeResult:
        yield TextBlock()

    def on_mount(self) -> None:
        self.on_resize()

    def on_resize(self) -> None:
        """Say what is missing, with the size of this very moment."""
        here, wanted = self.app.size, self._wanted
        self.query_one(TextBlock).show(
            ("Fenêtre trop petite.\n", "bold"),
            f"Agrandissez-la : {wanted[0]} colonnes et {wanted[1]} lignes au moins "
            f"(ici {here.width} et {here.height}). Rien n’est perdu.",
        )

    def action_back(self) -> None:
        """Escape does nothing: what is under cannot be seen."""
