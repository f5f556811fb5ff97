"""The sections of a document, in the order the theme asks for. Must not know what a section says."""

from collections.abc import Callable, Mapping

from reportlab.platypus import Flowable, KeepTogether, PageBreak

from ptce_ref.reports.pdf.link import kept
from ptce_ref.reports.pdf.page import Heading, contents, heading
from ptce_ref.reports.pdf.style import Look

Builder = Callable[..., list[Flowable]]
"""Makes the flowables of a section; none when it has nothing to say of what is shown."""


def ordered_sections(look: Look, document: str, sections: Mapping[str, Builder]) -> list[Builder]:
    """Return the builders of ``sections`` that the theme keeps for ``document``, in its order, titled as it says.

    A document the theme says nothing of keeps all of them, in the order of ``sections``. What the
    theme names and ``sections`` does not hold is left out: who reads the templates says so.
    """
    asked = look.theme.documents.get(document)
    if asked is None:
        return list(sections.values())
    return [_titled(look, sections[item.id], item.title) for item in asked if item.id in sections]


def build_contents(_: object, look: Look) -> list[Flowable]:
    """Return the section « Sommaire » of a document, on pages of its own; it does not name itself."""
    title = heading(look, "Sommaire", "sommaire")
    title.listed = False
    return [title, contents(look), PageBreak()]


def _titled(look: Look, build: Builder, title: str | None) -> Builder:
    """Return ``build``, the first heading of what it makes saying ``title``."""
    if title is None:
        return build

    def build_titled(*given: object, **named: object) -> list[Flowable]:
        story = build(*given, **named)
        _retitle(look, story, title)
        return story

    return build_titled


def _retitle(look: Look, story: list[Flowable], title: str) -> bool:
    """Put ``title`` in the first section heading of ``story``; its bookmark stays, so that links still lead to it."""
    for position, part in enumerate(story):
        if isinstance(part, Heading) and getattr(part, "stands_for_pages", False):
            # Its own words are of its page alone: the new title names the pages in the bookmarks and the contents.
            part.plain = look.type.line(title)
            return True
        if isinstance(part, Heading) and part.rank == 0:
            story[position] = renamed = heading(look, title, part.key)
            renamed.listed = part.listed
            return True
        if isinstance(part, KeepTogether) and _retitle(look, kept(part), title):
            return True
    return False
