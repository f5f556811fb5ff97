"""The questions of a line of the synthesis, with their figures."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, IndicatorView
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.tui.figure_line import Layout
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.cell import CellScreen
from ptce_ref.tui.synthesis import INDICATOR, indicator_line
from ptce_ref.tui.text import ChoiceList, TextBlock
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.page_list import PageList

if TYPE_CHECKING:
    from ptce_ref.tui.app import PtceApp

_AROUND = 4


class _Questions(PageList):
    """One line a question."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Ouvrir", key_display="Entrée")]
    DEFAULT_CSS = """
    _Questions { scrollbar-gutter: stable; }
    """


class QuestionListScreen(BaseScreen[None]):
    """Each question: where it stands, whether it is decided, why it deserves a discussion, its vigilance."""

    HERE = Help(
        "Questions d’une ligne",
        (
            "Chaque question avec son niveau, ses voix (n), sa position ou les raisons d’en discuter.",
            "Entrée ouvre la case de la table de dialogue où elle se trouve : voix de chaque collège et arguments.",
        ),
        (("↑ ↓", "passer d’une question à l’autre"), ("Entrée", "lire les voix et les arguments")),
    )
    AUTO_FOCUS = "_Questions"
    DEFAULT_CSS = """
    QuestionListScreen #head {
        height: 1; padding: 0 1; background: $panel; text-style: bold; text-wrap: nowrap; margin-top: 1;
    }
    """

    def __init__(
        self, evaluation: Evaluation, view: CoevaluationView, name: str, items: Sequence[IndicatorView]
    ) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._view, self._line, self._items = view, name, items

    def compose(self) -> ComposeResult:
        mark = pole_mark(self._view.pole)
        yield Heading(self._line, wording.count(len(self._items), "question"), mark)
        yield TextBlock(id="head")
        yield _Questions()
        yield Footer()

    def on_screen_resume(self) -> None:
        """Read again: a position may have been written in the cell one comes back from."""
        self._read()

    def database_changed(self) -> None:
        self._read()

    def _read(self) -> None:
        with self.explained():
            self._view = coevaluation_of(self.workspace, self._evaluation.id)
            wanted = {item.id for item in self._items}
            self._items = [item for item in self._view.indicators if item.id in wanted]
        self._show()

    def on_resize(self) -> None:
        self._show()

    def _show(self) -> None:
        view = self._view
        layout = Layout(self.app.size.width - _AROUND, len(view.referential.levels), view.hidden)
        self.query_one("#head", TextBlock).show(layout.head("Question"), resizes=False)
        self.query_one(_Questions).fill(indicator_line(item, layout) for item in self._items)

    @on(ChoiceList.OptionSelected)
    def _open(self, event: ChoiceList.OptionSelected) -> None:
        open_question(self.ptce, self._evaluation, self._view, (event.option_id or "").removeprefix(INDICATOR))


def open_question(app: "PtceApp", evaluation: Evaluation, view: CoevaluationView, identifier: str) -> None:
    """Show the cell of the table de dialogue that holds a question."""
    code = next(item.code for item in view.indicators if item.id == identifier)
    cells = (cell for row in view.cells for cell in row if cell is not None)
    cell = next(cell for cell in cells if any(code == known for known, _ in cell.titles))
    app.push_screen(CellScreen(evaluation, view, cell.sub_objective, cell.theme))
