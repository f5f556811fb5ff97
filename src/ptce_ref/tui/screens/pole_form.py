"""A new pôle: its name, and what one knows of it at once."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Footer

from ptce_ref.domain.pole import Pole
from ptce_ref.domain.text import clean_line, fold
from ptce_ref.services.pole import add_pole, all_poles, slug
from ptce_ref.services.refusal import Refusal
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.form import FORM_KEYS, FormScreen
from ptce_ref.tui.text import ActionButton, TextBlock
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.heading import Heading

_FIELDS = (
    ("nom", "Nom du pôle", "le seul champ nécessaire"),
    ("commune", "Commune", ""),
    ("code_insee", "Code INSEE", "cinq caractères, par exemple 44109"),
    ("departement", "Département", ""),
    ("region", "Région", ""),
    ("intercommunalite", "Intercommunalité", ""),
    ("annee", "Année de création", "par exemple 2014"),
    ("porteur", "Structure porteuse", ""),
)


class PoleForm(FormScreen[Pole]):
    """Returns the pôle added, or None."""

    HERE = Help(
        "Nouveau pôle",
        (
            "Le nom suffit pour commencer. Le reste de la fiche d’identité se complète plus tard.",
            "Échap quitte le formulaire ; si vous avez commencé à écrire, on vous demande d’abord.",
        ),
        FORM_KEYS,
    )

    def compose(self) -> ComposeResult:
        yield Heading("Nouveau pôle")
        with VerticalScroll(id="form", can_focus=False):
            for name, label, hint in _FIELDS:
                yield Entry(label, id=name, hint=hint)
            yield TextBlock(id="problem")
            yield ActionButton("Enregistrer le pôle", id="save", primary=True)
        yield Footer(show_command_palette=False)

    def store(self) -> Pole:
        fields: dict[str, object] = {}
        for entry in self.query(Entry):
            typed = clean_line(entry.value)
            if typed:
                fields[entry.id or ""] = int(typed) if entry.id == "annee" and typed.isdecimal() else typed
        name = str(fields.get("nom", ""))
        if not name:
            self.query_one("#nom", Entry).focus_input()
            raise Refusal("Donnez d’abord un nom au pôle.")
        poles = all_poles(self.workspace)
        if any(fold(pole.name) == fold(name) for pole in poles):
            self.query_one("#nom", Entry).focus_input()
            raise Refusal("Un pôle porte déjà ce nom : ajoutez ce qui le distingue, sa commune par exemple.")
        return add_pole(self.workspace, {"id": _identifier(name, {pole.id for pole in poles}), **fields})


def _identifier(name: str, taken: set[str]) -> str:
    """Return a free identifier: the words of the name, with a number when they are taken or say nothing."""
    wanted = slug(name) or "pole"
    identifier, number = wanted, 1
    while identifier in taken:
        number += 1
        identifier = f"{wanted[:56].strip('-')}-{number}"
    return identifier
