"""Carte d'identité: what a pôle is, where it is, who its members are."""

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.events import DescendantBlur, DescendantFocus

from ptce_ref.domain.pole import Pole
from ptce_ref.domain.problem import Path
from ptce_ref.domain.text import bind_signs, clean_line
from ptce_ref.reports import wording
from ptce_ref.services.commune import commune_of, contradiction, tell_former
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.pole import CardConflict, add_named_pole, card_referential, find_pole, revise_pole
from ptce_ref.services.refusal import Refusal
from ptce_ref.tui.draft import Key
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.form import FORM_KEYS
from ptce_ref.tui.screens.kept_form import Control, KeptForm
from ptce_ref.tui.text import TextBlock, say
from ptce_ref.tui.widgets.card_form import CardForm
from ptce_ref.tui.widgets.commune_entry import CommuneEntry
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.field import Field
from ptce_ref.tui.widgets.footer import Footer
from ptce_ref.tui.widgets.heading import Heading
from ptce_ref.tui.widgets.section import Section, SectionLink, SectionList


class IdentityForm(KeptForm[Pole]):
    """The card of ``pole``, or of a new one. Returns the pôle as saved, or None.

    The collectivités, which come and go, are one thing of it.
    """

    TELLS_CHANGES = True
    HERE = Help(
        "Carte d’identité",
        (
            "Le nom suffit ; tout le reste se complète quand on veut. Décrire, sans noter.",
            (
                "Commune : tapez le début de son nom, puis ↑ ↓ et Entrée. Le code INSEE, le département, la région et "
                "l’intercommunalité se remplissent, sans réseau. Tab garde ce que vous avez tapé."
            ),
            "Échap quitte ; si vous avez commencé à écrire, on vous demande d’abord.",
        ),
        (
            *FORM_KEYS,
            ("Pg↓ Pg↑", "aller à la section suivante ou précédente"),
            ("Espace", "cocher un moyen d’une collectivité"),
        ),
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-large")]  # noqa: RUF012 - Textual declares it as an instance variable
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "section(1)", "Section", key_display="Pg↓", tooltip="aller à la section suivante"),
        Binding("pageup", "section(-1)", "Section précédente", show=False, tooltip="aller à la section précédente"),
    ]
    DEFAULT_CSS = """
    IdentityForm {
        #form Entry, #form Picker { margin-bottom: 0; }
        #form Passage { margin-bottom: 1; }
        #form Section > .section-note { color: $quiet; }
        #problem { padding: 0 2; margin: 0; background: $panel; }
        &.-narrow SectionList { display: none; }
    }
    """

    def __init__(self, pole: Pole | None) -> None:
        super().__init__()
        self._pole = pole
        self._place = 0
        self._wrong: list[Field] = []
        """The fields the sentence at the bottom speaks of."""

    def compose(self) -> ComposeResult:
        form = CardForm(card_referential(self.workspace, self._pole.id if self._pole else None), self._pole)
        yield Heading("")
        with Horizontal():
            yield SectionList(form.titles)
            yield form
        yield TextBlock(id="problem")
        yield Footer()

    def on_mount(self) -> None:
        self._mark()

    @property
    def _form(self) -> CardForm:
        return self.query_one(CardForm)

    # Moving about

    @on(DescendantFocus)
    def _entered(self, event: DescendantFocus) -> None:
        around = next((node for node in event.widget.ancestors if isinstance(node, Section)), None)
        if around is not None:
            self._place = list(self.query(Section)).index(around)
            self._mark()

    def _mark(self) -> None:
        self.query_one(SectionList).mark(self._place)
        name = self._pole.name if self._pole else "Nouveau pôle"
        titles = self._form.titles
        place = f"{self._place + 1}/{len(titles)} {titles[self._place]}"
        mark = wording.DEMONSTRATION if self._pole and self._pole.demonstration else ""
        self.query_one(Heading).show(name, place, mark)

    def action_section(self, steps: int) -> None:
        self._go(self._place + steps)

    @on(SectionLink.Followed)
    def _follow(self, event: SectionLink.Followed) -> None:
        self._go(event.place)

    def _go(self, place: int) -> None:
        sections = list(self.query(Section))
        section = sections[max(0, min(len(sections) - 1, place))]
        target = next((widget for widget in self.focus_chain if section in widget.ancestors), None)
        self.set_focus(target, scroll_visible=False)
        section.scroll_visible(top=True, animate=False)

    # The commune

    @on(CommuneEntry.Chosen)
    def _complete(self, event: CommuneEntry.Chosen) -> None:
        card = event.commune.card
        for key, value in card.items():
            self._entry(key).put(value)
            self._entry(key).show_note()
            self._entry(key).show_error()
        filled, alone = "Les lignes qui suivent sont remplies.", "Cette commune n’a pas d’intercommunalité."
        self._entry("commune").show_note(filled if card["intercommunalite"] else alone)
        self.keep_soon()

    @on(DescendantBlur, "#code_insee LineInput, #commune LineInput")
    def _compare_code(self) -> None:
        """Fill what is empty from a code typed by hand; say when the code is of another commune, or of none."""
        code, commune = self._entry("code_insee"), self._entry("commune")
        code.show_note()
        if not (code.changed or commune.changed) or not code.value.strip() or code.check():
            return
        try:
            match = commune_of(code.value)
        except Refusal as unlisted:
            code.show_note(f"{unlisted} Il est gardé tel quel.")
            return
        for key, value in match.commune.card.items():
            if not self._entry(key).value.strip():
                self._entry(key).put(value)
        if match.former:
            code.show_note(tell_former(match))
        elif clean_line(commune.value) != match.commune.name:
            code.show_note(f"Ce code est celui de {match.commune.name} ({match.commune.department}).")

    @on(LineInput.Changed, "#commune LineInput")
    def _commune_typed(self) -> None:
        """Take back that the other lines are filled: they are of the commune chosen before."""
        self._entry("commune").show_note()

    def _refuse_contradiction(self) -> None:
        """Raise :class:`Refusal` when the commune typed is not the one of the code."""
        code, commune = self._entry("code_insee"), self._entry("commune")
        name = clean_line(commune.value)
        if not (code.changed or commune.changed) or not name or not code.value.strip():
            return
        sentence = bind_signs(contradiction(name, code.value.strip()))
        if sentence:
            commune.show_error(sentence)
            commune.focus_input()
            raise Refusal(f"Pas enregistré. {sentence}")

    def _entry(self, key: str) -> Entry:
        return self.query_one(f"#{key}", Entry)

    # Saving, and what is not saved

    def field_of(self, path: Path) -> Field | None:
        return self._form.field_of(path)

    def point_out(self, refusal: Refusal) -> None:
        super().point_out(refusal)
        if refusal.problems and all(self.field_of(problem.path) for problem in refusal.problems):
            # The form is long: what is told beside a field may be far from what one looks at.
            self.tell(str(refusal))

    @property
    def controls(self) -> Mapping[str, Control]:
        return self._form.controls

    def make_ready(self) -> None:
        self._wrong = []
        super().make_ready()

    def store(self) -> Pole:
        if not clean_line(self._entry("nom").value):
            self._entry("nom").focus_input()
            raise Refusal("Donnez d’abord un nom au pôle.")
        self._wrong = wrong = self._form.wrong_fields()
        if wrong:
            wrong[0].focus_input()
            raise Refusal(f"Pas enregistré. À corriger{wording.NBSP}: {', '.join(field.label for field in wrong)}.")
        self._refuse_contradiction()
        values = self._form.values()
        if self._pole is None:
            pole = add_named_pole(self.workspace, values)
        else:
            try:
                pole = revise_pole(self.workspace, self._pole, values)
            except CardConflict as conflict:
                # Written since it was read again, a moment ago.
                self._begin_from(conflict.current)
                self.refuse_apart()
                raise
            say(self.app, f"La carte de « {pole.name} » est enregistrée.")
        return pole

    @property
    def is_new(self) -> bool:
        return self._pole is None

    def take_stored(self) -> str:
        if self._pole is None:
            return ""
        current = find_pole(self.workspace, self._pole.id)
        if current == self._pole:
            return ""
        self._begin_from(current)
        return "Une autre fenêtre a changé cette carte : elle est à jour ici."

    def _begin_from(self, current: Pole) -> None:
        self._pole = current
        self.renew(self._form.begin_from(current))
        self._mark()

    @property
    def draft_place(self) -> tuple[Key, str]:
        if self._pole is None:
            return (DraftKind.CARD, ""), "la carte d’un nouveau pôle"
        return (DraftKind.CARD, self._pole.id), f"la carte de « {self._pole.name} »"

    def keep(self) -> None:
        """As in every form; and take away what is said of fields that are right by now."""
        super().keep()
        if self.in_use and self._wrong and not any(field.is_attached and field.check() for field in self._wrong):
            self._wrong = []
            self.tell("")
