"""Use cases of reading: the view of an evaluation, the view of a comparison."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ptce_ref.domain.agenda import draw_programme
from ptce_ref.domain.candidate import Candidate, lighten, people_heard
from ptce_ref.domain.comparison import NothingSharedError, compare
from ptce_ref.domain.comparison_condition import Order
from ptce_ref.domain.confidentiality import regroup, spoken_for, with_groups
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.phase import others_visible
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.question_set import Questions
from ptce_ref.domain.referential import Referential
from ptce_ref.domain.result import compute, count
from ptce_ref.domain.time_before import previous_evaluation as previous_of
from ptce_ref.reports import wording
from ptce_ref.reports.coevaluation_view import view_coevaluation
from ptce_ref.reports.comparison_view import Keep, view_comparison
from ptce_ref.reports.figure_table import shown
from ptce_ref.reports.peer_view import view_peer_inside
from ptce_ref.reports.study import Study
from ptce_ref.reports.view import ArgumentLine, CoevaluationView, ComparisonView, PeerComparisonView
from ptce_ref.services.action import titles_of
from ptce_ref.services.evaluation import contents_of, find_evaluation
from ptce_ref.services.overview import overview_of
from ptce_ref.services.peer import pairs_of, why_no_pair
from ptce_ref.services.referential import referential_of
from ptce_ref.services.refusal import Fault, Refusal
from ptce_ref.services.spool import Spool
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import came_counted, list_evaluation_ids, list_evaluations
from ptce_ref.storage.opinion import read_ballot
from ptce_ref.storage.pole import list_poles, read_pole


def study_evaluation(workspace: Workspace, evaluation: Evaluation, *, for_others: bool = False) -> Study:
    """Return an evaluation with its referential, its contents and everything computed from them.

    ``for_others`` merges small colleges, drops names, and tells no value that rests on too few voices (R18).
    """
    referential = referential_of(workspace, evaluation.referential_hash)
    contents = contents_of(workspace, evaluation)
    if for_others:
        contents = regroup(contents, referential)
    referential = with_groups(referential, spoken_for(contents))
    result = compute(contents, referential, for_others=for_others)
    return Study(
        _pole(workspace, evaluation),
        contents,
        referential,
        result,
        _peer(workspace, evaluation),
        for_others,
        came_counted(workspace.store, evaluation.id),
    )


def coevaluation_of(
    workspace: Workspace, reference: str, *, names: bool = False, evolution: bool = True, for_others: bool = False
) -> CoevaluationView:
    """Return the view of one evaluation, with its evolution since the one before in the same mode.

    ``names`` shows who argued. Without ``evolution``, the one before is not even read: that takes half of the time.
    ``for_others`` is for what leaves the pôle: see :func:`study_evaluation`. Raises :class:`Refusal` when there is no
    such evaluation.
    """
    evaluation = find_evaluation(workspace, reference)
    previous = previous_evaluation(workspace, evaluation) if evolution else None
    return view_coevaluation(
        study_evaluation(workspace, evaluation, for_others=for_others),
        study_evaluation(workspace, previous, for_others=for_others) if previous else None,
        names=names,
        titles=titles_of(workspace, evaluation.pole_id),
        peer_views=peer_views_of(workspace, evaluation, for_others=for_others) if evolution else (),
    )


def peer_views_of(
    workspace: Workspace, evaluation: Evaluation, *, for_others: bool = False
) -> tuple[PeerComparisonView, ...]:
    """Return the regards croisés that an evaluation is in, earliest visit first; none while opinions are hidden (R5).

    What people argued is there inside the pôle only (R18).
    """
    return tuple(
        view_peer_inside(
            study_evaluation(workspace, pair.own, for_others=for_others),
            study_evaluation(workspace, pair.peer, for_others=for_others),
            arguments=not for_others,
        )
        for pair in pairs_of(workspace, evaluation)
    )


def crossed_view_of(workspace: Workspace, reference: str) -> CoevaluationView:
    """Return the view of one evaluation with its regards croisés, computed once for each state of the database.

    Raises :class:`Refusal`, which says what is missing, when there is none.
    """
    evaluation = find_evaluation(workspace, reference)
    found = workspace.recall(crossed_view_of, evaluation.id, lambda: peer_views_of(workspace, evaluation))
    if not found:
        raise Refusal(f"Pas de regard croisé à montrer. {why_no_pair(workspace, evaluation)}")
    return replace(state_of(workspace, evaluation.id), peer_views=found)


def state_of(workspace: Workspace, reference: str) -> CoevaluationView:
    """Return the view of one evaluation as the screens show it: nobody named, nothing of the one before.

    Computed once for each state of the database: going back and forth between screens costs nothing. Raises
    :class:`Refusal` when there is no such evaluation.
    """
    return workspace.recall(state_of, reference, lambda: coevaluation_of(workspace, reference, evolution=False))


def programme_of(workspace: Workspace, evaluation: Evaluation) -> tuple[str, ...]:
    """Return the ids of what the meeting discusses, in order; what is decided keeps its place.

    Empty while opinions may not be shown (R5).
    """
    if not others_visible(evaluation.phase):
        return ()
    study = study_evaluation(workspace, evaluation)
    ref = study.referential
    return tuple(item.indicator.id for item in draw_programme(study.result, ref.thresholds.agenda, ref.scale))


def previous_evaluation(workspace: Workspace, evaluation: Evaluation) -> Evaluation | None:
    """Return the evaluation that this one is read beside, as ``domain.time_before`` chooses it, or None."""
    return previous_of(evaluation, list_evaluations(workspace.store, evaluation.pole_id))


def comparison_of(
    workspace: Workspace, references: Sequence[str] = (), order: Order = Order.TERRITORY
) -> ComparisonView:
    """Return the comparison of some evaluations, of all of the database when none is named.

    Raises :class:`Refusal` when there is nothing to compare.
    """
    return comparison_between(gather_candidates(workspace, references), workspace.today, order, Spool)


@dataclass(frozen=True)
class Comparable:
    """An evaluation one may compare, with its pôle."""

    pole: Pole
    evaluation: Evaluation


def comparable_evaluations(workspace: Workspace) -> list[Comparable]:
    """Return every evaluation one may choose, latest first; how far each went is :func:`answers_given`.

    Nothing is counted here: a list of a thousand shows twenty at a time.
    """
    poles = {pole.id: pole for pole in list_poles(workspace.store)}
    return [Comparable(poles[item.pole_id], item) for item in list_evaluations(workspace.store)]


@dataclass(frozen=True)
class Given:
    """How far the answers of an evaluation went; when it was received as counts, nobody is awaited here."""

    share: float | None
    """Answers given over answers awaited, 0..1; none before the first, nor of what was received."""
    received: bool = False


def answers_given(workspace: Workspace, choice: Comparable) -> Given:
    """Return how far the answers went, as the lists of evaluations say it."""
    line = overview_of(workspace, choice.evaluation.id).of(choice.evaluation.id)
    return Given(line.coverage, line.received) if line is not None else Given(None)


def gather_candidates(
    workspace: Workspace, references: Sequence[str] = (), told: Callable[[int, int], None] = lambda _, __: None
) -> Sequence[Candidate]:
    """Read and compute the evaluations to compare: the long part, some thousandths of a second each.

    ``told`` is called with how many are done and how many there are; what it raises stops the reading.
    However many there are, few are in memory. Raises :class:`Refusal` when there is nothing to compare.
    """
    if references:
        references = [find_evaluation(workspace, reference).id for reference in references]
    else:
        references = list_evaluation_ids(workspace.store)
    if not references:
        raise Refusal(
            "Aucune évaluation à comparer. Ouvrez-en une avec « ptce evaluation ouvrir », ou lancez « ptce demo »."
        )
    return Spool(map(lighten, _told(compute_evaluations(workspace, references), told, len(references))))


def compute_evaluations(workspace: Workspace, references: Iterable[str]) -> Iterator[Candidate]:
    """Yield evaluations with their figures, one at a time, as others may see them.

    The same figures as :func:`study_evaluation` for others, without reading what people wrote. Raises
    :class:`Refusal` for one that is not known.
    """
    referential_by_hash: dict[str, Referential] = {}
    for reference in references:
        evaluation = find_evaluation(workspace, reference)
        content = evaluation.referential_hash
        if content not in referential_by_hash:
            referential_by_hash[content] = referential_of(workspace, content)
        referential = referential_by_hash[content]
        ballot = read_ballot(workspace.store, evaluation.id)
        result = count(ballot, evaluation.indicators, referential, for_others=True)
        pole, peer = _pole(workspace, evaluation), _peer(workspace, evaluation)
        yield Candidate(pole, evaluation, referential, result, peer, people=people_heard(ballot))


def _told(candidates: Iterable[Candidate], told: Callable[[int, int], None], total: int) -> Iterator[Candidate]:
    """Yield ``candidates``, saying how many are done, before the first and after each."""
    told(0, total)
    for done, candidate in enumerate(candidates, start=1):
        yield candidate
        told(done, total)


def comparison_between(
    candidates: Sequence[Candidate],
    today: dt.date,
    order: Order = Order.TERRITORY,
    keep: Keep = tuple,
    questions: Questions = Questions.ALL,
) -> ComparisonView:
    """Return the comparison of evaluations already read, as read on ``today``, on some ``questions`` or on all.

    ``keep`` is :class:`Spool` for what is written from the first pôle to the last, in whatever number; a screen,
    which goes from one to another, has them all in memory. Raises :class:`Refusal` when the common questions are
    wanted and there is none.
    """
    try:
        comparison = compare(candidates, order, questions)
    except NothingSharedError as error:
        sentence = f"{wording.sentence(str(error))} : la comparaison ne peut pas s’en tenir aux questions communes."
        raise Refusal(sentence, Fault.MISUSE) from error
    return view_comparison(comparison, today.isoformat(), keep)


def arguments_of(workspace: Workspace, view: ComparisonView) -> Iterator[ArgumentLine]:
    """Yield what people said of the pôles shown in a comparison, by college and without their name (R18).

    Nothing of an evaluation whose opinions may not be shown yet (R5). Read one evaluation at a time.
    """
    for entry in shown(view):
        for item in coevaluation_of(workspace, entry.evaluation_id, evolution=False, for_others=True).indicators:
            for said in item.arguments:
                yield ArgumentLine(
                    entry.pole.id,
                    entry.pole.name,
                    entry.evaluation_id,
                    item.code,
                    item.title,
                    said.college,
                    said.level,
                    said.kind,
                    said.text,
                )


def poles_without_texts(workspace: Workspace, view: ComparisonView) -> tuple[tuple[str, ...], bool]:
    """Return the pôles of which an evaluation shown was received without texts, and whether all those shown were."""
    entries = list(shown(view))
    received = [entry for entry in entries if came_counted(workspace.store, entry.evaluation_id)]
    return tuple(dict.fromkeys(entry.pole.name for entry in received)), bool(received) and len(received) == len(entries)


def _peer(workspace: Workspace, evaluation: Evaluation) -> Pole | None:
    return read_pole(workspace.store, evaluation.peer_pole_id) if evaluation.peer_pole_id else None


def _pole(workspace: Workspace, evaluation: Evaluation) -> Pole:
    pole = read_pole(workspace.store, evaluation.pole_id)
    if pole is None:
        # A foreign key guarantees it: only a damaged file comes here.
        raise Refusal(f"Le pôle de l’évaluation « {evaluation.id} » manque dans la base.", Fault.UNUSABLE)
    return pole
