"""Texts typed for opinions that are closed, and never stored: to read, to give up."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.overview import EvaluationLine
from ptce_ref.reports import wording
from ptce_ref.tui.draft import Key
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.text import Choice, Piece, TextBlock
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.page_list import PageList


class _Texts(PageList):
    """One text after the other, whole."""

    DEFAULT_CSS = """
    _Texts { margin-top: 1; }
    """


class WaitingScreen(BaseScreen[None]):
    """Nothing here is in the database; giving a text up is the only thing that can be done with it."""

    HERE = Help(
        "Textes jamais enregistrés",
        (
            (
                "Ces textes ont été tapés, puis les avis ont été fermés : ils ne sont dans aucun résultat. "
                "Ils reprendront leur place si l’évaluation revient à la phase « avis »."
            ),
        ),
        (("↑ ↓", "passer d’un texte à l’autre"), ("Suppr", "abandonner le texte marqué, après confirmation")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "give_up", "Abandonner", key_display="Suppr", tooltip="effacer le texte marqué"),
    ]
    AUTO_FOCUS = "_Texts"
    DEFAULT_CSS = """
    WaitingScreen #note { padding: 1 2 0 2; color: $quiet; }
    """

    def __init__(self, line: EvaluationLine) -> None:
        super().__init__()
        self._line = line
        self._keys: dict[str, Key] = {}

    def compose(self) -> ComposeResult:
        yield Heading(self._line.title, "textes jamais enregistrés", shorter="jamais enregistrés")
        yield TextBlock("Tapés avant que les avis se ferment ; ils ne sont dans aucun résultat.", id="note")
        yield _Texts()
        yield Footer()

    def on_mount(self) -> None:
        self.mark_pole(self._line.pole_id)
        self._fill()

    def _fill(self) -> None:
        self._keys = {"/".join(key): key for key in self.ptce.drafts.closed(self._line.id, self._line.phase)}
        self.query_one(_Texts).fill(Choice(name, self._pieces(key)) for name, key in self._keys.items())

    def _pieces(self, key: Key) -> list[Piece]:
        label, texts = self.ptce.drafts.texts(key)
        return [(label, "bold"), *(f"\n     {text}" for text in texts or ["(une réponse choisie, sans texte)"])]

    def action_give_up(self) -> None:
        """Drop the marked text, once confirmed."""
        drafts, key = self.ptce.drafts, self._keys.get(self.query_one(_Texts).current_id or "")
        if key is None:
            return

        def drop(confirmed: bool | None) -> None:
            if not confirmed:
                return
            drafts.drop(key)
            drafts.flush()
            self._fill()
            if not self._keys:
                self.dismiss(None)

        sentence = f"Le texte de {drafts.texts(key)[0]} sera effacé{wording.NBSP}; il n’est nulle part ailleurs."
        self.app.push_screen(ConfirmDialog("Abandonner ce texte", (sentence,), "Abandonner"), drop)
