"""A new evaluation of a pôle: what for, which way through the grid, who evaluates, when."""

import datetime as dt
import re

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Footer

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import clean_line
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.reports import wording
from ptce_ref.services.evaluation import open_evaluation
from ptce_ref.services.pole import all_poles
from ptce_ref.services.refusal import Refusal
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.form import FORM_KEYS, FormScreen
from ptce_ref.tui.text import ActionButton, TextBlock
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.picker import Item, Picker

_MODE_MEANINGS = {
    Mode.SELF: "l’équipe du pôle répond pour le pôle",
    Mode.CO: "les membres et les partenaires répondent, collège par collège",
    Mode.PEER: "un autre pôle répond à la place de celui-ci",
}
_DATE = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$")


class EvaluationForm(FormScreen[Evaluation]):
    """Returns the evaluation opened, or None."""

    HERE = Help(
        "Nouvelle évaluation",
        (
            (
                "L’usage dit à quoi servira l’évaluation ; il propose un parcours, c’est-à-dire les questions "
                "qui seront posées. "
                "Tous les collèges du référentiel sont invités."
            ),
            "L’évaluation s’ouvre en phase « préparation ».",
        ),
        FORM_KEYS,
    )

    def __init__(self, pole: Pole, referential: Referential) -> None:
        super().__init__()
        self._pole, self._referential = pole, referential
        self._peers: tuple[Pole, ...] = ()

    def compose(self) -> ComposeResult:
        ref, today = self._referential, self.workspace.today
        first = ref.uses[0]
        self._peers = tuple(pole for pole in all_poles(self.workspace) if pole.id != self._pole.id)
        modes = [mode for mode in Mode if mode is not Mode.PEER or self._peers]
        mark = wording.DEMONSTRATION if self._pole.demonstration else ""
        yield Heading(self._pole.name, "nouvelle évaluation", mark)
        with VerticalScroll(id="form", can_focus=False):
            yield Entry("Titre", id="titre", hint=f"Évaluation du {today.day}/{today.month:02d}/{today.year}")
            yield Entry("Date", id="date", value=today.strftime("%d/%m/%Y"), hint="JJ/MM/AAAA")
            yield Picker("Usage", [Item(u.id, u.name, u.purpose) for u in ref.uses], id="use", value=first.id)
            yield Picker("Parcours", [Item(p.id, p.name, p.meaning) for p in ref.paths], id="path", value=first.path)
            yield Picker(
                "Qui évalue",
                [Item(mode.value, wording.MODES[mode.value], _MODE_MEANINGS[mode]) for mode in modes],
                id="mode",
                value=Mode.CO.value,
            )
            if self._peers:
                yield Picker("Pôle qui évalue", [Item(p.id, p.name, p.commune) for p in self._peers], id="peer")
            yield Picker(
                "Argument exigé",
                [
                    Item("non", "non", "un niveau sans argument est accepté, et compté comme tel"),
                    Item("oui", "oui", "un niveau n’est accepté qu’avec un argument"),
                ],
                id="argument",
            )
            yield TextBlock(id="explanation", classes="note")
            yield TextBlock(id="problem")
            yield ActionButton("Ouvrir l’évaluation", id="save", primary=True)
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self._explain()

    @on(Picker.Changed)
    def _choice_changed(self, event: Picker.Changed) -> None:
        if event.picker.id == "use":
            self.query_one("#path", Picker).choose(self._referential.use_by_id[event.picker.value].path)
        self._explain()

    def _explain(self) -> None:
        ref = self._referential
        use, path = ref.use_by_id[self._value("use")], ref.path_by_id[self._value("path")]
        asked = wording.count(len(ref.select(path.selection)), "question")
        self.query_one("#explanation", TextBlock).show(
            (f"{use.name}. ", "bold"), f"{use.purpose}\n", (f"{path.name}, {asked}. ", "bold"), path.meaning
        )
        if self._peers:
            self.query_one("#peer").display = self._value("mode") == Mode.PEER.value

    def store(self) -> Evaluation:
        return open_evaluation(
            self.workspace,
            self._referential,
            pole=self._pole.id,
            title=clean_line(self.query_one("#titre", Entry).value) or None,
            date=self._date(),
            use=self._value("use"),
            path=self._value("path"),
            mode=self._value("mode"),
            peer_pole=self._value("peer") if self._value("mode") == Mode.PEER.value else None,
            argument_required=self._value("argument") == "oui",
        )

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Picker).value

    def _date(self) -> dt.date:
        entry = self.query_one("#date", Entry)
        found = _DATE.match(entry.value.strip())
        try:
            day, month, year = (int(part) for part in found.groups()) if found else (0, 0, 0)
            return dt.date(year, month, day)
        except ValueError as error:
            entry.focus_input()
            raise Refusal("La date s’écrit jour, mois, année : par exemple 09/11/2026.") from error
