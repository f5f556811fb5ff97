"""What comes from elsewhere: choosing the file, reading what it would change, choosing, and only then taking it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.backup import backups_beside
from ptce_ref.services.conflict_sentence import ConflictWords
from ptce_ref.services.fusion_sentence import conflicts_in_words, tell_fusion, tell_left_to_do
from ptce_ref.services.merging import Choice, Fusion
from ptce_ref.services.nearby import NearbyFile, path_from_text
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.screens.base import sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.exchange_work import Told, WorkScreen
from ptce_ref.tui.text import Choice as Line
from ptce_ref.tui.text import ChoiceList, TextBlock
from ptce_ref.tui.widgets.document_list import size_in_words
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.line_table import Cell, Column, LineTable, Sheet


@dataclass(frozen=True)
class Foreseen:
    """What taking the file in would do: a line for each sentence, the conflicts, whether anything changes."""

    told: Sequence[str]
    conflicts: Sequence[tuple[str, ConflictWords]]
    changes: bool
    left: bool
    """Whether part of it is left aside, with the reason among the sentences."""


@dataclass(frozen=True)
class _Row:
    """A line of what would change: a sentence, or a conflict to settle."""

    text: str
    look: str = "plain"
    conflict: ConflictWords | None = None


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
        Binding("down", "list", "Aller à la liste", show=False),
    ]
    DEFAULT_CSS = """
    ArrivalScreen {
        #file { margin: 0 1; }
        #file .entry-label { width: 10; }
        #file .entry-error { padding-left: 10; }
        #lead { padding: 0 2; height: auto; color: $quiet; }
        ChoiceList { height: 1fr; max-height: 100%; border: none; padding: 0 1; background: $background; }
        ChoiceList:focus { background-tint: transparent; }
        #rest { height: 1fr; }
        LineTable { display: none; width: 100%; }
        #said { padding: 0 2; height: auto; min-height: 1; background: $panel; text-style: bold; }
        &.-read ChoiceList, &.-read #rest, &.-read #file { display: none; }
        &.-read LineTable { display: block; }
        &.-empty ChoiceList { display: none; }
        &.-full #rest { display: none; }
    }
    ArrivalScreen.-tall #file { margin: 1 1; }
    ArrivalScreen.-tall #lead { margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._files: Sequence[NearbyFile] = ()
        self._path: Path | None = None
        """The file chosen, once it was read."""
        self._source: object = None
        """What was read of it."""
        self._foreseen: Foreseen | None = None
        self._chosen: dict[str, Choice] = {}
        self._rows: Sequence[_Row] = ()
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

    def warn(self, source: object) -> tuple[str, ...]:
        """Return what is worth saying of the file before its content."""
        raise NotImplementedError

    # What is on the screen

    def compose(self) -> ComposeResult:
        yield Heading(self.NAME)
        yield Entry("Fichier", id="file", hint="son chemin, tapé ou collé ; ou ↓ pour la liste")
        yield TextBlock(id="lead")
        yield ChoiceList(id="files")
        yield TextBlock(id="rest")
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
        self._files = files
        self.query_one(ChoiceList).fill(_file_line(place, file) for place, file in enumerate(files))
        self.query_one("#lead", TextBlock).show(bind_signs(self.FOUND if files else self.NONE_FOUND))
        self.set_class(not files, "-empty")
        self.set_class(bool(files), "-full")
        self.tell("Choisissez le fichier : rien ne changera sans votre accord.")

    def _show_rows(self, mark: int | None = None) -> None:
        """Show what would change, or what has changed."""
        if self._foreseen is None:
            return
        rows = [_Row(text) for text in self._foreseen.told]
        before = ""
        for place, conflict in self._foreseen.conflicts:
            if place != before:
                rows.append(_Row(f"À choisir : {place}"))
                before = place
            rows.append(_Row(wording.sentence(conflict.what), "strong", conflict))
        self._rows = rows
        table = self.query_one(LineTable)
        table.show(_sheet(rows, self._kept_here, self.size.width), row=table.row if mark is None else mark)
        self.refresh_bindings()

    def _kept_here(self, conflict: ConflictWords) -> bool:
        chosen = self._chosen.get(conflict.mark)
        return conflict.here_kept if chosen is None else chosen is Choice.HERE

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        if action == "take":
            return self._foreseen is not None and self._foreseen.changes and not self._taken
        if action == "choose_all":
            return self._foreseen is not None and bool(self._foreseen.conflicts) and not self._taken
        return True

    # Choosing the file

    def action_list(self) -> None:
        """Go from the line one types in to the list under it."""
        if self._files and self._foreseen is None:
            self.set_focus(self.query_one(ChoiceList))

    @on(ChoiceList.OptionSelected)
    def _file_chosen(self, event: ChoiceList.OptionSelected) -> None:
        self._open(self._files[int(event.option_id or 0)].path)

    @on(LineInput.Submitted)
    def _path_typed(self) -> None:
        entry = self.query_one("#file", Entry)
        entry.show_error("" if entry.value.strip() else "Tapez le chemin du fichier, ou prenez-le dans la liste.")
        if entry.value.strip():
            self._open(path_from_text(entry.value))

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
        self._chosen.clear()
        self._foresee("Lecture de ce qui changerait")

    def _foresee(self, words: str) -> None:
        source, chosen = self._source, dict(self._chosen)

        def run(told: Told) -> Foreseen:
            with open_workspace(self.ptce.path, clock=self.ptce.clock) as workspace:
                # A choice made before another window changed the base may have nothing left to decide.
                fusion = self.fuse(workspace, source, {}, told, trial=True)
                return _in_words(workspace, fusion)

        def show(foreseen: Foreseen) -> None:
            marks = {conflict.mark for _, conflict in foreseen.conflicts}
            self._chosen = {mark: choice for mark, choice in chosen.items() if mark in marks}
            self._show_foreseen(foreseen)

        self.begin(words, run, show, failed=self.refused)

    def _show_foreseen(self, foreseen: Foreseen) -> None:
        self._foreseen = foreseen
        self.add_class("-read")
        name = self._path.name if self._path else ""
        self.query_one(Heading).show(self.NAME, name)
        self.query_one("#lead", TextBlock).show(bind_signs("\n".join(self.warn(self._source))))
        self._show_rows(0)
        self.set_focus(self.query_one(LineTable))
        self.tell(_next_words(foreseen, self.VERB))

    # Choosing among two versions

    @on(LineTable.Opened)
    def _other_version(self) -> None:
        """Keep the other version of the marked conflict."""
        row = self._rows[self.query_one(LineTable).row]
        if row.conflict is not None and not self._taken:
            here = self._kept_here(row.conflict)
            self._chosen[row.conflict.mark] = Choice.THERE if here else Choice.HERE
            self._show_rows()

    def action_choose_all(self, side: str) -> None:
        """Keep everywhere what is here, what is there, or what is the latest."""
        if self._foreseen is None:
            return
        marks = [conflict.mark for _, conflict in self._foreseen.conflicts]
        choice = Choice(side)
        self._chosen = {} if choice is Choice.LATEST else dict.fromkeys(marks, choice)
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
            "Votre base d’avant sera d’abord copiée à côté d’elle : on peut y revenir.",
        )
        self.app.push_screen(ConfirmDialog(self.NAME, sentences, self.VERB), self._take)

    def _take(self, confirmed: bool | None) -> None:
        if not confirmed:
            return
        source, chosen = self._source, dict(self._chosen)
        # What is typed and not stored follows who takes another number.
        self.ptce.drafts.flush()

        def run(told: Told) -> Foreseen:
            with open_workspace(self.ptce.path, clock=self.ptce.clock) as workspace:
                fusion = self.fuse(workspace, source, chosen, told, trial=False)
                done = _in_words(workspace, fusion)
                return replace(done, told=(*done.told, *tell_left_to_do(workspace, fusion)))

        self.begin("Copie de la base, puis écriture", run, self._done)

    def _done(self, done: Foreseen) -> None:
        self.ptce.drafts.read_again()
        self._taken = True
        self._foreseen = Foreseen(done.told, (), changes=False, left=done.left)
        self._show_rows(0)
        copy = backups_beside(self.ptce.path)[-1:]
        kept = f"\nLa base d’avant est gardée : {copy[0].path.name}" if copy and done.changes else ""
        left = " Une partie a été laissée de côté : la liste dit pourquoi." if done.left else ""
        self.tell(bind_signs(f"✓ {self.DONE}{left}{kept}"))

    def stopped(self) -> None:
        """Show again what can be done."""
        if self._foreseen is not None:
            self.tell(f"Arrêté : rien n’a été changé. {_next_words(self._foreseen, self.VERB)}")

    def leave(self) -> None:
        """Go back to the choice of a file, or leave."""
        if self._foreseen is None or self._taken:
            self.dismiss(None)
            return
        self._foreseen = None
        self.remove_class("-read")
        self.query_one(Heading).show(self.NAME)
        self._show_files(self._files)
        self.set_focus(self.query_one(ChoiceList) if self._files else self.query_one("#file LineInput"))
        self.refresh_bindings()


def _in_words(workspace: Workspace, fusion: Fusion) -> Foreseen:
    told = tell_fusion(workspace, fusion, conflicts=False)
    left = any(account.left for account in fusion.accounts)
    return Foreseen(told, conflicts_in_words(workspace, fusion), fusion.changes_something, left)


def _next_words(foreseen: Foreseen, verb: str) -> str:
    if not foreseen.changes:
        return "Rien à changer : la base a déjà tout cela."
    count = len(foreseen.conflicts)
    if not count:
        return bind_signs(f"Voici ce qui changerait. Rien n’est encore fait : Ctrl+S {_lower(verb)}.")
    choices = wording.count(count, "choix", "choix")
    return bind_signs(
        f"Rien n’est encore fait. {choices} à faire, plus bas : Entrée garde l’autre version ; "
        "i : tout d’ici, b : tout de là-bas, r : le plus récent."
    )


def _lower(verb: str) -> str:
    return {"Reprendre": "le reprend", "Fusionner": "fusionne"}[verb]


def _file_line(place: int, file: NearbyFile) -> Line:
    when = f"{wording.long_date(file.changed.date().isoformat())} à {file.changed:%H:%M}"
    said = f"\n   {file.path.parent} · {when} · {size_in_words(file.bytes)}"
    return Line(str(place), ((f" {file.path.name}", "bold"), (said, "$quiet")))


def _sheet(rows: Sequence[_Row], kept_here: Callable[[ConflictWords], bool], width: int) -> Sheet:
    room = max(20, width - 5)

    def lines(row: _Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
        indent = row.text[: len(row.text) - len(row.text.lstrip(" "))]
        said = tuple(f"{indent}{line}" for line in lines_of(row.text.strip(), room - len(indent)))
        if row.conflict is None:
            return said, (row.look,) * len(said)
        here = kept_here(row.conflict)
        looks: list[str] = [row.look] * len(said)
        for version, kept in ((row.conflict.here, here), (row.conflict.there, not here)):
            first, *others = lines_of(version, room - 4)
            said += (f"  {'●' if kept else '○'} {first}", *(f"    {line}" for line in others))
            looks += ["plain" if kept else "quiet"] * (1 + len(others))
        return said, tuple(looks)

    laid = [lines(row) for row in rows]

    def cells(row: int) -> Sequence[Cell]:
        return (Cell(*laid[row]),)

    return Sheet(
        (Column((), room + 1, fixed=True, fills=True),), len(rows), cells, heights=tuple(len(s) for s, _ in laid)
    )
