"""Synthèse: where a pôle stands on each sub-objective and each theme, and what that rests on."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports.view import CoevaluationView, IndicatorView
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.tui.figure_line import Layout
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.question_list import QuestionListScreen, open_question
from ptce_ref.tui.synthesis import INDICATOR, LEGEND, OBJECTIVE, SUB, THEME, Part, parts_of, state_words
from ptce_ref.tui.text import ChoiceList, TextBlock
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.page_list import PageList
from ptce_ref.tui.widgets.part_bar import PartBar

_AROUND = 4
"""Columns of the list that are not text: its margins and its scrollbar."""


class _PartLines(PageList):
    """The lines of the part shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Questions", key_display="Entrée")]
    DEFAULT_CSS = """
    _PartLines { scrollbar-gutter: stable; }
    """

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer the questions of a line where lines have some: not under a list of colleges."""
        return action != "select" or self.highlighted is not None


class SynthesisScreen(BaseScreen[None]):
    """The profile by sub-objective and by theme, vigilances, evolution, participation. No overall score."""

    HERE = Help(
        "Synthèse",
        (
            bind_signs(
                "Chaque ligne se place sur l’échelle des niveaux : ● quand toutes ses valeurs viennent de positions du "
                "groupe, ○ quand une au moins est provisoire. Le premier niveau n’est pas un zéro. Sans position, la "
                "valeur d’une question est la moyenne des médianes des collèges : chaque collège y pèse autant."
            ),
            bind_signs(
                "n compte les voix ; « couv. » dit combien de questions ont une valeur, sur celles qui concernent le "
                "pôle. Une moyenne ne cache pas une vigilance : elles ont leur partie."
            ),
            "En phase « avis », on ne voit que l’avancement. Il n’y a jamais de note d’ensemble.",
        ),
        (
            ("↑ ↓", "passer d’une ligne à l’autre"),
            ("Entrée", "lire les questions de la ligne et leurs chiffres"),
            ("s", "partie suivante"),
            ("r", "partie précédente"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "part(1)", "Partie suivante", tooltip="profil, enjeux, vigilances, évolution, participation"),
        Binding("r", "part(-1)", "Précédente", tooltip="la partie d’avant"),
    ]
    AUTO_FOCUS = "_PartLines"
    DEFAULT_CSS = """
    SynthesisScreen {
        #state { height: auto; padding: 0 2; background: $surface; margin-bottom: 1; }
        #head { height: 1; padding: 0 1; background: $panel; text-style: bold; text-wrap: nowrap; }
        #legend { height: auto; padding: 0 2; color: $quiet; }
    }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._view: CoevaluationView | None = None
        self._parts: list[Part] = []

    def compose(self) -> ComposeResult:
        yield Heading(self._evaluation.title)
        yield PartBar(())
        yield TextBlock(id="state")
        yield TextBlock(id="head")
        yield _PartLines()
        yield TextBlock(bind_signs(LEGEND), id="legend")
        yield Footer()

    def on_screen_resume(self) -> None:
        self._read()

    def database_changed(self) -> None:
        self._read()

    def on_resize(self) -> None:
        self._show()

    def _read(self) -> None:
        with self.explained():
            self._view = coevaluation_of(self.workspace, self._evaluation.id)
            self._parts = parts_of(self._view)
            bar = self.query_one(PartBar)
            bar.mark(bar.current, [part.name for part in self._parts])
            self._show()

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        layout = Layout(self.app.size.width - _AROUND, len(view.referential.levels), view.hidden)
        part = self._parts[self.query_one(PartBar).current]
        mark = pole_mark(view.pole)
        self.query_one(Heading).show(view.pole.name, f"synthèse · phase « {view.phase} » · {view.title}", mark)
        self.query_one("#state", TextBlock).show(*state_words(view))
        self.query_one("#head", TextBlock).show(bind_signs(part.head(layout)), resizes=False)
        self.query_one("#legend").display = part.scale and not view.hidden
        self.query_one(_PartLines).fill(part.lines(layout))
        self.refresh_bindings()

    def action_part(self, steps: int) -> None:
        rank = self.query_one(PartBar).current + steps
        self._go(rank % len(self._parts) if self._parts else 0)

    @on(PartBar.Chosen)
    def _part_chosen(self, event: PartBar.Chosen) -> None:
        self._go(event.rank)

    def _go(self, rank: int) -> None:
        self.query_one(PartBar).mark(rank)
        self._show()

    @on(ChoiceList.OptionSelected)
    def _open(self, event: ChoiceList.OptionSelected) -> None:
        view, chosen = self._view, event.option_id or ""
        if view is None:
            return
        if chosen.startswith(INDICATOR):
            open_question(self.ptce, self._evaluation, view, chosen.removeprefix(INDICATOR))
            return
        name, items = _questions(view, chosen)
        self.app.push_screen(QuestionListScreen(self._evaluation, view, name, items))


def _questions(view: CoevaluationView, line: str) -> tuple[str, tuple[IndicatorView, ...]]:
    """Return the name of a line and its questions."""
    if line.startswith(OBJECTIVE):
        objective = next(item for item in view.objectives if OBJECTIVE + item.id == line)
        items = tuple(item for sub in objective.sub_objectives for item in sub.indicators)
        return f"{objective.code} {objective.name}", items
    if line.startswith(SUB):
        sub = next(item for item in view.sub_objectives if SUB + item.id == line)
        return f"{sub.code} {sub.name}", sub.indicators
    theme = next(item for item in view.themes if THEME + item.id == line)
    return theme.name, tuple(item for item in view.indicators if item.theme == theme.name)
