"""Text that must hold on a card: as large as there is room for, down to a floor, then cut where one sees it.

Must not know which text it is, nor where the card stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ptce_ref.reports.pdf.style import Look
from ptce_ref.reports.pdf.tag import Place
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas

FLOOR = 8.5
"""The smallest text of a card: read at arm's length, on a table."""
LEADING = 1.17
_STEP = 0.5


@dataclass(frozen=True)
class Passage:
    """A text to set, after ``head``: a few bold words that its first line leaves room for."""

    text: str
    head: str = ""


@dataclass(frozen=True)
class Setting:
    """Passages set at one ``size``: the lines of each, and whether something had to be cut."""

    size: float
    blocks: tuple[tuple[str, ...], ...]
    cut: bool

    def height(self, gap: float) -> float:
        """Return the height in points of the passages, ``gap`` points between two of them."""
        lines = sum(len(block) for block in self.blocks)
        return lines * self.size * LEADING + gap * max(0, len(self.blocks) - 1)


class Setter:
    """Sets passages in a column ``width`` points wide and ``height`` tall, ``gap`` points between them."""

    def __init__(self, look: Look, font: str, width: float, height: float, gap: float = 0.0) -> None:
        self._look, self._font, self._width, self._height, self._gap = look, font, width, height, gap

    def set(self, passages: Sequence[Passage], largest: float, more: str) -> Setting:
        """Return the passages at the largest size that holds, from ``largest`` down to :data:`FLOOR`.

        Nothing smaller is ever tried: what does not hold at the floor is cut, and its last line ends
        with « … » and ``more``, which says where to read the rest.
        """
        size = largest
        while size > FLOOR:
            made = self._at(passages, size)
            if made is not None:
                return made
            size -= _STEP
        return self._at(passages, FLOOR) or self._cut(passages, more)

    def lines(self, passage: Passage, size: float) -> list[str]:
        """Return the lines of ``passage`` at ``size``, its bold head left out of the first."""
        indent = stringWidth(passage.head, self._look.fonts.bold, size) if passage.head else 0.0
        return self._look.type.wrap(passage.text, self._font, size, self._width, indent=indent)

    def _room(self, size: float, passages: int) -> int:
        """Return how many lines hold at ``size``."""
        return int((self._height - self._gap * (passages - 1)) / (size * LEADING) + 1e-6)

    def _at(self, passages: Sequence[Passage], size: float) -> Setting | None:
        room = self._room(size, len(passages))
        # A text far too long is known by its width alone: cutting it into lines would take seconds.
        whole = sum(stringWidth(self._look.type.line(passage.text), self._font, size) for passage in passages)
        if whole > (room + 1) * self._width * 1.1:
            return None
        blocks = tuple(tuple(self.lines(passage, size)) for passage in passages)
        return Setting(size, blocks, cut=False) if sum(map(len, blocks)) <= room else None

    def _cut(self, passages: Sequence[Passage], more: str) -> Setting:
        room = max(1, self._room(FLOOR, len(passages)))
        # No letter is narrower than a sixth of its size: what lies beyond need not be measured.
        most = int(room * 6 * self._width / FLOOR)
        whole = [self.lines(Passage(passage.text[:most], passage.head), FLOOR) for passage in passages]
        shares = share_lines([len(lines) for lines in whole], room)
        last = max(i for i, share in enumerate(shares) if share)
        # What is left out after the last passage shown counts as cut from it.
        short = {i for i, share in enumerate(shares) if share < len(whole[i])}
        place = max((i for i in short if shares[i]), default=last)
        place = last if last < len(shares) - 1 else place
        blocks = tuple(
            tuple(self._shortened(lines, share, more if i == place else "", i in short or i == place, passages[i]))
            for i, (lines, share) in enumerate(zip(whole, shares, strict=True))
        )
        return Setting(FLOOR, blocks, cut=True)

    def _shortened(self, lines: list[str], share: int, more: str, cut: bool, passage: Passage) -> list[str]:
        if not cut or not share:
            return lines[:share]
        font, end = self._font, f"… {more}" if more else "…"
        free = self._width - stringWidth(end, font, FLOOR)
        if share == 1 and passage.head:
            free -= stringWidth(passage.head, self._look.fonts.bold, FLOOR)
        kept = lines[share - 1]
        while kept and stringWidth(kept, font, FLOOR) > free:
            kept = kept[:-1]
        return [*lines[: share - 1], f"{kept.rstrip(' .,;:…')}{end}"]


def share_lines(needs: Sequence[int], room: int) -> list[int]:
    """Return how many of ``room`` lines each text gets: what it needs when there is enough, else fair shares.

    A short text never loses a line to a long one. With fewer lines than texts the first ones get one each.
    """
    shares = [0] * len(needs)
    waiting = sorted(range(len(needs)), key=lambda i: (needs[i], i))
    while waiting and room > 0:
        fair = room // len(waiting)
        if needs[waiting[0]] <= fair:
            first = waiting.pop(0)
            shares[first] = needs[first]
            room -= needs[first]
            continue
        for place, i in enumerate(sorted(waiting)):
            shares[i] = fair + (1 if place < room - fair * len(waiting) else 0)
        break
    return shares


def draw_block(canvas: Canvas, look: Look, head: str, lines: Sequence[str], size: float, x: float, top: float) -> float:
    """Draw lines from ``top`` down, ``head`` in bold before the first; return where they end."""
    canvas.setFillColor(look.ink)
    y = top - size * 0.98
    for number, line in enumerate(lines):
        at = x
        if head and not number:
            head = look.type.line(head)
            canvas.setFont(look.fonts.bold, size)
            canvas.drawString(at, y, head)
            at += stringWidth(head, look.fonts.bold, size)
        canvas.setFont(look.fonts.normal, size)
        canvas.drawString(at, y, line)
        y -= size * LEADING
    return y + size * 0.98


def tell(canvas: Canvas, role: str, card: Place | None) -> None:
    """Put the text drawn from now on in a new element of ``card``; nowhere when it has no place."""
    if card is not None and isinstance(canvas, TaggedCanvas):
        canvas.tell(role, card.find(canvas.tree))
