"""The distribution of one question: a line for each college, a bar and a count for each level. No name."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.geometry import Size
from textual.widget import Widget

from ptce_ref.reports import wording
from ptce_ref.reports.view import CountsView
from ptce_ref.tui.fit import fit
from ptce_ref.tui.text import Piece, content, one_line

_LARGE = 140
_NAME_SMALL, _NAME_LARGE = 15, 49
_FIGURES = (("nc", 4), ("nsp", 4), ("n", 4), ("méd.", 5))
_LEAST_BAR = 3


class Voices(Widget):
    """Bars compare the levels of one college; the counts are written."""

    DEFAULT_CSS = """
    Voices { height: auto; width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._levels: tuple[str, ...] = ()
        self._lines: tuple[CountsView, ...] = ()

    def show(self, levels: Sequence[str], lines: Sequence[CountsView]) -> None:
        """Show other voices; ``levels`` are the names of the levels, lowest first."""
        self._levels, self._lines = tuple(one_line(name) for name in levels), tuple(lines)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's own signature
        return len(self._lines) + 1 if self._lines else 0

    def render(self) -> Piece:  # type: ignore[override] # a Content is a Visual; Piece keeps Textual's name out of here
        if not self._lines:
            return content("")
        wide = self.size.width >= _LARGE
        longest = max(cell_len(line.college) for line in self._lines) + 1
        name_width = min(_NAME_LARGE, longest) if wide else _NAME_SMALL
        room = self.size.width - name_width - sum(width for _, width in _FIGURES)
        width = max(4, room // len(self._levels))
        pieces: list[Piece] = [" " * name_width]
        for rank, name in enumerate(self._levels, start=1):
            text = f"{rank} {name}" if cell_len(f"{rank} {name}") < width else str(rank)
            pieces.append((fit(text, width), "bold $primary"))
        pieces += [(f"{head:>{size}}", "$quiet") for head, size in _FIGURES]
        for place, line in enumerate(self._lines):
            pieces.append("\n")
            self._draw(pieces, line, name_width, width, whole=place == len(self._lines) - 1)
        return content(*pieces)

    def _draw(self, pieces: list[Piece], line: CountsView, name_width: int, width: int, *, whole: bool) -> None:
        wide = self.size.width >= _LARGE
        pieces.append((fit(line.college if wide else line.college_short, name_width), "bold" if whole else ""))
        most = max([*line.levels, 1])
        digits = len(str(most))
        bar = width - digits - 2
        for count in line.levels:
            drawn = ""
            if bar >= _LEAST_BAR and count:
                halves = -(-count * bar * 2 // most)
                drawn = "█" * (halves // 2) + "▌" * (halves % 2) + " "
            number = str(count) if count else "·"
            pieces += [(drawn, "$accent" if whole else "$primary"), (number, "bold" if count else "$quiet")]
            pieces.append(" " * (width - cell_len(drawn) - len(number)))
        figures = [line.not_applicable or wording.NOTHING, line.dont_know or wording.NOTHING, line.n]
        texts = [*(str(figure) for figure in figures), wording.median(line.median)]
        pieces += [
            (f"{text:>{size}}", "bold" if whole else "") for text, (_, size) in zip(texts, _FIGURES, strict=True)
        ]
