"""One visit of a round: its day, the evaluation the visitors made, what each gained."""

import datetime as dt
from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.text import bind_signs
from ptce_ref.reports import wording
from ptce_ref.reports.round_view import RoundVisitView
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.round import record_visit, round_of, visitors_evaluations
from ptce_ref.tui.draft import Key
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.form import FORM_KEYS
from ptce_ref.tui.screens.kept_form import KeptForm
from ptce_ref.tui.screens.peer_opening import open_visitors_evaluation
from ptce_ref.tui.text import ActionButton, TextBlock, say
from ptce_ref.tui.widgets.day_entry import DayEntry, typed_day
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.more_below import MoreBelow, fields_below
from ptce_ref.tui.widgets.passage import Passage
from ptce_ref.tui.widgets.picker import Item, Picker
from ptce_ref.tui.widgets.section import FormScroll

_NONE = ""


class VisitForm(KeptForm[RoundVisitView]):
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

    def compose(self) -> ComposeResult:
        visit = self._visit
        yield Heading("Une visite", f"{visit.visitor} chez {visit.host}")
        with FormScroll(id="form"):
            yield TextBlock(id="stage")
            yield DayEntry("Date", id="date", day=_day(visit), optional=True)
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
            # Whatever was chosen before: opening it is choosing it.
            self.query_one(Picker).offer(self._choices(), evaluation.id)
            self._take_current()
            say(self.app, f"« {evaluation.title} » est ouverte, et rattachée à la visite.")

    def _take_current(self) -> None:
        """Show the visit as stored, under what is being typed."""
        visit, picker = self._visit, self.query_one(Picker)
        chosen = picker.value if picker.changed else visit.evaluation_id
        choices = self._choices()
        picker.offer(choices, chosen if any(item.id == chosen for item in choices) else visit.evaluation_id)
        self.renew(_shown(visit))
        self._tell_stage()

    def take_stored(self) -> str:
        visits = round_of(self.workspace, self._round_id).visits
        key = self._visit.visitor_id, self._visit.host_id
        found = next((item for item in visits if (item.visitor_id, item.host_id) == key), None)
        if found is None:
            return "Une autre fenêtre a retiré cette visite de la tournée."
        if found == self._visit:
            return ""
        self._visit = found
        self._take_current()
        return "Une autre fenêtre a changé cette visite."

    # Saving

    def store(self) -> RoundVisitView:
        date = self.query_one(DayEntry)
        if date.check():
            date.focus_input()
            raise Refusal("La visite n’est pas enregistrée.")
        visit, chosen, touched = self._visit, self.query_one(Picker).value, self.touched
        forgotten = {"date"} if "date" in touched and date.day is None else set()
        forgotten |= {"evaluation_id"} if "evaluation" in touched and not chosen else set()
        return record_visit(
            self.workspace,
            self._round_id,
            visit.visitor_id,
            visit.host_id,
            evaluation=chosen or None if "evaluation" in touched else None,
            date=date.day if "date" in touched else None,
            visitor_gained=self.field("visitor_gained").value if "visitor_gained" in touched else None,
            host_gained=self.field("host_gained").value if "host_gained" in touched else None,
            forgotten=forgotten,
        )

    @property
    def draft_place(self) -> tuple[Key, str]:
        visit = self._visit
        key = DraftKind.VISIT, self._round_id, f"{visit.visitor_id} {visit.host_id}"
        return key, f"la visite de {visit.visitor} chez {visit.host}"


def _day(visit: RoundVisitView) -> dt.date | None:
    return dt.date.fromisoformat(visit.date) if visit.date else None


def _shown(visit: RoundVisitView) -> Mapping[str, str]:
    """Return what the fields show of a visit, by name."""
    return {
        "date": typed_day(_day(visit)),
        "visitor_gained": visit.visitor_gained,
        "host_gained": visit.host_gained,
        "evaluation": visit.evaluation_id,
    }
