"""Links that lead nowhere, made plain text: a section may be taken out of a document, others still name it.

Owns the search of what links lead to. Must not know which sections there are.
"""

from collections.abc import Iterable, Iterator

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table

_HERE = "#"


def drop_dead_links(story: list[Flowable]) -> None:
    """Take out of the paragraphs of ``story`` every link to a bookmark that no heading of it makes.

    Reportlab would refuse the whole document. The words stay.
    """
    parts = list(_every(story))
    known = {f"{_HERE}{key}" for part in parts if (key := getattr(part, "key", ""))}
    for part in parts:
        if isinstance(part, Paragraph):
            for fragment in part.frags:
                if links := getattr(fragment, "link", None):
                    fragment.link = [link for link in links if not _is_dead(link, known)]


def _is_dead(link: tuple[int, str], known: set[str]) -> bool:
    return link[1].startswith(_HERE) and link[1] not in known


def _every(parts: Iterable[object]) -> Iterator[Flowable]:
    """Yield each flowable, and those it holds."""
    for part in parts:
        if isinstance(part, Table):
            for row in getattr(part, "_cellvalues"):  # noqa: B009 - reportlab has no public name for it
                for cell in row:
                    yield from _every(cell if isinstance(cell, list | tuple) else (cell,))
        elif isinstance(part, KeepTogether):
            yield from _every(kept(part))
        if isinstance(part, Flowable):
            yield part


def kept(part: KeepTogether) -> list[Flowable]:
    """Return what is kept together; a change of that list is a change of what is printed."""
    held: list[Flowable] = getattr(part, "_content")  # noqa: B009 - reportlab has no public name for it
    return held
