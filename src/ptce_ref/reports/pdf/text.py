"""Text as data becomes text on paper: the only place where it turns into Paragraph markup.

Owns escaping, characters that the fonts lack, spaces that must not break, and the measuring and
cutting of lines. Must not know what the text says.
"""

import html
import re
from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth

from ptce_ref.domain.text import NO_BREAK_SPACE
from ptce_ref.reports.pdf.font import FontSet

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0100-\U000e01ef\x00-\x08\x0b-\x1f\x7f-\x9f]"
)
"""Soft hyphens, joiners and variation selectors: nothing to draw, and boxes if drawn."""
_FIXED_SPACE = re.compile("[\u2007\u202f]")
_OTHER_SPACE = re.compile("[\t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
_BEFORE_HIGH_SIGN = re.compile(" (?=[:;?!»%€·](?:[\\s,.;:?!»)…]|$))")
_AFTER_QUOTE = re.compile("(?<=«) ")
_IN_NUMBER = re.compile(
    # The space comes first: it is what the search runs after.
    r" (?:(?<=\b\d )(?=\d{3}\b)|(?<=\b\d\d )(?=\d{3}\b)|(?<=\d{3} )(?=\d{3}\b)"
    r"|(?<=\d )(?=(?:h|min|km|ha|ans?|mois|jours?)\b)"
    r"|(?<=\b[Nn]iveau )(?=\d)|(?<=\bn° )(?=\d)|(?<=\b[Pp]\. )(?=\d)|(?<=\bM\. )(?=[A-Z])|(?<=\bMme )(?=[A-Z]))"
)
"""Spaces inside what reads as one word: a number and its unit, a title and its name. No line ends there."""
_SPACE_RUN = re.compile("^ +|(?<= ) +", re.MULTILINE)


class Markup(str):
    """Paragraph markup that we wrote ourselves; any data inside is already escaped."""

    __slots__ = ()


_TALL_LINES = 12


def short(text: str, most: int = 160) -> str:
    """Return a name on ``most`` characters at the most, for places that cannot grow; few are ever cut."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def is_tall(text: str, most: int) -> bool:
    """Whether a text could be taller than what must stay together: over ``most`` characters, or many lines."""
    return len(text) > most or text.count("\n") > _TALL_LINES


class Typesetter:
    """Prepares text for one document and remembers which characters had to be replaced."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.replaced: set[str] = set()
        self._box = "□" if fonts.holds("□") else "?"

    def plain(self, text: str) -> str:
        """Return ``text`` with every character drawable, line feeds kept; for canvas and bookmarks."""
        if text.isascii() and text.isprintable():
            return _IN_NUMBER.sub(NO_BREAK_SPACE, _BEFORE_HIGH_SIGN.sub(NO_BREAK_SPACE, text))
        text = _OTHER_SPACE.sub(" ", _FIXED_SPACE.sub(NO_BREAK_SPACE, _INVISIBLE.sub("", text)))
        text = _AFTER_QUOTE.sub(NO_BREAK_SPACE, _BEFORE_HIGH_SIGN.sub(NO_BREAK_SPACE, text))
        text = _IN_NUMBER.sub(NO_BREAK_SPACE, text)
        missing = {c for c in set(text) if c != "\n" and not self.fonts.holds(c)}
        if missing:
            self.replaced |= missing
            text = text.translate({ord(c): self._box for c in missing})
        return text

    def line(self, text: str) -> str:
        """Return ``text`` drawable and on one line."""
        return " ".join(self.plain(text).split("\n"))

    def markup(self, *parts: str) -> Markup:
        """Return the parts as one piece of Paragraph markup: :class:`Markup` as it is, data escaped.

        Line feeds and runs of spaces that people typed are kept.
        """
        return Markup("".join(part if isinstance(part, Markup) else self._escape(part) for part in parts))

    def bold(self, *parts: str) -> Markup:
        """Return the parts in bold, escaped as :meth:`markup` does."""
        return Markup(f"<b>{self.markup(*parts)}</b>")

    def italic(self, *parts: str) -> Markup:
        """Return the parts in italics, escaped as :meth:`markup` does."""
        return Markup(f"<i>{self.markup(*parts)}</i>")

    def coloured(self, colour: str, *parts: str) -> Markup:
        """Return the parts in ``colour`` (``#RRGGBB``, from the theme)."""
        return Markup(f'<font color="{colour}">{self.markup(*parts)}</font>')

    def link(self, key: str, *parts: str) -> Markup:
        """Return the parts linked to the bookmark ``key``, which only this program names."""
        return Markup(f'<a href="#{html.escape(key)}">{self.markup(*parts)}</a>')

    def _escape(self, text: str) -> str:
        # Paragraph folds spaces: those beyond the first of a run, or at the head of a line, must not be plain.
        text = _SPACE_RUN.sub(lambda run: NO_BREAK_SPACE * len(run[0]), self.plain(text))
        return html.escape(text, quote=False).replace("\n", "<br/>")

    def wrap(self, text: str, font: str, size: float, width: float, *, indent: float = 0) -> list[str]:
        """Return the lines of ``text`` within ``width`` points; the first is shorter by ``indent``.

        A word wider than the line is cut.
        """
        lines: list[str] = []
        current, room = "", width - indent
        for word in self.line(text).split(" "):
            longer = f"{current} {word}" if current else word
            if stringWidth(longer, font, size) <= room:
                current = longer
                continue
            if current:
                lines.append(current)
                room = width
            elif indent and not lines:
                lines.append("")
                room = width
            pieces = _cut(word, font, size, room)
            lines += pieces[:-1]
            current = pieces[-1]
        return [*lines, current]

    def fit(self, text: str, font: str, size: float, width: float) -> str:
        """Return ``text`` on one line of at most ``width`` points, its last words replaced by « … » if need be.

        A word is cut only when leaving it out would take more than half of the line.
        """
        # No letter is narrower than a sixth of its size: what lies beyond need not be measured.
        text = self.line(text[: int(6 * width / size) + 2])
        if stringWidth(text, font, size) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if stringWidth(f"{text[:middle]}…", font, size) <= width:
                low = middle
            else:
                high = middle - 1
        whole = text[:low] if text[low : low + 1] == " " else text[:low].rpartition(" ")[0]
        shown = whole if 2 * len(whole) > low else text[:low]
        return f"{shown.rstrip(f' {NO_BREAK_SPACE}·,;:')}…"

    def fit_lines(self, text: str, font: str, size: float, width: float, most: int) -> Sequence[str]:
        """Return ``text`` on at most ``most`` lines, the last one shortened if need be."""
        lines = self.wrap(text, font, size, width)
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], self.fit(" ".join(lines[most - 1 :]), font, size, width)]


def _cut(word: str, font: str, size: float, width: float) -> list[str]:
    pieces: list[str] = []
    while len(word) > 1 and stringWidth(word, font, size) > width:
        end = max(1, int(len(word) * width / stringWidth(word, font, size)))
        while end > 1 and stringWidth(word[:end], font, size) > width:
            end -= 1
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]
