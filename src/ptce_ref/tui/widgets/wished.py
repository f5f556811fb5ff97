"""The level one wishes for, and by when: on one line, under the answer."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ptce_ref.domain.referential import Level
from ptce_ref.tui.text import TextBlock, one_line
from ptce_ref.tui.widgets.entry import LineInput
from ptce_ref.tui.widgets.level_scale import AZERTY, rank_of_key

_DIGITS = str.maketrans({**{key: str(rank) for rank, key in enumerate(AZERTY, start=1)}, "à": "0"})


class YearInput(LineInput):
    """Four digits; the upper row of a French keyboard gives them without shift."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.move(1)", "Suivante", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder="…", compact=True, max_length=4, restrict="[0-9]*", id="year")

    def replace(self, text: str, start: int, end: int) -> None:
        super().replace(text.translate(_DIGITS), start, end)


class WishedScale(Horizontal, can_focus=True):
    """A key or a click chooses, arrows move, Suppr takes away; each choice is stored at once."""

    DEFAULT_CSS = """
    WishedScale {
        width: 1fr; height: 1; padding: 0 1; border-left: outer $rule;
        & > .wished-label { width: auto; }
        & > .wished-level { width: 5; }
        & > .wished-name { width: 1fr; padding-left: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        &:focus { border-left: outer $primary; background: $highlight; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Moins", show=False),
        Binding("right", "step(1)", "Plus", show=False),
        Binding("delete,backspace", "clear", "Retirer le niveau souhaité", show=False),
        Binding("enter", "go_on", "Continuer", show=False),
    ]

    def __init__(self, levels: Sequence[Level], wish: Callable[[str | None], None], go_on: Callable[[], None]) -> None:
        """``wish`` is told the level chosen, or None; ``go_on`` is called by Enter."""
        super().__init__()
        self._levels, self._wish, self._go_on = tuple(levels), wish, go_on
        self._chosen: str | None = None

    def compose(self) -> ComposeResult:
        yield TextBlock("Niveau souhaité", classes="wished-label")
        for _ in self._levels:
            yield TextBlock(classes="wished-level")
        yield TextBlock(classes="wished-name")

    def show(self, chosen: str | None) -> None:
        """Show which level is wished for."""
        self._chosen = chosen
        for rank, (block, level) in enumerate(zip(self.query(".wished-level"), self._levels, strict=True), start=1):
            if isinstance(block, TextBlock):
                sign, style = ("●", "bold $success") if level.id == chosen else ("○", "")
                block.show((f"  {sign} {rank}", style), resizes=False)
        name = next((one_line(level.name) for level in self._levels if level.id == chosen), "facultatif")
        self.query_one(".wished-name", TextBlock).show((name, "bold" if chosen else "$quiet"), resizes=False)

    def _choose(self, place: int) -> None:
        self._wish(self._levels[place].id)

    def action_step(self, steps: int) -> None:
        ids = [level.id for level in self._levels]
        last = len(ids) - 1
        before = ids.index(self._chosen) if self._chosen in ids else (-1 if steps > 0 else last + 1)
        self._choose(min(max(before + steps, 0), last))

    def action_clear(self) -> None:
        self._wish(None)

    def action_go_on(self) -> None:
        self._go_on()

    def on_key(self, event: events.Key) -> None:
        rank = rank_of_key(event.character or "")
        if 1 <= rank <= len(self._levels):
            self._choose(rank - 1)
            event.stop()
            event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        blocks = list(self.query(".wished-level"))
        if event.widget in blocks:
            self._choose(blocks.index(event.widget))
