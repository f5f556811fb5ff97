"""Tournées de visites: who goes to whom, how far each visit went, what each gained. Read here, written by commands."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.round_view import RoundView, RoundVisitView
from ptce_ref.services.round import all_rounds
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.text import Piece, TextBlock
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.line_table import Cell, Column, LineTable, Sheet

_STAGE, _DATE = 16, 19
_EMPTY: tuple[Piece, ...] = (
    ("Aucune tournée de visites dans cette base.\n\n", "bold"),
    bind_signs(
        "Une tournée dit quel pôle va visiter lequel, selon ce qu’ils peuvent s’apporter. Elle se prépare par des "
        "commandes :\n\n"
    ),
    ("ptce tournee proposer", "bold $accent"),
    "\n  qui pourrait aller chez qui, et pourquoi\n",
    ('ptce tournee ouvrir "Tournée d’automne"', "bold $accent"),
    "\n  l’enregistrer\n",
)


@dataclass(frozen=True)
class _Line:
    """The title of a round, or one of its visits."""

    round: RoundView
    visit: RoundVisitView | None = None


class RoundScreen(BaseScreen[None]):
    """Every round with its visits; the marked one is told in full below."""

    HERE = Help(
        "Tournées de visites",
        (
            (
                "Chaque tournée, la plus récente en haut, avec ses visites : qui va chez qui, et où l’on en est. Une "
                "visite est à préparer, préparée, faite, puis le regard est rendu, et elle est close."
            ),
            (
                "Le cadre du bas dit ce que chacun en retire et la prochaine chose à faire. On l’écrit avec "
                "« ptce tournee visite »."
            ),
        ),
        (("↑ ↓ Pg↑ Pg↓", "passer d’une visite à l’autre"), ("Entrée", "lire le cadre du bas, quand il est long")),
    )
    AUTO_FOCUS = "LineTable"
    DEFAULT_CSS = """
    RoundScreen {
        #empty { padding: 1 2; height: 1fr; }
        #detail {
            height: 8; padding: 0 1; border-top: solid $rule; background: $surface; scrollbar-size-vertical: 1;
        }
        &.-tall #detail { height: 12; }
        #detail:focus { border-top: heavy $primary; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[_Line] = ()
        self._rounds: Sequence[RoundView] = ()

    def compose(self) -> ComposeResult:
        yield Heading("Tournées de visites")
        yield TextBlock(*_EMPTY, id="empty")
        yield LineTable()
        with VerticalScroll(id="detail"):
            yield TextBlock(id="told")
        yield Footer()

    def on_screen_resume(self) -> None:
        self._read()

    def database_changed(self) -> None:
        if self.is_mounted:
            self._read()

    def on_resize(self) -> None:
        """Break the names again for the new width."""
        self._show()

    def _read(self) -> None:
        with self.explained():
            self._rounds = all_rounds(self.workspace)
        self._lines = [line for item in self._rounds for line in (_Line(item), *(_Line(item, v) for v in item.visits))]
        self._show()
        if self._lines and self.focused is None:
            self.set_focus(self.query_one(LineTable))

    def _show(self) -> None:
        table = self.query_one(LineTable)
        if not self._lines and table.has_focus:
            self.set_focus(None)
        table.display = self.query_one("#detail").display = bool(self._lines)
        self.query_one("#empty").display = not self._lines
        table.show(_sheet(self._lines, self.size.width), row=table.row)
        self.query_one(Heading).show("Tournées de visites", wording.count(len(self._rounds), "tournée"))
        self._tell()

    @on(LineTable.Moved)
    def _tell(self) -> None:
        """Tell the marked line in full."""
        row = self.query_one(LineTable).row
        if 0 <= row < len(self._lines):
            line = self._lines[row]
            pieces = _round_words(line.round) if line.visit is None else _visit_words(line.visit)
            self.query_one("#told", TextBlock).show(*pieces)
            self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    @on(LineTable.Opened)
    def _read_detail(self) -> None:
        self.query_one("#detail").focus()

    def action_back(self) -> None:
        """Leave the detail first, then the screen."""
        if self.focused is self.query_one("#detail") and self._lines:
            self.query_one(LineTable).focus()
        else:
            self.dismiss(None)


def _sheet(lines: Sequence[_Line], width: int) -> Sheet:
    room = max(20, width - _STAGE - _DATE - 2)
    names = [lines_of(_name(line), room - 1) for line in lines]

    def cells(row: int) -> Sequence[Cell]:
        visit = lines[row].visit
        if visit is None:
            date = wording.long_date(lines[row].round.date)
            return Cell(names[row], "strong"), Cell(("",)), Cell((date,), "quiet")
        day = wording.long_date(visit.date) if visit.date else wording.NOTHING
        return Cell(names[row]), Cell((visit.stage,), "strong"), Cell((day,), "quiet")

    columns = (
        Column(("Tournée, puis visites",), room + 1, fixed=True, fills=True),
        Column(("Où l’on en est",), _STAGE),
        Column(("Date",), _DATE),
    )
    return Sheet(columns, len(lines), cells, heights=tuple(map(len, names)))


def _name(line: _Line) -> str:
    return line.round.title if line.visit is None else f"{line.visit.visitor} → {line.visit.host}"


def _round_words(found: RoundView) -> list[Piece]:
    return [(found.title, "bold"), bind_signs(f"\n{found.summary}."), (f"\nIdentifiant : {found.id}", "$quiet")]


def _visit_words(visit: RoundVisitView) -> list[Piece]:
    pieces: list[Piece] = [(f"{visit.visitor} rend visite à {visit.host}", "bold")]
    if visit.evaluation:
        pieces.append((bind_signs(f"\nÉvaluation des visiteurs : {visit.evaluation}"), "$quiet"))
    for who, said in (
        ("Ce que les visiteurs en retirent", visit.visitor_gained),
        ("Ce que la visite apporte à l’hôte", visit.host_gained),
    ):
        if said:
            pieces += [(bind_signs(f"\n{who} : "), "bold $primary"), said]
    if visit.following:
        pieces.append((bind_signs(f"\n→ {visit.following}"), "bold"))
    return pieces
