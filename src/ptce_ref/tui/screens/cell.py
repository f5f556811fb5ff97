"""The questions of one cell of the table, with what was said of them when it may be shown."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.reports.view import CoevaluationView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.reading import state_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.widgets.cell_question import CellQuestion
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark

_LINES = 3
"""How many lines an arrow scrolls inside a question that is higher than the screen."""


class _CellQuestions(VerticalScroll):
    """Scrolls with the wheel and the page keys; the arrows go from question to question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.step(-1)", "Question précédente", show=False),
        Binding("down", "screen.step(1)", "Question suivante", show=False),
        Binding("enter", "screen.open", "Ouvrir", key_display="Entrée"),
    ]


class CellScreen(BaseScreen[None]):
    """Each question of the cell; the marked one leads to its dialogue and to its page of the referential."""

    HERE = Help(
        "Questions d’une case",
        (
            (
                "Pour chaque question : le niveau ou la position du groupe, les voix de chaque collège "
                "(nc : non concerné, nsp : ne sait pas, n : voix qui donnent un niveau), les raisons d’en discuter, "
                "et les arguments. Les noms ne sont pas montrés."
            ),
            "La question marquée d’un ▸ est celle qu’ouvrent Entrée, d et l.",
        ),
        (
            ("↑ ↓", "question précédente, suivante (ou faire défiler la question)"),
            ("Pg↑ Pg↓", "faire défiler d’une page"),
            ("Entrée ou d", "dès le dialogue : discuter la question, écrire la position"),
            ("l", "lire la question dans le référentiel : son origine, ses liens"),
        ),
    )
    AUTO_FOCUS = "#questions"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "discuss", "Dialogue", tooltip="discuter la question marquée, écrire la position"),
        Binding("l", "referential", "Référentiel", tooltip="la question marquée : son origine, ses liens"),
    ]
    DEFAULT_CSS = """
    CellScreen {
        #questions { padding: 1 1 0 1; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, evaluation: Evaluation, view: CoevaluationView, sub_objective: str, theme: str) -> None:
        """``sub_objective`` and ``theme`` are the ids of a cell of ``view`` that has questions."""
        super().__init__()
        self._evaluation, self._view = evaluation, view
        self._sub, self._theme = sub_objective, theme
        self._marked, self._fresh = 0, True

    def compose(self) -> ComposeResult:
        view = self._view
        sub = next(item for item in view.sub_objectives if item.id == self._sub)
        theme = next(item for item in view.themes if item.id == self._theme)
        mark = pole_mark(view.pole)
        yield Heading(f"{sub.code} {sub.name}", theme.name, mark, shorter=theme.short)
        with _CellQuestions(id="questions"):
            yield from self._questions()
        yield Footer()

    def _questions(self) -> list[CellQuestion]:
        view = self._view
        levels = tuple(level.name for level in view.referential.levels)
        cell = next(
            c for row in view.cells for c in row if c and (c.sub_objective, c.theme) == (self._sub, self._theme)
        )
        codes = {code for code, _ in cell.titles}
        return [CellQuestion(item, levels, hidden=view.hidden) for item in view.indicators if item.code in codes]

    def on_mount(self) -> None:
        self._mark(0)

    async def on_screen_resume(self) -> None:
        """Read again: a position was written, or another window changed something."""
        if self._fresh:
            self._fresh = False
        else:
            await self._read()

    def database_changed(self) -> None:
        self.call_next(self._read)

    async def _read(self) -> None:
        before = self._view
        with self.explained():
            self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
            self._view = state_of(self.workspace, self._evaluation.id)
        if self._view == before:
            return
        box = self.query_one(_CellQuestions)
        await box.remove_children()
        await box.mount_all(self._questions())
        self._mark(self._marked)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to discuss once answers may be seen."""
        if action == "discuss":
            return others_visible(self._evaluation.phase)
        return super().check_action(action, parameters)

    def _mark(self, place: int) -> None:
        shown = list(self.query(CellQuestion))
        self._marked = min(max(place, 0), len(shown) - 1)
        for number, question in enumerate(shown):
            question.mark(marked=number == self._marked)

    @property
    def _question(self) -> CellQuestion:
        return list(self.query(CellQuestion))[self._marked]

    def action_step(self, steps: int) -> None:
        """Go to the next question, after showing the rest of this one when it is higher than the screen."""
        box, question = self.query_one(_CellQuestions), self._question
        hidden_below = question.region.bottom > box.content_region.bottom
        hidden_above = question.region.y < box.content_region.y
        if (hidden_below and steps > 0) or (hidden_above and steps < 0):
            box.scroll_relative(y=_LINES * steps, animate=False)
            return
        self._mark(self._marked + steps)
        box.scroll_to_widget(self._question, animate=False, top=self._question.region.height > box.size.height)

    def on_click(self, event: events.Click) -> None:
        """A click marks a question; on the marked one, a double click opens it."""
        nodes = event.widget.ancestors_with_self if event.widget is not None else []
        question = next((node for node in nodes if isinstance(node, CellQuestion)), None)
        if question is None:
            return
        self._mark(list(self.query(CellQuestion)).index(question))
        if event.chain > 1:
            self.action_open()

    def action_open(self) -> None:
        """Enter: discuss the question when it can be, else read it in the referential."""
        if others_visible(self._evaluation.phase):
            self.action_discuss()
        else:
            self.action_referential()

    def action_discuss(self) -> None:
        from ptce_ref.tui.screens.dialogue import DialogueScreen  # noqa: PLC0415 - not needed to read the cell

        self.app.push_screen(DialogueScreen(self._evaluation, self._question.item.id))

    def action_referential(self) -> None:
        with self.explained():
            self.ptce.open_referential(self._evaluation, self._question.item.id)
