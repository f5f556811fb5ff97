"""Who answers: the respondents of an evaluation, and a new one."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs, clean_line
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.evaluation import (
    add_respondent,
    answers_by_person,
    find_evaluation,
    find_respondent,
    require_registering,
    respondents_of,
)
from ptce_ref.services.opinion import require_not_erased
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.registration import correct_respondent, withdraw_respondent
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseScreen
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.screens.form import FORM_KEYS, FormScreen
from ptce_ref.tui.text import ActionButton, Choice, ChoiceList, TextBlock, say
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.page_list import PageList
from ptce_ref.tui.widgets.picker import Item, Picker
from ptce_ref.tui.widgets.section import FormScroll

_NEW = "+"
_TO_CHOOSE = Item("", "à choisir", "Le collège dit au titre de quoi on répond.")
"""The college of a new person, where every college has somebody already."""
_LATER = "les avis se donneront à la phase « avis » : touche p, à la page de l’évaluation."


class _People(PageList):
    """The respondents, and « ajouter » above them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Choisir", key_display="Entrée")]
    DEFAULT_CSS = """
    _People { margin-top: 1; }
    """


class _Registered(_People):
    """The same while nobody answers yet: a line only tells who is there."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Voir", key_display="Entrée")]


class RespondentScreen(BaseScreen[Respondent]):
    """Returns the respondent chosen or just added, or None; or stays, and opens each one over itself.

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
            ("q", "reprendre les questionnaires remplis dans un tableur"),
            ("e", "écrire le questionnaire (tableur) de la personne marquée, pour le lui envoyer"),
            ("c", "corriger son collège, son nom ou son organisation"),
            ("Suppr", "retirer une personne inscrite par erreur, qui n’a rien répondu"),
            ("d", "voir, remettre ou effacer les données de la personne marquée"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,n", "add", "Ajouter un répondant", key_display="a", tooltip="une personne, ou un groupe"),
        Binding("q", "returned", "Reprendre des questionnaires", show=False, tooltip="remplis dans un tableur"),
        Binding("e", "own_questionnaire", "Son questionnaire", show=False, tooltip="à lui envoyer, en tableur"),
        Binding("c", "correct", "Corriger", show=False, tooltip="le collège, le nom ou l’organisation"),
        Binding(
            "delete",
            "withdraw",
            "Retirer de la liste",
            show=False,
            key_display="Suppr",
            tooltip="une personne inscrite par erreur, qui n’a rien répondu",
        ),
        Binding(
            "d", "data", "Ses données", key_display="d", tooltip="ce qui est gardé d’elle ; le remettre, l’effacer"
        ),
    ]
    DEFAULT_CSS = """
    RespondentScreen {
        #note { padding: 1 2 0 2; color: $quiet; }
    }
    """

    def __init__(
        self,
        evaluation: Evaluation,
        *,
        copying: bool = False,
        opens: Callable[[Respondent], None] | None = None,
    ) -> None:
        """``copying`` papers is said; the first unfinished person is then proposed.

        ``opens`` is called with who is chosen: the list then stays, to come back to.
        """
        super().__init__()
        self._evaluation, self._copying, self._opens = evaluation, copying, opens
        self._after: str | None = None
        """Whose paper was just copied, when the next one is asked for."""

    def compose(self) -> ComposeResult:
        asked = "recopie : qui a répondu ?" if self._copying else "qui répond ?"
        yield Heading(self._evaluation.title, asked, shorter=asked.removeprefix("recopie : "))
        preparing = self._preparing
        note = (
            "Inscrivez ici les personnes et les groupes qui répondront."
            if preparing
            else "De qui recopiez-vous le questionnaire papier ? On ne voit ensuite que ses réponses."
            if self._copying
            else "De qui saisissez-vous les avis ? On ne voit ensuite que les siens."
        )
        keys = "Touche c : corriger une inscription ; Suppr : la retirer."
        returned = (
            "" if preparing or self._copying else "\nTouche q : reprendre des questionnaires remplis ; e : en faire un."
        )
        yield TextBlock(bind_signs(f"{note}\n{keys}{returned}"), id="note")
        yield _Registered() if preparing else _People()
        yield Footer()

    def on_mount(self) -> None:
        self.mark_pole(self._evaluation.pole_id)

    @property
    def _preparing(self) -> bool:
        return self._evaluation.phase is Phase.PREPARATION

    def on_screen_resume(self) -> None:
        """Count again: answers were given, or somebody was registered, over this list."""
        if self.query_one(ChoiceList).option_count and self._after is None:
            self._fill(self.query_one(ChoiceList).current_id)
        else:
            self._fill()
            self._after = None
            self.query_one(ChoiceList).scroll_home(animate=False, immediate=True)
            self.call_after_refresh(self.query_one(ChoiceList).scroll_to_highlight)

    def propose_after(self, person: str) -> None:
        """Mark, when one is back here, the next unfinished paper after the one of ``person``."""
        self._after = person

    def _fill(self, wanted: str | None = None) -> None:
        with self.explained():
            referential = referential_of(self.workspace, self._evaluation.referential_hash)
            people = respondents_of(self.workspace, self._evaluation)
            count, given = len(self._evaluation.indicators), answers_by_person(self.workspace, self._evaluation)
            lines = [Choice(_NEW, (("+ Ajouter un répondant", "bold $accent"),))]
            lines += [_line(person, referential, given, count, self._waiting(person)) for person in people]
            self.query_one(ChoiceList).fill(lines)
            self.query_one(ChoiceList).highlight_id(wanted or self._next_unfinished(people, given, count))

    def _next_unfinished(self, people: Sequence[Respondent], given: Mapping[str, int], count: int) -> str | None:
        """Return who comes next: who has not answered everything, after the one just copied; None for a new person.

        Where everybody has finished, one comes back to what was said; papers still go on with somebody new.
        """
        if self._preparing:
            return None
        names = [person.id for person in people]
        if not self._copying:
            return next((name for name in names if given.get(name, 0) < count), next(iter(names), None))
        if self._after not in names:
            return next((name for name in names if given.get(name, 0) < count), None)
        start = names.index(self._after) + 1
        return next((name for name in names[start:] + names[: start - 1] if given.get(name, 0) < count), None)

    def _waiting(self, person: Respondent) -> int:
        """How many texts typed for somebody wait for their answer."""
        return len(self.ptce.drafts.keys_under(DraftKind.OPINION, self._evaluation.id, person.id))

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
                self._go_on_with(chosen)

    def _go_on_with(self, person: Respondent) -> None:
        if self._opens is None:
            self.dismiss(person)
        else:
            self._opens(person)

    @property
    def _marked(self) -> str:
        """The id of the person the mark is on, or nothing, which is then said."""
        wanted = self.query_one(ChoiceList).current_id
        if wanted in (None, _NEW):
            say(self.app, "Allez d’abord sur une personne, avec les flèches.")
            return ""
        return wanted or ""

    def action_returned(self) -> None:
        """Take back questionnaires that were filled in a spreadsheet."""
        self.ptce.open_returned()

    def action_own_questionnaire(self) -> None:
        """Make the questionnaire of the person marked, to send it."""
        from ptce_ref.tui.screens.production import ProductionScreen  # noqa: PLC0415 - seldom asked for

        wanted = self._marked
        if wanted:
            with self.explained():
                require_not_erased(self.workspace, self._evaluation.id, wanted)
                self.app.push_screen(ProductionScreen(self._evaluation, person=wanted))

    def action_data(self) -> None:
        """Open what is kept of the person marked."""
        from ptce_ref.tui.screens.person import open_person  # noqa: PLC0415 - seldom asked for

        wanted = self._marked
        if wanted:
            with self.explained():
                open_person(self, self._evaluation, wanted)

    def action_correct(self) -> None:
        """Change how the person marked is registered."""
        wanted = self._marked
        if not wanted:
            return
        with self.explained():
            require_registering(find_evaluation(self.workspace, self._evaluation.id).phase)
            referential = referential_of(self.workspace, self._evaluation.referential_hash)
            person = find_respondent(self.workspace, self._evaluation, wanted)
            self.app.push_screen(RespondentForm(self._evaluation, referential, person=person), self._corrected)

    def _corrected(self, person: Respondent | None) -> None:
        if person is not None:
            self._fill(person.id)
            say(self.app, f"Inscription corrigée : {_called(person)}.")

    def action_withdraw(self) -> None:
        """Take away the person marked, once confirmed."""
        wanted = self._marked
        if not wanted:
            return

        def withdraw(confirmed: bool | None) -> None:
            if confirmed:
                with self.explained():
                    withdraw_respondent(self.workspace, self._evaluation, wanted)
                    self._fill()
                    say(self.app, f"{wanted} n’est plus dans la liste.")

        with self.explained():
            person = find_respondent(self.workspace, self._evaluation, wanted)
            sentences = (
                f"{_called(person)} ne sera plus attendu dans cette évaluation. Le journal garde l’inscription.",
                "Quelqu’un qui a répondu ne se retire pas : la touche d permet d’effacer ses données.",
            )
            self.app.push_screen(ConfirmDialog("Retirer de la liste", sentences, "Retirer"), withdraw)

    def action_add(self) -> None:
        with self.explained():
            referential = referential_of(self.workspace, self._evaluation.referential_hash)
            taken = {person.college for person in respondents_of(self.workspace, self._evaluation)}
            invited = self._evaluation.colleges or referential.college_by_id
            # Never that of the person before: nobody would notice the mistake.
            awaited = next((college for college in invited if college not in taken), None)
            self.app.push_screen(RespondentForm(self._evaluation, referential, awaited), self._added)

    def _added(self, person: Respondent | None) -> None:
        if person is None:
            return
        self._fill(person.id)
        if self._preparing:
            say(self.app, f"Inscription enregistrée : {_called(person)}. Touche a pour la suivante, Échap pour finir.")
        else:
            self._go_on_with(person)


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
        Binding("ctrl+s", "save", "Enregistrer", key_display="Ctrl+S", tooltip="la personne, ou le groupe")
    ]
    AUTO_FOCUS = "Picker"

    def __init__(
        self,
        evaluation: Evaluation,
        referential: Referential,
        college: str | None = None,
        *,
        person: Respondent | None = None,
    ) -> None:
        """``college`` is the one proposed, none by default; ``person`` is somebody registered, to correct."""
        super().__init__()
        self._evaluation, self._referential, self._person = evaluation, referential, person
        self._college = person.college if person else college

    def compose(self) -> ComposeResult:
        invited = set(self._evaluation.colleges)
        invited |= {self._college} if self._person and self._college and invited else set()
        colleges = [item for item in self._referential.colleges if not invited or item.id in invited]
        person = self._person
        doing = f"corriger {person.id}" if person else "nouveau répondant"
        yield Heading(self._evaluation.title, doing)
        with FormScroll(id="form"):
            items = [Item(c.id, c.name, c.meaning) for c in colleges]
            known = self._college if self._college in {c.id for c in colleges} else None
            yield Picker("Collège", items if known else [_TO_CHOOSE, *items], id="college", value=known)
            name, organisation = (person.name or "", person.organisation or "") if person else ("", "")
            yield Entry("Nom", id="nom", hint="facultatif", value=name)
            yield Entry("Organisation", id="organisation", hint="facultative", value=organisation)
            yield TextBlock(id="explanation", classes="note")
            yield TextBlock(id="problem")
            preparing = self._evaluation.phase is Phase.PREPARATION
            add = "Inscrire" if preparing else "Inscrire et saisir ses avis"
            yield ActionButton("Enregistrer" if person else add, id="save", primary=True)
        yield Footer()

    def on_mount(self) -> None:
        self.mark_pole(self._evaluation.pole_id)
        self._explain()

    @on(Picker.Changed)
    def _explain(self) -> None:
        chosen = self.query_one(Picker).chosen
        name = "" if chosen == _TO_CHOOSE else f"{chosen.name}. "
        self.query_one("#explanation", TextBlock).show((name, "bold"), chosen.meaning)

    def store(self) -> Respondent:
        college = self.query_one(Picker).value
        if college == _TO_CHOOSE.id:
            self.query_one(Picker).focus()
            raise Refusal("Dites d’abord le collège : c’est en son nom que l’on répond.")
        name, organisation = (
            clean_line(self.query_one(f"#{field}", Entry).value) or None for field in ("nom", "organisation")
        )
        if self._person is None:
            return add_respondent(
                self.workspace, self._evaluation, college=college, name=name, organisation=organisation
            )
        return correct_respondent(
            self.workspace, self._evaluation, self._person.id, college=college, name=name, organisation=organisation
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
