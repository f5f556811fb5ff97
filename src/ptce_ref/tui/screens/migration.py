"""Taking an evaluation to another version of its referential: what it does is shown, then asked, then done (R15)."""

from collections.abc import Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.text import bind_signs, clean_line
from ptce_ref.reports.migration_view import MigrationView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.migration import (
    Foreseen,
    find_version,
    foresee_migration,
    migrate_evaluation,
    return_from_migration,
    version_before,
    versions_for,
)
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.text import ActionButton, HangingBlock, TextBlock, content, say
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark

_NOT_KEPT = (
    "L’évaluation d’avant est gardée entière, et la base est d’abord copiée. Ce qui n’a pas pu suivre reste lisible. "
    "Tant que rien n’est dit ensuite, on peut revenir."
)


class MigrationScreen(BaseScreen[None]):
    """The version one is at, the one to go to, and everything that would change."""

    HERE = Help(
        "Changer de version",
        (
            (
                "Une évaluation répond à une version du référentiel, et la garde. Quand une autre version est écrite, "
                "cette page dit d’abord tout ce qui changerait : les questions renommées, scindées, réunies, "
                "abandonnées, nouvelles, et l’échelle."
            ),
            (
                "Un avis passe quand il dit de la nouvelle question ce qu’il disait de l’ancienne. Sinon il est "
                "redemandé : la personne retrouve son argument, et redonne son niveau."
            ),
            "Rien n’est écrit avant que vous ne disiez oui. Rien n’est perdu.",
        ),
        (
            ("Entrée", "lire ce qui changerait"),
            ("Tab", "passer du champ au texte, puis aux boutons"),
            ("Ctrl+S", "changer de version, après confirmation"),
        ),
    )
    AUTO_FOCUS = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "go", "Changer de version", key_display="Ctrl+S", tooltip="après confirmation"),
    ]
    DEFAULT_CSS = """
    MigrationScreen {
        #now { padding: 0 2; background: $surface; height: auto; }
        #target { padding: 0 2; background: $surface; height: auto; }
        #preview { padding: 1 2 0 2; height: 1fr; scrollbar-size-vertical: 1; }
        #preview:focus { background: $surface; }
        .lead { color: $quiet; height: auto; }
        .line { padding-left: 2; height: auto; }
        #buttons { height: auto; align-horizontal: right; padding: 0 2; }
        #buttons Button { margin-left: 2; }
    }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._foreseen: Foreseen | None = None

    def compose(self) -> ComposeResult:
        yield Heading("Changer de version")
        yield TextBlock(id="now")
        with Vertical(id="target"):
            yield Entry("Vers la version", id="version", hint="un dossier, un classeur, ou un numéro")
        yield VerticalScroll(id="preview")
        with Horizontal(id="buttons"):
            yield ActionButton("Revenir", id="return")
            yield ActionButton("Changer de version", id="go", primary=True)
        yield Footer()

    def on_mount(self) -> None:
        self._read()
        with self.explained():
            newer = versions_for(self.workspace, self._evaluation)
            if newer:
                self.query_one(Entry).put(newer[-1].version)
        self._look()

    def database_changed(self) -> None:
        self._read()
        self._look()

    def _read(self) -> None:
        """Show the version the evaluation is at, as the database has it now."""
        with self.explained():
            self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
            pole = self.ptce.pole_of(self._evaluation)
            self.query_one(Heading).show(pole.name, "changer de version", pole_mark(pole))
            referential = referential_of(self.workspace, self._evaluation.referential_hash)
            self.query_one("#now", TextBlock).show(
                (self._evaluation.title, "bold"),
                f"\nCette évaluation répond à la version {referential.version} : {referential.header.title}.",
            )
            before = version_before(self.workspace, self._evaluation)
            button = self.query_one("#return", ActionButton)
            button.display = before is not None
            button.label = content(f"Revenir à la version {before}")

    @on(LineInput.Submitted)
    def _look_then_read(self) -> None:
        self._look()
        self.query_one("#preview").focus()

    @on(LineInput.Changed)
    def _changed(self) -> None:
        self._foreseen = None
        self.query_one("#go", ActionButton).display = False

    def _look(self) -> None:
        """Show what going there would do, or why one cannot."""
        self._foreseen, wanted = None, clean_line(self.query_one(Entry).value)
        if not wanted:
            pieces = [TextBlock(bind_signs(_no_version()))]
        else:
            try:
                after = find_version(self.workspace, self._evaluation, wanted)
                self._foreseen = foresee_migration(self.workspace, self._evaluation.id, after)
                pieces = list(_preview(self._foreseen.view))
            except (Refusal, DatabaseUnusableError) as error:
                pieces = [TextBlock((bind_signs(sentence_of(error)), "$error"))]
        self.query_one("#go", ActionButton).display = not (self._foreseen is None or self._foreseen.view.nothing)
        preview = self.query_one("#preview", VerticalScroll)
        preview.remove_children()
        preview.mount_all(pieces)
        preview.scroll_home(animate=False)

    @on(ActionButton.Pressed, "#go")
    def action_go(self) -> None:
        """Ask, with what it does in a few sentences."""
        if self._foreseen is None:
            self._look()
        foreseen = self._foreseen
        if foreseen is None or foreseen.view.nothing:
            say(self.app, "Dites d’abord vers quelle version aller.", "warning")
            return
        asked = f"De la version {foreseen.view.before} à la version {foreseen.view.after}."
        dialog = ConfirmDialog("Changer de version", (asked, *foreseen.view.summary, _NOT_KEPT), "Changer de version")
        self.app.push_screen(dialog, self._go)

    def _go(self, confirmed: bool | None) -> None:
        if not confirmed or self._foreseen is None:
            return
        with self.explained():
            done = migrate_evaluation(self.workspace, self._evaluation.id, self._foreseen.after)
            say(self.app, f"L’évaluation répond maintenant à la version {done.after}. {' '.join(done.summary)}")
            self.dismiss(None)

    @on(ActionButton.Pressed, "#return")
    def _ask_to_return(self) -> None:
        sentences = (
            (
                "Les avis, les votes, les positions et le plan d’action redeviennent ce qu’ils étaient avant le "
                "changement de version."
            ),
            "Ce n’est possible que si rien n’a été dit depuis. Le retour est inscrit au journal.",
        )
        self.app.push_screen(ConfirmDialog("Revenir à la version d’avant", sentences, "Revenir"), self._return)

    def _return(self, confirmed: bool | None) -> None:
        if not confirmed:
            return
        with self.explained():
            done = return_from_migration(self.workspace, self._evaluation.id)
            say(self.app, f"L’évaluation est revenue à la version {done.after}.")
            self.dismiss(None)


def _no_version() -> str:
    return (
        "Aucune version plus récente n’est connue de ce programme ni de cette base. Si quelqu’un vous en a donné une, "
        "écrivez ci-dessus le dossier ou le classeur où elle se trouve, puis Entrée."
    )


def _preview(view: MigrationView) -> Iterator[TextBlock]:
    if view.nothing:
        yield TextBlock(f"Rien à faire : l’évaluation répond déjà à la version {view.after}.")
        return
    yield TextBlock((f"De la version {view.before} à la version {view.after}", "bold"))
    for sentence in view.summary:
        yield HangingBlock(sentence, classes="line")
    for group in view.groups:
        yield TextBlock((f"\n{group.title} ({len(group.lines)})", "bold"))
        if group.lead:
            yield TextBlock(group.lead, classes="lead")
        for line in group.lines:
            yield HangingBlock(line, classes="line")
