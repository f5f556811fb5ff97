"""Writing an exchange file: which evaluations, for whom, where; what leaves and what does not is said first."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ptce_ref.domain.overview import EvaluationHead, EvaluationLine, Overview
from ptce_ref.domain.phase import NAMES, others_visible
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.exchange import Exported, export_evaluations
from ptce_ref.services.nearby import path_from_text
from ptce_ref.services.opener import open_folder
from ptce_ref.services.overview import listing_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import Workspace, open_workspace
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.exchange_work import Told, WorkScreen
from ptce_ref.tui.screens.form import FORM_KEYS, FormScreen
from ptce_ref.tui.text import ActionButton, TextBlock
from ptce_ref.tui.widgets.document_list import size_in_words
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.picker import Item, Picker
from ptce_ref.tui.widgets.section import FormScroll

_ALL = ""
"""Stands for every evaluation of the pôle."""
_NETWORK, _MACHINE = "reseau", "machine"
_FOR_WHOM = (
    Item(_NETWORK, "un réseau, une collectivité, un autre pôle", "confidentiel : ni noms ni arguments"),
    Item(_MACHINE, "un autre ordinateur du même pôle", "complet : les noms, les arguments, l’historique"),
)
_CONFIDENTIAL = (
    "Confidentiel : ni nom, ni argument, ni action, ni historique. Les avis y sont comptés par collège, et les "
    "collèges de peu de voix y sont réunis."
)
_COMPLETE = (
    "Complet : tout y est, noms, arguments et historique compris. Ne le confiez qu’à un autre ordinateur de votre pôle."
)
_NOT_WRITTEN = "Rien n’est encore écrit. Ctrl+S écrit le fichier."
_NOTHING_LEAVES = "Rien ne peut encore être écrit : choisissez une autre évaluation, ou un autre destinataire."

Listed = EvaluationLine | EvaluationHead


class ExportScreen(WorkScreen, FormScreen[None]):
    """An evaluation, or all those of a pôle, in a file for somebody else."""

    HERE = Help(
        "Écrire un fichier d’échange",
        (
            (
                "Le fichier (.json) s’envoie ou se copie. Qui le reçoit l’ouvre par « Échanger », puis « Recevoir un "
                "fichier » : il lit les mêmes niveaux que vous."
            ),
            (
                "Pour un réseau, rien n’en sort qui désigne une personne, et rien avant le dialogue. Pour un autre "
                "ordinateur de votre pôle, tout y est : c’est à garder entre vous."
            ),
            "Le fichier est écrit en entier ou pas du tout. L’écran dit avant si un fichier du même nom sera remplacé.",
        ),
        (*(line for line in FORM_KEYS if line[0] != "Ctrl+S"), ("Ctrl+S", "écrire le fichier")),
    )
    AUTO_FOCUS = "Picker"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Écrire le fichier", key_display="Ctrl+S", tooltip="celui de ce formulaire")
    ]
    DEFAULT_CSS = """
    ExportScreen {
        #form { padding: 1 2 0 1; }
        #explanation { color: $foreground; margin: 0 0 1 26; height: auto; }
        #form #whom { margin-bottom: 0; }
        #buttons { height: auto; margin-left: 26; }
        #buttons ActionButton { margin: 0 2 0 0; }
        #said { padding: 0 2; height: auto; min-height: 1; background: $panel; text-style: bold; }
    }
    """

    def __init__(self, workspace: Workspace, pole_id: str | None = None, evaluation_id: str | None = None) -> None:
        """Raises :class:`Refusal` when the base has no evaluation to write."""
        super().__init__()
        self._overview: Overview = listing_of(workspace)
        self._poles = [pole for pole in self._overview.poles if self._of(pole.id)]
        if not self._poles:
            raise Refusal("Il n’y a encore aucune évaluation à écrire dans un fichier.")
        known = {pole.id for pole in self._poles}
        self._first_pole = pole_id if pole_id in known else self._poles[0].id
        self._first = evaluation_id
        self._written: Path | None = None

    def compose(self) -> ComposeResult:
        yield Heading(*self._heading(self._first_pole))
        with FormScroll(id="form"):
            if len(self._poles) > 1:
                poles = [Item(pole.id, pole.name, pole.commune or "") for pole in self._poles]
                yield Picker("Pôle", poles, id="pole", value=self._first_pole)
            yield Picker("Évaluations", self._items(self._first_pole), id="what", value=self._first or _ALL)
            yield Picker("Pour qui", _FOR_WHOM, id="whom", value=_NETWORK)
            yield TextBlock(id="explanation")
            yield Entry(
                "Fichier", id="file", value=str(self._proposed(self._first_pole, self._first or _ALL, _NETWORK))
            )
            with Horizontal(id="buttons"):
                yield ActionButton("Écrire le fichier", id="save", primary=True)
                yield ActionButton("Ouvrir le dossier", id="open")
        yield TextBlock(id="said")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one("#open").display = False
        self.tell(_NOT_WRITTEN)
        self._explain()

    def database_changed(self) -> None:
        """What may leave is no longer the same."""
        with self.explained():
            self._overview = listing_of(self.workspace)
            self._explain()

    # What is proposed

    def _of(self, pole_id: str) -> Sequence[Listed]:
        return [line for line in self._overview.listed if line.pole_id == pole_id]

    def _heading(self, pole_id: str) -> tuple[str, str, str]:
        pole = next(pole for pole in self._poles if pole.id == pole_id)
        return "Écrire un fichier d’échange", pole.name, pole_mark(pole)

    def _items(self, pole_id: str) -> list[Item]:
        lines = self._of(pole_id)
        count = wording.count(len(lines), "évaluation")
        whole = Item(_ALL, f"tout le pôle : {count}", "toutes ses évaluations, avec leur suite dans le temps")
        return [
            whole,
            *(Item(line.id, line.title, f"{wording.long_date(line.date)}, {NAMES[line.phase]}") for line in lines),
        ]

    def _proposed(self, pole_id: str, what: str, whom: str) -> Path:
        stem = f"echange-{'complet-' if whom == _MACHINE else ''}{what or pole_id}"
        return self.ptce.output_folders.of(what) / f"{stem}.json"

    def _value(self, name: str) -> str:
        found = self.query(f"#{name}").results(Picker)
        return next((picker.value for picker in found), self._first_pole)

    @on(Picker.Changed)
    def _other_choice(self, event: Picker.Changed) -> None:
        if event.picker.id == "pole":
            self.query_one("#what", Picker).offer(self._items(event.picker.value), _ALL)
            self.query_one(Heading).show(*self._heading(event.picker.value))
        choices = self._value("pole"), self._value("what"), self._value("whom")
        self.query_one("#file", Entry).renew(str(self._proposed(*choices)))
        self._explain()

    @on(LineInput.Changed)
    def _other_file(self) -> None:
        self._explain()

    def _explain(self) -> None:
        """Say what will be in the file, what will not, and whether one of that name is there.

        Where nothing may leave yet, nothing offers to write.
        """
        button, kept = self.query_one("#save", ActionButton), self._nothing_leaves
        if button.disabled != kept:
            button.disabled = kept
            self.tell(_NOTHING_LEAVES if kept else _NOT_WRITTEN)
        self.refresh_bindings()
        complete = self._value("whom") == _MACHINE
        self.query_one("#explanation", TextBlock).show(
            (bind_signs(_COMPLETE), "bold $warning") if complete else bind_signs(_CONFIDENTIAL),
            *((bind_signs(f"\n{self._kept_back()}"), "bold"),) * bool(self._kept_back()),
        )
        entry = self.query_one("#file", Entry)
        try:
            exists = path_from_text(entry.value).is_file()
        except (OSError, ValueError, RuntimeError):
            # What cannot be looked at will be told when it is written.
            exists = False
        entry.show_note("Ce fichier existe déjà : il sera remplacé." if exists else "")

    def _wanted(self) -> Sequence[Listed]:
        what = self._value("what")
        return [line for line in self._of(self._value("pole")) if what in (_ALL, line.id)]

    @property
    def _nothing_leaves(self) -> bool:
        """Whether all that is chosen is still at the opinions, and the file is for somebody else."""
        return self._value("whom") != _MACHINE and not any(others_visible(line.phase) for line in self._wanted())

    def _kept_back(self) -> str:
        """Return what does not leave yet, and why; nothing when all does."""
        if self._value("whom") == _MACHINE:
            return ""
        back = [line for line in self._wanted() if not others_visible(line.phase)]
        if not back:
            return ""
        if self._nothing_leaves:
            what = "Cette évaluation en est" if len(back) == 1 else "Ces évaluations en sont"
            return f"{what} encore aux avis : rien n’en sort pour un réseau avant le dialogue."
        names = ", ".join(f"« {line.title} »" for line in back)
        verb = wording.agreed(len(back), "n’y sera pas, elle en est", "n’y seront pas, elles en sont")
        return f"{names} {verb} encore aux avis."

    # Writing

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "save" and self._nothing_leaves:
            return False
        return super().check_action(action, parameters)

    def action_save(self) -> None:
        """Write the file, beside the keys."""
        if self.job is not None:
            return
        entry = self.query_one("#file", Entry)
        entry.show_error("" if entry.value.strip() else "Dites où écrire le fichier.")
        if not entry.value.strip():
            entry.focus_input()
            return
        complete = self._value("whom") == _MACHINE
        what, pole, target = self._value("what"), self._value("pole"), path_from_text(entry.value)

        def run(told: Told) -> Exported:
            with open_workspace(self.ptce.path, read_only=True, clock=self.ptce.clock) as workspace:
                names, whole = ([what], None) if what else ([], pole)
                return export_evaluations(
                    workspace, names, target, pole=whole, complete=complete, go_on=lambda: told(0, 0)
                )

        self.begin("Écriture du fichier", run, self._done)

    def _done(self, done: Exported) -> None:
        self._written = done.file
        written = wording.count(len(done.evaluations), "évaluation écrite", "évaluations écrites")
        self.query_one("#open").display = True
        self.tell(bind_signs(f"✓ {written}, {size_in_words(done.file.stat().st_size)} : {done.file}"))
        self._explain()

    @on(ActionButton.Pressed, "#open")
    def _open_folder(self) -> None:
        """Show where the file is."""
        with self.explained():
            folder = (self._written or Path()).parent
            if not open_folder(folder):
                self.app.copy_to_clipboard(str(folder))
                self.tell(f"Aucune fenêtre ne peut s’ouvrir d’ici. Le dossier : {folder}")

    def action_back(self) -> None:
        """Stop what is under way, or leave: nothing here is lost by leaving."""
        WorkScreen.action_back(self)
