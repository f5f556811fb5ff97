"""Which filled files to take back: those found in the usual folders, or a path typed, pasted or dropped."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.nearby import NearbyFile, filled_workbooks, paths_from_text
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.returned_file import Kind, kind_of, workbooks_in
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.exchange_work import WorkScreen
from ptce_ref.tui.screens.returned import ReturnedScreen
from ptce_ref.tui.text import Choice, ChoiceList, TextBlock
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.more_below import MoreBelow, choices_below
from ptce_ref.tui.widgets.page_list import PageList

_NAMES = {Kind.QUESTIONNAIRE: "questionnaire", Kind.PLAN: "classeur de co-évaluation"}
_FOUND = "Classeurs de ptce dans vos dossiers habituels, le plus récent d’abord :"
_NONE = (
    "Aucun questionnaire dans vos dossiers habituels (documents, téléchargements, bureau, clés). Tapez ou collez le "
    "chemin du fichier reçu, ou du dossier où ils sont tous, puis Entrée. Sur bien des ordinateurs, faire glisser le "
    "fichier sur cette fenêtre l’écrit pour vous."
)
_READY = "Entrée ouvre le fichier marqué, ou ceux qui sont cochés. Rien ne change ici."
_SAFE = "Rien ne change ici : l’écran suivant dit d’abord ce qui changerait."


class _FilesFound(PageList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "select", "Ouvrir", key_display="Entrée", tooltip="le fichier marqué, ou ceux que l’on a cochés"
        )
    ]

    def allow_focus(self) -> bool:
        """An empty list takes no key."""
        return super().allow_focus() and self.option_count > 0


class ReturnedChoiceScreen(WorkScreen):
    """Choosing the files; what each would do is read on the next screen, and nothing changes here."""

    TAKES_BACK = True
    HERE = Help(
        "Reprendre des questionnaires",
        (
            (
                "Les questionnaires en tableur (.xlsx) que l’on vous renvoie sont repris ici, un par un ou tous "
                "ensemble. L’écran suivant dit d’abord de qui vient chacun et ce qui changerait."
            ),
            (
                "Un dossier peut remplacer le fichier : tous les questionnaires qu’il contient sont alors lus. Un "
                "classeur de co-évaluation dont la feuille « Plan d’action » est remplie est repris de même, et un "
                "fichier d’échange (.json) est reconnu."
            ),
        ),
        (
            ("↓", "aller à la liste des fichiers trouvés"),
            ("Espace", "cocher le fichier marqué, pour en ouvrir plusieurs"),
            ("a", "tout cocher, ou ne rien cocher"),
            ("Entrée", "ouvrir le fichier marqué, ou ceux que l’on a cochés"),
            ("Échap", "revenir"),
        ),
    )
    AUTO_FOCUS = "#file LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Cocher", key_display="Espace", tooltip="pour ouvrir plusieurs fichiers"),
        Binding("a", "tick_all", "Tout cocher", show=False, tooltip="ou ne rien cocher"),
        Binding("down", "list", "Aller à la liste", show=False),
    ]
    DEFAULT_CSS = """
    ReturnedChoiceScreen {
        #file { margin: 0 1; }
        #file .entry-label { width: 20; }
        #file .entry-error { padding-left: 20; }
        #lead { padding: 0 2; height: auto; color: $quiet; }
        #rest { height: 1fr; }
        MoreBelow { padding: 0 3; }
        #said { padding: 0 2; height: auto; min-height: 1; background: $panel; text-style: bold; }
        &.-empty _FilesFound, &.-empty MoreBelow { display: none; }
        &.-full #rest { display: none; }
    }
    ReturnedChoiceScreen.-tall #file { margin: 1 1; }
    ReturnedChoiceScreen.-tall #lead { margin-bottom: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._files: Sequence[tuple[NearbyFile, Kind]] = ()
        self._ticked: set[int] = set()

    def compose(self) -> ComposeResult:
        yield Heading("Reprendre des questionnaires")
        yield Entry("Fichier ou dossier", id="file", hint="son chemin, tapé ou collé ; ou ↓ pour la liste")
        yield TextBlock(id="lead")
        yield _FilesFound()
        yield MoreBelow(lambda: self.query_one(_FilesFound), choices_below)
        yield TextBlock(id="rest")
        yield TextBlock(id="said")
        yield Footer()

    def on_mount(self) -> None:
        self._look()

    def _look(self) -> None:
        base = self.ptce.path
        self.begin("Recherche dans vos dossiers", lambda _: tuple(filled_workbooks(base)), self._found, unasked=True)

    def _found(self, files: Sequence[tuple[NearbyFile, Kind]]) -> None:
        self._files = files
        self._ticked.clear()
        self._show()
        self.query_one("#lead", TextBlock).show(bind_signs(_FOUND if files else _NONE))
        self.set_class(not files, "-empty")
        self.set_class(bool(files), "-full")
        self.tell(bind_signs(_READY if files else _SAFE))
        self.refresh_bindings()

    def _show(self) -> None:
        listed = self.query_one(_FilesFound)
        listed.fill(_line(place, *item, ticked=place in self._ticked) for place, item in enumerate(self._files))

    # Choosing

    @property
    def _in_list(self) -> bool:
        return isinstance(self.focused, _FilesFound)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        return action not in ("tick", "tick_all") or self._in_list

    def action_list(self) -> None:
        """Go from the line one types in to the list under it."""
        if self._files:
            self.set_focus(self.query_one(_FilesFound))

    def action_tick(self) -> None:
        """Tick the marked file, or untick it."""
        wanted = self.query_one(_FilesFound).current_id
        if wanted is not None:
            self._ticked ^= {int(wanted)}
            self._show()

    def action_tick_all(self) -> None:
        """Tick all the files listed, or none."""
        every = set(range(len(self._files)))
        self._ticked = set() if self._ticked == every else every
        self._show()

    @on(ChoiceList.OptionSelected)
    def _opened(self, event: ChoiceList.OptionSelected) -> None:
        chosen = sorted(self._ticked) or [int(event.option_id or 0)]
        self._open([self._files[place][0].path for place in chosen])

    @on(LineInput.Submitted)
    def _typed(self) -> None:
        entry = self.query_one("#file", Entry)
        entry.show_error("" if entry.value.strip() else "Tapez le chemin du fichier, ou prenez-le dans la liste.")
        if entry.value.strip():
            with self.explained():
                self._open(_files_meant(paths_from_text(entry.value)))

    def _open(self, paths: Sequence[Path]) -> None:
        if self.job is not None:
            self.drop_job()
        if len(paths) == 1 and kind_of(paths[0]) is Kind.EXCHANGE:
            from ptce_ref.tui.screens.exchange_receive import ReceiveScreen  # noqa: PLC0415 - seldom needed

            self.app.push_screen(ReceiveScreen(paths[0]))
        else:
            review = ReturnedScreen(paths)
            self.app.push_screen(review, lambda _: self._came_back(review.over))

    def _came_back(self, over: bool) -> None:
        """Leave too when all was taken; otherwise more may be chosen."""
        if over:
            self.dismiss(None)
        else:
            self._look()


def _files_meant(paths: Sequence[Path]) -> list[Path]:
    """Return the files that were named, a folder standing for its own. Raises :class:`Refusal` when there is none."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = workbooks_in(path)
            if not inside:
                raise Refusal(f"Le dossier « {path} » ne contient aucun questionnaire de ptce (.xlsx).")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise Refusal(f"Aucun fichier à cet endroit : « {path} ».")
    return found


def _line(place: int, file: NearbyFile, kind: Kind, *, ticked: bool) -> Choice:
    box = (" [x] ", "bold $primary") if ticked else (" [ ] ", "$quiet")
    when = f"{wording.long_date(file.changed.date().isoformat())} à {file.changed:%H:%M}"
    return Choice(
        str(place), (box, (file.path.name, "bold"), (f"\n     {_NAMES[kind]} · {when} · {file.path.parent}", "$quiet"))
    )
