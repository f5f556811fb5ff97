"""Regard croisé: one pôle seen by itself and by another, question by question, what each argued beside it."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.reports import wording
from ptce_ref.reports.view import ArgumentView, CoevaluationView, PeerArgumentsView
from ptce_ref.services.reading import crossed_view_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.tui.help import Help
from ptce_ref.tui.peer import CAUTION, PeerLine, peer_lines, peer_sheet, title_line, who_saw
from ptce_ref.tui.screens.list_detail import ListDetailScreen
from ptce_ref.tui.text import Piece, TextBlock
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.line_table import LineTable

_HOW_TO_OPEN: tuple[Piece, ...] = (
    ("\n\nn", "bold $accent"),
    "  ouvrir l’évaluation de ce pôle par un autre, venu le visiter",
)


class PeerScreen(ListDetailScreen):
    """The two views of an evaluation side by side; the marked question is told in full below."""

    HERE = Help(
        "Regard croisé",
        (
            (
                "Le pôle vu par lui-même et par un autre pôle venu le visiter : les sous-objectifs, puis les questions "
                "où les regards s’écartent, celles où ils se rejoignent, et ce qu’un seul des deux a vu."
            ),
            "Le cadre du bas donne les arguments des deux côtés sur la question marquée, par collège et sans nom.",
            CAUTION,
        ),
        (
            ("↑ ↓ Pg↑ Pg↓", "passer d’une ligne à l’autre"),
            ("s", "aller au groupe de lignes suivant"),
            ("n", "ouvrir l’évaluation de ce pôle par un autre, venu le visiter"),
            ("Entrée", "lire le cadre du bas, quand il est long"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "next_group", "Groupe suivant", tooltip="écarts, rencontres, ce qu’un seul a vu"),
        Binding("n", "open_visit", "Évaluation par un autre pôle", tooltip="en ouvrir une, par un pôle en visite"),
    ]
    DEFAULT_CSS = """
    PeerScreen {
        &.-tall #detail { height: 14; }
    }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation
        self._view: CoevaluationView | None = None
        self._lines: Sequence[PeerLine] = ()

    def compose(self) -> ComposeResult:
        yield Heading("Regard croisé")
        yield TextBlock(id="empty")
        yield LineTable()
        yield from self.frame()

    def on_resize(self) -> None:
        """Break the names again for the new width."""
        if self._view is not None:
            self._show(self._view)

    def read(self) -> None:
        """Read both evaluations again; when there is nothing to show, say why."""
        empty = ""
        self._view = None
        with self.explained():
            try:
                self._view = crossed_view_of(self.workspace, self._evaluation.id)
            except Refusal as refusal:
                empty = str(refusal)
        self.query_one("#empty", TextBlock).show(bind_signs(empty), *_HOW_TO_OPEN if self._may_be_visited else ())
        self.query_one("#empty").display = self._view is None
        self.query_one(LineTable).display = self.query_one("#detail").display = self._view is not None
        if self._view is None:
            self.set_focus(None)
            pole = ""
            with self.explained():
                pole = self.ptce.pole_of(self._evaluation).name
            self.query_one(Heading).show(pole or "ptce", "regard croisé")
        else:
            self._show(self._view)
            if self.focused is None:
                self.set_focus(self.query_one(LineTable))
        self.refresh_bindings()

    @property
    def _may_be_visited(self) -> bool:
        return self._evaluation.mode is not Mode.PEER

    def _show(self, view: CoevaluationView) -> None:
        several = len(view.peer_views) > 1
        lines: list[PeerLine] = []
        for peer in view.peer_views:
            lines += [title_line(peer)] if several else []
            lines += peer_lines(peer, list(enumerate(peer.headings)))
        self._lines = lines
        table = self.query_one(LineTable)
        table.show(peer_sheet(lines, self.size.width), row=table.row)
        mark = pole_mark(view.pole)
        visitors = ", ".join(dict.fromkeys(wording.quoted(peer.peer_pole) for peer in view.peer_views))
        self.query_one(Heading).show(view.pole.name, f"regard croisé avec {visitors}", mark)
        self._tell()

    @on(LineTable.Moved)
    def _tell(self) -> None:
        """Tell the marked line in full, with what both sides argued."""
        row = self.query_one(LineTable).row
        if not 0 <= row < len(self._lines):
            return
        line = self._lines[row]
        pieces: list[Piece] = [(line.name, "bold")]
        if line.words:
            pieces.append(f"\n{bind_signs(line.words)}")
        argued = next((item for item in line.peer.arguments if item.code == line.code), None) if line.code else None
        if argued is not None:
            pieces += _arguments(argued)
        elif line.code:
            pieces.append(("\nNi le pôle ni ses visiteurs n’ont donné d’argument.", "$quiet"))
        else:
            pieces += [(bind_signs(f"\n{who_saw(line.peer)}"), "$quiet"), (bind_signs(f"\n{CAUTION}"), "$quiet")]
        self.show_detail(*pieces)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        if action == "open_visit":
            return self._may_be_visited
        return action != "next_group" or self._view is not None

    def action_open_visit(self) -> None:
        """Choose who visits, then open the evaluation of this pôle by that one."""
        from ptce_ref.tui.screens.peer_opening import choose_pole, open_visitors_evaluation  # noqa: PLC0415 - seldom asked for

        host = self._evaluation.pole_id

        def visit(visitor: str) -> None:
            with self.explained():
                open_visitors_evaluation(self.ptce, host, visitor, self.ptce.open_evaluation)

        with self.explained():
            choose_pole(self.ptce, "Quel pôle vient en visite ?", (host,), visit)

    def action_next_group(self) -> None:
        """Mark the first line of the next group, going round."""
        table = self.query_one(LineTable)
        starts = [
            row for row, line in enumerate(self._lines) if not row or line.reading != self._lines[row - 1].reading
        ]
        if starts:
            table.show(table.sheet, row=next((row for row in starts if row > table.row), 0))
            self._tell()

    @on(LineTable.Opened)
    def _read_detail(self) -> None:
        self.query_one("#detail").focus()

    def action_back(self) -> None:
        """Leave the detail first, then the screen."""
        if not self.leave_detail():
            self.dismiss(None)


def _arguments(item: PeerArgumentsView) -> list[Piece]:
    return [
        *_side("Le pôle dit", item.own),
        *_side("L’autre pôle dit", item.peer),
    ]


def _side(who: str, arguments: Sequence[ArgumentView]) -> list[Piece]:
    pieces: list[Piece] = [(f"\n{who} :".replace(" :", f"{wording.NBSP}:"), "bold $primary")]
    if not arguments:
        return [*pieces, (" rien.", "$quiet")]
    for said in arguments:
        facts = ", ".join(part for part in (said.level, said.kind) if part)
        pieces += [(f"\n  {said.college}", "bold"), (f" ({facts}) ", "$quiet"), said.text]
    return pieces
