"""The application: what the screens share, what another window wrote, help, palette and leaving.

What each screen shows and stores is its own business; which one follows is :mod:`ptce_ref.tui.navigation`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar, cast

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from ptce_ref.reports import wording
from ptce_ref.services.overview import listing_of
from ptce_ref.services.workspace import Clock, Workspace, system_clock
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.draft import FLUSH_EVERY, Drafts
from ptce_ref.tui.help import Help
from ptce_ref.tui.navigation import Navigation
from ptce_ref.tui.output_folder import OutputFolders
from ptce_ref.tui.preload import Preload
from ptce_ref.tui.screens.base import BaseDialog, BaseScreen
from ptce_ref.tui.screens.home import HomeScreen
from ptce_ref.tui.speaking_timer import SPEAKING_MINUTES
from ptce_ref.tui.steady import LOCK_PATIENCE
from ptce_ref.tui.text import say
from ptce_ref.tui.theme import DARK, LIGHT

_SILENT_ACTIONS = {"back"}
_RETURNED = "Reprendre des questionnaires"
"""A command of every screen: screens that have a key for it name it so."""
_LOOK_EVERY = 1.0
"""Seconds between two looks at what another window wrote."""
_TELL_EVERY = 30.0
"""Seconds before it is said again that another window writes."""
_NAMED = 6
"""How many of the texts found again are named."""


class PtceApp(Navigation):
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
    ActionButton:disabled { opacity: 100%; text-style: none; color: $quiet; background: $panel; border: block $panel; }
    OptionList { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    OptionList:focus { border: none; background-tint: transparent; }
    OptionList > .option-list--option-highlighted { background: $highlight-blurred; color: $foreground; }
    /* Those whose cursor is in the line above are used as if they had it. */
    OptionList:focus > .option-list--option-highlighted, OptionList.-led > .option-list--option-highlighted {
        background: $highlight; color: $foreground; text-style: none;
    }
    OptionList > .option-list--option-disabled { color: $foreground; }
    /* A notice stands over the line of the keys and makes room for itself: it covers nothing. */
    ToastRack { layer: default; dock: bottom; align: left bottom; margin: 0 0 1 0; padding: 0; overflow: hidden; }
    BaseDialog > ToastRack { margin: 0; }
    Toast { width: 100%; max-width: 100%; padding: 0 1; margin: 0; background: $block-cursor-blurred-background; }
    /* On the projector, the row that stays free over the title. */
    .-projected > ToastRack { layer: _toastrack; dock: top; align: left top; margin: 0; }
    """

    def __init__(
        self, path: Path, workspace: Workspace | None, clock: Clock = system_clock, drafts: Drafts | None = None
    ) -> None:
        """``drafts`` are what was typed before and never stored; without them nothing is kept on the disk."""
        super().__init__(workspace, drafts or Drafts())
        self.path, self.clock = path, clock
        self.output_folders = OutputFolders()
        self.speaking_minutes = SPEAKING_MINUTES
        """How long one speaks in a dialogue: as it was chosen last."""
        self.company: dict[str, str] = {}
        """By evaluation, with whom the group decided last: the next position of the meeting proposes it."""
        self._drafts_refused = False
        self._told_elsewhere: dt.datetime | None = None
        self.preload = Preload()
        self.animation_level = "none"
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[object]:
        """Begin on the first screen itself: an empty one under it would be laid out and painted for nothing."""
        return super().get_default_screen() if self._workspace is None else cast("Screen[object]", HomeScreen())

    def on_mount(self) -> None:
        if self._workspace is None:
            from ptce_ref.tui.screens.start import StartScreen  # noqa: PLC0415 - needed once in a life

            self.push_screen(StartScreen(self.path), self._started)
        else:
            self._workspace.store.wait_at_most(LOCK_PATIENCE)
            for what in self.workspace.store.migrated:
                say(self, f"La base a été mise à jour : {what}")
            self._tell_what_was_found()
        self.set_interval(_LOOK_EVERY, self._look_elsewhere)
        self.set_interval(FLUSH_EVERY, self._keep_drafts)

    def _tell_what_was_found(self) -> None:
        """Say what an earlier stop left: a write undone, texts never stored."""
        if self.workspace.store.recovered:
            say(
                self,
                "La base a été remise en ordre après un arrêt brutal ; aucune réponse enregistrée n’est perdue.",
                "warning",
            )
        from ptce_ref.services.synchronised import tell_copied_once  # noqa: PLC0415 - once the first screen is there

        if copied := tell_copied_once(self.workspace):
            say(self, copied, "warning")
        found = self._found_open()
        if found:
            texts = wording.count(len(found), "texte non enregistré", "textes non enregistrés")
            again = wording.agreed(len(found), "a été retrouvé", "ont été retrouvés")
            waits = wording.agreed(len(found), "il vous attend à sa place", "chacun vous attend à sa place")
            names = ", ".join(found[:_NAMED]) + ("…" if len(found) > _NAMED else "")
            say(self, f"{texts} {again} ({names}) ; {waits}.", "warning")

    def _found_open(self) -> list[str]:
        """Return the names of the texts found whose place is open; of the others it is said once where they wait."""
        drafts = self.drafts
        if not drafts.found:
            return []
        try:
            lines = listing_of(self.workspace).listed
        except DatabaseUnusableError:
            # The first screen tells what is wrong with the file.
            return list(drafts.found)
        shut = {key: line.title for line in lines for key in drafts.closed(line.id, line.phase)}
        new = [key for key in shut if drafts.first_time(key)]
        if new:
            drafts.flush()
            texts = wording.count(len(new), "texte jamais enregistré", "textes jamais enregistrés")
            where = ", ".join(f"« {title} »" for title in dict.fromkeys(shut[key] for key in new))
            say(
                self,
                f"{texts}, et les avis sont fermés : {where}. "
                "La page de l’évaluation (touche w) permet de relire et d’abandonner.",
            )
        return [drafts.texts(key)[0] for key in drafts.keys_under() if key not in shut]

    def _keep_drafts(self) -> None:
        """Put what is typed on the disk, and say it once when the disk refuses."""
        refused = not self.drafts.flush()
        if refused and self.drafts.kept_on_disk and not self._drafts_refused:
            sentence = "Ce qui est tapé sans être enregistré ne peut pas être mis de côté sur ce disque."
            say(self, sentence, "warning")
        self._drafts_refused = refused

    def _look_elsewhere(self) -> None:
        """Let the screen read again what another window has written."""
        if self._workspace is None or not self.is_running:
            return
        if self._workspace.store.replaced:
            self._follow_replacement(self._workspace)
            return
        try:
            changed = self._workspace.store.changed_elsewhere()
        except DatabaseUnusableError:
            # Nobody asked for anything: the next thing one does will tell it.
            return
        screen = self.screen
        # A screen that is opening has no widget yet to show anything in, and has just read the file.
        if changed and isinstance(screen, BaseScreen) and screen.is_mounted:
            screen.database_changed()
            if not screen.TELLS_CHANGES:
                self._tell_changed_elsewhere()

    def _follow_replacement(self, workspace: Workspace) -> None:
        """Go on with the file that took the place of the base: somebody went back to a copy in another window.

        What is typed is put aside first. A screen about an evaluation may show what the copy does not have: one is
        then led back to the home.
        """
        self.keep_typed()
        try:
            workspace.reopen()
        except DatabaseUnusableError as error:
            # What was open stays so, and refuses to be written to.
            say(self, str(error), "error")
            return
        workspace.store.wait_at_most(LOCK_PATIENCE)
        if any(isinstance(screen, BaseScreen) and screen.about for screen in self.screen_stack):
            self._back_to_home()
        screen = self.screen
        if isinstance(screen, BaseScreen) and screen.is_mounted:
            screen.database_changed()
        say(self, "Une autre fenêtre a mis une copie à la place de la base : ptce montre la copie.", "warning")

    def _back_to_home(self) -> None:
        """Leave every screen over the home at once: one by one, each would read again what is no longer there."""
        stack = self._screen_stack
        home = next((place for place, screen in enumerate(stack) if isinstance(screen, HomeScreen)), len(stack) - 1)
        between = stack[home + 1 : -1]
        del stack[home + 1 : -1]
        if len(stack) > home + 1:
            self.pop_screen()
        for screen in between:
            screen.remove()

    def _tell_changed_elsewhere(self) -> None:
        """Say that the screen moved under one’s eyes, unless it was said a moment ago."""
        now = self.clock()
        if self._told_elsewhere is None or (now - self._told_elsewhere).total_seconds() >= _TELL_EVERY:
            self._told_elsewhere = now
            say(self, "Une autre fenêtre a modifié la base ; cet écran est à jour.")

    def _started(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        if workspace is not None:
            workspace.store.wait_at_most(LOCK_PATIENCE)
        self.push_screen(HomeScreen())

    # Help, palette, leaving

    def action_help(self) -> None:
        from ptce_ref.tui.screens.help import HelpDialog  # noqa: PLC0415 - not needed by the first screen

        place = getattr(self.screen, "HERE", None)
        if isinstance(place, Help) and not isinstance(self.screen, HelpDialog):
            self.push_screen(HelpDialog(place))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything one can do here: the keys of the screen, then what works everywhere."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if active.node in (screen, screen.focused) and binding.tooltip and binding.action not in _SILENT_ACTIONS:
                help_text = f"{binding.tooltip} (touche{wording.NBSP}{binding.key_display or binding.key})"
                yield SystemCommand(binding.description, help_text, _runner(self, binding.action, active.node))
        other = LIGHT if self.theme == DARK.name else DARK
        name = "clair" if other is LIGHT else "sombre"
        yield SystemCommand(
            f"Thème {name}", "changer les couleurs de l’écran", lambda: setattr(self, "theme", other.name)
        )
        named = {active.binding.description for active in screen.active_bindings.values()}
        if self._workspace is not None and _RETURNED not in named and not hasattr(screen, "TAKES_BACK"):
            help_text = "remplis dans un tableur ; ou le plan d’action d’un classeur"
            yield SystemCommand(_RETURNED, help_text, self.open_returned)
        if not hasattr(screen, "action_tour"):
            yield SystemCommand("Visite guidée", "deux minutes pour comprendre l’outil", self.open_tour)
        where = self.path.absolute()
        yield SystemCommand(
            "Où sont mes données",
            f"le fichier ouvert : {where}",
            lambda: say(self, f"Tout est dans ce fichier : {where}"),
        )
        yield SystemCommand("Aide", "ce que l’on fait ici (touche F1)", self.action_help)
        yield SystemCommand("Quitter", "fermer ptce (touche Ctrl+Q)", lambda: self.call_later(self.action_quit))

    def action_command_palette(self) -> None:
        if isinstance(self.screen, BaseDialog):
            return
        from ptce_ref.tui.screens.search import Found, SearchDialog  # noqa: PLC0415 - not needed by the first screen

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
        if self.keep_typed():
            self.exit(0)
            return
        from ptce_ref.tui.screens.confirm import ConfirmDialog  # noqa: PLC0415 - the disk refuses once in a life

        sentences = (
            (
                f"Ce que vous avez écrit pour {', '.join(self.drafts.labels)} n’est pas encore enregistré, "
                "et n’a pas pu être mis de côté sur ce disque."
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


def _runner(app: PtceApp, action: str, node: object) -> Callable[[], None]:
    def launch() -> None:
        app.call_later(app.run_action, action, node)

    return launch
