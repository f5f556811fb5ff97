"""The possible answers to a question, each level with its descriptor in full; one key answers."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from ptce_ref.domain.referential import Level
from ptce_ref.domain.vocabulary import AnswerKind
from ptce_ref.tui.text import TextBlock, one_line, say

AZERTY = "&é\"'(-è_ç"
"""What the keys of the upper row give on an AZERTY keyboard without shift, from 1 on."""

NOT_APPLICABLE, DONT_KNOW = "n", "s"
_FROM_END = 2
"""« Non concerné » is the last row but one."""
Answering = Callable[[AnswerKind, str | None], None]


def rank_of_key(character: str) -> int:
    """Return the rank a key of the upper row stands for, shifted or not, or 0."""
    if character.isascii() and character.isdigit() and len(character) == 1:
        return int(character)
    return AZERTY.find(character) + 1 if len(character) == 1 else 0


class LevelRow(Horizontal):
    """One possible answer."""

    DEFAULT_CSS = """
    LevelRow {
        height: auto; padding: 0 1;
        & > .level-key { width: 5; height: 1; }
        & > .level-text { width: 1fr; height: auto; }
        &.-chosen { color: $success; text-style: bold; }
        &.-awaiting { color: $warning; text-style: bold; }
    }
    LevelScale:focus LevelRow.-cursor, LevelScale:focus LevelRow.-cursor.-chosen,
    LevelScale:focus LevelRow.-cursor.-awaiting {
        background: $block-cursor-background; color: $block-cursor-foreground;
    }
    """

    def __init__(self, key: str, kind: AnswerKind, level: str | None) -> None:
        super().__init__()
        self._key, self.kind, self.level = key, kind, level

    def compose(self) -> ComposeResult:
        yield TextBlock(classes="level-key")
        yield TextBlock(classes="level-text")

    def show(self, name: str, descriptor: str) -> None:
        self.query_one(".level-text", TextBlock).show(
            (name, "bold"), f"{'. ' if self.level and descriptor else ' '}{descriptor}"
        )

    def mark(self, *, chosen: bool, cursor: bool) -> None:
        """Show whether this is the stored answer, and whether Enter would choose it."""
        if (self.has_class("-chosen"), self.has_class("-cursor")) != (chosen, cursor):
            self.set_class(chosen, "-chosen", update=False)
            self.set_class(cursor, "-cursor", update=False)
            # One look at the styles for both, and of the row alone: its texts take their colours from it.
            self.app.stylesheet.apply(self)
            for text in self.children:
                text.notify_style_update()
                text.refresh()
        self.query_one(".level-key", TextBlock).show(
            f"{'▸' if cursor else ' '}{'●' if chosen else '○'} ", (self._key, "bold"), resizes=False
        )


class LevelScale(Vertical, can_focus=True):
    """Digits (shifted or not), arrows and Enter, n, s, or a click.

    Answers through ``answer``, called before the next key is read: a message would arrive after
    a « next question » typed just behind, and answer the wrong question.
    """

    DEFAULT_CSS = """
    LevelScale {
        height: auto; border: round $rule; background: $surface;
        & > #others { height: auto; }
        & > #others > LevelRow { width: 1fr; }
    }
    LevelScale:focus { border: heavy $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "move(-1)", "Réponse précédente", show=False),
        Binding("down,right", "move(1)", "Réponse suivante", show=False),
        Binding("enter,space", "choose", "Choisir, puis suivante", show=False),
    ]

    def __init__(
        self,
        levels: Sequence[Level],
        answer: Answering,
        go_on: Callable[[], None],
        *,
        id: str | None = None,  # noqa: A002 - Textual's own name
    ) -> None:
        """``go_on`` is called when Enter is pressed on the answer already stored."""
        super().__init__(id=id)
        self._levels, self._answer, self._go_on = tuple(levels), answer, go_on
        self._cursor = 0
        self._stored: tuple[AnswerKind, str | None] | None = None
        self._unstored = False

    def compose(self) -> ComposeResult:
        for rank, level in enumerate(self._levels, start=1):
            yield LevelRow(str(rank) if rank <= len(AZERTY) else " ", AnswerKind.LEVEL, level.id)
        with Horizontal(id="others"):
            yield LevelRow(NOT_APPLICABLE, AnswerKind.NOT_APPLICABLE, None)
            yield LevelRow(DONT_KNOW, AnswerKind.DONT_KNOW, None)

    @property
    def _rows(self) -> list[LevelRow]:
        return list(self.query(LevelRow))

    def show(self, descriptors: Sequence[str]) -> None:
        """Show the descriptors of a question, in the order of the levels; the cursor is back at the top."""
        self._stored, self._cursor = None, 0
        rows = self._rows
        for row, level, descriptor in zip(rows, self._levels, descriptors, strict=False):
            row.show(one_line(level.name), one_line(descriptor))
        self._unstored = False
        self._show_not_applicable()
        rows[-1].show("Ne sait pas", "")

    def mark(self, stored: tuple[AnswerKind, str | None] | None, *, unstored: bool = False) -> None:
        """Show which answer is stored; when it is another one, the cursor goes to it.

        ``unstored``: « non concerné » was asked for, and is no answer before its reason is stored.
        """
        rows = self._rows
        places = [i for i, row in enumerate(rows) if (row.kind, row.level) == stored]
        if unstored and not self._unstored:
            self._cursor = len(rows) - _FROM_END
        elif places and stored != self._stored:
            self._cursor = places[0]
        self._stored = stored
        if unstored is not self._unstored:
            self._unstored = unstored
            self._show_not_applicable()
        self._mark()

    def _show_not_applicable(self) -> None:
        row = self._rows[-_FROM_END]
        row.set_class(self._unstored, "-awaiting")
        row.show("Non concerné", "à justifier" if self._unstored else "(dire pourquoi)")

    def _mark(self) -> None:
        for place, row in enumerate(self._rows):
            here = self.has_focus and place == self._cursor
            row.mark(chosen=(row.kind, row.level) == self._stored, cursor=here)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Leave no mark where one is not: it would be taken for an answer already chosen."""
        super().watch_has_focus(has_focus)
        self._mark()

    def action_move(self, steps: int) -> None:
        rows = self._rows
        self._cursor = min(max(self._cursor + steps, 0), len(rows) - 1)
        self._mark()
        rows[self._cursor].scroll_visible(animate=False)

    def action_choose(self) -> None:
        row = self._rows[self._cursor]
        if (row.kind, row.level) == self._stored:
            self._go_on()
        else:
            self._answer(row.kind, row.level)

    def answer_by(self, character: str) -> bool:
        """Answer by the key of an answer; say whether it is one."""
        if character == NOT_APPLICABLE:
            self._answer(AnswerKind.NOT_APPLICABLE, None)
            return True
        if character == DONT_KNOW:
            self._answer(AnswerKind.DONT_KNOW, None)
            return True
        rank = rank_of_key(character)
        if not 1 <= rank <= len(self._levels):
            return False
        self._answer(AnswerKind.LEVEL, self._levels[rank - 1].id)
        return True

    def on_key(self, event: events.Key) -> None:
        alone = event.key.removeprefix("alt+") if event.key.startswith("alt+") else event.character
        if alone and self.answer_by(alone):
            event.stop()
            event.prevent_default()
        elif event.is_printable and event.key not in self.screen.active_bindings:
            # A slip of the finger must not be taken for an answer.
            last = min(len(self._levels), len(AZERTY))
            answers = f"1 à {last}, {NOT_APPLICABLE} ou {DONT_KNOW}"
            say(self.app, f"Cette touche ne répond à rien : {answers}. F1 dit les autres touches.")

    def on_click(self, event: events.Click) -> None:
        if event.widget is None:
            return
        row = next((node for node in event.widget.ancestors_with_self if isinstance(node, LevelRow)), None)
        if row is not None:
            self._answer(row.kind, row.level)
