"""The pôles and their evaluations, three lines each: what, where it stands, what to do next."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from ptce_ref.domain.overview import EvaluationHead, EvaluationLine, Overview, PoleLine, next_step
from ptce_ref.domain.phase import NAMES
from ptce_ref.domain.text import bind_signs, fold
from ptce_ref.domain.vocabulary import Phase
from ptce_ref.reports import wording
from ptce_ref.reports.moment import elapsed
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.step import step_sentence
from ptce_ref.tui.text import Choice, Piece
from ptce_ref.tui.widgets.page_list import PageList

Listed = EvaluationLine | EvaluationHead
EVALUATION, POLE = "evaluation:", "pole:"
_PHASE_WIDTH, _GAUGE_WIDTH, _SHARE_WIDTH, _PEOPLE_WIDTH = 14, 6, 7, 15


class EvaluationList(PageList):
    """Lines of identifiers ``evaluation:…``, or ``pole:…`` for a pôle that has none."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Ouvrir", key_display="Entrée")]

    def __init__(self, marked: Callable[[], None], counted: Callable[[str], EvaluationLine | None]) -> None:
        """``marked`` is called when another line is marked: a message would be painted a frame later.

        ``counted`` gives the line of an evaluation of which only the head is known, when it comes into sight.
        """
        super().__init__()
        self._marked, self._counted = marked, counted
        self._shown: tuple[Choice, ...] = ()
        self._awaited: set[str] = set()
        self._now: dt.datetime | None = None

    def allow_focus(self) -> bool:
        """An empty list takes no key: the footer must not offer to open what is not there."""
        return super().allow_focus() and self.option_count > 0

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        if self.is_mounted:
            self._marked()

    def show(self, overview: Overview, now: dt.datetime, wanted: str = "") -> int:
        """Show what holds every word of ``wanted``; return how many pôles are shown."""
        words = fold(wanted).split()
        by_pole: dict[str, list[Listed]] = {}
        for line in overview.listed:
            by_pole.setdefault(line.pole_id, []).append(line)
        kept = [(pole, _matching(pole, by_pole.get(pole.id, []), words)) for pole in overview.poles]
        shown = [(pole, found) for pole, found in kept if found is not None]
        lines = tuple(_lines(shown, now))
        if lines != self._shown:
            # Most letters of a search change nothing, and laying out hundreds of lines takes time.
            self._shown = lines
            self.fill(lines)
        self._now, self._awaited = now, {EVALUATION + head.id for head in overview.heads}
        self._complete()
        return len(shown)

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        self._complete()

    def on_resize(self) -> None:
        self.call_after_refresh(self._complete)

    def _complete(self) -> None:
        """Count the evaluations that are in sight, and write what they say."""
        if not self._awaited or self._now is None or not self.is_mounted:
            return
        top, height = int(self.scroll_offset.y), self.scrollable_content_region.height
        for place in sorted({place for place, _ in self._lines[top : top + height]}):
            ident = self.options[place].id or ""
            if ident in self._awaited:
                self._awaited.discard(ident)
                if (line := self._counted(ident.removeprefix(EVALUATION))) is not None:
                    self.rewrite(place, _evaluation_lines(line, self._now))


def _matching(pole: PoleLine, lines: Sequence[Listed], words: Sequence[str]) -> list[Listed] | None:
    """Return the evaluations to show under ``pole``, all of them when the pôle itself matches, or None."""
    if not words:
        return list(lines)
    about = fold(f"{pole.name} {pole.commune} {pole.department} {pole.region}")
    if all(word in about for word in words):
        return list(lines)
    found = [line for line in lines if all(word in f"{about} {fold(line.title)}" for word in words)]
    return found or None


def _lines(poles: Iterable[tuple[PoleLine, Sequence[Listed]]], now: dt.datetime) -> Iterator[Choice]:
    for position, (pole, lines) in enumerate(poles):
        head = _pole_line(pole, first=position == 0)
        if not lines:
            yield Choice(POLE + pole.id, (*head, "\n  Aucune évaluation.", (" → En ouvrir une.", "$quiet")))
            continue
        yield Choice("head:" + pole.id, head, disabled=True)
        for line in lines:
            told = _head_lines(line) if isinstance(line, EvaluationHead) else _evaluation_lines(line, now)
            yield Choice(EVALUATION + line.id, told)


def _pole_line(pole: PoleLine, *, first: bool) -> tuple[Piece, ...]:
    beside: Piece = (f"  {pole.commune}", "$quiet") if pole.commune else ""
    if pole.demonstration:
        # An invented pôle is in an invented place: what matters is that it is one.
        beside = (f"  {wording.DEMONSTRATION}", "italic $accent")
    return ("" if first else "\n", (pole.name, "bold $primary"), beside)


def _head_lines(head: EvaluationHead) -> tuple[Piece, ...]:
    """As many lines as when it is counted, so that nothing moves then."""
    return (
        (f"  {head.title}", "bold"),
        (f"  {wording.long_date(head.date)}", "$quiet"),
        f"\n    {NAMES[head.phase]}\n    …",
    )


def _evaluation_lines(line: EvaluationLine, now: dt.datetime) -> tuple[Piece, ...]:
    facts = (
        f"{_RECEIVED:<{_GAUGE_WIDTH + 1 + _SHARE_WIDTH + _PEOPLE_WIDTH}}"
        if line.received
        else f"{gauge(line.coverage or 0, _GAUGE_WIDTH)} {wording.share(line.coverage):<{_SHARE_WIDTH}}"
        f"{_people(line):<{_PEOPLE_WIDTH}}"
    )
    return (
        (f"  {line.title}", "bold"),
        (f"  {wording.long_date(line.date)}", "$quiet"),
        f"\n    {NAMES[line.phase]:<{_PHASE_WIDTH}}{facts}",
        (f"modifiée {elapsed(line.changed_at, now)}".replace(" ", wording.NBSP), "$quiet"),
        (f"\n    → {bind_signs(step_sentence(next_step(line)))}", "$quiet" if line.phase is Phase.CLOSED else ""),
    )


_RECEIVED = "avis comptés, sans noms"
"""In the place of how far it went: of what was received, nobody is awaited here."""


def _people(line: EvaluationLine) -> str:
    if line.respondents or not line.tallied:
        return wording.count(line.respondents, "répondant")
    return "main levée"
