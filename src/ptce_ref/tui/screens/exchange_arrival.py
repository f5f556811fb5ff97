"""What comes from elsewhere: reading what the file chosen would change, choosing, and only then taking it in.

Where the file is, is for ``widgets.file_choice``; what is said of it, for ``tui.arrival``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.fusion_sentence import tell_left_to_do
from ptce_ref.services.merging import Choice, Fusion
from ptce_ref.services.nearby import NearbyFile
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.arrival import Foreseen, Row, VersionChoice, foresee, rows_of, sheet_of, tell_next
from ptce_ref.tui.screens.base import sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.exchange_work import Told, WorkScreen
from ptce_ref.tui.text import TextBlock
from ptce_ref.tui.widgets.file_choice import FileChoice
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.line_table import LineTable

_DOES = {"Reprendre": "le reprend", "Fusionner": "fusionne"}
"""What Ctrl+S does, by word of the button."""


class ArrivalScreen(WorkScreen):
    """Three moments: choosing the file, reading what it would do, and what was done."""

    AUTO_FOCUS = "#file LineInput"
    NAME: ClassVar[str]
    """What one does here, as the title of the screen."""
    VERB: ClassVar[str]
    """The word of the button that does it."""
    FOUND: ClassVar[str]
    """What the list of files is a list of."""
    NONE_FOUND: ClassVar[str]
    DONE: ClassVar[str]
    ONE_AT_A_TIME: ClassVar[str] = "Un fichier à la fois : choisissez-en un."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Reprendre", key_display="Ctrl+S", tooltip="ce qui est montré, après confirmation"),
        Binding(
            "i", "choose_all('ici')", "Garder partout ce qui est ici", show=False, tooltip="pour les choix à faire"
        ),
        Binding(
            "b",
            "choose_all('la-bas')",
            "Garder partout ce qui est là-bas",
            show=False,
            tooltip="pour les choix à faire",
        ),
        Binding("r", "choose_all('recent')", "Garder partout le plus récent", show=False, tooltip="pour les choix"),
    ]
    DEFAULT_CSS = """
    ArrivalScreen {
        #lead { display: none; padding: 0 2; height: auto; color: $quiet; }
        LineTable { display: none; width: 100%; }
        #said { padding: 0 2; height: auto; min-height: 1; background: $panel; text-style: bold; }
        &.-read FileChoice { display: none; }
        &.-read #lead, &.-read LineTable { display: block; }
    }
    ArrivalScreen.-tall #file { margin: 1 1; }
    ArrivalScreen.-tall #found, ArrivalScreen.-tall #lead { margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._path: Path | None = None
        """The file chosen, once it was read."""
        self._source: object = None
        """What was read of it."""
        self._foreseen: Foreseen | None = None
        self._versions = VersionChoice()
        self._rows: Sequence[Row] = ()
        self._taken = False
        """Whether it was taken in: nothing is left to choose."""

    # What each kind of file does its own way

    def look_for(self) -> Sequence[NearbyFile]:
        """Return the files to propose."""
        raise NotImplementedError

    def read(self, path: Path, told: Told) -> object:
        """Read a file and return what :meth:`fuse` needs of it. Raises as the services do."""
        raise NotImplementedError

    def fuse(
        self, workspace: Workspace, source: object, chosen: Mapping[str, Choice], told: Told, *, trial: bool
    ) -> Fusion:
        """Take in what was read, or only say what it would do."""
        raise NotImplementedError

    def foresee(
        self, workspace: Workspace, source: object, chosen: Mapping[str, Choice], told: Told, *, trial: bool
    ) -> Foreseen:
        """Return in words what :meth:`fuse` would do, or did, and what that leaves to do."""
        fusion = self.fuse(workspace, source, chosen, told, trial=trial)
        words = foresee(workspace, fusion)
        return words if trial else replace(words, told=(*words.told, *tell_left_to_do(workspace, fusion)))

    def warn(self, source: object) -> tuple[str, ...]:
        """Return what is worth saying of the file before its content."""
        raise NotImplementedError

    @property
    def does(self) -> str:
        """What Ctrl+S does, in words that follow its name."""
        return _DOES[self.VERB]

    @property
    def done(self) -> str:
        """What is said when it is done."""
        return self.DONE

    # What is on the screen

    def compose(self) -> ComposeResult:
        yield Heading(self.NAME)
        yield FileChoice()
        yield TextBlock(id="lead")
        yield LineTable()
        yield TextBlock(id="said")
        yield Footer()

    def on_mount(self) -> None:
        self.begin("Recherche dans vos dossiers", lambda _: tuple(self.look_for()), self._show_files, unasked=True)

    def on_resize(self) -> None:
        """Break the sentences again for the new width."""
        if self._foreseen is not None:
            self._show_rows()

    def database_changed(self) -> None:
        """What was foreseen may no longer be what would be done."""
        if self._foreseen is not None and not self._taken and self.job is None:
            self._foresee("La base a changé dans une autre fenêtre : lecture de ce qui changerait maintenant")

    def _show_files(self, files: Sequence[NearbyFile]) -> None:
        self.query_one(FileChoice).show(files, self.FOUND if files else self.NONE_FOUND)
        self._tell_choice()

    def _tell_choice(self) -> None:
        self.tell("Choisissez le fichier : rien ne changera sans votre accord.")

    def _show_rows(self, mark: int | None = None) -> None:
        """Show what would change, or what has changed."""
        if self._foreseen is None:
            return
        self._rows = rows_of(self._foreseen)
        table = self.query_one(LineTable)
        sheet = sheet_of(self._rows, self._versions, self.size.width)
        table.show(sheet, row=table.row if mark is None else mark)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        if action == "take":
            return self._foreseen is not None and self._foreseen.changes and not self._taken
        if action == "choose_all":
            return self._foreseen is not None and bool(self._foreseen.conflicts) and not self._taken
        return True

    # Reading the file

    @on(FileChoice.Chosen)
    def _file_chosen(self, event: FileChoice.Chosen) -> None:
        self.open_files(event.paths)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read what was chosen; several only where they can be taken together."""
        if len(paths) > 1:
            self.tell(self.ONE_AT_A_TIME)
            return
        self._open(paths[0])

    def _open(self, path: Path) -> None:
        self._path = path
        self.open_with(lambda told: self.read(path, told))

    def open_with(self, read: Callable[[Told], object]) -> None:
        """Read the file chosen, then say what it would change."""
        self.tell("")
        self.begin(
            "Lecture et vérification du fichier",
            lambda told: (read(told),),
            self._read,
            failed=self.refused,
            left=True,
        )

    def refused(self, error: Refusal | DatabaseUnusableError) -> None:
        """The file does not read, or what it brings cannot be taken in."""
        self.tell(sentence_of(error))

    def _read(self, result: tuple[object]) -> None:
        (self._source,) = result
        self._versions = VersionChoice()
        self._foresee("Lecture de ce qui changerait")

    def _foresee(self, words: str) -> None:
        source = self._source

        def run(told: Told) -> Foreseen:
            with open_workspace(self.ptce.path, clock=self.ptce.clock) as workspace:
                # A choice made before another window changed the base may have nothing left to decide.
                return self.foresee(workspace, source, {}, told, trial=True)

        self.begin(words, run, self._show_foreseen, failed=self.refused)

    def _show_foreseen(self, foreseen: Foreseen) -> None:
        self._foreseen = foreseen
        self._versions = self._versions.among(conflict for _, conflict in foreseen.conflicts)
        self.add_class("-read")
        name = self._path.name if self._path else ""
        self.query_one(Heading).show(self.NAME, name)
        self.query_one("#lead", TextBlock).show(bind_signs("\n".join(self.warn(self._source))))
        self._show_rows(0)
        self.set_focus(self.query_one(LineTable))
        self.tell(tell_next(foreseen, self.does))

    # Choosing among two versions

    @on(LineTable.Opened)
    def _other_version(self) -> None:
        """Keep the other version of the marked conflict."""
        row = self._rows[self.query_one(LineTable).row]
        if row.conflict is not None and not self._taken:
            self._versions.turn(row.conflict)
            self._show_rows()

    def action_choose_all(self, side: str) -> None:
        """Keep everywhere what is here, what is there, or what is the latest."""
        if self._foreseen is None:
            return
        self._versions.choose_all((conflict for _, conflict in self._foreseen.conflicts), Choice(side))
        self._show_rows()

    # Taking it in

    def action_take(self) -> None:
        """Ask, then take everything in."""
        foreseen = self._foreseen
        if foreseen is None or self.job is not None:
            return
        several = wording.count(len(foreseen.conflicts), "modification faite", "modifications faites")
        kept = (
            (f"{several} des deux côtés : ce qui est marqué ● sera gardé ; l’historique garde le reste.",)
            if foreseen.conflicts
            else ()
        )
        sentences = (
            "Tout ce qui vient d’être montré sera fait, en une seule fois.",
            *kept,
            "Votre base d’avant, si elle contient quelque chose, sera d’abord copiée à côté d’elle.",
        )
        self.app.push_screen(ConfirmDialog(self.NAME, sentences, self.VERB), self._take)

    def _take(self, confirmed: bool | None) -> None:
        if not confirmed:
            return
        source, chosen = self._source, dict(self._versions.chosen)
        # What is typed and not stored follows who takes another number.
        self.ptce.drafts.flush()

        def run(told: Told) -> Foreseen:
            with open_workspace(self.ptce.path, clock=self.ptce.clock) as workspace:
                return self.foresee(workspace, source, chosen, told, trial=False)

        self.begin("Copie de la base, puis écriture", run, self._done)

    def _done(self, done: Foreseen) -> None:
        self.ptce.drafts.read_again()
        self._taken = True
        self._foreseen = replace(done, conflicts=(), changes=False)
        self._show_rows(0)
        kept = f"\nLa base d’avant est gardée : {done.kept}" if done.kept else ""
        left = " Une partie a été laissée de côté : la liste dit pourquoi." if done.left else ""
        self.tell(bind_signs(f"✓ {self.done}{left}{kept}"))

    def stopped(self) -> None:
        """Show again what can be done."""
        if self._foreseen is not None:
            self.tell(f"Arrêté : rien n’a été changé. {tell_next(self._foreseen, self.does)}")

    def leave(self) -> None:
        """Go back to the choice of a file, or leave."""
        if self._foreseen is None or self._taken:
            self.dismiss(None)
            return
        self._foreseen = None
        self.remove_class("-read")
        self.query_one(Heading).show(self.NAME)
        self._tell_choice()
        self.query_one(FileChoice).focus_files()
        self.refresh_bindings()
