"""The guided visit: two minutes, left at any page, taken again at any time."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll

from ptce_ref.domain.text import bind_signs
from ptce_ref.services.referential import sound_referential
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.text import TextBlock, set_frame_title
from ptce_ref.tui.tour import Page, tour_pages
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading


class TourScreen(BaseScreen[None]):
    """Shows one page after the other."""

    HERE = Help(
        "Visite guidée",
        (
            "Quelques pages montrent ce que fait l’outil, avec des extraits du référentiel. Rien n’y est enregistré.",
            "On la quitte à n’importe quelle page ; Ctrl+P, puis « Visite guidée », la reprend.",
        ),
        (
            ("→, Entrée", "page suivante ; à la dernière, terminer"),
            ("←", "page précédente"),
            ("Échap", "quitter la visite"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,enter,pagedown,space", "turn(1)", "Suite", key_display="→"),
        Binding("right,enter,pagedown,space", "finish", "Terminer", key_display="→"),
        Binding("left,pageup", "turn(-1)", "Retour en arrière", key_display="←"),
        Binding("escape", "back", "Quitter la visite", key_display="Échap"),
    ]
    DEFAULT_CSS = """
    TourScreen {
        #middle { height: 1fr; align: center top; }
        #page { width: 100%; max-width: 84; height: auto; max-height: 100%; padding: 1 3 0 3; }
        #title { color: $primary; text-style: bold; margin-bottom: 1; }
        #words { height: auto; margin-bottom: 1; }
        #extract { height: auto; border: round $rule; padding: 0 1; border-title-color: $quiet; }
        #progress { height: 1; text-align: center; background: $background; }
    }
    TourScreen.-tall {
        #page { padding: 6 3 0 3; }
        #extract { padding: 1 2; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._pages: tuple[Page, ...] = ()
        self._place = 0

    def compose(self) -> ComposeResult:
        yield Heading("ptce", "visite guidée")
        with Vertical(id="middle"), VerticalScroll(id="page", can_focus=False):
            yield TextBlock(id="title")
            yield TextBlock(id="words")
            with Vertical(id="extract"):
                yield TextBlock(id="drawn")
        yield TextBlock(id="progress")
        yield Footer()

    def on_mount(self) -> None:
        with self.explained():
            self._pages = tour_pages(sound_referential())
        if self._pages:
            self._show()
        else:
            self.query_one("#words", TextBlock).show("La visite a besoin d’un référentiel qui puisse servir.")

    def _show(self) -> None:
        page = self._pages[self._place]
        self.query_one("#title", TextBlock).show(page.title)
        self.query_one("#words", TextBlock).show(bind_signs(page.text))
        self.query_one("#drawn", TextBlock).show(*page.extract)
        set_frame_title(self.query_one("#extract"), page.caption)
        dots = " ".join("●" if place == self._place else "○" for place in range(len(self._pages)))
        self.query_one("#progress", TextBlock).show(
            (dots, "$primary"), (f"   {self._place + 1} sur {len(self._pages)}", "$quiet")
        )
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """On the last page, the key that went on ends the visit, and says so."""
        last = self._place + 1 >= len(self._pages)
        if action == "finish":
            return last
        return not (last and action == "turn" and parameters == (1,))

    def action_turn(self, steps: int) -> None:
        """Go to another page."""
        self._place = max(0, min(self._place + steps, len(self._pages) - 1))
        self._show()
        self.refresh_bindings()

    def action_finish(self) -> None:
        self.dismiss(None)
