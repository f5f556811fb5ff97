"""Produire: choosing documents and workbooks, seeing them made, opening their folder."""

from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.text import bind_signs
from ptce_ref.services.document import GROUPS
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.offer import Offer, offer_documents
from ptce_ref.services.opener import open_folder
from ptce_ref.services.outcome import Outcome, StoppedError, produce
from ptce_ref.services.refusal import Refusal
from ptce_ref.services.workspace import open_workspace
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.help import Help
from ptce_ref.tui.production import end_sentence, files_there
from ptce_ref.tui.screens.base import BaseScreen, sentence_of
from ptce_ref.tui.text import ActionButton, ChoiceList, TextBlock
from ptce_ref.tui.widgets.document_list import DocumentLine, DocumentList, document_line
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading, pole_mark
from ptce_ref.tui.widgets.more_below import MoreBelow, choices_below

_NAMES, _OTHERS = "noms", "publication"
"""The two options, which exclude each other: names never leave the pôle."""
_GAUGE_WIDTH = 8


class ProductionScreen(BaseScreen[None]):
    """Produire, for one evaluation, or for the whole database when there is none."""

    HERE = Help(
        "Produire les documents",
        (
            (
                "Cochez ce que vous voulez, puis produisez : chaque fichier est écrit en entier ou pas du tout. "
                "Un fichier du même nom, déjà dans le dossier, est remplacé ; la ligne le dit avant. Un classeur que "
                "vous avez modifié dans un tableur est gardé à côté, sous un nom daté."
            ),
            (
                "Pendant la phase « avis », la grille remplie, le rapport et le classeur ne montrent que la "
                "couverture : personne ne doit lire les avis des autres avant le dialogue."
            ),
            (
                "Tout en bas, deux options, l’une ou l’autre : « Avec les noms », pour ce qui reste dans le pôle ; "
                "« Pour d’autres que le pôle », où les petits collèges sont réunis et personne n’est nommé. Le nom du "
                "fichier finit alors par « -publication »."
            ),
            (
                "« Un questionnaire par personne inscrite » écrit un dossier : un fichier pour chacune, avec les "
                "réponses qu’elle a déjà données. Le nom du fichier finit par son numéro, celui de la liste des "
                "personnes (touche s). Envoyez à chacune le sien, à elle seule. Rangez ceux qui reviennent dans un "
                "autre dossier, car produire à nouveau remplace les fichiers de même nom. La touche q les reprend."
            ),
            "Le dossier se change au clavier ; il est retenu jusqu’à la fin de la séance.",
        ),
        (
            ("↑ ↓", "passer d’un document à l’autre"),
            ("Espace, Entrée", "cocher ou décocher"),
            ("a", "tout cocher, ou ne rien cocher"),
            ("Ctrl+S", "produire ce qui est coché"),
            ("o", "ouvrir le dossier, ou dire où il est"),
            ("Échap", "arrêter ce qui est en cours ; puis revenir"),
        ),
    )
    AUTO_FOCUS = "DocumentList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "produce", "Produire", key_display="Ctrl+S", tooltip="les documents cochés"),
        Binding("o", "open_folder", "Ouvrir le dossier", tooltip="là où sont les documents"),
        Binding("a", "all", "Tout cocher", show=False, tooltip="ou tout décocher"),
    ]
    DEFAULT_CSS = """
    ProductionScreen {
        #page { height: 1fr; padding: 1 1 0 1; }
        MoreBelow { padding: 0 1 0 6; }
        #said { padding: 0 2; height: auto; min-height: 1; background: $panel; text-style: bold; }
        #folder { margin: 0 1; }
        #folder .entry-label { width: 10; }
        #folder .entry-error, #folder .entry-note { padding-left: 10; }
        #buttons { height: auto; margin: 0 1; padding-left: 10; }
        #buttons ActionButton { margin-right: 2; }
    }
    ProductionScreen.-tall #buttons { margin-top: 1; }
    ProductionScreen.-short #page { padding-top: 0; }
    /* The footer has both, and may be clicked: the room goes to the list. */
    ProductionScreen.-short #buttons { display: none; }
    """

    class Finished(Message):
        """One document was made, or could not be."""

        def __init__(self, outcome: Outcome) -> None:
            self.outcome = outcome
            super().__init__()

    class Advanced(Message):
        """One more file of the document under way is made: ``made`` of ``total``."""

        def __init__(self, made: int, total: int) -> None:
            self.made, self.total = made, total
            super().__init__()

    class Ended(Message):
        """Nothing more will be made: all is done, or somebody stopped it, or ``problem`` did."""

        def __init__(self, problem: str = "") -> None:
            self.problem = problem
            super().__init__()

    def __init__(self, evaluation: Evaluation | None = None, *, person: str | None = None) -> None:
        """``person`` is the respondent (an id) for whom alone something is made; everything is offered without."""
        super().__init__()
        self._evaluation, self._addressee = evaluation, person
        self._offers: tuple[Offer, ...] = ()
        self._ticked: set[str] | None = None
        self._making: list[str] = []
        """The documents asked for and not made yet, the one under way first."""
        self._made = (0, 0)
        """How many files of the one under way are made, and of how many, when it has several."""
        self._outcomes: dict[str, Outcome] = {}
        self._stop = Event()

    @property
    def _reference(self) -> str:
        return self._evaluation.id if self._evaluation else ""

    def compose(self) -> ComposeResult:
        yield Heading("Produire")
        with Vertical(id="page"):
            yield DocumentList()
            yield MoreBelow(lambda: self.query_one(DocumentList), choices_below)
            yield Entry("Dossier", id="folder", value=str(self.ptce.output_folders.of(self._reference)))
            with Horizontal(id="buttons"):
                yield ActionButton("Produire", id="produce", primary=True)
                yield ActionButton("Ouvrir le dossier", id="open")
        yield TextBlock(id="said")
        yield Footer()

    def on_mount(self) -> None:
        self._read()
        first = f"Ctrl+S écrit le questionnaire de {self._addressee}." if self._addressee else "Cochez, puis Ctrl+S."
        self._tell(f"{first} Ce qui existe déjà sera remplacé, sauf un classeur que vous avez modifié.")

    def on_screen_resume(self) -> None:
        self._read()

    def database_changed(self) -> None:
        self._read()

    def on_unmount(self) -> None:
        self._stop.set()

    def _read(self) -> None:
        with self.explained():
            title, place, mark = "Produire les documents", "toute la base", ""
            if self._evaluation is not None:
                self._evaluation = find_evaluation(self.workspace, self._evaluation.id)
                pole = self.ptce.pole_of(self._evaluation)
                what = f"questionnaire de {self._addressee}" if self._addressee else "produire les documents"
                title, place, mark = pole.name, f"{what} · {self._evaluation.title}", pole_mark(pole)
            self._read_offers()
            if self._ticked is None:
                self._ticked = {offer.document.id for offer in self._offers if offer.suggested or self._addressee}
            self.query_one(Heading).show(title, place, mark)
        self._show()

    def _read_offers(self) -> None:
        others = self._wants(_OTHERS)
        self._offers = offer_documents(self.workspace, self._reference or None, for_others=others, only=self._addressee)

    def _wants(self, option: str) -> bool:
        return option in (self._ticked or ())

    # What is on the screen

    @property
    def _folder(self) -> Path:
        return Path(self.query_one("#folder", Entry).value.strip()).expanduser()

    def _show(self) -> None:
        offers = sorted(self._offers, key=lambda offer: GROUPS.index(offer.document.group))
        lines = [self._line(offer) for offer in offers]
        if self._evaluation is not None and others_visible(self._evaluation.phase):
            lines += [
                DocumentLine(
                    option, name, "rapport, classeur", about, self._wants(option), group="Options, l’une ou l’autre"
                )
                for option, name, about in (
                    (_NAMES, "Avec les noms", "à côté des arguments ; à garder dans le pôle"),
                    (_OTHERS, "Pour d’autres que le pôle", "petits collèges réunis, sans noms"),
                )
            ]
        self.query_one(DocumentList).show(lines)

    def _line(self, offer: Offer) -> DocumentLine:
        identifier = offer.document.id
        return document_line(
            offer,
            self._outcomes.get(identifier),
            ticked=identifier in (self._ticked or ()),
            place=self._making.index(identifier) if identifier in self._making else None,
            made=self._made[0],
            there=files_there(self._folder, offer),
        )

    def _tell(self, sentence: str) -> None:
        self.query_one("#said", TextBlock).show(bind_signs(sentence))

    # What the user does

    @on(ChoiceList.OptionSelected)
    def _tick(self, event: ChoiceList.OptionSelected) -> None:
        if event.option_id and self._ticked is not None and not self._making:
            self._ticked ^= {event.option_id}
            self._outcomes.pop(event.option_id, None)
            if event.option_id in (_NAMES, _OTHERS):
                self._ticked -= {_NAMES, _OTHERS} - {event.option_id}
                # Neither what was written nor its file is that of the other version.
                self._outcomes.clear()
                with self.explained():
                    self._read_offers()
            self._show()

    def action_all(self) -> None:
        open_ones = {offer.document.id for offer in self._offers if not offer.closed}
        if self._ticked is not None and not self._making:
            self._ticked = (self._ticked - open_ones) if open_ones <= self._ticked else (self._ticked | open_ones)
            self._show()

    @on(LineInput.Changed)
    def _folder_changed(self) -> None:
        if not self._making:
            self._outcomes.clear()
            self._show()

    @on(LineInput.Submitted)
    def _folder_given(self) -> None:
        self.focus_next()

    @on(ActionButton.Pressed, "#produce")
    def action_produce(self) -> None:
        """Make what is ticked, out of the way of the keys."""
        if self._making:
            return
        entry = self.query_one("#folder", Entry)
        wanted = [o.document.id for o in self._offers if o.document.id in (self._ticked or ()) and not o.closed]
        entry.show_error("" if entry.value.strip() else "Donnez un dossier où écrire.")
        if not entry.value.strip():
            entry.focus_input()
            return
        if not wanted:
            self._tell("Rien n’est coché : Espace coche la ligne marquée.")
            return
        self.ptce.output_folders.choose(self._reference, self._folder)
        self._making, self._made, self._stop = wanted, (0, 0), Event()
        self._outcomes = {}
        self._show_progress()
        options = {"names": self._wants(_NAMES), "for_others": self._wants(_OTHERS)}
        self._produce(tuple(wanted), self._folder, options, self._stop)

    @work(thread=True)
    def _produce(self, wanted: tuple[str, ...], folder: Path, options: Mapping[str, bool], stop: Event) -> None:
        """Runs beside the screen, with a database of its own: a connection stays in its thread."""

        def go_on() -> None:
            if stop.is_set():
                raise StoppedError

        def told(made: int, total: int, _: str) -> None:
            self.post_message(self.Advanced(made, total))

        try:
            with open_workspace(self.ptce.path, read_only=True, clock=self.ptce.clock) as workspace:
                reference, only = self._reference or None, (self._addressee,) if self._addressee else None
                made = produce(workspace, reference, wanted, folder, only=only, go_on=go_on, told=told, **options)
                for outcome in made:
                    self.post_message(self.Finished(outcome))
        except StoppedError:
            self.post_message(self.Ended())
        except (Refusal, DatabaseUnusableError) as error:
            self.post_message(self.Ended(sentence_of(error)))
        else:
            self.post_message(self.Ended())

    @on(Advanced)
    def _one_more_file(self, event: Advanced) -> None:
        self._made = (event.made, event.total)
        # While it is being stopped, that is what the line goes on saying.
        if self._making and not self._stop.is_set():
            self._show_progress()

    @on(Finished)
    def _one_finished(self, event: Finished) -> None:
        self._made = (0, 0)
        self._making = [identifier for identifier in self._making if identifier != event.outcome.document.id]
        self._outcomes[event.outcome.document.id] = event.outcome
        if self._making:
            self._show_progress()

    @on(Ended)
    def _all_ended(self, event: Ended) -> None:
        left, self._making = len(self._making), []
        self._show()
        phase, outcomes = self._evaluation.phase if self._evaluation else None, tuple(self._outcomes.values())
        self._tell(event.problem or end_sentence(outcomes, left, phase, stopped=self._stop.is_set()))

    def _show_progress(self) -> None:
        self._show()
        done = len(self._outcomes)
        total = done + len(self._making)
        name = next(offer.document.name for offer in self._offers if offer.document.id == self._making[0])
        made, of = self._made
        part = (done + made / of if of else done) / total
        self._tell(f"{done + 1} sur {total}  {gauge(part, _GAUGE_WIDTH)}  {name}…  Échap arrête.")

    @on(ActionButton.Pressed, "#open")
    def action_open_folder(self) -> None:
        """Show the folder; where no window can open, say where it is."""
        with self.explained():
            folder = self._folder
            if open_folder(folder):
                self._tell("Le dossier s’ouvre dans une autre fenêtre.")
            else:
                self.app.copy_to_clipboard(str(folder))
                self._tell(f"Aucune fenêtre ne peut s’ouvrir d’ici. Le dossier : {folder}")

    def action_back(self) -> None:
        """Stop what is under way; then leave."""
        if self._making and not self._stop.is_set():
            self._stop.set()
            self._tell("Arrêt en cours : le document commencé ne sera pas écrit…")
            return
        self.ptce.output_folders.choose(self._reference, self._folder)
        self.dismiss(None)
