"""A person's own data: what is kept of them, handing it over, erasing it. Never what they answered."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll

from ptce_ref.domain.evaluation import Evaluation, Respondent
from ptce_ref.domain.referential import College
from ptce_ref.domain.text import bind_signs
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.evaluation import respondents_of
from ptce_ref.services.person import erase_person, erased_people, export_person, record_of
from ptce_ref.services.person_sentence import tell_backups, tell_record
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import BaseDialog, BaseScreen, sentence_of
from ptce_ref.tui.screens.confirm import ConfirmDialog
from ptce_ref.tui.text import ActionButton, Choice, ChoiceList, TextBlock, say, set_frame_title
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.page_list import PageList


class _Subjects(PageList):
    """The respondents."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Voir", key_display="Entrée")]
    DEFAULT_CSS = """
    _Subjects { margin-top: 1; }
    """


class PeopleScreen(BaseScreen[None]):
    """The people of an evaluation, in any phase; each one opens on their data."""

    HERE = Help(
        "Données des personnes",
        (
            (
                "Choisissez une personne pour voir ce que la base garde d’elle, lui remettre ses données ou les "
                "effacer. Ce qu’elle a répondu ne s’affiche pas ici."
            ),
        ),
        (("↑ ↓", "passer d’une personne à l’autre"), ("Entrée", "voir ce qui est gardé d’elle")),
    )
    DEFAULT_CSS = """
    PeopleScreen { #note { padding: 1 2 0 2; color: $quiet; } }
    """

    def __init__(self, evaluation: Evaluation) -> None:
        super().__init__()
        self._evaluation = evaluation

    def compose(self) -> ComposeResult:
        yield Heading(self._evaluation.title, "données des personnes", shorter="personnes")
        yield TextBlock("De qui voulez-vous voir, remettre ou effacer les données ?", id="note")
        yield _Subjects()
        yield Footer()

    def on_mount(self) -> None:
        self.mark_pole(self._evaluation.pole_id)
        self.database_changed()

    def database_changed(self) -> None:
        with self.explained():
            referential = referential_of(self.workspace, self._evaluation.referential_hash)
            erased = erased_people(self.workspace, self._evaluation)
            people = self.query_one(_Subjects)
            here = people.current_id
            found = respondents_of(self.workspace, self._evaluation)
            people.fill([_line(person, person.id in erased, referential.college_by_id) for person in found])
            people.highlight_id(here)
            if not found:
                self.query_one("#note", TextBlock).show("Personne n’est inscrit dans cette évaluation.")

    @on(ChoiceList.OptionSelected)
    def _choose(self) -> None:
        wanted = self.query_one(_Subjects).current_id
        with self.explained():
            open_person(self, self._evaluation, wanted or "")


class PersonDialog(BaseDialog[bool]):
    """Returns True when the person was erased."""

    HERE = Help(
        "Données d’une personne",
        (
            "Ce que la base garde d’une personne : combien, et où. Ce qu’elle a répondu ne s’affiche pas ici.",
            (
                "« Écrire ses données » fait deux fichiers à lui remettre, à elle seule. « Effacer » retire pour de "
                "bon son nom, son organisation et ses textes ; ses réponses restent comptées, sans nom."
            ),
        ),
        (
            ("← → ou Tab", "passer d’un bouton à l’autre"),
            ("↑ ↓", "faire défiler"),
            ("Entrée", "choisir le bouton marqué"),
            ("Échap", "refermer sans rien changer"),
        ),
    )
    AUTO_FOCUS = "#close"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", "Bouton précédent", show=False),
        Binding("right", "app.focus_next", "Bouton suivant", show=False),
        Binding("up", "scroll(-1)", "Faire défiler", show=False),
        Binding("down", "scroll(1)", "Faire défiler", show=False),
    ]
    DEFAULT_CSS = """
    PersonDialog {
        #told { height: auto; max-height: 14; margin-top: 1; }
        &.-tall #told { max-height: 26; }
        #told TextBlock { margin: 0; }
    }
    """

    def __init__(self, evaluation: Evaluation, person: Respondent, sentences: Sequence[str], erased: bool) -> None:
        super().__init__()
        self._evaluation, self._person, self._sentences, self._erased = evaluation, person, sentences, erased

    def compose(self) -> ComposeResult:
        with Vertical(id="window") as window:
            set_frame_title(window, f"Données de {self._person.id}")
            with VerticalScroll(id="told", can_focus=False):
                for sentence in self._sentences:
                    yield TextBlock(bind_signs(sentence))
            with Horizontal(id="buttons"):
                yield ActionButton("Fermer", id="close")
                yield ActionButton("Écrire ses données", id="export")
                yield ActionButton("Effacer de nouveau…" if self._erased else "Effacer…", id="erase")

    def action_scroll(self, rows: int) -> None:
        self.query_one("#told", VerticalScroll).scroll_relative(y=rows, animate=False)

    @on(ActionButton.Pressed, "#close")
    def _close(self) -> None:
        self.action_back()

    @on(ActionButton.Pressed, "#export")
    def _export(self) -> None:
        ident, who = self._evaluation.id, self._person.id
        target = self.ptce.output_folders.of(ident) / f"donnees-{ident}-{who}.json"
        try:
            files = export_person(self.ptce.workspace, [(ident, who)], target)
        except (Refusal, DatabaseUnusableError) as error:
            say(self.app, sentence_of(error), "error")
        else:
            names = " et ".join(file.name for file in files)
            say(self.app, f"Écrits dans « {files[0].parent} » : {names}. À remettre à cette personne seule.")

    @on(ActionButton.Pressed, "#erase")
    def _ask(self) -> None:
        who = f"{self._person.id} ({self._person.name})" if self._person.name else self._person.id
        sentences = (
            (
                f"Le nom, l’organisation et les textes de {who} disparaîtront pour de bon, du journal et des clôtures "
                "aussi. Ses réponses resteront comptées, sans nom."
            ),
            "Cela ne se défait pas.",
        )
        self.app.push_screen(ConfirmDialog("Effacer une personne", sentences, "Effacer"), self._erase)

    def _erase(self, confirmed: bool | None) -> None:
        if not confirmed:
            return
        ident, who = self._evaluation.id, self._person.id
        # Here first: what this window holds would be written again.
        for key in self.ptce.drafts.keys_under(DraftKind.OPINION, ident, who):
            self.ptce.drafts.drop(key)
        self.ptce.drafts.flush()
        try:
            done = erase_person(self.ptce.workspace, ident, who, confirmed=True)
        except (Refusal, DatabaseUnusableError) as error:
            say(self.app, sentence_of(error), "error")
            return
        told = [f"{who} : nom et textes effacés.", *tell_backups(done.backups)]
        if not done.swept or done.drafts_kept:
            told.append("Tout n’a pas pu être nettoyé : recommencez.")
        say(self.app, " ".join(told))
        self.dismiss(True)


def _line(person: Respondent, erased: bool, colleges: Mapping[str, College]) -> Choice:
    known = colleges.get(person.college)
    who = ", ".join(part for part in (person.name, person.organisation) if part)
    return Choice(
        person.id,
        (
            (f"{person.id}  {known.name if known else person.college}", "bold"),
            f"\n     {who}" if who else "",
            ("\n     données effacées", "$quiet") if erased else "",
        ),
    )


def open_person(screen: BaseScreen[Any], evaluation: Evaluation, respondent: str) -> None:
    """Open the data of somebody over ``screen``, which reads again when they were erased. Raises :class:`Refusal`."""
    record = record_of(screen.workspace, evaluation.id, respondent)

    def closed(erased: bool | None) -> None:
        if erased:
            screen.database_changed()

    dialog = PersonDialog(evaluation, record.person, tell_record(record), record.erased_at is not None)
    screen.app.push_screen(dialog, closed)
