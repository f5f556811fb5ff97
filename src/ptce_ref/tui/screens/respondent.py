"""Who answers: the respondents of an evaluation, and a new one."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import clean_line
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.services.evaluation import add_respondent, respondents_of, summarise_evaluations
from ptce_ref.services.referential import referential_of
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.form import FORM_KEYS, FormScreen
from ptce_ref.tui.sheet import PLACE
from ptce_ref.tui.text import ActionButton, Choice, ChoiceList, TextBlock, say
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.picker import Item, Picker

_NEW = "+"
_LATER = "les avis se donneront à la phase « avis » : touche p, à la page de l’évaluation."


class _People(ChoiceList):
    """The respondents, and « ajouter » above them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Choisir", key_display="Entrée")]
    DEFAULT_CSS = """
    _People { height: 1fr; max-height: 100%; border: none; padding: 0 1; margin-top: 1; background: $background; }
    """


class _Registered(_People):
    """The same while nobody answers yet: a line only tells who is there."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Voir", key_display="Entrée")]


class RespondentScreen(BaseScreen[Respondent]):
    """Returns the respondent chosen or just added, or None.

    While nobody answers yet, people are only registered: the list stays, ready for the next one.
    """

    HERE = Help(
        "Répondants",
        (
            (
                "Choisissez la personne ou le groupe dont vous saisissez les avis, ou ajoutez-en un. "
                "Le nom est facultatif : un collège suffit. Dans la phase « préparation », on inscrit seulement : "
                "les avis se donnent à la phase « avis »."
            ),
        ),
        (
            ("↑ ↓", "passer d’un répondant à l’autre"),
            ("Entrée", "saisir ses avis, à la phase « avis »"),
            ("a", "ajouter un répondant"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,n", "add", "Ajouter un répondant", key_display="a", tooltip="une personne, ou un groupe"),
    ]
    DEFAULT_CSS = """
    RespondentScreen {
        #note { padding: 1 2 0 2; color: $quiet; }
    }
    """

    def __init__(self, evaluation: Evaluation, *, copying: bool = False, after: str | None = None) -> None:
        """``copying`` papers is said; the first unfinished person ``after`` somebody is then proposed."""
        super().__init__()
        self._evaluation, self._copying, self._after = evaluation, copying, after

    def compose(self) -> ComposeResult:
        yield Heading(self._evaluation.title, "recopie : qui a répondu ?" if self._copying else "qui répond ?")
        preparing = self._preparing
        note = (
            "Inscrivez ici les personnes et les groupes qui répondront."
            if preparing
            else "De qui recopiez-vous le questionnaire papier ? On ne voit ensuite que ses réponses."
            if self._copying
            else "De qui saisissez-vous les avis ? On ne voit ensuite que les siens."
        )
        yield TextBlock(note, id="note")
        yield _Registered() if preparing else _People()
        yield Footer()

    @property
    def _preparing(self) -> bool:
        return self._evaluation.phase is Phase.PREPARATION

    def on_mount(self) -> None:
        self._fill()

    def _fill(self, wanted: str | None = None) -> None:
        with self.explained():
            referential = referential_of(self.workspace, self._evaluation.referential_hash)
            people = respondents_of(self.workspace, self._evaluation)
            summaries = summarise_evaluations(self.workspace, self._evaluation.pole_id)
            mine = next(s for s in summaries if s.evaluation.id == self._evaluation.id)
            count, given = len(self._evaluation.indicators), mine.progress.answers_by_respondent
            lines = [Choice(_NEW, (("+ Ajouter un répondant", "bold $accent"),))]
            lines += [_line(person, referential, given, count, self._waiting(person)) for person in people]
            self.query_one(ChoiceList).fill(lines)
            self.query_one(ChoiceList).highlight_id(wanted or self._next_unfinished(people, given, count))

    def _next_unfinished(self, people: Sequence[Respondent], given: Mapping[str, int], count: int) -> str | None:
        """Return who comes after the one just copied and has not answered everything, going round once, or None."""
        names = [person.id for person in people]
        if self._after not in names:
            return None
        start = names.index(self._after) + 1
        return next((name for name in names[start:] + names[: start - 1] if given.get(name, 0) < count), None)

    def _waiting(self, person: Respondent) -> int:
        """How many texts typed for somebody wait for their answer."""
        return len(self.ptce.drafts.keys_under(PLACE, self._evaluation.id, person.id))

    def database_changed(self) -> None:
        self._fill(self.query_one(ChoiceList).current_id)

    @on(ChoiceList.OptionSelected)
    def _choose(self) -> None:
        wanted = self.query_one(ChoiceList).current_id
        if wanted == _NEW:
            self.action_add()
            return
        with self.explained():
            people = respondents_of(self.workspace, self._evaluation)
            chosen = next((person for person in people if person.id == wanted), None)
            if chosen is not None and self._preparing:
                say(self.app, f"{_called(chosen)} est déjà dans la liste ; {_LATER}")
            elif chosen is not None:
                self.dismiss(chosen)

    def action_add(self) -> None:
        with self.explained():
            referential = referential_of(self.workspace, self._evaluation.referential_hash)
            self.app.push_screen(RespondentForm(self._evaluation, referential), self._added)

    def _added(self, person: Respondent | None) -> None:
        if person is None:
            return
        self._fill(person.id)
        if self._preparing:
            say(self.app, f"Inscription enregistrée : {_called(person)}. Touche a pour la suivante, Échap pour finir.")
        else:
            self.dismiss(person)


class RespondentForm(FormScreen[Respondent]):
    """Returns the respondent added, or None."""

    HERE = Help(
        "Nouveau répondant",
        (
            (
                "Le collège dit au titre de quoi cette personne, ou ce groupe, répond. "
                "Nom et organisation sont facultatifs ; un pseudonyme convient."
            ),
        ),
        FORM_KEYS,
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Inscrire", key_display="Ctrl+S", tooltip="la personne, ou le groupe")
    ]
    AUTO_FOCUS = "Picker"

    def __init__(self, evaluation: Evaluation, referential: Referential) -> None:
        super().__init__()
        self._evaluation, self._referential = evaluation, referential

    def compose(self) -> ComposeResult:
        invited = set(self._evaluation.colleges)
        colleges = [item for item in self._referential.colleges if not invited or item.id in invited]
        yield Heading(self._evaluation.title, "nouveau répondant")
        with VerticalScroll(id="form", can_focus=False):
            yield Picker("Collège", [Item(c.id, c.name, c.meaning) for c in colleges], id="college")
            yield Entry("Nom", id="nom", hint="facultatif")
            yield Entry("Organisation", id="organisation", hint="facultative")
            yield TextBlock(id="explanation", classes="note")
            yield TextBlock(id="problem")
            preparing = self._evaluation.phase is Phase.PREPARATION
            yield ActionButton("Inscrire" if preparing else "Inscrire et saisir ses avis", id="save", primary=True)
        yield Footer()

    def on_mount(self) -> None:
        self._explain()

    @on(Picker.Changed)
    def _explain(self) -> None:
        chosen = self.query_one(Picker).chosen
        self.query_one("#explanation", TextBlock).show((f"{chosen.name}. ", "bold"), chosen.meaning)

    def store(self) -> Respondent:
        return add_respondent(
            self.workspace,
            self._evaluation,
            college=self.query_one(Picker).value,
            name=clean_line(self.query_one("#nom", Entry).value) or None,
            organisation=clean_line(self.query_one("#organisation", Entry).value) or None,
        )


def _called(person: Respondent) -> str:
    """Return « Paul (r01) », or the number of who gave no name."""
    return f"{person.name} ({person.id})" if person.name else person.id


def respondent_name(person: Respondent, referential: Referential) -> str:
    """Return how a respondent is called on screen: number, college, and name when there is one."""
    known = referential.college_by_id.get(person.college)
    parts = [f"{person.id} {known.short if known else person.college}", person.name, person.organisation]
    return ", ".join(part for part in parts if part)


def _line(person: Respondent, referential: Referential, given: Mapping[str, int], count: int, waiting: int) -> Choice:
    known = referential.college_by_id.get(person.college)
    college = known.name if known else person.college
    who = ", ".join(part for part in (person.name, person.organisation) if part)
    done = given.get(person.id, 0)
    drafts = f" · {wording.count(waiting, 'texte', 'textes')} en attente" if waiting else ""
    return Choice(
        person.id,
        (
            (f"{person.id}  {college}", "bold"),
            f"\n     {who}" if who else "",
            (f"\n     {wording.count(done, 'réponse')} sur {count}{drafts}", "$quiet"),
        ),
    )
