"""The table de dialogue of one evaluation."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, FigureView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.cell import CellScreen
from ptce_ref.tui.text import Piece, TextBlock, say
from ptce_ref.tui.widgets.dialogue_grid import DialogueGrid
from ptce_ref.tui.widgets.grid_cell import AWAITED, LEGENDS, Display, awaited, displays
from ptce_ref.tui.widgets.heading import Heading


class GridScreen(BaseScreen[None]):
    """Sub-objectives × themes; a cell opens on its questions, or on the answers while they are given."""

    HERE = Help(
        "Table de dialogue",
        (
            (
                "Chaque ligne est un sous-objectif, chaque colonne un enjeu. Une case compte ses questions (q.), "
                "puis celles qui "
                "ont une valeur sur celles qui concernent le pôle."
            ),
            (
                "En phase « avis », personne ne voit les réponses des autres : Entrée ouvre la saisie. "
                "Ensuite, Entrée ouvre les questions de la case, avec les niveaux, les écarts et les arguments."
            ),
            (
                "Signes : ◆ avis polarisés, ≠ avis qui divisent, ! vigilance au niveau le plus bas, "
                "? beaucoup ne savent pas, * provisoire."
            ),
        ),
        (
            ("flèches", "passer d’une case à l’autre"),
            ("Entrée", "ouvrir la case"),
            ("a", "changer ce que montrent les cases"),
            ("s", "saisir des avis, choisir ou ajouter un répondant"),
            ("p", "changer de phase"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "next_display", "Affichage", tooltip="ce que montrent les cases"),
        Binding("s", "answer", "Saisir", tooltip="choisir ou ajouter un répondant, puis répondre"),
        Binding("p", "phase", "Changer de phase", show=False, tooltip="avancer, ou revenir en arrière"),
    ]
    DEFAULT_CSS = """
    GridScreen {
        #legend { height: 1; padding: 0 1; color: $quiet; text-wrap: nowrap; text-overflow: ellipsis; }
        #detail { height: 4; padding: 0 1; background: $surface; }
    }
    """

    def __init__(self, evaluation: Evaluation, view: CoevaluationView) -> None:
        super().__init__()
        self._evaluation, self._view = evaluation, view
        self._respondent: Respondent | None = None
        self._fresh = True

    def compose(self) -> ComposeResult:
        yield Heading(self._view.pole.name)
        yield TextBlock(id="legend")
        yield DialogueGrid(self._view)
        yield TextBlock(id="detail")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        if not self._view.hidden:
            self.query_one(DialogueGrid).display_mode = Display.LEVEL
        self._show()

    def on_screen_resume(self) -> None:
        """Read the evaluation again: answers were given, or another window changed it."""
        if self._fresh:
            self._fresh = False
        else:
            self._read()

    def _read(self) -> None:
        with self.explained():
            self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
            self._view = coevaluation_of(self.workspace, self._evaluation.id)
        grid = self.query_one(DialogueGrid)
        grid.show(self._view)
        if grid.display_mode not in displays(hidden=self._view.hidden):
            grid.display_mode = Display.COVERAGE
        self._show()

    def _show(self) -> None:
        view = self._view
        mark = wording.DEMONSTRATION if view.pole.demonstration else ""
        self.query_one(Heading).show(view.pole.name, f"phase « {view.phase} » · {view.title}", mark)
        shown = self.query_one(DialogueGrid).display_mode
        self.query_one("#legend", TextBlock).show(
            self._legend(shown).replace(" :", f"{wording.NBSP}:").replace(" ;", f"{wording.NBSP};"), resizes=False
        )
        self.query_one("#detail", TextBlock).show(*self._detail(), resizes=False)

    def _legend(self, shown: Display) -> str:
        cells = (cell for row in self._view.cells for cell in row if cell is not None)
        return AWAITED if shown is Display.COVERAGE and any(map(awaited, cells)) else LEGENDS[shown]

    def _detail(self) -> list[Piece]:
        grid, view = self.query_one(DialogueGrid), self._view
        sub, theme = view.sub_objectives[grid.row], view.themes[grid.column]
        pieces: list[Piece] = [(f"{sub.code} {sub.name}", "bold"), " × ", (f"{theme.name}\n", "bold")]
        cell = grid.cell
        if cell is None:
            return [*pieces, "Aucune question du parcours ne se trouve dans cette case."]
        words = figure_words(cell.figure)
        if awaited(cell):
            words = f"{cell.given} réponses sur {cell.asked} · niveaux masqués jusqu’au dialogue"
        pieces.append(f"{wording.count(len(cell.titles), 'question')} · {words}\n")
        if cell.figure.alerts:
            alerts = ", ".join(f"{alert.code} {alert.vigilance}" for alert in cell.figure.alerts)
            pieces.append((f"! {alerts}", "bold $warning"))
        else:
            pieces.append((", ".join(f"{code} {title}" for code, title in cell.titles), "$quiet"))
        return pieces

    @on(DialogueGrid.Moved)
    def _moved(self) -> None:
        self._show()

    def action_next_display(self) -> None:
        grid = self.query_one(DialogueGrid)
        choices = displays(hidden=self._view.hidden)
        grid.display_mode = choices[(choices.index(grid.display_mode) + 1) % len(choices)]
        self._show()

    @on(DialogueGrid.Opened)
    def _open_cell(self) -> None:
        cell = self.query_one(DialogueGrid).cell
        if cell is None:
            say(self.app, "Aucune question du parcours ne se trouve dans cette case.")
        elif self._evaluation.phase is Phase.OPINIONS:
            first = next(item.id for item in self._view.indicators if item.code == cell.titles[0][0])
            self._open_answers(first)
        else:
            self.app.push_screen(CellScreen(self._view, cell))

    def action_answer(self) -> None:
        self._respondent = None
        self._open_answers(None)

    def _open_answers(self, indicator: str | None) -> None:
        with self.explained():
            self.ptce.open_answers(self._evaluation, self._respondent, indicator, self._chosen)
            return
        self._read()

    def _chosen(self, respondent: Respondent) -> None:
        self._respondent = respondent

    def action_phase(self) -> None:
        self.ptce.open_phases(self._evaluation, lambda _: None)


def figure_words(figure: FigureView) -> str:
    """Return a figure in words: coverage, level, whether provisional, n."""
    covered = f"couverture {wording.coverage(figure)}"
    if figure.hidden:
        return f"{covered} · niveaux masqués jusqu’au dialogue"
    if figure.level is None:
        return f"{covered} · {wording.figure(figure)}"
    provisional = ", provisoire" if figure.provisional else ""
    return f"{covered} · niveau {wording.level(figure.level)} (n = {figure.n}{provisional})"
