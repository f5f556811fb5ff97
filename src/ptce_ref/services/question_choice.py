"""Which questions a document is about: those named, those left to discuss, or those that a meeting has time for."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from ptce_ref.reports.view import CoevaluationView
from ptce_ref.services.meeting import questions_of_meeting
from ptce_ref.services.refusal import Refusal, unknown


class Question(Protocol):
    """Anything that has an id and a code for display."""

    @property
    def id(self) -> str:
        """Stable identifier, « besoins-exprimes »."""

    @property
    def code(self) -> str:
        """Code for display, « T1.03 »; it may change from a version to the next."""


def chosen_questions(
    view: CoevaluationView, references: Sequence[str] = (), *, agenda: bool = False, minutes: int | None = None
) -> list[str] | None:
    """Return the ids of the questions named, with those left to discuss (``agenda``) too; None when nothing chooses.

    With ``minutes``, the agenda is that of a meeting so long: what it has time for comes first, in its order; the
    others follow in the order of the referential. Raises :class:`Refusal` for a question that is not asked, while
    opinions may not be shown (R5), for an empty agenda, and for a meeting too short for its first question.
    """
    wanted = set(named_questions(view.indicators, references))
    first = [] if minutes is None else questions_of_meeting(view, minutes)
    if agenda and minutes is None:
        wanted |= set(questions_on_agenda(view))
    others = [item.id for item in view.indicators if item.id in wanted and item.id not in first]
    return [*first, *others] if references or agenda or minutes is not None else None


def named_questions(questions: Iterable[Question], references: Sequence[str]) -> list[str]:
    """Return the ids of the questions named by code (whatever its case) or by id, without repetition.

    Raises :class:`Refusal` for one that is not asked, with the nearest that is.
    """
    questions = list(questions)
    by_name = {item.code.casefold(): item.id for item in questions} | {item.id: item.id for item in questions}
    found: list[str] = []
    for reference in references:
        ident = by_name.get(reference) or by_name.get(reference.casefold())
        if ident is None:
            raise unknown("La question", reference, [item.code for item in questions])
        found.append(ident)
    return list(dict.fromkeys(found))


def questions_on_agenda(view: CoevaluationView) -> list[str]:
    """Return the ids of what the meeting still has to discuss (R7).

    Raises :class:`Refusal` while opinions may not be shown, and when nothing is left to discuss.
    """
    if view.hidden:
        raise Refusal("L’ordre du jour se fait d’après les avis : il sera connu à partir de la phase « dialogue ».")
    codes = {entry.code for entry in view.agenda}
    found = [item.id for item in view.indicators if item.code in codes]
    if not found:
        raise Refusal("L’ordre du jour est vide : aucune question n’attend plus de discussion.")
    return found
