"""The whole distribution of one question for a projector: thick bars, the level and its count in large letters."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.geometry import Size
from textual.widget import Widget

from ptce_ref.reports.wording import NBSP
from ptce_ref.tui.text import Piece, content, one_line
from ptce_ref.tui.widgets.large_text import draw_letters

_DIGITS = 3
"""Rows under which a digit is written in bold."""
_TALLEST = 8
_SMALL = {
    "0": ("█▀█", "█ █", "▀▀▀"),
    "1": ("▀█ ", " █ ", "▀▀▀"),
    "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"),
    "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"),
    "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"),
}
"""Digits that leave half a row free under them, for bands between which there is no free row."""


class BigBars(Widget):
    """One bar a level, from the lowest; heights follow the room."""

    DEFAULT_CSS = """
    BigBars { height: 1fr; width: 1fr; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._levels: tuple[tuple[str, str, int], ...] = ()

    def show(self, levels: Sequence[tuple[str, str, int]]) -> None:
        """Show levels, each with its sign, its name and its count."""
        self._levels = tuple((one_line(sign), one_line(name), count) for sign, name, count in levels)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own signature
        return container.height

    def render(self) -> Piece:  # type: ignore[override] # a Content is a Visual; Piece keeps Textual's name out of here
        if not self._levels or not self.size:
            return content("")
        # A free row between two bands, when there is one: bars that touch read as one, and so do numbers.
        spaced = (self.size.height + 1) // len(self._levels)
        apart = spaced > _DIGITS
        band = min(_TALLEST, spaced if apart else max(1, self.size.height // len(self._levels)))
        letters = band - apart
        pieces: list[Piece] = []
        signs = [_letters(sign, letters, apart=apart) for sign, _, _ in self._levels]
        counts = [
            _letters(str(count), letters, apart=apart) if letters > 1 else (_voices(count),)
            for _, _, count in self._levels
        ]
        left = max(_width(lines) for lines in signs) + 2
        right = max(_width(lines) for lines in counts) + 2
        room = max(8, self.size.width - left - right)
        most = max([*(count for _, _, count in self._levels), 1])
        for (_, name, count), sign, number in zip(self._levels, signs, counts, strict=True):
            bar = _bar(count, most, room)
            for row in range(band):
                pieces.append((_padded(sign, row, left), "bold $accent"))
                if row == 0 and letters > 1:
                    named = _named(name, count, room)
                    pieces.append((named + " " * (room - cell_len(named)), "bold"))
                elif row < letters and letters > 1:
                    pieces.append((bar, "$primary"))
                elif letters == 1:
                    text = name[: room // 2]
                    pieces += [(text.ljust(room // 2), "bold"), (_bar(count, most, room - room // 2), "$primary")]
                else:
                    pieces.append(" " * room)
                pieces.append((f"  {_padded(number, row, right - 2).rstrip()}\n", "bold"))
        return content(*pieces)


def _voices(count: int) -> str:
    return f"{count}{NBSP}voix"


def _named(name: str, count: int, room: int) -> str:
    """Return the name of a level, with what the large number beside it counts when there is room to say so."""
    whole = f"{name} · {_voices(count)}"
    return whole if cell_len(whole) <= room else name


def _letters(text: str, rows: int, *, apart: bool) -> tuple[str, ...]:
    """Return a number in large digits where there is room; ``apart`` tells whether a free row follows."""
    if rows == _DIGITS and not apart and set(text) <= set(_SMALL):
        return tuple(" ".join(_SMALL[digit][row] for digit in text) for row in range(_DIGITS))
    drawn = draw_letters(text, 60, rows, _DIGITS) if rows >= _DIGITS else ()
    return drawn or (text,)


def _width(lines: tuple[str, ...]) -> int:
    return max(cell_len(line) for line in lines)


def _padded(lines: tuple[str, ...], row: int, width: int) -> str:
    text = lines[row] if row < len(lines) else ""
    return text + " " * (width - cell_len(text))


def _bar(count: int, most: int, room: int) -> str:
    """Return a bar in ``room`` columns: empty at nothing only, full at the most only."""
    halves = -(-count * room * 2 // most)
    if 0 < count < most:
        halves = min(halves, room * 2 - 1)
    bar = "█" * (halves // 2) + "▌" * (halves % 2) or "▏"
    return bar + " " * (room - len(bar))
