"""Pages of a sheet to fill: what is to be read takes its height, the rooms to write share what is left.

A sheet holds on one page when it can. What does not fit goes on under a head that says which sheet
it is. Must not know what is asked.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable, PageBreak

from ptce_ref.reports.pdf.page import HEIGHT, WIDTH

_FREE = 2.0
"""Kept free on each page: heights are measured with a little less care than they are drawn."""
GAP = 6.0
"""Before a room."""
_ENDLESS = 100_000.0

Head = Callable[[], list[Flowable]]
"""Makes what stands at the top of each page after the first."""


class Room(Flowable):
    """A place to write; it stands for what :meth:`made` returns.

    ``least`` is the least height it takes, in points, with what parts it from what comes before;
    ``weight`` its share of what a page leaves.
    """

    def __init__(self, least: float, weight: float = 1.0) -> None:
        super().__init__()
        self.least, self.weight = least + GAP, weight

    @abstractmethod
    def made(self, height: float) -> Flowable:
        """Return what is drawn, ``height`` points tall."""

    def parted(self, _: float) -> "tuple[Room, Room] | None":
        """Return the room as two, the first at most so many points tall; None when it cannot be parted."""
        return None


def compose_pages(parts: Sequence[Flowable], head: Head) -> list[Flowable]:
    """Return ``parts`` cut into pages, with page breaks between them, each room made as tall as its page allows.

    The rooms that follow one another stay on one page, if one page can hold them.
    """
    pages = _Pages(head)
    waiting = list(parts)
    while waiting:
        rooms = _leading_rooms(waiting)
        if rooms:
            needed = sum(room.least for room in rooms)
            if not pages.holds(needed) and pages.would_hold(needed):
                pages.turn()
        part = waiting.pop(0)
        rest = pages.place(part)
        if rest is not None:
            waiting.insert(0, rest)
    story: list[Flowable] = []
    for number, page in enumerate(pages.pages):
        story += [PageBreak()] if number else []
        story += _stretched(page)
    return story


def height_of(part: Flowable) -> float:
    """Return the height that a part takes, or takes at least."""
    if isinstance(part, Room):
        return part.least
    return float(part.wrap(WIDTH, _ENDLESS)[1]) + part.getSpaceBefore() + part.getSpaceAfter()


class _Pages:
    """The pages of one sheet, filled one after the other."""

    def __init__(self, head: Head) -> None:
        self.pages: list[list[Flowable]] = [[]]
        self._head, self._used, self._first = head, 0.0, True
        self._head_height = sum(map(height_of, head()))

    def holds(self, height: float) -> bool:
        return self._used + height <= HEIGHT - _FREE

    def would_hold(self, height: float) -> bool:
        """Whether a page that follows could hold so much."""
        return self._head_height + height <= HEIGHT - _FREE

    def turn(self) -> None:
        self.pages.append(self._head())
        self._used, self._first = self._head_height, True

    def place(self, part: Flowable) -> Flowable | None:
        """Put ``part`` on the page, or on the next one; return what is left of it."""
        height = height_of(part)
        # What a part keeps free after it matters to the next one only.
        after = 0.0 if isinstance(part, Room) else part.getSpaceAfter()
        if self.holds(height - after):
            self._add(part, height)
            return None
        free = HEIGHT - _FREE - self._used
        first, rest = _parted(part, free)
        if first is not None and rest is not None:
            self._add(first, height_of(first))
            self.turn()
            return rest
        if self._first and self._used <= self._head_height:
            # Nothing can be cut, and no page is emptier than this one.
            self._add(part, height)
            return None
        self.turn()
        return part

    def _add(self, part: Flowable, height: float) -> None:
        self.pages[-1].append(part)
        self._used += height
        self._first = False


def _parted(part: Flowable, free: float) -> tuple[Flowable | None, Flowable | None]:
    if isinstance(part, Room):
        return part.parted(free) or (None, None)
    part.wrap(WIDTH, free)
    pieces = part.split(WIDTH, free - part.getSpaceBefore()) if free > 0 else []
    return (pieces[0], pieces[1]) if len(pieces) == 2 else (None, None)  # noqa: PLR2004 - the page's end and what follows


def _leading_rooms(parts: Sequence[Flowable]) -> list[Room]:
    rooms: list[Room] = []
    for part in parts:
        if not isinstance(part, Room):
            break
        rooms.append(part)
    return rooms


def _stretched(page: Sequence[Flowable]) -> list[Flowable]:
    """Return the parts of a page, its rooms sharing what the others leave."""
    rooms = [part for part in page if isinstance(part, Room)]
    spare = max(0.0, HEIGHT - _FREE - sum(map(height_of, page)))
    whole = sum(room.weight for room in rooms)
    story: list[Flowable] = []
    for part in page:
        if isinstance(part, Room):
            made = part.made(part.least - GAP + spare * part.weight / whole)
            made.spaceBefore = GAP
            story.append(made)
        else:
            story.append(part)
    return story
