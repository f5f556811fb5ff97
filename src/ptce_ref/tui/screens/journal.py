"""Journal: what changed in an evaluation and when, latest first; only the visible lines are drawn."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.text import fold
from ptce_ref.reports import wording
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.journal import JournalEntry, journal_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.list_detail import ListDetailScreen
from ptce_ref.tui.text import Piece, TextBlock
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.line_table import Cell, Column, LineTable, Sheet
from ptce_ref.tui.widgets.search_line import SearchLine

_HIDDEN = "Tant que les avis ne sont pas montrés, le journal dit que l’on a répondu, sans dire quoi."
_COLUMNS = (Column(("Jour",), 12, fixed=True), Column(("Heure",), 7, fixed=True), Column(("Quoi",), 30, fills=True))


class JournalScreen(ListDetailScreen):
    """The changes of an evaluation; the marked one is told in full below."""

    HERE = Help(
        "Journal",
        (
            (
                "Tout ce qui a changé dans l’évaluation, le plus récent en haut : phases, avis, votes, positions, "
                "actions, inscriptions. Le cadre du bas dit en entier la ligne marquée, avec le texte ajouté et celui "
                "qu’il remplace."
            ),
            "Rien n’y est effacé, et aucun nom de personne n’y paraît.",
            _HIDDEN,
        ),
        (
            ("↑ ↓ Pg↑ Pg↓", "passer d’une ligne à l’autre"),
            ("c", "chercher : une date, un code, un répondant, un mot"),
            ("Entrée", "lire le cadre du bas, quand il est long"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "search", "Chercher", tooltip="une date, un code, un répondant, un mot"),
    ]
    DEFAULT_CSS = """
    JournalScreen {
        #detail { height: 7; }
        &.-tall #detail { height: 11; }
    }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._pole: Pole | None = None
        self._entries: Sequence[JournalEntry] = ()
        self._shown: Sequence[JournalEntry] = ()
        self._folded: list[str] | None = None

    def compose(self) -> ComposeResult:
        yield Heading("Journal")
        yield SearchLine("une date, un code, un mot")
        yield TextBlock(id="empty")
        yield LineTable()
        yield from self.frame()

    def read(self) -> None:
        """Read the journal again, the mark staying on the same change."""
        with self.explained():
            self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
            self._pole = self.ptce.pole_of(self._evaluation)
            self._entries = journal_of(self.workspace, self._evaluation)
            self._folded = None
            self._filter()

    @on(SearchLine.Changed, "#search")
    def _filter(self) -> None:
        marked = self._marked
        search = self.query_one("#search", SearchLine)
        words = fold(search.value.replace("\u00a0", " ")).split()
        if words:
            if self._folded is None:
                # Only when somebody searches: the journal of a large evaluation has twenty thousand lines.
                self._folded = [_searched_text(entry) for entry in self._entries]
            pairs = zip(self._entries, self._folded, strict=True)
            self._shown = [entry for entry, text in pairs if all(word in text for word in words)]
        else:
            self._shown = self._entries
        numbers = [entry.number for entry in self._shown]
        row = numbers.index(marked.number) if marked is not None and marked.number in numbers else 0
        table = self.query_one(LineTable)
        table.show(Sheet(_COLUMNS, len(self._shown), self._cells), row=row)
        table.display = search.found = bool(self._shown)
        self.query_one("#detail").display = bool(self._shown)
        empty = self.query_one("#empty", TextBlock)
        empty.display = not self._shown
        empty.show("Aucune ligne du journal ne porte ces mots." if self._entries else "Rien n’a encore changé.")
        total = wording.count(len(self._shown), "ligne")
        hidden = "" if others_visible(self._evaluation.phase) else " · avis masqués"
        if self._pole is not None:
            place = f"journal · {total}{hidden} · {self._evaluation.title}"
            self.query_one(Heading).show(self._pole.name, place, pole_mark(self._pole))
        self._tell()

    def _cells(self, row: int) -> tuple[Cell, ...]:
        entry = self._shown[row]
        before = self._shown[row - 1] if row else None
        same_day = before is not None and before.day == entry.day
        return Cell((entry.day,), "quiet" if same_day else "plain"), Cell((entry.time,)), Cell((entry.sentence,))

    @property
    def _marked(self) -> JournalEntry | None:
        row = self.query_one(LineTable).row
        return self._shown[row] if 0 <= row < len(self._shown) else None

    @on(LineTable.Moved)
    def _tell(self) -> None:
        """Tell the marked change in full: its line may be cut at the edge of the screen."""
        entry = self._marked
        if entry is None:
            return
        date = wording.long_date(entry.at[:10])
        pieces: list[Piece] = [(f"{date}, {entry.time}\n", "$quiet"), (entry.sentence, "bold")]
        pieces += [f"\n{line}" for line in entry.detail]
        self.show_detail(*pieces)

    @on(LineTable.Opened)
    def _read_detail(self) -> None:
        self.query_one("#detail").focus()

    @on(SearchLine.Submitted, "#search")
    def action_list(self) -> None:
        """Leave the search for what it found."""
        self.query_one(LineTable).focus()

    def action_search(self) -> None:
        self.query_one("#search").focus()

    def action_back(self) -> None:
        """Leave the search or the detail first, then the screen."""
        search, table = self.query_one("#search", SearchLine), self.query_one(LineTable)
        if self.focused is table or (self.focused is search and not search.value and not self._shown):
            if search.value:
                search.value = ""
            else:
                self.dismiss(None)
            return
        if self.focused is search:
            search.value = ""
        table.focus()


def _searched_text(entry: JournalEntry) -> str:
    return fold(" ".join((entry.day, entry.time, entry.sentence, *entry.detail)))
