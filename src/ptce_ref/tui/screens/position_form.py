"""The group's position on one question: an agreed level, an agreed disagreement, or « ne concerne pas le pôle »."""

from collections.abc import Mapping

from textual import events, on
from textual.app import ComposeResult

from ptce_ref.domain.evaluation import Evaluation, Position
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import Outcome
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import make_opinion, position_of, record_position
from ptce_ref.services.passage import offered_position
from ptce_ref.services.refusal import Refusal
from ptce_ref.tui.draft import Key
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.form import FORM_KEYS
from ptce_ref.tui.screens.kept_form import KeptForm
from ptce_ref.tui.text import ActionButton, TextBlock, say
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.level_scale import AZERTY
from ptce_ref.tui.widgets.passage import Passage
from ptce_ref.tui.widgets.picker import Item, Picker
from ptce_ref.tui.widgets.question_head import QuestionHead
from ptce_ref.tui.widgets.section import FormScroll

_NONE, _LEVEL = "", "niveau:"
_TEXTS = ("argument", "minority_opinion", "decided_with")


class _OutcomePicker(Picker):
    """Besides the arrows: the number of a level, « d » for a disagreement, « n » for « ne concerne pas »."""

    def on_key(self, event: events.Key) -> None:
        character = event.character or ""
        rank = int(character) if character.isascii() and character.isdigit() else AZERTY.find(character) + 1
        levels = [choice.id for choice in self.choices if choice.id.startswith(_LEVEL)]
        wanted = {"d": Outcome.DISAGREED.value, "n": Outcome.NOT_APPLICABLE.value}.get(character)
        if character and 1 <= rank <= len(levels):
            wanted = levels[rank - 1]
        if wanted is not None:
            event.stop()
            event.prevent_default()
            self.choose(wanted)


class PositionForm(KeptForm[Position]):
    """Returns the position as stored, or None. Nothing is chosen in advance.

    Leaving asks nothing and gives nothing up, unlike the other forms: in a meeting one goes back to the question, to
    read it again or to listen, and what was begun must wait without a question in front of everybody.
    """

    TELLS_CHANGES = True
    HERE = Help(
        "La position du groupe",
        (
            (
                "Un accord porte un niveau. Un désaccord reconnu n’en porte pas : on écrit ce qui sépare. "
                "Les réponses de chacun restent telles quelles."
            ),
            (
                'Sur la première ligne : 1, 2, 3… (ou & é "…) pour un accord, d pour un désaccord, n si la question ne '
                "concerne pas le pôle."
            ),
            "Échap revient à la question ; ce qui est tapé et pas encore enregistré est gardé.",
        ),
        FORM_KEYS,
    )
    AUTO_FOCUS = "_OutcomePicker"
    DEFAULT_CSS = """
    PositionForm {
        #form { padding: 0 2 0 1; }
        #form Entry, #form Picker { margin-bottom: 0; }
        #form Passage { margin-bottom: 1; }
        #meaning { padding-left: 2; color: $quiet; height: auto; min-height: 2; }
        &.-tall #form > * { margin-bottom: 1; }
        &.-tall #form > #save { margin: 0 0 1 26; }
    }
    """

    def __init__(self, evaluation: Evaluation, referential: Referential, indicator: str) -> None:
        super().__init__()
        self._evaluation, self._referential = evaluation, referential
        self._indicator = referential.indicator_by_id[indicator]
        self._stored: Position | None = None

    def compose(self) -> ComposeResult:
        self._stored = stored = self._read()
        # Asked again by a change of version: what the group wrote then is where it starts from.
        again = {} if stored else offered_position(self.workspace, self._evaluation, self._indicator.id)
        yield Heading("Position du groupe", self._evaluation.title)
        yield QuestionHead()
        with FormScroll(id="form"):
            yield _OutcomePicker("Position", self._choices(), id="outcome", value=_outcome_id(stored))
            yield TextBlock(id="meaning")
            yield Passage("Pourquoi", id="argument", value=stored.argument if stored else again["argument"])
            minority = stored.minority_opinion if stored else again["minority_opinion"]
            yield Passage("Avis minoritaire", id="minority_opinion", value=minority)
            yield Entry(
                "Décidé avec",
                id="decided_with",
                value=stored.decided_with if stored else self.ptce.company.get(self._evaluation.id, ""),
                hint="qui était là : collèges, réunion…",
                proposed=stored is None,
            )
            yield TextBlock(id="problem")
            yield ActionButton("Enregistrer la position", id="save", primary=True)
        yield Footer()

    def _read(self) -> Position | None:
        return position_of(self.workspace, self._evaluation, self._indicator.id)

    def _choices(self) -> list[Item]:
        levels = [
            Item(
                f"{_LEVEL}{level.id}",
                bind_signs(f"accord, niveau {rank} : {level.name}"),
                self._indicator.descriptors[level.id],
            )
            for rank, level in enumerate(self._referential.scale.levels, start=1)
        ]
        return [
            Item(_NONE, "à choisir", "Rien n’est encore décidé."),
            *levels,
            Item(Outcome.DISAGREED.value, "désaccord reconnu", "On reste d’avis différents, et on dit pourquoi."),
            Item(
                Outcome.NOT_APPLICABLE.value,
                "ne concerne pas le pôle",
                "La question ne s’applique pas ici, et on dit pourquoi.",
            ),
        ]

    def on_mount(self) -> None:
        self.mark_pole(self._evaluation.pole_id)
        head = self.query_one(QuestionHead)
        head.show(self._indicator, self._referential.theme_by_id[self._indicator.theme])
        self._tell_progress()
        self._explain()

    def _tell_progress(self) -> None:
        self.query_one(QuestionHead).show_progress("position déjà écrite" if self._stored else "", marked=False)

    @on(Picker.Changed)
    def _explain(self) -> None:
        self.query_one("#meaning", TextBlock).show(self.query_one(_OutcomePicker).chosen.meaning)

    def store(self) -> Position:
        chosen = self.query_one(_OutcomePicker).value
        if chosen == _NONE:
            self.query_one(_OutcomePicker).focus()
            raise Refusal("Dites d’abord la position : un accord sur un niveau, un désaccord, ou « ne concerne pas ».")
        level = chosen.removeprefix(_LEVEL) if chosen.startswith(_LEVEL) else None
        fields: dict[str, object] = {
            **self.values,
            "indicator_id": self._indicator.id,
            "outcome": Outcome.AGREED.value if level is not None else chosen,
            "level": level,
            "date": self.workspace.today,
        }
        current = find_evaluation(self.workspace, self._evaluation.id)
        if chosen == Outcome.NOT_APPLICABLE.value and not self.field("argument").value.strip():
            # It will be refused: the cursor goes where the reason is written.
            self.field("argument").focus_input()
        stored = record_position(self.workspace, current, make_opinion(Position, fields))
        self.ptce.company[self._evaluation.id] = stored.decided_with
        return stored

    @property
    def is_new(self) -> bool:
        return self._stored is None

    def take_stored(self) -> str:
        current = self._read()
        if current == self._stored:
            return ""
        self._stored = current
        self.renew(_shown(current))
        self._tell_progress()
        return f"Une autre fenêtre a {'écrit' if current else 'retiré'} cette position."

    # What is typed and not stored

    def action_back(self) -> None:
        """Leave; what is typed waits here, and is offered again."""
        if self.unsaved:
            code = self._indicator.code
            say(self.app, bind_signs(f"La position de {code} n’est pas enregistrée ; ce que vous avez tapé est gardé."))
        self.leave_kept()

    @property
    def draft_place(self) -> tuple[Key, str]:
        return (DraftKind.POSITION, self._evaluation.id, self._indicator.id), f"la position de {self._indicator.code}"


def _shown(position: Position | None) -> Mapping[str, str]:
    """Return what the fields show of a position, by name."""
    texts = {name: getattr(position, name) if position else "" for name in _TEXTS}
    return {**texts, "outcome": _outcome_id(position)}


def _outcome_id(position: Position | None) -> str:
    if position is None:
        return _NONE
    return f"{_LEVEL}{position.level}" if position.level is not None else position.outcome.value
