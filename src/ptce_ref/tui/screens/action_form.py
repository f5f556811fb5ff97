"""One action of the plan: what, about which indicators, who, by when, how far it went."""

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import TextArea

from ptce_ref.domain.action import NAMES, Action
from ptce_ref.domain.action_call import Call, call_of, in_order_of_call
from ptce_ref.domain.agenda import DIVIDING
from ptce_ref.domain.day import EXPECTED, read_day
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
from ptce_ref.tui.screens.form import FORM_KEYS, RETURNED, FormScreen
from ptce_ref.tui.screens.search import Found
from ptce_ref.tui.screens.tick import TickDialog
from ptce_ref.tui.text import ActionButton, TextBlock, say
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.indicator_field import IndicatorField
from ptce_ref.tui.widgets.passage import Passage
from ptce_ref.tui.widgets.picker import Item, Picker
from ptce_ref.tui.widgets.section import FormScroll

NEW = "nouvelle"
_KEEP_AFTER = 0.2
_FIELDS = ("what", "indicators", "who", "due", "note")
_SHORT = 40


class ActionForm(FormScreen[Action]):
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
        self._done = False
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        action, referential = self._action, self._referential()
        chosen = action.indicators if action else (self._indicator,) if self._indicator else ()
        yield Heading("Modifier une action" if action else "Nouvelle action", self._evaluation.title)
        with FormScroll(id="form"):
            yield Passage("Ce qui est à faire", id="what", value=action.what if action else "", check=_some_text)
            yield IndicatorField("Indicateurs", referential, id="indicators", chosen=tuple(chosen))
            yield Entry("Qui s’en charge", id="who", value=action.who if action else "", hint="une ou des personnes")
            yield Entry(
                "Pour quand",
                id="due",
                value=_typed_day(action),
                hint="30/06/2027, ou juin 2027",
                check=_possible_day,
            )
            state = action.state if action else ActionState.PLANNED
            yield Picker("État", [Item(s.value, NAMES[s]) for s in ActionState], id="state", value=state.value)
            yield Passage("Note", id="note", value=action.note if action else "", meaning=_NOTE_MEANING)
            yield TextBlock(id="problem")
            yield ActionButton("Enregistrer l’action", id="save", primary=True)
        yield Footer()

    def _referential(self) -> Referential:
        return referential_of(self.workspace, self._evaluation.referential_hash)

    def on_mount(self) -> None:
        draft = self.ptce.drafts.get(self._key)
        if draft:
            for name in _FIELDS:
                self._field(name).put(draft.get(name, ""))
            self.query_one(Picker).put(draft.get("state", ""))
            say(self.app, RETURNED)

    def _field(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

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
    def _read_due(self, event: LineInput.Changed) -> None:
        """Say which day was understood, when it is not written in full."""
        try:
            understood = wording.long_date(read_day(event.value).isoformat())
        except ValueError:
            understood = ""
        self._field("due").show_note(f"→ {understood}" if understood else "")

    # Saving, and what is not saved

    @property
    def unsaved(self) -> bool:
        return super().unsaved or self.query_one(Picker).changed

    def store(self) -> Action:
        wrong = [name for name in ("what", "due") if self._field(name).check()]
        if wrong:
            self._field(wrong[0]).focus_input()
            raise Refusal("L’action n’est pas enregistrée.")
        due = self._field("due").value.strip()
        fields: dict[str, object] = {
            "what": self._field("what").value,
            "indicators": self.query_one(IndicatorField).chosen,
            "who": self._field("who").value,
            "due": read_day(due) if due else None,
            "state": self.query_one(Picker).value,
            "note": self._field("note").value,
        }
        if self._action is None:
            stored = add_action(self.workspace, self._evaluation, fields)
        elif self._current() is None:
            # Another window took it out; who saves it here wants it in the plan.
            stored = add_action(self.workspace, self._evaluation, {**self._action.model_dump(), **fields})
        else:
            # What was not touched here stays as another window may have left it.
            touched = {name for name in _FIELDS if self._field(name).changed}
            touched |= {"state"} if self.query_one(Picker).changed else set()
            kept = {name: value for name, value in fields.items() if name in touched}
            stored = update_action(self.workspace, self._evaluation, self._action.id, kept)
        self._finish()
        return stored

    def database_changed(self) -> None:
        """Take what another window wrote, under what is being typed here."""
        if self._action is None or not self.is_mounted:
            return
        with self.explained():
            current = self._current()
            if current is None:
                say(self.app, "Une autre fenêtre a retiré cette action. L’enregistrer ici la remet dans le plan.")
            elif current != self._action:
                self._action = current
                self._field("what").renew(current.what)
                self._field("indicators").renew(" ".join(current.indicators))
                self._field("who").renew(current.who)
                self._field("due").renew(_typed_day(current))
                self._field("note").renew(current.note)
                self.query_one(Picker).renew(current.state.value)
                say(self.app, "Une autre fenêtre a changé cette action. Ce que vous avez tapé ici est gardé.")

    def _current(self) -> Action | None:
        """Return the action as the file has it, or None when it was taken out."""
        plan = actions_of(self.workspace, self._evaluation)
        return next((item for item in plan if self._action is not None and item.id == self._action.id), None)

    @on(LineInput.Changed)
    @on(TextArea.Changed)
    @on(Picker.Changed)
    @on(IndicatorField.Changed)
    def _keep_soon(self) -> None:
        if self._waiting is None:
            self._waiting = self.set_timer(_KEEP_AFTER, self.keep)

    def keep(self) -> None:
        """Keep aside what is typed and not saved, to offer it again."""
        self._waiting = None
        if self._done or not self.is_attached or not self.is_mounted:
            return
        if self.unsaved:
            draft = {name: self._field(name).value for name in _FIELDS}
            self.ptce.drafts.put(self._key, self._draft_label, {**draft, "state": self.query_one(Picker).value})
        else:
            self.ptce.drafts.drop(self._key)

    def abandon(self) -> None:
        self._finish()
        super().abandon()

    def _finish(self) -> None:
        self._done = True
        self.ptce.drafts.drop(self._key)

    @property
    def _draft_label(self) -> str:
        if self._action is None:
            return "une nouvelle action"
        what = self._action.what
        return f"l’action « {what[:_SHORT]}{'…' if len(what) > _SHORT else ''} »"

    @property
    def _key(self) -> Key:
        return DraftKind.ACTION, self._evaluation.id, self._action.id if self._action else NEW


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


def _typed_day(action: Action | None) -> str:
    return action.due.strftime("%d/%m/%Y") if action and action.due else ""


def _some_text(value: str) -> str:
    return "" if clean_text(value) else "Dites en quelques mots ce qui est à faire."


def _possible_day(value: str) -> str:
    if not value.strip():
        return ""
    try:
        read_day(value)
    except ValueError:
        return f"Attendu{wording.NBSP}: {EXPECTED}."
    return ""
