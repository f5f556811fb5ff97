"""Who has not answered yet, who answers alone, in French words: both front ends name people and colleges alike.

Counts and names only, for the coordinator's own eyes; never what anybody said (R5).
"""

from collections.abc import Sequence

from ptce_ref.domain.overview import CollegeLine, NextStep, PersonLine, Task
from ptce_ref.domain.text import clean_line
from ptce_ref.reports.wording import NBSP, agreed, count

_NAMED = 3
"""How many a sentence names before « et 5 autres »; one more is named too, as it takes no more room."""
_NAMED_IN_STEP = 2
"""The same for the people of a next step: with their counts, it must hold in two lines of a small window."""


def awaited(step: NextStep) -> str:
    """Return the sentence of a step that waits for somebody; nothing for any other step."""
    if step.task is Task.AWAIT_PEOPLE:
        return unfinished(step.people)
    if step.task is Task.AWAIT_COLLEGES:
        return unrepresented(step.colleges)
    return still_voting(step.colleges) if step.task is Task.AWAIT_VOTES else ""


def unfinished(people: Sequence[PersonLine]) -> str:
    """Return « 2 personnes n’ont pas fini : Amina (0 réponse sur 27) et Bruno (4 sur 27). »."""
    late = count(len(people), "personne n’a", "personnes n’ont")
    return f"{late} pas fini : {_people(people, _NAMED_IN_STEP, 'autres')}."


def frozen(people: Sequence[PersonLine]) -> str:
    """Return what becomes of them once opinions close: « Amina (0 réponse sur 27) n’a pas fini : ses avis… »."""
    late, theirs = agreed(len(people), "n’a", "n’ont"), agreed(len(people), "ses", "leurs")
    return f"{_people(people, _NAMED, 'autres personnes')} {late} pas fini : {theirs} avis seront figés en l’état."


def unrepresented(colleges: Sequence[CollegeLine]) -> str:
    """Return « 5 collèges n’ont personne d’inscrit : Salariés, Réseaux, Financeurs et 2 autres. »."""
    return f"{count(len(colleges), 'collège n’a', 'collèges n’ont')} personne d’inscrit : {_names(colleges)}."


def still_voting(colleges: Sequence[CollegeLine]) -> str:
    """Return « 1 collège n’a pas fini de voter à main levée : Réseaux. »."""
    late = count(len(colleges), "collège n’a", "collèges n’ont")
    return f"{late} pas fini de voter à main levée : {_names(colleges)}."


def recognisable(colleges: Sequence[str]) -> str:
    """Return « Une seule personne répond pour Réseaux : on reconnaîtra ses réponses. », from short names."""
    named = _listed(colleges, _NAMED, "autres").removesuffix(".")
    if len(colleges) == 1:
        return f"Une seule personne répond pour {named} : on reconnaîtra ses réponses."
    return f"Une seule personne répond pour chacun de ces collèges : {named}. On reconnaîtra leurs réponses."


def _people(people: Sequence[PersonLine], named: int, others: str) -> str:
    told: list[str] = []
    for person in people:
        given = str(person.given) if told else count(person.given, "réponse")
        told.append(f"{_called(person)} ({given}{NBSP}sur{NBSP}{person.questions})")
    return _listed(told, named, others)


def _called(person: PersonLine) -> str:
    """Return the name the coordinator wrote down, or the number and the college of who gave none."""
    return clean_line(person.name) or f"{person.id} {person.college}"


def _names(colleges: Sequence[CollegeLine]) -> str:
    # A short name may end with a dot of its own: one is enough at the end of the sentence.
    return _listed([college.short for college in colleges], _NAMED, "autres").removesuffix(".")


def _listed(names: Sequence[str], named: int, others: str) -> str:
    """Return « A, B et C », or « A, B, C et 2 autres » when they are many."""
    kept = list(names)
    if len(kept) > named + 1:
        kept[named:] = [f"{len(names) - named}{NBSP}{others}"]
    *before, last = kept
    return f"{', '.join(before)} et {last}" if before else last
