"""What stays on one page as long as that wastes little of the page before it. Must not know what it holds."""

from reportlab.platypus import Flowable, KeepTogether
from reportlab.platypus.doctemplate import NullActionFlowable

from ptce_ref.reports.pdf.link import kept

MOST_WHITE = 1 / 3
"""Share of a page that may be left white to keep something in one piece."""


class KeptClose(KeepTogether):
    """What stays on one page, unless that would leave more than a third of the page before it white."""

    def flows(self, left: float, page: float) -> bool:
        """Whether it may go over to the next page when ``left`` points are left of a ``page`` as high as that."""
        return left > page * MOST_WHITE

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803 - reportlab's names
        """Return its parts, to flow from here or to go together to the next page."""
        if self.flows(availHeight, getattr(self, "_frame")._aH):  # noqa: B009, SLF001 - reportlab has no public name
            return [NullActionFlowable(), *kept(self)]  # without it, reportlab takes one part for what cannot be split
        found: list[Flowable] = super().split(availWidth, availHeight)
        return found
