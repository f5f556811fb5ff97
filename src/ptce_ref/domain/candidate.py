"""What is proposed for comparison: an evaluation with its result, light enough to be held by thousands.

Must not know what it is compared with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ptce_ref.domain.distribution import Ballot
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.question_set import Asked, narrowed
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import Aggregate, EvaluationResult, IndicatorResult
from ptce_ref.domain.vocabulary import State


@dataclass(frozen=True)
class Candidate:
    """An evaluation proposed for comparison, with its pôle, its referential and its result."""

    pole: Pole
    evaluation: Evaluation
    referential: Referential
    result: EvaluationResult
    peer_pole: Pole | None = None
    """The pôle that evaluates, in mode PEER."""
    figures: Mapping[str, Aggregate] = field(default_factory=dict)
    """Its indicators, without who said what, when ``result`` no longer has them: :func:`lighten`."""
    people: int | None = None
    """How many people and groups answered; None where voices were counted without them: :func:`people_heard`."""

    @property
    def indicators(self) -> Mapping[str, Aggregate]:
        """The figure of each of its indicators, by id."""
        return self.figures or {ident: bare(item) for ident, item in self.result.indicators.items()}


def bare(item: IndicatorResult) -> Aggregate:
    """Return the figure of one indicator, without the voices that made it."""
    return Aggregate(
        state=item.state,
        value=item.value,
        answered=int(item.state is State.VALUE),
        applicable=int(item.state is not State.NOT_APPLICABLE),
        n=item.n,
        provisional=item.provisional,
        alerts=(item.indicator,) if item.lowest and item.indicator.vigilance is not None else (),
        size=item.size,
        reached=item.reached,
        few=int(item.few and item.state is State.NONE),
        untold=int(item.few and item.value is not None),
    )


def people_heard(ballot: Ballot) -> int | None:
    """Return how many people and groups answered something; None when some voices were counted without them.

    A show of hands, and what came from another base, tell voices of a question and not who gave them.
    """
    if any(True for _ in ballot.tallies):
        return None
    return len({respondent for _, respondent, *_ in ballot.answers})


def lighten(candidate: Candidate) -> Candidate:
    """Return a candidate without the voices: a thousand evaluations hold a million answers."""
    known: dict[Aggregate, Aggregate] = {}
    figures: dict[str, Aggregate] = {}
    for item in candidate.result.indicators.values():
        figure = bare(item)
        # One figure of those that are the same; never two with an alert.
        figures[item.indicator.id] = figure if figure.alerts else known.setdefault(figure, figure)
    # The ids of the referential, which all its evaluations share, and not a copy of them for each.
    evaluation = candidate.evaluation.model_copy(update={"indicators": tuple(figures)})
    result = replace(candidate.result, indicators={}, cells={})
    return replace(candidate, evaluation=evaluation, result=result, figures=figures)


def ask_only(candidate: Candidate, questions: Asked) -> Candidate:
    """Return a candidate, without its voices, as if it had been asked no other question than ``questions``."""
    if questions.issuperset(candidate.evaluation.indicators):
        return candidate
    figures, result = narrowed(candidate.indicators, questions, candidate.result, candidate.referential)
    evaluation = candidate.evaluation.model_copy(update={"indicators": tuple(figures)})
    return replace(candidate, evaluation=evaluation, result=result, figures=figures)


def counted(candidate: Candidate) -> tuple[int, int]:
    """Return the indicators with a value, and those that apply.

    While opinions are given, those that somebody answered, and all of them: a condition must
    not tell what people may not see yet.
    """
    whole = candidate.result.whole
    if others_visible(candidate.evaluation.phase):
        return whole.answered, whole.applicable
    return whole.reached, whole.size
