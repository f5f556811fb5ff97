"""What filled files would change, read before anything is done; what is to be decided; then taking them in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.outcome import StoppedError
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.returned_file import Account, take_all
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.returned import ReturnedFile, State, answers_to, detail_of, line_of
from ptce_ref.tui.screens.exchange_work import Told, WorkScreen
from ptce_ref.tui.screens.pick import PickDialog
from ptce_ref.tui.text import ChoiceList, TextBlock
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.more_below import MoreBelow, choices_below
from ptce_ref.tui.widgets.page_list import PageList

Results = tuple[Sequence[Account | Refusal], str]
"""What became of the first files, and why the others were not looked at (empty: all were)."""


class _Files(PageList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Décider", key_display="Entrée", tooltip="ce que le fichier marqué demande")
    ]

    asking = False
    """Whether there is something to decide for the marked file: Enter is offered then only."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return super().check_action(action, parameters) if action != "select" else self.asking


class ReturnedScreen(WorkScreen):
    """The files chosen, one line each, the detail of the marked one under them."""

    TAKES_BACK = True
    HERE = Help(
        "Ce que les fichiers changeraient",
        (
            (
                "Une ligne par fichier : de qui il vient, et ce que le reprendre changerait. Dessous, le détail du "
                "fichier marqué. Rien n’est fait avant Ctrl+S ; chaque fichier est alors repris en entier, ou pas "
                "du tout."
            ),
            (
                "« ? » : le fichier attend que vous choisissiez ; Entrée dit quoi. Quand une réponse a changé dans "
                "la base depuis que le questionnaire en est sorti, on garde la base ou l’on suit le fichier. Un "
                "fichier sans nom est d’une nouvelle personne, sauf si vous dites de qui."
            ),
            "« ✗ » : le fichier ne peut pas être repris ; le détail dit pourquoi, case par case.",
        ),
        (
            ("↑ ↓", "passer d’un fichier à l’autre"),
            ("Entrée", "décider : de qui il vient, la base ou le fichier"),
            ("g", "garder la base, là où les deux ont changé"),
            ("f", "suivre le fichier, là où les deux ont changé"),
            ("Espace", "laisser le fichier de côté, ou le reprendre"),
            ("Tab", "faire défiler le détail"),
            ("Ctrl+S", "reprendre les fichiers cochés"),
            ("Échap", "arrêter ce qui est en cours ; puis revenir"),
        ),
    )
    STOPPING = "Arrêt en cours : les fichiers déjà repris le restent, les autres ne changeront rien…"
    AUTO_FOCUS = "_Files"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "take", "Reprendre", key_display="Ctrl+S", tooltip="les fichiers cochés"),
        Binding("space", "leave_out", "Laisser de côté", show=False, key_display="Espace", tooltip="le fichier marqué"),
        Binding("g", "settle('garder')", "Garder la base", show=False, tooltip="là où les deux ont changé"),
        Binding("f", "settle('remplacer')", "Suivre le fichier", show=False, tooltip="là où les deux ont changé"),
    ]
    DEFAULT_CSS = """
    ReturnedScreen {
        MoreBelow { padding: 0 3; }
        #detail { height: 9; border-top: solid $rule; padding: 0 2; scrollbar-size-vertical: 1; }
        #detail:focus { border-top: heavy $primary; }
        #detail TextBlock { height: auto; }
        #said { padding: 0 2; height: auto; min-height: 1; background: $panel; text-style: bold; }
    }
    ReturnedScreen.-tall #detail { height: 16; }
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self._files = [ReturnedFile(path) for path in paths]

    def compose(self) -> ComposeResult:
        yield Heading("Reprendre des questionnaires", wording.count(len(self._files), "fichier"))
        yield _Files()
        yield MoreBelow(lambda: self.query_one(_Files), choices_below)
        with VerticalScroll(id="detail"):
            yield TextBlock(id="told")
        yield TextBlock(id="said")
        yield Footer()

    def on_mount(self) -> None:
        self._show()
        self._foresee()

    def database_changed(self) -> None:
        """What was foreseen may no longer be what would be done."""
        if self.job is None:
            self._foresee()

    # Reading what the files would change

    @property
    def _open_files(self) -> list[ReturnedFile]:
        return [file for file in self._files if file.taken is None]

    def _foresee(self, files: Sequence[ReturnedFile] | None = None, said: str = "") -> None:
        """Read what files would change (all those not taken), then say ``said``, or what can be done."""
        asked = [file for file in self._open_files if files is None or file in files]

        def show(results: Results) -> None:
            for file, found in zip(asked, results[0], strict=False):
                file.take_note(found)
            self._show()
            self.tell(bind_signs(said or results[1] or self._next_words()))

        self._run_all("Lecture des fichiers", asked, show, trial=True)

    def _run_all(
        self, words: str, files: Sequence[ReturnedFile], then: Callable[[Results], None], *, trial: bool
    ) -> None:
        wanted = [(file.path, file.decision) for file in files]
        path, clock, drafts = self.ptce.path, self.ptce.clock, self.ptce.drafts.folder

        def run(told: Told) -> Results:
            found: list[Account | Refusal] = []
            try:
                with open_workspace(path, read_only=trial, clock=clock) as workspace:
                    for account in take_all(workspace, wanted, told, trial=trial, drafts=drafts):
                        found.append(account)  # noqa: PERF402 - what was found stays when the next one stops
            except StoppedError:
                return found, "Arrêté."
            except DatabaseUnusableError as error:
                return found, str(error)
            return found, ""

        self.begin(words, run, then, left=trial)

    # What is on the screen

    def _show(self) -> None:
        self.query_one(_Files).fill(line_of(place, file) for place, file in enumerate(self._files))
        self._show_detail()

    @property
    def _marked(self) -> ReturnedFile:
        return self._files[int(self.query_one(_Files).current_id or 0)]

    @on(ChoiceList.OptionHighlighted)
    def _show_detail(self) -> None:
        file = self._marked
        self.query_one("#told", TextBlock).show(*detail_of(file))
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)
        self.query_one(_Files).asking = file.taken is None and bool(answers_to(file)[1])
        self.refresh_bindings()

    def _next_words(self) -> str:
        ready = self._count(State.READY)
        asking = self._count(State.ASKING)
        told = [f"Ctrl+S reprend {wording.count(ready, 'fichier')}"] if ready else []
        if asking:
            noun = "" if ready else f"{wording.agreed(asking, 'fichier', 'fichiers')} "
            told.append(f"{wording.whole(asking)} {noun}{wording.agreed(asking, 'attend', 'attendent')} (Entrée)")
        if not told:
            return "Rien à reprendre ici : chaque ligne dit pourquoi."
        return f"Rien n’est encore fait : {' ; '.join(told)}."

    def _count(self, state: State) -> int:
        return sum(file.state is state for file in self._files)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        if action == "take":
            return self._count(State.READY) > 0
        return True

    # Deciding

    @on(ChoiceList.OptionSelected)
    def _decide(self) -> None:
        """Ask what the marked file waits for."""
        file = self._marked
        title, choices = answers_to(file)
        if self.job is not None or file.taken is not None or not choices:
            self.tell("Rien à décider pour ce fichier." if self.job is None else "Lecture en cours…")
            return

        def answered(choice: str | None) -> None:
            if choice is not None:
                file.aside = False
                file.answer(choice)
                self._foresee([file])

        self.app.push_screen(PickDialog(title, choices), answered)

    def action_settle(self, policy: str) -> None:
        """Keep the base or follow the file, for the marked file."""
        file = self._marked
        if file.account is None or not file.account.conflicts or file.taken is not None:
            self.tell("Rien n’a changé des deux côtés pour ce fichier.")
            return
        file.answer(f"conflict:{policy}")
        self._show()
        self.tell(bind_signs(self._next_words()))

    def action_leave_out(self) -> None:
        """Leave the marked file aside, or take it after all."""
        file = self._marked
        if file.taken is None and file.account is not None and self.job is None:
            file.aside = not file.aside
            self._show()
            self.tell(bind_signs(self._next_words()))

    # Taking them in

    def action_take(self) -> None:
        """Take in every file that is ready, each whole or not at all."""
        ready = [file for file in self._files if file.state is State.READY]
        if not ready or self.job is not None:
            return
        # What is typed and not stored stays beside what the files bring.
        self.ptce.drafts.flush()

        def done(results: Results) -> None:
            self.ptce.drafts.read_again()
            for file, found in zip(ready, results[0], strict=False):
                file.take_note(found, done=True)
            self._show()
            self._tell_taken(results[1])

        self._run_all("Reprise des fichiers", ready, done, trial=False)

    def _tell_taken(self, stopped: str) -> None:
        """Say what was done, and read again what the files that are left would change now."""
        taken = self._count(State.TAKEN)
        left = len(self._files) - taken
        told = f"✓ {wording.count(taken, 'fichier repris', 'fichiers repris')}." if taken else "Rien n’a été repris."
        same = self._count(State.SAME)
        if same:
            known = wording.count(same, "fichier était déjà dans la base", "fichiers étaient déjà dans la base")
            told = f"{told} {known}."
        if left > same:
            others = wording.count(left - same, "fichier n’est pas repris", "fichiers ne sont pas repris")
            told = f"{told} {others} : la liste dit pourquoi."
        told = f"{told} {stopped}".strip()
        if left:
            self._foresee(said=told)
        else:
            self.tell(bind_signs(told))

    def stopped(self) -> None:
        """Show again what can be done."""
        self._show()

    def leave(self) -> None:
        """Go back; whoever chose the files sees whether there is more to do."""
        self.dismiss(None)

    @property
    def over(self) -> bool:
        """Whether something was taken, and nothing is left to decide."""
        return self._count(State.TAKEN) > 0 and not (self._count(State.ASKING) or self._count(State.READY))
