"""The application: opens the database, holds what the screens share, and goes from one to the other.

Knows which screen follows which; what each one shows and stores is its own business.
"""

import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.phase import NAMES, answers_open
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.pole import find_pole
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.workspace import Clock, Workspace, default_database, open_workspace, system_clock
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.draft import Drafts
from ptce_ref.tui.help import Help
from ptce_ref.tui.key_order import OrderedKeysApp
from ptce_ref.tui.screens.base import BaseDialog
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.help import HelpDialog
from ptce_ref.tui.screens.home import HomeScreen
from ptce_ref.tui.screens.search import Found, SearchDialog
from ptce_ref.tui.screens.start import StartScreen
from ptce_ref.tui.text import say
from ptce_ref.tui.theme import DARK, LIGHT

NOT_A_TERMINAL = (
    "L’interface d’écran demande un terminal. Dans un script ou une redirection, employez les commandes : "
    "« ptce --help » en donne la liste."
)
_SILENT_ACTIONS = {"back"}


class PtceApp(OrderedKeysApp):
    """The screens of ptce on one database."""

    TITLE = "ptce"
    COMMANDS: ClassVar = set()
    VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]  # noqa: RUF012 - Textual declares it as an instance variable
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Aide", key_display="F1"),
        Binding("ctrl+q", "quit", "Quitter", show=False, priority=True),
        Binding("ctrl+c", "help_quit", "Comment quitter", show=False, system=True),
    ]
    CSS = """
    Screen { background: $background; color: $foreground; }
    Footer { background: $panel; }
    ActionButton { min-width: 14; }
    ActionButton:focus { text-style: bold; border: heavy $foreground; }
    OptionList { scrollbar-size-vertical: 1; }
    OptionList:focus { border: none; }
    OptionList > .option-list--option-highlighted { background: $highlight-blurred; color: $foreground; }
    OptionList:focus > .option-list--option-highlighted {
        background: $highlight; color: $foreground; text-style: none;
    }
    OptionList > .option-list--option-disabled { color: $foreground; }
    Toast { width: 60; max-width: 90%; }
    """

    def __init__(self, path: Path, workspace: Workspace | None, clock: Clock = system_clock) -> None:
        super().__init__()
        self.path, self.clock, self.drafts = path, clock, Drafts()
        self._workspace = workspace
        self.animation_level = "none"
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    @property
    def workspace(self) -> Workspace:
        """The open database; no screen that needs it is shown before there is one."""
        if self._workspace is None:
            raise RuntimeError("the first screen makes the database")
        return self._workspace

    def close_workspace(self) -> None:
        if self._workspace is not None:
            self._workspace.store.close()

    def on_mount(self) -> None:
        if self._workspace is None:
            self.push_screen(StartScreen(self.path), self._started)
        else:
            self._started(self._workspace)
            for what in self.workspace.store.migrated:
                say(self, f"La base a été mise à jour : {what}")

    def _started(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        self.push_screen(HomeScreen())

    # From one screen to the next. Screens not needed at once are imported when first opened.

    def pole_of(self, evaluation: Evaluation) -> Pole:
        """Return the pôle of an evaluation."""
        return find_pole(self.workspace, evaluation.pole_id)

    def open_grid(self, evaluation: Evaluation) -> None:
        """Show the table de dialogue. Raises :class:`Refusal` or :class:`DatabaseUnusableError`."""
        from ptce_ref.services.reading import coevaluation_of  # noqa: PLC0415 - not needed by the first screen
        from ptce_ref.tui.screens.grid import GridScreen  # noqa: PLC0415 - as above

        self.push_screen(GridScreen(evaluation, coevaluation_of(self.workspace, evaluation.id)))

    def open_answers(
        self,
        evaluation: Evaluation,
        respondent: Respondent | None,
        indicator: str | None,
        chosen: Callable[[Respondent], None],
    ) -> None:
        """Open the scoring for a respondent, after choosing one when none is given.

        ``indicator`` is the first question shown. In the phase « préparation » people may be listed,
        nothing more. Raises :class:`Refusal` once answers are locked, :class:`DatabaseUnusableError`.
        """
        from ptce_ref.tui.screens.respondent import RespondentScreen  # noqa: PLC0415 - not needed by the first screen
        from ptce_ref.tui.screens.scoring import ScoringScreen  # noqa: PLC0415 - as above
        from ptce_ref.tui.sheet import Sheet  # noqa: PLC0415 - as above

        evaluation = find_evaluation(self.workspace, evaluation.id)
        if evaluation.phase is not Phase.PREPARATION:
            _require_opinions(evaluation)

        def score(person: Respondent | None) -> None:
            if person is None:
                return
            chosen(person)
            try:
                current = find_evaluation(self.workspace, evaluation.id)
                if current.phase is Phase.PREPARATION:
                    say(self, f"{person.id} est inscrit. Les avis se donneront à la phase « avis » (touche p).")
                    return
                _require_opinions(current)
                sheet = Sheet(self.workspace, current, person, self.drafts, indicator)
            except (Refusal, DatabaseUnusableError) as error:
                say(self, str(error), "error")
            else:
                self.push_screen(ScoringScreen(sheet))

        if respondent is None:
            self.push_screen(RespondentScreen(evaluation), score)
        else:
            score(respondent)

    def open_pole_form(self, added: Callable[[Pole | None], None]) -> None:
        from ptce_ref.tui.screens.pole_form import PoleForm  # noqa: PLC0415 - not needed by the first screen

        self.push_screen(PoleForm(), added)

    def open_evaluation_form(self, pole: Pole, opened: Callable[[Evaluation | None], None]) -> None:
        """Raises :class:`Refusal` when the shipped referential cannot serve."""
        from ptce_ref.services.referential import sound_referential  # noqa: PLC0415 - reads YAML, only here
        from ptce_ref.tui.screens.evaluation_form import EvaluationForm  # noqa: PLC0415 - not needed by the first screen

        self.push_screen(EvaluationForm(pole, sound_referential()), opened)

    def open_phases(self, evaluation: Evaluation, moved: Callable[[Evaluation | None], None]) -> None:
        from ptce_ref.tui.screens.phase import PhaseDialog  # noqa: PLC0415 - not needed by the first screen

        self.push_screen(PhaseDialog(evaluation), moved)

    # Help, palette, leaving

    def action_help(self) -> None:
        place = getattr(self.screen, "HERE", None)
        if isinstance(place, Help) and not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(place))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything one can do here: the keys of the screen, then what works everywhere."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if active.node in (screen, screen.focused) and binding.tooltip and binding.action not in _SILENT_ACTIONS:
                help_text = f"{binding.tooltip} (touche {binding.key_display or binding.key})"
                yield SystemCommand(binding.description, help_text, _runner(self, binding.action, active.node))
        other = LIGHT if self.theme == DARK.name else DARK
        name = "clair" if other is LIGHT else "sombre"
        yield SystemCommand(
            f"Thème {name}", "changer les couleurs de l’écran", lambda: setattr(self, "theme", other.name)
        )
        yield SystemCommand("Aide", "ce que l’on fait ici (touche F1)", self.action_help)
        yield SystemCommand("Quitter", "fermer ptce (touche Ctrl+Q)", lambda: self.call_later(self.action_quit))

    def action_command_palette(self) -> None:
        if isinstance(self.screen, BaseDialog):
            return
        commands = {str(place): command for place, command in enumerate(self.get_system_commands(self.screen))}
        lines = [Found(key, command.title, command.help) for key, command in commands.items()]

        def launch(key: str | None) -> None:
            if key is not None:
                commands[key].callback()

        self.push_screen(SearchDialog("Toutes les commandes", "Chercher une commande…", lines), launch)

    def action_help_quit(self) -> None:
        say(self, "Pour quitter : Ctrl+Q.")

    async def action_quit(self) -> None:
        """Leave; what is typed is stored first, and what cannot be is told."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep", None)
            if callable(keep):
                keep()
        codes = self.drafts.codes
        if not codes:
            self.exit(0)
            return
        sentences = (
            (
                f"Ce que vous avez écrit pour {', '.join(codes)} attend encore une réponse (un niveau, "
                "« non concerné » ou « ne sait pas ») pour être enregistré."
            ),
            "Quitter maintenant le perd.",
        )

        def leave(confirmed: bool | None) -> None:
            if confirmed:
                self.exit(0)

        self.push_screen(ConfirmDialog("Quitter", sentences, "Quitter quand même", "Rester"), leave)

    def _print_error_renderables(self) -> None:
        """Print nothing: a traceback is not for the user; ``run`` says a sentence instead."""
        self._exit_renderables.clear()


def _require_opinions(evaluation: Evaluation) -> None:
    if not answers_open(evaluation.phase):
        phase = NAMES[evaluation.phase]
        raise Refusal(
            f"Les avis se donnent dans la phase « avis » ; l’évaluation en est à la phase « {phase} ». "
            "La touche p en change."
        )


def _runner(app: PtceApp, action: str, node: object) -> Callable[[], None]:
    def launch() -> None:
        app.call_later(app.run_action, action, node)

    return launch


def run(path: Path | None = None) -> int:
    """Open the screens on the database at ``path`` (default: the user's); return the exit code.

    0 done; 2 without a terminal; 3 when the database cannot be used or the program failed. All
    sentences go to stderr.
    """
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return _stop(NOT_A_TERMINAL, Fault.MISUSE)
    path = path or default_database()
    try:
        workspace = open_workspace(path) if path.exists() else None
    except DatabaseUnusableError as error:
        return _stop(str(error), Fault.UNUSABLE)
    app = PtceApp(path, workspace)
    try:
        app.run()
    finally:
        app.close_workspace()
    failure = app._exception  # noqa: SLF001 - Textual keeps it there and offers no other way
    return 0 if failure is None else _failed(path, failure)


def _failed(path: Path, failure: Exception) -> int:
    """Say that the program failed, and keep for the maintainers what a user must not have to read."""
    report = path.with_name(f"{path.stem}-erreur.txt")
    told = "ptce s’est arrêté sur une erreur imprévue. Les réponses enregistrées sont dans la base."
    try:
        report.write_text("".join(traceback.format_exception(failure)), encoding="utf-8")
    except OSError:
        return _stop(told, Fault.UNUSABLE)
    return _stop(f"{told} Le détail est dans « {report} » : joignez-le si vous signalez le problème.", Fault.UNUSABLE)


def _stop(sentence: str, fault: Fault) -> int:
    sys.stderr.write(f"{sentence}\n")
    return int(fault)
