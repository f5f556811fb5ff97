"""The first start: there is no database yet."""

from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports.wording import NBSP
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.atomic import atomic_file
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.text import ActionButton, TextBlock, say
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading

_ABOUT = {
    "examples": "Des pôles inventés, avec leurs évaluations : pour essayer sans rien risquer.",
    "empty": "Pour commencer avec votre pôle. Les exemples pourront être vus plus tard, dans un autre fichier.",
    "tour": "L’essentiel en quelques pages, deux minutes. La visite ramène ici et ne crée rien.",
}


class StartScreen(BaseScreen[Workspace]):
    """Returns the database just made: with the examples, or empty."""

    HERE = Help(
        "Premier pas",
        (
            (
                "Rien n’existe encore à l’endroit indiqué. Les exemples sont des pôles inventés, marqués comme tels : "
                "ils servent à essayer. Ils s’installent dans ce fichier, après confirmation ; pour une base vide "
                "ensuite, il faut effacer le fichier, ou en ouvrir un autre."
            ),
            "La visite guidée explique l’outil en deux minutes, et ramène ici : elle ne crée rien.",
        ),
        (
            ("← → ou Tab", "passer d’un bouton à l’autre"),
            ("Entrée", "choisir le bouton marqué"),
            ("q", "quitter sans rien créer"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Bouton précédent", show=False),
        Binding("right", "step(1)", "Bouton suivant", show=False),
        Binding("q", "app.quit", "Quitter"),
        Binding("escape", "back", "Retour", show=False),
    ]
    AUTO_FOCUS = "#examples"
    DEFAULT_CSS = """
    StartScreen {
        #middle { align: center middle; height: 1fr; }
        #welcome { width: 94%; max-width: 80; height: auto; padding: 0 2; border: round $rule; background: $surface; }
        #welcome > TextBlock { margin-top: 1; }
        #choices { height: auto; margin-top: 1; }
        #choices ActionButton { width: 1fr; margin: 0 1; border: round $rule; background: $surface; }
        #choices ActionButton:focus { border: heavy $foreground; }
        #about { height: 2; margin: 0 1 1 1; }
    }
    StartScreen.-tall #welcome { padding: 1 3; }
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._made = False
        """Whether the examples are in place, and only wait for this screen to be on top again."""

    def compose(self) -> ComposeResult:
        yield Heading("ptce", "premier pas")
        with Vertical(id="middle"), Vertical(id="welcome"):
            yield TextBlock(("Bienvenue.", "bold $primary"))
            yield TextBlock(
                "Cet outil aide un pôle territorial de coopération économique à s’évaluer avec ses propres membres : "
                "des questions, des avis argumentés, ce qui rapproche, ce qui sépare. Il ne note ni ne classe personne."
            )
            yield TextBlock(
                f"Tout tient dans un seul fichier, sur cet ordinateur{NBSP}:\n", (str(self._path.absolute()), "$quiet")
            )
            with Horizontal(id="choices"):
                yield ActionButton("Les exemples", id="examples", primary=True)
                yield ActionButton("Une base vide", id="empty")
                yield ActionButton("La visite guidée", id="tour")
            yield TextBlock(id="about")
        yield Footer()

    @on(events.DescendantFocus)
    def _explain(self) -> None:
        """Say what the marked button does."""
        if self.focused is not None and self.focused.id in _ABOUT:
            self.query_one("#about", TextBlock).show((bind_signs(_ABOUT[self.focused.id]), "$quiet"))

    @on(ActionButton.Pressed, "#tour")
    def _visit(self) -> None:
        self.ptce.open_tour()

    @on(ActionButton.Pressed, "#empty")
    def _start_empty(self) -> None:
        with self.explained():
            self.dismiss(open_workspace(self._path, create=True, clock=self.ptce.clock))

    def action_step(self, steps: int) -> None:
        """Go to the button beside; the row has ends, so that a key too many does not go round to another choice."""
        buttons = list(self.query(ActionButton))
        here = next((place for place, button in enumerate(buttons) if button is self.focused), 0)
        buttons[min(max(here + steps, 0), len(buttons) - 1)].focus()

    @on(ActionButton.Pressed, "#examples")
    def _ask_for_examples(self) -> None:
        """Say where the examples go, and how one would have an empty base after that."""

        def install(confirmed: bool | None) -> None:
            if confirmed:
                self._start_with_examples()

        sentences = (
            f"Des pôles inventés, avec leurs évaluations, vont s’installer dans ce fichier : {self._path.absolute()}",
            (
                "C’est pour essayer. Pour travailler ensuite avec votre pôle, il faudra effacer ce fichier, "
                "ou en ouvrir un autre : « ptce --base mon-pole.sqlite »."
            ),
        )
        dialog = ConfirmDialog("Installer les exemples", sentences, "Installer les exemples", "Ne rien installer")
        self.app.push_screen(dialog, install)

    def _start_with_examples(self) -> None:
        for button in self.query(ActionButton):
            button.disabled = True
        self.query_one("#about", TextBlock).show(
            ("Les pôles d’exemple s’installent, quelques secondes…", "bold $accent")
        )
        self._load_examples()

    @work(thread=True, exclusive=True)
    def _load_examples(self) -> None:
        """Fill a file beside, then give it its name: nobody ever finds half of the examples."""
        from ptce_ref.services.demo import load_examples  # noqa: PLC0415 - heavy, and needed once in a life
        from ptce_ref.services.referential import sound_referential  # noqa: PLC0415 - as above

        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (
                atomic_file(self._path, 0o600) as beside,
                open_workspace(beside, create=True, clock=self.ptce.clock) as workspace,
            ):
                load_examples(workspace, sound_referential())
        except (Refusal, DatabaseUnusableError, OSError) as error:
            self.app.call_from_thread(self._failed, error)
        else:
            self.app.call_from_thread(self._loaded)

    def _loaded(self) -> None:
        self._made = True
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Go on with the examples, unless something (the help, the visit) is open over this screen."""
        if not (self._made and self.is_current):
            return
        self._made = False
        with self.explained():
            self.dismiss(open_workspace(self._path, clock=self.ptce.clock))

    def _failed(self, error: Exception) -> None:
        for button in self.query(ActionButton):
            button.disabled = False
        self.query_one("#examples").focus()
        if isinstance(error, Refusal | DatabaseUnusableError):
            say(self.app, sentence_of(error), "error")
        else:
            say(self.app, f"La base « {self._path} » n’a pas pu être créée : {_why(error)}.", "error")

    def action_back(self) -> None:
        """There is nothing to go back to, and leaving must not be a surprise."""
        say(self.app, "Rien n’est encore créé. Pour quitter : la touche q, ou Ctrl+Q.")


def _why(error: Exception) -> str:
    from ptce_ref.services.production import why_unwritten  # noqa: PLC0415 - heavy, and needed once in a life

    return why_unwritten(error) if isinstance(error, OSError) else "le système a refusé"
