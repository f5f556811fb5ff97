"""The first start: there is no database yet."""

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer

from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.text import ActionButton, TextBlock, say
from ptce_ref.tui.widgets.heading import Heading


class StartScreen(BaseScreen[Workspace]):
    """Returns the database just made: with the examples, or empty."""

    HERE = Help(
        "Premier pas",
        (
            (
                "Rien n’existe encore à l’endroit indiqué. Les exemples sont des pôles inventés, marqués comme tels : "
                "ils servent à essayer, et vous pourrez repartir d’une base vide en effaçant le fichier."
            ),
        ),
        (("← →", "passer d’un bouton à l’autre"), ("Entrée", "choisir le bouton marqué"), ("q", "quitter")),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", "Bouton précédent", show=False),
        Binding("right", "app.focus_next", "Bouton suivant", show=False),
        Binding("q", "app.quit", "Quitter"),
    ]
    AUTO_FOCUS = "#examples"
    DEFAULT_CSS = """
    StartScreen {
        #middle { align: center middle; height: 1fr; }
        #welcome { width: 90%; max-width: 76; height: auto; padding: 1 2; border: round $rule; background: $surface; }
        #welcome TextBlock { margin-bottom: 1; }
        #welcome .path { color: $quiet; }
        #choices { height: auto; }
        #choices ActionButton { width: 1fr; margin: 0 1; }
        #waiting { color: $accent; height: 1; margin: 0; }
    }
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        yield Heading("ptce", "premier pas")
        with Vertical(id="middle"), Vertical(id="welcome"):
            yield TextBlock(("Bienvenue.", "bold"))
            yield TextBlock(
                "Cet outil aide un pôle territorial de coopération économique à s’évaluer avec ses propres membres : "
                "des questions, des avis argumentés, ce qui rapproche, ce qui sépare. Il ne note ni ne classe personne."
            )
            yield TextBlock("Tout tient dans un seul fichier, sur cet ordinateur :\n", (str(self._path), "$quiet"))
            with Horizontal(id="choices"):
                yield ActionButton("Essayer avec les exemples", id="examples", primary=True)
                yield ActionButton("Commencer une base vide", id="empty")
            yield TextBlock(id="waiting")
        yield Footer(show_command_palette=False)

    @on(ActionButton.Pressed, "#empty")
    def _start_empty(self) -> None:
        with self.explained():
            self.dismiss(open_workspace(self._path, create=True, clock=self.ptce.clock))

    @on(ActionButton.Pressed, "#examples")
    def _start_with_examples(self) -> None:
        for button in self.query(ActionButton):
            button.disabled = True
        self.query_one("#waiting", TextBlock).show("Les huit pôles d’exemple s’installent, quelques secondes…")
        self._load_examples()

    @work(thread=True, exclusive=True)
    def _load_examples(self) -> None:
        """Fill a file beside, then give it its name: nobody ever finds half of the examples."""
        from ptce_ref.services.demo import load_examples  # noqa: PLC0415 - heavy, and needed once in a life
        from ptce_ref.services.referential import sound_referential  # noqa: PLC0415 - as above

        beside = self._path.with_name(f".{self._path.name}.en-cours")
        try:
            beside.unlink(missing_ok=True)
            with open_workspace(beside, create=True, clock=self.ptce.clock) as workspace:
                load_examples(workspace, sound_referential())
            beside.replace(self._path)
        except (Refusal, DatabaseUnusableError, OSError) as error:
            self.app.call_from_thread(self._failed, error)
        else:
            self.app.call_from_thread(self._loaded)

    def _loaded(self) -> None:
        with self.explained():
            self.dismiss(open_workspace(self._path, clock=self.ptce.clock))

    def _failed(self, error: Exception) -> None:
        for button in self.query(ActionButton):
            button.disabled = False
        self.query_one("#waiting", TextBlock).show("")
        if isinstance(error, Refusal | DatabaseUnusableError):
            say(self.app, sentence_of(error), "error")
        else:
            say(self.app, f"La base « {self._path} » n’a pas pu être créée : {error}.", "error")

    def action_back(self) -> None:
        self.app.exit(0)
