"""Paragraphs that are broken into lines once: reportlab does it again each time it asks for a height."""

from reportlab.platypus import Paragraph


class Text(Paragraph):
    """A paragraph that remembers its lines for the width they were made for."""

    _made_for = -1.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803 - reportlab's names
        # Without its lines (a cut that failed throws them away), it must be laid out again.
        if availWidth != self._made_for or not hasattr(self, "blPara"):
            super().wrap(availWidth, availHeight)
            self._made_for = availWidth
        return self.width, self.height
