"""The pôles and their evaluations, three lines each: what, where it stands, what to do next."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from ptce_ref.domain.phase import NAMES
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.text import fold
from ptce_ref.reports import wording
from ptce_ref.services.evaluation import EvaluationSummary
from ptce_ref.tui.gauge import gauge
from ptce_ref.tui.text import Choice, ChoiceList, Piece

EVALUATION, POLE = "evaluation:", "pole:"
_DATE_WIDTH, _PHASE_WIDTH, _GAUGE_WIDTH, _SHARE_WIDTH = 18, 14, 8, 7


class EvaluationList(ChoiceList):
    """Lines of identifiers ``evaluation:…``, or ``pole:…`` for a pôle that has none."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "Ouvrir", key_display="Entrée")]
    DEFAULT_CSS = """
    EvaluationList { height: 1fr; max-height: 100%; border: none; padding: 0 1; background: $background; }
    """

    def show(self, poles: Sequence[Pole], summaries: Sequence[EvaluationSummary], wanted: str = "") -> int:
        """Show what holds every word of ``wanted``; return how many pôles are shown."""
        words = fold(wanted).split()
        by_pole: dict[str, list[EvaluationSummary]] = {}
        for summary in summaries:
            by_pole.setdefault(summary.pole.id, []).append(summary)
        kept = [(pole, _matching(pole, by_pole.get(pole.id, []), words)) for pole in poles]
        shown = [(pole, found) for pole, found in kept if found is not None]
        self.fill(_lines(shown))
        return len(shown)


def _matching(
    pole: Pole, summaries: Sequence[EvaluationSummary], words: Sequence[str]
) -> list[EvaluationSummary] | None:
    """Return the evaluations to show under ``pole``, all of them when the pôle itself matches, or None."""
    about = fold(f"{pole.name} {pole.commune} {pole.department} {pole.region}")
    if all(word in about for word in words):
        return list(summaries)
    found = [s for s in summaries if all(word in f"{about} {fold(s.evaluation.title)}" for word in words)]
    return found or None


def _lines(poles: Iterable[tuple[Pole, Sequence[EvaluationSummary]]]) -> Iterator[Choice]:
    for position, (pole, summaries) in enumerate(poles):
        head = _pole_line(pole, first=position == 0)
        if not summaries:
            yield Choice(POLE + pole.id, (*head, "\n  Aucune évaluation.", (" → En ouvrir une.", "$quiet")))
            continue
        yield Choice("head:" + pole.id, head, disabled=True)
        for summary in summaries:
            yield Choice(EVALUATION + summary.evaluation.id, _evaluation_lines(summary))


def _pole_line(pole: Pole, *, first: bool) -> tuple[Piece, ...]:
    beside: Piece = (f"  {pole.commune}", "$quiet") if pole.commune else ""
    if pole.demonstration:
        # An invented pôle is in an invented place: what matters is that it is one.
        beside = (f"  {wording.DEMONSTRATION}", "italic $accent")
    return ("" if first else "\n", (pole.name, "bold $primary"), beside)


def _evaluation_lines(summary: EvaluationSummary) -> tuple[Piece, ...]:
    evaluation, progress = summary.evaluation, summary.progress
    facts = (
        f"{wording.long_date(evaluation.date.isoformat()):<{_DATE_WIDTH}}"
        f"{NAMES[evaluation.phase]:<{_PHASE_WIDTH}}"
        f"{gauge(summary.coverage or 0, _GAUGE_WIDTH)} {wording.share(summary.coverage):<{_SHARE_WIDTH}}"
    )
    people = _people(summary)
    return (
        (f"  {evaluation.title}", "bold"),
        f"\n    {facts}{people}",
        (f"\n    → {summary.next_step}", "$quiet" if progress.answers else ""),
    )


def _people(summary: EvaluationSummary) -> str:
    progress = summary.progress
    if progress.respondents or not progress.tallied_indicators:
        return wording.count(progress.respondents, "répondant")
    return f"{wording.count(progress.tallied_indicators, 'vote')} à main levée"
