"""What a comparison does not show, why, and what to do about it. Pure words: computes no figure."""

from collections.abc import Iterator

from ptce_ref.domain.comparison import Comparison, Entry, Undated
from ptce_ref.domain.comparison_condition import Rule
from ptce_ref.domain.phase import NAMES, others_visible
from ptce_ref.domain.vocabulary import Mode
from ptce_ref.reports import wording
from ptce_ref.reports.view import AbsenceView, ComparisonPart

NB = wording.NBSP
_REMEDY = (
    "Pour chaque pôle grisé ou écarté, la raison dit que faire"
    f"{NB}: clore son évaluation, la compléter, ou en choisir une du même mode."
)
_OTHERS = (
    "Pour comparer, il faut les évaluations de deux pôles au moins"
    f"{NB}: choisissez-en d’autres, ou recevez le fichier d’échange d’un autre pôle."
)


def absences(comparison: Comparison) -> tuple[AbsenceView, ...]:
    """Return what is not shown, or compares nobody, in the order in which the parts are shown."""
    return tuple(_absences(comparison))


def _absences(comparison: Comparison) -> Iterator[AbsenceView]:
    kept, shown = comparison.cohort.n, comparison.shown
    listed = len(comparison.entries)
    remedy = _REMEDY if kept < listed else _OTHERS
    if not shown:
        yield AbsenceView(ComparisonPart.WHOLE, "Aucun pôle ne remplit assez de conditions pour être montré.", _REMEDY)
    elif shown == 1:
        why = f"Un seul pôle est montré{NB}: il n’est comparé à aucun autre."
        yield AbsenceView(ComparisonPart.WHOLE, why, f"{_OTHERS} {_REMEDY}" if listed > 1 else _OTHERS)
    elif kept < wording.PLURAL_FROM:
        who = "Un seul pôle remplit" if kept else "Aucun pôle ne remplit"
        why = f"{who} toutes les conditions{NB}: les autres sont montrés à part, grisés."
        yield AbsenceView(ComparisonPart.WHOLE, why, remedy)
    if kept < comparison.cohort.minimum:
        why = f"Médiane et quartiles ne se calculent qu’à partir de {comparison.cohort.minimum} pôles comparés."
        yield AbsenceView(ComparisonPart.COHORT, why, f"Il en manque {comparison.cohort.minimum - kept}.")
    if not comparison.complementarities.total:
        yield _no_exchange(kept, remedy)
    if not comparison.trajectories:
        why = "Aucun pôle n’a deux évaluations comparables, du même mode, à deux dates."
        yield AbsenceView(ComparisonPart.TRAJECTORIES, why)
    if not comparison.peer_views:
        why = "Aucun pôle n’est évalué à la fois par lui-même et par un autre."
        yield AbsenceView(ComparisonPart.PEERS, why)


def _no_exchange(kept: int, remedy: str) -> AbsenceView:
    if kept >= wording.PLURAL_FROM:
        why, advice = (
            "Aucun échange ne ressort des chiffres comparés.",
            "Cela n’empêche pas de se rendre visite.",
        )
    else:
        how_many = "ici, un seul remplit" if kept else "ici, aucun ne remplit"
        why = f"Un échange se propose entre deux pôles comparés{NB}; {how_many} toutes les conditions."
        advice = remedy
    return AbsenceView(ComparisonPart.EXCHANGES, why, advice)


def undated_words(undated: Undated) -> str:
    """Return why a pôle that has several evaluations has no trajectory: a sentence."""
    count = wording.count(len(undated.entries), "évaluation")
    reasons = f"{NB}; ".join(_why_undated(undated.entries))
    return f"{wording.quoted(undated.pole.name)} a {count}, mais pas de trajectoire{NB}: {reasons}."


def _why_undated(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Yield what stands in the way, one evaluation after the other, then how the others differ."""
    comparable: list[Entry] = []
    for entry in entries:
        evaluation = entry.candidate.evaluation
        title = wording.quoted(evaluation.title)
        if not others_visible(evaluation.phase):
            yield f"{title} en est à la phase {wording.quoted(NAMES[evaluation.phase])}, où les avis ne se montrent pas"
        elif Rule.REFERENTIAL in entry.failed:
            yield f"{title} répond à un autre référentiel"
        elif Rule.COVERAGE in entry.failed:
            yield f"{title} a trop peu de réponses"
        elif evaluation.mode is Mode.PEER:
            yield f"{title} est faite par un autre pôle"
        else:
            comparable.append(entry)
    modes = dict.fromkeys(wording.MODES[entry.candidate.evaluation.mode.value] for entry in comparable)
    if len(modes) > 1:
        yield f"elles ne sont pas du même mode ({', '.join(modes)})"
