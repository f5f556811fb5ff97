"""Comparaison: choose evaluations, read the conditions first, then the figures side by side. No ranking."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.candidate import Candidate
from ptce_ref.domain.comparison_condition import Order
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.question_set import Questions
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.view import ComparisonView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.reading import (
    Comparable,
    Given,
    answers_given,
    comparable_evaluations,
)
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.comparison import Part, cohort_part, conditions_part, profiles_part, themes_part
from ptce_ref.tui.comparison_choice import choice_part, listed
from ptce_ref.tui.comparison_dialogue import exchanges_part, peer_at, peers_part, steps_part
from ptce_ref.tui.comparison_reading import Failed, Progressed, Reading, Ready
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.comparison_help import COMPARISON_HELP
from ptce_ref.tui.text import Piece, TextBlock, say
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.line_table import NOTHING, LineTable
from ptce_ref.tui.widgets.part_bar import PartBar
from ptce_ref.tui.widgets.search_line import SearchLine


class Shown(StrEnum):
    """The parts, in order; the values are their names."""

    CHOICE = "Choix"
    CONDITIONS = "Conditions"
    PROFILES = "Profils"
    THEMES = "Enjeux"
    COHORT = "Cohorte"
    EXCHANGES = "Échanges"
    STEPS = "Trajectoires"
    PEERS = "Regards"


PARTS = tuple(Shown)
_BUILDERS: Mapping[Shown, Callable[[ComparisonView, int], Part]] = {
    Shown.CONDITIONS: conditions_part,
    Shown.PROFILES: profiles_part,
    Shown.THEMES: themes_part,
    Shown.COHORT: cohort_part,
    Shown.EXCHANGES: lambda view, _: exchanges_part(view),
    Shown.STEPS: lambda view, _: steps_part(view),
    Shown.PEERS: peers_part,
}
"""What makes each part of a comparison that is read, for a width; the choice comes before any."""
_REREAD = 30
"""Up to so many evaluations are read again by themselves when another window changes the database."""
_GAUGE = 30


class _Table(LineTable):
    """The table of the part shown; a row opens only where there is something to choose."""

    opens = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "open", "Choisir", key_display="Espace")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        return self.opens if action == "open" else True


class ComparisonScreen(BaseScreen[None]):
    """Parts shown one at a time: the choice, the conditions, then what they allow."""

    HERE = COMPARISON_HELP
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "part(1)", "Partie suivante", tooltip="conditions, profils, enjeux, cohorte, échanges…"),
        Binding("r", "part(-1)", "Précédente", show=False, tooltip="la partie d’avant"),
        Binding("l", "order", "Lister par…", show=False, tooltip="par territoire, ou par nom"),
        Binding("m", "common", "Questions communes", tooltip="ne compter que celles que tous ont eues, ou toutes"),
        Binding("t", "all", "Toutes", show=False, tooltip="choisir toutes les évaluations de la liste"),
        Binding("n", "none", "Aucune", show=False, tooltip="ne choisir aucune évaluation"),
        Binding("c", "search", "Chercher", show=False, tooltip="un pôle, une commune, un titre"),
        Binding("o", "crossed", "Lire le regard croisé", tooltip="question par question"),
    ]
    AUTO_FOCUS = "_Table"
    DEFAULT_CSS = """
    ComparisonScreen {
        #search { padding: 0 2; }
        #note { height: auto; max-height: 6; padding: 0 1; color: $quiet; }
        #empty { height: 1fr; padding: 1 2; }
        #detail { height: 4; padding: 0 1; background: $surface; }
        &.-tall #detail { height: 6; }
    }
    """

    def __init__(self, evaluation: Evaluation | None = None) -> None:
        super().__init__()
        self._evaluation, self._order = evaluation, Order.TERRITORY
        self._choices: list[Comparable] = []
        self._found: list[Comparable] = []
        self._chosen: set[str] = set()
        self._candidates: Sequence[Candidate] = ()
        self._view: ComparisonView | None = None
        self._given: dict[str, Given] = {}
        self._made: dict[Shown, Part] = {}
        self._rows: dict[Shown, int] = {}
        self._reading, self._wanted = Reading(self), Shown.CONDITIONS
        self._questions = Questions.ALL

    def compose(self) -> ComposeResult:
        yield Heading("Comparaison")
        yield PartBar(PARTS)
        yield SearchLine("un pôle, une commune, un titre")
        yield TextBlock(id="note")
        yield _Table()
        yield TextBlock(id="empty")
        yield TextBlock(id="detail")
        yield Footer()

    def on_mount(self) -> None:
        self._read()
        if self._evaluation is not None:
            self._chosen = {self._evaluation.id}
            rank = next((i for i, s in enumerate(self._found) if s.evaluation.id == self._evaluation.id), 0)
            self._rows[Shown.CHOICE] = rank
        else:
            self._chosen = {choice.evaluation.id for choice in self._choices}
        self._show(Shown.CHOICE)

    def on_resize(self) -> None:
        """Break the names again for the new width."""
        self._made.clear()
        if not self._reading.under_way and self._choices:
            self._show(self._shown)

    def database_changed(self) -> None:
        """Read the list again; and what is compared, when it is soon done."""
        self._read()
        self._chosen &= {choice.evaluation.id for choice in self._choices}
        if self._view is None or self._reading.under_way:
            self._made.pop(Shown.CHOICE, None)
            if not self._reading.under_way:
                self._show(self._shown)
        elif len(self._chosen) <= _REREAD and self._chosen:
            self._gather(self._shown)
        else:
            say(
                self.app, "La base a changé : la comparaison montre ce qu’elle était. Refaites le choix pour la relire."
            )

    def _read(self) -> None:
        with self.explained():
            self._choices = comparable_evaluations(self.workspace)
            self._given.clear()
            self._filter()

    def _filter(self) -> None:
        search = self.query_one("#search", SearchLine)
        self._found = listed(self._choices, self._order, search.value)
        search.found = bool(self._found)
        self._made.pop(Shown.CHOICE, None)

    def _progress(self, choice: Comparable) -> Given | None:
        """Return how far the answers went; unknown when the database cannot be read just now."""
        ident = choice.evaluation.id
        if ident not in self._given:
            with suppress(DatabaseUnusableError):
                self._given[ident] = answers_given(self.workspace, choice)
        return self._given.get(ident)

    # Showing a part

    @property
    def _shown(self) -> Shown:
        return PARTS[self.query_one(PartBar).current]

    @property
    def _table(self) -> _Table:
        return self.query_one(_Table)

    def _part(self, shown: Shown) -> Part:
        if shown not in self._made:
            self._made[shown] = self._make(shown)
        return self._made[shown]

    def _make(self, shown: Shown) -> Part:
        if shown is Shown.CHOICE or self._view is None:
            return choice_part(self._found, len(self._choices), self._chosen, self._progress)
        return _BUILDERS[shown](self._view, self.app.size.width)

    def _show(self, shown: Shown) -> None:
        """Show a part; the mark goes back to where it was in it."""
        part, table = self._part(shown), self._table
        self.query_one(PartBar).mark(PARTS.index(shown))
        self.query_one("#search").display = shown is Shown.CHOICE
        if not part.sheet.count and table.has_focus:
            # A widget that hides gives the focus to the next one: the arrows would then change the part.
            self.set_focus(None)
        table.display = bool(part.sheet.count)
        table.opens = shown is Shown.CHOICE
        table.show(part.sheet, row=self._rows.get(shown, 0))
        empty = self.query_one("#empty", TextBlock)
        empty.display = not part.sheet.count
        empty.show(bind_signs(part.empty))
        self._title(shown)
        self.query_one("#note", TextBlock).show(bind_signs(part.note))
        self._tell()
        if self.focused is None and table.display:
            self.set_focus(table)
        self.refresh_bindings()

    def _title(self, shown: Shown) -> None:
        view = None if shown is Shown.CHOICE else self._view
        mark = wording.DEMONSTRATIONS if view is not None and view.demonstration else ""
        place = "choisir les évaluations"
        if view is not None:
            only = " · questions communes" if self._questions is Questions.COMMON else ""
            place = f"{view.mode}{only} · {view.referential.title} {view.referential.version}"
        self.query_one(Heading).show("Comparaison", place, mark)

    def _tell(self) -> None:
        """Say in full what is marked."""
        table, detail = self._table, self.query_one("#detail", TextBlock)
        pieces: list[Piece] = []
        if table.sheet.count:
            pieces = list(self._part(self._shown).detail(table.row, table.column))
        detail.show(*(bind_signs(piece) if isinstance(piece, str) else piece for piece in pieces), resizes=False)

    @on(LineTable.Moved)
    def _moved(self) -> None:
        self._rows[self._shown] = self._table.row
        self._tell()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "part" and parameters == (-1,):
            return self._shown is not Shown.CHOICE
        if action in {"all", "none", "search"}:
            return self._shown is Shown.CHOICE
        if action == "common":
            common = self._questions is Questions.COMMON
            return self._view is not None and self._shown is not Shown.CHOICE and (common or self._differ)
        if action == "crossed":
            return self._shown is Shown.PEERS and bool(self._view and self._view.peer_views)
        return True

    # Going from part to part

    def action_part(self, steps: int) -> None:
        self._go(self.query_one(PartBar).current + steps)

    @on(PartBar.Chosen)
    def _part_chosen(self, event: PartBar.Chosen) -> None:
        self._go(event.rank)

    def _go(self, rank: int) -> None:
        """Show a part; the figures are read first when the choice is new, and the conditions come before them."""
        if self._reading.under_way or not 0 <= rank < len(PARTS):
            return
        shown = PARTS[rank]
        if shown is Shown.CHOICE or self._view is not None:
            self._show(shown)
        elif self._chosen:
            self._gather(Shown.CONDITIONS)
        else:
            say(self.app, "Choisissez d’abord au moins une évaluation, avec la barre d’espace.")

    def action_crossed(self) -> None:
        """Read one regard croisé question by question, with what each side argued."""
        from ptce_ref.tui.screens.peer import PeerScreen  # noqa: PLC0415 - seldom asked for

        found = peer_at(self._view, self._table.row) if self._view is not None else ""
        with self.explained():
            if found:
                self.app.push_screen(PeerScreen(find_evaluation(self.workspace, found)))

    # Choosing

    @on(LineTable.Opened)
    def _toggle(self) -> None:
        if self._shown is Shown.CHOICE:
            self._choose(self._chosen ^ {self._found[self._table.row].evaluation.id})

    def action_all(self) -> None:
        self._choose(self._chosen | {choice.evaluation.id for choice in self._found})

    def action_none(self) -> None:
        self._choose(set())

    def _choose(self, chosen: set[str]) -> None:
        self._chosen = chosen
        self._view, self._candidates = None, ()
        # What all share depends on who is there.
        self._questions = Questions.ALL
        self._made.clear()
        self._show(Shown.CHOICE)

    def action_search(self) -> None:
        self.set_focus(self.query_one("#search"))

    @on(SearchLine.Changed, "#search")
    def _search_changed(self) -> None:
        self._filter()
        self._rows[Shown.CHOICE] = 0
        if self._shown is Shown.CHOICE:
            self._show(Shown.CHOICE)

    @on(SearchLine.Submitted, "#search")
    def action_list(self) -> None:
        """Leave the search for what it found."""
        self.set_focus(self._table)

    def action_order(self) -> None:
        """List pôles by territory or by name."""
        if self._reading.under_way:
            return
        self._order = Order.NAME if self._order is Order.TERRITORY else Order.TERRITORY
        say(self.app, f"Les pôles sont listés par {self._order.value}.")
        self._filter()
        self._rows.clear()
        if self._view is None:
            self._show(Shown.CHOICE)
        else:
            self._gather(self._shown, self._candidates)

    @property
    def _differ(self) -> bool:
        """Whether the pôles shown were not all asked the same questions."""
        return self._view is not None and not self._view.same_questions

    def action_common(self) -> None:
        """Count the questions that all were asked, and these alone; or all of them again."""
        if self._reading.under_way or self._view is None:
            return
        common = self._questions is Questions.COMMON
        self._questions = Questions.ALL if common else Questions.COMMON
        self._gather(self._shown, self._candidates)

    # Reading

    def _gather(self, shown: Shown, known: Sequence[Candidate] = ()) -> None:
        """Read what is chosen, then show this part; ``known`` when only the order changed."""
        self._wanted = shown
        ids = [choice.evaluation.id for choice in self._choices if choice.evaluation.id in self._chosen]
        self._reading.start(ids, self._order, known, self._questions)
        if not known:
            self._waiting(0, len(ids))

    def _waiting(self, done: int, total: int) -> None:
        """Say how far the reading is; nothing is shown before the conditions."""
        self.query_one(PartBar).mark(PARTS.index(Shown.CONDITIONS if self._view is None else self._shown))
        self.query_one("#search").display = False
        if self._view is None:
            self.set_focus(None)
            self._table.display = False
            self._table.show(NOTHING)
            empty = self.query_one("#empty", TextBlock)
            empty.display = True
            read = wording.agreed(done, "évaluation lue", "évaluations lues")
            count = f"{wording.whole(done)} {read} sur {wording.whole(total)}"
            empty.show(
                (gauge(done / total if total else 1, _GAUGE), "$primary"), f"  {count}.\n\nÉchap arrête la lecture."
            )
            self.query_one("#note", TextBlock).show("")
            self._tell()

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        if self._reading.expects(event):
            self._waiting(event.done, event.total)

    @on(Ready)
    def _ready(self, event: Ready) -> None:
        if self._reading.expects(event):
            self._candidates = event.candidates
            self.present(event.view, self._wanted)

    def present(self, view: ComparisonView, shown: Shown = Shown.CONDITIONS) -> None:
        """Show a comparison that is ready, at this part."""
        self._view = view
        self._made.clear()
        self._show(shown)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        if self._reading.expects(event):
            self._questions = Questions.ALL
            self._stop()
            say(self.app, event.sentence, "error")

    def _stop(self) -> None:
        self._reading.stop()
        self._made.clear()
        self._show(Shown.CHOICE if self._view is None else self._shown)

    def action_back(self) -> None:
        """Stop the reading; else leave the search; else leave."""
        if self._reading.under_way:
            self._stop()
            say(self.app, "La lecture est arrêtée.")
        elif self.focused is self.query_one("#search"):
            self.query_one("#search", SearchLine).value = ""
            self.set_focus(self._table)
        else:
            self.dismiss(None)
