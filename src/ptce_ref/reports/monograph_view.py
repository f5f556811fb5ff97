"""Builds the view of a monograph from domain values and from what other views say. Pure: no file, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.monograph import Chapter, Frame
from ptce_ref.domain.phase import NAMES, others_visible
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.reports import wording
from ptce_ref.reports.identity_view import UNKNOWN, view_pole, view_referential
from ptce_ref.reports.view import (
    CardLine,
    CoevaluationView,
    ComparisonView,
    HeadingView,
    IndicatorView,
    PeerComparisonView,
    PoleView,
    ReferentialView,
    TrajectoryView,
)


@dataclass(frozen=True)
class MilestoneView:
    """An evaluation of the pôle; ``told`` when it is the one the account rests on."""

    title: str
    date: str
    """ISO date."""
    mode: str
    phase: str
    told: bool


@dataclass(frozen=True)
class ChapterView:
    """What a chapter has to say: what the identity card knows, the questions of the evaluation that is told."""

    card: tuple[CardLine, ...]
    questions: tuple[IndicatorView, ...]


@dataclass(frozen=True)
class MonographView:
    """The account of one pôle: what is known of it, chapter by chapter. No name of a person."""

    date: str
    """ISO date of the reading."""
    pole: PoleView
    """Its card holds what is known and that no chapter tells."""
    referential: ReferentialView
    milestones: tuple[MilestoneView, ...]
    """Oldest first."""
    told: CoevaluationView | None
    """The evaluation that the account rests on; None when there is none yet."""
    chapters: Mapping[Chapter, ChapterView]
    sub_objectives: tuple[HeadingView, ...]
    """Those of the series below, in reading order."""
    trajectories: Sequence[TrajectoryView]
    peer_views: Sequence[PeerComparisonView]


def told_evaluation(evaluations: Iterable[Evaluation]) -> Evaluation | None:
    """Return the evaluation an account rests on: the latest the pôle made itself whose opinions may be seen.

    Without any, the latest it made; an account never rests on what another pôle says.
    """
    own = [item for item in evaluations if item.mode is not Mode.PEER]
    return max(own, key=lambda item: (others_visible(item.phase), item.date, item.id), default=None)


def view_monograph(
    pole: Pole,
    referential: Referential,
    frame: Frame,
    date: str,
    evaluations: Sequence[Evaluation] = (),
    told: CoevaluationView | None = None,
    series: ComparisonView | None = None,
) -> MonographView:
    """Return the account of ``pole``, read on ``date`` (ISO).

    ``told`` is the view of the evaluation it rests on, made without names; ``series`` the
    comparison of the pôle with itself, for its trajectories and how others see it.
    """
    whole = view_pole(pole, referential)
    lines: dict[Chapter, list[CardLine]] = {chapter: [] for chapter in Chapter}
    for line in whole.card:
        # What is not known is for writing: it takes no line.
        if line.value != UNKNOWN:
            lines[frame.chapter_of_card(line.key)].append(line)
    questions: dict[Chapter, list[IndicatorView]] = {chapter: [] for chapter in Chapter}
    for item in told.indicators if told else ():
        questions[frame.chapter_of(referential.indicator_by_id[item.id])].append(item)
    rest, lines[Chapter.ELSEWHERE] = tuple(lines[Chapter.ELSEWHERE]), []
    return MonographView(
        date=date,
        pole=PoleView(whole.id, whole.name, whole.demonstration, whole.place, whole.summary, rest, whole.region),
        referential=view_referential(referential),
        milestones=tuple(_milestones(evaluations, told)),
        told=told,
        chapters={chapter: ChapterView(tuple(lines[chapter]), tuple(questions[chapter])) for chapter in Chapter},
        sub_objectives=series.sub_objectives if series else (),
        trajectories=series.trajectories if series else (),
        peer_views=series.peer_views if series else (),
    )


def _milestones(evaluations: Sequence[Evaluation], told: CoevaluationView | None) -> Iterable[MilestoneView]:
    for item in sorted(evaluations, key=lambda item: (item.date, item.id)):
        yield MilestoneView(
            item.title,
            item.date.isoformat(),
            wording.MODES[item.mode.value],
            NAMES[item.phase],
            told is not None and item.id == told.id,
        )
