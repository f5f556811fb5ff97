"""A short text in letters several rows high, readable from the back of a room.

The letters are those of Lato Bold, the font of the printed documents, drawn with the blocks that every
terminal has (halves and quarters of a cell). What has no letter in that font, or no room, is written in
bold. Knows nothing of what the text means.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.widget import Widget

from ptce_ref.resources import bold_font
from ptce_ref.tui.text import Piece, content, one_line

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SIZES = (10, 8, 7, 6, 5, 4)
"""Heights of a line of letters, in rows, largest first; under four rows « É » is not told from « E »."""

_CELL_WIDTH, _CELL_HEIGHT = 8, 16
"""The points of the drawing in a cell: cells are about twice as high as wide."""
_COVERED = 0.42
"""How much of a quarter of a cell is inked before it is filled."""
_REFERENCE = 400
_BLOCKS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the quarters filled: 1 top left, 2 top right, 4 bottom left, 8 bottom right."""


@lru_cache(maxsize=256)
def draw_letters(text: str, width: int, rows: int, smallest: int = SIZES[-1]) -> tuple[str, ...]:
    """Return the lines of ``text`` in the largest letters that fit, or nothing when none do.

    Words are never cut. The same text in the same room gives the same lines.
    """
    words = one_line(text).split()
    if not words or width < 1 or not all(_has_letter(letter) for word in words for letter in word):
        return ()
    for size in (*SIZES, *range(min(SIZES) - 1, smallest - 1, -1)):
        if smallest <= size <= rows:
            lines = _wrapped(words, width, size)
            if lines and len(lines) * size <= rows:
                points, ascent = _scale(" ".join(words), size)
                return tuple(row for line in lines for row in _drawn(line, points, ascent, size))
    return ()


def _wrapped(words: list[str], width: int, size: int) -> list[str]:
    """Return the lines of words, none when a word alone is too long."""
    points, _ = _scale(" ".join(words), size)
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _columns(longer, points) <= width:
            lines[-1] = longer
        elif _columns(word, points) <= width:
            lines.append(word)
        else:
            return []
    return lines


def _columns(text: str, points: int) -> int:
    return -(-int(_font(points).getlength(text) + 1) // _CELL_WIDTH)


def _scale(text: str, size: int) -> tuple[int, int]:
    """Return the size of the font in points, and where the letters begin above the first row.

    The rows are filled by the letters there are: a number has neither accent nor descender.
    """
    _, top, _, bottom = _font(_REFERENCE).getbbox(text + "H", anchor="ls")
    points = int(size * _CELL_HEIGHT * 0.97 * _REFERENCE / (bottom - top))
    _, top, _, _ = _font(points).getbbox(text + "H", anchor="ls")
    return points, int(-top)


def _drawn(line: str, points: int, ascent: int, rows: int) -> list[str]:
    from PIL import Image, ImageDraw  # noqa: PLC0415 - takes time, and only a projector needs it

    columns = _columns(line, points)
    picture = Image.new("L", (columns * _CELL_WIDTH, rows * _CELL_HEIGHT))
    ImageDraw.Draw(picture).text((0, ascent), line, fill=255, font=_font(points), anchor="ls")
    quarters = picture.resize((columns * 2, rows * 2), Image.Resampling.BOX)
    inked = [value > _COVERED * 255 for value in quarters.tobytes()]

    def block(row: int, column: int) -> str:
        start = row * 2 * columns * 2 + column * 2
        below = start + columns * 2
        return _BLOCKS[inked[start] + 2 * inked[start + 1] + 4 * inked[below] + 8 * inked[below + 1]]

    return ["".join(block(row, column) for column in range(columns)).rstrip() for row in range(rows)]


@cache
def _font(points: int) -> "FreeTypeFont":
    from PIL import ImageFont  # noqa: PLC0415 - takes time, and only a projector needs it

    return ImageFont.truetype(bold_font(), points, layout_engine=ImageFont.Layout.BASIC)


@cache
def _has_letter(letter: str) -> bool:
    """Whether the font can draw it: what it has not comes out as the same empty box."""
    missing = bytes(_font(32).getmask("\uffff"))
    return bytes(_font(32).getmask(letter)) != missing


class LargeText(Widget):
    """A text in large letters, in ``room`` rows at most; in bold when there is no room for them."""

    DEFAULT_CSS = """
    LargeText { height: auto; width: 1fr; color: $foreground; text-style: bold; }
    """

    def __init__(self, text: str = "", room: int = 8, *, smallest: int = SIZES[-1], id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        """``smallest`` is the least height of a line, in rows: digits are still read at three."""
        super().__init__(id=id)
        self._text, self._room, self._smallest = one_line(text), room, smallest

    def show(self, text: str, room: int | None = None) -> None:
        """Show another text, or the same in another room."""
        wanted = (one_line(text), self._room if room is None else room)
        if wanted != (self._text, self._room):
            self._text, self._room = wanted
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own signature
        lines = draw_letters(self._text, width, self._room, self._smallest)
        return len(lines) or (content(self._text).get_height({}, width) if self._text else 0)

    def render(self) -> Piece:  # type: ignore[override] # a Content is a Visual; Piece keeps Textual's name out of here
        lines = draw_letters(self._text, self.size.width, self._room, self._smallest)
        return content("\n".join(lines) if lines else self._text)
