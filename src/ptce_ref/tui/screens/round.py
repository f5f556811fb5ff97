"""Tournées de visites: who goes to whom, how far each visit went, what each gained; opening one, changing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.round_view import RoundView, RoundVisitView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.round import all_rounds, record_visit, withdraw_visit
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.list_detail import ListDetailScreen
from ptce_ref.tui.text import Piece, TextBlock, say
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.line_table import Cell, Column, LineTable, Sheet

_STAGE, _DATE = 16, 19
_EMPTY: tuple[Piece, ...] = (
    ("Aucune tournée de visites dans cette base.\n\n", "bold"),
    bind_signs(
        "Une tournée dit quel pôle va visiter lequel : chacun visite une fois, et reçoit une fois. Le programme la "
        "propose selon ce que les pôles peuvent s’apporter, et dit pourquoi ; vous la changez comme vous voulez.\n\n"
    ),
    ("n", "bold $accent"),
    "  préparer une tournée : qui prend part, qui va chez qui\n",
)


class _RoundLines(LineTable):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter,space",
            "open",
            "Noter",
            key_display="Entrée",
            tooltip="la visite marquée : date, évaluation, ce qu’on en retire",
        )
    ]

    def allow_focus(self) -> bool:
        """An empty table takes no key."""
        return super().allow_focus() and self.sheet.count > 0


@dataclass(frozen=True)
class _Line:
    """The title of a round, or one of its visits."""

    round: RoundView
    visit: RoundVisitView | None = None


class RoundScreen(ListDetailScreen):
    """Every round with its visits; the marked one is told in full below."""

    HERE = Help(
        "Tournées de visites",
        (
            (
                "Chaque tournée, la plus récente en haut, avec ses visites : qui va chez qui, et où l’on en est. Une "
                "visite est à préparer, préparée, faite, puis le regard est rendu, et elle est close."
            ),
            (
                "Le cadre du bas dit ce que chacun retire de la visite marquée, et la prochaine chose à faire. Entrée "
                "ouvre cette visite : sa date, l’évaluation des visiteurs, ce que chacun en retire."
            ),
            (
                "Le regard croisé (touche x) se lit quand le pôle hôte s’est évalué lui-même, et que les deux "
                "évaluations en sont au dialogue."
            ),
        ),
        (
            ("↑ ↓ Pg↑ Pg↓", "passer d’une visite à l’autre"),
            ("Entrée", "noter ce que l’on sait de la visite marquée"),
            ("n", "préparer une nouvelle tournée"),
            ("a", "ajouter une visite à la tournée marquée"),
            ("Suppr", "retirer la visite marquée"),
            ("o", "ouvrir la page de l’évaluation des visiteurs"),
            ("x", "lire le regard croisé"),
            ("Tab", "faire défiler le cadre du bas, quand il est long"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "Nouvelle tournée", tooltip="qui prend part, qui va chez qui"),
        Binding("a", "add", "Ajouter une visite", tooltip="à la tournée marquée"),
        Binding(
            "delete", "withdraw", "Retirer la visite", show=False, key_display="Suppr", tooltip="celle qui est marquée"
        ),
        Binding("o", "evaluation", "Évaluation des visiteurs", show=False, tooltip="celle de la visite marquée"),
        Binding("x", "crossed", "Regard croisé", show=False, tooltip="le pôle vu par lui-même et par ses visiteurs"),
    ]
    AUTO_FOCUS = "_RoundLines"
    DEFAULT_CSS = """
    RoundScreen {
        &.-tall #detail { height: 12; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[_Line] = ()
        self._rounds: Sequence[RoundView] = ()

    def compose(self) -> ComposeResult:
        yield Heading("Tournées de visites")
        yield TextBlock(*_EMPTY, id="empty")
        yield _RoundLines()
        yield from self.frame()

    def on_resize(self) -> None:
        """Break the names again for the new width."""
        self._show()

    def read(self) -> None:
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
        count = wording.count(len(self._rounds), "tournée") if self._rounds else ""
        self.query_one(Heading).show("Tournées de visites", count)
        self._tell()

    @on(LineTable.Moved)
    def _tell(self) -> None:
        """Tell the marked line in full."""
        row = self.query_one(LineTable).row
        if 0 <= row < len(self._lines):
            line = self._lines[row]
            pieces = _round_words(line.round) if line.visit is None else _visit_words(line.visit)
            self.show_detail(*pieces)
            self.refresh_bindings()

    # What is marked, and what one does with it

    @property
    def _marked(self) -> _Line | None:
        row = self.query_one(LineTable).row
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Offer nothing that the marked line does not have."""
        marked = self._marked if self.is_mounted else None
        visit = marked.visit if marked else None
        if action == "add":
            return marked is not None
        if action in ("withdraw", "crossed"):
            return visit is not None
        if action == "evaluation":
            return visit is not None and bool(visit.evaluation_id)
        return True

    def action_new(self) -> None:
        from ptce_ref.tui.screens.round_form import RoundForm  # noqa: PLC0415 - seldom asked for

        self.app.push_screen(RoundForm())

    @on(LineTable.Opened)
    def _note(self) -> None:
        """Open the marked visit; a round itself has nothing to write."""
        from ptce_ref.tui.screens.round_visit import VisitForm  # noqa: PLC0415 - seldom asked for

        marked = self._marked
        if marked is None:
            return
        if marked.visit is None:
            say(self.app, "Descendez sur une visite pour la noter, ou ajoutez-en une : touche a.")
        else:
            self.app.push_screen(VisitForm(marked.round.id, marked.visit), self._noted)

    def _noted(self, visit: RoundVisitView | None) -> None:
        if visit is not None:
            say(self.app, f"Enregistré : la visite de {visit.visitor} chez {visit.host}, {visit.stage}.")

    def action_add(self) -> None:
        """Ask who goes to whom, one after the other."""
        from ptce_ref.tui.screens.peer_opening import choose_pole  # noqa: PLC0415 - seldom asked for

        marked = self._marked
        if marked is None:
            return
        found = marked.round

        def visit(visitor: str) -> None:
            with self.explained():
                choose_pole(self.ptce, "Chez qui ?", (visitor,), lambda host: self._add(found, visitor, host))

        with self.explained():
            choose_pole(self.ptce, "Qui rend visite ?", (), visit)

    def _add(self, found: RoundView, visitor: str, host: str) -> None:
        with self.explained():
            if any((item.visitor_id, item.host_id) == (visitor, host) for item in found.visits):
                say(self.app, "Cette visite est déjà prévue dans la tournée.")
                return
            added = record_visit(self.workspace, found.id, visitor, host, new=True)
            self.read()
            self._mark(found.id, added)
            say(self.app, f"Visite ajoutée : {added.visitor} chez {added.host}.")

    def _mark(self, round_id: str, visit: RoundVisitView) -> None:
        wanted = (round_id, visit.visitor_id, visit.host_id)
        for row, line in enumerate(self._lines):
            if line.visit and (line.round.id, line.visit.visitor_id, line.visit.host_id) == wanted:
                self.query_one(LineTable).mark(row)

    def action_withdraw(self) -> None:
        """Take the marked visit out of its round, once confirmed."""
        from ptce_ref.tui.screens.confirm import ConfirmDialog  # noqa: PLC0415 - seldom asked for

        marked = self._marked
        if marked is None or marked.visit is None:
            return
        found, visit = marked.round, marked.visit

        def withdraw(confirmed: bool | None) -> None:
            if confirmed:
                with self.explained():
                    withdraw_visit(self.workspace, found.id, visit.visitor_id, visit.host_id)
                    self.read()
                    say(self.app, "Visite retirée ; le journal la garde.")

        sentences = (
            f"La visite de {visit.visitor} chez {visit.host} ne fera plus partie de « {found.title} ».",
            "Son évaluation, s’il y en a une, reste telle quelle. Le journal garde la visite.",
        )
        self.app.push_screen(ConfirmDialog("Retirer la visite", sentences, "Retirer"), withdraw)

    def action_evaluation(self) -> None:
        """Go to the page of the evaluation that the visitors answer."""
        marked = self._marked
        if marked is not None and marked.visit is not None and marked.visit.evaluation_id:
            with self.explained():
                self.ptce.open_evaluation(find_evaluation(self.workspace, marked.visit.evaluation_id))

    def action_crossed(self) -> None:
        """Read both views of the host side by side, or why one cannot yet."""
        from ptce_ref.tui.screens.peer import PeerScreen  # noqa: PLC0415 - seldom asked for

        marked = self._marked
        visit = marked.visit if marked else None
        if visit is None:
            return
        if not visit.evaluation_id:
            say(self.app, "Aucune évaluation des visiteurs n’est rattachée à cette visite : Entrée permet de l’ouvrir.")
            return
        with self.explained():
            self.app.push_screen(PeerScreen(find_evaluation(self.workspace, visit.evaluation_id)))

    def action_back(self) -> None:
        """Leave the detail first, then the screen."""
        if not self.leave_detail():
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
    pieces: list[Piece] = [(f"Visiteurs : {visit.visitor}. Hôte : {visit.host}.", "bold")]
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
