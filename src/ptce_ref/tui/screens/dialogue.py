"""Dialogue: the agenda of the meeting, with the reason of each question and what is decided."""

from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.view import IndicatorView
from ptce_ref.services.opinion import consensual_positions
from ptce_ref.tui.debate import Debate, position_words
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.adopt import AdoptDialog
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.discussion import DiscussionScreen
from ptce_ref.tui.screens.search import Found, SearchDialog
from ptce_ref.tui.speaking_timer import SpeakingTimer
from ptce_ref.tui.text import Choice, ChoiceList, Piece, TextBlock, say
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.line_action import LineAction


class _Programme(ChoiceList):
    """One entry a question: its place, its title, why it is there, what was decided."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Discuter", key_display="Entrée"),
        Binding("enter", "read", "Lire", key_display="Entrée"),
    ]
    DEFAULT_CSS = """
    _Programme { height: 1fr; max-height: 100%; border: none; padding: 0 1; background: $background; }
    """
    decided = False
    """Whether the time of positions is over: what was said is read, no longer discussed."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        return action not in {"select", "read"} or (action == "read") == self.decided

    def action_read(self) -> None:
        """Open the question marked, as for discussing it."""
        self.action_select()


class DialogueScreen(BaseScreen[None]):
    """What divides first, then what nobody knows, then what nobody argued."""

    HERE = Help(
        "Dialogue : l’ordre du jour",
        (
            (
                "Les questions à discuter, dans l’ordre : ce qui divise d’abord, puis ce que beaucoup ne savent pas, "
                "puis ce que presque personne n’a argumenté. La raison est écrite sous chacune."
            ),
            "« Polarisé » : les avis se partagent en deux camps opposés.",
            "✓ : le groupe a écrit sa position ; la question garde sa place. ○ : elle reste à discuter.",
            (
                "Ce sur quoi les avis sont proches peut s’adopter en une fois (touche u) ; on décoche ce que l’on "
                "préfère discuter. Toute autre question s’ouvre par son code (F4)."
            ),
        ),
        (
            ("↑ ↓", "passer d’une question à l’autre"),
            ("Entrée", "discuter la question marquée"),
            ("F4 ou a", "ouvrir une question par son code"),
            ("u", "adopter en une fois ce sur quoi les avis sont proches"),
            ("p", "changer de phase"),
        ),
    )
    AUTO_FOCUS = "_Programme"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4,a", "jump", "Aller à…", key_display="F4", tooltip="une question, par son code"),
        # The line over the agenda offers it, when there is something to adopt.
        Binding("u", "adopt", "Adopter", show=False, tooltip="en une fois, ce sur quoi les avis sont proches"),
        Binding("p", "phase", "Changer de phase", show=False, tooltip="avancer, ou revenir en arrière"),
    ]
    DEFAULT_CSS = """
    DialogueScreen {
        #state { padding: 0 2; height: auto; background: $surface; }
        #nothing { padding: 1 2; height: 1fr; }
        #actions { height: 1; padding: 0 2; background: $surface; }
    }
    """

    def __init__(self, evaluation: Evaluation, indicator: str | None = None) -> None:
        """``indicator`` is a question to discuss at once."""
        super().__init__()
        self._fresh = True
        self._evaluation, self._first = evaluation, indicator
        self._debate: Debate | None = None

    @property
    def debate(self) -> Debate:
        """The discussion; read when the screen is composed."""
        if self._debate is None:
            self._debate = Debate(self.workspace, self._evaluation, self._first)
        return self._debate

    def compose(self) -> ComposeResult:
        self.timer = SpeakingTimer(monotonic, self.ptce.speaking_minutes)
        view = self.debate.view
        yield Heading(view.pole.name, f"dialogue · {view.title}", pole_mark(view.pole))
        yield TextBlock(id="state")
        with Horizontal(id="actions"):
            yield LineAction("u", "adopt", id="adopt")
        yield _Programme()
        yield TextBlock(id="nothing")
        yield Footer()

    def on_mount(self) -> None:
        self._show()
        self.query_one(_Programme).highlight_id(self.debate.current)
        if self._first is not None:
            self._discuss(self._first)

    def on_screen_resume(self) -> None:
        """Read again after a screen over this one; nothing changed when it has just been opened."""
        if self._fresh:
            self._fresh = False
        else:
            self.database_changed()

    def database_changed(self) -> None:
        """Read again: a position was written, or another window changed something."""
        if not self.is_mounted:
            return
        with self.explained():
            self.debate.read()
        self._show()
        self.query_one(_Programme).highlight_id(self.debate.current)

    def _show(self) -> None:
        debate, view = self.debate, self.debate.view
        listed = self.query_one(_Programme)
        listed.decided = bool(debate.why_closed)
        self.refresh_bindings()
        listed.fill(_line(place, debate.item(item)) for place, item in enumerate(debate.programme, start=1))
        listed.display = bool(debate.programme)
        # What cannot be seen must not keep its keys in the footer.
        listed.can_focus = listed.display
        if listed.display and self.focused is None:
            self.set_focus(listed)
        elif not listed.display and self.focused is listed:
            self.set_focus(None)
        nothing = self.query_one("#nothing", TextBlock)
        nothing.display = not debate.programme
        if view.hidden:
            nothing.show(
                bind_signs(
                    f"L’évaluation en est à la phase « {view.phase} » : les réponses des autres ne se montrent pas. "
                    "Le dialogue s’ouvre à la phase « dialogue » (touche p)."
                )
            )
        elif not any(_answered(item) for item in view.indicators):
            nothing.show(
                "Personne n’a encore répondu : l’ordre du jour est vide. F4 ouvre toute question par son code."
            )
        else:
            nothing.show("Rien ne divise, et rien ne manque d’arguments. F4 ouvre toute question par son code.")
        questions = wording.count(len(debate.programme), "question")
        decided = wording.count(debate.decided, "décidée")
        elsewhere = wording.count(debate.decided_elsewhere, "autre est décidée", "autres sont décidées")
        beside = f" ; {elsewhere} hors de l’ordre du jour" if debate.decided_elsewhere else ""
        pieces: list[Piece] = [("Ordre du jour ", "bold"), bind_signs(f": {questions}, {decided}{beside}.")]
        if debate.why_closed and not view.hidden:
            pieces.append((f" {debate.why_closed}", "$warning"))
        elif debate.beside:
            pieces.append((f"\n{debate.beside}", "$quiet"))
        self.query_one("#state", TextBlock).show(*pieces)
        action = self.query_one("#adopt", LineAction)
        self.query_one("#actions").display = bool(view.consensual) and not debate.why_closed
        many = wording.count(
            len(view.consensual),
            "question sur laquelle les avis sont proches",
            "questions sur lesquelles les avis sont proches",
        )
        action.tell(f"adopter en une fois {many}")

    @on(ChoiceList.OptionSelected)
    def _chosen(self, event: ChoiceList.OptionSelected) -> None:
        if event.option_id is not None:
            self._discuss(event.option_id)

    def _discuss(self, indicator: str) -> None:
        self.debate.go(indicator)
        self.app.push_screen(DiscussionScreen(self.debate, self.timer))

    def action_jump(self) -> None:
        if self.debate.view.hidden:
            say(self.app, "Les réponses des autres se montrent à partir de la phase « dialogue ».")
            return

        def go(chosen: str | None) -> None:
            if chosen is not None:
                self._discuss(chosen)

        self.app.push_screen(question_search(self.debate), go)

    def action_adopt(self) -> None:
        """Show what would be adopted; it is when the user says so."""
        debate = self.debate
        with self.explained():
            debate.read()
            if debate.why_closed:
                say(self.app, debate.why_closed, "warning")
                return
            positions = consensual_positions(self.workspace, debate.evaluation)
            if not positions:
                say(self.app, "Il n’y a rien à adopter en une fois : chaque question se discute, ou est décidée.")
                return
            items = {item.id: item for item in debate.view.indicators}
            self.app.push_screen(AdoptDialog(debate.evaluation, debate.referential, positions, items), self._adopted)

    def _adopted(self, adopted: int | None) -> None:
        if adopted:
            written = wording.count(adopted, "position adoptée et enregistrée", "positions adoptées et enregistrées")
            say(self.app, f"✓ {written}.")
        self.database_changed()

    def action_phase(self) -> None:
        self.ptce.open_phases(self.debate.evaluation, lambda _: None)


def _answered(item: IndicatorView) -> bool:
    total = item.total
    return total is not None and bool(total.n or total.dont_know or total.not_applicable)


def question_search(debate: Debate) -> SearchDialog:
    """Return the dialog that looks for any question of the evaluation."""
    lines = [
        Found(item.id, f"{'✓' if item.position else '○'} {item.code}", _told(item)) for item in debate.view.indicators
    ]
    return SearchDialog("Aller à une question", "Un code, ou quelques mots du titre", lines, debate.current)


def _told(item: IndicatorView) -> str:
    after = f" ({position_words(item.position)})" if item.position else ""
    return f"{item.title}{after}"


def _line(place: int, item: IndicatorView) -> Choice:
    pieces: list[Piece] = [f"{place:>2} ", ("✓ " if item.position else "○ ", "bold $success" if item.position else "")]
    pieces.append((f"{item.code}  {item.title}", "$quiet" if item.position else "bold"))
    if item.position is not None:
        pieces.append((f"\n     {position_words(item.position)}", "$success"))
        return Choice(item.id, pieces)
    pieces.append((f"\n     {', '.join(item.reasons)}", "$warning"))
    gap = item.divergence.college_gap if item.divergence else None
    figures = f" · n{wording.NBSP}={wording.NBSP}{item.total.n if item.total else 0}"
    if gap:
        figures += f" · écart {wording.median(gap)}"
    pieces.append((figures, "$quiet"))
    return Choice(item.id, pieces)
