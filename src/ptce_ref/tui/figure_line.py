"""Lines of figures: a name on the left, and on the right where it stands on the scale.

A level is a place on the scale, never a length from zero: the lowest level is not nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ptce_ref.domain.text import bind_signs
from ptce_ref.domain.vocabulary import State
from ptce_ref.reports import wording
from ptce_ref.reports.view import FigureView
from ptce_ref.tui.fit import fit, lines_of
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.text import Piece

AGREED, PROVISIONAL = "●", "○"
POSITION, UNSETTLED = "position", "provisoire"
_SMALL, _LARGE = (29, 12), (52, 27)
"""Columns of the name and of the scale, on a small and on a large screen."""
_LARGE_SCREEN = 100
_LEVEL, _VOICES, _COVERAGE, _STATE = 8, 7, 7, 10
_GAUGE = 20
_NARROWEST = 12
Look = str
Remark = tuple[str, Look]


def scale_line(level: float | None, levels: int, step: int, *, provisional: bool) -> str:
    """Return the scale with a mark where ``level`` (1..``levels``) stands; no mark without a level."""
    line = list(("┼" + "─" * (step - 1)) * (levels - 1) + "┤")
    line[0] = "├"
    if level is not None:
        line[round((level - 1) * step)] = PROVISIONAL if provisional else AGREED
    return "".join(line)


def ruler(levels: int, step: int) -> str:
    """Return the numbers of the levels, each over its place on the scale."""
    return "".join(f"{rank:<{step}}" for rank in range(1, levels + 1)).rstrip()


@dataclass(frozen=True)
class Layout:
    """The columns of such lines for a width of screen and a number of levels."""

    width: int
    levels: int
    hidden: bool

    @property
    def _name(self) -> int:
        if self.width >= _LARGE_SCREEN:
            return _LARGE[0]
        # On a screen narrower than it should be, the figures stay on their line and the name breaks more.
        return min(_SMALL[0], max(_NARROWEST, self.width - self._scale - _LEVEL - _VOICES - _COVERAGE - _STATE))

    @property
    def step(self) -> int:
        """Columns from one level to the next."""
        room = (_LARGE if self.width >= _LARGE_SCREEN else _SMALL)[1]
        return max(2, room // max(1, self.levels - 1))

    @property
    def _scale(self) -> int:
        return (self.levels - 1) * self.step + 3

    def head(self, name: str) -> str:
        """Return the line of heads, whose first one is ``name``."""
        if self.hidden:
            return self.heads(name, "Questions qui ont une réponse")
        heads = (("Niveau", _LEVEL), ("n", _VOICES), ("Couv.", _COVERAGE), ("État", _STATE))
        return (
            fit(name, self._name)
            + fit(ruler(self.levels, self.step), self._scale)
            + "".join(fit(head, width) for head, width in heads)
        )

    def heads(self, name: str, words: str) -> str:
        """Return the heads of lines that have words and no figure: of their name, and of what is said of it."""
        return f"{fit(name, self._name)}{words}"

    @property
    def indent(self) -> int:
        """Columns by which a part stands under its whole."""
        return 3 if self.width >= _LARGE_SCREEN else 1

    def line(
        self, name: str, figure: FigureView, remarks: Sequence[Remark] = (), look: Look = "bold", indent: int = 0
    ) -> list[Piece]:
        """Return the pieces of one line: the name broken, never cut; the figure; the remarks under it."""
        return self._beside(name, [(self._figure(figure), look), *self._broken(remarks)], look, indent)

    def remarks(self, name: str, remarks: Sequence[Remark]) -> list[Piece]:
        """Return the pieces of a line that has remarks only."""
        return self._beside(name, list(self._broken(remarks)), "bold")

    def _beside(self, name: str, right: Sequence[Remark], look: Look, indent: int = 0) -> list[Piece]:
        pieces: list[Piece] = []
        for words, fact in zip_longest(lines_of(name, self._name - 1 - indent), right):
            left = fit(" " * indent + (words or ""), self._name)
            pieces += [("\n" if pieces else "", ""), (left, look), fact or ""]
        return pieces

    def _broken(self, remarks: Sequence[Remark]) -> Iterator[Remark]:
        for text, look in remarks:
            for part in lines_of(bind_signs(text), self.width - self._name):
                yield part, look

    def _figure(self, figure: FigureView) -> str:
        covered = wording.coverage(figure)
        if self.hidden or figure.hidden:
            return f"{gauge(figure.coverage or 0, _GAUGE)} {fit(covered, _COVERAGE)} {wording.share(figure.coverage)}"
        scale = scale_line(figure.level, self.levels, self.step, provisional=figure.provisional)
        if figure.state is State.NOT_APPLICABLE:
            scale = wording.NOT_APPLICABLE
        level = wording.level(figure.level)
        return (
            fit(scale, self._scale)
            + fit(level, _LEVEL)
            + fit(wording.told(figure.n), _VOICES)
            + fit(covered, _COVERAGE)
            + standing(figure)
        )


def standing(figure: FigureView) -> str:
    """Return whether a value comes from positions only; empty without a value."""
    if figure.level is None:
        return ""
    return UNSETTLED if figure.provisional else POSITION


def change_words(before: FigureView, now: FigureView, change: float | None) -> str:
    """Return « 2,0 → 2,5 ↗ +0,5 »: the level before, the level now, and the difference."""
    words = f"{wording.figure(before)} → {wording.figure(now)}"
    if change is None:
        return words
    said = wording.change(change)
    arrow = {"+": "↗", "=": "→"}.get(said[0], "↘")
    return f"{words}   {arrow} {'stable' if said == '=' else said}"
