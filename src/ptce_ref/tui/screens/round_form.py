"""Preparing a round of visits: who takes part, what the program proposes and why, what one changes of it."""

import datetime as dt
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ptce_ref.domain.day import read_day
from ptce_ref.domain.round import MOST
from ptce_ref.domain.text import bind_signs, clean_line
from ptce_ref.reports import wording
from ptce_ref.reports.round_view import ProposalView, ProposedVisitView
from ptce_ref.services.pole import all_poles
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.round import open_round, propose_visits
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.fit import lines_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.exchange_work import Told, WorkScreen
from ptce_ref.tui.screens.form import FORM_KEYS, FormScreen
from ptce_ref.tui.screens.peer_opening import choose_pole, pole_lines
from ptce_ref.tui.screens.tick import TickDialog
from ptce_ref.tui.text import ActionButton, TextBlock, say
from ptce_ref.tui.widgets.day_entry import DayEntry
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.line_table import Cell, Column, LineTable, Sheet

_TWO = 2
_ADDED = "Ajoutée par vous."


class _Visits(LineTable):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "screen.withdraw", "Retirer la visite", key_display="Suppr", tooltip="celle qui est marquée"),
    ]

    DEFAULT_CSS = """
    _Visits { width: 100%; }
    """

    def allow_focus(self) -> bool:
        """An empty table takes no key."""
        return super().allow_focus() and self.sheet.count > 0


class RoundForm(WorkScreen, FormScreen[None]):
    """A round to open: nothing is recorded before one says so."""

    HERE = Help(
        "Nouvelle tournée de visites",
        (
            (
                "Cochez les pôles qui prennent part. Le programme propose qui va chez qui : chacun visite une fois et "
                "reçoit une fois, autant que possible là où l’on est en avance sur ce que lui trouve difficile. "
                "Rien n’est classé."
            ),
            (
                "Sous chaque visite, la raison. Quand les chiffres ne disent rien, la visite reste bonne à faire : on "
                "y va pour se connaître. Retirez, ajoutez : c’est vous qui décidez."
            ),
            "Une tournée se décide même quand des pôles ne se sont pas encore évalués.",
        ),
        (
            *(line for line in FORM_KEYS if line[0] == "Tab"),
            *(
                ("Suppr", "retirer la visite marquée"),
                ("Ctrl+S", "enregistrer la tournée"),
            ),
        ),
    )
    AUTO_FOCUS = "#titre LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Enregistrer la tournée", key_display="Ctrl+S", tooltip="et ses visites"),
    ]
    DEFAULT_CSS = """
    RoundForm {
        Entry { margin: 0 1; }
        #buttons { height: auto; padding: 0 2; }
        #buttons ActionButton { margin-right: 2; }
        #who { padding: 0 2; color: $quiet; height: auto; max-height: 4; }
        #said { padding: 0 2; height: auto; min-height: 1; background: $panel; text-style: bold; }
    }
    RoundForm.-tall Entry { margin-top: 1; }
    RoundForm.-tall #buttons { margin-top: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        self._part: tuple[str, ...] | None = None
        """The pôles that take part; None while they are those the program proposes."""
        self._visits: list[ProposedVisitView] = []
        self._why_not: Sequence[tuple[str, str]] = ()
        self._first: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        today = self.workspace.today
        yield Heading("Nouvelle tournée de visites")
        yield Entry("Titre", id="titre", hint=_usual(today))
        yield DayEntry("Décidée le", id="date", day=today)
        with Horizontal(id="buttons"):
            yield ActionButton("Choisir les pôles", id="poles", primary=True)
            yield ActionButton("Ajouter une visite", id="add")
            yield ActionButton("Enregistrer", id="save")
        yield TextBlock(id="who")
        yield _Visits()
        yield TextBlock(id="said")
        yield Footer()

    def on_mount(self) -> None:
        with self.explained():
            self._names = {pole.id: pole.name for pole in all_poles(self.workspace)}
        self.tell("")
        self._propose()

    def on_resize(self) -> None:
        """Break the sentences again for the new width."""
        self._show()

    # What is proposed

    def _propose(self) -> None:
        """Have visits proposed among those that take part, beside the keys: figures are computed."""
        part = self._part
        # Others take part now than those it looks for.
        self.drop_job()
        if part is not None and len(part) < _TWO:
            self._take(ProposalView((), (), ()))
            return
        if part is not None and len(part) > MOST:
            self._fail(Refusal(f"{wording.count(len(part), 'pôle')} font trop pour une tournée : {MOST} au plus."))
            return

        def run(_: Told) -> ProposalView:
            with open_workspace(self.ptce.path, read_only=True, clock=self.ptce.clock) as workspace:
                return propose_visits(workspace, part or ())

        self.begin("Recherche de ce que les pôles peuvent s’apporter", run, self._take, failed=self._none, unasked=True)

    def _none(self, error: Refusal | DatabaseUnusableError) -> None:
        """There is nothing to propose of oneself: somebody says who takes part."""
        if isinstance(error, Refusal) and self._part is None:
            self._take(ProposalView((), (), ()))
        else:
            self._fail(error)

    def _take(self, proposal: ProposalView) -> None:
        self._visits = list(proposal.visits)
        self._why_not = proposal.blind
        if self._part is None:
            self._part = tuple(visit.visitor_id for visit in proposal.visits)
        self._first = self._state()
        self._show()
        count = wording.count(len(self._visits), "visite proposée", "visites proposées")
        self.tell(f"{count}. Rien n’est encore enregistré." if self._visits else "Choisissez au moins deux pôles.")

    def _show(self) -> None:
        part = [self._names.get(pole, pole) for pole in self._part or ()]
        self.query_one("#who", TextBlock).show(
            bind_signs(f"Prennent part : {', '.join(part)}." if part else "Personne ne prend encore part."),
            *(bind_signs(f"\n{name} : ses chiffres n’ont pas servi. {why}") for name, why in self._why_not),
        )
        table = self.query_one(_Visits)
        table.show(_sheet(self._visits, self.size.width), row=table.row)
        table.display = bool(self._visits)

    # What one changes

    @on(ActionButton.Pressed, "#poles")
    def _choose_poles(self) -> None:
        ticked = dict.fromkeys(self._part or ())

        def toggle(pole: str) -> None:
            if pole in ticked:
                del ticked[pole]
            else:
                ticked[pole] = None

        def done(_: object) -> None:
            if tuple(ticked) != (self._part or ()):
                self._part = tuple(ticked)
                self._propose()

        with self.explained():
            lines = pole_lines(all_poles(self.workspace))
            self.app.push_screen(TickDialog("Qui prend part ?", "Un nom, une commune…", lines, ticked, toggle), done)

    @on(ActionButton.Pressed, "#add")
    def _ask_visit(self) -> None:
        def visit(visitor: str) -> None:
            with self.explained():
                choose_pole(self.ptce, "Chez qui ?", (visitor,), lambda host: self._add(visitor, host))

        with self.explained():
            choose_pole(self.ptce, "Qui rend visite ?", (), visit)

    def _add(self, visitor: str, host: str) -> None:
        if any((item.visitor_id, item.host_id) == (visitor, host) for item in self._visits):
            self.tell("Cette visite est déjà dans la liste.")
            return
        with self.explained():
            self._names = {pole.id: pole.name for pole in all_poles(self.workspace)}
        self._visits.append(ProposedVisitView(self._names[visitor], visitor, self._names[host], host, (), ()))
        self._show()
        self.query_one(_Visits).mark(len(self._visits) - 1)
        self.tell("Visite ajoutée. Rien n’est encore enregistré.")

    def action_withdraw(self) -> None:
        """Take the marked visit out of the list."""
        row = self.query_one(_Visits).row
        if 0 <= row < len(self._visits):
            gone = self._visits.pop(row)
            self._show()
            if not self._visits:
                self.query_one("#add").focus()
            self.tell(f"Retirée : {gone.visitor} chez {gone.host}. Rien n’est encore enregistré.")

    # Saving

    def _state(self) -> tuple[object, ...]:
        return tuple((visit.visitor_id, visit.host_id) for visit in self._visits)

    @property
    def unsaved(self) -> bool:
        return super().unsaved or self._state() != self._first

    def store(self) -> None:
        entry = self.query_one(DayEntry)
        if entry.check():
            entry.focus_input()
            raise Refusal("La date ne se lit pas.")
        day = read_day(entry.value)
        title = clean_line(self.query_one("#titre", Entry).value) or _usual(day)
        if not self._visits:
            raise Refusal("Une tournée a au moins une visite : choisissez les pôles, ou ajoutez une visite.")
        pairs = [(visit.visitor_id, visit.host_id) for visit in self._visits]
        opened = open_round(self.workspace, title, pairs, date=day)
        say(self.app, f"« {opened.title} » est ouverte : {wording.count(len(opened.visits), 'visite')}.")

    def action_back(self) -> None:
        """Leave; what was typed is given up only when the user says so."""
        FormScreen.action_back(self)


def _usual(day: dt.date) -> str:
    return f"Tournée de visites {day.year}"


def _sheet(visits: Sequence[ProposedVisitView], width: int) -> Sheet:
    room = max(20, width - 5)
    laid = []
    for visit in visits:
        name = lines_of(f"{visit.visitor} → {visit.host}", room)
        why = tuple(f"  {line}" for line in lines_of(bind_signs(visit.sentence), room - 2))
        laid.append(Cell((*name, *why), (*("strong",) * len(name), *("quiet",) * len(why))))
    columns = (Column(("Qui va chez qui, et pourquoi",), room + 1, fixed=True, fills=True),)
    return Sheet(columns, len(laid), lambda row: (laid[row],), heights=tuple(len(cell.lines) for cell in laid))
