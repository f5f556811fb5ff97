"""What a comparison says of the questions that each pôle was asked. Pure words: computes no figure."""

from ptce_ref.domain.comparison import Comparison, Trajectory
from ptce_ref.domain.question_set import Questions, Way
from ptce_ref.reports import wording
from ptce_ref.reports.view import ConditionView, Consequence, EntryView

NB = wording.NBSP
CAUTION = "Les pôles montrés n’ont pas tous eu les mêmes questions (voir les conditions)."
"""Said beside figures that do not rest on the same questions."""


def questions_caution(comparison: Comparison) -> str:
    """Return what is said beside figures: that questions differ, or that the common ones alone are counted."""
    if comparison.asked.differ:
        return CAUTION
    if comparison.questions is Questions.COMMON:
        common = len(comparison.asked.common)
        told = wording.count(common, "question commune", "questions communes")
        return f"Ces chiffres ne comptent {wording.agreed(common, 'qu’une question commune', f'que {told}')}."
    return ""


def question_condition(comparison: Comparison) -> ConditionView:
    """Return the condition « Questions »: who was asked what, and what that does to the figures."""
    return ConditionView("Questions", _demand(comparison), Consequence.KEPT)


def questions_note(comparison: Comparison) -> str:
    """Return the same as whole sentences."""
    return f"{wording.sentence(_demand(comparison))}."


def trajectory_caution(trajectory: Trajectory) -> str:
    """Return a sentence when the dates of a pôle do not rest on the same questions; else nothing."""
    asked = [len(step.evaluation.indicators) for step in trajectory.steps]
    common = len(trajectory.common)
    if all(count == common for count in asked):
        return ""
    return (
        f"Les questions ne sont pas les mêmes à chaque date ({', puis '.join(map(str, asked))}{NB}; "
        f"{_shared(common)}){NB}: un écart peut ne venir que de là."
    )


def people_words(entry: EntryView) -> str:
    """Return how many people answered, « 12 personnes ou groupes », or why it is not told."""
    if entry.people is None:
        return f"{entry.no_people} personnes" if entry.no_people.startswith("moins") else entry.no_people
    return wording.count(entry.people, "personne ou groupe", "personnes ou groupes")


def _demand(comparison: Comparison) -> str:
    sets, common = comparison.asked, len(comparison.asked.common)
    if not sets.differ:
        if comparison.questions is Questions.COMMON:
            had, alone = wording.agreed(common, "celle", "celles"), wording.agreed(common, "elle seule", "elles seules")
            return (
                f"tous les chiffres portent sur {wording.count(common, 'question')}, {had} que tous les pôles "
                f"comparés ont {wording.agreed(common, 'eue', 'eues')}, et sur {alone}"
            )
        ways = " ou ".join(_path(way) for way, _ in sets.ways if way.path)
        named = f" ({ways})" if ways else ""
        whom = f" pour tous les pôles montrés{NB}" if comparison.shown >= wording.PLURAL_FROM else NB
        return f"les mêmes{whom}: {wording.count(common, 'question')}{named}"
    told = ", ".join(
        f"{wording.count(way.asked, 'question')} pour {wording.count(poles, 'pôle')}"
        + (f" ({_path(way)})" if way.path else "")
        for way, poles in sets.ways
    )
    who = "comparés" if comparison.cohort.n >= wording.PLURAL_FROM else "montrés"
    return (
        f"les pôles montrés n’ont pas tous eu les mêmes questions{NB}: {told}. Les pôles {who} en ont "
        f"{_shared(common)}. Les moyennes d’un sous-objectif, d’un objectif ou d’un enjeu ne reposent donc pas "
        "partout sur les mêmes questions, et un écart entre deux pôles peut ne venir que de là"
    )


def _shared(common: int) -> str:
    return f"{common} en commun" if common else "aucune en commun"


def _path(way: Way) -> str:
    return way.path if way.whole else f"{way.path}, modifié"
