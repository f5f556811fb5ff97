"""The copies of the base: the dated ones it has, what each holds, making one more, going back to one."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.backup import WORDS, Backup, backup_folder, backups_beside
from ptce_ref.services.copies import Holdings, Returned, holdings_of, make_copy, return_to_copy
from ptce_ref.services.nearby import path_from_text
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.exchange_work import Told, WorkScreen
from ptce_ref.tui.text import Choice, ChoiceList, TextBlock
from ptce_ref.tui.widgets.document_list import size_in_words
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.more_below import MoreBelow, choices_below
from ptce_ref.tui.widgets.page_list import PageList

Held = tuple[Backup, Holdings | None]


class _Copies(PageList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Revenir à cette copie", key_display="Entrée", tooltip="après confirmation")
    ]

    def allow_focus(self) -> bool:
        """An empty list takes no key."""
        return super().allow_focus() and self.option_count > 0


class CopiesScreen(WorkScreen):
    """Every copy, the latest first; with ``copying``, one is about to be made."""

    HERE = Help(
        "Copies de sauvegarde",
        (
            (
                "Chaque copie est la base entière, à une date. ptce en fait une de lui-même avant ce qui se défait "
                "mal : un fichier reçu, une fusion, un changement de version. Les vingt dernières de celles-là sont "
                "gardées ; celles que vous demandez ne sont jamais enlevées."
            ),
            (
                "Revenir à une copie la met à la place de la base. La base d’à présent n’est pas effacée : elle est "
                "mise de côté dans cette même liste, et l’on peut y revenir."
            ),
            (
                "Pour une copie sur une clé ou un autre disque, changez le dossier, puis Ctrl+S. Une copie contient "
                "les noms et les textes de ce jour-là."
            ),
        ),
        (
            ("↑ ↓", "passer d’une copie à l’autre"),
            ("Entrée", "revenir à la copie marquée, après confirmation"),
            ("Ctrl+S", "faire une copie de la base, maintenant"),
            ("Tab", "aller au dossier où elle sera écrite"),
            ("Échap", "arrêter ce qui est en cours ; puis revenir"),
        ),
    )
    AUTO_FOCUS = "_Copies"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "copy", "Faire une copie", key_display="Ctrl+S", tooltip="de la base, maintenant"),
    ]
    DEFAULT_CSS = """
    CopiesScreen {
        #none { padding: 1 2; height: 1fr; }
        MoreBelow { padding: 0 3; }
        #folder { margin: 0 1; }
        #folder .entry-label { width: 14; }
        #folder .entry-error { padding-left: 14; }
        #said { padding: 0 2; height: auto; min-height: 1; background: $panel; text-style: bold; }
    }
    CopiesScreen.-tall _Copies { padding: 1 1; }
    """

    def __init__(self, *, copying: bool = False) -> None:
        super().__init__()
        self._copying = copying
        self._held: Sequence[Held] = ()

    def compose(self) -> ComposeResult:
        yield Heading("Copies de sauvegarde", self.ptce.path.name)
        yield _Copies()
        yield MoreBelow(lambda: self.query_one(_Copies), choices_below)
        yield TextBlock(
            bind_signs(
                "Aucune copie de cette base pour l’instant.\n\nCtrl+S en fait une, dans le dossier écrit ci-dessous : "
                "c’est la base entière, à la date d’aujourd’hui."
            ),
            id="none",
        )
        yield Entry("Copier dans", id="folder", value=str(backup_folder(self.ptce.path)))
        yield TextBlock(id="said")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(_Copies).display = False
        self._read(
            "Ctrl+S fait une copie dans ce dossier."
            if self._copying
            else "Rien n’est changé ni effacé ici sans votre accord."
        )

    def database_changed(self) -> None:
        if self.job is None:
            self._read("")

    def _read(self, words: str) -> None:
        """List the copies again, then say ``words``."""
        path = self.ptce.path

        def look(told: Told) -> tuple[Held, ...]:
            found = backups_beside(path)[::-1]
            return tuple((copy, _look_at(copy, place, len(found), told)) for place, copy in enumerate(found))

        def show(held: tuple[Held, ...]) -> None:
            self._show(held)
            if words:
                self.tell(words)

        self.begin("Lecture des copies", look, show, unasked=True)

    def _show(self, held: Sequence[Held]) -> None:
        self._held = held
        listed = self.query_one(_Copies)
        listed.fill(_line(place, *item) for place, item in enumerate(held))
        listed.display = bool(held)
        self.query_one("#none").display = not held
        count = f" · {wording.count(len(held), 'copie')}" if held else ""
        self.query_one(Heading).show("Copies de sauvegarde", f"{self.ptce.path.name}{count}")
        if held and self.focused is None:
            self.set_focus(listed)

    # One more

    def action_copy(self) -> None:
        """Copy the base where it is said."""
        entry = self.query_one("#folder", Entry)
        entry.show_error("" if entry.value.strip() else "Dites dans quel dossier écrire la copie.")
        if not entry.value.strip():
            entry.focus_input()
            return
        folder, path = path_from_text(entry.value), self.ptce.path

        def run(told: Told) -> Path:
            with open_workspace(path, read_only=True, clock=self.ptce.clock) as workspace:
                return make_copy(workspace, folder, told)

        self.begin("Copie de la base", run, self._copied)

    def _copied(self, file: Path) -> None:
        among = file.parent == backup_folder(self.ptce.path)
        self._read(bind_signs(f"✓ Copie écrite : {file.name if among else file}"))

    @on(LineInput.Submitted)
    def _folder_given(self) -> None:
        self.action_copy()

    # Going back

    @on(ChoiceList.OptionSelected)
    def _ask(self, event: ChoiceList.OptionSelected) -> None:
        copy, holdings = self._held[int(event.option_id or 0)]
        if holdings is None:
            self.tell("Cette copie ne se lit pas : choisissez-en une autre.")
            return

        def go(confirmed: bool | None) -> None:
            if confirmed:
                self._return(copy)

        sentences = (
            f"La base redevient celle du {_moment(copy)} : {_holdings(holdings)}.",
            (
                "Ce qui a été fait depuis n’y sera pas. La base d’à présent n’est pas effacée : elle est mise de côté "
                "parmi les copies, et l’on peut y revenir de la même façon."
            ),
            "Fermez d’abord les autres fenêtres de ptce ouvertes sur cette base.",
        )
        self.app.push_screen(ConfirmDialog("Revenir à une copie", sentences, "Revenir à cette copie"), go)

    def _return(self, copy: Backup) -> None:
        path, clock = self.ptce.path, self.ptce.clock
        if self.job is not None and not self.job.unasked:
            return
        self.drop_job()
        # On some systems an open file keeps its place.
        self.ptce.put_base_down()
        self.begin(
            "Lecture et vérification de la copie",
            lambda told: return_to_copy(copy.path, path, clock, told),
            self._returned,
            failed=self._not_returned,
        )

    def _returned(self, done: Returned) -> None:
        with self.explained():
            self.ptce.take_base_up()
        aside = f" Celle d’avant est mise de côté : {done.restored.aside.name}." if done.restored.aside else ""
        people = wording.count(done.erased, "personne effacée depuis", "personnes effacées depuis")
        again = f" {people} {wording.agreed(done.erased, 'l’a', 'l’ont')} été de nouveau." if done.erased else ""
        doubt = (
            " La base d’avant ne se lit pas : si vous avez effacé quelqu’un depuis cette copie, vérifiez que c’est "
            "toujours fait."
        )
        self._read(bind_signs(f"✓ La base est celle de la copie.{aside}{again}{doubt if done.doubtful else ''}"))

    def _not_returned(self, error: Refusal | DatabaseUnusableError) -> None:
        with self.explained():
            self.ptce.take_base_up()
        self.tell(sentence_of(error))

    def stopped(self) -> None:
        with self.explained():
            self.ptce.take_base_up()


def _look_at(copy: Backup, place: int, total: int, told: Told) -> Holdings | None:
    told(place, total)
    return holdings_of(copy)


def _moment(copy: Backup) -> str:
    return f"{wording.long_date(copy.at[:10])} à {copy.at[11:16]}"


def _holdings(found: Holdings) -> str:
    return f"{wording.count(found.poles, 'pôle')}, {wording.count(found.evaluations, 'évaluation')}"


def _line(place: int, copy: Backup, found: Holdings | None) -> Choice:
    size = size_in_words(copy.bytes)
    if found is None:
        return Choice(
            str(place),
            (
                (f" {_moment(copy)}", "bold"),
                (f"  {WORDS[copy.why]}\n", "$quiet"),
                ("   ne se lit pas", "$error"),
                (f" · {size}", "$quiet"),
            ),
        )
    last = f" · jusqu’au {wording.long_date(found.changed_at[:10])}" if found.changed_at else ""
    said = f"{_holdings(found)}{last} · {size}"
    return Choice(
        str(place), ((f" {_moment(copy)}", "bold"), (f"  {WORDS[copy.why]}\n", "$accent"), (f"   {said}", "$quiet"))
    )
