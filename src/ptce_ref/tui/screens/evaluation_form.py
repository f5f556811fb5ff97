"""A new evaluation of a pôle: what for, which way through the grid, who evaluates, who is invited, when."""

import datetime as dt
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.day import EXPECTED, read_day
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.problem import Kind, Problem
from ptce_ref.domain.referential import Path, Referential
from ptce_ref.domain.text import bind_signs, clean_line
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.reports import wording
from ptce_ref.services.evaluation import open_evaluation, usual_title
from ptce_ref.services.pole import all_poles
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.registration import FormerPeople, former_people, has_twin, register_again
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.form import FORM_KEYS, FormScreen
from ptce_ref.tui.text import ActionButton, TextBlock, say
from ptce_ref.tui.widgets.check_list import CheckList
from ptce_ref.tui.widgets.day_entry import DayEntry
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.more_below import MoreBelow, fields_below
from ptce_ref.tui.widgets.picker import Item, Picker
from ptce_ref.tui.widgets.section import FormScroll

_MODE_MEANINGS = {
    Mode.SELF: "l’équipe du pôle répond pour le pôle",
    Mode.CO: "les membres et les partenaires répondent, collège par collège",
    Mode.PEER: "un autre pôle répond à la place de celui-ci",
}


_AGAIN = "oui"
_NOBODY = Item("non", "à inscrire", "On inscrit chacun à la page de l’évaluation, touche s.")


class EvaluationForm(FormScreen[Evaluation]):
    """Returns the evaluation opened, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Ouvrir l’évaluation", key_display="Ctrl+S", tooltip="celle de ce formulaire")
    ]
    HERE = Help(
        "Nouvelle évaluation",
        (
            (
                "L’usage dit à quoi servira l’évaluation ; il propose un parcours, court ou complet, c’est-à-dire "
                "les questions qui seront posées."
            ),
            (
                "Tous les collèges du référentiel sont invités : décochez ceux que vous n’attendez pas. "
                "L’accueil dira lesquels n’ont pas encore répondu."
            ),
            (
                "Personnes inscrites : celles de l’évaluation précédente du pôle peuvent l’être à nouveau, avec leurs "
                "noms et leurs collèges, sans rien de ce qu’elles ont répondu."
            ),
            "L’évaluation s’ouvre en phase « préparation ».",
        ),
        (*FORM_KEYS, ("↑ ↓ Espace", "cocher ou décocher un collège")),
    )
    DEFAULT_CSS = """
    EvaluationForm {
        #form { padding: 0 2 0 1; }
        #form Entry, #form Picker { margin-bottom: 0; }
        #form > #explanation { margin: 0 0 0 24; }
        #colleges { margin-bottom: 1; }
        &.-tall #form { padding: 1 2 0 1; }
        &.-tall #form Entry, &.-tall #form Picker { margin-bottom: 1; }
        &.-tall #form > #explanation { margin: 0 0 1 24; }
    }
    """

    def __init__(
        self,
        pole: Pole,
        referential: Referential,
        *,
        visitor: str | None = None,
        like: Evaluation | None = None,
    ) -> None:
        """``visitor`` is the pôle proposed to evaluate, ``like`` an evaluation whose use and path are proposed."""
        super().__init__()
        self._pole, self._referential = pole, referential
        self._visitor, self._like = visitor, like
        self._peers: tuple[Pole, ...] = ()
        self._first: tuple[object, ...] = ()
        self._former: dict[Mode, FormerPeople] = {}
        self._path_by_hand = False
        """Whether the path is another than that of the use: it then stays when the use changes."""
        self._told_twin: tuple[str, dt.date] | None = None
        """The title and the date already said to be those of another evaluation."""

    def compose(self) -> ComposeResult:
        ref, today = self._referential, self.workspace.today
        like = self._like
        first = ref.use_by_id[like.use] if like and like.use in ref.use_by_id else ref.uses[0]
        path = like.path if like and like.path in ref.path_by_id else first.path
        mode = Mode.PEER if self._visitor else Mode.CO
        self._peers = tuple(pole for pole in all_poles(self.workspace) if pole.id != self._pole.id)
        modes = [mode for mode in Mode if mode is not Mode.PEER or self._peers]
        yield Heading("Nouvelle évaluation", self._pole.name, pole_mark(self._pole))
        with FormScroll(id="form"):
            yield Entry("Titre", id="titre", hint=usual_title(mode, today))
            yield DayEntry("Date", id="date", day=today)
            yield Picker("Usage", [Item(u.id, u.name, u.purpose) for u in ref.uses], id="use", value=first.id)
            yield Picker("Parcours", [self._path_item(path) for path in ref.paths], id="path", value=path)
            yield TextBlock(id="explanation", classes="note")
            yield Picker(
                "Qui évalue",
                [Item(mode.value, wording.MODES[mode.value], _MODE_MEANINGS[mode]) for mode in modes],
                id="mode",
                value=mode.value,
            )
            if self._peers:
                peers = [Item(p.id, p.name, p.commune) for p in self._peers]
                yield Picker("Pôle qui évalue", peers, id="peer", value=self._visitor)
            yield Picker(
                "Argument exigé",
                [
                    Item("non", "non", "un niveau sans argument est accepté, et compté comme tel"),
                    Item("oui", "oui", "un niveau n’est accepté qu’avec un argument"),
                ],
                id="argument",
            )
            self._former = {mode: found for mode in modes if (found := self._former_of(mode))}
            if self._former:
                yield Picker("Personnes inscrites", [_NOBODY], id="people")
            yield CheckList(
                "Collèges invités",
                [Item(college.id, college.name, college.meaning) for college in ref.colleges],
                id="colleges",
                chosen=ref.college_by_id,
            )
            yield TextBlock(id="problem")
            yield ActionButton("Ouvrir l’évaluation", id="save", primary=True)
        yield MoreBelow(lambda: self.query_one("#form"), fields_below)
        yield Footer()

    def on_mount(self) -> None:
        self._first = self._choices()
        self._path_by_hand = self._value("path") != self._usual_path
        self._explain()

    @on(Picker.Changed)
    def _choice_changed(self, event: Picker.Changed) -> None:
        path = self.query_one("#path", Picker)
        if event.picker.id == "use" and not self._path_by_hand:
            path.choose(self._usual_path)
        elif event.picker is path:
            self._path_by_hand = path.value != self._usual_path
        self._explain()

    @property
    def _usual_path(self) -> str:
        """The path of the use chosen."""
        return self._referential.use_by_id[self._value("use")].path

    def _explain(self) -> None:
        ref = self._referential
        use, path = ref.use_by_id[self._value("use")], ref.path_by_id[self._value("path")]
        advice = f"\n{self._advice()}" if path == self._longest else ""
        if self._path_by_hand and use.path != path.id:
            usual = self._path_item(ref.path_by_id[use.path]).name
            advice += bind_signs(f"\nParcours gardé tel que choisi ; cet usage propose d’ordinaire « {usual} ».")
        self.query_one("#explanation", TextBlock).show(
            f"L’usage – {use.purpose}\nLe parcours – {path.meaning}", (advice, "bold")
        )
        self._offer_people()
        if self._peers:
            self.query_one("#peer").display = self._value("mode") == Mode.PEER.value

    def _former_of(self, mode: Mode) -> FormerPeople | None:
        return former_people(self.workspace, self._pole.id, mode)

    def _offer_people(self) -> None:
        """Offer to register again those of the evaluation before, in the mode chosen."""
        if not self._former:
            return
        picker, former = self.query_one("#people", Picker), self._former.get(Mode(self._value("mode")))
        picker.display = former is not None
        wanted = _NOBODY.id
        choices = [_NOBODY]
        if former is not None:
            people = wording.count(len(former.people), "personne")
            name = bind_signs(f"reprendre celles de la précédente : {people}")
            meaning = bind_signs(
                f"Celles de « {former.evaluation.title} » ({wording.long_date(former.evaluation.date.isoformat())}) : "
                "mêmes noms, organisations et collèges ; rien de ce qu’elles ont dit."
            )
            choices.append(Item(_AGAIN, name, meaning))
            wanted = picker.value
        picker.offer(choices, wanted)

    @property
    def _longest(self) -> Path:
        """The path with the most questions, when there are several."""
        return max(self._referential.paths, key=self._asked)

    def _advice(self) -> str:
        """Return what to prefer to the longest path when one begins; nothing when there is no other."""
        others = [path for path in self._referential.paths if path != self._longest]
        if not others:
            return ""
        shorter = max(others, key=self._asked)
        asked = wording.count(self._asked(shorter), "question")
        return bind_signs(
            f"Pour une première fois, préférez « {shorter.name} » ({asked}) : on garde du temps pour parler."
        )

    def _asked(self, path: Path) -> int:
        return len(self._referential.select(path.selection))

    def _path_item(self, path: Path) -> Item:
        asked = wording.count(self._asked(path), "question")
        return Item(path.id, f"{path.name}, {asked}", path.meaning)

    @property
    def unsaved(self) -> bool:
        """Whether leaving now would lose something typed or chosen."""
        return super().unsaved or self._choices() != self._first

    def _choices(self) -> tuple[object, ...]:
        pickers = tuple((picker.id, picker.value) for picker in self.query(Picker))
        return *pickers, frozenset(self.query_one("#colleges", CheckList).chosen)

    def store(self) -> Evaluation:
        ticked = self.query_one("#colleges", CheckList).chosen
        if not ticked:
            raise Refusal("Cochez au moins un collège : c’est au nom d’un collège que l’on répond.")
        title, date = clean_line(self.query_one("#titre", Entry).value), self._date()
        self._warn_of_twin(title or usual_title(Mode(self._value("mode")), date), date)
        peer = self._value("peer") if self._value("mode") == Mode.PEER.value else None
        opened = open_evaluation(
            self.workspace,
            self._referential,
            pole=self._pole.id,
            title=title or None,
            date=date,
            use=self._value("use"),
            path=self._value("path"),
            mode=self._value("mode"),
            peer_pole=peer,
            argument_required=self._value("argument") == "oui",
            colleges=[college for college in self._referential.college_by_id if college in ticked],
        )
        self._register_again(opened)
        return opened

    def _register_again(self, opened: Evaluation) -> None:
        """Register the people asked for. The evaluation is open whatever becomes of it."""
        former = self._former.get(opened.mode)
        if former is None or self._value("people") != _AGAIN:
            return
        with self.explained():
            again = register_again(self.workspace, opened, former.evaluation)
            left = len(former.people) - len(again)
            told = f"{wording.count(len(again), 'personne inscrite', 'personnes inscrites')} à nouveau"
            apart = f" ; {left} d’un collège qui n’est pas invité" if left else ""
            say(self.app, f"{told}{apart}. Touche s pour la liste.")

    def _warn_of_twin(self, title: str, date: dt.date) -> None:
        """Raise :class:`Refusal` the first time a title and a date are those of another evaluation of the pôle."""
        if self._told_twin == (title, date) or not has_twin(self.workspace, self._pole.id, title, date):
            return
        self._told_twin = (title, date)
        raise Refusal(
            f"Ce pôle a déjà une évaluation « {title} » à cette date : rien ne les distinguerait. Changez le titre ou "
            "la date ; pour en ouvrir une seconde malgré tout, enregistrez encore une fois."
        )

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Picker).value

    def _date(self) -> dt.date:
        entry = self.query_one(DayEntry)
        if entry.check():
            problem = Problem(Kind.WRONG_VALUE, f"« {entry.value} »", EXPECTED, ("date",))
            raise Refusal("La date ne se lit pas.", problems=[problem])
        return read_day(entry.value)
