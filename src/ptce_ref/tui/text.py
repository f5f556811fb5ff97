"""The one module through which text goes to the screen.

Textual reads markup in any plain string given to a label, a button, an option, a title or a
notification: « Société [ACME] » loses a word, ``[@click=…]`` becomes a link, ``[/]`` ends the
program. Here every text is data: it is shown as it was typed, without the control and direction
characters a terminal would obey. Nothing else in ``tui`` may call those widgets directly (a test
reads the source to check it). Must not know what the texts mean.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from rich import _wrap
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.css.scalar import Unit
from textual.notifications import SeverityLevel
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from ptce_ref.domain.text import bind_signs, clean_text
from ptce_ref.tui.hanging import Hanging

Piece = str | tuple[str, str] | Content
"""A text, or a text with its style (``("oui", "bold $success")``), or pieces already joined."""

_GUARD = "|"
_WORDS_A_SECOND = 2.5
"""How fast one reads a sentence that comes up while doing something else."""

# The libraries break lines at non-breaking spaces as at any other, and French would then begin
# lines with a question mark. Nothing but this expression decides where a line may be broken.
_BREAK, _HOLD = r"[^\S\u00a0\u202f]", r"[\S\u00a0\u202f]"
_wrap.re_word = re.compile(f"{_BREAK}*{_HOLD}+{_BREAK}*")


def shown(text: str) -> str:
    """Return ``text`` without what a terminal would obey; spaces at its ends and line feeds stay."""
    if text.isprintable():
        return text
    # The guards keep the spaces that cleaning trims: somebody may be in the middle of a sentence.
    return clean_text(f"{_GUARD}{text}{_GUARD}")[1:-1].replace("\t", "    ")


def one_line(text: str) -> str:
    """Return ``text`` as :func:`shown` does, on a single line."""
    return shown(text).replace("\n", " ")


def content(*pieces: Piece) -> Content:
    """Return the pieces joined, each shown as typed."""
    return Content.assemble(*(_safe(piece) for piece in pieces))


def segment(text: str, style: Style | None = None) -> Segment:
    """Return a piece of a drawn line, for the widgets that draw their own lines."""
    return Segment(one_line(text), style)


def _safe(piece: Piece) -> Piece:
    if isinstance(piece, str):
        return shown(piece)
    if isinstance(piece, tuple):
        return shown(piece[0]), piece[1]
    return piece


class TextBlock(Static):
    """Some text on the screen, as it was typed."""

    def __init__(self, *pieces: Piece, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        self._shown = content(*pieces)
        super().__init__(self._shown, markup=False, id=id, classes=classes)

    def show(self, *pieces: Piece, resizes: bool = True) -> None:
        """Replace the text. ``resizes`` is false where the size of the block is fixed: nothing else moves."""
        wanted = content(*pieces)
        if not wanted.is_same(self._shown):
            self._shown = wanted
            self.update(wanted, layout=resizes)

    def show_in_lines(self, *pieces: Piece) -> None:
        """Replace the text of a block that is as wide as its place: nothing else moves while it has as many lines."""
        wanted, width = content(*pieces), self.content_size.width
        same = width > 0 and self._rows(wanted, width) == self._rows(self._shown, width)
        self.show(wanted, resizes=not same)

    def _rows(self, text: Content, width: int) -> float:
        """Return how many rows a text takes in the block, those that its style keeps for it included."""
        least = self.styles.min_height
        kept = least.value - self.gutter.height if least is not None and least.unit is Unit.CELLS else 0
        return max(text.get_height({}, width), kept)

    def show_in_line(self, *pieces: Piece) -> None:
        """Replace the text of a block of one line that is as wide as its text: nothing else moves at equal width."""
        wanted = content(*pieces)
        self.show(wanted, resizes=wanted.cell_length != self._shown.cell_length)


class HangingBlock(TextBlock):
    """A line that goes on under its own words."""

    @property
    def visual(self) -> Visual:
        return Hanging(self._shown)


class ActionButton(Button):
    """A button with a text; on a window as on a page, it is seen as a button."""

    DEFAULT_CSS = """
    ActionButton.-plain.-style-flat {
        background: $panel; border: block $panel;
        &:hover { background: $highlight-blurred; border: block $highlight-blurred; }
    }
    """

    def __init__(self, label: str, *, id: str, primary: bool = False) -> None:  # noqa: A002 - Textual's own name
        super().__init__(content(label), id=id, variant="primary" if primary else "default", flat=True)
        # Textual gives a class to the variants, not to the default one.
        self.set_class(not primary, "-plain")
        # While Textual shows a button pressed, it does not hear the next key.
        self.active_effect_duration = 0


@dataclass(frozen=True)
class Choice:
    """A line of a list: what it shows, and the identifier it stands for."""

    id: str
    pieces: Sequence[Piece]
    disabled: bool = False


class ChoiceList(OptionList):
    """A list in which one line is chosen; lines may take several rows and are never cut."""

    def __init__(self, choices: Iterable[Choice] = (), *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(*_options(choices), id=id, markup=False)

    def fill(self, choices: Iterable[Choice]) -> None:
        """Replace the lines, keeping the highlight on the same identifier when it is still there."""
        before = self.current_id
        self.clear_options()
        self.add_options(_options(choices))
        self.highlight_id(before)

    highlighted: reactive[int | None] = reactive(None, repaint=False)
    """As in the list of Textual; a move draws again the two lines it changes, not the whole list."""

    _drawn: int | None = None
    """The line drawn as highlighted."""

    def on_resize(self) -> None:
        """Keep the marked line in sight: a notice or a smaller window takes rows from the list."""
        if self.highlighted is not None:
            self.scroll_to_highlight()

    def watch_highlighted(self, highlighted: int | None) -> None:
        self._draw_again(self._drawn, highlighted)
        self._drawn = highlighted
        super().watch_highlighted(highlighted)

    def rewrite(self, place: int, pieces: Sequence[Piece]) -> None:
        """Change what one line shows; the others are neither measured nor drawn again."""
        option, wanted = self.get_option_at_index(place), content(*pieces)
        before = option.prompt
        if isinstance(before, Content) and wanted.is_same(before):
            return
        width = self.scrollable_content_region.width - self.get_component_styles("option-list--option").padding.width
        option._set_prompt(wanted)  # noqa: SLF001 - the public way measures the whole list again
        if Hanging(wanted).get_height(self.styles.get_rules(), width) != self._line_cache.heights.get(place):
            self._clear_caches()
            return
        for key in list(self._option_render_cache.keys()):
            if key[0] is option:
                self._option_render_cache.discard(key)
        self._draw_again(place)

    def _draw_again(self, *places: int | None) -> None:
        """Draw some lines again, wherever they stand now."""
        lines = self._line_cache
        for place in {place for place in places if place is not None}:
            if place in lines.index_to_line:
                self.refresh_lines(lines.index_to_line[place], lines.heights[place])
            else:
                self.refresh()

    def _get_visual(self, option: Option) -> Visual:
        """Lay out a line so that what does not fit goes on under its own words."""
        return Hanging(cast("Content", option.prompt))

    def render_line(self, y: int) -> Strip:
        """Show the highlighted lines in reverse where there are no colours to tell them."""
        strip = super().render_line(y)
        if not self.app.no_color:
            return strip
        line = self.scroll_offset.y + y
        marked = line < len(self._lines) and self._lines[line][0] == self.highlighted
        return strip.apply_style(Style(reverse=True)) if marked else strip

    @property
    def below(self) -> int:
        """How many lines that may be chosen are out of sight under what is shown."""
        end = self.scroll_offset.y + self.scrollable_content_region.height
        hidden = {place for place, offset in self._lines[end:] if not offset}
        return sum(not self.options[place].disabled for place in hidden)

    @property
    def goes_on(self) -> bool:
        """Whether rows are out of sight under what is shown, be it the end of the last line alone."""
        return len(self._lines) > self.scroll_offset.y + self.scrollable_content_region.height

    @property
    def current_id(self) -> str | None:
        """The identifier of the highlighted line."""
        return None if self.highlighted is None else self.get_option_at_index(self.highlighted).id

    def highlight_id(self, wanted: str | None) -> None:
        """Highlight the line of this identifier, or the first one that may be chosen."""
        options = self.options
        usable = [i for i, option in enumerate(options) if not option.disabled]
        named = [i for i in usable if options[i].id == wanted]
        self.highlighted = next(iter(named or usable), None)


class Notifier(Protocol):
    """What can show a notification: an application, whatever it returns."""

    def notify(self, message: str, *, severity: SeverityLevel, timeout: float | None, markup: bool) -> None: ...


def _options(choices: Iterable[Choice]) -> list[Option]:
    return [Option(content(*choice.pieces), choice.id, choice.disabled) for choice in choices]


def say(app: Notifier, sentence: str, severity: SeverityLevel = "information") -> None:
    """Show a sentence for as long as it takes to read it; an error stays longer."""
    least = 12 if severity == "error" else 5
    timeout = max(least, len(sentence.split()) / _WORDS_A_SECOND)
    app.notify(bind_signs(shown(sentence)), markup=False, severity=severity, timeout=timeout)


def set_frame_title(widget: Widget, title: str) -> None:
    """Write a title on the border of ``widget``."""
    widget.border_title = content(one_line(title))


def set_frame_note(widget: Widget, note: str) -> None:
    """Write a few words at the bottom of the border of ``widget``."""
    widget.border_subtitle = content(one_line(note))
