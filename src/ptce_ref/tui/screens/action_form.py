"""One action of the plan: what, about which indicators, who, by when, how far it went."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult

from ptce_ref.domain.action import NAMES, Action
from ptce_ref.domain.action_call import Call, call_of, in_order_of_call
from ptce_ref.domain.agenda import DIVIDING
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import clean_text
from ptce_ref.domain.vocabulary import ActionState
from ptce_ref.reports import wording
from ptce_ref.reports.view import CoevaluationView, Decision, IndicatorView
from ptce_ref.services.action import actions_of, add_action, update_action
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.reading import coevaluation_of
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.tui.draft import Key
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.form import FORM_KEYS
from ptce_ref.tui.screens.kept_form import KeptForm
from ptce_ref.tui.screens.search import Found
from ptce_ref.tui.screens.tick import TickDialog
from ptce_ref.tui.text import ActionButton, TextBlock
from ptce_ref.tui.widgets.day_entry import DayEntry, typed_day
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.indicator_field import IndicatorField
from ptce_ref.tui.widgets.passage import Passage
from ptce_ref.tui.widgets.picker import Item, Picker
from ptce_ref.tui.widgets.section import FormScroll

NEW = "nouvelle"
_SHORT = 40


class ActionForm(KeptForm[Action]):
    """The form of ``action``, or of a new one about ``indicator``. Returns the action as stored, or None."""

    TELLS_CHANGES = True
    HERE = Help(
        "Une action du plan",
        (
            "Dire ce qui est à faire suffit ; le reste se complète quand on le sait.",
            (
                "Indicateurs : Entrée ouvre la liste, où l’on en coche plusieurs ; quelques lettres suffisent pour "
                "chercher. Viennent d’abord les désaccords reconnus, puis ce qui a divisé, les vigilances et les "
                "niveaux les plus bas, enfin ce qui est sans position."
            ),
            "Date : 30/06/2027, 30 juin 2027, ou juin 2027 pour la fin du mois.",
            "Échap quitte ; si vous avez commencé à écrire, on vous demande d’abord.",
        ),
        FORM_KEYS,
    )
    AUTO_FOCUS = "#what TextArea"
    DEFAULT_CSS = """
    ActionForm {
        #form Entry, #form Picker, #form IndicatorField { margin-bottom: 0; }
        #form Passage { margin-bottom: 1; }
        #note { margin-top: 1; }
        &.-tall #form Entry, &.-tall #form Picker, &.-tall #form IndicatorField { margin-bottom: 1; }
    }
    """

    def __init__(self, evaluation: Evaluation, action: Action | None = None, indicator: str | None = None) -> None:
        super().__init__()
        self._evaluation, self._action, self._indicator = evaluation, action, indicator

    def compose(self) -> ComposeResult:
        action, referential = self._action, self._referential()
        chosen = action.indicators if action else (self._indicator,) if self._indicator else ()
        yield Heading("Modifier une action" if action else "Nouvelle action", self._evaluation.title)
        with FormScroll(id="form"):
            yield Passage("Ce qui est à faire", id="what", value=action.what if action else "", check=_some_text)
            yield IndicatorField("Indicateurs", referential, id="indicators", chosen=tuple(chosen))
            yield Entry("Qui s’en charge", id="who", value=action.who if action else "", hint="une ou des personnes")
            due = action.due if action else None
            yield DayEntry("Pour quand", id="due", day=due, hint="30/06/2027, ou juin 2027", optional=True)
            state = action.state if action else ActionState.PLANNED
            yield Picker("État", [Item(s.value, NAMES[s]) for s in ActionState], id="state", value=state.value)
            yield Passage("Note", id="note", value=action.note if action else "", meaning=_NOTE_MEANING)
            yield TextBlock(id="problem")
            yield ActionButton("Enregistrer l’action", id="save", primary=True)
        yield Footer()

    def on_mount(self) -> None:
        self.mark_pole(self._evaluation.pole_id)

    def _referential(self) -> Referential:
        return referential_of(self.workspace, self._evaluation.referential_hash)

    # The indicators

    @on(IndicatorField.ListAsked)
    def _list_indicators(self, event: IndicatorField.ListAsked) -> None:
        field = event.field
        with self.explained():
            view = coevaluation_of(self.workspace, self._evaluation.id)
            lines = proposals(self._referential(), view, field.chosen)

            title = "Ajouter ou retirer des indicateurs"
            self.app.push_screen(TickDialog(title, "Un code, un mot…", lines, field.chosen, field.toggle))

    @on(LineInput.Changed, "#due LineInput")
    def _read_due(self) -> None:
        """Say which day was understood, when it is not written in full."""
        due = self.query_one(DayEntry)
        try:
            day = due.day
        except ValueError:
            day = None
        due.show_note(f"→ {wording.long_date(day.isoformat())}" if day else "")

    # Saving, and what is not saved

    def store(self) -> Action:
        wrong = [field for field in (self.field("what"), self.field("due")) if field.check()]
        if wrong:
            wrong[0].focus_input()
            raise Refusal("L’action n’est pas enregistrée.")
        fields: dict[str, object] = {
            **self.values,
            "indicators": self.query_one(IndicatorField).chosen,
            "due": self.query_one(DayEntry).day,
        }
        if self._action is None:
            return add_action(self.workspace, self._evaluation, fields)
        if self._current() is None:
            # Another window took it out; who saves it here wants it in the plan.
            return add_action(self.workspace, self._evaluation, {**self._action.model_dump(), **fields})
        touched = self.touched
        kept = {name: value for name, value in fields.items() if name in touched}
        return update_action(self.workspace, self._evaluation, self._action.id, kept)

    @property
    def is_new(self) -> bool:
        return self._action is None

    def take_stored(self) -> str:
        if self._action is None:
            return ""
        current = self._current()
        if current is None:
            return "Une autre fenêtre a retiré cette action. L’enregistrer ici la remet dans le plan."
        if current == self._action:
            return ""
        self._action = current
        self.renew(_shown(current))
        return "Une autre fenêtre a changé cette action."

    def _current(self) -> Action | None:
        """Return the action as the file has it, or None when it was taken out."""
        plan = actions_of(self.workspace, self._evaluation)
        return next((item for item in plan if self._action is not None and item.id == self._action.id), None)

    @property
    def draft_place(self) -> tuple[Key, str]:
        if self._action is None:
            return (DraftKind.ACTION, self._evaluation.id, NEW), "une nouvelle action"
        what = self._action.what
        name = f"l’action « {what[:_SHORT]}{'…' if len(what) > _SHORT else ''} »"
        return (DraftKind.ACTION, self._evaluation.id, self._action.id), name


def proposals(referential: Referential, view: CoevaluationView, chosen: tuple[str, ...]) -> list[Found]:
    """Return the indicators to choose from, in the order of :func:`in_order_of_call`, with why they call for an action.

    While opinions may not be shown, nothing tells one question from another.
    """
    known = {item.id: item for item in view.indicators}
    calls = {item.id: None if view.hidden else _call(item) for item in view.indicators}
    lines = []
    for indicator in in_order_of_call(referential, chosen, calls):
        call = calls.get(indicator.id)
        detail = "" if call is None else _words(call, known[indicator.id])
        lines.append(Found(indicator.id, f"{indicator.code} {indicator.title}", detail))
    return lines


def _call(item: IndicatorView) -> Call | None:
    position = item.position
    return call_of(
        item.reasons,
        level=item.figure.level,
        vigilance=bool(item.vigilance and item.figure.alerts),
        decided=position is not None,
        disagreed=position is not None and position.outcome is Decision.DISAGREED,
        minority=position is not None and bool(position.minority_opinion),
    )


def _words(call: Call, item: IndicatorView) -> str:
    divided = ", ".join(reason for reason in item.reasons if reason in DIVIDING)
    return {
        Call.DISAGREED: str(Decision.DISAGREED),
        Call.DIVIDED: f"{'a divisé' if item.position else 'divise'} : {divided}",
        Call.MINORITY: "un avis minoritaire est noté",
        Call.VIGILANCE: f"vigilance : {item.vigilance}",
        Call.LOWEST: "au niveau le plus bas",
        Call.UNDECIDED: ", ".join(["sans position", *item.reasons]),
    }[call]


_NOTE_MEANING = "Ce qui a été fait, ce qui manque, ce dont cela dépend."


def _shown(action: Action) -> Mapping[str, str]:
    """Return what the fields show of an action, by name."""
    return {
        "what": action.what,
        "indicators": " ".join(action.indicators),
        "who": action.who,
        "due": typed_day(action.due),
        "note": action.note,
        "state": action.state.value,
    }


def _some_text(value: str) -> str:
    return "" if clean_text(value) else "Dites en quelques mots ce qui est à faire."
