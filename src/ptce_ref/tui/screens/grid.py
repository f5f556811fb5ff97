"""The table de dialogue of one evaluation."""

from textwrap import wrap
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.phase import others_visible, registering_open
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, FigureView, SubObjectiveView, ThemeView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.reading import state_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.cell import CellScreen
from ptce_ref.tui.text import Piece, TextBlock, say
from ptce_ref.tui.widgets.dialogue_grid import DialogueGrid
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.grid_cell import AWAITED, LEGENDS, WATCHED, Display, awaited, displays
from ptce_ref.tui.widgets.grid_layout import fit
from ptce_ref.tui.widgets.heading import Heading, pole_mark

_FACTS = 2
"""Rows of the detail under the name of the cell: its figures, its questions."""
_WRAPPED = 6
"""Columns that a line may lose to its last word going to the next one."""
_NOTHING_HERE = "Aucune question du parcours ne se trouve dans cette case."


class GridScreen(BaseScreen[None]):
    """Sub-objectives × themes; a cell opens on its questions, or on the answers while they are given."""

    HERE = Help(
        "Table de dialogue",
        (
            (
                "Chaque ligne est un sous-objectif, chaque colonne un enjeu. Une case compte ses questions (q.), "
                "puis celles qui "
                "ont une valeur sur celles qui concernent le pôle. La touche a change ce que montrent les cases : "
                "couverture, niveau, divergences, « ne sait pas », vigilance."
            ),
            (
                "En phase « avis », personne ne voit les réponses des autres : Entrée ouvre la saisie. "
                "Ensuite, Entrée ouvre les questions de la case, avec les niveaux, les écarts et les arguments."
            ),
            (
                "Signes : ◆ avis polarisés, ≠ avis qui divisent, ! vigilance au niveau le plus bas, "
                f"? beaucoup ne savent pas, * provisoire, nc{wording.NBSP}ne concerne pas "
                f"le pôle, ·{wording.NBSP}aucune question."
            ),
            (
                "À la souris : un clic marque une case, un autre l’ouvre ; la molette fait défiler, "
                "et les signes ◂ ▸ mènent aux autres enjeux."
            ),
        ),
        (
            ("flèches", "passer d’une case à l’autre"),
            ("Début Fin", "premier, dernier enjeu"),
            ("Entrée", "ouvrir la case"),
            ("a", "changer ce que montrent les cases"),
            ("s", "pendant les avis : choisir ou ajouter un répondant, puis répondre"),
            ("d", "dès le dialogue : l’ordre du jour et les positions"),
            ("l", "lire le référentiel"),
            ("p", "changer de phase"),
        ),
    )
    AUTO_FOCUS = "DialogueGrid"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "next_display", "Affichage", tooltip="ce que montrent les cases"),
        Binding("s", "answer", "Saisir", tooltip="choisir ou ajouter un répondant, puis répondre"),
        Binding("d", "discuss", "Dialogue", tooltip="l’ordre du jour, les arguments, la position du groupe"),
        Binding("l", "referential", "Référentiel", show=False, tooltip="les questions, leur origine, leurs liens"),
        Binding("p", "phase", "Changer de phase", show=False, tooltip="avancer, ou revenir en arrière"),
    ]
    DEFAULT_CSS = """
    GridScreen {
        #legend { height: auto; max-height: 2; padding: 0 1; color: $quiet; }
        #detail { padding: 0 1; background: $surface; }
    }
    """

    def __init__(self, evaluation: Evaluation, view: CoevaluationView) -> None:
        super().__init__()
        self._evaluation, self._view = evaluation, view
        self._respondent: Respondent | None = None
        self._fresh = True
        self._detail_rows = 1 + _FACTS

    def compose(self) -> ComposeResult:
        yield Heading(self._view.pole.name, self._place, self._mark)
        yield TextBlock(id="legend")
        yield DialogueGrid(self._view, self._show_detail)
        yield TextBlock(id="detail")
        yield Footer()

    def on_mount(self) -> None:
        self._keep_detail(self.app.size.width)
        if not self._view.hidden:
            self._grid.display_mode = Display.LEVEL
        self._show_legend()
        self._show_detail()

    def on_screen_resume(self) -> None:
        """Read the evaluation again: answers were given, or another window changed it."""
        if self._fresh:
            self._fresh = False
        else:
            self._read()

    def database_changed(self) -> None:
        self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to answer while answers may be given, to discuss once they may be seen."""
        phase = self._evaluation.phase
        if action == "answer":
            return registering_open(phase)
        if action == "discuss":
            return others_visible(phase)
        return super().check_action(action, parameters)

    def _read(self) -> None:
        with self.explained():
            self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
            self._view = state_of(self.workspace, self._evaluation.id)
        grid = self._grid
        if grid.display_mode not in displays(hidden=self._view.hidden):
            grid.display_mode = Display.COVERAGE
        grid.show(self._view)
        self.query_one(Heading).show(self._view.pole.name, self._place, self._mark)
        self._show_legend()
        self._show_detail()
        self.refresh_bindings()

    @property
    def _grid(self) -> DialogueGrid:
        return self.query_one(DialogueGrid)

    @property
    def _place(self) -> str:
        return bind_signs(f"phase « {self._view.phase} » · {self._view.title}")

    @property
    def _mark(self) -> str:
        return pole_mark(self._view.pole)

    def _show_legend(self) -> None:
        shown = self._grid.display_mode
        legend = LEGENDS[shown]
        if shown is Display.COVERAGE and any(awaited(cell) for row in self._view.cells for cell in row if cell):
            legend = AWAITED
        elif shown is Display.VIGILANCE and self._view.hidden:
            legend = WATCHED
        self.query_one("#legend", TextBlock).show_in_lines(bind_signs(legend))

    def _keep_detail(self, width: int) -> None:
        """Give the detail the rows that its longest name needs: going from cell to cell must not move the table."""
        view, room = self._view, max(1, width - 2)
        names = (_name(sub, theme) for sub in view.sub_objectives for theme in view.themes)
        self._detail_rows = max((len(wrap(name, room)) for name in names), default=1) + _FACTS
        self.query_one("#detail").styles.height = self._detail_rows

    def _show_detail(self) -> None:
        self.query_one("#detail", TextBlock).show(*self._detail(), resizes=False)

    def _detail(self) -> list[Piece]:
        grid, view = self._grid, self._view
        sub, theme = view.sub_objectives[grid.row], view.themes[grid.column]
        name = _name(sub, theme)
        pieces: list[Piece] = [(f"{name}\n", "bold")]
        cell = grid.cell
        if cell is None:
            return [*pieces, _NOTHING_HERE]
        words = figure_words(cell.figure)
        if awaited(cell):
            words = f"{cell.given} réponses sur {cell.asked} · niveaux masqués jusqu’au dialogue"
        words = f"{wording.count(len(cell.titles), 'question')} · {words}"
        if cell.set_aside:
            words += f" · {', '.join(cell.set_aside)} ne {'concerne' if len(cell.set_aside) == 1 else 'concernent'} pas"
        pieces.append(f"{words}\n")
        # What there is no room for ends with an ellipsis: opening the cell tells it all.
        width = max(1, self.size.width - 2)
        used = len(wrap(name, width)) + len(wrap(words, width))
        room = max(1, self._detail_rows - used) * (width - _WRAPPED)
        if cell.figure.alerts:
            alerts = ", ".join(f"{alert.code} {alert.vigilance}" for alert in cell.figure.alerts)
            pieces.append((fit(f"! {alerts}", room).rstrip(), "bold $warning"))
        else:
            titles = ", ".join(f"{code} {title}" for code, title in cell.titles)
            pieces.append((fit(titles, room).rstrip(), "$quiet"))
        return pieces

    def on_resize(self) -> None:
        self._keep_detail(self.size.width)
        self._show_detail()

    def action_next_display(self) -> None:
        choices = displays(hidden=self._view.hidden)
        self._grid.display_mode = choices[(choices.index(self._grid.display_mode) + 1) % len(choices)]
        self._show_legend()

    @on(DialogueGrid.Opened)
    def _open_cell(self) -> None:
        cell = self._grid.cell
        if cell is None:
            say(self.app, _NOTHING_HERE)
        elif self._evaluation.phase is Phase.OPINIONS:
            first = next(item.id for item in self._view.indicators if item.code == cell.titles[0][0])
            self._open_answers(first)
        else:
            self.app.push_screen(CellScreen(self._evaluation, self._view, cell.sub_objective, cell.theme))

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

    def action_discuss(self) -> None:
        from ptce_ref.tui.screens.dialogue import DialogueScreen  # noqa: PLC0415 - not needed to open the table

        self.app.push_screen(DialogueScreen(self._evaluation))

    def action_referential(self) -> None:
        with self.explained():
            self.ptce.open_referential(self._evaluation)

    def action_phase(self) -> None:
        self.ptce.open_phases(self._evaluation, lambda _: None)


def _name(sub: SubObjectiveView, theme: ThemeView) -> str:
    return f"{sub.code} {sub.name} × {theme.name}"


def figure_words(figure: FigureView) -> str:
    """Return a figure in words: coverage, level, whether provisional, n."""
    covered = f"couverture {wording.coverage(figure)}"
    if figure.hidden:
        return f"{covered} · niveaux masqués jusqu’au dialogue"
    if figure.level is None:
        words = wording.figure(figure)
        return f"{covered} · {'pas encore de niveau' if words == wording.NOTHING else words}"
    provisional = ", provisoire" if figure.provisional else ""
    return f"{covered} · niveau {wording.level(figure.level)} (n = {wording.told(figure.n)}{provisional})"
