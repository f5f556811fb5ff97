"""The collectivités beside the pôle, which one adds and takes off: one thing of the card, whatever their number."""

import json
from collections.abc import Iterable, Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from ptce_ref.domain.pole import Commitment
from ptce_ref.domain.referential import IdentityCard
from ptce_ref.tui.text import ActionButton
from ptce_ref.tui.widgets.commitment import CommitmentBlock
from ptce_ref.tui.widgets.entry import Entry
from ptce_ref.tui.widgets.field import Check, Field


class CommitmentList(Vertical):
    """The blocks, and the button that adds one. ``value`` is their content as a text: a draft is kept as text."""

    DEFAULT_CSS = """
    CommitmentList {
        height: auto;
        & > #commitments { height: auto; }
        & > #add { margin: 0 0 1 26; }
    }
    """

    def __init__(
        self,
        label: str,
        card: IdentityCard,
        commitments: Sequence[Commitment],
        *,
        id: str,  # noqa: A002 - Textual's own name
        check: Check,
    ) -> None:
        """``check`` says what is wrong with the name of one of them."""
        super().__init__(id=id)
        self.label, self._card, self._check = label, card, check
        self._blocks = self._make(commitments)
        self._first = text_of(commitment.model_dump(by_alias=True) for commitment in commitments)

    def compose(self) -> ComposeResult:
        yield Vertical(*self._blocks, id="commitments")
        yield ActionButton("Ajouter une collectivité", id="add")

    @property
    def contents(self) -> tuple[dict[str, object], ...]:
        """What is typed of each, in the keys of the card; those of which nothing is are left out."""
        return tuple(content for block in self._blocks if (content := block.content))

    @property
    def names(self) -> list[Entry]:
        """The fields that hold the names, in the order of :attr:`contents`."""
        return [block.query_one("#name", Entry) for block in self._blocks if block.content]

    @property
    def value(self) -> str:
        return text_of(self.contents)

    @property
    def first(self) -> str:
        """The value it began with."""
        return self._first

    @property
    def changed(self) -> bool:
        """Whether something else than the first value is there."""
        return self.value != self._first

    def put(self, value: str) -> None:
        """Write a value as if it had been typed."""
        # It may hold a collectivité without its name: nothing is checked before saving.
        commitments = [
            Commitment.model_construct(name=c["nom"], posture=c["posture"], means=tuple(c["moyens"]))
            for c in json.loads(value or "[]")
        ]
        area = self.query_one("#commitments", Vertical)
        area.remove_children()
        # Ours, not those of the screen: the ones before stay there for a moment.
        self._blocks = self._make(commitments)
        area.mount_all(self._blocks)

    def renew(self, value: str) -> None:
        """Take another first value; what was typed meanwhile stays."""
        typed, same = self.changed, value == self._first
        self._first = value
        if not typed and not same:
            self.put(value)

    def words(self, value: str) -> str:
        """Return the names of the collectivités of ``value``."""
        return ", ".join(str(content["nom"]) for content in json.loads(value or "[]"))

    def _make(self, commitments: Iterable[Commitment | None]) -> list[CommitmentBlock]:
        return [CommitmentBlock(self._card, commitment, self._check) for commitment in commitments]

    @on(ActionButton.Pressed, "#add")
    async def _add(self, event: ActionButton.Pressed) -> None:
        event.stop()
        (block,) = self._make([None])
        self._blocks.append(block)
        await self.query_one("#commitments").mount(block)
        block.query_one("#name", Entry).focus_input()
        self.call_after_refresh(block.scroll_visible, animate=False)

    @on(CommitmentBlock.RemovalAsked)
    async def _remove(self, event: CommitmentBlock.RemovalAsked) -> None:
        event.stop()
        self.query_one("#add").focus()
        self._blocks.remove(event.block)
        await event.block.remove()
        self.post_message(Field.Changed())


def text_of(contents: Iterable[Mapping[str, object]]) -> str:
    """Return collectivités, in the keys of the card, as :attr:`CommitmentList.value` does; nothing for none."""
    found = list(contents)
    return json.dumps(found, ensure_ascii=False, sort_keys=True) if found else ""
