"""What the fields one types in share: a label, what is wrong told beneath at once, and a first value."""

from collections.abc import Callable

from textual import on
from textual.containers import Vertical
from textual.events import DescendantBlur
from textual.message import Message

from ptce_ref.tui.text import TextBlock, one_line

Check = Callable[[str], str]
"""Says what is wrong with what was typed, in one sentence; nothing when it is right."""


def anything_goes(_: str) -> str:
    """Find nothing wrong: the check of a field that takes any text."""
    return ""


class Field(Vertical):
    """Subclasses compose the control, and give access to its text with ``value`` and ``put``."""

    DEFAULT_CSS = """
    Field {
        height: auto; border-left: blank $background; padding-left: 1;
        & > .entry-note { color: $quiet; height: auto; }
        & > .entry-error { color: $error; height: auto; }
        &:focus-within { border-left: outer $primary; }
        &:focus-within .entry-label { color: $primary; text-style: bold; }
    }
    """

    class Changed(Message):
        """What it holds is another thing, by another way than typing."""

    def __init__(self, label: str, *, id: str, value: str = "", check: Check = anything_goes) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.label = one_line(label)
        self._first = value
        self._check = check
        self._told: dict[str, TextBlock] = {}

    @property
    def value(self) -> str:
        """What is typed."""
        raise NotImplementedError

    def put(self, value: str) -> None:
        """Write ``value`` as if it had been typed."""
        raise NotImplementedError

    def focus_input(self) -> None:
        """Put the cursor in the field."""
        raise NotImplementedError

    @property
    def first(self) -> str:
        """The value it began with: what is stored, or what is proposed."""
        return self._first

    def words(self, value: str) -> str:
        """Return a value of this field as one reads it."""
        return value

    @property
    def changed(self) -> bool:
        """Whether something else than the first value is there."""
        return self.value != self._first

    def renew(self, value: str) -> None:
        """Take another first value; what was typed meanwhile stays."""
        typed = self.changed
        self._first = value
        if not typed:
            self.put(value)

    def check(self) -> str:
        """Say beneath what is wrong with what is typed, and return it; nothing when it is right."""
        sentence = self._check(self.value)
        self.show_error(sentence)
        return sentence

    def show_error(self, sentence: str = "") -> None:
        """Say under the field what is wrong with it; nothing when it is right."""
        self._tell("entry-error", sentence)

    def show_note(self, sentence: str = "") -> None:
        """Say under the field what is worth knowing of it."""
        self._tell("entry-note", sentence)

    def _tell(self, kind: str, sentence: str) -> None:
        # Most fields never have anything to say: a form of fifty would open later with a hundred empty lines.
        block = self._told.get(kind)
        if block is None and sentence:
            block = self._told[kind] = TextBlock(sentence, classes=kind)
            self.mount(block)
        elif block is not None:
            block.show(sentence)
            block.display = bool(sentence)

    @on(DescendantBlur)
    def _left(self) -> None:
        # A field nobody has typed in yet is not wrong: somebody is only passing.
        if self.changed or "entry-error" in self._told:
            self.check()
