# ruff: noqa: N803, SLF001 - reportlab calls these methods by its names, and has no public ones for what is needed
# The stubs of reportlab leave out what it has no public name for.
# mypy: disable-error-code="attr-defined, misc, override"
"""The part of a page where text flows: each flowable at its place in the structure, no title alone at the foot.

Must not know what stands around it.
"""

from collections.abc import Sequence

from reportlab.platypus import ActionFlowable, CondPageBreak, Flowable, Frame, KeepTogether, Paragraph, Spacer, Table

from ptce_ref.reports.pdf.close import KeptClose
from ptce_ref.reports.pdf.link import kept
from ptce_ref.reports.pdf.tag import figure
from ptce_ref.reports.pdf.tag_canvas import TaggedCanvas
from ptce_ref.reports.pdf.tag_flow import TABLES, TableTag, heads_of, is_title, place_of

TEXT = "text"
"""The name of a frame where text flows from page to page: a space at its head would only set the text lower."""
_LINES = 3
"""Lines of a paragraph that must fit under a title for it to stay where it is."""


class TaggedFrame(Frame):
    """A frame that puts each flowable at its place in the structure."""

    @classmethod
    def like(cls, frame: Frame) -> "TaggedFrame":
        """Return a tagged frame of the same size at the same place."""
        if isinstance(frame, cls):
            return frame
        padding = (frame._leftPadding, frame._bottomPadding, frame._rightPadding, frame._topPadding)
        return cls(frame._x1, frame._y1, frame._width, frame._height, *padding, id=frame.id)

    def add(self, flowable: Flowable, canv: TaggedCanvas, trySplit: int = 0) -> int:
        """Add a flowable as reportlab does (1 when there was room, else 0), its content marked as that of its place.

        A space between two blocks separates nothing at the head of a page of text: it takes no room there.
        """
        if self._atTop and self.id == TEXT and isinstance(flowable, Spacer):
            return 1
        if getattr(flowable, "tags_itself", False):
            return int(super()._add(flowable, canv, trySplit))
        place = place_of(flowable)
        start = canv.reached()
        if place.role in TABLES:
            flowable._renderCB = TableTag(canv, place, heads_of(flowable))
            return int(super()._add(flowable, canv, trySplit))
        if place.role != "Figure":
            with canv.belonging(None if place.role == "Artifact" else place):
                return int(super()._add(flowable, canv, trySplit))
        added = int(super()._add(flowable, canv, trySplit))
        if added and canv.reached() > start:
            left, low = self._x, self._y + flowable.getSpaceAfter()
            place.more = figure(flowable.alternative, (left, low, left + flowable.width, low + flowable.height))
            canv.picture(place.find(canv.tree), start)
        return added

    def split(self, flowable: Flowable, canv: TaggedCanvas) -> Sequence[Flowable]:
        """Return the parts reportlab makes; those of a paragraph or a table stay one element of the structure."""
        parts: Sequence[Flowable] = super().split(flowable, canv)
        if isinstance(flowable, Paragraph | Table):
            for rank, part in enumerate(parts):
                part.tag_place = place_of(flowable)
                if isinstance(flowable, Table):
                    rows, columns = heads_of(flowable)
                    part.heads = (min(rows, part.repeatRows) if rank else rows, columns)
        return parts

    def begins(self, flowables: Sequence[Flowable], canv: TaggedCanvas) -> bool:
        """Whether the first content of ``flowables``, after titles and spaces, can begin in what is left."""
        return bool(self._atTop) or self._begins(flowables, canv, self._y - self._y1p)

    def _begins(self, flowables: Sequence[Flowable], canv: TaggedCanvas, left: float) -> bool:
        width = self._getAvailableWidth()
        for part in flowables:
            if isinstance(part, CondPageBreak):
                continue
            if isinstance(part, ActionFlowable):
                return True
            left -= part.getSpaceBefore()
            if isinstance(part, KeepTogether):
                part.wrapOn(canv, width, left)
                height: float = part._H
                may_flow = height > self._aH or (isinstance(part, KeptClose) and part.flows(left, self._aH))
                return height <= left or (may_flow and self._begins(kept(part), canv, left))
            title = is_title(part)
            if isinstance(part, Paragraph) and not title and left > _LINES * part.style.leading:
                return True
            height = part.wrapOn(canv, width, left)[1]
            if not title and not isinstance(part, Spacer):
                return height <= left or bool(part.splitOn(canv, width, left))
            left -= height + part.getSpaceAfter()
        return True
