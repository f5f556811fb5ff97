"""Use cases of the rounds of visits between pôles: proposing, opening, following, saying what each gained."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from pydantic import ValidationError

from ptce_ref.domain.comparison import compare
from ptce_ref.domain.comparison_condition import Standing
from ptce_ref.domain.evaluation import Evaluation
from ptce_ref.domain.exchange import Partner
from ptce_ref.domain.phase import NAMES, others_visible
from ptce_ref.domain.pole import Pole
from ptce_ref.domain.round import MOST, ProposedVisit, Round, Stage, Visit, propose_round, stage_of
from ptce_ref.domain.text import clean_line, fold
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.reports import wording
from ptce_ref.reports.comparison_view import view_comparison
from ptce_ref.reports.round_view import ProposalView, ProposedVisitView, RoundView, RoundVisitView
from ptce_ref.services.evaluation import find_evaluation
from ptce_ref.services.peer import pairs_of
from ptce_ref.services.pole import find_pole, slug
from ptce_ref.services.reading import gather_candidates
from ptce_ref.services.refusal import Fault, Refusal, unknown
from ptce_ref.services.workspace import Workspace
from ptce_ref.storage.evaluation import list_evaluations
from ptce_ref.storage.pole import list_poles
from ptce_ref.storage.round import change_visit, create_round, list_rounds, read_round

_TWO = 2


def propose_visits(workspace: Workspace, poles: Sequence[str] = ()) -> ProposalView:
    """Return who could visit whom, each pôle once out and once in, by what they could bring each other.

    Without ``poles``, those whose figures may be compared take part, and the others are named with the reason. Those
    that are named take part whatever their figures. Raises :class:`Refusal` under two pôles, or over too many.
    """
    named = [find_pole(workspace, reference) for reference in dict.fromkeys(poles)]
    wanted = {pole.id for pole in named}
    evaluations = [item for item in list_evaluations(workspace.store) if not wanted or item.pole_id in wanted]
    found: dict[str, str] = {}
    reasons: dict[str, tuple[str, str]] = {}
    pairs: Sequence[ProposedVisit] = ()
    names: Mapping[str, str] = {}
    if evaluations:
        comparison = compare(gather_candidates(workspace, [item.id for item in evaluations]))
        view = view_comparison(comparison, workspace.today.isoformat())
        for entry in view.entries:
            if entry.standing is Standing.KEPT:
                found[entry.pole.id] = entry.pole.name
            else:
                reasons[entry.pole.id] = (entry.pole.name, " ".join(entry.reasons))
        names = {sub.id: f"{sub.code} {sub.name}" for sub in comparison.referential.sub_objectives}
    for pole in named:
        if pole.id not in found:
            reasons.setdefault(pole.id, (pole.name, "Il n’a pas encore d’évaluation."))
    taking_part = {pole.id: pole.name for pole in named} or found
    _require(len(taking_part))
    partners = [Partner(ident, name) for ident, name in taking_part.items()]
    pairs = propose_round(partners, comparison.complementarities if evaluations else ())
    others = tuple(sorted(reasons.values(), key=lambda item: fold(item[0])))
    visits = sorted((_proposed(pair, names) for pair in pairs), key=lambda visit: fold(visit.visitor))
    return ProposalView(tuple(visits), () if named else others, others if named else ())


def _require(count: int) -> None:
    if count < _TWO:
        raise Refusal(
            "Il faut au moins deux pôles pour une tournée de visites. Nommez-les avec --poles : "
            "ils y prennent part même si leurs chiffres ne se comparent pas encore."
        )
    if count > MOST:
        raise Refusal(
            f"{wording.whole(count)} pôles font trop pour une seule tournée : nommez-en {MOST} au plus avec --poles.",
            Fault.MISUSE,
        )


def _proposed(visit: ProposedVisit, names: Mapping[str, str]) -> ProposedVisitView:
    learns, brings = (tuple(names[ident] for ident in ids) for ids in (visit.learns, visit.brings))
    return ProposedVisitView(visit.visitor.name, visit.visitor.id, visit.host.name, visit.host.id, learns, brings)


def open_round(
    workspace: Workspace,
    title: str,
    visits: Sequence[tuple[str, str]],
    *,
    date: dt.date | None = None,
    identifier: str | None = None,
) -> RoundView:
    """Record a round with its ``visits``, (visitor, host) by id or name; nothing else is created.

    Raises :class:`Refusal` for a pôle that is not known, one that would visit itself, a visit said twice, an id
    that is taken.
    """
    title = clean_line(title)
    if not title:
        raise Refusal("Donnez un titre à la tournée.", Fault.MISUSE)
    pairs = [_two_poles(workspace, *pair) for pair in visits]
    if not pairs:
        raise Refusal("Une tournée a au moins une visite.", Fault.MISUSE)
    twice = next((pair for pair, count in Counter((a.id, b.id) for a, b in pairs).items() if count > 1), None)
    if twice is not None:
        raise Refusal(f"La visite de « {twice[0]} » chez « {twice[1]} » est dite deux fois.", Fault.MISUSE)
    day = date or workspace.today

    def make(taken: set[str]) -> Round:
        ident = identifier or _free(slug(title) or "tournee", taken)
        if ident in taken:
            raise Refusal(f"Une tournée a déjà l’identifiant « {ident} ». Donnez-en un autre avec --id.")
        made = tuple(Visit(visitor_id=visitor.id, host_id=host.id) for visitor, host in pairs)
        try:
            return Round(id=ident, title=title, date=day, visits=made)
        except ValidationError as error:
            raise Refusal(f"« {ident} » ne peut pas nommer une tournée.", Fault.MISUSE) from error

    return round_of(workspace, create_round(workspace.store, make, workspace.now).id)


def _two_poles(workspace: Workspace, visitor: str, host: str) -> tuple[Pole, Pole]:
    one, other = find_pole(workspace, visitor), find_pole(workspace, host)
    if one.id == other.id:
        raise Refusal(f"« {one.name} » ne peut pas se rendre visite à lui-même.", Fault.MISUSE)
    return one, other


def _free(wanted: str, taken: set[str]) -> str:
    ident, number = wanted, 1
    while ident in taken:
        number += 1
        ident = f"{wanted}-{number}"
    return ident


def record_visit(
    workspace: Workspace,
    reference: str,
    visitor: str,
    host: str,
    *,
    evaluation: str | None = None,
    date: dt.date | None = None,
    visitor_gained: str | None = None,
    host_gained: str | None = None,
    new: bool = False,
    forgotten: Collection[str] = (),
) -> RoundVisitView:
    """Say what is known of a visit of a round; what is None stays as it was. ``new`` adds a visit to the round.

    ``forgotten`` names what was said by mistake, « date » or « evaluation_id »: it is as if it had not been.

    Raises :class:`Refusal` when there is no such visit, or when the evaluation is not that of this host by this
    visitor.
    """
    found = find_round(workspace, reference)
    one, other = _two_poles(workspace, visitor, host)
    seen = None if evaluation is None else _evaluation_of_visit(workspace, evaluation, one, other)

    def change(before: Visit | None) -> Visit:
        if before is None and not new:
            raise Refusal(f"{_unforeseen(found, one, other)} L’option --nouvelle l’ajoute.", Fault.MISUSE)
        known = before or Visit(visitor_id=one.id, host_id=other.id)
        given: dict[str, object] = {
            "evaluation_id": seen.id if seen else None,
            "date": date,
            "visitor_gained": visitor_gained,
            "host_gained": host_gained,
        }
        said = {key: value for key, value in given.items() if value is not None or key in forgotten}
        return Visit.model_validate({**known.model_dump(), **said})

    change_visit(workspace.store, found.id, one.id, other.id, change, workspace.now)
    view = round_of(workspace, found.id)
    return next(item for item in view.visits if (item.visitor_id, item.host_id) == (one.id, other.id))


def withdraw_visit(workspace: Workspace, reference: str, visitor: str, host: str) -> RoundView:
    """Take a visit out of a round; the journal keeps it. Raises :class:`Refusal` when there is no such visit."""
    found = find_round(workspace, reference)
    one, other = _two_poles(workspace, visitor, host)

    def withdraw(before: Visit | None) -> None:
        if before is None:
            raise Refusal(_unforeseen(found, one, other), Fault.MISUSE)

    change_visit(workspace.store, found.id, one.id, other.id, withdraw, workspace.now)
    return round_of(workspace, found.id)


def visitors_evaluations(workspace: Workspace, visitor_id: str, host_id: str) -> list[Evaluation]:
    """Return the evaluations of a pôle by another, the latest first: those a visit may have brought."""
    found = [
        item
        for item in list_evaluations(workspace.store, host_id)
        if item.mode is Mode.PEER and item.peer_pole_id == visitor_id
    ]
    return sorted(found, key=lambda item: (item.date, item.id), reverse=True)


def _unforeseen(found: Round, visitor: Pole, host: Pole) -> str:
    return f"La tournée « {found.title} » ne prévoit pas de visite de « {visitor.name} » chez « {host.name} »."


def _evaluation_of_visit(workspace: Workspace, reference: str, visitor: Pole, host: Pole) -> Evaluation:
    found = find_evaluation(workspace, reference)
    if found.mode is not Mode.PEER or found.pole_id != host.id or found.peer_pole_id != visitor.id:
        raise Refusal(
            f"« {found.title} » n’est pas une évaluation de « {host.name} » par « {visitor.name} ». "
            f"« ptce evaluation ouvrir {host.id} --mode pair --par {visitor.id} --usage … » en ouvre une.",
            Fault.MISUSE,
        )
    return found


def find_round(workspace: Workspace, reference: str) -> Round:
    """Return the round of this id or title. Raises :class:`Refusal` with the nearest one."""
    found = read_round(workspace.store, reference)
    if found is not None:
        return found
    rounds = list_rounds(workspace.store)
    named = [item for item in rounds if fold(item.title) == fold(reference)]
    if len(named) == 1:
        return named[0]
    raise unknown("La tournée", reference, [item.id for item in rounds])


def round_of(workspace: Workspace, reference: str) -> RoundView:
    """Return a round: how far each visit went, and what each gained. Raises :class:`Refusal`."""
    return _view(workspace, find_round(workspace, reference), _names(workspace))


def all_rounds(workspace: Workspace) -> list[RoundView]:
    """Return every round, the latest first."""
    names = _names(workspace)
    return [_view(workspace, item, names) for item in list_rounds(workspace.store)]


def _names(workspace: Workspace) -> Mapping[str, str]:
    return {pole.id: pole.name for pole in list_poles(workspace.store)}


def _view(workspace: Workspace, found: Round, names: Mapping[str, str]) -> RoundView:
    visits = sorted(
        (_visit(workspace, item, names) for item in found.visits),
        key=lambda item: (fold(item.visitor), item.visitor_id, fold(item.host)),
    )
    count = Counter(item.stage for item in visits)
    progress = tuple((stage.value, count[stage.value]) for stage in Stage if count[stage.value])
    return RoundView(found.id, found.title, found.date.isoformat(), tuple(visits), progress)


def _visit(workspace: Workspace, visit: Visit, names: Mapping[str, str]) -> RoundVisitView:
    evaluation = find_evaluation(workspace, visit.evaluation_id) if visit.evaluation_id else None
    crossed = evaluation is not None and bool(pairs_of(workspace, evaluation))
    stage = stage_of(visit, workspace.today, evaluation.phase if evaluation else None, crossed=crossed)
    return RoundVisitView(
        visitor=names[visit.visitor_id],
        visitor_id=visit.visitor_id,
        host=names[visit.host_id],
        host_id=visit.host_id,
        stage=stage.value,
        date=visit.date.isoformat() if visit.date else "",
        evaluation_id=evaluation.id if evaluation else "",
        evaluation=evaluation.title if evaluation else "",
        visitor_gained=visit.visitor_gained,
        host_gained=visit.host_gained,
        following=_following(visit, evaluation, crossed=crossed),
    )


def _following(visit: Visit, evaluation: Evaluation | None, *, crossed: bool) -> str:
    """Return the next thing to do for a visit, empty when all is said."""
    if visit.date is None:
        return "Convenez d’une date, et imprimez le carnet de visite de l’évaluation du pôle hôte."
    if evaluation is None:
        return "Ouvrez l’évaluation du pôle hôte par ses visiteurs, et rattachez-la à la visite."
    if not others_visible(evaluation.phase):
        return f"L’évaluation des visiteurs en est à la phase « {NAMES[evaluation.phase]} » : menez-la au dialogue."
    if not crossed:
        return "Le pôle hôte ne s’est pas encore évalué lui-même : il n’y a pas deux regards à croiser."
    if not visit.visitor_gained or not visit.host_gained:
        return "Lisez ensemble le regard croisé, et notez ce que chacun en retire."
    return ""
