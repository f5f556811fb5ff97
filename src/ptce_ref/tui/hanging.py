"""Lines of a list that continue under their own first word, not under the margin or the sign before it.

A part of :mod:`ptce_ref.tui.text`, which alone calls it: the texts it lays out were made safe there.
"""

import re

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

_BEFORE_WORDS = re.compile(r" *(?:[^\w\s«(\[] +)?(?:\[.\] +)?")
"""What stands before the words of a line: its margin, then a sign or a box to tick."""


class Hanging(Visual):
    """A text each line of which, when it is too long, goes on under its own beginning."""

    def __init__(self, text: Content) -> None:
        self._text = text
        self._laid: tuple[int, Content] = (0, text)

    def laid(self, width: int) -> Content:
        """Return the text broken for so many columns."""
        if self._laid[0] != width:
            lines = (line for part in self._text.split("\n", allow_blank=True) for line in _hung(part, width))
            self._laid = (width, Content("\n").join(lines))
        return self._laid[1]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self.laid(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._text.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        # Asked of every line of a list, of which few are drawn: what fits is counted, not laid out.
        lines = self._text.plain.split("\n")
        if "\t" not in self._text.plain and all(cell_len(line) <= width for line in lines):
            return len(lines)
        return self.laid(width).get_height(rules, width)


def _hung(line: Content, width: int) -> list[Content]:
    """Return a line in as many as it takes; the margin is given up where it would leave no room."""
    found = _BEFORE_WORDS.match(line.plain)
    margin = found.end() if found else 0
    if line.cell_length <= width or not margin or margin * 2 > width:
        return [line]
    first, *others = line[margin:].wrap(width - margin)
    return [line[:margin] + first, *(Content(" " * margin) + other for other in others)]
