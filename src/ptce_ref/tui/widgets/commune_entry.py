"""The commune of a pôle: a line where the communes that begin like what is typed show under it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from ptce_ref.domain.commune import Commune, CommuneMatch
from ptce_ref.reports.wording import NBSP
from ptce_ref.services.commune import search_communes
from ptce_ref.tui.text import Choice, ChoiceList, Piece
from ptce_ref.tui.widgets.entry import Entry, LineInput

SHOWN = 6
_KEYS = Choice("", (("Entrée prend la ligne marquée, Tab la laisse.", "italic $quiet"),), disabled=True)
"""Under those proposed: the first one is marked already, and nothing is taken without a key."""
_FROM = 2
"""How many letters before anything is proposed."""


class _Proposals(ChoiceList, can_focus=False):
    """The communes that answer; the cursor stays in the line above."""

    DEFAULT_CSS = """
    _Proposals {
        display: none; margin-left: 24; height: auto; max-height: 15; border: none; padding: 0;
        background: $surface;
    }
    """


class CommuneEntry(Entry):
    """A line for a commune. Posts :class:`Chosen` when one of those proposed is taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Commune suivante", show=False),
        Binding("up", "move(-1)", "Commune précédente", show=False),
        Binding("escape", "close", "Fermer la liste", show=False),
    ]

    class Chosen(Message):
        """A commune was taken from the list."""

        def __init__(self, commune: Commune) -> None:
            self.commune = commune
            super().__init__()

    def __init__(self, label: str, *, id: str, value: str = "", hint: str = "") -> None:  # noqa: A002 - Textual's own name
        super().__init__(label, id=id, value=value, hint=hint)
        self._found: tuple[CommuneMatch, ...] = ()

    def compose(self) -> ComposeResult:
        yield from super().compose()
        yield _Proposals().add_class("-led")

    def on_mount(self) -> None:
        # Few enough to be all seen: no room is kept for a scrollbar, as lists do elsewhere.
        self.query_one(_Proposals).styles.overflow_y = "hidden"

    @property
    def proposing(self) -> bool:
        """Whether communes are shown under the line."""
        return bool(self._found)

    def put(self, value: str) -> None:
        # What the program writes is no search.
        with self.prevent(LineInput.Changed):
            super().put(value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The arrows and Escape belong to the list while it is there, to the form otherwise."""
        del parameters
        return self.proposing if action in {"move", "close"} else True

    @on(LineInput.Changed)
    def _search(self, event: LineInput.Changed) -> None:
        wanted = event.value.strip()
        typing = self.query_one(LineInput).has_focus and self.changed and len(wanted) >= _FROM
        self._propose(search_communes(wanted, SHOWN) if typing else ())

    @on(LineInput.Submitted)
    def _take(self, event: LineInput.Submitted) -> None:
        if self.proposing:
            event.stop()
            self._choose(self.query_one(_Proposals).current_id)

    @on(_Proposals.OptionSelected)
    def _clicked(self, event: _Proposals.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_id)

    def on_descendant_blur(self) -> None:
        self._propose(())

    def action_move(self, steps: int) -> None:
        listed = self.query_one(_Proposals)
        if steps > 0:
            listed.action_cursor_down()
        else:
            listed.action_cursor_up()

    def action_close(self) -> None:
        self._propose(())

    def _choose(self, code: str | None) -> None:
        chosen = next((match.commune for match in self._found if match.commune.code == code), None)
        self._propose(())
        if chosen is not None:
            self.put(chosen.name)
            self.post_message(self.Chosen(chosen))

    def _propose(self, found: tuple[CommuneMatch, ...]) -> None:
        self._found = found
        listed = self.query_one(_Proposals)
        lines = [Choice(match.commune.code, _pieces(match, self.value.strip())) for match in found]
        listed.fill((*lines, _KEYS) if lines else ())
        if found:
            listed.highlight_id(found[0].commune.code)
        listed.display = bool(found)
        if found:
            self.call_after_refresh(self.scroll_visible, animate=False)


def _pieces(match: CommuneMatch, wanted: str) -> list[Piece]:
    commune = match.commune
    # The postal code says something to whoever typed one: it is then why the commune is there.
    postal = next((code for code in commune.postal_codes if wanted.isdigit() and code.startswith(wanted)), "")
    former = f"{NBSP}: aujourd’hui {commune.name}" if match.former else ""
    return [
        (match.former or commune.name, "bold"),
        former,
        f"  {', '.join(part for part in (commune.department, postal) if part)}",
        (f"  INSEE{NBSP}{commune.code}", "$quiet"),
    ]
