"""The documents one may produce: a box to tick, what each is for, and what became of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from ptce_ref.reports import wording
from ptce_ref.services.offer import Offer
from ptce_ref.services.outcome import Outcome
from ptce_ref.tui.text import Choice, ChoiceList, Piece

_FORM_WIDTH = 14
_GAP = 2
"""Columns after the longest name: what a document is made of is never read as the end of its name."""
_INDENT = " " * 5
"""Under the name; the first cell is left to the mark of the line."""
_CLOSED = "  –  "
"""Where others have a box to tick: a document one cannot make now is not a line of the one above."""
_KILO, _MEGA = 1_000, 1_000_000


@dataclass(frozen=True)
class DocumentLine:
    """A line: what it is, what is said of it, how far it is; ``closed`` says why it cannot be ticked."""

    id: str
    name: str
    form: str
    about: str
    ticked: bool = False
    state: str = ""
    problem: str = ""
    closed: str = ""
    group: str = ""
    """The title of the lines among which it stands."""


def document_line(
    offer: Offer, outcome: Outcome | None, *, ticked: bool, place: int | None, made: int, there: int
) -> DocumentLine:
    """Return the line of a document.

    ``place`` is its rank among those still to make (0: being made), ``made`` how many of its files are made then,
    and ``there`` how many are in the folder already.
    """
    document, several = offer.document, len(offer.files)
    if place is not None:
        state = "en attente" if place else f"{made} sur {several}…" if several else "en cours…"
    elif outcome is not None:
        state = "✗ pas écrit" if outcome.problem else _written(outcome)
    elif several:
        state = f"{there}{wording.NBSP}à{wording.NBSP}remplacer" if there else ""
    else:
        state = "sera remplacé" if there else ""
    return DocumentLine(
        document.id,
        document.name,
        document.form,
        _kept(outcome) or offer.note or document.purpose,
        ticked and not offer.closed,
        state,
        outcome.problem if outcome else "",
        offer.closed,
        document.group,
    )


def _kept(outcome: Outcome | None) -> str:
    """Return where the workbook is that somebody had changed, or how many there are; nothing when there was none."""
    kept = outcome.kept if outcome else ()
    if len(kept) > 1:
        return f"{len(kept)} classeurs que vous aviez modifiés sont gardés à côté, datés"
    return f"celui que vous aviez modifié est gardé : {kept[0].name}" if kept else ""


def _written(outcome: Outcome) -> str:
    if outcome.people:
        return f"✓ {outcome.files} {wording.agreed(outcome.files, 'écrit', 'écrits')}"
    return f"✓ écrit, {size_in_words(outcome.size)}"


class DocumentList(ChoiceList):
    """Lines of two rows; space, Enter or a click ticks one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "select", "Cocher", key_display="Espace", tooltip="ou décocher la ligne marquée")
    ]
    DEFAULT_CSS = """
    DocumentList { height: 1fr; max-height: 100%; border: none; padding: 0 1; background: $background; }
    DocumentList:focus { background-tint: $background 0%; }
    """

    def show(self, lines: Iterable[DocumentLine]) -> None:
        """Show the lines, each group under its title, keeping the mark where it is."""
        self.fill(_choices(lines))

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Show the title of the first group with its first line."""
        super().scroll_to_highlight(top=top)
        if self.highlighted is not None and all(option.disabled for option in self.options[: self.highlighted]):
            self.scroll_home(animate=False, immediate=True)


def _choices(lines: Iterable[DocumentLine]) -> Iterator[Choice]:
    lines, before = tuple(lines), ""
    width = max((cell_len(line.name) for line in lines), default=0) + _GAP
    for line in lines:
        if line.group != before:
            yield Choice(f"group:{line.group}", ((f" {line.group}", "bold $primary"),), disabled=True)
            before = line.group
        yield Choice(line.id, _pieces(line, width), disabled=bool(line.closed))


def _pieces(line: DocumentLine, width: int) -> Sequence[Piece]:
    """Return what a line shows; ``width`` is the number of columns for the names."""
    name, form = f"{line.name:<{width}}", f"{line.form:<{_FORM_WIDTH}}"
    if line.closed:
        return [
            (f"{_CLOSED}{name}{form}\n", "$quiet"),
            (f"{_INDENT}{line.closed}", "italic $quiet"),
        ]
    box: Piece = (" [x] ", "bold $primary") if line.ticked else (" [ ] ", "$quiet")
    about: Piece = (f"{_INDENT}{line.problem}", "$error") if line.problem else (f"{_INDENT}{line.about}", "$quiet")
    return [box, (name, "bold"), (form, "$quiet"), (f"{line.state}\n", "bold $accent"), about]


def size_in_words(size: int) -> str:
    """Return « 184 ko », « 1,2 Mo »."""
    if size >= _MEGA:
        return f"{wording.number(size / _MEGA)}{wording.NBSP}Mo"
    return f"{wording.number(max(1, size / _KILO), 0)}{wording.NBSP}ko"
