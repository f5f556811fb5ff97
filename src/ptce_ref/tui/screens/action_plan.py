"""Plan d’action: who does what, by when, about which indicators; and what the time before left unfinished."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.action import NAMES, Action
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import actions_open
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import ActionState
from ptce_ref.reports import wording
from ptce_ref.reports.view import ActionView
from ptce_ref.services.action import (
    carry_over,
    find_action,
    origins_of,
    plan_of,
    unfinished_before,
    update_action,
    withdraw_action,
)
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.referential import referential_of
from ptce_ref.tui.action_line import (
    BY_DATE,
    BY_INDICATOR,
    BY_STATE,
    ORDERS,
    action_pieces,
    grouped,
    is_late,
    plan_summary,
)
from ptce_ref.tui.screens.action_form import ActionForm
from ptce_ref.tui.screens.action_plan_help import PLAN_HELP
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.text import Choice, ChoiceList, Piece, TextBlock, say
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.page_list import PageList

CARRY_OVER = "reprendre"
"""The line that proposes what the time before left."""
_CHANGES = frozenset({"new", "state", "carry_over", "remove"})
"""What changes the plan."""
_LINES_NEEDED = frozenset({"state", "order", "remove"})
"""What is done to the lines there are."""
_TALL = 36
"""From this many lines of the screen on, actions stand apart."""


class _Actions(PageList):
    """The lines of the plan."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Modifier", key_display="Entrée")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """A closed plan is read: Enter changes nothing there."""
        return action != "select" or not isinstance(self.screen, ActionPlanScreen) or self.screen.editable


class ActionPlanScreen(BaseScreen[None]):
    """The plan of an evaluation; it changes until the evaluation is closed."""

    HERE = PLAN_HELP
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "Nouvelle", tooltip="ajouter une action au plan"),
        Binding("e", "state", "État", tooltip="changer l’état de l’action marquée"),
        Binding("t", "order", "Trier", show=False, tooltip="ranger par date, par état ou par indicateur"),
        Binding(
            "r", "carry_over", "Reprendre", show=False, tooltip="ce que les évaluations précédentes n’ont pas fini"
        ),
        Binding(
            "x,delete", "remove", "Retirer", show=False, key_display="x", tooltip="retirer l’action marquée du plan"
        ),
    ]
    AUTO_FOCUS = "_Actions"
    DEFAULT_CSS = """
    ActionPlanScreen {
        #state { padding: 0 2; background: $surface; height: auto; }
        #empty { padding: 1 4; height: auto; }
        #told { padding: 0 2; background: $panel; color: $success; text-style: bold; height: auto; display: none; }
    }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._plan: tuple[ActionView, ...] = ()
        self._waiting: list[tuple[Evaluation, Action]] = []
        self._codes: list[str] = []
        self._order = BY_DATE

    def compose(self) -> ComposeResult:
        yield Heading("Plan d’action")
        yield TextBlock(id="state")
        yield TextBlock(id="empty")
        yield _Actions()
        yield TextBlock(id="told")
        yield Footer()

    def on_screen_resume(self) -> None:
        self._read()

    def on_resize(self) -> None:
        self._show()

    def database_changed(self) -> None:
        if self.is_mounted:
            self._read()

    @property
    def _open(self) -> bool:
        return actions_open(self._evaluation.phase)

    def _read(self) -> None:
        with self.explained():
            self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
            referential = referential_of(self.workspace, self._evaluation.referential_hash)
            self._codes = [item.code for item in referential.indicators]
            self._plan = plan_of(self.workspace, self._evaluation)
            self._waiting = unfinished_before(self.workspace, self._evaluation) if self._open else []
            pole = self.ptce.pole_of(self._evaluation)
            mark = pole_mark(pole)
            self.refresh_bindings()
            self.query_one(Heading).show(pole.name, f"plan d’action · {self._evaluation.title}", mark)
            self._show()

    def _show(self) -> None:
        state = self.query_one("#state", TextBlock)
        state.show(*self._summary())
        state.display = bool(self._plan) or not self._open
        listed = self.query_one(_Actions)
        listed.fill(self._lines())
        listed.display = bool(self._plan or self._waiting)
        if listed.display and self.focused is None:
            listed.focus()
        empty = self.query_one("#empty", TextBlock)
        empty.display = not self._plan
        if self._open:
            empty.show(
                ("Aucune action pour le moment.\n", "bold"),
                "Appuyez sur ",
                ("n", "bold $accent"),
                " pour ajouter la première : ce qui est à faire, qui s’en charge, pour quand.",
            )
        else:
            empty.show("Cette évaluation a été close sans plan d’action.")

    def _summary(self) -> list[Piece]:
        pieces = plan_summary(self._plan, self._order, self._today)
        if not self._open:
            pieces.append(("\nÉvaluation close : le plan se relit, il ne change plus.", "$quiet"))
            if not all(line.finished for line in self._plan):
                later = " La prochaine évaluation du pôle propose de reprendre ce qui n’est pas fini."
                pieces.append((later, "$quiet"))
        keys = ["t : autre ordre"] * (len(self._plan) > 1) + ["x : retirer l’action marquée"] * self._open
        if self._plan and keys:
            pieces.append((f"\n{bind_signs(' ; '.join(keys))}", "$quiet"))
        return pieces

    @property
    def _today(self) -> str:
        return self.workspace.today.isoformat()

    # The lines

    def _lines(self) -> Iterator[Choice]:
        if self._waiting:
            yield self._proposal()
        previous = None
        apart: list[Piece] = ["\n"] if self.size.height >= _TALL else []
        for group, line in grouped(self._plan, self._order, self._codes):
            if group and group != previous:
                yield Choice(f"head:{group}", ((group, "bold $primary"),), disabled=True)
            previous = group
            # By indicator, an action stands on several lines: each needs an identifier of its own.
            ident = f"{line.id}|{group}" if self._order == BY_INDICATOR else line.id
            yield Choice(ident, (*action_pieces(line, late=is_late(line, self._today)), *apart))

    def _proposal(self) -> Choice:
        left = wording.count(len(self._waiting), "action n’est pas finie", "actions ne sont pas finies")
        return Choice(
            CARRY_OVER,
            (
                (bind_signs(f"↩ De {origins_of(self._waiting)}, {left}."), "bold"),
                f" Entrée ou r{wording.NBSP}: reprendre dans ce plan.",
            ),
        )

    @property
    def _current(self) -> ActionView | None:
        current = (self.query_one(_Actions).current_id or "").split("|")[0]
        return next((line for line in self._plan if line.id == current), None)

    # What one does

    @on(ChoiceList.OptionSelected)
    def _chosen(self, event: ChoiceList.OptionSelected) -> None:
        if event.option_id == CARRY_OVER:
            self.action_carry_over()
        else:
            self.action_edit()

    def _tell(self, sentence: str) -> None:
        """Say under the list what has just been stored: over it, it would hide what one looks at."""
        told = self.query_one("#told", TextBlock)
        told.show(f"✓ {sentence}".replace(" :", f"{wording.NBSP}:"))
        told.display = True

    @property
    def editable(self) -> bool:
        """Whether Enter does something to a line."""
        return self._open and bool(self._plan or self._waiting)

    def _allowed(self) -> bool:
        if not self._open:
            say(self.app, "L’évaluation est close : son plan se relit, il ne change plus.")
        return self._open

    def _with_current(self, do: Callable[[ActionView], None]) -> None:
        if not self._allowed():
            return
        line = self._current
        if line is None:
            say(self.app, "Choisissez d’abord une action.")
        else:
            do(line)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer nothing that a closed evaluation refuses, nor what an empty plan has no line for."""
        if action in _LINES_NEEDED and not self._plan:
            return False
        return self._open or action not in _CHANGES

    def action_new(self) -> None:
        if self._allowed():
            self.app.push_screen(ActionForm(self._evaluation), self._stored("Action ajoutée"))

    def action_edit(self) -> None:
        def edit(line: ActionView) -> None:
            with self.explained():
                action = find_action(self.workspace, self._evaluation, line.id)
                self.app.push_screen(ActionForm(self._evaluation, action), self._stored("Action enregistrée"))

        self._with_current(edit)

    def _stored(self, what: str) -> Callable[[Action | None], None]:
        def tell(action: Action | None) -> None:
            if action is not None:
                self._read()
                self._mark(action.id)
                self._tell(f"{what} : {action.what}")

        return tell

    def _mark(self, action_id: str) -> None:
        """Mark the line of an action, its first one when it stands under several indicators."""
        listed = self.query_one(_Actions)
        found = (option.id for option in listed.options if (option.id or "").split("|")[0] == action_id)
        listed.highlight_id(next(found, None))

    def action_state(self) -> None:
        """Go to the next state, stored at once: from the last one back to the first."""

        def change(line: ActionView) -> None:
            states = list(ActionState)
            current = next(state for state in states if NAMES[state] == line.state)
            following = states[(states.index(current) + 1) % len(states)]
            with self.explained():
                place = self.query_one(_Actions).current_id
                update_action(self.workspace, self._evaluation, line.id, {"state": following})
                self._read()
                self.query_one(_Actions).highlight_id(place)
                if self._order == BY_STATE:
                    self._mark(line.id)
                self._tell(f"Enregistré : {NAMES[following]}.")

        self._with_current(change)

    def action_remove(self) -> None:
        def ask(line: ActionView) -> None:
            sentences = (f"Retirer « {line.what} » du plan ?", "Le journal en garde la trace.")

            def remove(confirmed: bool | None) -> None:
                if confirmed:
                    with self.explained():
                        withdraw_action(self.workspace, self._evaluation, line.id)
                        self._read()
                        self._tell("Action retirée du plan.")

            self.app.push_screen(ConfirmDialog("Retirer une action", sentences, "Retirer", "Garder"), remove)

        self._with_current(ask)

    def action_carry_over(self) -> None:
        if not self._allowed():
            return
        if not self._waiting:
            say(
                self.app,
                "Il n’y a rien à reprendre : seules comptent les évaluations du pôle d’une date plus ancienne.",
            )
            return
        with self.explained():
            taken = carry_over(self.workspace, self._evaluation)
            self._read()
            if taken:
                self._mark(taken[0].id)
            self._tell(f"{wording.count(len(taken), 'action reprise', 'actions reprises')} dans ce plan.")

    def action_order(self) -> None:
        line = self._current
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self._show()
        if line is not None:
            self._mark(line.id)
