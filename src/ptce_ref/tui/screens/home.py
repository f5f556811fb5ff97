"""Accueil: the pôles and their evaluations, and what to do next.

Shown before the models are loaded: it reads the overview only, and what it opens imports the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ptce_ref.domain.overview import EvaluationLine, Overview, PoleLine
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.services.overview import listing_of, overview_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.text import TextBlock, say
from ptce_ref.tui.widgets.college_coverage import SHARE_MEANING, CollegeCoverage
from ptce_ref.tui.widgets.evaluation_list import EVALUATION, POLE, EvaluationList
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.search_line import OpeningLine

if TYPE_CHECKING:
    from ptce_ref.domain.evaluation import Evaluation
    from ptce_ref.domain.pole import Pole

_NEED_POLE = {"new_evaluation", "identity", "search"}
_NEED_EVALUATION = {"answers", "phase", "compare"}


class HomeScreen(BaseScreen[None]):
    """The first screen when there is a database."""

    HERE = Help(
        "Accueil",
        (
            (
                "Voici les pôles de la base et leurs évaluations : la date, la phase, la part des réponses données, "
                "le nombre de répondants, le dernier changement, et après la flèche la prochaine chose à faire."
            ),
            (
                "Entrée ouvre l’évaluation marquée, ou une nouvelle évaluation pour un pôle qui n’en a pas. "
                "Une fenêtre large montre aussi, à droite, où en est chaque collège."
            ),
        ),
        (
            ("↑ ↓", "passer d’une évaluation à l’autre"),
            ("Entrée", "ouvrir"),
            ("c", "chercher un pôle, une commune, un titre ; Entrée ouvre le premier trouvé"),
            ("e", "ouvrir une nouvelle évaluation du pôle marqué"),
            ("n", "ajouter un pôle"),
            ("i", "la carte d’identité du pôle marqué"),
            ("s", "inscrire des répondants et saisir leurs avis, dans l’évaluation marquée"),
            ("p", "changer la phase de l’évaluation marquée"),
            ("k", "comparer des évaluations"),
            ("l", "lire le référentiel"),
            ("t", "les tournées de visites entre pôles"),
            ("f", "échanger : fichiers à envoyer ou reçus, copies de sauvegarde"),
            ("v", "la visite guidée"),
            ("q", "quitter"),
        ),
    )
    AUTO_FOCUS = "EvaluationList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (118, "-large")]  # noqa: RUF012 - Textual declares it as an instance variable
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "new_evaluation", "Nouvelle évaluation", tooltip="ouvrir une nouvelle évaluation du pôle marqué"),
        Binding("n", "new_pole", "Nouveau pôle", tooltip="ajouter un pôle"),
        Binding("c", "search", "Chercher", show=False, tooltip="un pôle, une commune, un titre"),
        Binding("i", "identity", "Carte d’identité", show=False, tooltip="du pôle marqué"),
        Binding("p", "phase", "Changer de phase", show=False, tooltip="pour l’évaluation marquée"),
        Binding("s", "answers", "Saisir les avis", show=False, tooltip="inscrire et saisir, dans l’évaluation marquée"),
        Binding("k", "compare", "Comparer", show=False, tooltip="des évaluations côte à côte, sans classement"),
        Binding(
            "l", "referential", "Lire le référentiel", show=False, tooltip="les questions, leur origine, leurs liens"
        ),
        Binding("t", "rounds", "Tournées de visites", show=False, tooltip="qui va chez qui, ce que chacun en retire"),
        Binding("f", "exchange", "Échanger", show=False, tooltip="fichiers envoyés et reçus, copies de sauvegarde"),
        Binding("v", "tour", "Visite guidée", show=False, tooltip="l’essentiel en deux minutes"),
        Binding("q", "app.quit", "Quitter"),
        Binding("escape", "back", "Retour", show=False),
    ]
    DEFAULT_CSS = """
    HomeScreen {
        #search { margin-top: 1; padding: 0 2; }
        #meaning { height: 1; padding: 0 2; color: $quiet; }
        #empty { padding: 4 4; height: 1fr; }
        EvaluationList { width: 1fr; }
        CollegeCoverage { display: none; }
        &.-large CollegeCoverage { display: block; }
        &.-large.-empty CollegeCoverage { display: none; }
        &.-tall #meaning { margin-bottom: 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._overview, self._read = Overview((), ()), False

    def compose(self) -> ComposeResult:
        yield Heading("ptce", "accueil")
        yield OpeningLine("un pôle, une commune, un titre")
        yield TextBlock(bind_signs(SHARE_MEANING), id="meaning")
        with Horizontal():
            yield EvaluationList(self._show_colleges, self._counted)
            yield CollegeCoverage()
            yield TextBlock(id="empty")
        yield Footer()

    def on_mount(self) -> None:
        self.call_after_refresh(self.ptce.preload.start)

    def on_screen_resume(self) -> None:
        """Read the database again: another screen may have changed it."""
        self.reload()

    def database_changed(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Show the database as it is now."""
        with self.explained():
            self._overview = listing_of(self.workspace)
            self._read = True
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        search = self.query_one("#search", OpeningLine)
        wanted = search.value
        poles, evaluations = self._overview.poles, self._overview.listed
        listed = self.query_one(EvaluationList)
        count = listed.show(self._overview, self.ptce.clock(), wanted)
        listed.display = search.found = bool(count)
        if count and self.focused is None:
            self.set_focus(listed)
        elif not count and self.focused is listed:
            # What cannot be seen must not keep its keys in the footer.
            self.set_focus(None)
        self.query_one("#search").display = bool(poles)
        # Without any evaluation there is no share to explain, and nothing to say of colleges.
        self.query_one("#meaning").display = bool(evaluations and count)
        self.set_class(not (evaluations and count), "-empty")
        if bool(poles) and not count:
            self._tell_empty(
                f"Aucun pôle, aucune évaluation ne répond à «{wording.NBSP}{wanted}{wording.NBSP}».\n"
                "Échap les montre tous."
            )
        elif not self._read:
            self._tell_empty("La base n’a pas pu être lue. Échap essaie de nouveau.")
        elif not poles:
            self._tell_empty()
        else:
            self.query_one("#empty").display = False
        self._show_colleges()
        total = f"{wording.count(len(poles), 'pôle')}, {wording.count(len(evaluations), 'évaluation')}"
        self.query_one(Heading).show("ptce", f"accueil · {total}", self.workspace.store.path.name)

    def _tell_empty(self, sentence: str = "") -> None:
        """Say why nothing is listed, or how to begin."""
        empty = self.query_one("#empty", TextBlock)
        empty.display = True
        if sentence:
            empty.show(sentence)
            return
        empty.show(
            ("Aucun pôle dans cette base.\n\n", "bold"),
            ("n", "bold $accent"),
            "  ajouter le premier pôle : son nom suffit\n",
            ("v", "bold $accent"),
            "  la visite guidée : l’essentiel en deux minutes\n",
            ("f", "bold $accent"),
            "  échanger : recevoir un fichier, fusionner une base, revenir à une copie\n",
            ("l", "bold $accent"),
            "  lire le référentiel : les questions, leur origine\n",
        )

    def _show_colleges(self) -> None:
        self.query_one(CollegeCoverage).show_colleges(self._current_evaluation())

    @on(OpeningLine.Changed, "#search")
    def _search_changed(self) -> None:
        self._show()
        if self.query_one("#search", OpeningLine).value:
            # What Enter opens is seen before it is pressed: the first line that is found.
            self.query_one(EvaluationList).highlight_id(None)

    @on(OpeningLine.Submitted, "#search")
    def _search_done(self) -> None:
        self.action_list()
        self._open_line(self.query_one(EvaluationList).current_id or "")

    @on(EvaluationList.OptionSelected)
    def _open(self, event: EvaluationList.OptionSelected) -> None:
        self._open_line(event.option_id or "")

    def _open_line(self, chosen: str) -> None:
        if chosen.startswith(POLE):
            self.action_new_evaluation()
        elif chosen.startswith(EVALUATION):
            with self._opening():
                self.ptce.open_evaluation(self._found(chosen.removeprefix(EVALUATION)))

    @contextmanager
    def _opening(self) -> Iterator[None]:
        """Open another place, once what it needs is loaded; what cannot be done is said in a sentence."""
        self.ptce.preload.wait()
        with self.explained():
            yield

    def _found(self, evaluation_id: str) -> Evaluation:
        from ptce_ref.services.evaluation import find_evaluation  # noqa: PLC0415 - not needed by the first screen

        return find_evaluation(self.workspace, evaluation_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer nothing that cannot be done in an empty base."""
        if action in _NEED_POLE:
            return bool(self._overview.poles)
        if action in _NEED_EVALUATION:
            return bool(self._overview.listed)
        return True

    def action_search(self) -> None:
        self.set_focus(self.query_one("#search"))

    def action_list(self) -> None:
        """Leave the search for what it found."""
        self.set_focus(self.query_one(EvaluationList))

    def _reload_at(self, line: str) -> None:
        """Show the whole list again, with this line marked."""
        self.query_one("#search", OpeningLine).value = ""
        self.reload()
        listed = self.query_one(EvaluationList)
        listed.highlight_id(line)
        self.set_focus(listed)

    def action_new_pole(self) -> None:
        with self._opening():
            self.ptce.open_identity(None, self._pole_added)

    def _pole_added(self, pole: Pole | None) -> None:
        if pole is not None:
            self._reload_at(POLE + pole.id)
            say(self.app, f"« {pole.name} » est ajouté. Entrée ouvre sa première évaluation.")

    def action_identity(self) -> None:
        pole = self._current_pole()
        if pole is not None:
            with self._opening():
                from ptce_ref.services.pole import find_pole  # noqa: PLC0415 - not needed by the first screen

                self.ptce.open_identity(find_pole(self.workspace, pole.id), lambda _: None)

    def action_new_evaluation(self) -> None:
        pole = self._current_pole()
        if pole is None:
            say(self.app, "Ajoutez d’abord un pôle, avec la touche n.")
            return
        with self._opening():
            from ptce_ref.services.pole import find_pole  # noqa: PLC0415 - not needed by the first screen

            self.ptce.open_evaluation_form(find_pole(self.workspace, pole.id), self._evaluation_added)

    def _evaluation_added(self, evaluation: Evaluation | None) -> None:
        if evaluation is not None:
            self._reload_at(EVALUATION + evaluation.id)
            say(self.app, f"« {evaluation.title} » est ouverte, en phase « préparation ».")

    def action_phase(self) -> None:
        line = self._current_evaluation()
        if line is None:
            say(self.app, "Choisissez d’abord une évaluation.")
            return
        with self._opening():
            self.ptce.open_phases(self._found(line.id), lambda _: self.reload())

    def action_answers(self) -> None:
        """Do what the line of the marked evaluation proposes, without going through its page."""
        line = self._current_evaluation()
        if line is None:
            say(self.app, "Choisissez d’abord une évaluation.")
            return
        with self._opening():
            self.ptce.open_people(self._found(line.id))

    def action_compare(self) -> None:
        with self._opening():
            line = self._current_evaluation()
            self.ptce.open_comparison(self._found(line.id) if line else None)

    def action_referential(self) -> None:
        with self._opening():
            self.ptce.open_referential()

    def action_rounds(self) -> None:
        with self._opening():
            from ptce_ref.tui.screens.round import RoundScreen  # noqa: PLC0415 - not needed by the first screen

            self.app.push_screen(RoundScreen())

    def action_exchange(self) -> None:
        with self._opening():
            from ptce_ref.tui.screens.exchange import ExchangeScreen  # noqa: PLC0415 - not needed by the first screen

            pole, line = self._current_pole(), self._current_evaluation()
            self.app.push_screen(ExchangeScreen(pole.id if pole else None, line.id if line else None))

    def action_tour(self) -> None:
        with self._opening():
            from ptce_ref.tui.screens.tour import TourScreen  # noqa: PLC0415 - not needed by the first screen

            self.app.push_screen(TourScreen())

    def action_back(self) -> None:
        """Escape leaves the search, never the program; it reads again a database that could not be."""
        search = self.query_one("#search", OpeningLine)
        search.value = ""
        # An empty list takes no focus: after a vain search, it is filled again first.
        self._show()
        self.set_focus(self.query_one(EvaluationList))
        if not self._read:
            self.reload()

    def _current_evaluation(self) -> EvaluationLine | None:
        current = self.query_one(EvaluationList).current_id or ""
        return self._counted(current.removeprefix(EVALUATION)) if current.startswith(EVALUATION) else None

    def _counted(self, evaluation_id: str) -> EvaluationLine | None:
        """Return the line of an evaluation, counted now if it was not; None when it cannot be."""
        if not self._overview.heads:
            return self._overview.of(evaluation_id)
        with self.explained():
            # Each move of the highlight asks again; the file is read again only when it changed.
            return self.workspace.recall(
                HomeScreen._counted,
                evaluation_id,
                lambda: overview_of(self.workspace, evaluation_id).of(evaluation_id),
            )
        return None

    def _current_pole(self) -> PoleLine | None:
        line = self._current_evaluation()
        current = self.query_one(EvaluationList).current_id or ""
        wanted = line.pole_id if line else current.removeprefix(POLE)
        return next((pole for pole in self._overview.poles if pole.id == wanted), None)
