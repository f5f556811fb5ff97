"""What opinions agree on, adopted in one go: the list, what each line rests on, with whom, and a clear yes."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from ptce_ref.domain.evaluation import Evaluation, Position
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.text import bind_signs, clean_line
from ptce_ref.reports import wording
from ptce_ref.reports.view import IndicatorView
from ptce_ref.services.draft import DraftKind
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.opinion import adopt_consensual
from ptce_ref.services.refusal import Refusal
from ptce_ref.storage.problem import DatabaseUnusableError
from ptce_ref.tui.draft import Key
from ptce_ref.tui.help import Help
from ptce_ref.tui.screens.base import sentence_of
from ptce_ref.tui.screens.long_window import LongWindow
from ptce_ref.tui.text import ActionButton, Choice, ChoiceList, TextBlock, content, say, set_frame_title
from ptce_ref.tui.widgets.entry import Entry, LineInput
from ptce_ref.tui.widgets.more_below import choices_below

_KEYS = "↑ : aller à la liste ; Espace : décocher"


class _Adoptable(ChoiceList):
    """One line a question, ticked at the start."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", "Cocher", key_display="Espace"),
        Binding("enter", "screen.go_on", "Continuer", show=False),
    ]
    DEFAULT_CSS = """
    _Adoptable { border: none; background: $surface; padding: 0; margin-top: 1; height: auto; max-height: 9; }
    """


class AdoptDialog(LongWindow[int]):
    """Returns how many positions were written, or None."""

    SCROLLED = ChoiceList
    HERE = Help(
        "Adopter en une fois",
        (
            (
                "Sur ces questions, les avis sont proches : la plupart voient à peu près la même chose. Chacune prend "
                "le niveau écrit à côté d’elle. Dessous : le nombre de voix, et le niveau le plus bas et le plus "
                "haut donnés."
            ),
            (
                "Lisez-les à voix haute ; si quelqu’un n’est pas d’accord, décochez la ligne (barre d’espace) et "
                "discutez la question."
            ),
            "Échap referme : rien n’est adopté, ce qui est tapé et décoché vous attend.",
        ),
        (
            ("Tab", "passer du champ aux boutons, puis à la liste"),
            ("↑ ↓", "aller à la liste, faire défiler"),
            ("Espace", "décocher ou recocher la ligne marquée"),
            ("← →", "passer d’un bouton à l’autre"),
            ("Ctrl+S", "adopter ce qui est coché"),
        ),
    )
    AUTO_FOCUS = "LineInput"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "adopt", "Adopter", show=False, key_display="Ctrl+S"),
        Binding("left", "app.focus_previous", "Précédent", show=False),
        Binding("up", "list", "Aller à la liste", show=False),
        Binding("right,down", "app.focus_next", "Suivant", show=False),
    ]
    DEFAULT_CSS = """
    AdoptDialog {
        &.-tall _Adoptable { max-height: 22; }
        #hint { color: $quiet; margin: 0; }
        Entry { margin-top: 1; }
    }
    """

    def __init__(
        self,
        evaluation: Evaluation,
        referential: Referential,
        positions: Sequence[Position],
        items: Mapping[str, IndicatorView],
    ) -> None:
        """``items`` says, by indicator, what each position rests on."""
        super().__init__()
        self._evaluation, self._referential, self._items = evaluation, referential, items
        self._positions = {position.indicator_id: position for position in positions}
        self._left_out: set[str] = set()

    def compose(self) -> ComposeResult:
        draft = self.ptce.drafts.get(self._key) or {}
        self._left_out = set(draft.get("left_out", "").split()) & set(self._positions)
        with Vertical(id="window") as window:
            set_frame_title(window, "Adopter ce sur quoi les avis sont proches")
            yield _Adoptable(Choice(ident, self._line(ident)) for ident in self._positions)
            yield TextBlock(bind_signs(_KEYS), id="hint")
            company = draft.get("with", self.ptce.company.get(self._evaluation.id, ""))
            yield Entry(
                "Décidé avec", id="with", value=company, hint="qui était là : collèges, réunion…", proposed=True
            )
            with Horizontal(id="buttons"):
                yield ActionButton("Ne rien changer", id="no")
                yield ActionButton(self._yes, id="yes", primary=True)

    def on_mount(self) -> None:
        self.query_one(_Adoptable).highlight_id(None)
        self.query_one("#yes", ActionButton).disabled = not self._kept

    def show_more(self) -> None:
        """Say beside the keys how many lines are out of sight: what is not read must not be adopted unseen."""
        more = choices_below(self.query_one(_Adoptable))
        told = f" ; ↓ {more}" if more else ""
        self.query_one("#hint", TextBlock).show(bind_signs(f"{_KEYS}{told}"))

    def action_list(self) -> None:
        self.query_one(_Adoptable).focus()

    @property
    def _kept(self) -> list[str]:
        return [ident for ident in self._positions if ident not in self._left_out]

    @property
    def _yes(self) -> str:
        return f"Adopter {wording.count(len(self._kept), 'position')}"

    def _line(self, ident: str) -> list[str | tuple[str, str]]:
        item, position, referential = self._items[ident], self._positions[ident], self._referential
        level = referential.level_by_id[position.level or ""]
        left_out = ident in self._left_out
        return [
            ("[ ] " if left_out else "[x] ", "bold"),
            (f"{item.code}  ", "bold"),
            item.title,
            (f" → niveau {referential.scale.ranks[level.id]}, {level.name}", "$quiet" if left_out else "bold $success"),
            (f"\n    {rests_on(item)}", "$quiet"),
            (f" · {', '.join(item.reasons)}" if item.reasons else "", "$warning"),
        ]

    @on(ChoiceList.OptionSelected)
    def _tick(self, event: ChoiceList.OptionSelected) -> None:
        ident = event.option_id or ""
        self._left_out ^= {ident}
        self.query_one(_Adoptable).rewrite(event.option_index, self._line(ident))
        yes = self.query_one("#yes", ActionButton)
        yes.label = content(self._yes)
        yes.disabled = not self._kept
        self._keep()

    @on(LineInput.Submitted)
    def action_go_on(self) -> None:
        """Go to the button that does what is ticked."""
        self.query_one("#yes" if self._kept else "#no").focus()

    @on(ActionButton.Pressed, "#no")
    def _refuse(self) -> None:
        self.action_back()

    @on(LineInput.Changed)
    def _keep(self) -> bool:
        """Keep aside what was typed and unticked; say whether there was anything."""
        typed, left_out = self.query_one(Entry).value, " ".join(sorted(self._left_out))
        if clean_line(typed) != self.ptce.company.get(self._evaluation.id, "") or left_out:
            self.ptce.drafts.put(self._key, "l’adoption en une fois", {"with": typed, "left_out": left_out})
            return True
        self.ptce.drafts.drop(self._key)
        return False

    def action_back(self) -> None:
        """Leave; what was typed and unticked waits here."""
        kept = " Ce que vous aviez préparé ici est gardé." if self._keep() else ""
        say(self.app, f"Rien n’a été adopté.{kept}")
        self.dismiss(None)

    @on(ActionButton.Pressed, "#yes")
    def action_adopt(self) -> None:
        """Write what is ticked."""
        if not self._kept:
            say(self.app, "Aucune ligne n’est cochée.", "warning")
            return
        decided_with = clean_line(self.query_one(Entry).value)
        try:
            current = find_evaluation(self.ptce.workspace, self._evaluation.id)
            adopted = adopt_consensual(self.ptce.workspace, current, decided_with, self._kept)
        except (Refusal, DatabaseUnusableError) as error:
            say(self.app, sentence_of(error), "error")
        else:
            self.ptce.drafts.drop(self._key)
            self.ptce.company[self._evaluation.id] = decided_with
            self.dismiss(len(adopted))

    @property
    def _key(self) -> Key:
        return DraftKind.ADOPTION, self._evaluation.id


def rests_on(item: IndicatorView) -> str:
    """Return « n = 6, de 1 à 3 »: how many voices gave a level, the lowest one and the highest."""
    counts = item.total.levels if item.total else ()
    given = [rank for rank, count in enumerate(counts, start=1) if count]
    if not given:
        return bind_signs("n = 0")
    spread = f"de {given[0]} à {given[-1]}" if len(given) > 1 else f"toutes au niveau {given[0]}"
    return bind_signs(f"n = {sum(counts)}, {spread}")
