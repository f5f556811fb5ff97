"""One visit of a round: its day, the evaluation the visitors made, what each gained."""

import datetime as dt
from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import TextArea

from ptce_ref.domain.day import EXPECTED, read_day
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.round_view import RoundVisitView
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.round import record_visit, round_of, visitors_evaluations
from ptce_ref.tui.draft import Key
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.form import FORM_KEYS, RETURNED, FormScreen
from ptce_ref.tui.screens.peer_opening import open_visitors_evaluation
from ptce_ref.tui.text import ActionButton, TextBlock, say
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.more_below import MoreBelow, fields_below
from ptce_ref.tui.widgets.passage import Passage
from ptce_ref.tui.widgets.picker import Item, Picker
from ptce_ref.tui.widgets.section import FormScroll

_NONE = ""
_TYPED = ("date", "visitor_gained", "host_gained")
_KEEP_AFTER = 0.2


class VisitForm(FormScreen[RoundVisitView]):
    """Returns the visit as stored, or None."""

    TELLS_CHANGES = True
    HERE = Help(
        "Une visite",
        (
            "Notez ce que l’on sait, quand on le sait : rien n’est obligatoire, et tout se corrige.",
            (
                "L’évaluation des visiteurs est celle du pôle hôte, faite par l’autre pôle. Le bouton l’ouvre, déjà "
                "réglée comme celle que le pôle hôte a faite de lui-même, et la rattache à la visite."
            ),
            (
                "Ce que chacun en retire s’écrit après avoir lu ensemble le regard croisé. Une date passée dit que la "
                "visite est faite."
            ),
        ),
        FORM_KEYS,
    )
    DEFAULT_CSS = """
    VisitForm {
        #form { padding: 0 2 0 1; }
        #form Entry, #form Picker { margin-bottom: 0; }
        #stage { margin: 0 0 1 2; color: $quiet; }
        #open { margin: 0 0 1 26; }
        #form Passage { margin-bottom: 1; }
        &.-tall #form { padding: 1 2 0 1; }
        &.-tall #form Entry, &.-tall #form Picker { margin-bottom: 1; }
    }
    """

    def __init__(self, round_id: str, visit: RoundVisitView) -> None:
        super().__init__()
        self._round_id, self._visit = round_id, visit
        self._done = False
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        visit = self._visit
        yield Heading("Une visite", f"{visit.visitor} chez {visit.host}")
        with FormScroll(id="form"):
            yield TextBlock(id="stage")
            yield Entry("Date", id="date", value=_typed_day(visit), hint="JJ/MM/AAAA", check=_wrong_date)
            yield Picker("Évaluation faite", self._choices(), id="evaluation", value=visit.evaluation_id)
            yield ActionButton("Ouvrir l’évaluation des visiteurs", id="open")
            yield Passage("Ce que les visiteurs en retirent", id="visitor_gained", value=visit.visitor_gained)
            yield Passage("Ce que la visite apporte au pôle hôte", id="host_gained", value=visit.host_gained)
            yield TextBlock(id="problem")
            yield ActionButton("Enregistrer la visite", id="save", primary=True)
        yield MoreBelow(lambda: self.query_one("#form"), fields_below)
        yield Footer()

    def on_mount(self) -> None:
        self._tell_stage()
        draft = self.ptce.drafts.get(self._key)
        if draft:
            for name in _TYPED:
                self._field(name).put(draft.get(name, ""))
            self.query_one(Picker).put(draft.get("evaluation", _NONE))
            say(self.app, RETURNED)

    def _tell_stage(self) -> None:
        visit = self._visit
        following = f" {visit.following}" if visit.following else ""
        self.query_one("#stage", TextBlock).show(bind_signs(f"{wording.sentence(visit.stage)}.{following}"))
        self.query_one("#open").display = not visit.evaluation_id

    def _choices(self) -> Sequence[Item]:
        """Return the evaluations of the host by this visitor, after « none »."""
        found: list[Evaluation] = []
        with self.explained():
            found = visitors_evaluations(self.workspace, self._visit.visitor_id, self._visit.host_id)
        none = Item(_NONE, "aucune pour l’instant", "l’évaluation du pôle hôte par ses visiteurs n’est pas rattachée")
        return [none, *(Item(e.id, e.title, wording.long_date(e.date.isoformat())) for e in found)]

    def _field(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

    # The evaluation of the visitors

    @on(ActionButton.Pressed, "#open")
    def _open_evaluation(self) -> None:
        """Open an evaluation of the host by the visitor, and attach it to the visit."""
        with self.explained():
            open_visitors_evaluation(self.ptce, self._visit.host_id, self._visit.visitor_id, self._opened)

    def _opened(self, evaluation: Evaluation) -> None:
        visit = self._visit
        with self.explained():
            self._visit = record_visit(
                self.workspace, self._round_id, visit.visitor_id, visit.host_id, evaluation=evaluation.id
            )
            self._take_current()
            say(self.app, f"« {evaluation.title} » est ouverte, et rattachée à la visite.")

    def _take_current(self) -> None:
        """Show the visit as stored, under what is being typed."""
        visit, picker = self._visit, self.query_one(Picker)
        chosen = picker.value if picker.changed else visit.evaluation_id
        choices = self._choices()
        picker.offer(choices, chosen if any(item.id == chosen for item in choices) else visit.evaluation_id)
        picker.renew(visit.evaluation_id)
        self._field("date").renew(_typed_day(visit))
        self._field("visitor_gained").renew(visit.visitor_gained)
        self._field("host_gained").renew(visit.host_gained)
        self._tell_stage()

    def database_changed(self) -> None:
        """Take what another window wrote, under what is being typed here."""
        if not self.is_mounted:
            return
        with self.explained():
            visits = round_of(self.workspace, self._round_id).visits
            key = self._visit.visitor_id, self._visit.host_id
            found = next((item for item in visits if (item.visitor_id, item.host_id) == key), None)
            if found is None:
                say(self.app, "Une autre fenêtre a retiré cette visite de la tournée.", "warning")
            elif found != self._visit:
                self._visit = found
                self._take_current()
                say(self.app, "Une autre fenêtre a changé cette visite. Ce que vous avez tapé ici est gardé.")

    # Saving

    @property
    def unsaved(self) -> bool:
        return super().unsaved or self.query_one(Picker).changed

    def store(self) -> RoundVisitView:
        if self._field("date").check():
            self._field("date").focus_input()
            raise Refusal("La visite n’est pas enregistrée.")
        visit, day, chosen = self._visit, self._field("date").value.strip(), self.query_one(Picker).value
        # What was not touched here stays as another window may have left it.
        touched = {name for name in _TYPED if self._field(name).changed}
        attached = self.query_one(Picker).changed
        forgotten = {"date"} if "date" in touched and not day else set()
        forgotten |= {"evaluation_id"} if attached and not chosen else set()
        stored = record_visit(
            self.workspace,
            self._round_id,
            visit.visitor_id,
            visit.host_id,
            evaluation=chosen or None if attached else None,
            date=read_day(day) if day and "date" in touched else None,
            visitor_gained=self._field("visitor_gained").value if "visitor_gained" in touched else None,
            host_gained=self._field("host_gained").value if "host_gained" in touched else None,
            forgotten=forgotten,
        )
        self._finish()
        return stored

    @on(LineInput.Changed)
    @on(TextArea.Changed)
    @on(Picker.Changed)
    def _keep_soon(self) -> None:
        if self._waiting is None:
            self._waiting = self.set_timer(_KEEP_AFTER, self.keep)

    def keep(self) -> None:
        """Keep aside what is typed and not saved, to offer it again."""
        self._waiting = None
        if self._done or not self.is_attached or not self.is_mounted:
            return
        if self.unsaved:
            draft = {name: self._field(name).value for name in _TYPED}
            label = f"la visite de {self._visit.visitor} chez {self._visit.host}"
            self.ptce.drafts.put(self._key, label, {**draft, "evaluation": self.query_one(Picker).value})
        else:
            self.ptce.drafts.drop(self._key)

    def abandon(self) -> None:
        self._finish()
        super().abandon()

    def _finish(self) -> None:
        self._done = True
        self.ptce.drafts.drop(self._key)

    @property
    def _key(self) -> Key:
        return DraftKind.VISIT, self._round_id, f"{self._visit.visitor_id} {self._visit.host_id}"


def _typed_day(visit: RoundVisitView) -> str:
    return dt.date.fromisoformat(visit.date).strftime("%d/%m/%Y") if visit.date else ""


def _wrong_date(value: str) -> str:
    if not value.strip():
        return ""
    try:
        read_day(value)
    except ValueError:
        return f"Attendu{wording.NBSP}: {EXPECTED}."
    return ""
