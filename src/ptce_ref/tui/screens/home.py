"""Accueil: the pôles and their evaluations, and what to do next."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Footer

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.pole import Pole
from ptce_ref.reports import wording
from ptce_ref.services.evaluation import EvaluationSummary, find_evaluation, summarise_evaluations
from ptce_ref.services.pole import all_poles, find_pole
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.text import TextBlock, say
from ptce_ref.tui.widgets.entry import LineInput
from ptce_ref.tui.widgets.evaluation_list import EVALUATION, POLE, EvaluationList
from ptce_ref.tui.widgets.heading import Heading


class HomeScreen(BaseScreen[None]):
    """The first screen when there is a database."""

    HERE = Help(
        "Accueil",
        (
            (
                "Voici les pôles de la base et leurs évaluations : la date, la phase, la part des réponses "
                "déjà données, le nombre de répondants, et la prochaine chose à faire."
            ),
            (
                "Entrée ouvre la table de dialogue de l’évaluation marquée, "
                "ou une nouvelle évaluation pour un pôle qui n’en a pas."
            ),
        ),
        (
            ("↑ ↓", "passer d’une évaluation à l’autre"),
            ("Entrée", "ouvrir"),
            ("c", "chercher un pôle, une commune, un titre"),
            ("e", "ouvrir une nouvelle évaluation du pôle marqué"),
            ("n", "ajouter un pôle"),
            ("p", "changer la phase de l’évaluation marquée"),
            ("q", "quitter"),
        ),
    )
    AUTO_FOCUS = "EvaluationList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "new_evaluation", "Nouvelle évaluation", tooltip="ouvrir une nouvelle évaluation du pôle marqué"),
        Binding("n", "new_pole", "Nouveau pôle", tooltip="ajouter un pôle"),
        Binding("c", "search", "Chercher", show=False, tooltip="un pôle, une commune, un titre"),
        Binding("p", "phase", "Changer de phase", show=False, tooltip="pour l’évaluation marquée"),
        Binding("q", "app.quit", "Quitter"),
        Binding("escape", "back", "Retour", show=False),
    ]
    DEFAULT_CSS = """
    HomeScreen {
        #search { margin: 1 0; padding: 0 2; background: $panel; }
        #search:focus { background: $block-cursor-blurred-background; }
        #empty { padding: 1 4; height: 1fr; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._poles: list[Pole] = []
        self._summaries: list[EvaluationSummary] = []

    def compose(self) -> ComposeResult:
        yield Heading("ptce", "accueil")
        yield LineInput(placeholder="Chercher un pôle, une commune, un titre (touche c)", compact=True, id="search")
        with Vertical():
            yield EvaluationList()
            yield TextBlock(id="empty")
        yield Footer(show_command_palette=False)

    def on_screen_resume(self) -> None:
        """Read the database again: another screen, or another window, may have changed it."""
        self.reload()

    def reload(self) -> None:
        """Show the database as it is now."""
        with self.explained():
            self._poles = all_poles(self.workspace)
            self._summaries = summarise_evaluations(self.workspace)
        self._show()

    def _show(self) -> None:
        wanted = self.query_one("#search", LineInput).value
        listed = self.query_one(EvaluationList)
        count = listed.show(self._poles, self._summaries, wanted)
        listed.display = bool(count)
        empty = self.query_one("#empty", TextBlock)
        empty.display = not count
        if self._poles:
            empty.show(f"Aucun pôle, aucune évaluation ne répond à « {wanted} ».")
        else:
            empty.show(
                ("Aucun pôle dans cette base.\n\n", "bold"),
                "Appuyez sur ",
                ("n", "bold $accent"),
                " pour ajouter le premier.",
            )
        total = f"{wording.count(len(self._poles), 'pôle')}, {wording.count(len(self._summaries), 'évaluation')}"
        self.query_one(Heading).show("ptce", f"accueil · {total}", self.workspace.store.path.name)

    @on(LineInput.Changed, "#search")
    def _search_changed(self) -> None:
        self._show()

    @on(LineInput.Submitted, "#search")
    def _search_done(self) -> None:
        self.set_focus(self.query_one(EvaluationList))

    @on(EvaluationList.OptionSelected)
    def _open(self, event: EvaluationList.OptionSelected) -> None:
        chosen = event.option_id or ""
        if chosen.startswith(POLE):
            self.action_new_evaluation()
        elif chosen.startswith(EVALUATION):
            with self.explained():
                self.ptce.open_grid(find_evaluation(self.workspace, chosen.removeprefix(EVALUATION)))

    def action_search(self) -> None:
        self.set_focus(self.query_one("#search"))

    def action_new_pole(self) -> None:
        self.ptce.open_pole_form(self._pole_added)

    def _pole_added(self, pole: Pole | None) -> None:
        if pole is not None:
            self.query_one("#search", LineInput).value = ""
            self.reload()
            self.query_one(EvaluationList).highlight_id(POLE + pole.id)
            say(self.app, f"« {pole.name} » est ajouté. Entrée ouvre sa première évaluation.")

    def action_new_evaluation(self) -> None:
        pole = self._current_pole()
        if pole is None:
            say(self.app, "Ajoutez d’abord un pôle, avec la touche n.")
            return
        with self.explained():
            self.ptce.open_evaluation_form(find_pole(self.workspace, pole.id), self._evaluation_added)

    def _evaluation_added(self, evaluation: Evaluation | None) -> None:
        if evaluation is not None:
            self.reload()
            self.query_one(EvaluationList).highlight_id(EVALUATION + evaluation.id)
            say(self.app, f"« {evaluation.title} » est ouverte, en phase « préparation ».")

    def action_phase(self) -> None:
        evaluation = self._current_evaluation()
        if evaluation is None:
            say(self.app, "Choisissez d’abord une évaluation.")
        else:
            self.ptce.open_phases(evaluation, lambda _: self.reload())

    def action_back(self) -> None:
        """Escape leaves the search, never the program."""
        search = self.query_one("#search", LineInput)
        search.value = ""
        self.set_focus(self.query_one(EvaluationList))

    def _current_evaluation(self) -> Evaluation | None:
        current = (self.query_one(EvaluationList).current_id or "").removeprefix(EVALUATION)
        return next((s.evaluation for s in self._summaries if s.evaluation.id == current), None)

    def _current_pole(self) -> Pole | None:
        evaluation = self._current_evaluation()
        current = self.query_one(EvaluationList).current_id or ""
        wanted = evaluation.pole_id if evaluation else current.removeprefix(POLE)
        return next((pole for pole in self._poles if pole.id == wanted), None)
