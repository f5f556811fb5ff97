"""One collectivité beside the pôle: its name, its posture, the means it brings."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from ptce_ref.domain.pole import Commitment
from ptce_ref.domain.referential import CardEntry, IdentityCard
from ptce_ref.domain.text import clean_line
from ptce_ref.tui.text import ActionButton
from ptce_ref.tui.widgets.check_list import CheckList
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.field import Check
from ptce_ref.tui.widgets.picker import Item, Picker

UNKNOWN = "non renseigné"
FOREIGN = "mot d’un autre référentiel"


class CommitmentBlock(Vertical):
    """The fields of one collectivité; ``content`` is what they hold, in the keys of the card."""

    DEFAULT_CSS = """
    CommitmentBlock {
        height: auto; margin-bottom: 1;
        & > ActionButton { margin-left: 25; }
    }
    """

    class RemovalAsked(Message):
        """The user takes this collectivité off the card."""

        def __init__(self, block: "CommitmentBlock") -> None:
            self.block = block
            super().__init__()

    def __init__(self, card: IdentityCard, commitment: Commitment | None, check: Check) -> None:
        super().__init__()
        self._card, self._commitment, self._check = card, commitment, check

    def compose(self) -> ComposeResult:
        known = self._commitment
        posture, means = (known.posture, known.means) if known else (None, ())
        yield Entry("Collectivité", id="name", value=known.name if known else "", check=self._check)
        yield Picker("Posture", choices_of(self._card.postures, posture), id="posture", value=posture or "")
        yield CheckList("Moyens", ticks_of(self._card.means, means), id="means", chosen=means)
        yield ActionButton("Retirer cette collectivité", id="remove")

    @property
    def content(self) -> dict[str, object]:
        """Name, posture and means; empty when nothing was given."""
        if not self.query("#means"):
            # Not on the screen yet: the fields will hold what was given.
            return self._commitment.model_dump(by_alias=True) if self._commitment else {}
        name = clean_line(self.query_one("#name", Entry).value)
        posture, means = self.query_one("#posture", Picker).value, self.query_one("#means", CheckList).chosen
        if not (name or posture or means):
            return {}
        return {"nom": name, "posture": posture or None, "moyens": means}

    @on(ActionButton.Pressed, "#remove")
    def _remove(self, event: ActionButton.Pressed) -> None:
        event.stop()
        self.post_message(self.RemovalAsked(self))


def choices_of(entries: tuple[CardEntry, ...], value: str | None) -> list[Item]:
    """Return « non renseigné » and the words of the card; a word it does not know stays a choice."""
    items = [Item("", UNKNOWN), *(Item(entry.id, entry.name, entry.meaning) for entry in entries)]
    if value and all(item.id != value for item in items):
        items.append(Item(value, value, FOREIGN))
    return items


def ticks_of(entries: tuple[CardEntry, ...], values: tuple[str, ...]) -> list[Item]:
    """Return the words of the card, and those it does not know that are ticked already."""
    items = [Item(entry.id, entry.name, entry.meaning) for entry in entries]
    known = {item.id for item in items}
    return [*items, *(Item(value, value, FOREIGN) for value in values if value not in known)]
